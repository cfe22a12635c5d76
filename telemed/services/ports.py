"""What the services need from outside: time, ids, and someone to tell when a sign-in has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from telemed.domain.ids import BrowserSessionId


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


class SignInWatcher(Protocol):
    """Cuts what still hangs on a browser session: its sockets."""

    def ended(self, ids: tuple[BrowserSessionId, ...]) -> None:
        """Take note that these are over. Must not block."""
        ...


class NobodyWatches:
    """For tools and tests without sockets."""

    def ended(self, ids: tuple[BrowserSessionId, ...]) -> None:
        """Do nothing."""
