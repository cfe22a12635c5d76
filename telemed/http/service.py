"""What the service says of itself: its description and that it answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aiohttp import web

from telemed.http.exchange import reply
from telemed.http.openapi import describe
from telemed.wire.http_admin import Health
from telemed.wire.routes import ROUTES

if TYPE_CHECKING:
    from telemed.http.registry import Handler


class ServiceHandlers:
    """Open to everybody; nothing here depends on data."""

    def __init__(self, version: str) -> None:
        self._health = Health(status="ok", version=version)
        self._description = json.dumps(describe(ROUTES, version), ensure_ascii=False).encode()

    def table(self) -> dict[str, Handler]:
        """Name the handlers as the routes do."""
        return {"health": self.health, "openapi": self.openapi}

    async def health(self, _request: web.Request) -> web.StreamResponse:
        """Say that the service answers."""
        return reply(self._health)

    async def openapi(self, _request: web.Request) -> web.StreamResponse:
        """Describe the interface."""
        answer = web.Response(body=self._description, content_type="application/json")
        answer.enable_compression()
        return answer
