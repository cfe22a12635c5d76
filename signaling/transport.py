"""Engine.IO hardened: WebSocket only, no compression, every frame looked at first, idle strangers dropped.

The one place that leans on private members of python-engineio and python-socketio, both pinned:
`AsyncServer._async` (the driver's table, to put our WebSocket in) and `_engineio_server_class` (to use our
subclass). tests/integration/signaling/test_transport.py fails when a new version moves them.
"""

from __future__ import annotations

import asyncio

import engineio  # type: ignore[import-untyped]  # ships no types
import msgspec
import socketio  # type: ignore[import-untyped]  # ships no types
from aiohttp import WSMsgType, web
from engineio.async_drivers import aiohttp as driver  # type: ignore[import-untyped]  # ships no types

from signaling.frames import FrameKind, kind_of
from signaling.rate import TokenBucket

REQUEST = "aiohttp.request"
ADMITTED = "telemed.admitted"
"""Set in the environ once the handshake let the connection in."""
DISMISSED = "telemed.dismissed"
"""Set once it was told to go."""
ADMISSION_S = 5.0
"""A socket that has not authenticated by then is closed."""
FRAME_LIMIT_BYTES = 256 * 1024
"""A longer frame closes the socket; a command may have a quarter of it and is refused kindly."""
FRAMES_PER_S = 240.0
FRAMES_BURST = 480.0
"""Beyond this a connection is cut; the gentler limit, which answers `flood`, is in namespace.py."""


class Json:
    """msgspec under the names that Socket.IO wants; encodes wire structs as they are."""

    @staticmethod
    def dumps(value: object, **_options: object) -> str:
        """Encode compactly."""
        return msgspec.json.encode(value).decode()

    @staticmethod
    def loads(text: str) -> object:
        """Decode what frames.py has already found to be JSON."""
        return msgspec.json.decode(text)


class TextPacket(socketio.packet.Packet):  # type: ignore[misc]  # the base class is untyped
    """A Socket.IO packet without binary attachments."""

    uses_binary_events = False
    json = Json


class GuardedWebSocket(driver.WebSocket):  # type: ignore[misc]  # the base class is untyped
    """A WebSocket that ends, quietly, with the first frame that should not be."""

    async def __call__(self, environ: dict[str, object]) -> web.WebSocketResponse:
        """Serve one connection."""
        request = environ[REQUEST]
        assert isinstance(request, web.Request)  # noqa: S101 - the driver put it there
        self._sock = web.WebSocketResponse(max_msg_size=FRAME_LIMIT_BYTES, compress=False)
        await self._sock.prepare(request)
        self._environ = environ
        self._opened_at_s = asyncio.get_running_loop().time()
        self._bucket = TokenBucket(FRAMES_PER_S, FRAMES_BURST)
        self._has_asked = False
        await self.handler(self)
        return self._sock

    async def wait(self) -> str | None:
        """Return the next frame; None closes the connection."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout_at(self._deadline_s()):
                message = await self._sock.receive()
        except TimeoutError:
            return None
        if message.type is not WSMsgType.TEXT or self._environ.get(DISMISSED):
            return None
        if not self._bucket.take(loop.time()):
            return None
        return message.data if self._is_expected(kind_of(message.data)) else None

    def _deadline_s(self) -> float | None:
        return None if self._environ.get(ADMITTED) else self._opened_at_s + ADMISSION_S

    def _is_expected(self, kind: FrameKind) -> bool:
        if kind is FrameKind.CONNECT:
            is_first, self._has_asked = not self._has_asked, True
            return is_first
        if kind is FrameKind.EVENT:
            return bool(self._environ.get(ADMITTED))
        return kind is not FrameKind.MALFORMED


class HardenedEngine(engineio.AsyncServer):  # type: ignore[misc]  # the base class is untyped
    """Engine.IO with the guarded WebSocket."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        self._async = {**self._async, "websocket": GuardedWebSocket}  # type: ignore[has-type]  # untyped base


class HardenedServer(socketio.AsyncServer):  # type: ignore[misc]  # the base class is untyped
    """Socket.IO over the hardened Engine.IO."""

    def _engineio_server_class(self) -> type[HardenedEngine]:
        return HardenedEngine


def make_server(ping_interval_s: float, ping_timeout_s: float) -> HardenedServer:
    """Make the Socket.IO server. Origins are checked before a request comes here (namespace.py)."""
    return HardenedServer(
        async_mode="aiohttp",
        transports=["websocket"],
        cors_allowed_origins=lambda _origin, environ: environ[REQUEST] is not None,
        ping_interval=ping_interval_s,
        ping_timeout=ping_timeout_s,
        max_http_buffer_size=FRAME_LIMIT_BYTES,
        http_compression=False,
        async_handlers=True,
        serializer=TextPacket,
        logger=False,
        engineio_logger=False,
    )
