"""Freeing what a case holds: invitations, specialists' time, planned sessions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from telemed.domain.invitation import INVITATION_TRANSITIONS, Invitation, InvitationStep
from telemed.domain.live_session import SESSION_TRANSITIONS, SessionStep
from telemed.domain.scheduling import AppointmentState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from telemed.domain.ids import ConsultationId, InvitationId
    from telemed.services.desk import Act


async def release_all(act: Act, invitations: Iterable[Invitation], consultation_id: ConsultationId) -> None:
    """Cancel open invitations, free the time, call planned sessions off."""
    for invitation in invitations:
        if (invitation.state, InvitationStep.CANCEL) in INVITATION_TRANSITIONS:
            await act.work.invitations.save(invitation.after(InvitationStep.CANCEL, act.now))
    await release_time(act, consultation_id)
    sessions = (await act.work.sessions.of_cases([consultation_id])).get(consultation_id, ())
    for session in sessions:
        if (session.state, SessionStep.ABORT) in SESSION_TRANSITIONS:
            await act.work.sessions.save(session.after(SessionStep.ABORT, act.now))


async def release_time(
    act: Act, consultation_id: ConsultationId, invitation_id: InvitationId | None = None
) -> None:
    """Free held and booked spans of a case, or of one invitation."""
    for appointment in await act.work.appointments.of_case(consultation_id):
        is_meant = invitation_id is None or appointment.invitation_id == invitation_id
        if is_meant and appointment.state in (AppointmentState.HELD, AppointmentState.BOOKED):
            await act.work.appointments.save(replace(appointment, state=AppointmentState.RELEASED))
