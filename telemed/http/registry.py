"""From the table of routes to registered handlers; what does not match keeps the service from starting."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from telemed.wire.routes import ROUTES, Reach, Route

if TYPE_CHECKING:
    from telemed.http.gate import Gate

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
HANDLER_TIMEOUT_S = 30.0
UNTIMED = frozenset({"patchUpload", "recordingTrack"})
"""They watch their own progress: a slow line may take minutes for one chunk."""


class TableBroken(Exception):
    """Routes and handlers do not match; the text names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """What another package adds to the edge."""

    provider: str
    """Which rows of the table it handles, such as recordings."""
    handlers: Mapping[str, Handler] = field(default_factory=dict)
    mount: Callable[[web.Application], None] | None = None
    """Adds what the table cannot say, such as the live socket."""
    guarded_paths: tuple[str, ...] = ()
    """Paths that `mount` adds and guards by itself; any other path without a rule stops the start."""


def register(app: web.Application, gate: Gate, handlers: Mapping[str, Handler], providers: set[str]) -> None:
    """Register every row of the table that one of `providers` handles. Raises TableBroken."""
    rows = [route for route in ROUTES if route.provider in providers]
    names = {route.name for route in rows}
    unhandled, unknown = names - set(handlers), set(handlers) - names
    if unhandled or unknown:
        raise TableBroken(
            f"routes without handler: {sorted(unhandled)}; handlers without route: {sorted(unknown)}"
        )
    for route in rows:
        _check_rule(route)
        app.router.add_route(route.method, route.path, _guarded(route, handlers[route.name], gate))


def _check_rule(route: Route) -> None:
    is_open = route.access.reach is Reach.OPEN
    if is_open == bool(route.access.roles):
        raise TableBroken(f"{route.name} has no access rule: roles belong to every reach but open.")


def _guarded(route: Route, handler: Handler, gate: Gate) -> Handler:
    timeout_s = None if route.name in UNTIMED else HANDLER_TIMEOUT_S

    async def handle(request: web.Request) -> web.StreamResponse:
        await gate.admit(request, route.access)
        async with asyncio.timeout(timeout_s):
            return await handler(request)

    return handle


def check_every_path_has_a_rule(app: web.Application, allowed: set[str]) -> None:
    """Find paths that entered the router by another door. Raises TableBroken."""
    known = {(route.method, route.path) for route in ROUTES}
    for entry in app.router.routes():
        path = entry.resource.canonical if entry.resource else ""
        is_known = (entry.method, path) in known or path in allowed
        if not is_known:
            raise TableBroken(f"{entry.method} {path} has no access rule")
