"""The Python engine in memory: one publisher, one receiver, no socket."""

from __future__ import annotations

import logging
import struct
from typing import TYPE_CHECKING

import pylibsrtp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media import aiortc_bridge as bridge
from media.engine import DownId, DownSpec, StreamId, StreamSpec, TransportId
from media.forward.portable import PortableEngine
from media.forward.wire import Slot
from media.model import Source, TrackInfo, TrackKind
from media.producer import Producer
from media.rewrite import Clock
from media.rtp import ExtensionIds
from media.sdp import Codec, Section
from tests.support.rtp import vp8_payload

if TYPE_CHECKING:
    from media.address import Address
    from media.forward.wire import Receiver

PROFILE = pylibsrtp.Policy.SRTP_PROFILE_AEAD_AES_128_GCM
KEY = bytes(28)
HERE, THERE = b"\x01" * 28, b"\x02" * 28
LOW_SSRC, HIGH_SSRC, OUT_SSRC, REPAIR_SSRC = 11, 22, 33, 44
MS = 1_000_000


class Memory:
    """A wire that keeps what is sent."""

    def __init__(self) -> None:
        self._slot = Slot()
        self.sent: list[bytes] = []

    async def open(self, host: str, port: int, receiver: Receiver) -> int:
        return port

    def close(self) -> None:
        pass

    def send(self, datagram: bytes, address: Address) -> None:
        self.sent.append(datagram)

    def slot(self) -> Slot:
        return self._slot

    def commit(self, length: int, address: Address) -> None:
        self.sent.append(bytes(self._slot.view[:length]))

    def flush(self) -> None:
        pass


class Ears:
    """The control side, deaf but for what tests ask."""

    def __init__(self) -> None:
        self.unknown_packets: list[bytes] = []
        self.losses = 0
        self.switches: list[DownId] = []

    def stun(self, datagram: bytes, source: Address) -> None:
        pass

    def dtls(self, transport: TransportId, datagram: bytes, source: Address) -> None:
        pass

    def rtcp(self, transport: TransportId, compound: bytes) -> None:
        pass

    def unknown(self, transport: TransportId, packet: bytes) -> None:
        self.unknown_packets.append(packet)

    def lost(self, transport: TransportId) -> None:
        self.losses += 1

    def switched(self, down: DownId) -> None:
        self.switches.append(down)


class Path:
    """Publisher to engine to receiver."""

    def __init__(self) -> None:
        self.wire, self.ears = Memory(), Ears()
        self.engine = PortableEngine(self.wire)
        self._slot = Slot()
        self._protect = bridge.SrtpContext(KEY, PROFILE, is_inbound=False)
        self._receiver = pylibsrtp.Session(
            pylibsrtp.Policy(key=KEY, ssrc_type=pylibsrtp.Policy.SSRC_ANY_INBOUND, srtp_profile=PROFILE)
        )
        self._read = 0
        self.now_ns = 10**9

    async def start(self) -> None:
        await self.engine.open("", 0, self.ears)
        self.publisher, self.subscriber = (self.engine.add_transport() for _ in range(2))
        for transport, address in ((self.publisher, HERE), (self.subscriber, THERE)):
            self.engine.admit(transport, address)
            self.engine.route(transport, address)
            self.engine.set_keys(transport, bridge.SrtpKeys(PROFILE, KEY, KEY))
        self.engine.set_extensions(self.publisher, ExtensionIds(transport_sequence=3, audio_level=1), 0)
        self.engine.set_extensions(self.subscriber, ExtensionIds(), 5)
        self.low, self.high = (
            self.engine.add_stream(self.publisher, StreamSpec(ssrc, 96, "vp8", 90_000, 97))
            for ssrc in (LOW_SSRC, HIGH_SSRC)
        )
        self.down = self.engine.add_down(
            self.subscriber, DownSpec(OUT_SSRC, 120, 90_000, REPAIR_SSRC, 121, is_numbered=True)
        )

    def put(self, packet: bytes) -> None:
        """The publisher sends a plain packet."""
        size = bridge.ffi.new("int *", len(packet))
        self._slot.view[: len(packet)] = packet
        assert bridge.protect(self._protect.handle, self._slot.pointer, size) == 0
        self.now_ns += MS
        self.engine.datagram(self._slot, size[0], HERE, self.now_ns)

    def film(
        self, ssrc: int, sequence: int, timestamp: int, *, picture: int = 1, is_key: bool = False
    ) -> None:
        """The publisher sends a picture."""
        head = struct.pack("!BBHII", 0x80, 0xE0, sequence & 0xFFFF, timestamp & 0xFFFFFFFF, ssrc)
        self.put(head + vp8_payload(picture, is_key=is_key))

    def receiver_plain(self, packet: bytes) -> bytes:
        """What the receiver decrypts."""
        return bytes(self._receiver.unprotect(packet))

    def got(self) -> list[tuple[int, int, int, int, bytes]]:
        """Payload type, sequence number, timestamp, SSRC and payload of what came since last asked."""
        fresh = [self._receiver.unprotect(one) for one in self.wire.sent[self._read :]]
        self._read = len(self.wire.sent)
        return [
            (kind & 0x7F, sequence, timestamp, ssrc, packet[20:])
            for packet in fresh
            for _, kind, sequence, timestamp, ssrc in [struct.unpack_from("!BBHII", packet)]
        ]


@pytest.fixture
async def path() -> Path:
    made = Path()
    await made.start()
    return made


async def test_nothing_flows_before_a_key_frame(path: Path) -> None:
    path.engine.select(path.down, path.low)
    path.film(LOW_SSRC, 1, 0)
    assert path.got() == []
    path.film(LOW_SSRC, 2, 3000, is_key=True)
    path.film(LOW_SSRC, 3, 6000)
    first, second = path.got()
    assert (first[0], first[3]) == (120, OUT_SSRC)
    assert (second[1] - first[1]) & 0xFFFF == 1
    assert (second[2] - first[2]) & 0xFFFFFFFF == 3000
    assert path.ears.switches == [path.down]


async def test_a_switch_keeps_time_by_the_publishers_clock(path: Path) -> None:
    """Two layers with clocks 1,000,000 ticks apart show the same instant at the same outgoing time."""
    path.engine.set_clock(path.low, Clock(100 << 32, 5000))
    path.engine.set_clock(path.high, Clock(101 << 32, 1_095_000))
    path.engine.select(path.down, path.low)
    path.film(LOW_SSRC, 1, 0, is_key=True)
    [before] = path.got()
    path.engine.select(path.down, path.high)
    path.film(HIGH_SSRC, 9, 1_003_000, is_key=True)
    [after] = path.got()
    assert (after[2] - before[2]) & 0xFFFFFFFF == 3000
    state = path.engine.down_state(path.down)
    assert state is not None
    assert (state.stream, state.waits_for) == (path.high, None)
    assert (1_003_000 + state.timestamp_shift) & 0xFFFFFFFF == after[2]


async def test_the_old_layer_flows_until_the_new_ones_key_frame(path: Path) -> None:
    path.engine.select(path.down, path.low)
    path.film(LOW_SSRC, 1, 0, picture=7, is_key=True)
    path.engine.select(path.down, path.high)
    path.film(HIGH_SSRC, 50, 0, picture=300)
    path.film(LOW_SSRC, 2, 3000, picture=8)
    path.film(HIGH_SSRC, 51, 3000, picture=301, is_key=True)
    path.film(LOW_SSRC, 3, 6000, picture=9)
    path.film(HIGH_SSRC, 52, 6000, picture=302)
    pictures = [struct.unpack_from("!H", payload, 2)[0] & 0x7FFF for *_, payload in path.got()]
    assert pictures == [7, 8, 9, 10]


async def test_changing_ones_mind_before_the_key_frame_costs_nothing(path: Path) -> None:
    path.engine.select(path.down, path.low)
    path.film(LOW_SSRC, 1, 0, is_key=True)
    path.engine.select(path.down, path.high)
    path.engine.select(path.down, path.low)
    path.film(HIGH_SSRC, 51, 3000, is_key=True)
    path.film(LOW_SSRC, 2, 3000)
    assert len(path.got()) == 2
    path.engine.select(path.down, None)
    path.film(LOW_SSRC, 3, 6000, is_key=True)
    assert path.got() == []


async def test_a_resent_packet_from_before_a_switch_is_found_in_its_own_stream(path: Path) -> None:
    path.engine.select(path.down, path.low)
    path.film(LOW_SSRC, 1, 0, picture=1, is_key=True)
    path.film(LOW_SSRC, 2, 3000, picture=2)
    path.engine.select(path.down, path.high)
    path.film(HIGH_SSRC, 900, 9000, picture=77, is_key=True)
    old, lost, new = path.got()
    path.engine.resend(path.down, [lost[1], new[1], (new[1] + 1) & 0xFFFF], 30 * MS)
    first, second = path.got()
    assert (first[0], first[3]) == (121, REPAIR_SSRC)
    assert first[4] == lost[1].to_bytes(2, "big") + lost[4]
    assert second[4] == new[1].to_bytes(2, "big") + new[4], (
        "with the picture id that was sent, not the original"
    )
    assert old[1] != first[1]
    path.engine.resend(path.down, [lost[1]], 30_000 * MS)
    assert path.got() == []


async def test_a_dropped_stream_or_transport_ends_quietly(path: Path) -> None:
    path.engine.select(path.down, path.low)
    path.film(LOW_SSRC, 1, 0, is_key=True)
    path.engine.select(path.down, path.high)
    path.engine.drop_stream(path.low)
    path.film(LOW_SSRC, 2, 3000)
    assert len(path.ears.unknown_packets) == 1
    path.film(HIGH_SSRC, 5, 3000, is_key=True)
    assert len(path.got()) == 2
    path.engine.drop_transport(path.subscriber)
    path.film(HIGH_SSRC, 6, 6000)
    path.engine.drop_transport(path.publisher)
    path.film(HIGH_SSRC, 7, 9000)
    assert path.got() == []
    for handle in (path.low, path.high, StreamId(999)):
        assert path.engine.stream_state(handle) is None
        assert path.engine.reception(handle) is None
        path.engine.drop_stream(handle)


async def test_our_numbers_for_the_receivers_feedback_count_every_packet(path: Path) -> None:
    path.engine.select(path.down, path.low)
    for sequence in range(5):
        path.film(LOW_SSRC, sequence, sequence * 3000, is_key=sequence == 0)
    numbers = [struct.unpack_from("!H", path.receiver_plain(one), 17)[0] for one in path.wire.sent]
    assert numbers == [1, 2, 3, 4, 5]
    assert all(path.engine.sent(path.subscriber, number) for number in numbers)
    assert path.engine.sent(path.subscriber, 6) is None


async def test_what_the_receiver_does_not_report_on_has_no_number(path: Path) -> None:
    spec = DownSpec(55, 111, 90_000, 56)
    path.engine.select(path.engine.add_down(path.subscriber, spec), path.low)
    path.film(LOW_SSRC, 1, 0, is_key=True)
    [packet] = [path.receiver_plain(one) for one in path.wire.sent]
    assert packet[0] == 0x80
    assert packet[12:] == vp8_payload(1, is_key=True)
    assert path.engine.sent(path.subscriber, 1) is None


async def test_a_gap_is_told_once_and_asked_for(path: Path) -> None:
    path.film(LOW_SSRC, 1, 0)
    path.film(LOW_SSRC, 4, 0)
    assert path.ears.losses == 1
    assert path.engine.wanted(path.low, path.now_ns, 50 * MS) == [2, 3]


async def test_a_layer_stops_when_the_others_go_on_and_a_silent_track_does_not(path: Path) -> None:
    section = Section(kind="video", is_rejected=False, protocol="", mid="0")
    section.streams.rids = ["q", "h"]
    codec = Codec(96, "vp8", 90_000)
    info = TrackInfo("t", "zhang", TrackKind.VIDEO, Source.CAMERA, "vp8", 90_000)
    producer = Producer(info, section, codec)
    for layer, stream in zip(producer.layers, (path.low, path.high), strict=True):
        layer.stream = stream

    def running() -> list[bool]:
        return [one.is_running for one in producer.measure(path.engine, path.now_ns)]

    assert running() == [False, False]
    path.film(LOW_SSRC, 1, 0, is_key=True)
    path.film(HIGH_SSRC, 1, 0, is_key=True)
    path.now_ns += 60_000 * MS
    assert running() == [True, True], "nothing moves on a still screen"
    path.film(LOW_SSRC, 2, 3000)
    assert running() == [True, False]


async def test_whatever_an_authentic_peer_sends_nothing_breaks(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.engine.select(path.down, path.low)
    path.engine.set_repair(path.low, 12)

    @given(
        st.sampled_from((0x80, 0x90, 0xA0, 0xB0, 0x81)),
        st.sampled_from((96, 97, 111, 0xE0)),
        st.integers(0, 0xFFFF),
        st.sampled_from((LOW_SSRC, HIGH_SSRC, 12, 999)),
        st.binary(max_size=80),
    )
    def sends(first: int, kind: int, sequence: int, ssrc: int, rest: bytes) -> None:
        packet = struct.pack("!BBHII", first, kind, sequence, 0, ssrc) + rest
        size = bridge.ffi.new("int *", len(packet))
        slot = Slot()
        slot.view[: len(packet)] = packet
        fresh = bridge.SrtpContext(KEY, PROFILE, is_inbound=False)
        if bridge.protect(fresh.handle, slot.pointer, size) == 0:
            path.engine.set_keys(path.publisher, bridge.SrtpKeys(PROFILE, KEY, KEY))
            path.engine.datagram(slot, size[0], HERE, path.now_ns)
        path.engine.datagram(slot, len(packet), HERE, path.now_ns)

    with caplog.at_level(logging.ERROR):
        sends()
    assert not caplog.records
