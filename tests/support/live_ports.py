"""Fakes at the ports of the live room. The store keeps its promise: what it committed outlives any hub."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from media.api import Answer, Offer, RoomListener, SdpRefused
from signaling.hosting import HubLimits
from signaling.hub import LiveHub
from signaling.ports import KeyedEntry, LogTaken, RecordingOrder, Seat, SessionRecord
from signaling.refusals import LiveRefusal
from telemed.wire.base import PROTOCOL
from telemed.wire.commands import Command, Join
from telemed.wire.live import Accepted, Bye, Joined, LiveCode
from tests.support.live import MATERIALS, START_MS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Sequence

    from signaling.seats import Guest
    from telemed.wire.base import Message
    from telemed.wire.live import Refused

SESSION = "00000000-0000-7000-8000-000000005e55"
CASE = "00000000-0000-7000-8000-00000000ca5e"


class HandClock:
    """Time moves when a test says so."""

    def __init__(self) -> None:
        self.at_ms = START_MS

    def now_ms(self) -> int:
        return self.at_ms

    def monotonic_ns(self) -> int:
        return self.at_ms * 1_000_000


class MemoryStore:
    """A log in memory, with switches for what can go wrong."""

    def __init__(self) -> None:
        self.logs: dict[str, list[KeyedEntry]] = defaultdict(list)
        self.tokens: dict[str, Seat] = {}
        self.known = set(MATERIALS)
        self.commits = 0
        self.is_down = False
        self.loses_answers = False
        """Commits, and then the answer is lost."""
        self.refuses: LiveCode | None = None
        self.gate = asyncio.Event()
        self.gate.set()

    async def redeem(self, token: str, account_id: str) -> Seat:
        seat = self.tokens.pop(token, None)
        if seat is None or seat.guest.account_id != account_id:
            raise LiveRefusal(LiveCode.TOKEN_INVALID, "The token is not valid any more; ask for a new one.")
        return seat

    async def load(self, session_id: str) -> SessionRecord:
        if self.is_down:
            raise ConnectionError("the database is down")
        return SessionRecord(session_id, CASE, tuple(self.logs[session_id]), frozenset(self.known))

    async def materials(self, session_id: str) -> frozenset[str]:
        return frozenset(self.known)

    async def commit(self, session_id: str, entries: Sequence[KeyedEntry]) -> None:
        await self.gate.wait()
        self.commits += 1
        if self.is_down:
            raise ConnectionError("the database is down")
        log = self.logs[session_id]
        if entries[0].entry.seq != len(log) + 1:
            raise LogTaken
        if self.refuses is not None and any(
            one.entry.body.__struct_config__.tag == "session.started" for one in entries
        ):
            raise LiveRefusal(self.refuses, "The case has moved on.")
        log.extend(entries)
        if self.loses_answers:
            self.loses_answers = False
            raise TimeoutError

    def tags(self, session_id: str = SESSION) -> list[str]:
        """The kinds of all entries."""
        return [str(one.entry.body.__struct_config__.tag) for one in self.logs[session_id]]


@dataclass
class FakeMedia:
    """Answers every offer; remembers who was closed."""

    rooms: dict[str, RoomListener] = field(default_factory=dict)
    closed: list[tuple[str, str]] = field(default_factory=list)
    preferred: list[tuple[str, str, int]] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    def open_room(self, room_id: str, listener: RoomListener) -> None:
        self.rooms[room_id] = listener

    def close_room(self, room_id: str) -> None:
        self.rooms.pop(room_id, None)

    async def negotiate(self, room_id: str, peer_id: str, offer: Offer) -> Answer:
        if offer.sdp == "wait":
            await self.gate.wait()
        if offer.sdp == "nonsense":
            raise SdpRefused("empty", "The offer has no media section.")
        return Answer(sdp=f"answer to {offer.sdp}")

    def close_peer(self, room_id: str, peer_id: str) -> None:
        self.closed.append((room_id, peer_id))

    def prefer(self, room_id: str, peer_id: str, track_id: str, height_px: int) -> None:
        self.preferred.append((peer_id, track_id, height_px))


@dataclass
class FakeRecorder:
    """Writes down what it is told."""

    done: list[tuple[str, str]] = field(default_factory=list)
    orders: list[RecordingOrder] = field(default_factory=list)
    is_broken: bool = False

    async def start(self, order: RecordingOrder) -> None:
        if self.is_broken:
            raise OSError("the disk is full")
        self.orders.append(order)
        self.done.append(("start", order.recording_id))

    async def pause(self, recording_id: str) -> None:
        self.done.append(("pause", recording_id))

    async def resume(self, recording_id: str) -> None:
        self.done.append(("resume", recording_id))

    async def stop(self, recording_id: str) -> None:
        self.done.append(("stop", recording_id))


class FakeOutbox:
    """Keeps what each connection was told."""

    def __init__(self) -> None:
        self.told: dict[str, list[tuple[str, Message]]] = defaultdict(list)
        self.closed: dict[str, Bye] = {}
        self.changed = asyncio.Condition()

    async def tell(
        self, connections: Collection[str], event: str, payload: Message, *, may_drop: bool = False
    ) -> None:
        for connection in connections:
            self.told[connection].append((event, payload))
        async with self.changed:
            self.changed.notify_all()

    async def close(self, connection: str, bye: Bye) -> None:
        self.closed[connection] = bye
        async with self.changed:
            self.changed.notify_all()

    async def until(self, met: Callable[[], bool]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(5), self.changed:
            await self.changed.wait_for(met)

    def events(self, connection: str, event: str) -> list[Message]:
        """What a connection was told under one name."""
        return [payload for name, payload in self.told[connection] if name == event]


@dataclass
class Node:
    """A hub with fakes around it."""

    store: MemoryStore = field(default_factory=MemoryStore)
    media: FakeMedia = field(default_factory=FakeMedia)
    recorder: FakeRecorder = field(default_factory=FakeRecorder)
    outbox: FakeOutbox = field(default_factory=FakeOutbox)
    clock: HandClock = field(default_factory=HandClock)
    limits: HubLimits | None = None
    commands: int = 0

    def __post_init__(self) -> None:
        self.hub = LiveHub(self.store, self.media, self.recorder, self.clock, limits=self.limits)
        self.hub.attach(self.outbox)

    async def admit(self, guest: Guest, connection: str) -> None:
        """Let a connection in, as the handshake does."""
        self.store.tokens[connection] = Seat(SESSION, guest)
        await self.hub.admit(connection, connection, guest.account_id)

    async def join(self, guest: Guest, connection: str, *, instance: str = "", **more: object) -> Joined:
        """Connect and join; fails the test when refused."""
        await self.admit(guest, connection)
        return await self.rejoin(connection, instance=instance, **more)

    async def rejoin(self, connection: str, *, instance: str = "", **more: object) -> Joined:
        """Join on a connection that was admitted."""
        join = Join(protocol=PROTOCOL, instance=instance or f"page-of-{connection}", **more)  # type: ignore[arg-type]  # since and consent, passed on
        ack = await self.do(connection, join)
        assert isinstance(ack, Accepted), ack
        assert isinstance(ack.body, Joined)
        return ack.body

    async def do(self, connection: str, body: object, key: str | None = None) -> Accepted | Refused:
        """Send a command under a key of its own, or under the given one."""
        self.commands += 1
        command = Command(id=key or f"key-{self.commands:06}", body=body)  # type: ignore[arg-type]  # any command body
        return await self.hub.command(connection, command)


class Running:
    """Runs a hub for the time of a block; leaving is like kill -9: nothing is said or stored any more."""

    def __init__(self, hub: LiveHub) -> None:
        self._hub = hub
        self._group = asyncio.TaskGroup()

    async def __aenter__(self) -> LiveHub:
        await self._group.__aenter__()
        self._task = self._group.create_task(self._hub.run())
        await asyncio.sleep(0)
        return self._hub

    async def __aexit__(self, *error: object) -> None:
        self._task.cancel()
        await self._group.__aexit__(*error)  # type: ignore[arg-type]  # the three of every context manager


@asynccontextmanager
async def running(node: Node) -> AsyncIterator[Node]:
    """Run a node's hub for the time of a block."""
    async with Running(node.hub):
        yield node
