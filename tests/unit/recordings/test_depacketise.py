from __future__ import annotations

import functools
import io
import itertools
import struct

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recordings.depacketise import Frame, depacketiser, shape_of
from recordings.h264 import sps_size_px, units_of
from recordings.reorder import Ordered, ReorderBuffer
from recordings.rtp import MalformedPacket, Packet, parse
from tests.support.encoded_media import Encoded, Packetiser, Sent, annex_b_units, link, pictures, tone

BIG = (320, 240)


@functools.cache
def encoded(codec: str) -> list[Encoded]:
    if codec == "opus":
        return tone(seconds=2)
    return pictures(seconds=3, codec="libvpx" if codec == "vp8" else "libx264", gop=15, size=BIG)


def sent(codec: str) -> list[Sent]:
    return Packetiser(48_000 if codec == "opus" else 90_000, codec).packets(encoded(codec))


def frames_of(codec: str, packets: list[tuple[float, bytes]]) -> list[Frame]:
    buffer, maker = ReorderBuffer(), depacketiser(codec)
    ordered = [o for at, data in packets for o in buffer.push(parse(data, round(at * 1e9)))] + buffer.drain()
    return [frame for item in ordered for frame in maker.push(item)]


@pytest.mark.parametrize("codec", ["vp8", "opus"])
def test_frames_come_out_as_they_went_in(codec: str) -> None:
    packets = link(sent(codec), jitter_s=0.03, seed=7)
    assert [frame.data for frame in frames_of(codec, packets)] == [item.data for item in encoded(codec)]


def test_h264_units_come_out_as_they_went_in() -> None:
    found = frames_of("h264", link(sent("h264"), jitter_s=0.03, seed=7))
    assert [units_of(frame.data) for frame in found] == [
        sorted(annex_b_units(item.data), key=lambda unit: unit[0] & 0x1F not in (6, 7, 8))
        for item in encoded("h264")
    ]
    assert [frame.is_key for frame in found[:16]] == [True] + [False] * 14 + [True]


@pytest.mark.parametrize("codec", ["vp8", "h264"])
@pytest.mark.parametrize("seed", range(5))
def test_after_loss_only_whole_frames_from_a_key_frame_on_come_out(codec: str, seed: int) -> None:
    known = {frame.data for frame in frames_of(codec, link(sent(codec)))}
    found = frames_of(codec, link(sent(codec), loss=0.05, seed=seed))
    assert found, "the seed lost everything"
    assert {frame.data for frame in found} <= known
    assert found[0].is_key
    kept = {frame.timestamp for frame in found}
    everything = frames_of(codec, link(sent(codec)))
    for before, frame in itertools.pairwise(everything):
        if frame.timestamp in kept and before.timestamp not in kept:
            assert frame.is_key, "a frame follows one that is missing"


@pytest.mark.parametrize("codec", ["vp8", "h264"])
def test_loss_makes_the_track_ask_for_a_key_frame_until_it_comes(codec: str) -> None:
    maker = depacketiser(codec)
    packets = [parse(data, 0) for _, data in link(sent(codec))]
    for packet in packets[:18]:
        maker.push(Ordered(packet, is_after_loss=False))
    assert not maker.needs_keyframe
    maker.push(Ordered(packets[20], is_after_loss=True))
    assert maker.needs_keyframe
    for packet in packets[21:]:
        maker.push(Ordered(packet, is_after_loss=False))
    assert not maker.needs_keyframe


@pytest.mark.parametrize("codec", ["vp8", "h264"])
def test_the_size_is_read_from_the_key_frame(codec: str) -> None:
    shape = shape_of(codec, frames_of(codec, link(sent(codec)))[0].data)
    assert (shape.width_px, shape.height_px) == BIG


@pytest.mark.parametrize("size", [(160, 120), (320, 180), (640, 360), (1280, 720), (540, 960)])
def test_the_size_in_a_sequence_parameter_set_is_the_encoders(size: tuple[int, int]) -> None:
    first = pictures(seconds=0.1, codec="libx264", size=size)[0]
    sps = next(unit for unit in annex_b_units(first.data) if unit[0] & 0x1F == 7)
    assert sps_size_px(sps) == size


def test_the_recorded_h264_stream_decodes() -> None:
    found = frames_of("h264", link(sent("h264"), loss=0.02, seed=3))
    stream = b"".join(b"\0\0\0\1" + unit for frame in found for unit in units_of(frame.data))
    with av.open(io.BytesIO(stream), "r", format="h264") as container:
        assert len(list(container.decode(video=0))) == len(found)


def red(primary: bytes, timestamp: int, older: list[tuple[int, bytes]], number: int) -> Ordered:
    head = b"".join(
        (0x80 << 24 | 111 << 24 | offset << 10 | len(block)).to_bytes(4) for offset, block in older
    )
    payload = head + bytes([111]) + b"".join(block for _, block in older) + primary
    return Ordered(Packet(number, timestamp, 1, is_marked=False, payload=payload, arrived_ns=0), False)


def test_redundancy_fills_what_was_lost_and_repeats_nothing() -> None:
    maker = depacketiser("red")
    assert [f.data for f in maker.push(red(b"a", 960, [(960, b"z")], 1))] == [b"a"]
    assert [f.data for f in maker.push(red(b"b", 1920, [(960, b"a")], 2))] == [b"b"]
    recovered = maker.push(red(b"e", 4800, [(1920, b"c"), (960, b"d")], 5))
    assert [(f.timestamp, f.data) for f in recovered] == [(2880, b"c"), (3840, b"d"), (4800, b"e")]


@settings(max_examples=300)
@given(st.sampled_from(["vp8", "h264", "opus", "red"]), st.lists(st.binary(max_size=40), max_size=12))
def test_any_payload_is_taken_without_an_error(codec: str, payloads: list[bytes]) -> None:
    maker = depacketiser(codec)
    for number, payload in enumerate(payloads):
        packet = Packet(number, number // 2, 1, is_marked=number % 2 == 1, payload=payload, arrived_ns=0)
        for frame in maker.push(Ordered(packet, is_after_loss=False)):
            if codec in ("vp8", "h264"):
                read_shape(codec, frame)


def read_shape(codec: str, frame: Frame) -> None:
    try:
        shape_of(codec, frame.data)
    except ValueError:
        assert True


@given(st.binary(max_size=60))
def test_any_datagram_is_a_packet_or_malformed(data: bytes) -> None:
    try:
        packet = parse(data, 0)
    except MalformedPacket:
        return
    assert len(packet.payload) <= len(data) - 12


def test_padding_and_extensions_are_no_payload() -> None:
    head = struct.pack(">BBHII", 0xB0, 96, 7, 8, 9)
    extension = struct.pack(">HH", 0xBEDE, 1) + b"\x10\xff\0\0"
    packet = parse(head + extension + b"body" + b"\0\0\0\4", 5)
    assert (packet.payload, packet.sequence_number, packet.timestamp, packet.ssrc) == (b"body", 7, 8, 9)
