"""The application: middlewares, the table's routes, extensions, and the client for every other path."""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from telemed.http.errors import answered
from telemed.http.exchange import LARGEST_BODY_BYTES
from telemed.http.gate import ACTOR
from telemed.http.headers import protect
from telemed.http.registry import Extension, Handler, check_every_path_has_a_rule, register
from telemed.http.static_files import Client

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from telemed.http.gate import Gate

log = logging.getLogger(__name__)

REQUEST_ID = web.RequestKey("request_id", str)
CLIENT_PATH = "/{path:.*}"
CLIENT_CANONICAL = "/{path}"
NOT_THE_CLIENT = ("/api/", "/dicom-web/", "/socket.io/", "/healthz")


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeSettings:
    """What the edge must know of the place where it runs."""

    is_secure: bool
    """Whether browsers reach the service by HTTPS, here or at a proxy."""
    client_dir: Path
    """The built client."""


def create_app(
    settings: EdgeSettings,
    gate: Gate,
    handlers: Mapping[str, Handler],
    extensions: Sequence[Extension] = (),
) -> web.Application:
    """Build the application; nothing runs yet. Raises TableBroken when a path would have no access rule.

    handlers: for every route of the table that this package provides, by name (see handlers.py).
    """
    app = web.Application(middlewares=[framed], client_max_size=LARGEST_BODY_BYTES)
    app.on_response_prepare.append(_headers(is_secure=settings.is_secure))
    every = dict(handlers)
    guarded: set[str] = set()
    for extension in extensions:
        every.update(extension.handlers)
        guarded.update(extension.guarded_paths)
        if extension.mount is not None:
            extension.mount(app)
    register(app, gate, every, {"telemed", *(extension.provider for extension in extensions)})
    client = Client(settings.client_dir)
    app.router.add_get(CLIENT_PATH, _pages(client), allow_head=True)
    check_every_path_has_a_rule(app, {*guarded, CLIENT_CANONICAL})
    return app


@web.middleware
async def framed(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Give each request an id, turn what goes wrong into an answer, and note what was done."""
    request[REQUEST_ID] = secrets.token_hex(8)
    began = time.monotonic()
    answer = await answered(lambda: handler(request))
    _note(request, answer, began)
    return answer


def _note(request: web.Request, answer: web.StreamResponse, began: float) -> None:
    resource = request.match_info.route.resource
    actor = request.get(ACTOR)
    log.info(
        "request answered",
        extra={
            "request_id": request[REQUEST_ID],
            "method": request.method,
            "route": resource.canonical if resource else "",
            "status": answer.status,
            "duration_ms": round((time.monotonic() - began) * 1000),
            "account_id": actor.account_id if actor else None,
        },
    )


def _headers(*, is_secure: bool) -> Callable[[web.Request, web.StreamResponse], Awaitable[None]]:
    async def prepare(request: web.Request, answer: web.StreamResponse) -> None:
        answer.headers.update(protect(request, answer.headers, is_secure=is_secure))
        answer.headers.popall("Server", None)
        request_id = request.get(REQUEST_ID)
        if request_id:
            answer.headers["X-Request-Id"] = request_id

    return prepare


def _pages(client: Client) -> Handler:
    async def page(request: web.Request) -> web.StreamResponse:
        if request.path.startswith(NOT_THE_CLIENT):
            raise web.HTTPNotFound
        return await client.serve(request)

    return page
