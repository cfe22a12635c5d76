"""Finding a specialist and a time, inviting, answering, the calendar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from telemed.domain.access import Action
from telemed.domain.audit import AuditEntity
from telemed.domain.consultation_states import Step
from telemed.domain.errors import AnswerMissing, FieldInvalid, NotFound, SlotTaken, StaleVersion
from telemed.domain.ids import (
    AppointmentId,
    ConsultationId,
    FacilityId,
    InvitationId,
    PractitionerId,
    SessionId,
)
from telemed.domain.invitation import TAKEN_PART, Invitation, InvitationState, InvitationStep
from telemed.domain.live_session import LiveSession
from telemed.domain.request_form import Mode
from telemed.domain.scheduling import (
    DEFAULT_DURATION,
    Appointment,
    AppointmentState,
    Span,
    bookable_span,
    open_spans,
)
from telemed.services.case_reader import detail_of, views_of
from telemed.services.case_view import CaseDetail, CaseView, Person
from telemed.services.desk import NO_RELATION, case_entity
from telemed.services.people_reader import persons
from telemed.services.releasing import release_time
from telemed.services.timetable import CalendarEntry, SpecialistView, entries_of, with_slots
from telemed.storage.practitioners import SpecialistQuery

if TYPE_CHECKING:
    from telemed.domain.consultation import Consultation
    from telemed.domain.roles import Actor
    from telemed.services.desk import Act, Desk, KnownCase

LOOK_AHEAD = timedelta(days=7)
LONGEST_SEARCH = timedelta(days=31)
LONGEST_CALENDAR = timedelta(days=62)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialistFilter:
    """Who could be asked, and when."""

    speciality: str = ""
    facility_id: FacilityId | None = None
    text: str = ""
    window: Span | None = None
    """At most 31 days; None is the next seven."""
    duration: timedelta = DEFAULT_DURATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Whom to ask. A live consultation names start and end; a written one needs none."""

    specialist_id: PractitionerId
    start: datetime | None = None
    end: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFilter:
    """Which specialists."""

    speciality: str = ""
    facility_id: FacilityId | None = None
    specialist_id: PractitionerId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """Specialists as columns, open hours and bookings in them."""

    specialists: tuple[Person, ...]
    open_hours: tuple[tuple[PractitionerId, Span], ...]
    entries: tuple[CalendarEntry, ...]


class Arrangements:
    """Who, and when."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def specialists(self, actor: Actor, wanted: SpecialistFilter) -> tuple[SpecialistView, ...]:
        """List who can be asked, best fit first: free earliest, fewest open cases."""
        async with self._desk.act(actor) as act:
            act.permit(Action.FIND_SPECIALIST, NO_RELATION, AuditEntity(kind="specialist"))
            window = wanted.window or Span(act.now, act.now + LOOK_AHEAD)
            _check_window(window, LONGEST_SEARCH)
            window = Span(max(window.start, act.now), window.end)
            query = SpecialistQuery(
                speciality=wanted.speciality, facility_id=wanted.facility_id, text=wanted.text
            )
            found = await act.work.practitioners.specialists(query)
            views = await with_slots(act, [each.id for each in found], window, wanted.duration)
            return tuple(sorted(views, key=lambda view: _fit(view, window)))

    async def offer(
        self, actor: Actor, consultation_id: ConsultationId, version: int, offer: Offer
    ) -> CaseDetail:
        """Invite a specialist and hold the slot. Raises SlotTaken, FieldInvalid, StaleVersion."""
        async with self._desk.act(actor) as act:
            known = await act.case(consultation_id, Action.OFFER_CASE, version=version)
            case = known.consultation
            case.after(Step.OFFER, act.now)
            await self._check_specialist(act, known, offer.specialist_id)
            span = _span_of(case, offer, act.now)
            invitation = Invitation(
                id=InvitationId(act.ids.new()),
                consultation_id=case.id,
                practitioner_id=offer.specialist_id,
                span=span,
                note=offer.note,
                offered_at=act.now,
                offered_by=actor.account_id,
            )
            await act.work.invitations.add(invitation)
            if span is not None:
                await act.work.appointments.add(
                    Appointment(
                        id=AppointmentId(act.ids.new()),
                        consultation_id=case.id,
                        invitation_id=invitation.id,
                        practitioner_id=offer.specialist_id,
                        span=span,
                    )
                )
            person = (await persons(act.work, [offer.specialist_id]))[offer.specialist_id]
            saved = await act.step(case, Step.OFFER, text=person.practitioner.name)
            return await detail_of(act, await act.known(saved.id))

    async def accept_invitation(self, actor: Actor, invitation_id: InvitationId, version: int) -> CaseDetail:
        """Accept: the case is scheduled with a session, or awaits the opinion in written mode."""
        async with self._desk.act(actor) as act:
            known, invitation = await self._own_invitation(act, invitation_id, version)
            await act.work.invitations.save(invitation.after(InvitationStep.ACCEPT, act.now))
            case = known.consultation
            if invitation.span is None:
                await act.step(case, Step.ACCEPT_WRITTEN)
            else:
                if invitation.span.end <= act.now:
                    raise SlotTaken
                await self._book(act, case, invitation)
                await act.step(case, Step.SCHEDULE, planned_start=invitation.span.start)
            await self._lose_others(act, known, invitation)
            return await detail_of(act, await act.known(case.id))

    async def decline_invitation(
        self, actor: Actor, invitation_id: InvitationId, version: int, reason: str
    ) -> CaseView:
        """Decline: the slot is freed; when nobody is left the case goes back to accepted."""
        if not reason.strip():
            raise AnswerMissing("A reason is mandatory here.", field="reason", remedy="Give the reason.")
        async with self._desk.act(actor) as act:
            known, invitation = await self._own_invitation(act, invitation_id, version)
            await act.work.invitations.save(invitation.after(InvitationStep.DECLINE, act.now, reason))
            case = known.consultation
            await release_time(act, case.id, invitation.id)
            await act.tell(case, "declined", text=reason)
            left = [each for each in known.invitations if each.id != invitation.id]
            if not any(each.state in {InvitationState.OFFERED, *TAKEN_PART} for each in left):
                await act.step(case, Step.DECLINE_ALL)
            return (await views_of(act, [await act.known(case.id)]))[0]

    async def calendar(self, actor: Actor, window: Span, wanted: CalendarFilter) -> CalendarView:
        """Show bookings and open hours; at most 62 days. Raises FieldInvalid."""
        _check_window(window, LONGEST_CALENDAR)
        async with self._desk.act(actor) as act:
            act.permit(Action.READ_CALENDAR, NO_RELATION, AuditEntity(kind="calendar"))
            query = SpecialistQuery(
                speciality=wanted.speciality,
                facility_id=wanted.facility_id,
                practitioner_id=wanted.specialist_id,
            )
            ids = [each.id for each in await act.work.practitioners.specialists(query)]
            people = await persons(act.work, ids)
            duty = await act.work.practitioners.duty_of(ids)
            hours = [
                (one, span)
                for one in ids
                for span in open_spans((each for each in duty if each.practitioner_id == one), window)
            ]
            busy = await act.work.appointments.busy(ids, window)
            return CalendarView(
                specialists=tuple(people[one] for one in ids),
                open_hours=tuple(hours),
                entries=await entries_of(act, busy),
            )

    async def _check_specialist(self, act: Act, known: KnownCase, one: PractitionerId) -> None:
        found = await act.work.practitioners.specialists(SpecialistQuery(practitioner_id=one))
        if not found or one == known.consultation.origin.practitioner_id:
            raise FieldInvalid(
                "This person cannot be asked.", field="specialistId", remedy="Choose another specialist."
            )
        open_states = {InvitationState.OFFERED, *TAKEN_PART}
        if any(each.practitioner_id == one and each.state in open_states for each in known.invitations):
            raise FieldInvalid(
                "This specialist has been asked already.", field="specialistId", remedy="Wait or ask another."
            )

    async def _own_invitation(
        self, act: Act, invitation_id: InvitationId, version: int
    ) -> tuple[KnownCase, Invitation]:
        invitation = await act.work.invitations.get(invitation_id)
        if invitation.practitioner_id != act.actor.practitioner_id:
            case = await act.work.consultations.get(invitation.consultation_id)
            act.refuse(Action.ANSWER_INVITATION, case_entity(case, "invitation", invitation_id))
            raise NotFound("invitation")
        if invitation.version != version:
            raise StaleVersion(invitation.state.value, invitation.version)
        invitation.after(InvitationStep.ACCEPT, act.now)
        return await act.case(invitation.consultation_id, Action.ANSWER_INVITATION), invitation

    async def _book(self, act: Act, case: Consultation, invitation: Invitation) -> None:
        if invitation.span is None:
            return
        for appointment in await act.work.appointments.of_case(case.id):
            if appointment.invitation_id == invitation.id:
                await act.work.appointments.save(replace(appointment, state=AppointmentState.BOOKED))
        session = LiveSession(id=SessionId(act.ids.new()), consultation_id=case.id, planned=invitation.span)
        await act.work.sessions.add(session)

    async def _lose_others(self, act: Act, known: KnownCase, chosen: Invitation) -> None:
        for other in known.invitations:
            if other.id != chosen.id and other.state is InvitationState.OFFERED:
                await act.work.invitations.save(other.after(InvitationStep.LOSE, act.now))
                await release_time(act, known.consultation.id, other.id)


def _span_of(case: Consultation, offer: Offer, now: datetime) -> Span | None:
    if case.terms.mode is Mode.WRITTEN:
        return None
    if offer.start is None or offer.end is None:
        raise FieldInvalid("A live consultation needs a time.", field="start", remedy="Choose a free slot.")
    return bookable_span(offer.start, offer.end, now)


def _check_window(window: Span, longest: timedelta) -> None:
    if not window.start < window.end <= window.start + longest:
        raise FieldInvalid(
            f"Ask for at most {longest.days} days, from before to.", field="to", remedy="Choose less."
        )


def _fit(view: SpecialistView, window: Span) -> tuple[datetime, int, str]:
    earliest = view.free_slots[0].start if view.free_slots else window.end
    return earliest, view.open_cases, view.person.practitioner.name
