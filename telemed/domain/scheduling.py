"""Spans of time, duty hours and free slots. Half-open spans in UTC; duty hours in the region's time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import Enum
from typing import TYPE_CHECKING

from telemed.domain.errors import FieldInvalid
from telemed.domain.ids import AppointmentId, ConsultationId, InvitationId, PractitionerId

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

REGION_ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China keeps one time without daylight saving."""
DEFAULT_DURATION = timedelta(minutes=30)
"""N33."""
GRID = timedelta(minutes=30)
"""Slots are proposed on this grid."""
LONGEST = timedelta(hours=4)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` until just before `end`, both UTC."""

    start: datetime
    end: datetime

    def overlaps(self, other: Span) -> bool:
        """Say whether the two share a moment; touching ends do not count."""
        return self.start < other.end and other.start < self.end

    def contains(self, moment: datetime) -> bool:
        """Say whether the moment lies inside."""
        return self.start <= moment < self.end


def bookable_span(start: datetime, end: datetime, now: datetime) -> Span:
    """Check that a span can be booked. Raises FieldInvalid, naming start or end."""
    if not start < end <= start + LONGEST:
        raise FieldInvalid(
            "A session ends after its start, within four hours.", field="end", remedy="Choose another end."
        )
    if end <= now:
        raise FieldInvalid("This time has passed.", field="start", remedy="Choose a later time.")
    return Span(start.astimezone(UTC), end.astimezone(UTC))


class AppointmentState(Enum):
    """A booking holds its span unless it is released."""

    HELD = "held"
    BOOKED = "booked"
    RELEASED = "released"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A specialist's time taken for a case; no two of one specialist may overlap unless released."""

    id: AppointmentId
    version: int = 1
    consultation_id: ConsultationId
    invitation_id: InvitationId
    practitioner_id: PractitionerId
    span: Span
    state: AppointmentState = AppointmentState.HELD


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyHours:
    """When a specialist can be booked, week by week."""

    practitioner_id: PractitionerId
    weekday: int
    """0 is Monday."""
    start_minute: int
    """Minutes after midnight, region time."""
    end_minute: int

    def on(self, day: date) -> Span | None:
        """Give the duty hours of a day in UTC, or None on other weekdays."""
        if day.weekday() != self.weekday:
            return None
        midnight = datetime.combine(day, time(), REGION_ZONE)
        start = midnight + timedelta(minutes=self.start_minute)
        return Span(start.astimezone(UTC), (midnight + timedelta(minutes=self.end_minute)).astimezone(UTC))


def open_spans(duty: Iterable[DutyHours], window: Span) -> list[Span]:
    """Unroll weekly duty hours over a window, in order of time."""
    weekly = list(duty)
    day = window.start.astimezone(REGION_ZONE).date()
    last = window.end.astimezone(REGION_ZONE).date()
    spans = []
    while day <= last:
        for hours in weekly:
            span = hours.on(day)
            if span is not None and span.overlaps(window):
                spans.append(Span(max(span.start, window.start), min(span.end, window.end)))
        day += timedelta(days=1)
    return sorted(spans)


def free_slots(
    open_hours: Sequence[Span], busy: Sequence[Span], duration: timedelta = DEFAULT_DURATION
) -> list[Span]:
    """Cut open hours into free slots of `duration` on the half-hour grid."""
    slots = []
    for span in open_hours:
        start = _on_grid(span.start)
        while start + duration <= span.end:
            slot = Span(start, start + duration)
            if not any(slot.overlaps(taken) for taken in busy):
                slots.append(slot)
            start += GRID
    return slots


def _on_grid(moment: datetime) -> datetime:
    past = timedelta(minutes=moment.minute % 30, seconds=moment.second, microseconds=moment.microsecond)
    return moment if not past else moment + GRID - past


def local_day(moment: datetime) -> date:
    """Give the calendar day of the region."""
    return moment.astimezone(REGION_ZONE).date()
