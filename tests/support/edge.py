"""An application edge with an account per token, for tests of the edge itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from telemed.domain.errors import NotSignedIn
from telemed.domain.ids import AccountId
from telemed.domain.roles import Actor, Role
from telemed.http.app import EdgeSettings, create_app
from telemed.http.gate import Cookie, Gate, Identities
from telemed.wire.routes import ROUTES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from telemed.http.registry import Extension, Handler

MARK = {"X-Telemed": "1"}


class OneAccountPerRole:
    """The token is the name of the role; anything else is nobody."""

    async def authenticate(self, token: str, address: str) -> Actor:
        """Name the account of a browser's session."""
        try:
            role = Role(token)
        except ValueError:
            raise NotSignedIn from None
        return Actor(
            account_id=AccountId(token), display_name=token, roles=frozenset({role}), address=address
        )

    async def authenticate_machine(self, token: str, address: str) -> Actor:
        """Name the account of a machine's token."""
        if not token.startswith("machine-"):
            raise NotSignedIn
        return await self.authenticate(token.removeprefix("machine-"), address)


async def done(_request: web.Request) -> web.StreamResponse:
    """Answer that the gate let the request pass."""
    return web.Response(status=299)


def edge_with(
    client_dir: Path,
    handlers: dict[str, Handler] | None = None,
    *,
    is_secure: bool = False,
    extensions: Sequence[Extension] = (),
    identities: Identities | None = None,
) -> web.Application:
    """Build an edge whose handlers only say that they were reached, but for those given."""
    every: dict[str, Handler] = {route.name: done for route in ROUTES if route.provider == "telemed"}
    every.update(handlers or {})
    gate = Gate(identities or OneAccountPerRole(), Cookie(is_secure=is_secure), ["https://hz.example"])
    return create_app(EdgeSettings(is_secure=is_secure, client_dir=client_dir), gate, every, extensions)


def signed_in(role: str, *, is_secure: bool = False) -> dict[str, str]:
    """Headers of a browser of ours with a session."""
    name = "__Host-telemed" if is_secure else "telemed"
    return {**MARK, "Cookie": f"{name}={role}"}
