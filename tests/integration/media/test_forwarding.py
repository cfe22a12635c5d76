"""Peers without browsers exchange real packets through the media plane."""

from __future__ import annotations

import itertools
import struct
from typing import TYPE_CHECKING

from media import rtcp
from media.api import PeerState, Source
from tests.support.rtp import until, vp8_payload

if TYPE_CHECKING:
    from media.api import TrackInfo
    from tests.integration.media.conftest import Room
    from tests.support.rtp import Bot, Line


class Sink:
    """A tap's ear."""

    def __init__(self) -> None:
        self.tracks: list[str] = []
        self.packets: list[tuple[str, bytes]] = []
        self.reports: list[tuple[str, int, int]] = []

    def track_added(self, track: TrackInfo) -> None:
        self.tracks.append(track.track_id)

    def track_removed(self, track_id: str) -> None:
        self.tracks.remove(track_id)

    def packet(self, track: TrackInfo, rtp: bytes, arrived_ns: int) -> None:
        assert arrived_ns > 0
        self.packets.append((track.track_id, rtp))

    def sender_report(self, track_id: str, ntp_time: int, rtp_time: int) -> None:
        self.reports.append((track_id, ntp_time, rtp_time))


async def speak(sender: Bot, line: Line, count: int) -> None:
    """Send numbered Opus packets."""
    for number in range(count):
        sender.send(line, struct.pack("!I", number) + bytes(60), 960 * number)


def numbers(receiver: Bot, track_id: str) -> list[int]:
    return [struct.unpack_from("!I", one.payload)[0] for one in receiver.of(track_id)]


async def test_two_peers_hear_each_other(room: Room) -> None:
    async with room.bot("zhang") as zhang, room.bot("li") as li:
        lines = {}
        for name, one in (("zhang", zhang), ("li", li)):
            lines[name] = await one.publish(Source.MICROPHONE)
        for one, other in ((zhang, "li"), (li, "zhang")):
            await one.subscribe(room.track_of(other, "microphone").track_id, "audio")
        await room.reaches("zhang", PeerState.CONNECTED)
        await room.reaches("li", PeerState.CONNECTED)
        await until(lambda: zhang.connected.is_set() and li.connected.is_set())
        zhang.send(lines["zhang"], b"first", 0)
        li.send(lines["li"], b"first", 0)
        await until(lambda: zhang.received and li.received)
        await speak(zhang, lines["zhang"], 50)
        await speak(li, lines["li"], 50)
        await until(lambda: len(zhang.received) == len(li.received) == 51)
        for one in (zhang, li):
            sequences = [packet.sequence for packet in one.received]
            assert [(b - a) & 0xFFFF for a, b in itertools.pairwise(sequences)] == [1] * 50
            assert one.wrong == 0


async def test_a_receiver_gets_vp8_from_a_key_frame_on(room: Room) -> None:
    async with room.bot("zhang") as zhang, room.bot("li") as li:
        camera = await zhang.publish(Source.CAMERA)
        track = room.track_of("zhang", "camera").track_id
        await li.subscribe(track, "video")
        await until(lambda: zhang.connected.is_set() and li.connected.is_set())
        zhang.send(camera, vp8_payload(1, is_key=False), 0)
        await until(lambda: _asks_keyframe(zhang))
        zhang.send(camera, vp8_payload(2, is_key=False), 3000)
        zhang.send(camera, vp8_payload(3, is_key=True), 6000)
        zhang.send(camera, vp8_payload(4, is_key=False), 9000)
        await until(lambda: len(li.of(track)) == 2)
        key, delta = li.of(track)
        assert key.payload == vp8_payload(3, is_key=True)
        assert delta.timestamp - key.timestamp == 3000


def _asks_keyframe(one: Bot) -> bool:
    return any(
        isinstance(message, rtcp.KeyframeRequest) for packet in one.rtcp for message in rtcp.parse(packet)
    )


async def test_a_tap_hears_what_peers_send_and_their_clocks(room: Room) -> None:
    sink = Sink()
    async with room.bot("zhang") as zhang:
        voice = await zhang.publish(Source.MICROPHONE)
        tap = room.plane.tap("room", sink)
        await until(zhang.connected.is_set)
        zhang.send(voice, b"first", 960)
        await until(lambda: sink.packets or zhang.send(voice, b"again", 960) < 0)
        zhang.send_rtcp(rtcp.sender_report(voice.streams[""].ssrc, (7 << 32, 960), 1, 5, "zhang"))
        await until(lambda: sink.reports)
        track, packet = sink.packets[0]
        assert sink.reports == [(track, 7 << 32, struct.unpack_from("!I", packet, 4)[0])]
        assert packet[12:] in (b"first", b"again")
        tap.close()
        heard = len(sink.packets)
        await speak(zhang, voice, 5)
        await until(lambda: room.plane.stats().packets_in >= heard + 5)
        assert len(sink.packets) == heard


async def test_a_lost_packet_is_sent_again_to_the_receiver_that_asks(room: Room) -> None:
    async with room.bot("zhang") as zhang, room.bot("li") as li:
        camera = await zhang.publish(Source.CAMERA)
        track = room.track_of("zhang", "camera").track_id
        line = await li.subscribe(track, "video")
        await until(lambda: zhang.connected.is_set() and li.connected.is_set())
        zhang.send(camera, vp8_payload(1, is_key=False), 0)
        await until(lambda: _asks_keyframe(zhang))
        for number in range(2, 12):
            zhang.send(camera, vp8_payload(number, is_key=number == 2), number * 3000)
        await until(lambda: len(li.of(track)) == 10)
        lost = li.of(track)[4]
        li.send_rtcp(rtcp.nack(1, line.ssrc, [lost.sequence]))
        await until(lambda: len(li.of(track)) == 11)
        again = li.of(track)[-1]
        assert again.is_repair
        assert (again.sequence, again.timestamp, again.payload) == (
            lost.sequence,
            lost.timestamp,
            lost.payload,
        )


async def test_the_publisher_is_asked_for_what_was_lost_and_the_repair_is_forwarded(room: Room) -> None:
    async with room.bot("zhang") as zhang, room.bot("li") as li:
        camera = await zhang.publish(Source.CAMERA)
        track = room.track_of("zhang", "camera").track_id
        await li.subscribe(track, "video")
        await until(lambda: zhang.connected.is_set() and li.connected.is_set())
        zhang.send(camera, vp8_payload(1, is_key=False), 0)
        await until(lambda: _asks_keyframe(zhang))
        zhang.send(camera, vp8_payload(2, is_key=True), 3000)
        stream = camera.streams[""]
        stream.sequence += 1
        lost = stream.sequence & 0xFFFF
        zhang.send(camera, vp8_payload(4, is_key=False), 9000)
        await until(lambda: lost in _nacked(zhang))
        stream.sent[lost] = stream.sent[(lost - 1) & 0xFFFF][:-200] + vp8_payload(3, is_key=False)
        zhang.resend(camera, lost)
        await until(lambda: len(li.of(track)) == 3)
        sequences = [one.sequence for one in li.of(track)]
        assert (sequences[2] - sequences[0]) & 0xFFFF == 1
        assert li.of(track)[2].payload == vp8_payload(3, is_key=False)


def _nacked(one: Bot) -> list[int]:
    messages = [message for packet in one.rtcp for message in rtcp.parse(packet)]
    return [number for message in messages if isinstance(message, rtcp.Nack) for number in message.sequences]


async def test_a_layer_switch_leaves_no_gap_and_no_repetition(room: Room) -> None:
    async with room.bot("zhang") as zhang, room.bot("li") as li:
        camera = await zhang.publish(Source.CAMERA, rids=("q", "h"))
        track = room.track_of("zhang", "camera").track_id
        await li.subscribe(track, "video")
        await until(lambda: zhang.connected.is_set() and li.connected.is_set())
        room.plane.prefer("room", "li", track, 180)
        number = 0

        def film(*, is_key: bool) -> None:
            nonlocal number
            number += 1
            for rid, height in (("q", 180), ("h", 360)):
                size = 300 if rid == "q" else 600
                payload = vp8_payload(number + height, is_key=is_key, size=size, height_px=height, tl0=number)
                zhang.send(camera, payload, number * 3000 + height, rid=rid)

        def sizes() -> set[int]:
            return {len(one.payload) for one in li.of(track)}

        def films_until(size: int) -> bool:
            film(is_key=_asks_keyframe(zhang))
            zhang.rtcp.clear()
            return size in sizes()

        await until(lambda: films_until(300))
        room.plane.prefer("room", "li", track, 720)
        await until(lambda: films_until(600))
        got = li.of(track)
        sequences = [one.sequence for one in got]
        assert [(b - a) & 0xFFFF for a, b in itertools.pairwise(sequences)] == [1] * (len(got) - 1)
        pictures = [struct.unpack_from("!H", one.payload, 2)[0] & 0x7FFF for one in got]
        assert [(b - a) & 0x7FFF for a, b in itertools.pairwise(pictures)] == [1] * (len(got) - 1)
        first_high = next(one for one in got if len(one.payload) == 600)
        assert first_high.payload[6] & 1 == 0, "the switch starts with a key frame"


async def test_levels_follow_who_speaks(room: Room) -> None:
    async with room.bot("zhang") as zhang:
        voice = await zhang.publish(Source.MICROPHONE)
        await until(zhang.connected.is_set)
        zhang.send(voice, bytes(60), 0, level=12)
        await until(lambda: {"zhang": -12} in room.heard)
        await until(lambda: room.heard[-1] == {"zhang": -127})
