"""Passwords: argon2id in a bounded pool of threads (19 MiB, two passes, OWASP's first choice)."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from telemed.domain.errors import FieldInvalid, Overloaded

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")

THREADS = 2
WAITING_LIMIT = 64
"""More than this many at once are refused as busy: each takes 19 MiB and about 35 ms."""
SHORTEST = 10
LONGEST = 256


@dataclass(frozen=True, slots=True)
class Cost:
    """What one hash costs. A stored hash names its own cost, so that it can rise later."""

    memory_kib: int = 19 * 1024
    passes: int = 2


CHEAP = Cost(memory_kib=8, passes=1)
"""For tests and made-up data, never for people's passwords."""


class Passwords:
    """Hashes and checks passwords off the loop."""

    def __init__(
        self, *, threads: int = THREADS, waiting_limit: int = WAITING_LIMIT, cost: Cost | None = None
    ) -> None:
        chosen = cost or Cost()
        self._hasher = PasswordHasher(
            time_cost=chosen.passes,
            memory_cost=chosen.memory_kib,
            parallelism=1,
            hash_len=32,
            salt_len=16,
            type=Type.ID,
        )
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="ThreadPoolExecutor-passwords")
        self._places = asyncio.Semaphore(waiting_limit)
        self._nobody = self._hasher.hash("nobody has this password")

    async def hash(self, password: str) -> str:
        """Hash a new password. Raises FieldInvalid when it is too short or too long, Overloaded."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise FieldInvalid(
                f"A password has {SHORTEST} to {LONGEST} characters.",
                field="password",
                remedy="Choose a longer one.",
            )
        return await self._run(lambda: self._hasher.hash(password))

    async def verify(self, stored: str | None, password: str) -> bool:
        """Check a password; without an account it takes as long and fails. Raises Overloaded."""
        return await self._run(lambda: self._matches(stored or self._nobody, password) and stored is not None)

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    async def _run(self, work: Callable[[], T]) -> T:
        if self._places.locked():
            raise Overloaded("Too many sign-ins at once.", remedy="Try again in a moment.")
        async with self._places:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
