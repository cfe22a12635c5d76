"""What forwarding costs: server CPU per packet, against aiortc's packet path and the bare system limit.

Three servers get the same traffic from the same peers in turn, each server in a process of its own so
that only its CPU is counted: rooms in which everybody sends 30 pictures a second of five packets of
1,200 bytes and 50 packets of voice, and everybody receives all others.

    ours     media.api.MediaPlane, real ICE, DTLS, SRTP, feedback
    aiortc   RTCDtlsTransport with RtpPacket.parse, a new SSRC, RtpPacket.serialize for each receiver
    floor    nothing but srtp_protect in place and sendto for each packet, in a loop
"""

from __future__ import annotations

import asyncio
import json
import random
import socket
import sys
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pylibsrtp
from aiortc import rtp
from aiortc.rtcdtlstransport import RTCCertificate, RTCDtlsFingerprint, RTCDtlsParameters, RTCDtlsTransport

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from media.aiortc_bridge import SrtpContext, ffi, protect
from media.api import Answer, MediaPlane, MediaSettings, Offer, PeerState, Source, TrackInfo
from media.forward.wire import bind
from tests.support.rtp import Bot, Line, bot, until, vp8_payload

if TYPE_CHECKING:
    from collections.abc import Mapping

FRAMES_PER_S = 30
PACKETS_PER_FRAME = 5
PACKET_BYTES = 1200
ROUNDS = 3
SERVERS = ("portable", "asyncio", "aiortc")


# Servers: one JSON request a line, one JSON answer a line.


class Quiet:
    """A room's listener that keeps the tracks."""

    def __init__(self) -> None:
        self.tracks: dict[str, TrackInfo] = {}

    def track_added(self, track: TrackInfo) -> None:
        self.tracks[track.track_id] = track

    def track_removed(self, track_id: str) -> None:
        self.tracks.pop(track_id, None)

    def peer_state(self, peer_id: str, state: PeerState) -> None:
        pass

    def levels(self, levels: Mapping[str, int]) -> None:
        pass


class Ours:
    """The media plane behind the line protocol."""

    def __init__(self, engine: str) -> None:
        self.plane = MediaPlane(MediaSettings(host="127.0.0.1", engine=engine))
        self._rooms: dict[str, Quiet] = {}

    async def run(self) -> None:
        await self.plane.run()

    async def ready(self) -> None:
        await self.plane.started()

    async def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        room = request["room"]
        if room not in self._rooms:
            self._rooms[room] = Quiet()
            self.plane.open_room(room, self._rooms[room])
        offer = Offer(
            request["sdp"],
            {mid: Source(source) for mid, source in request["publish"].items()},
            request["subscribe"],
        )
        answer = await self.plane.negotiate(room, request["peer"], offer)
        tracks = [(one.track_id, one.peer_id, one.kind) for one in self._rooms[room].tracks.values()]
        return {"sdp": answer.sdp, "tracks": tracks}

    def sent(self) -> int:
        return self.plane.stats().packets_out


class Pipe:
    """What RTCDtlsTransport takes for its ICE transport."""

    role = "controlled"
    state = "completed"

    def __init__(self, sender: asyncio.DatagramTransport, address: Any) -> None:
        self._sender = sender
        self._address = address
        self.queue: asyncio.Queue[bytes] = asyncio.Queue()

    async def _recv(self) -> bytes:
        return await self.queue.get()

    async def _send(self, data: bytes) -> None:
        self._sender.sendto(data, self._address)


class Forwarding(RTCDtlsTransport):
    """aiortc's transport that hands each parsed packet to the others of its room."""

    others: list[Forwarding]
    salt: int
    server: Aiortc

    async def _handle_rtp_data(self, data: bytes, arrival_time_ms: int) -> None:
        packet = rtp.RtpPacket.parse(data, self._rtp_header_extensions_map)
        ssrc = packet.ssrc
        for other in self.others:
            if other is not self and other.state == "connected":
                packet.ssrc = ssrc ^ self.salt
                await other._send_rtp(packet.serialize(self._rtp_header_extensions_map))  # noqa: SLF001
                self.server.packets += 1


class Aiortc(asyncio.DatagramProtocol):
    """aiortc's packet path on one UDP port, peers known by address."""

    def __init__(self) -> None:
        self.packets = 0
        self.port = 0
        self._transport: Any = None
        self._pipes: dict[Any, Pipe] = {}
        self._rooms: dict[str, list[Forwarding]] = {}
        self._certificate = RTCCertificate.generateCertificate()
        self._expected: dict[int, dict[str, Any]] = {}
        self._starts: asyncio.Queue[tuple[Forwarding, dict[str, Any]]] = asyncio.Queue()
        self._open = asyncio.Event()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, sock=bind("127.0.0.1", 0))
        self.port = self._transport.get_extra_info("sockname")[1]
        self._open.set()
        async with asyncio.TaskGroup() as group:
            while True:
                one, request = await self._starts.get()
                fingerprint = RTCDtlsFingerprint(*request["fingerprint"])
                group.create_task(one.start(RTCDtlsParameters([fingerprint])))

    async def ready(self) -> None:
        await self._open.wait()

    async def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        self._expected[request["from"]] = request
        return {"port": self.port}

    def datagram_received(self, data: bytes, addr: Any) -> None:
        pipe = self._pipes.get(addr)
        if pipe is None:
            request = self._expected.get(addr[1])
            if request is None:
                return
            pipe = self._pipes[addr] = Pipe(self._transport, addr)
            self._begin(pipe, request)
        pipe.queue.put_nowait(data)

    def _begin(self, pipe: Pipe, request: dict[str, Any]) -> None:
        one = Forwarding(pipe, [self._certificate])  # type: ignore[arg-type]  # a duck of RTCIceTransport
        one._set_role("server")  # noqa: SLF001
        room = self._rooms.setdefault(request["room"], [])
        room.append(one)
        one.others, one.salt, one.server = room, random.randrange(1 << 32), self
        self._starts.put_nowait((one, request))

    def sent(self) -> int:
        return self.packets


async def serve(name: str) -> None:
    """A server process: answers lines until its input ends."""
    server: Ours | Aiortc = Aiortc() if name == "aiortc" else Ours(name)
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(server.run())
        await server.ready()
        while line := await reader.readline():
            request = json.loads(line)
            answer = await server.answer(request) if request else {}
            usage = {"cpu_s": time.process_time(), "sent": server.sent()}
            print(json.dumps(answer | usage), flush=True)
        running.cancel()


# Peers.


class Remote:
    """A server process from the outside."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._turn = asyncio.Lock()

    async def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        async with self._turn:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            line = await self._process.stdout.readline()
        answer: dict[str, Any] = json.loads(line)
        return answer

    async def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()


async def start(name: str) -> Remote:
    """Start a server process."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, __file__, "--serve", name, stdin=pipe, stdout=pipe, limit=1 << 20
    )
    return Remote(process)


@dataclass
class Person:
    """One peer of the load."""

    bot: Bot
    voice: Line
    camera: Line
    pictures: int = 0


async def join_ours(stack: AsyncExitStack, remote: Remote, room: str, size: int) -> list[Person]:
    """Peers that publish and then receive all others."""
    people: list[Person] = []
    known: list[tuple[str, str, str]] = []
    for index in range(size):
        peer = f"p{index}"

        async def negotiate(offer: Offer, peer: str = peer) -> Answer:
            request = {
                "room": room,
                "peer": peer,
                "sdp": offer.sdp,
                "publish": dict(offer.publish),
                "subscribe": dict(offer.subscribe),
            }
            answer = await remote.ask(request)
            known[:] = [(track, owner, kind) for track, owner, kind in answer["tracks"]]
            return Answer(answer["sdp"])

        one = await stack.enter_async_context(bot(negotiate))
        voice = await one.publish(Source.MICROPHONE)
        people.append(Person(one, voice, await one.publish(Source.CAMERA)))
        await until(one.connected.is_set)
    for index, person in enumerate(people):
        for track, owner, kind in known:
            if owner != f"p{index}":
                person.bot.lines.append(Line(str(len(person.bot.lines)), kind, track_id=track))
        await person.bot.offer()
    return people


async def join_aiortc(stack: AsyncExitStack, remote: Remote, room: str, size: int) -> list[Person]:
    """The same peers, without signalling of tracks: everything goes to everyone."""

    async def none(_offer: Offer) -> Answer:
        raise NotImplementedError

    people = []
    for _ in range(size):
        one = await stack.enter_async_context(bot(none))
        answer = await remote.ask({"room": room, "from": one.local_port, "fingerprint": one.fingerprint})
        one.server = ("127.0.0.1", answer["port"])
        await until(one.connected.is_set)
        people.append(Person(one, Line("0", "audio"), Line("1", "video")))
    return people


def film(person: Person, tick: int, *, is_key: bool) -> int:
    """A picture of five packets, and voice in step; returns the packets sent."""
    person.pictures += 1
    for part in range(PACKETS_PER_FRAME):
        payload = vp8_payload(person.pictures, is_key=is_key and part == 0, size=PACKET_BYTES - 40)
        last = part == PACKETS_PER_FRAME - 1
        person.bot.send(person.camera, payload, tick * 3000, is_marked=last)
    voices = 2 if tick % 3 else 1
    for part in range(voices):
        person.bot.send(person.voice, bytes(80), tick * 1600 + part * 960)
    person.camera.streams[""].sent.clear()
    person.voice.streams[""].sent.clear()
    return PACKETS_PER_FRAME + voices


async def play(people: list[Person], seconds: float) -> int:
    """Send at a steady pace, the peers' pictures spread over the interval; returns the packets sent."""
    begin, sent = time.perf_counter(), 0
    for tick in range(int(seconds * FRAMES_PER_S)):
        for index, person in enumerate(people):
            due = begin + (tick + index / len(people)) / FRAMES_PER_S
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            sent += film(person, tick, is_key=tick % 30 == 0)
    return sent


async def measure(name: str, fan_out: int, rooms: int, seconds: float) -> dict[str, float]:
    """Server CPU per forwarded packet, and what a join took."""
    remote = await start(name)
    join = join_aiortc if name == "aiortc" else join_ours
    async with AsyncExitStack() as stack:
        await remote.ask({})
        before = await remote.ask({})
        began = time.perf_counter()
        people = [
            person for room in range(rooms) for person in await join(stack, remote, f"r{room}", fan_out + 1)
        ]
        joined = await remote.ask({})
        join_ms = (time.perf_counter() - began) * 1e3 / len(people)
        for person in people:
            person.bot.counted = 0
        await play(people, 1.5)
        start_point = await remote.ask({})
        counted = sum(person.bot.counted or 0 for person in people)
        began = time.perf_counter()
        offered = await play(people, seconds)
        seconds = time.perf_counter() - began
        end_point = await remote.ask({})
        await asyncio.sleep(0.1)
        got = sum(person.bot.counted or 0 for person in people) - counted
    await remote.stop()
    packets = end_point["sent"] - start_point["sent"]
    return {
        "us_per_packet": (end_point["cpu_s"] - start_point["cpu_s"]) * 1e6 / packets,
        "packets_per_s": packets / seconds,
        "forwarded": packets / (offered * fan_out),
        "arrived": got / packets,
        "join_ms": join_ms,
        "join_cpu_ms": (joined["cpu_s"] - before["cpu_s"]) * 1e3 / len(people),
    }


def floor(packets: int) -> float:
    """Microseconds of CPU for srtp_protect in place and sendto, per packet."""
    context = SrtpContext(bytes(44), pylibsrtp.Policy.SRTP_PROFILE_AEAD_AES_256_GCM, is_inbound=False)
    memory, size = ffi.new("char[]", 2048), ffi.new("int *")
    view = memoryview(ffi.buffer(memory, 2048)).cast("B")
    with socket.socket(type=socket.SOCK_DGRAM) as sink, socket.socket(type=socket.SOCK_DGRAM) as source:
        sink.bind(("127.0.0.1", 0))
        source.connect(sink.getsockname())
        began = time.process_time()
        for number in range(packets):
            view[:12] = b"\x80\x60" + (number & 0xFFFF).to_bytes(2, "big") + bytes(8)
            size[0] = PACKET_BYTES
            protect(context.handle, memory, size)
            source.send(view[: size[0]])
        return (time.process_time() - began) * 1e6 / packets


def compare(fan_out: int, rounds: int, rooms: int, seconds: float) -> dict[str, dict[str, float]]:
    """The least disturbed round of each server; the servers take turns, so that all meet the same weather."""
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in SERVERS}
    for _ in range(rounds):
        for name in SERVERS:
            runs[name].append(asyncio.run(measure(name, fan_out, rooms, seconds)))
    return {name: min(found, key=lambda run: run["us_per_packet"]) for name, found in runs.items()}


def main(quick: bool) -> None:  # noqa: FBT001  # the signature that manage.py calls
    """Print the figures, and as last line all of them as JSON."""
    rounds, seconds, rooms = (1, 3.0, 1) if quick else (ROUNDS, 6.0, 2)
    floor_us = min(floor(20_000) for _ in range(ROUNDS))
    figures: dict[str, float] = {"floor_us": round(floor_us, 2)}
    print(f"floor       protect + sendto       {floor_us:6.1f} us a packet")
    for fan_out in (2, 3):
        best = compare(fan_out, rounds, rooms, seconds)
        for name, run in best.items():
            figures |= {f"{name}_{fan_out}_{key}": round(value, 3) for key, value in run.items()}
            print(
                f"{name:10}  1 -> {fan_out}, {run['packets_per_s']:5.0f} packets/s, "
                f"{run['forwarded']:4.0%} forwarded, "
                f"{run['us_per_packet']:6.1f} us a packet, join {run['join_ms']:.0f} ms, "
                f"{run['join_cpu_ms']:.1f} ms CPU"
            )
        ours = best["portable"]["us_per_packet"]
        figures[f"ratio_aiortc_{fan_out}"] = round(best["aiortc"]["us_per_packet"] / ours, 2)
        figures[f"ratio_floor_{fan_out}"] = round(ours / floor_us, 2)
    print(json.dumps({"bench": "media", "quick": quick, **figures}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        asyncio.run(serve(sys.argv[2]))
    else:
        main("--quick" in sys.argv)
