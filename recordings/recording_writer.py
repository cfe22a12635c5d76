"""All files of one recording. Runs in the writer thread; one owner, no locks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from recordings import manifest as manifests
from recordings.chunk_file import ChunkWriter, Disk, DiskFile
from recordings.clock import NS_PER_MS
from recordings.depacketise import STORABLE
from recordings.events import ClockReported, ConsentSet, PacketCame, Paused, Resumed, TrackEnded
from recordings.keyring import Keyring
from recordings.manifest import Manifest, Segment, Span
from recordings.track_writer import TrackWriter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from media.api import TrackId, TrackInfo
    from recordings.events import Event

SEGMENT_SUFFIX = ".tmc"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a recording is kept and how."""

    directory: Path
    keyring: Keyring
    open_disk: Callable[[Path], Disk] = DiskFile


class SegmentShelf:
    """Makes the segment files of a recording and keeps its manifest in step with them."""

    def __init__(self, place: Place, manifest: Manifest) -> None:
        self._place = place
        self.manifest = manifest
        self._names: dict[int, str] = {}
        """File name of each open file, by object id."""

    def open(self, track: TrackInfo) -> ChunkWriter:
        """Make the next file of a track and note it. Raises OSError."""
        name = f"{len(self.manifest.segments):04d}-{track.kind}{SEGMENT_SUFFIX}"
        file = ChunkWriter(self._place.directory / name, self._place.keyring, self._place.open_disk)
        self._names[id(file)] = name
        segment = Segment(
            file=name,
            track_id=track.track_id,
            participant_id=track.peer_id,
            kind=track.kind.value,
            source=track.source.value,
            codec="opus" if track.codec == "red" else track.codec,
        )
        self.note(msgspec.structs.replace(self.manifest, segments=(*self.manifest.segments, segment)))
        return file

    def closed(self, file: ChunkWriter) -> None:
        """Note that a file came to its authenticated end. Raises OSError."""
        name = self._names.pop(id(file))
        segments = tuple(
            msgspec.structs.replace(segment, chunks=file.chunks) if segment.file == name else segment
            for segment in self.manifest.segments
        )
        self.note(msgspec.structs.replace(self.manifest, segments=segments))

    def note(self, manifest: Manifest) -> None:
        """Replace the manifest. Raises OSError."""
        manifests.write(self._place.directory, manifest, self._place.keyring)
        self.manifest = manifest


class RecordingWriter:
    """Applies what the live side says. Every method may raise OSError: then abandon() is all that is left."""

    def __init__(self, shelf: SegmentShelf, origin_ns: int, consented: frozenset[str] | None = None) -> None:
        """origin_ns: monotonic time of media clock 0. consented: None when the room vouches for everybody."""
        self._shelf = shelf
        self._origin_ns = origin_ns
        self._consented = consented
        self._is_running = False
        self._tracks: dict[TrackId, TrackWriter] = {}
        self._owners: dict[TrackId, str] = {}
        self._reports: dict[TrackId, tuple[int, int]] = {}
        """The latest sender report of every track, stored or not."""

    def apply(self, events: Iterable[Event]) -> None:
        """Take events in order."""
        for event in events:
            if isinstance(event, PacketCame):
                self._packet(event)
            else:
                self._control(event)

    def advance(self, now_ns: int) -> list[TrackId]:
        """Let time pass; return the tracks whose publisher should be asked for a key frame."""
        return [track_id for track_id, writer in self._tracks.items() if writer.advance(now_ns)]

    def begin(self, now_ns: int) -> None:
        """Start a run."""
        if self._is_running:
            return
        manifest = self._shelf.manifest
        run = Span(self._media_ms(now_ns), 0)
        self._shelf.note(msgspec.structs.replace(manifest, stage="recording", runs=(*manifest.runs, run)))
        self._is_running = True

    def stop(self, now_ns: int) -> Manifest:
        """End the run and close every file."""
        self._end_run(now_ns)
        self._shelf.note(msgspec.structs.replace(self._shelf.manifest, stage="stopped"))
        return self._shelf.manifest

    def abandon(self, now_ns: int, failure: str) -> None:
        """Let go of all files after the disk refused; what is on disk stays readable."""
        for writer in self._tracks.values():
            try:
                writer.close()
            except OSError:
                writer.abandon()
        self._tracks.clear()
        manifest = self._shelf.manifest
        with suppress(OSError):
            self._shelf.note(
                msgspec.structs.replace(
                    manifest, stage="stopped", failure=failure, runs=self._ended_runs(manifest, now_ns)
                )
            )

    def _control(self, event: Event) -> None:
        match event:
            case ClockReported():
                self._reports[event.track_id] = (event.ntp_time, event.timestamp)
                if (writer := self._tracks.get(event.track_id)) is not None:
                    writer.sender_report(event.ntp_time, event.timestamp)
            case TrackEnded():
                self._reports.pop(event.track_id, None)
                self._close_track(event.track_id)
            case ConsentSet():
                self._set_consent(event.participants)
            case Paused():
                self._end_run(event.at_ns)
            case Resumed():
                self.begin(event.at_ns)

    def _packet(self, event: PacketCame) -> None:
        if not self._is_running or not self._may_store(event.track):
            return
        writer = self._tracks.get(event.track.track_id)
        if writer is None:
            writer = self._open_track(event.track)
        writer.packet(event.data, event.arrived_ns)

    def _may_store(self, track: TrackInfo) -> bool:
        is_consented = self._consented is None or track.peer_id in self._consented
        return is_consented and track.codec in STORABLE

    def _open_track(self, track: TrackInfo) -> TrackWriter:
        writer = TrackWriter(track, self._shelf, self._origin_ns)
        if (report := self._reports.get(track.track_id)) is not None:
            writer.sender_report(*report)
        self._tracks[track.track_id] = writer
        self._owners[track.track_id] = track.peer_id
        return writer

    def _set_consent(self, participants: frozenset[str]) -> None:
        self._consented = participants
        for track_id in [id_ for id_ in self._tracks if self._owners[id_] not in participants]:
            self._close_track(track_id)

    def _close_track(self, track_id: TrackId) -> None:
        writer = self._tracks.pop(track_id, None)
        if writer is not None:
            writer.close()

    def _end_run(self, now_ns: int) -> None:
        if not self._is_running:
            return
        for track_id in list(self._tracks):
            self._close_track(track_id)
        manifest = self._shelf.manifest
        self._shelf.note(msgspec.structs.replace(manifest, runs=self._ended_runs(manifest, now_ns)))
        self._is_running = False

    def _ended_runs(self, manifest: Manifest, now_ns: int) -> tuple[Span, ...]:
        if not self._is_running or not manifest.runs:
            return manifest.runs
        last = manifest.runs[-1]
        return (*manifest.runs[:-1], Span(last.start_ms, max(self._media_ms(now_ns), last.start_ms)))

    def _media_ms(self, now_ns: int) -> int:
        return (now_ns - self._origin_ns) // NS_PER_MS
