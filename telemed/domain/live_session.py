"""A live session 会诊会话 and who takes part (reference 5.3.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from telemed.domain.ids import AccountId, ConsultationId, ParticipantId, PractitionerId, SessionId
from telemed.domain.machine import next_state
from telemed.domain.scheduling import Span

LOBBY_OPENS_BEFORE = timedelta(minutes=15)
"""N35."""


class SessionState(Enum):
    """Where a session stands."""

    PLANNED = "planned"
    LOBBY_OPEN = "lobby_open"
    LIVE = "live"
    DEGRADED = "degraded"
    ENDING = "ending"
    ENDED = "ended"
    ABORTED = "aborted"


class SessionStep(Enum):
    """What moves a session."""

    OPEN_LOBBY = "open_lobby"
    START = "start"
    DEGRADE = "degrade"
    RECOVER = "recover"
    BEGIN_END = "begin_end"
    END = "end"
    ABORT = "abort"


SS = SessionState
SESSION_TRANSITIONS: dict[tuple[SessionState, SessionStep], SessionState] = {
    (SS.PLANNED, SessionStep.OPEN_LOBBY): SS.LOBBY_OPEN,
    (SS.LOBBY_OPEN, SessionStep.START): SS.LIVE,
    (SS.LIVE, SessionStep.DEGRADE): SS.DEGRADED,
    (SS.DEGRADED, SessionStep.RECOVER): SS.LIVE,
    (SS.LIVE, SessionStep.BEGIN_END): SS.ENDING,
    (SS.DEGRADED, SessionStep.BEGIN_END): SS.ENDING,
    (SS.ENDING, SessionStep.END): SS.ENDED,
    (SS.PLANNED, SessionStep.ABORT): SS.ABORTED,
    (SS.LOBBY_OPEN, SessionStep.ABORT): SS.ABORTED,
    (SS.LIVE, SessionStep.ABORT): SS.ABORTED,
    (SS.DEGRADED, SessionStep.ABORT): SS.ABORTED,
}

SESSION_OVER = frozenset({SS.ENDED, SS.ABORTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSession:
    """One meeting about one case."""

    id: SessionId
    consultation_id: ConsultationId
    version: int = 1
    state: SessionState = SessionState.PLANNED
    planned: Span
    started_at: datetime | None = None
    """Origin of the media clock."""
    ended_at: datetime | None = None

    @property
    def lobby_opens_at(self) -> datetime:
        """When people may come in."""
        return self.planned.start - LOBBY_OPENS_BEFORE

    def after(self, step: SessionStep, now: datetime) -> LiveSession:
        """Take a step. Raises StepNotAllowed."""
        state = next_state(SESSION_TRANSITIONS, self.state, step)
        started = now if step is SessionStep.START else self.started_at
        ended = now if state in SESSION_OVER else self.ended_at
        return replace(self, state=state, started_at=started, ended_at=ended)


class SeatRole(Enum):
    """What someone is in a session."""

    HOST = "host"
    """The requesting doctor of the case: the inviting side runs the session (N01)."""
    REQUESTER = "requester"
    """A colleague of the inviting facility."""
    EXPERT = "expert"
    COORDINATOR = "coordinator"
    OBSERVER = "observer"
    GUEST = "guest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A seat: the same for the same account in the same session, whatever happens to sockets."""

    id: ParticipantId
    session_id: SessionId
    account_id: AccountId
    practitioner_id: PractitionerId | None = None
    display_name: str
    facility_name: str = ""
    role: SeatRole
    joined_at: datetime | None = None
    left_at: datetime | None = None


class CheckResult(Enum):
    """What one part of a device check gave."""

    OK = "ok"
    DENIED = "denied"
    ABSENT = "absent"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCheck:
    """What the waiting room found out (N08, N35)."""

    camera: CheckResult
    microphone: CheckResult
    speaker: CheckResult
    connection: CheckResult
    round_trip_ms: int | None = None
    up_kbps: int | None = None
    down_kbps: int | None = None
    browser: str = ""
