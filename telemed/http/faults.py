"""Faults of the exchange itself, as opposed to those of the domain, and the body that carries either."""

from __future__ import annotations

import msgspec
from aiohttp import web

from telemed.wire.base import ErrorBody

ENCODER = msgspec.json.Encoder()


class EdgeFault(Exception):
    """A request that HTTP alone can refuse.

    EdgeFault
    +-- BadRequest        400  not understood: not JSON, a wrong tus header
    +-- Forbidden         403  wrong origin, missing mark, role
    +-- NoSuchResource    404
    +-- NotAcceptable     406  no representation that the client takes
    +-- OffsetConflict    409  tus
    +-- Gone              410  an upload whose bytes were removed
    +-- TooOld            412  tus version
    +-- TooLarge          413
    +-- WrongMediaType    415
    +-- RangeImpossible   416
    +-- Unprocessable     422  well-formed, but a field is wrong
    +-- Locked            423  tus
    """

    status = 500

    def __init__(
        self, code: str, message: str, *, field: str | None = None, remedy: str | None = None
    ) -> None:
        super().__init__(message)
        self.body = ErrorBody(code=code, message=message, field=field, remedy=remedy)


class BadRequest(EdgeFault):
    """See EdgeFault."""

    status = 400


class Forbidden(EdgeFault):
    """See EdgeFault."""

    status = 403


class NoSuchResource(EdgeFault):
    """See EdgeFault."""

    status = 404

    def __init__(self, message: str = "There is nothing at this address.") -> None:
        super().__init__("not_found", message)


class NotAcceptable(EdgeFault):
    """See EdgeFault."""

    status = 406


class OffsetConflict(EdgeFault):
    """See EdgeFault."""

    status = 409


class Gone(EdgeFault):
    """See EdgeFault."""

    status = 410


class TooOld(EdgeFault):
    """See EdgeFault."""

    status = 412


class TooLarge(EdgeFault):
    """See EdgeFault."""

    status = 413


class WrongMediaType(EdgeFault):
    """See EdgeFault."""

    status = 415


class RangeImpossible(EdgeFault):
    """See EdgeFault."""

    status = 416


class Unprocessable(EdgeFault):
    """See EdgeFault."""

    status = 422


class Locked(EdgeFault):
    """See EdgeFault."""

    status = 423


def error_reply(status: int, body: ErrorBody) -> web.Response:
    """Answer with an error, in the one shape that errors have."""
    return web.Response(status=status, body=ENCODER.encode(body), content_type="application/json")
