"""The Redis twins against a real Redis; the throttle's contract on both counters."""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from telemed.auth.throttle import Failures, LocalFailures, Throttle
from telemed.domain.errors import TooManyTries
from telemed.domain.ids import SessionId
from telemed.storage.redis import RedisFailures, RedisLeases, connect
from tests.support.cases import NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis

ROOM = SessionId("room")
SECOND = timedelta(seconds=1)


@pytest.fixture
async def client(redis_url: str) -> AsyncIterator[Redis]:
    """A connection to a real Redis."""
    opened = connect(redis_url)
    yield opened
    await opened.aclose()


@pytest.fixture(params=["local", "redis"])
def failures(request: pytest.FixtureRequest) -> Failures:
    """Both ways of counting."""
    if request.param == "local":
        return LocalFailures()
    return RedisFailures(request.getfixturevalue("client"), prefix=uuid.uuid4().hex)


async def test_a_few_failures_are_free_and_then_each_doubles_the_wait(failures: Failures) -> None:
    throttle, now = Throttle(failures), NOW
    for _ in range(3):
        await throttle.admit("li", "10.0.0.9", now)
        await throttle.failed("li", "10.0.0.9", now)
    for wait_s in (1, 2, 4, 8):
        with pytest.raises(TooManyTries) as refused:
            await throttle.admit("li", "10.0.0.9", now)
        assert refused.value.retry_after_s == pytest.approx(wait_s, abs=0.01)
        now += timedelta(seconds=wait_s)
        await throttle.admit("li", "10.0.0.9", now)
        await throttle.failed("li", "10.0.0.9", now)


async def test_nobody_is_locked_out_for_good(failures: Failures) -> None:
    throttle = Throttle(failures)
    for _ in range(40):
        await throttle.failed("li", "10.0.0.9", NOW)
    with pytest.raises(TooManyTries) as refused:
        await throttle.admit("li", "another", NOW)
    assert refused.value.retry_after_s <= 300
    await throttle.admit("li", "another", NOW + 300 * SECOND)


async def test_an_address_with_many_failures_waits_for_every_account(failures: Failures) -> None:
    throttle = Throttle(failures)
    for number in range(25):
        await throttle.failed(f"login{number}", "10.0.0.9", NOW)
    with pytest.raises(TooManyTries):
        await throttle.admit("somebody", "10.0.0.9", NOW)
    await throttle.admit("somebody", "10.0.0.10", NOW)


async def test_success_forgets_the_account_and_time_forgets_all(failures: Failures) -> None:
    throttle = Throttle(failures)
    for _ in range(9):
        await throttle.failed("li", "10.0.0.9", NOW)
    await throttle.succeeded("li")
    await throttle.admit("li", "10.0.0.9", NOW)
    for _ in range(9):
        await throttle.failed("wu", "10.0.0.9", NOW)
    await throttle.admit("wu", "10.0.0.9", NOW + 3600 * SECOND)


async def test_one_node_holds_a_room_and_its_fence_rises_with_each_new_holder(client: Redis) -> None:
    leases = RedisLeases(client, prefix=uuid.uuid4().hex)
    first = await leases.acquire(ROOM, "node-1", life_s=30)
    assert first is not None
    assert await leases.acquire(ROOM, "node-2", life_s=30) is None
    renewed = await leases.acquire(ROOM, "node-1", life_s=30)
    assert renewed == first
    assert await leases.holder(ROOM) == first
    await leases.release(first)
    second = await leases.acquire(ROOM, "node-2", life_s=30)
    assert second is not None
    assert second.fence > first.fence
    await leases.release(first)
    assert await leases.holder(ROOM) == second


async def test_a_lease_that_is_not_renewed_ends(client: Redis) -> None:
    prefix = uuid.uuid4().hex
    leases = RedisLeases(client, prefix=prefix)
    key = f"{prefix}:room:{ROOM}"
    await leases.acquire(ROOM, "node-1", life_s=30)
    assert 0 < await client.pttl(key) <= 30_000
    await client.pexpire(key, 0)
    lease = await leases.acquire(ROOM, "node-2", life_s=30)
    assert lease is not None
    assert lease.fence == 2


async def test_of_many_nodes_one_gets_the_room(client: Redis) -> None:
    leases = RedisLeases(client, prefix=uuid.uuid4().hex)
    got = await asyncio.gather(*(leases.acquire(ROOM, f"node-{n}", life_s=30) for n in range(8)))
    assert sum(lease is not None for lease in got) == 1
