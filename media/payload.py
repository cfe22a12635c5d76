"""What forwarding must know of a video payload: can a decoder start here, and which picture is it.

VP8: RFC 7741 4.2, 4.3. H.264: RFC 6184 5. Total functions: the bytes come from peers.
"""

from __future__ import annotations

from typing import NamedTuple


class Marks(NamedTuple):
    """Facts of one packet; offsets count from the start of the payload, 0 where the field is absent."""

    starts_keyframe: bool = False
    """A decoder that saw nothing before can start with this packet."""
    picture_id_at: int = 0
    """Where the picture id stands; it is 15 bits wide, or 7 when `picture_id_mask` says so."""
    picture_id: int = 0
    picture_id_mask: int = 0x7FFF
    tl0_at: int = 0
    """Where TL0PICIDX stands."""
    tl0: int = 0
    height_px: int = 0
    """Height of a VP8 key frame; 0 when unknown."""


PLAIN = Marks()


def vp8(payload: bytes) -> Marks:
    """Read a VP8 payload descriptor; PLAIN when it is cut short."""
    try:
        return _vp8(payload)
    except IndexError:
        return PLAIN


def _vp8(payload: bytes) -> Marks:
    first = payload[0]
    at = 1
    picture_at = picture = tl0_at = tl0 = 0
    mask = 0x7FFF
    if first & 0x80:
        flags = payload[1]
        at = 2
        if flags & 0x80:
            picture_at, picture, mask = at, payload[at], 0x7F
            at += 1
            if picture & 0x80:
                picture, mask = (picture & 0x7F) << 8 | payload[at], 0x7FFF
                at += 1
        if flags & 0x40:
            tl0_at, tl0 = at, payload[at]
            at += 1
        if flags & 0x30:
            at += 1
    starts_keyframe = first & 0x17 == 0x10 and payload[at] & 1 == 0
    height = (payload[at + 8] | payload[at + 9] << 8) & 0x3FFF if starts_keyframe else 0
    return Marks(starts_keyframe, picture_at, picture, mask, tl0_at, tl0, height)


_H264_START = Marks(starts_keyframe=True)
_SPS, _STAP_A = 7, 24


def h264(payload: bytes) -> Marks:
    """Says whether the packet carries a sequence parameter set, which browsers send before each IDR."""
    if not payload:
        return PLAIN
    kind = payload[0] & 0x1F
    if kind == _SPS:
        return _H264_START
    if kind != _STAP_A:
        return PLAIN
    at = 1
    while at + 2 < len(payload):
        if payload[at + 2] & 0x1F == _SPS:
            return _H264_START
        at += 2 + (payload[at] << 8 | payload[at + 1])
    return PLAIN


def plain(_payload: bytes) -> Marks:
    """For payloads that need no reading."""
    return PLAIN


READERS = {"vp8": vp8, "h264": h264}
