"""Encoded pictures and sound, cut into RTP as a browser cuts them; loss and reordering with a seed."""

from __future__ import annotations

import io
import random
import struct
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MTU_BYTES = 250
"""Small, so that small pictures travel in several packets."""
OPUS_STEP = 960
NTP_UNIX_S = 2_208_988_800


@dataclass(frozen=True)
class Encoded:
    """One encoded frame."""

    time_s: float
    data: bytes


@dataclass(frozen=True)
class Sent:
    """One RTP packet on its way."""

    sent_s: float
    rtp: bytes


def pictures(
    *,
    seconds: float,
    codec: str = "libvpx",
    fps: int = 15,
    gop: int = 30,
    size: tuple[int, int] = (160, 120),
    bit_rate: int = 300_000,
    noise: bool = False,
) -> list[Encoded]:
    """Encode moving grey bars. codec: libvpx or libx264. noise: fill the bit rate."""
    grain = np.random.default_rng(1)
    context = av.CodecContext.create(codec, "w")
    assert isinstance(context, av.VideoCodecContext)
    context.width, context.height = size
    context.pix_fmt = "yuv420p"
    context.time_base = Fraction(1, fps)
    context.framerate = Fraction(fps)
    context.gop_size = gop
    context.bit_rate = bit_rate
    context.options = (
        {"deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"}
        if codec == "libvpx"
        else {"preset": "ultrafast", "tune": "zerolatency", "profile": "baseline"}
    )
    encoded = []
    for index in range(round(seconds * fps)):
        image = np.full((size[1] * 3 // 2, size[0]), 128, np.uint8)
        image[: size[1], (index * 3) % size[0] :] = 40 + index % 100
        if noise:
            image[: size[1]] += grain.integers(0, 40, (size[1], size[0]), np.uint8)
        frame = av.VideoFrame.from_ndarray(image, format="yuv420p")
        frame.pts = index
        frame.time_base = context.time_base
        encoded += [Encoded(index / fps, bytes(packet)) for packet in context.encode(frame)]
    return encoded


def tone(
    *, seconds: float, hz: float = 440.0, loud: Iterable[tuple[float, float]] = ((0, 1e9),)
) -> list[Encoded]:
    """Encode a mono tone as 20 ms Opus packets; it sounds during the given spans and is silent between."""
    spans = list(loud)
    context = av.CodecContext.create("libopus", "w")
    assert isinstance(context, av.AudioCodecContext)
    context.sample_rate = 48_000
    context.layout = "mono"
    context.format = "s16"
    context.bit_rate = 24_000
    encoded: list[Encoded] = []
    for index in range(round(seconds * 50)):
        times = (np.arange(OPUS_STEP) + index * OPUS_STEP) / 48_000
        sounds = any(start <= times[0] < end for start, end in spans)
        wave = np.sin(2 * np.pi * hz * times) * (8000 if sounds else 0)
        frame = av.AudioFrame.from_ndarray(wave.astype(np.int16)[np.newaxis], format="s16", layout="mono")
        frame.sample_rate = 48_000
        frame.pts = index * OPUS_STEP
        encoded += [Encoded(index * 0.02, bytes(packet)) for packet in context.encode(frame)]
    return encoded


@dataclass
class Packetiser:
    """Cuts frames into RTP; counters start near their ends so that they wrap."""

    clock_rate_hz: int
    codec: str
    ssrc: int = 0x1234
    first_sequence_number: int = 65_500
    first_timestamp: int = 0xFFFF_F000
    mtu_bytes: int = MTU_BYTES
    sequence_number: int = field(init=False)

    def __post_init__(self) -> None:
        self.sequence_number = self.first_sequence_number

    def timestamp(self, time_s: float) -> int:
        """RTP timestamp of a moment."""
        return (self.first_timestamp + round(time_s * self.clock_rate_hz)) % (1 << 32)

    def packets(self, frames: Sequence[Encoded]) -> list[Sent]:
        """All packets of the frames, in sending order."""
        return [packet for frame in frames for packet in self._frame(frame)]

    def _frame(self, frame: Encoded) -> Iterator[Sent]:
        payloads = list(self._payloads(frame.data))
        for index, payload in enumerate(payloads):
            is_last = index == len(payloads) - 1
            header = struct.pack(
                ">BBHII", 0x80, 96 | (0x80 if is_last else 0), self.sequence_number,
                self.timestamp(frame.time_s), self.ssrc,
            )  # fmt: skip
            self.sequence_number = (self.sequence_number + 1) % (1 << 16)
            yield Sent(frame.time_s, header + payload)

    def _payloads(self, data: bytes) -> Iterator[bytes]:
        if self.codec == "vp8":
            for start in range(0, len(data), self.mtu_bytes):
                descriptor = bytes([0x90 if start == 0 else 0x80, 0x80, 0x80, 0x01])
                yield descriptor + data[start : start + self.mtu_bytes]
        elif self.codec == "h264":
            yield from h264_payloads(data)
        else:
            yield data


def annex_b_units(data: bytes) -> list[bytes]:
    """Split an encoder's output at its start codes."""
    return [unit for unit in data.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1") if unit]


def h264_payloads(data: bytes) -> Iterator[bytes]:
    """Parameter sets in one STAP-A, small units alone, large ones in FU-A (RFC 6184)."""
    units = annex_b_units(data)
    sets = [unit for unit in units if unit[0] & 0x1F in (6, 7, 8)]
    if sets:
        yield bytes([24]) + b"".join(len(unit).to_bytes(2) + unit for unit in sets)
    for unit in units:
        if unit in sets:
            continue
        if len(unit) <= MTU_BYTES:
            yield unit
            continue
        body = unit[1:]
        for start in range(0, len(body), MTU_BYTES):
            ends = start + MTU_BYTES >= len(body)
            flags = (0x80 if start == 0 else 0) | (0x40 if ends else 0)
            yield bytes([unit[0] & 0xE0 | 28, flags | unit[0] & 0x1F]) + body[start : start + MTU_BYTES]


def link(
    packets: Sequence[Sent], *, seed: int = 1, delay_s: float = 0.05, jitter_s: float = 0.0, loss: float = 0.0
) -> list[tuple[float, bytes]]:
    """Arrival times and packets, in order of arrival."""
    chance = random.Random(seed)
    arrived = [
        (packet.sent_s + delay_s + chance.random() * jitter_s * bool(index), packet.rtp)
        for index, packet in enumerate(packets)
        if chance.random() >= loss
    ]
    return sorted(arrived, key=lambda item: item[0])


def ntp_time(time_s: float) -> int:
    """64-bit NTP time of a moment on the sender's clock, which here began in 2026."""
    return round((time_s + 1_795_000_000 + NTP_UNIX_S) * (1 << 32))


def decoded(file: bytes) -> dict[str, list[float]]:
    """Decode a whole file; the times of its video and audio frames, in seconds."""
    times: dict[str, list[float]] = {"video": [], "audio": []}
    with av.open(io.BytesIO(file), "r") as container:
        for frame in container.decode(*container.streams):
            times["audio" if isinstance(frame, av.AudioFrame) else "video"].append(float(frame.time or 0.0))
    return times
