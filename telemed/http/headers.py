"""What browsers are told about every answer: where code may come from, who may embed, what may be kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

HOST = re.compile(r"^[A-Za-z0-9.\-\[\]:]{1,255}$")
ONE_YEAR_S = 365 * 24 * 3600
PRIVATE_HOUR = "private, max-age=3600, immutable"
"""For pixels and samples: content that never changes under its address, which a slow line should carry once.
Signing out empties the browser's cache (Clear-Site-Data)."""

FIXED: dict[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), autoplay=(self), "
        "geolocation=(), payment=(), usb=(), serial=(), midi=()"
    ),
}

SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"
"""For what users uploaded: even if a browser were made to show it, it runs nothing and reaches nothing."""


def content_security_policy(host: str) -> str:
    """The policy for our own pages: no inline script, nothing from elsewhere.

    host: the Host header; older browsers need the socket's address spelled out beside 'self'.
    """
    sockets = f" ws://{host} wss://{host}" if HOST.match(host) else ""
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "media-src 'self' blob:",
            "font-src 'self'",
            f"connect-src 'self'{sockets}",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def protect(request: web.BaseRequest, headers: Mapping[str, str], *, is_secure: bool) -> dict[str, str]:
    """Name the headers that an answer still lacks.

    headers: those the handler set; they win, so that a handler can tighten the policy or allow a cache.
    is_secure: whether browsers reach this service by HTTPS.
    """
    wanted = dict(FIXED)
    wanted["Content-Security-Policy"] = content_security_policy(request.host)
    wanted["Cache-Control"] = "no-store"
    if is_secure:
        wanted["Strict-Transport-Security"] = f"max-age={ONE_YEAR_S}"
    return {name: value for name, value in wanted.items() if name not in headers}
