"""The Socket.IO edge: decode, hand to the hub, acknowledge. Nothing is decided here.

Handlers may run side by side, yet commands keep their order: python-socketio starts one task per event in the
order of arrival, and a handler posts to the room's mailbox before it first waits.
"""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from aiohttp import web
from engineio import packet as engine_packet  # type: ignore[import-untyped]  # ships no types
from socketio import exceptions  # type: ignore[import-untyped]  # ships no types
from socketio import packet as socket_packet

from signaling.handshake import Admission, admit
from signaling.rate import TokenBucket
from signaling.refusals import LiveRefusal
from signaling.transport import ADMITTED, DISMISSED, REQUEST, TextPacket, make_server
from telemed.wire.commands import Command, Signs
from telemed.wire.live import NAMESPACE, Bye, LiveCode, Refused

if TYPE_CHECKING:
    from collections.abc import Collection

    from signaling.handshake import Door
    from signaling.hub import LiveHub
    from telemed.wire.base import Message
    from telemed.wire.live import Accepted

log = logging.getLogger(__name__)

PATH = "/socket.io/"
COMMAND_LIMIT_BYTES = 64 * 1024
FIELD = re.compile(r" - at `\$\.?([^`]*)`$")

FLOOD = Refused(code=LiveCode.FLOOD, message="Too many messages; slow down and send this again.")
TOO_LARGE = Refused(
    code=LiveCode.TOO_LARGE, message=f"A command has at most {COMMAND_LIMIT_BYTES} bytes; send less."
)
UNKNOWN_EVENT = Refused(
    code=LiveCode.BAD_MESSAGE, message="There is no such event; send `command` or `presence`."
)


@dataclass(frozen=True, slots=True)
class EdgeLimits:
    """Bounds of each connection."""

    ping_interval_s: float = 5.0
    ping_timeout_s: float = 5.0
    commands_per_s: float = 60.0
    commands_burst: float = 120.0
    signs_per_s: float = 60.0
    signs_burst: float = 120.0
    queue_drops: int = 32
    """Events that wait for a reader before what may be lost is dropped."""
    queue_cuts: int = 512
    """Events that wait for a reader before it is disconnected."""


class LiveEdge:
    """The live namespace. `attach` it to the application; await `run` for as long as the server serves."""

    def __init__(self, hub: LiveHub, door: Door, limits: EdgeLimits) -> None:
        self._hub = hub
        self._door = door
        self._limits = limits
        self._server = make_server(limits.ping_interval_s, limits.ping_timeout_s)
        self._connections: dict[str, Connection] = {}
        for event, handler in (
            ("connect", self._connect),
            ("disconnect", self._disconnect),
            ("command", self._command),
            ("presence", self._presence),
            ("*", self._unknown),
        ):
            self._server.on(event, handler, namespace=NAMESPACE)
        hub.attach(self)

    def attach(self, app: web.Application) -> None:
        """Serve the socket's path."""
        app.router.add_get(PATH, self.handle)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Open a socket for a page of our own origin."""
        if not self._door.is_own_origin(request):
            return web.json_response(
                {"code": "origin_refused", "message": "A page of another origin may not do this."}, status=403
            )
        response = await self._server.handle_request(request)
        assert isinstance(response, web.StreamResponse)  # noqa: S101 - the aiohttp driver returns nothing else
        return response

    async def run(self) -> None:
        """Wait until cancelled, then close every connection."""
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            for connection in list(self._connections):
                await self.close(connection, Bye(reason="closing"))
            await self._server.shutdown()

    async def tell(
        self, connections: Collection[str], event: str, payload: Message, *, may_drop: bool = False
    ) -> None:
        """Send an event to connections; encoded once for all of them."""
        if not connections:
            return
        packet = engine_packet.Packet(
            engine_packet.MESSAGE,
            TextPacket(socket_packet.EVENT, data=[event, payload], namespace=NAMESPACE).encode(),
        )
        for name in connections:
            connection = self._connections.get(name)
            if connection is not None:
                await self._push(connection, packet, may_drop=may_drop)

    async def close(self, connection: str, bye: Bye) -> None:
        """Say the last word and close."""
        known = self._connections.get(connection)
        if known is not None:
            await self.tell([connection], "bye", bye)
            known.dismiss()
            await self._server.disconnect(connection, namespace=NAMESPACE)

    async def cut(self, browser_session_ids: Collection[str]) -> None:
        """Close the connections of sign-ins that ended."""
        for name, connection in list(self._connections.items()):
            if connection.admission.browser_session_id in browser_session_ids:
                await self.close(name, Bye(reason="closing"))

    async def _push(self, connection: Connection, packet: object, *, may_drop: bool) -> None:
        socket = self._server.eio.sockets.get(connection.engine_sid)
        if socket is None:
            return
        waiting = socket.queue.qsize()
        if waiting >= self._limits.queue_cuts:
            log.info("slow reader cut", extra={"participant_id": connection.participant_id, "count": waiting})
            connection.drop()
        elif not (may_drop and waiting >= self._limits.queue_drops):
            await self._server.eio.send_packet(connection.engine_sid, packet)

    async def _connect(self, sid: str, environ: dict[str, object], auth: object) -> None:
        request = environ[REQUEST]
        assert isinstance(request, web.Request)  # noqa: S101 - the driver put it there
        try:
            admission = await admit(self._hub, self._door, sid, request, auth)
        except LiveRefusal as refusal:
            raise exceptions.ConnectionRefusedError(
                refusal.ack.message, {"code": refusal.code.value}
            ) from None
        except Exception:
            log.exception("handshake failed")
            raise exceptions.ConnectionRefusedError("Try again.", {"code": LiveCode.BROKEN.value}) from None
        environ[ADMITTED] = True
        self._connections[sid] = Connection(
            engine_sid=self._server.manager.eio_sid_from_sid(sid, NAMESPACE),
            admission=admission,
            environ=environ,
            commands=TokenBucket(self._limits.commands_per_s, self._limits.commands_burst),
            signs=TokenBucket(self._limits.signs_per_s, self._limits.signs_burst),
        )

    def _disconnect(self, sid: str, _reason: str) -> None:
        if self._connections.pop(sid, None) is not None:
            self._hub.gone(sid)

    async def _command(self, sid: str, *payload: object) -> Accepted | Refused:
        connection = self._connections.get(sid)
        if connection is None or not connection.may_send():
            return FLOOD
        if payload and len(msgspec.json.encode(payload[0])) > COMMAND_LIMIT_BYTES:
            return TOO_LARGE
        try:
            command = msgspec.convert(payload[0] if payload else None, Command)
        except (msgspec.ValidationError, RecursionError) as error:
            return bad_message(str(error))
        try:
            return await self._hub.command(sid, command)
        except Exception:
            log.exception("command failed", extra={"participant_id": connection.participant_id})
            return Refused(
                code=LiveCode.BROKEN, message="The server failed; send this again under the same key."
            )

    def _presence(self, sid: str, *payload: object) -> None:
        connection = self._connections.get(sid)
        if connection is None or not payload or not connection.may_sign():
            return
        try:
            self._hub.signs(sid, msgspec.convert(payload[0], Signs))
        except (msgspec.ValidationError, RecursionError):
            log.debug("signs not understood", extra={"participant_id": connection.participant_id})

    def _unknown(self, _event: str, sid: str, *_payload: object) -> Refused:
        connection = self._connections.get(sid)
        return UNKNOWN_EVENT if connection is not None and connection.may_send() else FLOOD


@dataclass(frozen=True, slots=True)
class Connection:
    """What the edge knows of a socket."""

    engine_sid: str
    admission: Admission
    environ: dict[str, object]
    commands: TokenBucket
    signs: TokenBucket

    @property
    def participant_id(self) -> str:
        """Whose seat it is."""
        return self.admission.participant_id

    def may_send(self) -> bool:
        """Count one command against the connection's rate."""
        return self.commands.take(asyncio.get_running_loop().time())

    def may_sign(self) -> bool:
        """Count one presence event, apart from commands."""
        return self.signs.take(asyncio.get_running_loop().time())

    def dismiss(self) -> None:
        """A peer that does not close by itself is closed with its next frame."""
        self.environ[DISMISSED] = True

    def drop(self) -> None:
        """Drop the line at once: a peer that does not read cannot be said goodbye to."""
        request = self.environ[REQUEST]
        if isinstance(request, web.Request) and request.transport is not None:
            request.transport.abort()


def bad_message(text: str) -> Refused:
    """Turn a decoder's text into a refusal that names the field."""
    found = FIELD.search(text)
    field = found.group(1) or None if found else None
    return Refused(code=LiveCode.BAD_MESSAGE, message=FIELD.sub("", text) + ".", field=field)


def build_socket_server(hub: LiveHub, door: Door, limits: EdgeLimits | None = None) -> LiveEdge:
    """Build the live edge around a hub.

    door: telemed.http.gate.Gate. Then `edge.attach(app)` before the application starts (path /socket.io/),
    and `edge.run()` beside `hub.run()` in the server's TaskGroup; cancel the edge first.
    """
    return LiveEdge(hub, door, limits or EdgeLimits())
