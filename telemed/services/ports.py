"""What the services need from outside: time, ids, and where bytes lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


class Clock(Protocol):
    """The time of day."""

    def now(self) -> datetime:
        """Return the moment, aware, in UTC, with microseconds."""
        ...


class IdSource(Protocol):
    """New ids."""

    def new(self) -> str:
        """Return a UUIDv7."""
        ...
