"""The session log as lanes of a time line: what was on the stage, the chapters, the gaps. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

from recordings.manifest import Span
from telemed.domain.materials import MaterialKind
from telemed.wire.entries import LogEntry, SessionEnded, StageShown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

GLIMPSE_MS = 3_000
"""What was on the stage for less does not make a chapter of its own."""


class ChapterKind(Enum):
    """What a stretch of a session was about."""

    OPENING = "opening"
    RECORD = "record"
    IMAGES = "images"
    ECG = "ecg"
    DOCUMENT = "document"
    DISCUSSION = "discussion"


KINDS = {
    MaterialKind.RECORD: ChapterKind.RECORD,
    MaterialKind.SERIES: ChapterKind.IMAGES,
    MaterialKind.CLIP: ChapterKind.IMAGES,
    MaterialKind.IMAGE: ChapterKind.IMAGES,
    MaterialKind.ECG: ChapterKind.ECG,
    MaterialKind.PDF: ChapterKind.DOCUMENT,
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of the media clock, in milliseconds, and what was looked at."""

    start_ms: int
    end_ms: int
    kind: ChapterKind
    material_id: str | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A material on the stage; None is the empty stage."""

    start_ms: int
    end_ms: int
    material_id: str | None


def stage(entries: Iterable[LogEntry], start_ms: int, end_ms: int) -> list[Stretch]:
    """What stood on the stage between two moments of the media clock, without gaps.

    entries: the log in order, from its first entry.
    """
    stretches: list[Stretch] = []
    current: str | None = None
    since_ms = start_ms
    for entry in entries:
        at_ms = min(max(entry.media_ms or 0, start_ms), end_ms)
        match entry.body:
            case StageShown(material_id=material_id) if material_id != current:
                _close(stretches, Stretch(since_ms, at_ms, current))
                current, since_ms = material_id, at_ms
            case SessionEnded():
                end_ms = at_ms
            case _:
                pass
    _close(stretches, Stretch(since_ms, end_ms, current))
    return stretches


def chapters(stretches: Sequence[Stretch], kinds: Mapping[str, MaterialKind]) -> list[Chapter]:
    """Name each stretch; short ones go to their neighbour. The empty stage opens or is discussion."""
    made: list[Chapter] = []
    for stretch in stretches:
        chapter = Chapter(stretch.start_ms, stretch.end_ms, _kind(stretch, kinds, made), stretch.material_id)
        is_glimpse = chapter.end_ms - chapter.start_ms < GLIMPSE_MS
        if made and (is_glimpse or _is_same(made[-1], chapter)):
            last = made.pop()
            made.append(Chapter(last.start_ms, chapter.end_ms, last.kind, last.material_id))
        else:
            made.append(chapter)
    return made


def gaps(runs: Sequence[Span]) -> list[Span]:
    """What was not recorded between the stretches of a recording: pauses, and restarts of the server."""
    return [
        Span(before.end_ms, after.start_ms)
        for before, after in pairwise(runs)
        if before.end_ms < after.start_ms
    ]


def _close(stretches: list[Stretch], stretch: Stretch) -> None:
    if stretch.end_ms > stretch.start_ms:
        stretches.append(stretch)


def _kind(stretch: Stretch, kinds: Mapping[str, MaterialKind], before: Sequence[Chapter]) -> ChapterKind:
    if stretch.material_id is None:
        return ChapterKind.DISCUSSION if before else ChapterKind.OPENING
    kind = kinds.get(stretch.material_id)
    return ChapterKind.DOCUMENT if kind is None else KINDS[kind]


def _is_same(before: Chapter, after: Chapter) -> bool:
    return (before.kind, before.material_id) == (after.kind, after.material_id)
