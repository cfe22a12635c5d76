"""The description of the interface, OpenAPI 3.1, made from the table of routes and the wire structs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from telemed.wire.base import ErrorBody
from telemed.wire.routes import Reach, Route

if TYPE_CHECKING:
    from collections.abc import Iterable

Json = dict[str, object]
PLACEHOLDER = re.compile(r"\{(\w+)\}")
SCHEMAS = "#/components/schemas/{name}"
ERROR = {"$ref": SCHEMAS.format(name="ErrorBody")}
SECURITY: list[dict[str, list[str]]] = [{"cookie": []}, {"bearer": []}]


def describe(routes: Iterable[Route], version: str) -> Json:
    """Make the document."""
    table = tuple(routes)
    _, components = msgspec.json.schema_components(tuple(_structs(table)), ref_template=SCHEMAS)
    paths: dict[str, Json] = {}
    for route in table:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "telemed", "version": version, "license": {"name": "Apache-2.0"}},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "cookie": {"type": "apiKey", "in": "cookie", "name": "__Host-telemed"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _structs(routes: tuple[Route, ...]) -> set[type[msgspec.Struct]]:
    named = {part for route in routes for part in (route.body, route.query, route.reply) if part is not None}
    return {*named, ErrorBody}


def _operation(route: Route) -> Json:
    operation: Json = {
        "operationId": route.name,
        "summary": route.summary,
        "x-roles": sorted(role.value for role in route.access.roles),
        "x-reach": route.access.reach.value,
        "parameters": [*_path_parameters(route.path), *_query_parameters(route.query)],
        "responses": {str(route.status): _success(route), "default": _failure()},
    }
    if route.access.reach is not Reach.OPEN:
        operation["security"] = SECURITY
    if route.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {route.accepts: {"schema": _ref(route.body)}},
        }
    return operation


def _path_parameters(path: str) -> list[Json]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in PLACEHOLDER.findall(path)
    ]


def _query_parameters(query: type[msgspec.Struct] | None) -> list[Json]:
    if query is None:
        return []
    (schema,), components = msgspec.json.schema_components((query,), ref_template=SCHEMAS)
    whole = components[str(schema["$ref"]).rpartition("/")[2]]
    required = set(whole.get("required", ()))
    return [
        {"name": name, "in": "query", "required": name in required, "schema": part}
        for name, part in whole["properties"].items()
    ]


def _success(route: Route) -> Json:
    answer: Json = {"description": route.summary}
    if route.reply is not None:
        answer["content"] = {route.media: {"schema": _ref(route.reply)}}
    elif route.media != "application/json":
        answer["content"] = {route.media: {}}
    return answer


def _failure() -> Json:
    return {"description": "Why it was not done", "content": {"application/json": {"schema": ERROR}}}


def _ref(struct: type[msgspec.Struct]) -> Json:
    return {"$ref": SCHEMAS.format(name=struct.__name__)}
