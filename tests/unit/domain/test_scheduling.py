"""Spans, duty hours, free slots."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemed.domain.errors import FieldInvalid
from telemed.domain.ids import PractitionerId
from telemed.domain.scheduling import (
    GRID,
    REGION_ZONE,
    DutyHours,
    Span,
    bookable_span,
    free_slots,
    local_day,
    open_spans,
)

NINE = datetime(2026, 11, 25, 9, 0, tzinfo=REGION_ZONE).astimezone(UTC)
HOUR = timedelta(hours=1)
MOMENTS = st.integers(0, 500).map(lambda minutes: NINE + timedelta(minutes=minutes))
SPANS = st.builds(
    lambda start, minutes: Span(start, start + timedelta(minutes=minutes)), MOMENTS, st.integers(1, 200)
)


@given(SPANS, SPANS)
def test_overlap_is_a_shared_minute_and_symmetric(one: Span, other: Span) -> None:
    def minutes(span: Span) -> set[datetime]:
        count = (span.end - span.start) // timedelta(minutes=1)
        return {span.start + timedelta(minutes=number) for number in range(count)}

    assert one.overlaps(other) is bool(minutes(one) & minutes(other))
    assert one.overlaps(other) is other.overlaps(one)


def test_touching_spans_do_not_overlap() -> None:
    assert not Span(NINE, NINE + HOUR).overlaps(Span(NINE + HOUR, NINE + 2 * HOUR))


def test_duty_hours_hold_on_their_weekday_in_the_region() -> None:
    hours = DutyHours(practitioner_id=PractitionerId("p"), weekday=2, start_minute=540, end_minute=720)
    assert hours.on(NINE.astimezone(REGION_ZONE).date()) == Span(NINE, NINE + 3 * HOUR)
    assert hours.on((NINE + timedelta(days=1)).date()) is None


def test_open_hours_are_cut_to_the_window() -> None:
    hours = DutyHours(practitioner_id=PractitionerId("p"), weekday=2, start_minute=540, end_minute=720)
    window = Span(NINE + HOUR, NINE + timedelta(days=14))
    first, second = open_spans([hours], window)
    assert first == Span(NINE + HOUR, NINE + 3 * HOUR)
    assert second.start == NINE + timedelta(days=7)


@given(st.lists(SPANS, max_size=4), st.lists(SPANS, max_size=4), st.sampled_from([15, 30, 45, 60]))
def test_free_slots_lie_in_open_hours_on_the_grid_and_meet_nobody(
    open_hours: list[Span], busy: list[Span], minutes: int
) -> None:
    duration = timedelta(minutes=minutes)
    for slot in free_slots(open_hours, busy, duration):
        assert slot.end - slot.start == duration
        assert (slot.start - NINE) % GRID == timedelta()
        assert any(span.start <= slot.start and slot.end <= span.end for span in open_hours)
        assert not any(slot.overlaps(taken) for taken in busy)


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [(HOUR, HOUR, "end"), (2 * HOUR, HOUR, "end"), (HOUR, 6 * HOUR, "end"), (-2 * HOUR, -HOUR, "start")],
)
def test_an_impossible_span_is_refused_by_name(start: timedelta, end: timedelta, field: str) -> None:
    with pytest.raises(FieldInvalid) as refused:
        bookable_span(NINE + start, NINE + end, NINE)
    assert refused.value.field == field


def test_a_span_that_has_begun_can_still_be_booked_for_an_emergency() -> None:
    assert bookable_span(NINE - GRID, NINE + GRID, NINE) == Span(NINE - GRID, NINE + GRID)


def test_the_region_has_its_own_midnight() -> None:
    assert local_day(datetime(2026, 11, 25, 16, 30, tzinfo=UTC)).day == 26
