"""Who may send unsafe requests: our own pages, and machines that carry a bearer token.

Three independent marks are asked of a browser (findings on cross-site forgery): the SameSite cookie, the
origin that the browser names, and a header that no form can send.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MARK = "X-Telemed"
MARK_VALUE = "1"


def own_origins(host: str, further: Collection[str], *, is_secure: bool) -> frozenset[str]:
    """Origins whose pages may call: the address this was reached under, and those of the settings.

    A page that came over plain HTTP may not call a service that browsers reach by HTTPS: somebody on the
    line could have written it.
    """
    scheme = "https" if is_secure else "http"
    return frozenset({f"{scheme}://{host}", *further})


def fault_of(method: str, headers: Mapping[str, str], origins: Collection[str]) -> str | None:
    """Say which mark is missing or wrong, as a stable code, or None when all are right.

    Safe methods need no mark, but a page of another origin may not read us with credentials either: without
    CORS headers the browser keeps the answer from it.
    """
    if method in SAFE_METHODS:
        return None
    origin = headers.get("Origin")
    if origin is not None and origin not in origins:
        return "origin_refused"
    if headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return "origin_refused"
    if headers.get(MARK) != MARK_VALUE:
        return "mark_missing"
    return None
