"""The raw segments of a recording, read back: frames with their place on the media clock."""

from __future__ import annotations

from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from recordings.chunk_reader import ChunkReader
from recordings.clock import ClockMark, SegmentTimes, SenderClock
from recordings.errors import ChunkTampered
from recordings.matroska_reader import blocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from recordings.keyring import Keyring
    from recordings.manifest import Manifest, Segment
    from recordings.matroska_reader import Located

REALIGN_MS = 40.0
"""Sound is laid down without a seam until it is this far from where its clock says (two Opus packets)."""


@dataclass(frozen=True, slots=True)
class FrameRef:
    """One stored frame: when it belongs and where it lies."""

    time_ms: float
    """On the media clock."""
    is_key: bool
    offset: int
    size: int
    reader: ChunkReader

    def load(self) -> bytes:
        """Read the frame. Raises ChunkTampered."""
        return self.reader.read_at(self.offset, self.size)


class RawSegment:
    """One segment file, open for reading."""

    def __init__(
        self, entry: Segment, reader: ChunkReader, marks: list[ClockMark], sender: SenderClock
    ) -> None:
        self.entry = entry
        self._reader = reader
        self._times = SegmentTimes(marks, sender)

    def pictures(self) -> Iterator[FrameRef]:
        """Yield the frames, each at the time its sender's clock gives it."""
        for located in blocks(self._reader):
            yield self._ref(located, self._times.media_ms(located.block.time_ms))

    def sounds(self) -> Iterator[FrameRef]:
        """Yield the packets, as far apart as they were made; moved only when that is clearly off."""
        base_ms: float | None = None
        for located in blocks(self._reader):
            block = located.block
            target_ms = self._times.media_ms(block.time_ms)
            if base_ms is None or abs(base_ms + block.time_ms - target_ms) > REALIGN_MS:
                base_ms = target_ms - block.time_ms
            yield self._ref(located, base_ms + block.time_ms)

    def _ref(self, located: Located, time_ms: float) -> FrameRef:
        block = located.block
        return FrameRef(time_ms, block.is_key, located.offset, len(block.data), self._reader)


class RawRecording:
    """All segments of one recording. A context manager: it keeps the files open."""

    def __init__(self, directory: Path, manifest: Manifest, keyring: Keyring) -> None:
        """Raises ChunkTampered and KeyMissing."""
        self._stack = ExitStack()
        with self._stack:
            self.segments = self._open(directory, manifest, keyring)
            self._stack = self._stack.pop_all()

    def __enter__(self) -> RawRecording:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _open(self, directory: Path, manifest: Manifest, keyring: Keyring) -> list[RawSegment]:
        opened = []
        marks_by_sender: dict[str, list[ClockMark]] = defaultdict(list)
        for entry in manifest.segments:
            reader = _open_segment(directory, entry, keyring)
            if reader is None:
                continue
            self._stack.callback(reader.close)
            marks = [msgspec.json.decode(note, type=ClockMark) for note in reader.marks()]
            marks_by_sender[entry.participant_id] += marks
            opened.append((entry, reader, marks))
        clocks = {sender: SenderClock(marks) for sender, marks in marks_by_sender.items()}
        return [
            RawSegment(entry, reader, marks, clocks[entry.participant_id]) for entry, reader, marks in opened
        ]


def _open_segment(directory: Path, entry: Segment, keyring: Keyring) -> ChunkReader | None:
    """Open a segment; None when a crash came before its first byte reached the disk."""
    path = directory / entry.file
    if entry.chunks is None and (not path.exists() or path.stat().st_size == 0):
        return None
    try:
        reader = ChunkReader(path, keyring)
    except FileNotFoundError:
        raise ChunkTampered(f"segment {entry.file} is missing") from None
    if entry.chunks is not None and not reader.is_sealed:
        reader.close()
        raise ChunkTampered(f"segment {entry.file} has lost its end")
    return reader
