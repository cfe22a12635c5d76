"""From raw segments to files that a browser plays and jumps in. Nothing is transcoded but the mix of voices.

Made of one recording: the mix; for each camera, screen or document camera its picture with the mix; for each
person the voice alone. All files share one zero (the start of the recording) and one length.

Runs as a process of its own, at low priority: python -m recordings.compose DIRECTORY KEYFILE. It only adds
files; what it made is printed as JSON for its caller, who alone writes the manifest.
"""

from __future__ import annotations

import os
import sys
import uuid
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from recordings import manifest as manifests
from recordings import matroska, opus
from recordings.chunk_file import ChunkWriter
from recordings.depacketise import shape_of
from recordings.errors import NothingRecorded, RecordingFault
from recordings.film import Entry, Film, Made, write_film
from recordings.keyring import Keyring
from recordings.manifest import Manifest, Playable, Playback, Segment, Speech
from recordings.mix import LEVEL_MS, PACKET_MS, Voice, mix_track, mixed_packets
from recordings.outcome import Composed, Refused
from recordings.raw_tracks import FrameRef, RawRecording, RawSegment
from recordings.segment_writer import CODEC_IDS
from recordings.speech import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

FILE_PREFIX = "play-"
NICENESS = 5
"""The live call goes first."""
VIDEO_NUMBER, AUDIO_NUMBER = 1, 2
MEDIA_TYPES = {"vp8": "video/webm", "h264": "video/x-matroska", "opus": "audio/webm"}


@dataclass(frozen=True)
class Frame:
    """Where the files of a recording begin and how long they are, in milliseconds."""

    start_ms: int
    duration_ms: int


@dataclass(frozen=True)
class Studio:
    """What making a file needs."""

    directory: Path
    keyring: Keyring
    frame: Frame

    def film(
        self,
        like: Playable,
        tracks: Sequence[matroska.Track],
        streams: Sequence[Iterable[Entry]],
    ) -> Playable:
        """Write one file; `like` says what it is. Raises OSError and ChunkTampered."""
        path = self.directory / like.file
        with ChunkWriter(path, self.keyring) as file:
            made: Film = write_film(file, tracks, streams, self.frame.duration_ms)
        return msgspec.structs.replace(like, size_bytes=made.size_bytes, sha256=made.sha256)


def compose(directory: Path, manifest: Manifest, keyring: Keyring) -> Playback:
    """Make all files of a recording. Raises NothingRecorded, ChunkTampered, KeyMissing, OSError."""
    with RawRecording(directory, manifest, keyring) as raw:
        frame = _frame(manifest, raw.segments)
        studio = Studio(directory, keyring, frame)
        voices = _voices(raw.segments)
        sound = [Made(data) for data in mixed_packets(voices, frame.start_ms, frame.duration_ms)]
        files = [
            _mix(studio, sound),
            *_pictures(studio, raw.segments, sound),
            *(_voice(studio, voice) for voice in voices),
        ]
    speech = tuple(Speech(voice.participant_id, spoken(voice.levels, LEVEL_MS)) for voice in voices)
    return Playback(frame.start_ms, frame.duration_ms, tuple(files), speech)


def _frame(manifest: Manifest, segments: Sequence[RawSegment]) -> Frame:
    """From the first start to the last stop; after a crash, to the last frame."""
    start_ms = manifest.runs[0].start_ms if manifest.runs else 0
    end_ms = max((run.end_ms for run in manifest.runs), default=0)
    if not manifest.runs or not manifest.runs[-1].end_ms:
        last = max((frame.time_ms for segment in segments for frame in segment.pictures()), default=0.0)
        end_ms = max(end_ms, round(last) + PACKET_MS)
    if not segments or end_ms <= start_ms:
        raise NothingRecorded("no frame was stored")
    return Frame(start_ms, end_ms - start_ms)


def _voices(segments: Sequence[RawSegment]) -> list[Voice]:
    by_person: dict[str, list[RawSegment]] = defaultdict(list)
    for segment in segments:
        if segment.entry.kind == "audio":
            by_person[segment.entry.participant_id].append(segment)
    return [Voice(participant_id, own) for participant_id, own in by_person.items()]


def _mix(studio: Studio, sound: Sequence[Made]) -> Playable:
    return studio.film(_playable("mix", None), [mix_track(AUDIO_NUMBER)], [_sound_entries(sound)])


def _pictures(studio: Studio, segments: Sequence[RawSegment], sound: Sequence[Made]) -> Iterator[Playable]:
    """One file for each source of each person; a changed codec makes another."""
    groups: dict[tuple[str, str, str], list[RawSegment]] = defaultdict(list)
    for segment in segments:
        if segment.entry.kind == "video":
            entry = segment.entry
            groups[entry.participant_id, entry.source, entry.codec].append(segment)
    for own in groups.values():
        track = _video_track(own)
        if track is not None:
            streams = [_picture_entries(own, studio.frame), _sound_entries(sound)]
            yield studio.film(_playable("video", own[0].entry), [track, mix_track(AUDIO_NUMBER)], streams)


def _video_track(segments: Sequence[RawSegment]) -> matroska.Track | None:
    """Track entry from the first key frame; None when a crash left none."""
    for segment in segments:
        for frame in segment.pictures():
            shape = shape_of(segment.entry.codec, frame.load())
            return matroska.Track(
                VIDEO_NUMBER,
                CODEC_IDS[segment.entry.codec],
                codec_private=shape.codec_private,
                width_px=shape.width_px,
                height_px=shape.height_px,
            )
    return None


def _picture_entries(segments: Sequence[RawSegment], frame: Frame) -> Iterator[Entry]:
    latest = -1
    for segment in segments:
        for picture in segment.pictures():
            time_ms = max(round(picture.time_ms) - frame.start_ms, latest + 1)
            if time_ms >= frame.duration_ms:
                return
            yield Entry(time_ms, VIDEO_NUMBER, picture.is_key, picture)
            latest = time_ms


def _sound_entries(sound: Sequence[Made]) -> Iterator[Entry]:
    for index, packet in enumerate(sound):
        yield Entry(index * PACKET_MS, AUDIO_NUMBER, is_key=True, piece=packet)


def _voice(studio: Studio, voice: Voice) -> Playable:
    entries = _unbroken((packet for segment in voice.segments for packet in segment.sounds()), studio.frame)
    like = _playable("voice", voice.segments[0].entry)
    return studio.film(like, [matroska.opus_track(AUDIO_NUMBER)], [entries])


def _unbroken(packets: Iterable[FrameRef], frame: Frame) -> Iterator[Entry]:
    """Fill gaps with coded silence: players run sound together when packets are missing."""
    at_ms = 0.0
    silence = Made(opus.SILENCE)
    for packet in packets:
        time_ms = packet.time_ms - frame.start_ms
        while at_ms + opus.SILENCE_MS <= time_ms:
            yield Entry(round(at_ms), AUDIO_NUMBER, is_key=True, piece=silence)
            at_ms += opus.SILENCE_MS
        if time_ms < at_ms - opus.SILENCE_MS or at_ms >= frame.duration_ms:
            continue
        yield Entry(round(at_ms), AUDIO_NUMBER, is_key=True, piece=packet)
        at_ms += opus.duration_ms(packet.load())
    while at_ms < frame.duration_ms:
        yield Entry(round(at_ms), AUDIO_NUMBER, is_key=True, piece=silence)
        at_ms += opus.SILENCE_MS


def _playable(kind: manifests.PlayableKind, entry: Segment | None) -> Playable:
    identifier = str(uuid.uuid4())
    codec = entry.codec if entry is not None else "opus"
    return Playable(
        id=identifier,
        file=f"{FILE_PREFIX}{identifier}.tmc",
        kind=kind,
        participant_id=entry.participant_id if entry is not None else None,
        source=entry.source if entry is not None else None,
        codec=codec,
        media_type=MEDIA_TYPES[codec],
        size_bytes=0,
        sha256="",
    )


def main(arguments: Sequence[str]) -> int:
    """Compose one recording; print the outcome as JSON."""
    os.nice(NICENESS)
    directory, keyring = Path(arguments[0]), Keyring.open(Path(arguments[1]))
    outcome: Composed | Refused
    try:
        outcome = Composed(compose(directory, manifests.read(directory, keyring), keyring))
    except RecordingFault as fault:
        outcome = Refused(fault.code)
    sys.stdout.buffer.write(msgspec.json.encode(outcome))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
