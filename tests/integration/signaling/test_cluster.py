from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from signaling.cluster import SharedLeases
from signaling.refusals import LiveRefusal
from telemed.storage.redis import RedisLeases, connect
from tests.support.live_ports import SESSION

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from redis.asyncio import Redis


@pytest.fixture
async def client(redis_url: str) -> AsyncIterator[Redis]:
    """A connection to a real Redis."""
    opened = connect(redis_url)
    yield opened
    await opened.aclose()


async def test_two_nodes_share_rooms_by_redis(client: Redis) -> None:
    store = RedisLeases(client, prefix=uuid.uuid4().hex)
    one, two = SharedLeases(store, "node-1"), SharedLeases(store, "node-2")
    async with one.held(SESSION):
        with pytest.raises(LiveRefusal):
            async with two.held(SESSION):
                pass
    async with two.held(SESSION):
        pass
