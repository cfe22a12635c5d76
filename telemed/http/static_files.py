"""The client's files: hashed assets for ever, everything else is its one page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from pathlib import Path

HASHED = re.compile(r"-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$")
"""A name that carries the hash of its content, as the build makes them under assets/."""
FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
NOT_BUILT = "The pages are not built yet: run `python3 manage.py run`, which builds them."
PRECOMPRESSED = frozenset({".br", ".gz"})
TYPES = {
    ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css",
    ".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon",
    ".wasm": "application/wasm", ".webmanifest": "application/manifest+json", ".txt": "text/plain",
    ".map": "application/json", ".ttf": "font/ttf", ".woff2": "font/woff2", ".webp": "image/webp",
}  # fmt: skip


class Client:
    """Serves the built client from one directory; FileResponse finds the pre-compressed siblings."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory.resolve()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Answer any path that is not the interface: a file of the build, or the page for its own router."""
        wanted = request.match_info["path"]
        found = self._find(wanted)
        if found is None and "." in wanted.rpartition("/")[2]:
            raise web.HTTPNotFound
        file = found or self._directory / "index.html"
        if not file.is_file():
            return web.Response(status=503, text=NOT_BUILT)
        return web.FileResponse(file, headers=_headers(wanted if found else "index.html", file))

    def _find(self, wanted: str) -> Path | None:
        """Name the file of the build, never one outside it."""
        candidate = (self._directory / wanted).resolve()
        is_inside = candidate.is_relative_to(self._directory)
        is_listed = is_inside and candidate.suffix not in PRECOMPRESSED and candidate.is_file()
        return candidate if is_listed else None


def _headers(name: str, file: Path) -> dict[str, str]:
    is_hashed = name.startswith("assets/") and HASHED.search(name) is not None
    media_type = TYPES.get(file.suffix, "application/octet-stream")
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return {"Cache-Control": FOR_EVER if is_hashed else ASK_FIRST, "Content-Type": media_type + charset}
