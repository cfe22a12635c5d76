"""Remembers what was audited already, so that reading a thousand frames is one entry and not a thousand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telemed.domain.roles import Actor

REMEMBERED = 20_000


class FirstTime:
    """Bounded; forgetting only means that something is audited once more."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], None] = {}

    def is_known(self, actor: Actor, thing: str) -> bool:
        """Say whether this browser session, or machine, has read the thing before."""
        return (self._who(actor), thing) in self._seen

    def note(self, actor: Actor, thing: str) -> None:
        """Remember, once the audit entry is committed."""
        self._seen[self._who(actor), thing] = None
        if len(self._seen) > REMEMBERED:
            del self._seen[next(iter(self._seen))]

    def _who(self, actor: Actor) -> str:
        return actor.browser_session_id or actor.account_id
