"""The clocks of the machine, and the media clock of a session."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signaling.ports import Clock

NS_PER_MS = 1_000_000


class SystemClock:
    """The real clocks."""

    def now_ms(self) -> int:
        """Epoch milliseconds."""
        return time.time_ns() // NS_PER_MS

    def monotonic_ns(self) -> int:
        """Nanoseconds that never jump."""
        return time.monotonic_ns()


def origin_of(clock: Clock, started_at_ms: int) -> int:
    """Return the monotonic time at which a session that started at a wall time stood at zero.

    After a restart this is as exact as the wall clock; within one process the origin is kept instead.
    """
    return clock.monotonic_ns() - max(0, clock.now_ms() - started_at_ms) * NS_PER_MS


def media_ms(clock: Clock, origin_ns: int) -> int:
    """Return milliseconds on the media clock."""
    return max(0, clock.monotonic_ns() - origin_ns) // NS_PER_MS
