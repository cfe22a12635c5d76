"""Which node hosts a room. A room lives on one node at a time.

The lease keeps two nodes from hosting the same room in the normal case. What makes it safe when a lease is
lost without noticing is the log itself: a sequence number can be taken once (LogTaken), so a node that was
overtaken cannot commit and reads the log again.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Protocol

from signaling.refusals import LiveRefusal
from telemed.domain.ids import SessionId
from telemed.wire.live import LiveCode

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from telemed.storage.redis import Lease

log = logging.getLogger(__name__)

LIFE_S = 4.0
"""A node that is gone frees its rooms after this long."""


class LeaseLost(Exception):
    """Another node serves the room now."""


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


class LeaseStore(Protocol):
    """Filled by telemed.storage.redis.RedisLeases."""

    async def acquire(self, session_id: SessionId, owner: str, life_s: float) -> Lease | None:
        """Take or renew the lease; None when another node holds it."""

    async def release(self, lease: Lease) -> None:
        """Give the lease back."""


class SharedLeases:
    """For several processes: leases in a shared store, renewed three times in their life.

    A store that cannot be reached loses no room: nobody else can take the lease meanwhile either.
    """

    def __init__(self, store: LeaseStore, owner: str, life_s: float = LIFE_S) -> None:
        self._store = store
        self._owner = owner
        self._life_s = life_s

    @asynccontextmanager
    async def held(self, session_id: str) -> AsyncIterator[None]:
        """Hold the room's lease; the block is cancelled with LeaseLost when another node takes it."""
        lease = await self._store.acquire(SessionId(session_id), self._owner, self._life_s)
        if lease is None:
            raise LiveRefusal(LiveCode.BUSY, "Another node serves this room; connect again.")
        try:
            async with asyncio.TaskGroup() as group:
                renewing = group.create_task(self._renew(session_id), name=f"lease-{session_id}")
                try:
                    yield
                finally:
                    renewing.cancel()
        finally:
            with suppress(Exception):  # it expires by itself
                await self._store.release(lease)

    async def _renew(self, session_id: str) -> None:
        while True:
            await asyncio.sleep(self._life_s / 3)
            try:
                lease = await self._store.acquire(SessionId(session_id), self._owner, self._life_s)
            except Exception:  # noqa: BLE001 - any trouble of the store is the same to us
                log.warning("lease not renewed", extra={"session_id": session_id})
                continue
            if lease is None:
                raise LeaseLost
