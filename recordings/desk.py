"""The writer thread's side of one recording, opened on disk at the first write. No locks: one owner."""

from __future__ import annotations

import errno
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from recordings import manifest as manifests
from recordings.clock import NS_PER_MS
from recordings.errors import RecordingOver
from recordings.manifest import Manifest, Span
from recordings.recording_writer import Place, RecordingWriter, SegmentShelf

if TYPE_CHECKING:
    from media.api import TrackId
    from recordings.events import Event
    from signaling.ports import RecordingOrder

SPACE_EVERY_NS = 5_000_000_000


@dataclass(frozen=True)
class Storage:
    """Where recordings are kept."""

    root: Path
    place: Callable[[str], Place]
    """Place of a recording by its id."""
    reserve_bytes: int = 256 << 20
    """Left free for the database: recording stops before the disk is full."""
    free_bytes: Callable[[], int] | None = None
    """Free space of the disk; None asks the file system."""

    def check_space(self) -> None:
        """Raise OSError(ENOSPC) when the reserve is touched."""
        free = shutil.disk_usage(self.root).free if self.free_bytes is None else self.free_bytes()
        if free < self.reserve_bytes:
            raise OSError(errno.ENOSPC, "the reserve for the database is touched")


class Desk:
    """Writes one recording; every method but abandon may raise OSError and RecordingFault."""

    def __init__(self, storage: Storage, order: RecordingOrder, started_ns: int) -> None:
        self._storage = storage
        self._order = order
        self._started_ns = started_ns
        self._writer: RecordingWriter | None = None
        self._checked_ns = 0

    def write(self, events: list[Event], now_ns: int) -> list[TrackId]:
        """Apply events and let time pass; return the tracks that need a key frame."""
        writer = self._opened()
        if now_ns - self._checked_ns >= SPACE_EVERY_NS:
            self._storage.check_space()
            self._checked_ns = now_ns
        writer.apply(events)
        return writer.advance(now_ns)

    def close(self, events: list[Event], now_ns: int) -> None:
        """Apply the last events and close all files."""
        writer = self._opened()
        writer.apply(events)
        writer.stop(now_ns)

    def abandon(self, now_ns: int, code: str) -> None:
        """Let go of all files after an error; what is on disk stays readable."""
        if self._writer is not None:
            self._writer.abandon(now_ns, code)

    def _opened(self) -> RecordingWriter:
        if self._writer is None:
            self._writer = self._open(self._storage.place(self._order.recording_id))
        return self._writer

    def _open(self, place: Place) -> RecordingWriter:
        place.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        manifest = self._manifest(place)
        writer = RecordingWriter(SegmentShelf(place, manifest), self._order.origin_ns)
        writer.begin(self._started_ns)
        return writer

    def _manifest(self, place: Place) -> Manifest:
        if (place.directory / manifests.FILE_NAME).exists():
            return _continued(place, manifests.read(place.directory, place.keyring))
        age_ms = (self._started_ns - self._order.origin_ns) // NS_PER_MS
        return Manifest(
            recording_id=self._order.recording_id,
            session_id=self._order.session_id,
            consultation_id=self._order.consultation_id,
            origin_epoch_ms=time.time_ns() // NS_PER_MS - age_ms,
            stage="recording",
            runs=(),
        )


def _continued(place: Place, manifest: Manifest) -> Manifest:
    """Go on after a restart: a run that a crash left open ended when its files were last written."""
    if manifest.stage == "composed":
        raise RecordingOver("the recording is complete already")
    if not manifest.runs or manifest.runs[-1].end_ms:
        return manifest
    files = [place.directory / segment.file for segment in manifest.segments]
    written_ms = max((path.stat().st_mtime_ns // NS_PER_MS for path in files if path.exists()), default=0)
    last = manifest.runs[-1]
    ended = Span(last.start_ms, max(last.start_ms + 1, written_ms - manifest.origin_epoch_ms))
    return msgspec.structs.replace(manifest, runs=(*manifest.runs[:-1], ended))
