"""Redis: sign-in throttling and room leases for several processes. Holds only what may be lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from redis.asyncio import Redis

from telemed.domain.ids import SessionId

if TYPE_CHECKING:
    from redis.commands.core import AsyncScript

TIMEOUT_S = 2.0
FENCE_LIFE_S = 30 * 24 * 3600
"""Fencing tokens of a room must keep rising for longer than any session lasts."""

ACQUIRE = """
if redis.call('EXISTS', KEYS[1]) == 1 then
  if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then return 0 end
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return tonumber(redis.call('HGET', KEYS[1], 'fence'))
end
local fence = redis.call('INCR', KEYS[2])
redis.call('EXPIRE', KEYS[2], ARGV[3])
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'fence', fence)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return fence
"""
RELEASE = """
if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to serve a room for a while."""

    session_id: SessionId
    owner: str
    fence: int
    """Rises with each new holder: who sees a higher one has lost the room."""


class RedisLeases:
    """A room is served by the node that holds its lease."""

    def __init__(self, client: Redis, *, prefix: str = "telemed") -> None:
        self._client = client
        self._prefix = prefix
        self._acquire: AsyncScript = client.register_script(ACQUIRE)
        self._release: AsyncScript = client.register_script(RELEASE)

    async def acquire(self, session_id: SessionId, owner: str, life_s: float) -> Lease | None:
        """Take or renew the lease; None when another node holds it."""
        keys = [f"{self._prefix}:room:{session_id}", f"{self._prefix}:fence:{session_id}"]
        fence = int(await self._acquire(keys=keys, args=[owner, int(life_s * 1000), FENCE_LIFE_S]))
        return Lease(session_id, owner, fence) if fence else None

    async def release(self, lease: Lease) -> None:
        """Give the lease back; a lease that is another's by now stays."""
        await self._release(keys=[f"{self._prefix}:room:{lease.session_id}"], args=[lease.owner])

    async def holder(self, session_id: SessionId) -> Lease | None:
        """Say who serves a room."""
        found = await self._client.hmget(f"{self._prefix}:room:{session_id}", ["owner", "fence"])
        owner, fence = (item.decode() if isinstance(item, bytes) else item for item in found)
        return Lease(session_id, str(owner), int(fence)) if owner and fence else None


class RedisFailures:
    """Counts failed sign-ins for every process; see telemed/auth/throttle.py for the rule."""

    def __init__(self, client: Redis, *, prefix: str = "telemed") -> None:
        self._client = client
        self._prefix = prefix

    async def count(self, name: str) -> tuple[int, float]:
        """Give the number of failures and the epoch seconds of the last."""
        found = await self._client.hmget(f"{self._prefix}:fail:{name}", ["count", "last"])
        count, last = (item.decode() if isinstance(item, bytes) else item for item in found)
        return (int(count), float(last)) if count and last else (0, 0.0)

    async def add(self, name: str, at: float, life_s: float) -> None:
        """Count one more; all are forgotten `life_s` after the last."""
        key = f"{self._prefix}:fail:{name}"
        async with self._client.pipeline(transaction=True) as pipe:
            pipe.hincrby(key, "count", 1)
            pipe.hset(key, "last", str(at))
            pipe.pexpire(key, int(life_s * 1000))
            await pipe.execute()

    async def clear(self, name: str) -> None:
        """Forget the failures of a name."""
        await self._client.delete(f"{self._prefix}:fail:{name}")


def connect(url: str) -> Redis:
    """Make a client; every command has a time limit, so that a hung Redis is noticed."""
    client: Redis = Redis.from_url(url, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S)
    return client
