"""Rate limits as token buckets, for many sources in bounded memory."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable


class Limiter:
    """Lets each source do `burst` acts at once and `per_s` a second in the long run.

    Remembers the `capacity` most recent sources. A flood of invented sources pushes out old ones; they
    then start with a full bucket, so the limit protects CPU from one source, not from a botnet.
    """

    def __init__(self, *, per_s: float, burst: int, capacity: int = 4096) -> None:
        self._per_s = per_s
        self._burst = float(burst)
        self._capacity = capacity
        self._buckets: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def allows(self, source: Hashable, now_s: float) -> bool:
        """Take one token of `source`; False when it has none left."""
        tokens, since = self._buckets.pop(source, (self._burst, now_s))
        tokens = min(self._burst, tokens + (now_s - since) * self._per_s)
        allowed = tokens >= 1.0
        self._buckets[source] = (tokens - 1.0 if allowed else tokens, now_s)
        if len(self._buckets) > self._capacity:
            self._buckets.popitem(last=False)
        return allowed
