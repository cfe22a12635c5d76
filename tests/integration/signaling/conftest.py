"""A real aiohttp server with the live edge, and python-socketio clients against it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec
import pytest
import socketio  # type: ignore[import-untyped]  # ships no types
from aiohttp import web
from aiohttp.test_utils import TestServer

from signaling.folding import fold
from signaling.namespace import EdgeLimits, LiveEdge, build_socket_server
from signaling.ports import Seat
from telemed.domain.ids import AccountId, BrowserSessionId
from telemed.domain.roles import Actor
from telemed.wire.base import PROTOCOL
from telemed.wire.entries import LogEntry
from telemed.wire.live import NAMESPACE, Joined, Resynced
from telemed.wire.room import EMPTY_ROOM, RoomState
from tests.support.live_ports import SESSION, Node

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from signaling.seats import Guest

ACCOUNT_HEADER = "X-Test-Account"


class TestDoor:
    """Knows an account by a header, as the real gate does by a cookie."""

    __test__ = False

    def is_own_origin(self, request: web.BaseRequest) -> bool:
        return request.headers.get("Origin") == f"http://{request.host}"

    async def identify(self, request: web.Request) -> Actor | None:
        account = request.headers.get(ACCOUNT_HEADER)
        if account is None:
            return None
        return Actor(
            account_id=AccountId(account),
            display_name="somebody",
            roles=frozenset(),
            browser_session_id=BrowserSessionId(f"sign-in of {account}"),
        )


@dataclass
class Place:
    """A server that runs."""

    node: Node
    server: TestServer
    edge: LiveEdge
    tokens: int = 0
    clients: list[Client] = field(default_factory=list)

    @property
    def origin(self) -> str:
        """Its own origin."""
        return f"http://{self.server.host}:{self.server.port}"

    def token(self, guest: Guest) -> str:
        """A fresh room token."""
        self.tokens += 1
        token = f"token-{self.tokens:04}"
        self.node.store.tokens[token] = Seat(SESSION, guest)
        return token

    def headers(self, guest: Guest) -> dict[str, str]:
        """What a signed-in browser sends."""
        return {"Origin": self.origin, ACCOUNT_HEADER: guest.account_id}

    async def connect(self, guest: Guest) -> Client:
        """Connect as someone."""
        client = Client(guest)
        await client.connect(self)
        self.clients.append(client)
        return client


class Client:
    """Applies entries as the browser does: in order, ignoring what it has, asking for what it lacks."""

    def __init__(self, guest: Guest) -> None:
        self.guest = guest
        self.socket = socketio.AsyncClient(reconnection=False)
        self.state: RoomState = EMPTY_ROOM
        self.is_joined = False
        self.byes: list[str] = []
        self.presence: list[object] = []
        self.changed = asyncio.Condition()
        self.sent = 0
        for event, handler in (
            ("entries", self._on_entries),
            ("bye", self._on_bye),
            ("presence", self._on_presence),
            ("disconnect", self._on_disconnect),
        ):
            self.socket.on(event, handler, namespace=NAMESPACE)

    async def connect(self, place: Place) -> None:
        """Open the socket with a fresh token."""
        await self.socket.connect(
            place.origin,
            headers=place.headers(self.guest),
            auth={"token": place.token(self.guest)},
            transports=["websocket"],
            namespaces=[NAMESPACE],
            retry=False,
        )

    async def join(self, **more: object) -> Joined:
        """Join and take the state over."""
        body = {
            "type": "join",
            "protocol": PROTOCOL,
            "instance": f"page-of-{self.guest.display_name}",
            **more,
        }
        ack = await self.command(body)
        assert ack["ok"], ack
        joined = msgspec.convert(ack["body"], Joined)
        self._take(joined)
        self.is_joined = True
        return joined

    async def command(self, body: object, key: str | None = None) -> dict[str, object]:
        """Send a command and wait for its acknowledgement."""
        self.sent += 1
        name = key or f"{self.guest.display_name}-key-{self.sent:05}"
        return await self.raw("command", {"id": name, "body": body})

    async def raw(self, event: str, *payload: object) -> dict[str, object]:
        """Send any event and wait for its acknowledgement."""
        data = payload[0] if len(payload) == 1 else payload
        ack = await self.socket.call(event, data, namespace=NAMESPACE, timeout=10)
        assert isinstance(ack, dict)
        return ack

    async def until(self, met: Callable[[Client], bool]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(lambda: met(self))

    async def close(self) -> None:
        """Close the socket."""
        await self.socket.disconnect()

    def _take(self, told: Joined | Resynced) -> None:
        if told.state is not None:
            self.state = told.state
        self._apply(told.entries)

    def _apply(self, entries: tuple[LogEntry, ...]) -> None:
        for entry in entries:
            if entry.seq > self.state.seq:
                self.state = fold(self.state, entry)

    async def _on_entries(self, payload: dict[str, object]) -> None:
        entries = msgspec.convert(payload["entries"], tuple[LogEntry, ...])
        if self.is_joined:
            self._apply(entries)
        await self._notify()

    async def _on_bye(self, payload: dict[str, str]) -> None:
        self.byes.append(payload["reason"])
        await self._notify()

    async def _on_presence(self, payload: object) -> None:
        self.presence.append(payload)
        await self._notify()

    async def _on_disconnect(self, *_reason: object) -> None:
        await self._notify()

    async def _notify(self) -> None:
        async with self.changed:
            self.changed.notify_all()


@asynccontextmanager
async def serving(node: Node | None = None, limits: EdgeLimits | None = None) -> AsyncIterator[Place]:
    """Run a server; leaving it is like kill -9 for the rooms: nothing more is stored."""
    place_node = node or Node()
    edge = build_socket_server(place_node.hub, TestDoor(), limits or EdgeLimits(ping_interval_s=0.3))
    app = web.Application()
    edge.attach(app)
    server = TestServer(app)
    await server.start_server()
    place = Place(place_node, server, edge)
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(place_node.hub.run()), group.create_task(edge.run())]
            await asyncio.sleep(0)
            try:
                yield place
            finally:
                for client in place.clients:
                    await client.close()
                for task in tasks:
                    task.cancel()
    finally:
        await server.close()
        await tasks_of_engineio_end()


async def tasks_of_engineio_end() -> None:
    """Engine.IO sleeps out its last ping interval in tasks of its own."""
    me = asyncio.current_task()
    async with asyncio.timeout(5):
        while others := [task for task in asyncio.all_tasks() if task is not me and "ping" in repr(task)]:
            await asyncio.wait(others, timeout=1)


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    """A server with an empty session."""
    async with serving() as served:
        yield served
