"""From ordered RTP packets to whole frames, without decoding any.

Video: one access unit is a frame. After loss nothing is passed on until the next key frame, because a decoder
would show damage that nobody saw in the call.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from recordings import h264, vp8

if TYPE_CHECKING:
    from collections.abc import Sequence

    from recordings.reorder import Ordered


STORABLE = frozenset({"opus", "red", "vp8", "h264"})
"""Codecs that depacketiser() knows."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One encoded frame as it goes into a file."""

    timestamp: int
    """RTP timestamp, modulo 2**32, in the track's clock rate."""
    data: bytes
    is_key: bool
    arrived_ns: int
    """Arrival of its first packet."""


@dataclass(frozen=True, slots=True)
class VideoShape:
    """What a file header says about a video stream."""

    width_px: int
    height_px: int
    codec_private: bytes = b""
    """H.264: AVCDecoderConfigurationRecord (ISO/IEC 14496-15 5.3.3.1); VP8: nothing."""


class Depacketiser(Protocol):
    """Codec-specific half of a track."""

    @property
    def needs_keyframe(self) -> bool:
        """Whether frames are being left out until a key frame comes."""

    def push(self, ordered: Ordered) -> Sequence[Frame]:
        """Take the next packet; return the frames that it completes."""

    def restart(self) -> None:
        """Another encoder takes over (a changed SSRC): wait for a key frame."""


class Assembly(Protocol):
    """Puts the payloads of one access unit together."""

    def begin(self) -> None:
        """Forget what was collected."""

    def add(self, payload: bytes) -> bool:
        """Take the next payload; False when it cannot follow what is there."""

    def finish(self) -> tuple[bytes, bool]:
        """Return the access unit and whether it is a key frame; raises ValueError when it is not one."""


class VideoDepacketiser:
    """Frames of a video codec; the assembly knows the payload format."""

    def __init__(self, assembly: Assembly) -> None:
        self._assembly = assembly
        self._timestamp: int | None = None
        """RTP timestamp of the frame being collected; None between frames."""
        self._arrived_ns = 0
        self._is_whole = False
        """Nothing of the frame being collected is missing so far."""
        self._needs_keyframe = True

    @property
    def needs_keyframe(self) -> bool:
        """Whether frames are being left out until a key frame comes."""
        return self._needs_keyframe

    def restart(self) -> None:
        """Another encoder takes over: its frames mean nothing before its first key frame."""
        self._needs_keyframe = True
        self._timestamp = None

    def push(self, ordered: Ordered) -> Sequence[Frame]:
        """Take the next packet; return the frame that it completes, if any."""
        packet = ordered.packet
        if ordered.is_after_loss:
            self._needs_keyframe = True
            self._timestamp = None
            self._is_whole = False
        if not packet.payload:
            return ()
        if packet.timestamp != self._timestamp:
            self._begin(packet.timestamp, packet.arrived_ns)
        self._is_whole = self._assembly.add(packet.payload) and self._is_whole
        return self._finish() if packet.is_marked else ()

    def _begin(self, timestamp: int, arrived_ns: int) -> None:
        if self._timestamp is not None:
            self._needs_keyframe = True  # the frame before never ended
        self._assembly.begin()
        self._timestamp, self._arrived_ns, self._is_whole = timestamp, arrived_ns, True

    def _finish(self) -> Sequence[Frame]:
        timestamp, self._timestamp = self._timestamp, None
        if timestamp is None or not self._is_whole:
            self._needs_keyframe = True
            return ()
        try:
            data, is_key = self._assembly.finish()
        except ValueError:
            self._needs_keyframe = True
            return ()
        if self._needs_keyframe and not is_key:
            return ()
        self._needs_keyframe = False
        return (Frame(timestamp, data, is_key, self._arrived_ns),)


class OpusDepacketiser:
    """Every packet is a frame (RFC 7587 4.2)."""

    needs_keyframe = False

    def restart(self) -> None:
        """Opus packets stand alone; nothing to wait for."""

    def push(self, ordered: Ordered) -> Sequence[Frame]:
        """Take the next packet; return its frame."""
        packet = ordered.packet
        if not packet.payload:
            return ()
        return (Frame(packet.timestamp, packet.payload, is_key=True, arrived_ns=packet.arrived_ns),)


class RedDepacketiser:
    """Opus with redundancy (RFC 2198): what an earlier packet lost, a later one may carry."""

    needs_keyframe = False

    def __init__(self) -> None:
        self._last_timestamp: int | None = None

    def restart(self) -> None:
        """Another sender counts from another timestamp."""
        self._last_timestamp = None

    def push(self, ordered: Ordered) -> Sequence[Frame]:
        """Take the next packet; return the primary block and the older ones that have not been seen."""
        packet = ordered.packet
        frames = [
            Frame((packet.timestamp - offset) % (1 << 32), block, is_key=True, arrived_ns=packet.arrived_ns)
            for offset, block in _red_blocks(packet.payload)
            if block and (offset == 0 or self._is_news(packet.timestamp - offset))
        ]
        if frames:
            self._last_timestamp = packet.timestamp
        return frames

    def _is_news(self, timestamp: int) -> bool:
        last = self._last_timestamp
        return last is not None and 0 < (timestamp - last) % (1 << 32) < 1 << 31


def _red_blocks(payload: bytes) -> list[tuple[int, bytes]]:
    """Split into (timestamp offset, block), oldest first; an unreadable packet has no blocks."""
    sizes: list[tuple[int, int]] = []
    at = 0
    while at + 4 <= len(payload) and payload[at] & 0x80:
        word = int.from_bytes(payload[at : at + 4])
        sizes.append((word >> 10 & 0x3FFF, word & 0x3FF))
        at += 4
    at += 1
    blocks: list[tuple[int, bytes]] = []
    for offset, size in sizes:
        blocks.append((offset, payload[at : at + size]))
        at += size
    return [*blocks, (0, payload[at:])] if at <= len(payload) else []


def depacketiser(codec: str) -> Depacketiser:
    """Build the depacketiser of a codec: opus, red, vp8 or h264. Raises ValueError for another."""
    match codec.lower():
        case "opus":
            return OpusDepacketiser()
        case "red":
            return RedDepacketiser()
        case "vp8":
            return VideoDepacketiser(vp8.Assembly())
        case "h264":
            return VideoDepacketiser(h264.Assembly())
    raise ValueError(f"no payload format for codec {codec!r}")


def shape_of(codec: str, keyframe: bytes) -> VideoShape:
    """Read what a file header needs from a key frame. Raises ValueError when the frame is damaged."""
    if codec.lower() == "vp8":
        return VideoShape(*vp8.size_px(keyframe))
    return VideoShape(*h264.describe(keyframe))
