"""Writes WebM and Matroska (RFC 9559): the part that recordings need, as functions from values to bytes.

A file is a header and clusters. The header of a growing file leaves the segment size open; that of a finished
file carries the duration and the cue points, so that players can jump. Times are milliseconds.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EBML, SEGMENT, SEEK_HEAD, INFO, TRACKS, CUES, CLUSTER = (
    0x1A45DFA3, 0x18538067, 0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1C53BB6B, 0x1F43B675,
)  # fmt: skip
CLUSTER_TIMESTAMP, SIMPLE_BLOCK = 0xE7, 0xA3
SIZE_OPEN = b"\x01" + b"\xff" * 7
KEYFRAME_FLAG = 0x80
OPUS_SEEK_PREROLL_NS = 80_000_000
"""RFC 7845 4.6 asks players to decode 80 ms ahead of a jump."""
OPUS_RATE_HZ = 48_000
VIDEO_TYPE, AUDIO_TYPE = 1, 2


@dataclass(frozen=True, slots=True)
class Track:
    """One TrackEntry."""

    number: int
    """1 to 126."""
    codec_id: str
    """V_VP8, V_MPEG4/ISO/AVC or A_OPUS."""
    codec_private: bytes = b""
    width_px: int = 0
    height_px: int = 0
    channels: int = 0
    preskip_samples: int = 0
    """Opus: samples at 48 kHz that a decoder throws away at the start."""

    @property
    def is_video(self) -> bool:
        """Whether it has a picture."""
        return self.codec_id.startswith("V_")


@dataclass(frozen=True, slots=True)
class Block:
    """One frame in a cluster."""

    track: int
    time_ms: int
    is_key: bool
    data: bytes


@dataclass(frozen=True, slots=True)
class Cue:
    """Where a player may start."""

    time_ms: int
    track: int
    cluster_offset: int
    """Bytes from the first cluster to the one that holds it."""


def opus_head(channels: int, preskip_samples: int) -> bytes:
    """Codec private data of an Opus track (RFC 7845 5.1)."""
    return struct.pack("<8sBBHIhB", b"OpusHead", 1, channels, preskip_samples, OPUS_RATE_HZ, 0, 0)


def opus_track(number: int, *, channels: int = 2, preskip_samples: int = 0) -> Track:
    """Describe an Opus track."""
    return Track(
        number,
        "A_OPUS",
        opus_head(channels, preskip_samples),
        channels=channels,
        preskip_samples=preskip_samples,
    )


def element(identifier: int, payload: bytes) -> bytes:
    """One EBML element with its size (RFC 8794 5-6)."""
    return _identifier(identifier) + size_bytes(len(payload)) + payload


def size_bytes(size: int) -> bytes:
    """A data size in the shortest form; all ones of a length is reserved for 'unknown'."""
    length = 1
    while size >= (1 << 7 * length) - 1:
        length += 1
    return (size | 1 << 7 * length).to_bytes(length)


def growing_header(track: Track) -> bytes:
    """Start of a file that is written while it is recorded: no size, no duration, no cues."""
    body = _info(None) + element(TRACKS, _track_entry(track))
    return _ebml([track]) + _identifier(SEGMENT) + SIZE_OPEN + body


def finished_header(
    tracks: Sequence[Track], *, duration_ms: int, cues: Sequence[Cue], clusters_bytes: int
) -> bytes:
    """Start of a file whose clusters are known: sizes, duration, and cue points ahead of the media."""
    info = _info(duration_ms)
    entries = element(TRACKS, b"".join(_track_entry(track) for track in tracks))
    seek_bytes = len(_seek_head(0, 0, 0))
    front = seek_bytes + len(info) + len(entries)
    cue_bytes = len(_cues(cues, 0))
    body = (
        _seek_head(seek_bytes, seek_bytes + len(info), front)
        + info
        + entries
        + _cues(cues, front + cue_bytes)
    )
    size = (len(body) + clusters_bytes).to_bytes(7)
    return _ebml(tracks) + _identifier(SEGMENT) + b"\x01" + size + body


def cluster(start_ms: int, blocks: Iterable[Block]) -> bytes:
    """One cluster; blocks lie within 32 s of its start and are in order."""
    parts = [_unsigned(CLUSTER_TIMESTAMP, start_ms)]
    for block in blocks:
        parts.append(_identifier(SIMPLE_BLOCK))
        parts.append(size_bytes(4 + len(block.data)))
        flags = KEYFRAME_FLAG if block.is_key else 0
        parts.append(struct.pack(">BhB", 0x80 | block.track, block.time_ms - start_ms, flags))
        parts.append(block.data)
    return element(CLUSTER, b"".join(parts))


def cluster_size(start_ms: int, data_sizes: Iterable[int]) -> int:
    """Bytes that cluster() makes of blocks with these data sizes."""
    body = len(_unsigned(CLUSTER_TIMESTAMP, start_ms))
    for size in data_sizes:
        body += 1 + len(size_bytes(4 + size)) + 4 + size
    return 4 + len(size_bytes(body)) + body


def _identifier(identifier: int) -> bytes:
    return identifier.to_bytes((identifier.bit_length() + 7) // 8)


def _unsigned(identifier: int, value: int) -> bytes:
    return element(identifier, value.to_bytes(max(1, (value.bit_length() + 7) // 8)))


def _fixed(identifier: int, value: int) -> bytes:
    """An unsigned element of constant length, so that its place does not depend on its value."""
    return element(identifier, value.to_bytes(8))


def _text(identifier: int, value: str) -> bytes:
    return element(identifier, value.encode())


def _real(identifier: int, value: float) -> bytes:
    return element(identifier, struct.pack(">d", value))


def _ebml(tracks: Sequence[Track]) -> bytes:
    is_webm = all(track.codec_id in {"V_VP8", "V_VP9", "A_OPUS"} for track in tracks)
    return element(
        EBML,
        _unsigned(0x4286, 1)
        + _unsigned(0x42F7, 1)
        + _unsigned(0x42F2, 4)
        + _unsigned(0x42F3, 8)
        + _text(0x4282, "webm" if is_webm else "matroska")
        + _unsigned(0x4287, 4)
        + _unsigned(0x4285, 2),
    )


def _info(duration_ms: int | None) -> bytes:
    parts = _unsigned(0x2AD7B1, 1_000_000) + _text(0x4D80, "telemed") + _text(0x5741, "telemed")
    return element(INFO, parts if duration_ms is None else parts + _real(0x4489, duration_ms))


def _track_entry(track: Track) -> bytes:
    parts = [
        _unsigned(0xD7, track.number),
        _unsigned(0x73C5, track.number),
        _unsigned(0x83, VIDEO_TYPE if track.is_video else AUDIO_TYPE),
        _unsigned(0x9C, 0),
        _text(0x22B59C, "und"),
        _text(0x86, track.codec_id),
    ]
    if track.codec_private:
        parts.append(element(0x63A2, track.codec_private))
    if track.is_video:
        parts.append(element(0xE0, _unsigned(0xB0, track.width_px) + _unsigned(0xBA, track.height_px)))
    else:
        parts.append(_unsigned(0x56AA, track.preskip_samples * 1_000_000_000 // OPUS_RATE_HZ))
        parts.append(_unsigned(0x56BB, OPUS_SEEK_PREROLL_NS))
        parts.append(element(0xE1, _real(0xB5, OPUS_RATE_HZ) + _unsigned(0x9F, track.channels)))
    return element(0xAE, b"".join(parts))


def _seek_head(info: int, tracks: int, cues: int) -> bytes:
    return element(
        SEEK_HEAD,
        b"".join(
            element(0x4DBB, element(0x53AB, _identifier(identifier)) + _fixed(0x53AC, position))
            for identifier, position in ((INFO, info), (TRACKS, tracks), (CUES, cues))
        ),
    )


def _cues(cues: Sequence[Cue], first_cluster: int) -> bytes:
    return element(
        CUES,
        b"".join(
            element(
                0xBB,
                _fixed(0xB3, cue.time_ms)
                + element(
                    0xB7, _unsigned(0xF7, cue.track) + _fixed(0xF1, first_cluster + cue.cluster_offset)
                ),
            )
            for cue in cues
        ),
    )
