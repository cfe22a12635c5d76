"""Does what a live room's entries stand for: moves case, session, invitation and recording, and audits it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from telemed.domain.access import Action
from telemed.domain.consultation_states import Step
from telemed.domain.invitation import INVITATION_TRANSITIONS, InvitationStep
from telemed.domain.live_session import SessionState, SessionStep
from telemed.domain.recording import RECORDING_TRANSITIONS, Recording, RecordingState, RecordingStep
from telemed.domain.roles import SERVICE, Actor
from telemed.domain.session_acts import (
    RecordingAnswered,
    RecordingAsked,
    RecordingPaused,
    RecordingResumed,
    RecordingStarted,
    RecordingStopped,
    SeatLeft,
    SeatTaken,
    SessionAct,
    SessionEnded,
    SessionStarted,
)
from telemed.services.desk import Act, case_entity
from telemed.services.issuing import issue_signed

if TYPE_CHECKING:
    from datetime import datetime

    from telemed.domain.audit import AuditEntity
    from telemed.domain.consultation import Consultation
    from telemed.domain.ids import ParticipantId, RecordingId
    from telemed.domain.live_session import LiveSession, Participant
    from telemed.services.ports import IdSource
    from telemed.storage.work import Work

MILLISECOND = timedelta(milliseconds=1)
ENDS_RECORDING = (RecordingState.RECORDING, RecordingState.PAUSED)


class LiveActs:
    """The acts of one commit, within its transaction."""

    def __init__(self, work: Work, session: LiveSession, now: datetime, ids: IdSource) -> None:
        self._work = work
        self._session = session
        self._now = now
        self._ids = ids

    async def do(self, act: SessionAct) -> None:
        """Do one act. Raises StepNotAllowed, StaleVersion."""
        match act:
            case SeatTaken(participant_id=participant_id):
                await self._take_seat(participant_id)
            case SeatLeft(participant_id=participant_id):
                await self._leave_seat(participant_id)
            case SessionStarted(by=by):
                await self._start(by)
            case SessionEnded(by=by):
                await self._end(by)
            case _:
                await self._record(act)

    async def _take_seat(self, participant_id: ParticipantId) -> None:
        if self._session.state is SessionState.PLANNED:
            await self._move_session(SessionStep.OPEN_LOBBY)
        seat = await self._work.sessions.seat(participant_id)
        await self._work.sessions.note_seat(participant_id, joined_at=self._now)
        await self._move_invitation(seat, InvitationStep.JOIN)
        await self._audit(seat, Action.JOIN_SESSION, "joined")

    async def _leave_seat(self, participant_id: ParticipantId) -> None:
        seat = await self._work.sessions.seat(participant_id)
        await self._work.sessions.note_seat(participant_id, left_at=self._now)
        await self._move_invitation(seat, InvitationStep.LEAVE)
        await self._audit(seat, Action.JOIN_SESSION, "left")

    async def _start(self, by: ParticipantId) -> None:
        if self._session.state is SessionState.PLANNED:
            await self._move_session(SessionStep.OPEN_LOBBY)
        act = await self._act(by)
        case = await self._case()
        await act.step(case, Step.START)
        await self._move_session(SessionStep.START)
        act.note(Action.RUN_SESSION, self._entity(case), "started")

    async def _end(self, by: ParticipantId | None) -> None:
        act = await self._act(by)
        case = await act.step(await self._case(), Step.END)
        await self._move_session(SessionStep.BEGIN_END)
        await self._move_session(SessionStep.END)
        for seat in await self._work.sessions.seats(self._session.id):
            await self._move_invitation(seat, InvitationStep.LEAVE)
        for recording in await self._work.recordings.of_case(case.id):
            if recording.session_id == self._session.id:
                await self._end_recording(recording)
        act.note(Action.RUN_SESSION, self._entity(case), "ended")
        await issue_signed(act, case)

    async def _end_recording(self, recording: Recording) -> None:
        if recording.state in ENDS_RECORDING:
            started = self._session.started_at or self._now
            media_ms = (self._now - started) // MILLISECOND
            await self._work.recordings.save(recording.after(RecordingStep.STOP, self._now, media_ms))
        elif recording.state is RecordingState.CONSENT_PENDING:
            await self._work.recordings.save(recording.after(RecordingStep.REFUSE, self._now))

    async def _record(self, act: SessionAct) -> None:
        match act:
            case RecordingAsked(recording_id=recording_id, by=by):
                await self._ask(recording_id, by)
            case RecordingAnswered(recording_id=recording_id, participant_id=by, is_given=is_given):
                await self._answer(recording_id, by, is_given=is_given)
            case RecordingStarted(recording_id=recording_id, media_ms=media_ms):
                await self._move_recording(recording_id, RecordingStep.START, media_ms)
            case RecordingPaused(recording_id=recording_id, media_ms=media_ms):
                await self._move_recording(recording_id, RecordingStep.PAUSE, media_ms)
            case RecordingResumed(recording_id=recording_id, media_ms=media_ms):
                await self._move_recording(recording_id, RecordingStep.RESUME, media_ms)
            case RecordingStopped(recording_id=recording_id, media_ms=media_ms):
                await self._move_recording(recording_id, RecordingStep.STOP, media_ms)
            case _:
                raise TypeError(type(act).__name__)

    async def _ask(self, recording_id: RecordingId, by: ParticipantId) -> None:
        recording = Recording(
            id=recording_id, session_id=self._session.id, consultation_id=self._session.consultation_id
        )
        await self._work.recordings.add(recording.after(RecordingStep.ASK, self._now))
        await self._audit(await self._work.sessions.seat(by), Action.RUN_SESSION, "recording asked")

    async def _answer(self, recording_id: RecordingId, by: ParticipantId, *, is_given: bool) -> None:
        recording = await self._work.recordings.get(recording_id)
        if not is_given and (recording.state, RecordingStep.REFUSE) in RECORDING_TRANSITIONS:
            await self._work.recordings.save(recording.after(RecordingStep.REFUSE, self._now))
        said = "recording consented" if is_given else "recording declined"
        await self._audit(await self._work.sessions.seat(by), Action.GIVE_CONSENT, said)

    async def _move_recording(self, recording_id: RecordingId, step: RecordingStep, media_ms: int) -> None:
        recording = await self._work.recordings.get(recording_id)
        if step is RecordingStep.STOP and recording.state not in ENDS_RECORDING:
            return  # closed without the room: its disk broke, or nobody came back after a restart
        await self._work.recordings.save(recording.after(step, self._now, media_ms))
        act, case = Act(SERVICE, self._work, self._now, self._ids), await self._case()
        act.note(Action.RUN_SESSION, case_entity(case, "recording", recording_id), step.value)

    async def _move_session(self, step: SessionStep) -> None:
        self._session = await self._work.sessions.save(self._session.after(step, self._now))

    async def _move_invitation(self, seat: Participant, step: InvitationStep) -> None:
        for invitation in await self._work.invitations.of_case(self._session.consultation_id):
            is_theirs = (
                seat.practitioner_id is not None and invitation.practitioner_id == seat.practitioner_id
            )
            if is_theirs and (invitation.state, step) in INVITATION_TRANSITIONS:
                await self._work.invitations.save(invitation.after(step, self._now))

    async def _case(self) -> Consultation:
        return await self._work.consultations.get(self._session.consultation_id)

    async def _act(self, by: ParticipantId | None) -> Act:
        actor = actor_in(await self._work.sessions.seat(by)) if by is not None else SERVICE
        return Act(actor, self._work, self._now, self._ids)

    async def _audit(self, seat: Participant, action: Action, purpose: str) -> None:
        act = Act(actor_in(seat), self._work, self._now, self._ids)
        act.note(action, self._entity(await self._case()), purpose)

    def _entity(self, case: Consultation) -> AuditEntity:
        return case_entity(case, "session", self._session.id)


def actor_in(seat: Participant) -> Actor:
    """Describe a seat for time line and audit trail; the actor has no roles, so no rights."""
    return Actor(
        account_id=seat.account_id,
        display_name=seat.display_name,
        roles=frozenset(),
        practitioner_id=seat.practitioner_id,
        facility_name=seat.facility_name,
    )
