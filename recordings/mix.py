"""Everybody's sound in one Opus stream, made offline from the stored voices.

Decoding is allowed here because nothing live waits for it. Work goes second by second, so that an hour takes
no more memory than a minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import av
import numpy as np

from recordings import matroska
from recordings.matroska import OPUS_RATE_HZ
from recordings.raw_tracks import RawSegment

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Samples = npt.NDArray[np.int16]

SAMPLES_PER_MS = OPUS_RATE_HZ // 1000
PACKET_SAMPLES = 960
PACKET_MS = 20
BLOCK_SAMPLES = OPUS_RATE_HZ
LEVEL_MS = 100
LEVEL_SAMPLES = LEVEL_MS * SAMPLES_PER_MS
BIT_RATE_BPS = 32_000
ENCODER_DELAY_SAMPLES = 312
"""libopus looks ahead 6.5 ms; players skip it."""
LOUDEST = 32767


@dataclass
class Voice:
    """One participant's sound on the way into the mix."""

    participant_id: str
    segments: Sequence[RawSegment]
    levels: list[float] = field(default_factory=list)
    """Root mean square of each LEVEL_MS of the mix, 0 to 1."""

    def samples(self, start_ms: int) -> Iterator[tuple[int, Samples]]:
        """Yield (position from start_ms in samples, mono samples), rising and without overlap."""
        written = 0
        for segment in self.segments:
            decoder = _decoder()
            for packet in segment.sounds():
                at = round((packet.time_ms - start_ms) * SAMPLES_PER_MS)
                sound = _decode(decoder, packet.load())
                skip = max(written - at, 0)
                if skip < len(sound):
                    yield at + skip, sound[skip:]
                    written = at + len(sound)


class VoiceWindow:
    """Hands out a voice block by block; keeps what belongs to the next."""

    def __init__(self, voice: Voice, start_ms: int) -> None:
        self.voice = voice
        self._pieces = voice.samples(start_ms)
        self._held: tuple[int, Samples] | None = None

    def block(self, start: int, size: int) -> npt.NDArray[np.float32]:
        """Samples from start; silence where there are none."""
        block = np.zeros(size, np.float32)
        while (piece := self._next()) is not None:
            at, sound = piece
            if at >= start + size:
                self._held = piece
                break
            fits = start + size - at
            block[at - start : at - start + len(sound[:fits])] = sound[:fits]
            if len(sound) > fits:
                self._held = (at + fits, sound[fits:])
                break
        self._note_levels(block)
        return block

    def _next(self) -> tuple[int, Samples] | None:
        held, self._held = self._held, None
        return held if held is not None else next(self._pieces, None)

    def _note_levels(self, block: npt.NDArray[np.float32]) -> None:
        parts = block[: len(block) // LEVEL_SAMPLES * LEVEL_SAMPLES].reshape(-1, LEVEL_SAMPLES)
        self.voice.levels += [float(level) / LOUDEST for level in np.sqrt(np.mean(parts**2, axis=1))]


def mixed_packets(voices: Sequence[Voice], start_ms: int, duration_ms: int) -> Iterator[bytes]:
    """Encode the sum of all voices as Opus packets without a gap, filling each voice's levels on the way."""
    windows = [VoiceWindow(voice, start_ms) for voice in voices]
    encoder = _encoder()
    total = duration_ms * SAMPLES_PER_MS
    for start in range(0, total, BLOCK_SAMPLES):
        mixed = np.zeros(BLOCK_SAMPLES, np.float32)
        for window in windows:
            mixed += window.block(start, BLOCK_SAMPLES)
        sound = np.clip(mixed, -LOUDEST, LOUDEST).astype(np.int16)
        for at in range(0, min(BLOCK_SAMPLES, total - start), PACKET_SAMPLES):
            yield from _encode(encoder, sound[at : at + PACKET_SAMPLES], start + at)


def mix_track(number: int) -> matroska.Track:
    """Track entry of the mix."""
    return matroska.opus_track(number, channels=1, preskip_samples=ENCODER_DELAY_SAMPLES)


def _decoder() -> av.AudioCodecContext:
    context = av.CodecContext.create("libopus", "r")
    if not isinstance(context, av.AudioCodecContext):
        raise TypeError("libopus is no audio codec here")
    context.extradata = matroska.opus_head(1, 0)
    context.sample_rate = OPUS_RATE_HZ
    context.layout = "mono"
    return context


def _decode(decoder: av.AudioCodecContext, packet: bytes) -> Samples:
    try:
        frames = decoder.decode(av.Packet(packet))
    except av.FFmpegError:
        return np.zeros(0, np.int16)
    parts = [frame.to_ndarray().reshape(-1) for frame in frames]
    return np.concatenate(parts) if parts else np.zeros(0, np.int16)


def _encoder() -> av.AudioCodecContext:
    context = av.CodecContext.create("libopus", "w")
    if not isinstance(context, av.AudioCodecContext):
        raise TypeError("libopus is no audio codec here")
    context.sample_rate = OPUS_RATE_HZ
    context.layout = "mono"
    context.format = "s16"
    context.bit_rate = BIT_RATE_BPS
    context.options = {"compression_level": "5"}
    return context


def _encode(encoder: av.AudioCodecContext, sound: Samples, position: int) -> Iterator[bytes]:
    frame = av.AudioFrame.from_ndarray(sound[np.newaxis], format="s16", layout="mono")
    frame.sample_rate = OPUS_RATE_HZ
    frame.pts = position
    for packet in encoder.encode(frame):
        yield bytes(packet)
