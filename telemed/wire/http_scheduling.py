"""Bodies of specialists, the calendar and live sessions as HTTP sees them."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, field

from telemed.domain.consultation_states import State
from telemed.domain.live_session import CheckResult, SeatRole, SessionState
from telemed.domain.request_form import Mode, Urgency
from telemed.wire.base import Reply, Request
from telemed.wire.entries import LogEntry
from telemed.wire.http_values import (
    Count,
    FacilityRef,
    Id,
    Instant,
    Line,
    PatientBrief,
    PersonRef,
)


class SpecialistQuery(Request, frozen=True, kw_only=True):
    """Who could be asked, and when they are free; at most 31 days."""

    speciality: Line | None = None
    facility: Id | None = None
    q: Line | None = None
    from_: Instant | None = field(name="from", default=None)
    to: Instant | None = None
    duration_min: Annotated[int, Meta(ge=5, le=240)] = 30


class Slot(Reply, frozen=True, kw_only=True):
    """A span of time, half open."""

    start: Instant
    end: Instant


class Specialist(Reply, frozen=True, kw_only=True):
    """Someone who can be asked."""

    practitioner_id: Id
    name: str
    title: str
    specialities: tuple[str, ...]
    department: str
    facility: FacilityRef
    is_free_now: bool
    is_online: bool
    free_slots: tuple[Slot, ...]
    """Each at least as long as asked for, in order of time."""
    open_cases: Count


class SpecialistList(Reply, frozen=True, kw_only=True):
    """Best fit first: free earliest, fewest open cases."""

    items: tuple[Specialist, ...]


class CalendarQuery(Request, frozen=True, kw_only=True):
    """Which days; at most 62."""

    from_: Instant = field(name="from")
    to: Instant
    speciality: Line | None = None
    facility: Id | None = None
    specialist: Id | None = None


class CalendarEntry(Reply, frozen=True, kw_only=True):
    """A booked span. Who may not read the case sees it as busy, without the case."""

    id: Id
    specialist_id: Id
    start: Instant
    end: Instant
    kind: Literal["consultation", "busy"]
    consultation_id: Id | None
    session_id: Id | None
    number: str
    state: State | None
    urgency: Urgency | None
    patient: PatientBrief | None
    purpose: str
    requesting_facility: FacilityRef | None
    is_mine: bool


class OpenHours(Reply, frozen=True, kw_only=True):
    """When a specialist can be booked."""

    specialist_id: Id
    start: Instant
    end: Instant


class Calendar(Reply, frozen=True, kw_only=True):
    """Specialists as columns, bookings in them."""

    specialists: tuple[PersonRef, ...]
    open_hours: tuple[OpenHours, ...]
    entries: tuple[CalendarEntry, ...]


class SessionToken(Reply, frozen=True, kw_only=True):
    """Entry to a live room: one use, within a minute."""

    token: str
    expires_at: Instant
    path: str
    """Path of the live socket."""
    namespace: str


class DeviceCheck(Request, frozen=True, kw_only=True):
    """What the waiting room found out (N08, N35)."""

    camera: CheckResult
    microphone: CheckResult
    speaker: CheckResult
    connection: CheckResult
    round_trip_ms: Annotated[int, Meta(ge=0, le=60_000)] | None = None
    up_kbps: Annotated[int, Meta(ge=0, le=10_000_000)] | None = None
    down_kbps: Annotated[int, Meta(ge=0, le=10_000_000)] | None = None
    browser: Line = ""


class DeviceCheckSaved(Reply, frozen=True, kw_only=True):
    """When the check was noted."""

    at: Instant


class SessionPerson(Reply, frozen=True, kw_only=True):
    """Someone who is expected or was there."""

    participant_id: Id | None
    account_id: Id | None
    name: str
    facility_name: str
    role: SeatRole
    is_here: bool
    checked_at: Instant | None
    """When this person's devices were last checked for this session."""


class Session(Reply, frozen=True, kw_only=True):
    """A live session before, during and after."""

    id: Id
    consultation_id: Id
    number: str
    title: str
    mode: Mode
    urgency: Urgency
    patient: PatientBrief | None
    state: SessionState
    planned_start: Instant
    planned_end: Instant
    lobby_opens_at: Instant
    started_at: Instant | None
    ended_at: Instant | None
    people: tuple[SessionPerson, ...]
    own_role: SeatRole
    may_join: bool
    recording_ids: tuple[Id, ...]


class LogQuery(Request, frozen=True, kw_only=True):
    """Entries after a sequence number."""

    since: Count = 0
    limit: Annotated[int, Meta(ge=1, le=5_000)] = 1_000


class LogPage(Reply, frozen=True, kw_only=True):
    """Entries of the live protocol in order; `last` is the newest sequence number there is."""

    entries: tuple[LogEntry, ...]
    last: Count
