"""Reading what a request says into wire structs, and writing wire structs into answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

import msgspec
from aiohttp import web

from telemed.http.faults import ENCODER, BadRequest, TooLarge, Unprocessable, WrongMediaType

if TYPE_CHECKING:
    from telemed.wire.base import Reply, Request

R = TypeVar("R", bound="Request")

JSON = "application/json"
LARGEST_BODY_BYTES = 1024 * 1024
"""Of a JSON body; the longest form with every text full is about half of it."""
WORTH_PACKING_BYTES = 1400
PATH = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")
NUMBER = re.compile(r"^[1-9][0-9]{0,8}$")
MISSING = re.compile(r"required field `(?P<name>[^`]+)`")
UNKNOWN = re.compile(r"unknown field `(?P<name>[^`]+)`")


async def read_body(request: web.Request, kind: type[R]) -> R:
    """Decode the JSON body strictly. Raises EdgeFault, naming the field."""
    if request.content_type != JSON:
        raise WrongMediaType("json_needed", "The body must be JSON.", remedy=f"Send Content-Type: {JSON}.")
    try:
        raw = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise TooLarge("body_too_large", f"A body may have {LARGEST_BODY_BYTES} bytes.") from None
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        raise invalid("body_invalid", error) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BadRequest("not_json", "The body is not JSON.") from None
    except RecursionError:
        raise BadRequest("not_json", "The body is nested too deeply.") from None


def read_query(request: web.Request, kind: type[R]) -> R:
    """Decode the query strictly; an empty value counts as absent. Raises Unprocessable."""
    given: dict[str, str] = {}
    for name, value in request.query.items():
        if name in given:
            raise Unprocessable("query_invalid", "A parameter is given twice.", field=name)
        if value:
            given[name] = value
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        raise invalid("query_invalid", error) from None


def invalid(code: str, error: msgspec.ValidationError) -> Unprocessable:
    """Turn msgspec's sentence into an error that names the field."""
    text = str(error)
    found = PATH.search(text)
    parts = [found["path"]] if found and found["path"] else []
    for pattern in (MISSING, UNKNOWN):
        named = pattern.search(text)
        if named:
            parts.append(named["name"])
    sentence = PATH.sub("", text)
    return Unprocessable(code, f"{sentence}.", field=".".join(parts) or None)


def path_text(request: web.Request, name: str) -> str:
    """Read a placeholder of the path."""
    return request.match_info[name]


def path_number(request: web.Request, name: str) -> int:
    """Read a placeholder that counts from 1. Raises Unprocessable."""
    text = request.match_info[name]
    if not NUMBER.match(text):
        raise Unprocessable("path_invalid", "A number from 1 is needed here.", field=name)
    return int(text)


def reply(body: Reply, status: int = 200) -> web.Response:
    """Answer with a wire struct; what is longer than a packet travels compressed."""
    encoded = ENCODER.encode(body)
    answer = web.Response(status=status, body=encoded, content_type=JSON)
    if len(encoded) > WORTH_PACKING_BYTES:
        answer.enable_compression()
    return answer


def nothing() -> web.Response:
    """Answer that it is done and there is nothing to say."""
    return web.Response(status=204)
