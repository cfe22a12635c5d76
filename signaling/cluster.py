"""Which node hosts a room. A room lives on one node at a time.

The lease keeps two nodes from hosting the same room in the normal case. What makes it safe when a lease is
lost without noticing is the log itself: a sequence number can be taken once (LogTaken), so a node that was
overtaken cannot commit and reads the log again.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Protocol

from signaling.refusals import LiveRefusal
from telemed.wire.live import LiveCode

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager


class RoomLeases(Protocol):
    """Grants rooms to nodes."""

    def held(self, session_id: str) -> AbstractAsyncContextManager[None]:
        """Hold the room's lease while the block runs; the block is cancelled when it is lost.

        Raises LiveRefusal(busy) when another node has it.
        """


class InProcessLeases:
    """For a single process: nobody else is there."""

    def __init__(self) -> None:
        self._held: set[str] = set()

    @asynccontextmanager
    async def held(self, session_id: str) -> AsyncIterator[None]:
        """Hold the room's lease."""
        if session_id in self._held:
            raise LiveRefusal(LiveCode.BUSY, "Another host serves this room; try again.")
        self._held.add(session_id)
        try:
            yield
        finally:
            self._held.discard(session_id)
