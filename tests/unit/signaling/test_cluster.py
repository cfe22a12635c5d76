from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from signaling.cluster import InProcessLeases, LeaseLost, SharedLeases
from signaling.refusals import LiveRefusal
from telemed.storage.redis import Lease
from tests.support.live_ports import SESSION

if TYPE_CHECKING:
    from telemed.domain.ids import SessionId


@dataclass
class FakeStore:
    """Leases in memory."""

    owners: dict[str, str] = field(default_factory=dict)
    is_down: bool = False
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    async def acquire(self, session_id: SessionId, owner: str, life_s: float) -> Lease | None:
        self.asked.set()
        if self.is_down:
            raise ConnectionError
        if self.owners.setdefault(session_id, owner) != owner:
            return None
        return Lease(session_id, owner, 1)

    async def release(self, lease: Lease) -> None:
        if self.owners.get(lease.session_id) == lease.owner:
            del self.owners[lease.session_id]


async def test_a_room_lives_on_one_node_and_is_free_afterwards() -> None:
    store = FakeStore()
    async with SharedLeases(store, "one").held(SESSION):
        with pytest.raises(LiveRefusal):
            async with SharedLeases(store, "two").held(SESSION):
                pass
    async with SharedLeases(store, "two").held(SESSION):
        assert store.owners == {SESSION: "two"}


async def test_a_store_that_is_away_loses_no_room() -> None:
    store = FakeStore()
    async with SharedLeases(store, "one", life_s=0.03).held(SESSION):
        store.is_down = True
        store.asked.clear()
        await store.asked.wait()
        store.is_down = False
        store.asked.clear()
        await store.asked.wait()


async def test_a_lease_that_another_took_ends_the_room() -> None:
    store = FakeStore()

    async def serve() -> None:
        async with SharedLeases(store, "one", life_s=0.03).held(SESSION):
            store.owners[SESSION] = "two"
            await asyncio.Event().wait()

    with pytest.raises(ExceptionGroup) as lost:
        await serve()
    assert lost.group_contains(LeaseLost)
    assert store.owners == {SESSION: "two"}


async def test_a_process_hosts_a_room_once() -> None:
    leases = InProcessLeases()
    async with leases.held(SESSION):
        with pytest.raises(LiveRefusal):
            async with leases.held(SESSION):
                pass
    async with leases.held(SESSION):
        pass
