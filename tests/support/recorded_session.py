"""A session's media as a recorder hears it, played into a RecordingWriter with time as an argument."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from media.api import Source, TrackInfo, TrackKind
from recordings.events import ClockReported, Event, PacketCame
from recordings.manifest import Manifest
from recordings.recording_writer import Place, RecordingWriter, SegmentShelf
from tests.support.encoded_media import MTU_BYTES, Encoded, Packetiser, link, ntp_time

if TYPE_CHECKING:
    from collections.abc import Iterable

ORIGIN_NS = 7_000_000_000
"""Monotonic time of media clock 0."""
SECOND_NS = 1_000_000_000
REPORT_EVERY_S = 2.0


def at_ns(media_s: float) -> int:
    """Monotonic time of a moment on the media clock."""
    return ORIGIN_NS + round(media_s * SECOND_NS)


def manifest(recording_id: str = "r1") -> Manifest:
    """A recording that has not begun."""
    return Manifest(recording_id, "s1", "c1", 1_795_000_000_000, "recording", ())


@dataclass(frozen=True)
class Line:
    """How a track's packets travel."""

    delay_s: float = 0.05
    jitter_s: float = 0.0
    loss: float = 0.0
    seed: int = 1


@dataclass(frozen=True)
class Published:
    """One track of one participant, from a moment of the media clock."""

    participant_id: str
    codec: str
    frames: list[Encoded]
    from_s: float = 0.0
    line: Line = field(default_factory=Line)
    reports_from_s: float = 0.0
    mtu_bytes: int = MTU_BYTES

    @property
    def track(self) -> TrackInfo:
        """What the media plane says about it."""
        is_audio = self.codec == "opus"
        return TrackInfo(
            track_id=f"{self.participant_id}-{self.codec}",
            peer_id=self.participant_id,
            kind=TrackKind.AUDIO if is_audio else TrackKind.VIDEO,
            source=Source.MICROPHONE if is_audio else Source.CAMERA,
            codec=self.codec,
            clock_rate_hz=48_000 if is_audio else 90_000,
        )

    def events(self) -> list[tuple[float, Event]]:
        """(media clock in seconds, event), in order of arrival."""
        track, line = self.track, self.line
        packetiser = Packetiser(track.clock_rate_hz, self.codec, mtu_bytes=self.mtu_bytes)
        arrived = link(
            packetiser.packets(self.frames),
            seed=line.seed, delay_s=line.delay_s, jitter_s=line.jitter_s, loss=line.loss,
        )  # fmt: skip
        events: list[tuple[float, Event]] = [
            (self.from_s + at, PacketCame(track, rtp, at_ns(self.from_s + at))) for at, rtp in arrived
        ]
        count = int((self.frames[-1].time_s - self.reports_from_s) / REPORT_EVERY_S) + 1
        for index in range(count):
            at = self.reports_from_s + index * REPORT_EVERY_S
            report = ClockReported(track.track_id, ntp_time(self.from_s + at), packetiser.timestamp(at))
            events.append((self.from_s + at + line.delay_s, report))
        return sorted(events, key=lambda item: item[0])


def play(
    writer: RecordingWriter,
    tracks: Iterable[Published],
    controls: Iterable[tuple[float, Event]] = (),
    *,
    step_s: float = 0.1,
) -> list[str]:
    """Feed everything in order, letting time pass every step; return the tracks asked for key frames."""
    timed = sorted(
        [*controls, *(item for track in tracks for item in track.events())], key=lambda item: item[0]
    )
    asked: list[str] = []
    now_s = 0.0
    for at, event in timed:
        while now_s + step_s <= at:
            now_s += step_s
            asked += writer.advance(at_ns(now_s))
        writer.apply([event])
    asked += writer.advance(at_ns(now_s + step_s))
    return asked


def writer_at(place: Place, consented: Iterable[str], *, started_s: float = 0.0) -> RecordingWriter:
    """A writer that has begun."""
    place.directory.mkdir(parents=True, exist_ok=True)
    writer = RecordingWriter(SegmentShelf(place, manifest()), ORIGIN_NS, frozenset(consented))
    writer.begin(at_ns(started_s))
    return writer
