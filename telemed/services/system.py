"""The real clock and the real source of ids; the only place that reads them."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from telemed.domain.ids import uuid7

if TYPE_CHECKING:
    from telemed.services.ports import Clock

RANDOM_BITS = 74


class SystemClock:
    """The time of day of this machine."""

    def now(self) -> datetime:
        """Return the moment in UTC."""
        return datetime.now(UTC)  # noqa: TID251  the one reader of the clock


class SystemIds:
    """UUIDv7 from the clock and the system's randomness; later ids sort behind earlier ones."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last_ms = 0

    def new(self) -> str:
        """Return a new id. The time part never goes back, even if the clock does."""
        self._last_ms = max(self._last_ms, int(self._clock.now().timestamp() * 1000))
        return uuid7(self._last_ms, secrets.randbits(RANDOM_BITS))
