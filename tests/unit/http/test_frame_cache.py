"""Frames are packed once, and the least recently used go first."""

from __future__ import annotations

import gzip
import os

from telemed.http.frame_cache import FrameCache


class Source:
    """Counts how often it was read."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.reads = 0

    async def read(self) -> bytes:
        self.reads += 1
        return self.raw


async def test_a_frame_is_read_and_packed_once() -> None:
    cache, source = FrameCache(), Source(b"slice" * 1000)
    first = await cache.packed(("a", 1), source.read)
    assert await cache.packed(("a", 1), source.read) == first
    assert gzip.decompress(first) == source.raw
    assert source.reads == 1


async def test_the_least_recently_used_frame_goes_first() -> None:
    sources = [Source(os.urandom(1000)) for _ in range(3)]
    cache = FrameCache(limit_bytes=2200)
    await cache.packed(("a", 0), sources[0].read)
    await cache.packed(("a", 1), sources[1].read)
    await cache.packed(("a", 0), sources[0].read)
    await cache.packed(("a", 2), sources[2].read)
    await cache.packed(("a", 0), sources[0].read)
    await cache.packed(("a", 1), sources[1].read)
    assert [source.reads for source in sources] == [1, 2, 1]


async def test_a_frame_larger_than_the_cache_is_still_given() -> None:
    cache, source = FrameCache(limit_bytes=10), Source(os.urandom(1000))
    assert gzip.decompress(await cache.packed(("a", 1), source.read)) == source.raw
    await cache.packed(("a", 1), source.read)
    assert source.reads == 2
