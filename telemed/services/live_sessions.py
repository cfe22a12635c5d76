"""Live sessions as HTTP and the live room see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from telemed.auth.tokens import new_token, token_hash
from telemed.domain.access import Action, Relation, may
from telemed.domain.consultation import Consultation
from telemed.domain.errors import StaleVersion, StepNotAllowed, TokenRefused, TooEarly
from telemed.domain.ids import AccountId, ConsultationId, ParticipantId, RecordingId, SessionId
from telemed.domain.invitation import TAKEN_PART
from telemed.domain.live_session import SESSION_OVER, LiveSession, Participant, SeatRole, SessionStep
from telemed.domain.patient import Patient
from telemed.domain.roles import Role
from telemed.domain.session_log import StoredEntry
from telemed.services.case_reader import materials_of
from telemed.services.case_view import Material
from telemed.services.desk import case_entity
from telemed.services.discretion import shown_case, shown_patient
from telemed.services.live_acts import LiveActs
from telemed.services.people_reader import persons
from telemed.storage.sign_ins import RoomPass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telemed.domain.live_session import DeviceCheck
    from telemed.domain.roles import Actor
    from telemed.domain.session_acts import SessionAct
    from telemed.domain.session_log import NewEntry
    from telemed.services.desk import Act, Desk, KnownCase

TOKEN_LIFE = timedelta(seconds=60)
COMMIT_TRIES = 3
"""A case that somebody edits at the same moment is read again."""


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

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def session(self, actor: Actor, session_id: SessionId) -> SessionView:
        """Describe a session. Raises NotFound."""
        async with self._desk.act(actor) as act:
            session = await act.work.sessions.get(session_id)
            known = await act.case(session.consultation_id, Action.READ_SESSION)
            case = known.consultation
            recordings = await act.work.recordings.of_case(case.id)
            may_play = may(actor, Action.LIST_RECORDING, known.relations)
            patient = await act.work.patients.get(case.patient_id)
            return SessionView(
                session=session,
                consultation=shown_case(actor, known.relations, case),
                patient=shown_patient(actor, known.relations, patient),
                people=await self._people(act, known, session),
                own_role=seat_role(actor, known.relations),
                may_join=may(actor, Action.JOIN_SESSION, known.relations) and _is_open(session, act.now),
                recording_ids=tuple(
                    each.id for each in recordings if may_play and each.session_id == session_id
                ),
            )

    async def note_device_check(self, actor: Actor, session_id: SessionId, check: DeviceCheck) -> datetime:
        """Keep what the waiting room found out; gives the moment."""
        async with self._desk.act(actor) as act:
            session = await act.work.sessions.get(session_id)
            await act.case(session.consultation_id, Action.JOIN_SESSION)
            await act.work.sessions.add_check(session_id, actor.account_id, act.now, check)
            return act.now

    async def issue_token(self, actor: Actor, session_id: SessionId) -> RoomToken:
        """Let someone in. Raises AccessRefused, TooEarly, StepNotAllowed when the session is over."""
        async with self._desk.act(actor) as act:
            session = await act.work.sessions.get(session_id)
            known = await act.case(session.consultation_id, Action.JOIN_SESSION)
            if session.state in SESSION_OVER:
                raise StepNotAllowed(session.state, SessionStep.OPEN_LOBBY)
            if not _is_open(session, act.now):
                raise TooEarly(session.state.value)
            seat = await act.work.sessions.keep_seat(
                Participant(
                    id=ParticipantId(act.ids.new()),
                    session_id=session_id,
                    account_id=actor.account_id,
                    practitioner_id=actor.practitioner_id,
                    display_name=actor.display_name,
                    facility_name=actor.facility_name,
                    role=seat_role(actor, known.relations),
                )
            )
            token = new_token()
            granted = RoomPass(
                session_id=session_id,
                participant_id=seat.id,
                account_id=actor.account_id,
                expires_at=act.now + TOKEN_LIFE,
            )
            await act.work.sign_ins.add_room_pass(token_hash(token), granted, act.now)
            return RoomToken(token=token, expires_at=granted.expires_at)

    async def redeem(self, token: str, account_id: AccountId) -> SeatGrant:
        """Take a token: once, by the account it was made for. Raises TokenRefused."""
        async with self._desk.database.transaction() as work:
            now = self._desk.clock.now()
            granted = await work.sign_ins.use_room_pass(token_hash(token), account_id, now)
            if granted is None:
                raise TokenRefused
            seat = await work.sessions.seat(granted.participant_id)
            return SeatGrant(
                session_id=seat.session_id,
                participant_id=seat.id,
                account_id=seat.account_id,
                display_name=seat.display_name,
                facility_name=seat.facility_name,
                role=seat.role,
            )

    async def load(self, session_id: SessionId) -> LiveSessionRecord:
        """Read a session with its whole log. Raises NotFound."""
        async with self._desk.database.reading() as work:
            session = await work.sessions.get(session_id)
            case = await work.consultations.get(session.consultation_id)
            materials = await materials_of(work, [case.id])
            return LiveSessionRecord(
                session=session,
                consultation_id=case.id,
                title=f"{case.number} {case.form.target.speciality}".strip(),
                materials=materials[case.id],
                participants=await work.sessions.seats(session_id),
                entries=await work.session_log.read(session_id),
            )

    async def commit(
        self, session_id: SessionId, entries: Sequence[NewEntry], acts: Sequence[SessionAct]
    ) -> tuple[StoredEntry, ...]:
        """Append entries and do the acts in one transaction; afterwards they are durable.

        Raises LogConflict when a sequence number is taken or leaves a gap, StepNotAllowed when an act does
        not fit the state of case, session or recording; then nothing is changed.
        """
        for _ in range(COMMIT_TRIES - 1):
            try:
                return await self._commit(session_id, entries, acts)
            except StaleVersion:
                continue
        return await self._commit(session_id, entries, acts)

    async def _commit(
        self, session_id: SessionId, entries: Sequence[NewEntry], acts: Sequence[SessionAct]
    ) -> tuple[StoredEntry, ...]:
        async with self._desk.database.transaction() as work:
            stored = await work.session_log.append(session_id, entries)
            if acts:
                session = await work.sessions.get(session_id)
                doing = LiveActs(work, session, self._desk.clock.now(), self._desk.ids)
                for act in acts:
                    await doing.do(act)
            return stored

    async def log(self, actor: Actor, session_id: SessionId, since: int, limit: int) -> LogPage:
        """Read entries after `since`. An audit entry for its first page."""
        open_act = self._desk.act if since == 0 else self._desk.look
        async with open_act(actor) as act:
            session = await act.work.sessions.get(session_id)
            known = await act.case(session.consultation_id, Action.READ_SESSION)
            if since == 0:
                entity = case_entity(known.consultation, "session", session_id)
                act.note(Action.READ_SESSION, entity, "log")
            last, _ = await act.work.session_log.head(session_id)
            return LogPage(entries=await act.work.session_log.read(session_id, since, limit), last=last)

    async def _people(self, act: Act, known: KnownCase, session: LiveSession) -> tuple[SessionPerson, ...]:
        seats = await act.work.sessions.seats(session.id)
        checked = await act.work.sessions.checked_at(session.id)
        origin = known.consultation.origin
        experts = [each.practitioner_id for each in known.invitations if each.state in TAKEN_PART]
        expected = {origin.practitioner_id: SeatRole.HOST, **dict.fromkeys(experts, SeatRole.EXPERT)}
        people = await persons(act.work, expected)
        accounts = await act.work.accounts.of_practitioners(expected)
        seated = {seat.account_id for seat in seats}
        found = [
            SessionPerson(
                participant=seat,
                account_id=seat.account_id,
                name=seat.display_name,
                facility_name=seat.facility_name,
                role=seat.role,
                checked_at=checked.get(seat.account_id),
            )
            for seat in seats
        ]
        for practitioner_id, role in expected.items():
            account = accounts.get(practitioner_id)
            if account is not None and account.id in seated:
                continue
            person = people[practitioner_id]
            found.append(
                SessionPerson(
                    participant=None,
                    account_id=account.id if account else None,
                    name=person.practitioner.name,
                    facility_name=person.facility.name,
                    role=role,
                    checked_at=checked.get(account.id) if account else None,
                )
            )
        return tuple(found)


def seat_role(actor: Actor, relations: frozenset[Relation]) -> SeatRole:
    """Say what someone is in a session: by relation to the case, else by role."""
    if Relation.OWN in relations:
        return SeatRole.HOST
    if Relation.INVITED in relations:
        return SeatRole.EXPERT
    return SeatRole.COORDINATOR if actor.has(Role.COORDINATOR) else SeatRole.OBSERVER


def _is_open(session: LiveSession, now: datetime) -> bool:
    return session.state not in SESSION_OVER and now >= session.lobby_opens_at
