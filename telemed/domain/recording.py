"""Recordings 会诊录像 (reference 5.3.4): one file per track and stretch, on the session's media clock."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from telemed.domain.ids import ConsultationId, ParticipantId, RecordingId, SessionId, TrackId
from telemed.domain.machine import next_state


class RecordingState(Enum):
    """Where a recording stands."""

    OFF = "off"
    CONSENT_PENDING = "consent_pending"
    RECORDING = "recording"
    PAUSED = "paused"
    FINALISING = "finalising"
    AVAILABLE = "available"
    ARCHIVED = "archived"
    ON_HOLD = "on_hold"
    DELETED = "deleted"
    FAILED = "failed"


class RecordingStep(Enum):
    """What moves a recording."""

    ASK = "ask"
    REFUSE = "refuse"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    FINISH = "finish"
    FAIL = "fail"
    RECOVER = "recover"
    ARCHIVE = "archive"
    HOLD = "hold"
    RELEASE = "release"
    DELETE = "delete"


R = RecordingState
RS = RecordingStep
RECORDING_TRANSITIONS: dict[tuple[RecordingState, RecordingStep], RecordingState] = {
    (R.OFF, RS.ASK): R.CONSENT_PENDING,
    (R.CONSENT_PENDING, RS.REFUSE): R.OFF,
    (R.CONSENT_PENDING, RS.START): R.RECORDING,
    (R.RECORDING, RS.PAUSE): R.PAUSED,
    (R.PAUSED, RS.RESUME): R.RECORDING,
    (R.RECORDING, RS.STOP): R.FINALISING,
    (R.PAUSED, RS.STOP): R.FINALISING,
    (R.FINALISING, RS.FINISH): R.AVAILABLE,
    (R.RECORDING, RS.FAIL): R.FAILED,
    (R.PAUSED, RS.FAIL): R.FAILED,
    (R.FINALISING, RS.FAIL): R.FAILED,
    (R.FAILED, RS.RECOVER): R.FINALISING,
    (R.AVAILABLE, RS.ARCHIVE): R.ARCHIVED,
    (R.AVAILABLE, RS.HOLD): R.ON_HOLD,
    (R.ARCHIVED, RS.HOLD): R.ON_HOLD,
    (R.ON_HOLD, RS.RELEASE): R.AVAILABLE,
    (R.AVAILABLE, RS.DELETE): R.DELETED,
    (R.ARCHIVED, RS.DELETE): R.DELETED,
}

PLAYABLE = frozenset({R.AVAILABLE, R.ARCHIVED, R.ON_HOLD})


class TrackSource(Enum):
    """What a track shows or lets hear."""

    MICROPHONE = "microphone"
    CAMERA = "camera"
    SCREEN = "screen"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackFile:
    """The bytes of a track, closed and hashed."""

    path: str
    """Below the recordings directory."""
    size_bytes: int
    sha256: str
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedTrack:
    """One source of one person, from one start to one stop."""

    id: TrackId
    participant_id: ParticipantId
    source: TrackSource
    kind: str
    """audio or video."""
    codec: str
    media_type: str
    start_ms: int
    """On the session's media clock."""
    file: TrackFile


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedSpan:
    """A stretch of the media clock during which the recording ran; `end_ms` None while it runs."""

    start_ms: int
    end_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """All that was recorded of a session."""

    id: RecordingId
    session_id: SessionId
    consultation_id: ConsultationId
    version: int = 1
    state: RecordingState = RecordingState.OFF
    started_at: datetime | None = None
    spans: tuple[RecordedSpan, ...] = ()
    tracks: tuple[RecordedTrack, ...] = ()

    @property
    def size_bytes(self) -> int:
        """Bytes of all tracks."""
        return sum(track.file.size_bytes for track in self.tracks)

    @property
    def duration_ms(self) -> int:
        """Length of all closed stretches."""
        return sum(span.end_ms - span.start_ms for span in self.spans if span.end_ms is not None)

    def after(self, step: RecordingStep, now: datetime, media_ms: int | None = None) -> Recording:
        """Take a step; `media_ms` opens or closes a stretch. Raises StepNotAllowed."""
        state = next_state(RECORDING_TRANSITIONS, self.state, step)
        started = self.started_at or (now if step is RecordingStep.START else None)
        return replace(self, state=state, started_at=started, spans=self._spans_after(step, media_ms))

    def _spans_after(self, step: RecordingStep, media_ms: int | None) -> tuple[RecordedSpan, ...]:
        if media_ms is None:
            return self.spans
        if step in (RecordingStep.START, RecordingStep.RESUME):
            return (*self.spans, RecordedSpan(start_ms=media_ms))
        open_at_end = bool(self.spans) and self.spans[-1].end_ms is None
        if open_at_end and step in (RecordingStep.PAUSE, RecordingStep.STOP, RecordingStep.FAIL):
            return (*self.spans[:-1], replace(self.spans[-1], end_ms=media_ms))
        return self.spans
