"""A running media plane on loopback, with a room that remembers what it was told."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from media.api import MediaPlane, MediaSettings, PeerState, TrackInfo
from tests.support.link import PERFECT, Link
from tests.support.rtp import Bot, bot, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from media.api import Answer, Offer


@dataclass
class Room:
    """Listener that keeps everything."""

    plane: MediaPlane
    tracks: dict[str, TrackInfo] = field(default_factory=dict)
    states: list[tuple[str, PeerState]] = field(default_factory=list)
    heard: list[Mapping[str, int]] = field(default_factory=list)

    def track_added(self, track: TrackInfo) -> None:
        self.tracks[track.track_id] = track

    def track_removed(self, track_id: str) -> None:
        del self.tracks[track_id]

    def peer_state(self, peer_id: str, state: PeerState) -> None:
        self.states.append((peer_id, state))

    def levels(self, levels: Mapping[str, int]) -> None:
        self.heard.append(levels)

    def bot(self, name: str, *, up: Link = PERFECT, down: Link = PERFECT) -> AbstractAsyncContextManager[Bot]:
        """A peer of this room."""

        async def negotiate(offer: Offer) -> Answer:
            return await self.plane.negotiate("room", name, offer)

        return bot(negotiate, up=up, down=down)

    def track_of(self, peer_id: str, source: str) -> TrackInfo:
        """The one track of a peer from this source."""
        [found] = [one for one in self.tracks.values() if (one.peer_id, one.source) == (peer_id, source)]
        return found

    async def reaches(self, peer_id: str, state: PeerState) -> None:
        """Wait for a state."""
        await until(lambda: (peer_id, state) in self.states)


@pytest.fixture(params=["asyncio", "portable"])
async def room(request: pytest.FixtureRequest) -> AsyncIterator[Room]:
    """An open room called "room", on each engine."""
    settings = MediaSettings(
        host="127.0.0.1", engine=request.param, disconnected_after_s=1.6, expires_after_s=3.0
    )
    plane = MediaPlane(settings)
    task = asyncio.get_running_loop().create_task(plane.run())
    await plane.started()
    made = Room(plane)
    plane.open_room("room", made)
    yield made
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
