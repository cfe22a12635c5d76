"""What hangs on a case: the invitation, the booked time, the session with its seats, the opinion's plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from telemed.demo.course import Told
from telemed.demo.stories import opinion_content
from telemed.domain.consultation_states import State, Step
from telemed.domain.ids import AppointmentId, InvitationId, OpinionId, ParticipantId, SessionId
from telemed.domain.invitation import Answer, Invitation, InvitationState
from telemed.domain.live_session import LiveSession, Participant, SeatRole, SessionState
from telemed.domain.opinion import OpinionContent
from telemed.domain.scheduling import Appointment, AppointmentState

if TYPE_CHECKING:
    from telemed.demo.chance import Chance
    from telemed.demo.staff import Member

ENTERED_BEFORE = timedelta(minutes=3)
INVITATION_IN: dict[State, InvitationState] = {
    State.OFFERED: InvitationState.OFFERED,
    State.SCHEDULED: InvitationState.ACCEPTED,
    State.IN_SESSION: InvitationState.JOINED,
    State.SUSPENDED: InvitationState.JOINED,
    State.AWAITING_OPINION: InvitationState.OPINION_DRAFT,
    State.OPINION_ISSUED: InvitationState.SIGNED,
    State.ACKNOWLEDGED: InvitationState.SIGNED,
    State.CLOSED: InvitationState.SIGNED,
    State.CANCELLED: InvitationState.CANCELLED,
    State.NO_SHOW: InvitationState.ACCEPTED,
}
SESSION_IN: dict[State, SessionState] = {
    State.SCHEDULED: SessionState.PLANNED,
    State.IN_SESSION: SessionState.LIVE,
    State.SUSPENDED: SessionState.DEGRADED,
    State.CANCELLED: SessionState.ABORTED,
    State.NO_SHOW: SessionState.ABORTED,
}
BOOKING_IN: dict[State, AppointmentState] = {
    State.SCHEDULED: AppointmentState.BOOKED,
    State.IN_SESSION: AppointmentState.BOOKED,
    State.SUSPENDED: AppointmentState.BOOKED,
    State.CANCELLED: AppointmentState.RELEASED,
    State.NO_SHOW: AppointmentState.RELEASED,
}


@dataclass(frozen=True, slots=True)
class Written:
    """An opinion still to be signed with a key of the store, or left as a draft."""

    id: OpinionId
    content: OpinionContent
    saved_at: datetime
    issued_at: datetime | None
    """None leaves a draft."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Everything around one told case."""

    told: Told
    invitation: Invitation | None
    appointment: Appointment | None
    session: LiveSession | None
    seats: tuple[Participant, ...]
    written: Written | None


def arrange(told: Told, chance: Chance) -> Meeting:
    """Make what the steps of the case must have left behind."""
    invitation = _invitation(told, chance)
    appointment = _appointment(told, invitation, chance)
    session = _session(told, chance)
    seats = _seats(told, session, chance) if session else ()
    return Meeting(told, invitation, appointment, session, seats, _written(told, chance))


def _invitation(told: Told, chance: Chance) -> Invitation | None:
    offered_at = told.at(Step.OFFER)
    specialist = told.cast.specialist.practitioner
    if offered_at is None or specialist is None:
        return None
    answered_at = told.at(Step.SCHEDULE) or told.at(Step.ACCEPT_WRITTEN)
    return Invitation(
        id=InvitationId(chance.id_at(offered_at)),
        consultation_id=told.case.id,
        practitioner_id=specialist.id,
        state=INVITATION_IN[told.case.state],
        span=told.slot,
        note="请提前阅片。",
        offered_at=offered_at,
        offered_by=told.cast.coordinator.account.id,
        answer=Answer(at=answered_at),
    )


def _appointment(told: Told, invitation: Invitation | None, chance: Chance) -> Appointment | None:
    if invitation is None or told.slot is None:
        return None
    held = AppointmentState.HELD if told.case.state is State.OFFERED else AppointmentState.DONE
    return Appointment(
        id=AppointmentId(chance.id_at(invitation.offered_at)),
        consultation_id=told.case.id,
        invitation_id=invitation.id,
        practitioner_id=invitation.practitioner_id,
        span=told.slot,
        state=BOOKING_IN.get(told.case.state, held),
    )


def _session(told: Told, chance: Chance) -> LiveSession | None:
    scheduled_at = told.at(Step.SCHEDULE)
    if scheduled_at is None or told.slot is None:
        return None
    state = SESSION_IN.get(told.case.state, SessionState.ENDED)
    broken_off = told.at(Step.CANCEL) or told.at(Step.MISS)
    return LiveSession(
        id=SessionId(chance.id_at(scheduled_at)),
        consultation_id=told.case.id,
        state=state,
        planned=told.slot,
        started_at=told.at(Step.START),
        ended_at=told.at(Step.END) or broken_off,
    )


def _seats(told: Told, session: LiveSession, chance: Chance) -> tuple[Participant, ...]:
    if session.started_at is None:
        return ()
    cast = told.cast
    came = session.started_at - ENTERED_BEFORE
    parts = (
        (cast.requester, SeatRole.HOST),
        (cast.specialist, SeatRole.EXPERT),
        (cast.coordinator, SeatRole.COORDINATOR),
    )
    return tuple(_seat(session, member, role, came, chance) for member, role in parts)


def _seat(
    session: LiveSession, member: Member, role: SeatRole, came: datetime, chance: Chance
) -> Participant:
    return Participant(
        id=ParticipantId(chance.id_at(came)),
        session_id=session.id,
        account_id=member.account.id,
        practitioner_id=member.account.practitioner_id,
        display_name=member.person.name,
        facility_name=member.facility_name,
        role=role,
        joined_at=came,
        left_at=session.ended_at,
    )


def _written(told: Told, chance: Chance) -> Written | None:
    begun = told.at(Step.END) or told.at(Step.ACCEPT_WRITTEN)
    if begun is None:
        return None
    moment = begun + timedelta(minutes=3)
    issued = told.at(Step.ISSUE_OPINION)
    return Written(OpinionId(chance.id_at(begun)), opinion_content(told.story), moment, issued)
