"""The real clock and the real source of ids; the only place that reads them."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from telemed.domain.ids import uuid7

if TYPE_CHECKING:
    from telemed.services.ports import Clock

RANDOM_BITS = 74
STEP_BITS = 32
"""Random distance between ids of one millisecond: they cannot be guessed from each other."""


class SystemClock:
    """The time of day of this machine."""

    def now(self) -> datetime:
        """Return the moment in UTC."""
        return datetime.now(UTC)  # noqa: TID251  the one reader of the clock


class SystemIds:
    """UUIDv7 from the clock and the system's randomness; every id sorts behind the ones before it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last_ms = 0
        self._last_bits = 0

    def new(self) -> str:
        """Return a new id. Within a millisecond, or when the clock goes back, the random part counts on."""
        now_ms = int(self._clock.now().timestamp() * 1000)
        if now_ms > self._last_ms:
            self._last_ms, self._last_bits = now_ms, secrets.randbits(RANDOM_BITS - 1)
        else:
            self._last_bits += 1 + secrets.randbits(STEP_BITS)
        return uuid7(self._last_ms, self._last_bits)
