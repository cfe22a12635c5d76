"""Repeatable chance: the same moment of loading gives the same region."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, TypeVar

from telemed.domain.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta

T = TypeVar("T")
RANDOM_BITS = 74


class Chance:
    """A seeded source of choices and of ids that sort by time."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311  demo data, not secrets

    def id_at(self, moment: datetime) -> str:
        """Make a UUIDv7 of that moment."""
        return uuid7(int(moment.timestamp() * 1000), self._random.getrandbits(RANDOM_BITS))

    def pick(self, values: Sequence[T]) -> T:
        """Choose one."""
        return self._random.choice(values)

    def whole(self, low: int, high: int) -> int:
        """Choose an integer, both ends included."""
        return self._random.randint(low, high)

    def span(self, low: timedelta, high: timedelta) -> timedelta:
        """Choose a length of time, to the second."""
        return low + (high - low) * self._random.random()
