"""Finding a specialist and a time, inviting, answering, the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from telemed.domain.consultation import Consultation
from telemed.domain.facility import Facility
from telemed.domain.ids import ConsultationId, FacilityId, InvitationId, PractitionerId, SessionId
from telemed.domain.patient import Patient
from telemed.domain.scheduling import DEFAULT_DURATION, Appointment, Span
from telemed.services.case_view import CaseDetail, CaseView, Person

if TYPE_CHECKING:
    from telemed.domain.roles import Actor


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
class SpecialistView:
    """Someone who can be asked."""

    person: Person
    is_free_now: bool
    is_online: bool
    free_slots: tuple[Span, ...]
    open_cases: int


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
class CalendarEntry:
    """A booked span; the case stays None for who may not see it."""

    appointment: Appointment
    consultation: Consultation | None
    patient: Patient | None
    requesting_facility: Facility | None
    session_id: SessionId | None
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """Specialists as columns, open hours and bookings in them."""

    specialists: tuple[Person, ...]
    open_hours: tuple[tuple[PractitionerId, Span], ...]
    entries: tuple[CalendarEntry, ...]


class Arrangements:
    """Who, and when."""

    async def specialists(self, actor: Actor, wanted: SpecialistFilter) -> tuple[SpecialistView, ...]:
        """List who can be asked, best fit first: free earliest, fewest open cases."""
        raise NotImplementedError

    async def offer(
        self, actor: Actor, consultation_id: ConsultationId, version: int, offer: Offer
    ) -> CaseDetail:
        """Invite a specialist and hold the slot. Raises SlotTaken, FieldInvalid, StaleVersion."""
        raise NotImplementedError

    async def accept_invitation(self, actor: Actor, invitation_id: InvitationId, version: int) -> CaseDetail:
        """Accept: the case is scheduled with a session, or awaits the opinion in written mode."""
        raise NotImplementedError

    async def decline_invitation(
        self, actor: Actor, invitation_id: InvitationId, version: int, reason: str
    ) -> CaseView:
        """Decline: the slot is freed; when nobody is left the case goes back to accepted."""
        raise NotImplementedError

    async def calendar(self, actor: Actor, window: Span, wanted: CalendarFilter) -> CalendarView:
        """Show bookings and open hours; at most 62 days. Raises FieldInvalid."""
        raise NotImplementedError
