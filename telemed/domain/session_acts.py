"""What a live room asks to be done together with the entries it commits."""

from __future__ import annotations

from dataclasses import dataclass

from telemed.domain.ids import ParticipantId, RecordingId


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTaken:
    """A participant came in (or came back)."""

    participant_id: ParticipantId


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLeft:
    """A participant's seat was released, or taken away."""

    participant_id: ParticipantId


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStarted:
    """The media clock starts: case to in_session, session to live."""

    by: ParticipantId


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEnded:
    """Case to awaiting_opinion, session to ended; opinions signed meanwhile are issued."""

    by: ParticipantId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingAsked:
    """A new recording waits for everybody's consent."""

    recording_id: RecordingId
    by: ParticipantId


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingAnswered:
    """One participant said yes or no; a no ends the question."""

    recording_id: RecordingId
    participant_id: ParticipantId
    is_given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingStarted:
    """Everybody agreed."""

    recording_id: RecordingId
    media_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingPaused:
    """Nothing is written until it goes on."""

    recording_id: RecordingId
    media_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingResumed:
    """It goes on."""

    recording_id: RecordingId
    media_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingStopped:
    """The files are being closed."""

    recording_id: RecordingId
    media_ms: int


SessionAct = (
    SeatTaken
    | SeatLeft
    | SessionStarted
    | SessionEnded
    | RecordingAsked
    | RecordingAnswered
    | RecordingStarted
    | RecordingPaused
    | RecordingResumed
    | RecordingStopped
)
