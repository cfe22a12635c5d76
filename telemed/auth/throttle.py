"""Sign-in slows down after failures, per account and per address, and never locks for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from telemed.domain.errors import TooManyTries

if TYPE_CHECKING:
    from datetime import datetime

FREE_TRIES_ACCOUNT = 3
FREE_TRIES_ADDRESS = 20
"""A clinic behind one address has many users."""
FIRST_DELAY_S = 1.0
LONGEST_DELAY_S = 300.0
FORGOTTEN_AFTER_S = 3600.0
LARGEST = 100_000
"""Names remembered in the process; the oldest go first."""


def delay_s(failures: int, free: int) -> float:
    """How long to wait after the last failure: nothing at first, then 1, 2, 4 ... up to 300 seconds."""
    if failures < free:
        return 0.0
    return float(min(FIRST_DELAY_S * 2 ** min(failures - free, 20), LONGEST_DELAY_S))


class Failures(Protocol):
    """Where failures are counted: in the process, or in Redis."""

    async def count(self, name: str) -> tuple[int, float]:
        """Give the number of failures and the epoch seconds of the last."""
        ...

    async def add(self, name: str, at: float, life_s: float) -> None:
        """Count one more; all are forgotten `life_s` after the last."""
        ...

    async def clear(self, name: str) -> None:
        """Forget the failures of a name."""
        ...


class LocalFailures:
    """Counts in the process; bounded."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, float, float]] = {}

    async def count(self, name: str) -> tuple[int, float]:
        """Give the number of failures and the epoch seconds of the last."""
        count, last, _life_s = self._found.get(name, (0, 0.0, 0.0))
        return count, last

    async def add(self, name: str, at: float, life_s: float) -> None:
        """Count one more; failures whose life was over do not count."""
        count, last, _ = self._found.pop(name, (0, 0.0, 0.0))
        self._found[name] = (count + 1 if at - last < life_s else 1, at, life_s)
        if len(self._found) > LARGEST:
            del self._found[next(iter(self._found))]

    async def clear(self, name: str) -> None:
        """Forget the failures of a name."""
        self._found.pop(name, None)


class Throttle:
    """Decides whether a try may be made now."""

    def __init__(self, failures: Failures) -> None:
        self._failures = failures

    async def admit(self, login: str, address: str, now: datetime) -> None:
        """Let a try pass. Raises TooManyTries with the seconds to wait."""
        wait_s = max(
            await self._wait_s(f"account:{login}", FREE_TRIES_ACCOUNT, now),
            await self._wait_s(f"address:{address}", FREE_TRIES_ADDRESS, now),
        )
        if wait_s > 0:
            raise TooManyTries(wait_s)

    async def failed(self, login: str, address: str, now: datetime) -> None:
        """Count a failure."""
        for name in (f"account:{login}", f"address:{address}"):
            await self._failures.add(name, now.timestamp(), FORGOTTEN_AFTER_S)

    async def succeeded(self, login: str) -> None:
        """Forget the account's failures; the address keeps its own."""
        await self._failures.clear(f"account:{login}")

    async def _wait_s(self, name: str, free: int, now: datetime) -> float:
        count, last = await self._failures.count(name)
        age_s = now.timestamp() - last
        return 0.0 if age_s >= FORGOTTEN_AFTER_S else delay_s(count, free) - age_s
