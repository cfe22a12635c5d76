"""Domain values in any state, for unit tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from telemed.domain.consultation import Consultation, Course, Milestones, Origin
from telemed.domain.consultation_states import State
from telemed.domain.ids import (
    AccountId,
    ConsultationId,
    FacilityId,
    InvitationId,
    OpinionId,
    PatientId,
    PractitionerId,
    RecordingId,
    SessionId,
)
from telemed.domain.invitation import Invitation, InvitationState
from telemed.domain.live_session import LiveSession, SessionState
from telemed.domain.opinion import Draft, Opinion
from telemed.domain.recording import Recording, RecordingState
from telemed.domain.request_form import RequestForm
from telemed.domain.scheduling import Span

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
CASE = ConsultationId("case")
DOCTOR = PractitionerId("doctor")
EXPERT = PractitionerId("expert")
HOME = FacilityId("home")


def a_case(state: State = State.DRAFT) -> Consultation:
    """Make a case."""
    return Consultation(
        id=CASE,
        number="HZ1502992026112500001",
        state=state,
        patient_id=PatientId("patient"),
        origin=Origin(facility_id=HOME, practitioner_id=DOCTOR, account_id=AccountId("doctor")),
        form=RequestForm(),
        course=Course(milestones=Milestones(created_at=NOW, updated_at=NOW)),
    )


def an_invitation(state: InvitationState = InvitationState.OFFERED) -> Invitation:
    """Make an invitation."""
    return Invitation(
        id=InvitationId("invitation"),
        consultation_id=CASE,
        practitioner_id=EXPERT,
        state=state,
        span=Span(NOW, NOW + timedelta(minutes=30)),
        offered_at=NOW,
    )


def a_session(state: SessionState = SessionState.PLANNED) -> LiveSession:
    """Make a session."""
    planned = Span(NOW, NOW + timedelta(minutes=30))
    return LiveSession(id=SessionId("session"), consultation_id=CASE, planned=planned, state=state)


def a_recording(state: RecordingState = RecordingState.OFF) -> Recording:
    """Make a recording."""
    return Recording(
        id=RecordingId("recording"), session_id=SessionId("session"), consultation_id=CASE, state=state
    )


def an_opinion() -> Opinion:
    """Make an opinion with an open draft."""
    return Opinion(
        id=OpinionId("opinion"),
        consultation_id=CASE,
        invitation_id=InvitationId("invitation"),
        author_id=EXPERT,
        draft=Draft(saved_at=NOW),
    )
