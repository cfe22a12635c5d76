"""The first gate: who is asking, from where, and whether the role may use this endpoint at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from aiohttp import web

from telemed.domain.errors import NotSignedIn
from telemed.domain.roles import Actor
from telemed.http.faults import Forbidden
from telemed.http.memory import Memory
from telemed.http.origin import SAFE_METHODS, fault_of, own_origins
from telemed.wire.routes import Access, Reach

if TYPE_CHECKING:
    from collections.abc import Collection

ACTOR = web.RequestKey("actor", Actor)
BEARER = "Bearer "
LONGEST_TOKEN = 512
REMEMBERED_S = 2.0
REMEMBERED = 4096
FAULTS = {
    "origin_refused": "A page of another origin may not do this.",
    "mark_missing": "The header X-Telemed: 1 is missing.",
}


class Identities(Protocol):
    """What the gate needs of the accounts."""

    async def authenticate(self, token: str, address: str) -> Actor:
        """Name the account of a browser's session. Raises NotSignedIn."""
        ...

    async def authenticate_machine(self, token: str, address: str) -> Actor:
        """Name the account of a machine's token. Raises NotSignedIn."""
        ...


class Cookie:
    """The session cookie: opaque, out of reach of scripts, never sent by another site.

    Browsers accept the __Host- prefix over HTTPS only; plain HTTP is served on localhost alone.
    """

    def __init__(self, *, is_secure: bool) -> None:
        self.is_secure = is_secure
        self.name = "__Host-telemed" if is_secure else "telemed"

    def give(self, answer: web.StreamResponse, token: str) -> None:
        """Hand a token to the browser, until it closes; the server's own limits are shorter."""
        answer.set_cookie(self.name, token, httponly=True, secure=self.is_secure, samesite="Strict", path="/")

    def take(self, answer: web.StreamResponse) -> None:
        """Make the browser forget the token, and what it kept of patients' data."""
        answer.del_cookie(self.name, path="/", secure=self.is_secure, httponly=True, samesite="Strict")
        answer.headers["Clear-Site-Data"] = '"cache"'

    def read(self, request: web.BaseRequest) -> str | None:
        """Read the token that a browser sent."""
        return request.cookies.get(self.name)


class Gate:
    """Names the caller and applies a route's access rule.

    A viewer asks for hundreds of frames in seconds, so who sent a reading request is remembered for two
    seconds. Whatever changes something asks anew and empties that memory, signing out included; an account
    that is closed elsewhere reads for two seconds more.
    """

    def __init__(self, identities: Identities, cookie: Cookie, origins: Collection[str] = ()) -> None:
        """`origins`: further origins whose pages may call, as in the settings."""
        self._identities = identities
        self.cookie = cookie
        self._origins = tuple(origins)
        self._known: Memory[Actor] = Memory(REMEMBERED_S, REMEMBERED)

    async def identify(self, request: web.Request) -> Actor | None:
        """Say who sends this request; None is nobody. A bearer token counts alone when there is one."""
        if ACTOR not in request:
            try:
                request[ACTOR] = await self._recognise(request)
            except NotSignedIn:
                return None
        return request[ACTOR]

    async def _recognise(self, request: web.Request) -> Actor:
        key = (_bearer_token(request), self.cookie.read(request), request.remote)
        if request.method not in SAFE_METHODS:
            self._known.forget(key)
            return await self._authenticate(request, request.remote or "")
        known = self._known.get(key)
        if known is None:
            known = await self._authenticate(request, request.remote or "")
            self._known.keep(key, known)
        return known

    async def _authenticate(self, request: web.Request, address: str) -> Actor:
        token = _bearer_token(request)
        if token is not None:
            return await self._identities.authenticate_machine(token, address)
        kept = self.cookie.read(request) or ""
        if not 0 < len(kept) <= LONGEST_TOKEN:
            raise NotSignedIn
        return await self._identities.authenticate(kept, address)

    def _own_origins(self, request: web.BaseRequest) -> frozenset[str]:
        return own_origins(request.host, self._origins, is_secure=self.cookie.is_secure)

    def is_own_origin(self, request: web.BaseRequest) -> bool:
        """Say whether a browser's page of ours sent this; for sockets, which carry no mark."""
        origin = request.headers.get("Origin")
        return origin is not None and origin in self._own_origins(request)

    async def admit(self, request: web.Request, access: Access) -> None:
        """Let a request pass or raise NotSignedIn or Forbidden."""
        if _bearer_token(request) is None:
            fault = fault_of(request.method, request.headers, self._own_origins(request))
            if fault is not None:
                raise Forbidden(fault, FAULTS[fault], remedy="Use the service's own pages or a bearer token.")
        if access.reach is Reach.OPEN:
            return
        actor = await self.identify(request)
        if actor is None:
            raise NotSignedIn
        if actor.roles.isdisjoint(access.roles):
            raise Forbidden("role_refused", "None of your roles may do this.")


def _bearer_token(request: web.BaseRequest) -> str | None:
    given = request.headers.get("Authorization", "")
    return given.removeprefix(BEARER).strip()[:LONGEST_TOKEN] if given.startswith(BEARER) else None


def actor_of(request: web.Request) -> Actor:
    """Say who passed the gate. Only for handlers of routes that are not open."""
    return request[ACTOR]
