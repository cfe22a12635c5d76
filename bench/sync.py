"""How soon a change of the view reaches the others, and in how many bytes.

3 and 12 people, 30 changes a second. Ours is measured as it serves: decided in the room, told, committed to
SQLite with FULL synchronisation, acknowledged. The peer in the same run is python-socketio as it comes, which
keeps and promises nothing: an event handler that emits the whole view to the room. Clients are the same for
both: bare WebSockets in this process, so that the processor time holds servers and clients. The last line is
one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import msgspec
import socketio  # type: ignore[import-untyped]  # ships no types
from aiohttp import web
from aiohttp.test_utils import TestServer

from signaling.clock import SystemClock
from signaling.hub import LiveHub
from signaling.live_store import SessionStore
from signaling.namespace import EdgeLimits, build_socket_server
from signaling.ports import Seat
from signaling.seats import Guest
from telemed.auth.passwords import Passwords
from telemed.auth.throttle import LocalFailures
from telemed.config import SignIn
from telemed.domain.ids import AccountId, ParticipantId
from telemed.domain.live_session import Participant, SeatRole
from telemed.domain.roles import Actor
from telemed.services.assembly import ServiceSettings, build
from telemed.services.ports import NobodyWatches
from tests.support import region
from tests.support.live import whole_stack
from tests.support.live_ports import FakeMedia, FakeRecorder
from tests.support.region import CAST, PLANNED, SESSION_PLANNED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from telemed.services.live_sessions import LiveSessions

PEOPLE = (3, 12)
CHANGES_PER_S = 30
ACCOUNT = "X-Bench-Account"
QUERY = "/socket.io/?EIO=4&transport=websocket"
FRAME = re.compile(r'"frame":(\d+)')
PACE_S = 1 / CHANGES_PER_S


@dataclass
class Tally:
    """What was measured of one way to do it."""

    sent_at: dict[int, float] = field(default_factory=dict)
    latencies_ms: list[float] = field(default_factory=list)
    bytes_down: int = 0
    changes_down: int = 0
    cpu_s: float = 0.0

    def figures(self) -> dict[str, float]:
        """Percentiles of the way from sender to receiver, bytes of a change, processor time of a delivery."""
        ordered = sorted(self.latencies_ms)
        return {
            "p50_ms": round(ordered[len(ordered) // 2], 2),
            "p99_ms": round(ordered[int(len(ordered) * 0.99)], 2),
            "bytes": round(self.bytes_down / self.changes_down, 1),
            "cpu_us": round(self.cpu_s / self.changes_down * 1e6, 1),
        }


@dataclass(frozen=True)
class Rig:
    """A server and how its clients speak."""

    origin: str
    namespace: str
    event: str
    headers: Callable[[int], dict[str, str]]
    auth: Callable[[int], str]
    change: Callable[[int], str]
    """The packet that changes the view to a frame."""
    prelude: Callable[[int], list[str]]
    """Packets after connecting; each is acknowledged before the next."""


class BenchDoor:
    """Knows accounts by a header."""

    def is_own_origin(self, request: web.BaseRequest) -> bool:
        """Everybody here is at home."""
        return True

    async def identify(self, request: web.Request) -> Actor | None:
        """Name the account."""
        account = AccountId(request.headers[ACCOUNT])
        return Actor(account_id=account, display_name="somebody", roles=frozenset())


class BenchStore(SessionStore):
    """The real store, whose seats were made beforehand."""

    def __init__(self, sessions: LiveSessions, seats: dict[str, Seat]) -> None:
        super().__init__(sessions)
        self._seats = seats

    async def redeem(self, token: str, account_id: str) -> Seat:
        """Give the seat of a name."""
        return self._seats[token]


def seats_of_the_cast() -> dict[str, Seat]:
    """One seat for each person of the region; the token is the name, padded."""
    return {
        f"token-{name}": Seat(
            SESSION_PLANNED,
            Guest(str(region.made_id(900 + one.number)), one.account_id, name, "", "expert"),
        )
        for name, one in CAST.items()
    }


@asynccontextmanager
async def ours() -> AsyncIterator[Rig]:
    """The live room over real services and SQLite."""
    with tempfile.TemporaryDirectory() as directory:
        await asyncio.to_thread(region.build, Path(directory))
        database = region.open_region(Path(directory))
        seats = seats_of_the_cast()
        async with database.transaction() as work:
            for seat in seats.values():
                guest = seat.guest
                await work.sessions.keep_seat(
                    Participant(
                        id=ParticipantId(guest.participant_id),
                        session_id=SESSION_PLANNED,
                        account_id=AccountId(guest.account_id),
                        display_name=guest.display_name,
                        role=SeatRole.EXPERT,
                    )
                )
        settings = ServiceSettings(sign_in=SignIn(), case_limit_bytes=1, upload_expiry_s=1.0)
        passwords = Passwords()
        services = build(database, passwords, settings, failures=LocalFailures(), watcher=NobodyWatches())
        store = BenchStore(services.meetings.sessions, seats)
        hub = LiveHub(store, FakeMedia(), FakeRecorder(), SystemClock())
        edge = build_socket_server(hub, BenchDoor(), EdgeLimits(commands_per_s=1000, commands_burst=1000))
        app = web.Application()
        edge.attach(app)
        async with served(app) as origin, asyncio.TaskGroup() as group:
            tasks = [group.create_task(hub.run()), group.create_task(edge.run())]
            yield our_rig(origin, list(seats.items()))
            for task in tasks:
                task.cancel()
        passwords.close()
        await database.close()


def our_rig(origin: str, seats: list[tuple[str, Seat]]) -> Rig:
    """How our clients speak."""
    material = str(PLANNED)

    def command(number: int, key: str, body: object) -> str:
        text = msgspec.json.encode(["command", {"id": key, "body": body}]).decode()
        return f"42/live,{number}{text}"

    def prelude(index: int) -> list[str]:
        join = command(1, f"join-{index:04}", {"type": "join", "protocol": 1, "instance": f"page-{index:04}"})
        if index > 0:
            return [join]
        show = {"type": "stage.show", "epoch": 1, "materialId": material}
        first = {"type": "view.set", "epoch": 1, "materialId": material, "change": whole_stack(100_000)}
        return [join, command(2, "show-0000", show), command(3, "first-0000", first)]

    def change(frame: int) -> str:
        body = {
            "type": "view.set",
            "epoch": 1,
            "materialId": material,
            "change": {"type": "stack", "frame": frame},
        }
        return command(frame + 10, f"change-{frame:06}", body)

    return Rig(
        origin=origin,
        namespace="/live",
        event='["entries"',
        headers=lambda index: {"Origin": origin, ACCOUNT: seats[index][1].guest.account_id},
        auth=lambda index: json.dumps({"token": seats[index][0]}),
        change=change,
        prelude=prelude,
    )


@asynccontextmanager
async def plain() -> AsyncIterator[Rig]:
    """python-socketio as it comes."""
    server = socketio.AsyncServer(async_mode="aiohttp", cors_allowed_origins="*")

    async def connect(sid: str, _environ: object, _auth: object) -> None:
        await server.enter_room(sid, "room")

    async def view(sid: str, data: object) -> None:
        await server.emit("view", data, room="room", skip_sid=sid)

    server.on("connect", connect)
    server.on("view", view)
    app = web.Application()
    server.attach(app)

    def change(frame: int) -> str:
        view = {"type": "stack", "materialId": str(PLANNED), **msgspec.to_builtins(whole_stack(frame))}
        return f"42{json.dumps(['view', view], separators=(',', ':'))}"

    async with served(app) as origin:
        yield Rig(
            origin=origin,
            namespace="",
            event='["view"',
            headers=lambda _index: {"Origin": origin},
            auth=lambda _index: "{}",
            change=change,
            prelude=lambda _index: [],
        )
        await server.shutdown()


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[str]:
    """Serve on a free port of loopback."""
    server = TestServer(app)
    await server.start_server()
    try:
        yield f"http://{server.host}:{server.port}"
    finally:
        await server.close()


async def measure(rig: Rig, people: int, changes: int) -> Tally:
    """Let one person scroll and the others listen."""
    tally = Tally()
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:
        sockets = [await opened(session, rig, index) for index in range(people)]
        listening = [group.create_task(listen(socket, rig, tally)) for socket in sockets[1:]]
        talking = group.create_task(keep_alive(sockets[0]))
        before_s = time.process_time()
        start_s = time.perf_counter()
        for frame in range(1, changes + 1):
            await asyncio.sleep(max(0.0, start_s + frame * PACE_S - time.perf_counter()))
            tally.sent_at[frame] = time.perf_counter()
            await sockets[0].send_str(rig.change(frame))
        await asyncio.sleep(1.0)
        tally.cpu_s = time.process_time() - before_s
        for task in (*listening, talking):
            task.cancel()
        for socket in sockets:
            await socket.close()
    return tally


async def opened(session: aiohttp.ClientSession, rig: Rig, index: int) -> aiohttp.ClientWebSocketResponse:
    """Connect, authenticate, and say what comes first."""
    socket = await session.ws_connect(rig.origin + QUERY, headers=rig.headers(index))
    await socket.send_str(f"40{rig.namespace},{rig.auth(index)}" if rig.namespace else "40")
    await answered(socket, f"40{rig.namespace}")
    for packet in rig.prelude(index):
        await socket.send_str(packet)
        await answered(socket, f"43{rig.namespace}")
    return socket


async def answered(socket: aiohttp.ClientWebSocketResponse, start: str) -> None:
    """Read until a packet of a kind."""
    while not (text := await socket.receive_str()).startswith(start):
        if text == "2":
            await socket.send_str("3")
    if '"ok":false' in text:
        raise SystemExit(f"the bench was refused: {text}")


async def listen(socket: aiohttp.ClientWebSocketResponse, rig: Rig, tally: Tally) -> None:
    """Note when each change arrives and how large it is."""
    head = f"42{rig.namespace},{rig.event}" if rig.namespace else f"42{rig.event}"
    while True:
        text = await socket.receive_str()
        now = time.perf_counter()
        if text == "2":
            await socket.send_str("3")
        elif text.startswith(head):
            for found in FRAME.findall(text):
                if (sent := tally.sent_at.get(int(found))) is not None:
                    tally.latencies_ms.append((now - sent) * 1000)
                    tally.changes_down += 1
            tally.bytes_down += len(text) + WEBSOCKET_HEADER


WEBSOCKET_HEADER = 4
"""A server's frame of 126 to 65535 bytes."""


async def keep_alive(socket: aiohttp.ClientWebSocketResponse) -> None:
    """Answer pings."""
    while True:
        if await socket.receive_str() == "2":
            await socket.send_str("3")


async def run(*, quick: bool) -> dict[str, object]:
    """Measure both, one after the other, for each number of people."""
    changes = CHANGES_PER_S * (3 if quick else 20)
    result: dict[str, object] = {"bench": "sync", "changes": changes}
    for people in PEOPLE:
        figures: dict[str, dict[str, float]] = {}
        for name, rig in (("peer", plain), ("ours", ours)):
            async with rig() as made:
                figures[name] = (await measure(made, people, changes)).figures()
            print(f"{people:2} people, {name}: {figures[name]}")
        ratio = {
            key: round(figures["ours"][key] / figures["peer"][key], 2)
            for key in ("p50_ms", "p99_ms", "bytes")
        }
        result[f"people_{people}"] = {**figures, "ratio": ratio}
    return result


def main(quick: bool = False) -> None:  # noqa: FBT001, FBT002 - every bench is called so
    """Measure and print; the last line is one JSON object."""
    print(json.dumps(asyncio.run(run(quick=quick))))


if __name__ == "__main__":
    main("--quick" in sys.argv)
