"""Headers and payloads of RTP, ours and anybody's."""

from __future__ import annotations

import struct

from aiortc.codecs.vpx import VpxPayloadDescriptor
from hypothesis import given
from hypothesis import strategies as st

from media import payload, rtp
from tests.support.rtp import vp8_payload

IDS = rtp.ExtensionIds(mid=4, rid=10, repaired_rid=11, transport_sequence=3, audio_level=1)


def packet(extension: bytes, body: bytes = b"body", first: int = 0x90) -> bytes:
    extension += bytes(-len(extension) % 4)
    head = struct.pack("!BBHIIHH", first, 111, 1, 2, 3, 0xBEDE, len(extension) // 4)
    return head + extension + body


def test_extensions_are_found() -> None:
    one = packet(b"\x40a" + b"\x00" + b"\x31\x01\x02" + b"\x10\xaa" + b"\xa0q")
    assert one[rtp.payload_at(one) :] == b"body"
    assert rtp.extension(one, 4) == b"a"
    assert rtp.extension(one, 10) == b"q"
    assert rtp.extension(one, 11) is None
    assert rtp.scan(one, IDS) == (0x0102, 0x2A)


@given(st.binary(min_size=12, max_size=80))
def test_any_packet_is_read_without_an_error(noise: bytes) -> None:
    for first in (0x80, 0x90, 0x9F, 0xBF, 0xB0):
        one = bytes((first,)) + noise[1:]
        start = rtp.payload_at(one)
        assert start <= len(one)
        if start and first & 16:
            rtp.scan(one, IDS)
            rtp.extension(one, 4)
        if start:
            assert 0 <= rtp.padding_of(one, start) <= len(one) - start


@given(st.binary(max_size=40))
def test_any_payload_is_read_without_an_error(noise: bytes) -> None:
    payload.vp8(noise)
    payload.h264(noise)
    payload.h264(b"\x18" + noise)


@given(st.integers(0, 0x7FFF), st.booleans(), st.one_of(st.none(), st.integers(0, 255)), st.booleans())
def test_vp8_descriptors_are_read_as_another_library_writes_them(
    picture: int, starts: bool, tl0: int | None, temporal: bool
) -> None:
    descriptor = VpxPayloadDescriptor(
        partition_start=int(starts),
        partition_id=0,
        picture_id=picture,
        tl0picidx=tl0,
        tid=(1, 0) if temporal else None,
    )
    frame = b"\x10\x00\x00\x9d\x01\x2a" + struct.pack("<HH", 640, 360)
    marks = payload.vp8(bytes(descriptor) + frame)
    assert (marks.picture_id, marks.picture_id_mask) == (picture, 0x7FFF)
    assert (marks.tl0 if marks.tl0_at else None) == tl0
    assert marks.starts_keyframe == starts
    assert marks.height_px == (360 if starts else 0)


def test_a_short_picture_id_is_known_as_such() -> None:
    marks = payload.vp8(b"\x90\xc0\x05\x09\x11\x00\x00")
    assert (marks.picture_id, marks.picture_id_mask, marks.tl0_at, marks.tl0) == (5, 0x7F, 3, 9)


def test_a_delta_frame_starts_nothing() -> None:
    assert payload.vp8(vp8_payload(300, is_key=True)).starts_keyframe
    assert not payload.vp8(vp8_payload(301, is_key=False)).starts_keyframe


def test_h264_starts_with_a_parameter_set() -> None:
    assert payload.h264(b"\x67abc").starts_keyframe
    assert payload.h264(b"\x18\x00\x02\x09\x10\x00\x03\x67ab").starts_keyframe
    assert not payload.h264(b"\x18\x00\x02\x09\x10\x00\x03\x68ab").starts_keyframe
    assert not payload.h264(b"\x65abc").starts_keyframe
