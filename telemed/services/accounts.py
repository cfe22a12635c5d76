"""Signing in and out, own account, machine tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from telemed.domain.facility import Facility
from telemed.domain.people import Account, Preferences
from telemed.domain.roles import Actor, Role
from telemed.services.case_view import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A new browser session. The token goes into the cookie and is stored only as a hash."""

    actor: Actor
    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """The account that is signed in."""

    account: Account
    facility: Facility | None
    person: Person | None
    """Set for practitioners."""
    session_expires_at: datetime | None


class Accounts:
    """Who is asking."""

    async def sign_in(self, login: str, password: str, address: str) -> SignedIn:
        """Open a browser session. Raises SignInRefused, TooManyTries, Overloaded."""
        raise NotImplementedError

    async def authenticate(self, token: str, address: str) -> Actor:
        """Find who a cookie's token belongs to, and keep the session alive. Raises NotSignedIn."""
        raise NotImplementedError

    async def authenticate_machine(self, token: str, address: str) -> Actor:
        """Find who a bearer token belongs to. Raises NotSignedIn."""
        raise NotImplementedError

    async def sign_out(self, actor: Actor) -> None:
        """End the browser session at once."""
        raise NotImplementedError

    async def me(self, actor: Actor) -> Me:
        """Describe the own account."""
        raise NotImplementedError

    async def set_preferences(self, actor: Actor, preferences: Preferences) -> Me:
        """Keep what was chosen for the pages."""
        raise NotImplementedError

    async def change_password(self, actor: Actor, current: str, new: str) -> None:
        """Set a new password; other browser sessions end. Raises StepUpRefused, FieldInvalid."""
        raise NotImplementedError

    async def confirm_password(self, actor: Actor, password: str) -> None:
        """Step up before signing. Raises StepUpRefused, TooManyTries."""
        raise NotImplementedError

    async def issue_machine_token(self, login: str, name: str) -> str:
        """Make a bearer token for an account; called from the command line, not over HTTP."""
        raise NotImplementedError

    async def create_first_administrator(self, login: str, password: str, display_name: str) -> Account:
        """Make the first region administrator. Raises AlreadyExists when there is any account."""
        raise NotImplementedError

    async def has_any(self) -> bool:
        """Say whether there is any account yet."""
        raise NotImplementedError


ROLES_OF_FIRST = frozenset({Role.REGION_ADMIN})
