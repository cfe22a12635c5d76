"""Puts frames into one finished, seekable file: plan the clusters, then write header, cues and media once.

The file is encrypted as it is written and never touched again, so nothing is patched afterwards.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from heapq import merge
from typing import TYPE_CHECKING, Protocol

from recordings import matroska

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from recordings.chunk_file import ChunkWriter

CLUSTER_MS = 2_000
"""A jump reads at least one cluster: short is quick, long is small."""
CHUNK_BYTES = 1 << 18
"""A range request decrypts whole chunks."""


class Piece(Protocol):
    """One encoded frame that can be fetched when it is written."""

    @property
    def size(self) -> int:
        """Bytes."""

    def load(self) -> bytes:
        """Return the bytes."""


@dataclass(frozen=True, slots=True)
class Made:
    """A frame that is held in memory."""

    data: bytes

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.data)

    def load(self) -> bytes:
        """Return the bytes."""
        return self.data


@dataclass(frozen=True, slots=True)
class Entry:
    """A frame in its place in a file."""

    time_ms: int
    track: int
    is_key: bool
    piece: Piece


@dataclass
class Plan:
    """One cluster to be."""

    start_ms: int
    is_cue: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes of the cluster."""
        return matroska.cluster_size(self.start_ms, (entry.piece.size for entry in self.entries))


@dataclass(frozen=True, slots=True)
class Film:
    """What was written."""

    size_bytes: int
    sha256: str


class Writer:
    """Collects small writes into chunks and hashes what passes."""

    def __init__(self, file: ChunkWriter) -> None:
        self._file = file
        self._buffer = bytearray()
        self._hash = hashlib.sha256()

    def write(self, data: bytes) -> None:
        """Append. Raises OSError."""
        self._hash.update(data)
        self._buffer += data
        while len(self._buffer) >= CHUNK_BYTES:
            self._file.append(bytes(self._buffer[:CHUNK_BYTES]))
            del self._buffer[:CHUNK_BYTES]

    def finish(self) -> Film:
        """Append what is left. Raises OSError."""
        if self._buffer:
            self._file.append(bytes(self._buffer))
            self._buffer.clear()
        return Film(self._file.plain_bytes, self._hash.hexdigest())


def write_film(
    file: ChunkWriter, tracks: Sequence[matroska.Track], streams: Sequence[Iterable[Entry]], duration_ms: int
) -> Film:
    """Write one file with the given tracks; each stream is in order. Raises OSError and ChunkTampered."""
    video = next((track.number for track in tracks if track.is_video), None)
    plans = _plans(merge(*streams, key=lambda entry: entry.time_ms), video)
    cue_track = tracks[0].number if video is None else video
    cues, offset = [], 0
    for plan in plans:
        if plan.is_cue:
            cues.append(matroska.Cue(plan.start_ms, cue_track, offset))
        offset += plan.size
    writer = Writer(file)
    writer.write(matroska.finished_header(tracks, duration_ms=duration_ms, cues=cues, clusters_bytes=offset))
    for plan in plans:
        blocks = [matroska.Block(e.track, e.time_ms, e.is_key, e.piece.load()) for e in plan.entries]
        writer.write(matroska.cluster(plan.start_ms, blocks))
    return writer.finish()


def _plans(entries: Iterable[Entry], video: int | None) -> list[Plan]:
    """Cut into clusters. One that may be jumped to begins with a key frame, if there is a picture."""
    plans: list[Plan] = []
    for entry in entries:
        is_jump = entry.track == video and entry.is_key
        if not plans or is_jump or entry.time_ms - plans[-1].start_ms >= CLUSTER_MS:
            plans.append(Plan(entry.time_ms, is_cue=is_jump or video is None))
        plans[-1].entries.append(entry)
    return plans
