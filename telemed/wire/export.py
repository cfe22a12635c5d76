"""Writes the client's types and the live JSON Schema: `python -m telemed.wire.export [--check]`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import get_args

import msgspec

from telemed.wire import (
    commands,
    entries,
    http_account,
    http_admin,
    http_cases,
    http_form,
    http_materials,
    http_opinions,
    http_patients,
    http_recordings,
    http_scheduling,
    http_values,
    live,
    room,
    views,
)
from telemed.wire.base import PROTOCOL, ErrorBody
from telemed.wire.routes import ROUTES, Route
from telemed.wire.typescript import TypeScript

ROOT = Path(__file__).resolve().parents[2]
TYPESCRIPT = ROOT / "web_client" / "src" / "wire" / "generated.ts"
SCHEMA = ROOT / "docs" / "live.schema.json"

MODULES = (
    views, entries, room, commands, live, http_values, http_account, http_admin, http_cases, http_form,
    http_materials, http_opinions, http_patients, http_recordings, http_scheduling,
)  # fmt: skip
HEADER = "// Written by `python -m telemed.wire.export` from telemed/wire; change it there.\n"
ACK = """\
/** A command is committed and answered with a body, or refused with a stable code and nothing changed. */
export type Ack<Body> = { readonly ok: true; readonly body: Body } | (Refused & { readonly ok: false });"""


def typescript() -> str:
    """Return the text of generated.ts."""
    script = TypeScript(MODULES)
    tables = [client_commands(script), server_events(script), rest_map(script), rest_routes()]
    for type_ in (commands.Command, commands.Signs, live.Refused, ErrorBody, views.StackView, room.RoomState):
        script.of(type_)
    constants = [
        f"export const PROTOCOL = {PROTOCOL};",
        f"export const CHAT_KEPT = {room.CHAT_KEPT};",
        f"export const LIVE_NAMESPACE = {json.dumps(live.NAMESPACE)};",
    ]
    return "\n".join([HEADER, *constants, "", ACK, "", script.declarations(), "", "\n\n".join(tables), ""])


def client_commands(script: TypeScript) -> str:
    """Return the map from a command's type to its body and what it is answered."""
    lines = []
    for cls in get_args(commands.CommandBody):
        reply = live.REPLIES.get(cls, live.Applied)
        tag = json.dumps(cls.__struct_config__.tag)
        lines.append(f"  {tag}: {{ body: {script.of(cls)}; reply: {script.of(reply)} }};")
    return "export interface ClientCommands {\n" + "\n".join(lines) + "\n}"


def server_events(script: TypeScript) -> str:
    """Return the map from the name of a server event to its payload."""
    lines = [f"  {name}: {script.of(cls)};" for name, cls in live.SERVER_EVENTS.items()]
    return "export interface ServerEvents {\n" + "\n".join(lines) + "\n}"


def rest_map(script: TypeScript) -> str:
    """Return what each endpoint takes and gives."""
    return (
        "export interface RestMap {\n" + "\n".join(_endpoint_types(script, route) for route in ROUTES) + "\n}"
    )


def _endpoint_types(script: TypeScript, route: Route) -> str:
    names = re.findall(r"{(\w+)}", route.path)
    params = "{ " + " ".join(f"readonly {name}: string;" for name in names) + " }" if names else "undefined"
    body = "Blob" if route.body is None and route.accepts != "application/json" else script.of(route.body)
    parts = (
        f"params: {params}; query: {script.of(route.query)}; body: {body}; reply: {script.of(route.reply)}"
    )
    return (
        f"  /** {route.summary}. {route.method} {route.path} */\n  {json.dumps(route.name)}: {{ {parts} }};"
    )


def rest_routes() -> str:
    """Return method and path of each endpoint, for the client's fetch."""
    lines = [
        f"  {json.dumps(route.name)}: {json.dumps({'method': route.method, 'path': route.path})},"
        for route in ROUTES
    ]
    head = "export const REST_ROUTES: Readonly<Record<keyof RestMap, { method: string; path: string }>> = {\n"
    return head + "\n".join(lines) + "\n};"


def live_schema() -> str:
    """Return JSON Schema 2020-12 of everything that travels on the live socket."""
    told = (live.Accepted, live.Refused, *get_args(live.AckBody), *live.SERVER_EVENTS.values())
    _, parts = msgspec.json.schema_components([commands.Command, commands.Signs, *told])
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"telemed live protocol {PROTOCOL}",
        "$ref": "#/$defs/Command",
        "$defs": parts,
    }
    return json.dumps(document, indent=1, sort_keys=True).replace("#/components/schemas/", "#/$defs/") + "\n"


def main(arguments: list[str]) -> int:
    """Write the files, or with --check say which are stale."""
    stale = []
    for path, text in ((TYPESCRIPT, typescript()), (SCHEMA, live_schema())):
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path)
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale and "--check" in arguments:
        names = ", ".join(str(path.relative_to(ROOT)) for path in stale)
        sys.stderr.write(f"Stale: {names}. Run python -m telemed.wire.export and commit what it writes.\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
