"""Bodies of sign-in and of one's own account."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from telemed.domain.people import Language, Theme
from telemed.domain.roles import Role
from telemed.wire.base import Reply, Request
from telemed.wire.http_values import (
    Count,
    FacilityRef,
    Id,
    Instant,
    NewPassword,
    Password,
)

Area = Literal[
    "worklist",
    "new_case",
    "calendar",
    "opinions",
    "recordings",
    "cases",
    "facilities",
    "users",
    "figures",
    "audit",
]
"""A page of the client that the account may open."""


class SignIn(Request, frozen=True, kw_only=True):
    """Who wants in, and the proof."""

    login: Annotated[str, Meta(min_length=1, max_length=100)]
    password: Password


class Me(Reply, frozen=True, kw_only=True):
    """The account that is signed in, and what the client may offer it."""

    account_id: Id
    login: str
    display_name: str
    roles: tuple[Role, ...]
    practitioner_id: Id | None
    title: str
    department: str
    facility: FacilityRef | None
    language: Language
    theme: Theme
    areas: tuple[Area, ...]
    waiting: Count
    """Cases that wait for a step of this account: the number beside the worklist."""
    session_expires_at: Instant | None
    """Null for machines with a bearer token."""


class UpdateMe(Request, frozen=True, kw_only=True):
    """Own preferences; what is null stays as it is. A new password needs the current one."""

    language: Language | None = None
    theme: Theme | None = None
    current_password: Password | None = None
    new_password: NewPassword | None = None
