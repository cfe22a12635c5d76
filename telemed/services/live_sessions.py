"""Live sessions as HTTP and the live room see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from telemed.domain.consultation import Consultation
from telemed.domain.ids import AccountId, ConsultationId, ParticipantId, RecordingId, SessionId
from telemed.domain.live_session import LiveSession, Participant, SeatRole
from telemed.domain.patient import Patient
from telemed.domain.session_log import StoredEntry
from telemed.services.case_view import Material

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telemed.domain.live_session import DeviceCheck
    from telemed.domain.roles import Actor
    from telemed.domain.session_acts import SessionAct
    from telemed.domain.session_log import NewEntry

TOKEN_LIFE_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomToken:
    """Entry to a room: one use, within a minute."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatGrant:
    """Who may sit where."""

    session_id: SessionId
    participant_id: ParticipantId
    account_id: AccountId
    display_name: str
    facility_name: str
    role: SeatRole


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveSessionRecord:
    """All a room needs to start, or to go on after a crash."""

    session: LiveSession
    consultation_id: ConsultationId
    title: str
    """Number and purpose of the case; no patient's name."""
    materials: tuple[Material, ...]
    participants: tuple[Participant, ...]
    entries: tuple[StoredEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPerson:
    """Someone who is expected or was there."""

    participant: Participant | None
    account_id: AccountId | None
    name: str
    facility_name: str
    role: SeatRole
    checked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A session before, during and after."""

    session: LiveSession
    consultation: Consultation
    patient: Patient | None
    people: tuple[SessionPerson, ...]
    own_role: SeatRole
    may_join: bool
    recording_ids: tuple[RecordingId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Entries in order, and the newest sequence number there is (0 for none)."""

    entries: tuple[StoredEntry, ...]
    last: int


class LiveSessions:
    """What a live room commits to."""

    async def session(self, actor: Actor, session_id: SessionId) -> SessionView:
        """Describe a session. Raises NotFound."""
        raise NotImplementedError

    async def note_device_check(self, actor: Actor, session_id: SessionId, check: DeviceCheck) -> datetime:
        """Keep what the waiting room found out; gives the moment."""
        raise NotImplementedError

    async def issue_token(self, actor: Actor, session_id: SessionId) -> RoomToken:
        """Let someone in. Raises AccessRefused, StepNotAllowed when the session is over."""
        raise NotImplementedError

    async def redeem(self, token: str, account_id: AccountId) -> SeatGrant:
        """Take a token: once, by the account it was made for. Raises TokenRefused."""
        raise NotImplementedError

    async def load(self, session_id: SessionId) -> LiveSessionRecord:
        """Read a session with its whole log. Raises NotFound."""
        raise NotImplementedError

    async def commit(
        self, session_id: SessionId, entries: Sequence[NewEntry], acts: Sequence[SessionAct]
    ) -> tuple[StoredEntry, ...]:
        """Append entries and do the acts in one transaction; afterwards they are durable.

        Raises LogConflict when a sequence number is taken or leaves a gap, StepNotAllowed when an act does
        not fit the state of case, session or recording; then nothing is changed.
        """
        raise NotImplementedError

    async def log(self, actor: Actor, session_id: SessionId, since: int, limit: int) -> LogPage:
        """Read entries after `since`. An audit entry for its first page."""
        raise NotImplementedError
