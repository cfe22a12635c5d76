"""A moment of a session: where it lies in the files, and what everybody saw. Pure.

The browser's replay page follows the same two rules: position = moment - zero of the files; view = fold of
the log up to the moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signaling.folding import fold
from telemed.wire.room import EMPTY_ROOM, RoomState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from recordings.manifest import Playback
    from telemed.wire.entries import LogEntry


@dataclass(frozen=True, slots=True)
class Moment:
    """What a replay shows at one moment of the media clock."""

    position_ms: int | None
    """Position in every file; None before the recording began or after it ended."""
    room: RoomState


def position_ms(playback: Playback, media_ms: int) -> int | None:
    """Where a moment of the media clock lies in the files; None outside of them."""
    position = media_ms - playback.start_ms
    return position if 0 <= position <= playback.duration_ms else None


def room_at(entries: Iterable[LogEntry], media_ms: int) -> RoomState:
    """The shared state at a moment: everything up to and with it. Entries before the start count always."""
    room = EMPTY_ROOM
    for entry in entries:
        if entry.media_ms is not None and entry.media_ms > media_ms:
            break
        room = fold(room, entry)
    return room


def moment(playback: Playback, entries: Iterable[LogEntry], media_ms: int) -> Moment:
    """Everything a replay shows at a moment of the media clock."""
    return Moment(position_ms(playback, media_ms), room_at(entries, media_ms))
