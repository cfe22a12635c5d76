"""Bodies of recordings; the bytes of a track are served with ranges."""

from __future__ import annotations

from typing import Literal

from telemed.domain.recording import RecordingState, TrackSource
from telemed.wire.base import Reply, Request
from telemed.wire.http_values import Count, Id, Instant, Line, Page, PageNumber, PageSize, PatientBrief


class RecordingQuery(Request, frozen=True, kw_only=True):
    """Which recordings, newest first."""

    q: Line | None = None
    consultation: Id | None = None
    recorded_from: Instant | None = None
    recorded_to: Instant | None = None
    page: PageNumber = 1
    size: PageSize = 50


class RecordingBrief(Reply, frozen=True, kw_only=True):
    """A recording as one row of a list."""

    id: Id
    session_id: Id
    consultation_id: Id
    number: str
    title: str
    patient: PatientBrief | None
    state: RecordingState
    started_at: Instant
    duration_ms: Count
    size_bytes: Count
    people: tuple[str, ...]
    """Display names of those who were heard or seen."""


class RecordingPage(Reply, frozen=True, kw_only=True):
    """One page of recordings."""

    items: tuple[RecordingBrief, ...]
    page: Page


class RecordingTrack(Reply, frozen=True, kw_only=True):
    """One playable file. All files of a recording share one zero and one length."""

    id: Id
    kind: Literal["video", "voice", "mix"]
    """video: one person's picture with everybody's sound; voice: one person's; mix: everybody's sound."""
    participant_id: Id | None
    """Null for the mix, as are the names and the source."""
    display_name: str | None
    facility_name: str | None
    source: TrackSource | None
    codec: str
    media_type: str
    start_ms: int
    """Media clock of the session at position 0 of the file."""
    duration_ms: Count
    size_bytes: Count
    sha256: str
    path: str


class RecordingConsent(Reply, frozen=True, kw_only=True):
    """Someone's answer to the question whether to record."""

    participant_id: Id
    display_name: str
    answer: Literal["given", "refused"]
    at_ms: int


class RecordingSpan(Reply, frozen=True, kw_only=True):
    """A stretch of the media clock during which the recording ran."""

    start_ms: int
    end_ms: int


class SpeechSpan(Reply, frozen=True, kw_only=True):
    """A stretch in which one person spoke, measured in the sound."""

    participant_id: Id
    start_ms: int
    end_ms: int


class Chapter(Reply, frozen=True, kw_only=True):
    """A stretch in which one kind of thing was looked at."""

    start_ms: int
    end_ms: int
    kind: Literal["opening", "record", "images", "ecg", "document", "discussion"]
    material_id: Id | None
    title: str


class Recording(Reply, frozen=True, kw_only=True):
    """A recording with all that the replay needs beside the session log."""

    brief: RecordingBrief
    session_duration_ms: Count
    spans: tuple[RecordingSpan, ...]
    gaps: tuple[RecordingSpan, ...]
    """While it was paused."""
    tracks: tuple[RecordingTrack, ...]
    speech: tuple[SpeechSpan, ...]
    chapters: tuple[Chapter, ...]
    consents: tuple[RecordingConsent, ...]
    is_verified: bool
    """The files are what the manifest says."""
    failure: str | None
    """What went wrong, when something did and the rest still plays."""
    log_path: str
