"""The one place where an error becomes an answer: kind to status, and the shape of the body."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from aiohttp import web

from telemed.domain.errors import Kind, NotSignedIn, TelemedError, TooManyTries
from telemed.http.faults import EdgeFault, error_reply
from telemed.wire.base import ErrorBody

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

STATUS: dict[Kind, int] = {
    Kind.INVALID: 422,
    Kind.REFUSED: 403,
    Kind.MISSING: 404,
    Kind.CONFLICT: 409,
    Kind.BUSY: 503,
    Kind.BROKEN: 500,
}
STATUS_OF_CODE: dict[str, int] = {NotSignedIn.code: 401, TooManyTries.code: 429}
"""Where HTTP has a word of its own that clients act on."""
BROKEN = ErrorBody(
    code="broken",
    message="The service failed. Nothing was changed.",
    remedy="Try again; if it stays, give the administrator the request id of the answer's header.",
)
WORDS: dict[int, str] = {
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
}
"""Codes for what aiohttp itself refuses."""


async def answered(call: Callable[[], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
    """Await a handler; whatever it raises becomes an answer. One of the edges that may catch everything."""
    try:
        return await call()
    except EdgeFault as fault:
        return error_reply(fault.status, fault.body)
    except TelemedError as error:
        return _refusal(error)
    except web.HTTPException as answer:
        return _plain(answer)
    except TimeoutError:
        return error_reply(
            503, ErrorBody(code="too_slow", message="This took too long.", remedy="Try again.")
        )
    except ConnectionError:
        raise  # the peer is gone: there is nobody to answer
    except Exception:
        log.exception("request failed")
        return error_reply(500, BROKEN)


def _refusal(error: TelemedError) -> web.Response:
    status = STATUS_OF_CODE.get(error.code, STATUS[error.kind])
    if error.kind is Kind.BROKEN:
        log.error("request failed", exc_info=error, extra={"code": error.code})
    body = ErrorBody(
        code=error.code, message=error.message, field=error.field, remedy=error.remedy, state=error.state
    )
    answer = error_reply(status, body)
    if isinstance(error, TooManyTries):
        answer.headers["Retry-After"] = str(max(1, round(error.retry_after_s)))
    return answer


def _plain(answer: web.HTTPException) -> web.StreamResponse:
    if answer.status < 400:
        return answer
    code = WORDS.get(answer.status, "request_refused")
    made = error_reply(answer.status, ErrorBody(code=code, message=f"{answer.reason}."))
    if "Allow" in answer.headers:
        made.headers["Allow"] = answer.headers["Allow"]
    return made
