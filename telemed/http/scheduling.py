"""Specialists and the calendar."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from telemed.domain.ids import FacilityId, PractitionerId
from telemed.domain.scheduling import Span
from telemed.http.exchange import read_query, reply
from telemed.http.faults import Unprocessable
from telemed.http.gate import actor_of
from telemed.http.reference_bodies import facility_ref, optional_facility, optional_patient, person_ref
from telemed.services.arrangements import CalendarFilter, SpecialistFilter
from telemed.wire import http_scheduling as wire

if TYPE_CHECKING:
    from datetime import datetime

    from aiohttp import web

    from telemed.http.registry import Handler
    from telemed.services.arrangements import Arrangements, CalendarView
    from telemed.services.ports import Clock
    from telemed.services.timetable import CalendarEntry, SpecialistView

DEFAULT_WINDOW = timedelta(days=7)


class SchedulingHandlers:
    """Who, and when."""

    def __init__(self, arrangements: Arrangements, clock: Clock) -> None:
        self._arrangements = arrangements
        self._clock = clock

    def table(self) -> dict[str, Handler]:
        """Name the handlers as the routes do."""
        return {"specialists": self.specialists, "calendar": self.calendar}

    async def specialists(self, request: web.Request) -> web.StreamResponse:
        """List who can be asked."""
        query = read_query(request, wire.SpecialistQuery)
        start = query.from_ or self._clock.now()
        wanted = SpecialistFilter(
            speciality=query.speciality or "",
            facility_id=FacilityId(query.facility) if query.facility else None,
            text=query.q or "",
            window=_span(start, query.to or start + DEFAULT_WINDOW),
            duration=timedelta(minutes=query.duration_min),
        )
        found = await self._arrangements.specialists(actor_of(request), wanted)
        return reply(wire.SpecialistList(items=tuple(specialist_body(one) for one in found)))

    async def calendar(self, request: web.Request) -> web.StreamResponse:
        """Show bookings and open hours."""
        query = read_query(request, wire.CalendarQuery)
        wanted = CalendarFilter(
            speciality=query.speciality or "",
            facility_id=FacilityId(query.facility) if query.facility else None,
            specialist_id=PractitionerId(query.specialist) if query.specialist else None,
        )
        found = await self._arrangements.calendar(actor_of(request), _span(query.from_, query.to), wanted)
        return reply(calendar_body(found))


def _span(start: datetime, end: datetime) -> Span:
    if not start < end:
        raise Unprocessable("query_invalid", "The end comes after the beginning.", field="to")
    return Span(start.astimezone(UTC), end.astimezone(UTC))


def specialist_body(view: SpecialistView) -> wire.Specialist:
    """Show someone who can be asked."""
    practitioner = view.person.practitioner
    return wire.Specialist(
        practitioner_id=practitioner.id,
        name=practitioner.name,
        title=practitioner.title,
        specialities=practitioner.specialities,
        department=view.person.department_name,
        facility=facility_ref(view.person.facility),
        is_free_now=view.is_free_now,
        is_online=view.is_online,
        free_slots=tuple(wire.Slot(start=slot.start, end=slot.end) for slot in view.free_slots),
        open_cases=view.open_cases,
    )


def calendar_body(view: CalendarView) -> wire.Calendar:
    """Show specialists as columns, bookings in them."""
    return wire.Calendar(
        specialists=tuple(person_ref(person) for person in view.specialists),
        open_hours=tuple(
            wire.OpenHours(specialist_id=who, start=span.start, end=span.end) for who, span in view.open_hours
        ),
        entries=tuple(_entry(entry) for entry in view.entries),
    )


def _entry(entry: CalendarEntry) -> wire.CalendarEntry:
    booked, case = entry.appointment, entry.consultation
    return wire.CalendarEntry(
        id=booked.id,
        specialist_id=booked.practitioner_id,
        start=booked.span.start,
        end=booked.span.end,
        kind="consultation" if case else "busy",
        consultation_id=case.id if case else None,
        session_id=entry.session_id,
        number=case.number if case else "",
        state=case.state if case else None,
        urgency=case.terms.urgency if case else None,
        patient=optional_patient(entry.patient, booked.span.start),
        purpose=case.form.question.purpose if case else "",
        requesting_facility=optional_facility(entry.requesting_facility),
        is_mine=entry.is_mine,
    )
