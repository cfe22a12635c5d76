"""Who may open a connection: a browser of our own origin, signed in, with a fresh token for one session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Protocol

import msgspec
from msgspec import Meta

from signaling.refusals import LiveRefusal
from telemed.wire.base import Request
from telemed.wire.live import LiveCode

if TYPE_CHECKING:
    from aiohttp import web

    from signaling.hub import LiveHub
    from telemed.domain.roles import Actor


class Door(Protocol):
    """Filled by telemed.http.gate.Gate."""

    def is_own_origin(self, request: web.BaseRequest) -> bool:
        """Say whether a page of ours opens this socket."""

    async def identify(self, request: web.Request) -> Actor | None:
        """Name who is signed in; None is nobody."""


class Credentials(Request, frozen=True):
    """The `auth` of the Socket.IO connection."""

    token: Annotated[str, Meta(min_length=8, max_length=256)]


@dataclass(frozen=True, slots=True)
class Admission:
    """Who came in."""

    participant_id: str
    browser_session_id: str | None
    """The sign-in that let the connection in; when that ends, the connection is cut."""


async def admit(hub: LiveHub, door: Door, connection: str, request: web.Request, auth: object) -> Admission:
    """Give a connection the seat its token stands for. Raises LiveRefusal."""
    try:
        token = msgspec.convert(auth, Credentials).token
    except msgspec.ValidationError:
        raise LiveRefusal(LiveCode.TOKEN_INVALID, "Ask for a room token first.", field="token") from None
    actor = await door.identify(request)
    if actor is None:
        raise LiveRefusal(LiveCode.NOT_SIGNED_IN, "Sign in again.")
    seat = await hub.admit(connection, token, actor.account_id)
    return Admission(seat.guest.participant_id, actor.browser_session_id)
