"""Specialists' time as others see it: free slots, and who is booked for what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from telemed.domain.access import Action, may
from telemed.domain.consultation import Consultation
from telemed.domain.facility import Facility
from telemed.domain.ids import SessionId
from telemed.domain.invitation import TAKEN_PART, InvitationState
from telemed.domain.patient import Patient
from telemed.domain.scheduling import Appointment, Span, free_slots, open_spans
from telemed.services.case_view import Person
from telemed.services.discretion import shown_case, shown_patient
from telemed.services.people_reader import persons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telemed.domain.ids import PractitionerId
    from telemed.services.desk import Act

SLOTS_SHOWN = 200
ONLINE_WITHIN = timedelta(minutes=2)
"""A browser in use shows itself at least every minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialistView:
    """Someone who can be asked."""

    person: Person
    is_free_now: bool
    is_online: bool
    free_slots: tuple[Span, ...]
    open_cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """A booked span; the case stays None for who may not see it."""

    appointment: Appointment
    consultation: Consultation | None
    patient: Patient | None
    requesting_facility: Facility | None
    session_id: SessionId | None
    is_mine: bool


async def entries_of(act: Act, busy: Sequence[Appointment]) -> tuple[CalendarEntry, ...]:
    """Show bookings: the case to those who have it in their lists, busy to others."""
    ids = [each.consultation_id for each in busy]
    cases = await act.work.consultations.of_ids(ids)
    known = {each.consultation.id: each for each in await act.known_all(list(cases.values()))}
    patients = await act.work.patients.of_ids({case.patient_id for case in cases.values()})
    facilities = await act.work.facilities.of_ids({case.origin.facility_id for case in cases.values()})
    sessions = await act.work.sessions.of_cases(ids)
    entries = []
    for each in busy:
        case = known[each.consultation_id]
        origin = case.consultation.origin
        is_seen = may(act.actor, Action.LIST_CASE, case.relations)
        planned = sessions.get(each.consultation_id, ())
        patient = patients[case.consultation.patient_id]
        entries.append(
            CalendarEntry(
                appointment=each,
                consultation=(shown_case(act.actor, case.relations, case.consultation) if is_seen else None),
                patient=shown_patient(act.actor, case.relations, patient) if is_seen else None,
                requesting_facility=facilities[origin.facility_id] if is_seen else None,
                session_id=planned[-1].id if planned and is_seen else None,
                is_mine=each.practitioner_id == act.actor.practitioner_id
                or origin.account_id == act.actor.account_id,
            )
        )
    return tuple(entries)


async def with_slots(
    act: Act, ids: Sequence[PractitionerId], window: Span, duration: timedelta
) -> list[SpecialistView]:
    """Show specialists with their free slots within a window."""
    people = await persons(act.work, ids)
    duty = await act.work.practitioners.duty_of(ids)
    busy = await act.work.appointments.busy(ids, window)
    counts = await act.work.invitations.open_counts(ids, {InvitationState.OFFERED, *TAKEN_PART})
    online = await act.work.sign_ins.seen_since(act.now - ONLINE_WITHIN)
    accounts = await act.work.accounts.of_practitioners(ids)
    views = []
    for one in ids:
        taken = [each.span for each in busy if each.practitioner_id == one]
        hours = open_spans((each for each in duty if each.practitioner_id == one), window)
        account = accounts.get(one)
        views.append(
            SpecialistView(
                person=people[one],
                is_free_now=not any(span.contains(act.now) for span in taken),
                is_online=account is not None and account.id in online,
                free_slots=tuple(free_slots(hours, taken, duration)[:SLOTS_SHOWN]),
                open_cases=counts.get(one, 0),
            )
        )
    return views
