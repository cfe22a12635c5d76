"""Answers that are remembered for a moment, bounded in number."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")


class Memory(Generic[T]):
    """Forgets after `life_s` seconds, and the oldest when there are more than `limit`."""

    def __init__(self, life_s: float, limit: int, now: Callable[[], float] = time.monotonic) -> None:
        self._life_s = life_s
        self._limit = limit
        self._now = now
        self._kept: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()

    def get(self, key: Hashable) -> T | None:
        """Give what is remembered, or None."""
        found = self._kept.get(key)
        if found is None:
            return None
        until, value = found
        if self._now() < until:
            return value
        del self._kept[key]
        return None

    def keep(self, key: Hashable, value: T) -> None:
        """Remember from now on."""
        self._kept.pop(key, None)
        self._kept[key] = (self._now() + self._life_s, value)
        while len(self._kept) > self._limit:
            self._kept.popitem(last=False)

    def forget(self, key: Hashable) -> None:
        """Remember no longer."""
        self._kept.pop(key, None)
