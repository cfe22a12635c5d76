"""Clocks of cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from telemed.domain.consultation import Terms
from telemed.domain.consultation_states import State, Step
from telemed.domain.deadlines import LIMITS, Deadline, DeadlineKind, DeadlineMood, deadline_in
from telemed.domain.request_form import Urgency
from tests.support.cases import NOW, a_case

HOUR = timedelta(hours=1)


def clock(limit: timedelta = 4 * HOUR) -> Deadline:
    """Make a running clock."""
    return Deadline(kind=DeadlineKind.ACCEPT, started_at=NOW, at=NOW + limit)


def test_the_last_quarter_warns_and_the_end_is_overdue() -> None:
    running = clock()
    assert running.mood(NOW + 2.9 * HOUR) is DeadlineMood.CALM
    assert running.mood(NOW + 3 * HOUR) is DeadlineMood.NEAR
    assert running.mood(NOW + 4 * HOUR) is DeadlineMood.OVERDUE


def test_a_paused_clock_stands_still() -> None:
    paused = replace(clock(), paused_at=NOW + HOUR)
    assert paused.is_paused
    assert paused.mood(NOW + 100 * HOUR) is DeadlineMood.CALM


def test_a_resumed_clock_keeps_what_was_left() -> None:
    resumed = replace(clock(), paused_at=NOW + HOUR).resumed(NOW + 10 * HOUR)
    assert resumed.at - (NOW + 10 * HOUR) == 3 * HOUR
    assert not resumed.is_paused
    assert clock().resumed(NOW) == clock()


def test_returning_pauses_and_resubmitting_goes_on() -> None:
    submitted = a_case().after(Step.SUBMIT, NOW)
    returned = submitted.after(Step.RETURN, NOW + HOUR)
    again = returned.after(Step.RESUBMIT, NOW + 5 * HOUR)
    assert returned.course.deadline is not None
    assert returned.course.deadline.is_paused
    assert again.course.deadline is not None
    assert again.course.deadline.at == NOW + 8 * HOUR


def test_an_emergency_starts_with_ten_minutes_to_answer() -> None:
    case = replace(a_case(), terms=Terms(urgency=Urgency.EMERGENCY)).after(Step.SUBMIT_EMERGENCY, NOW)
    assert case.state is State.OFFERED
    assert case.course.deadline is not None
    assert case.course.deadline.at == NOW + timedelta(minutes=10)


def test_a_planned_session_may_start_half_an_hour_late() -> None:
    found = deadline_in(State.SCHEDULED, Urgency.ROUTINE, NOW, planned_start=NOW + HOUR)
    assert found is not None
    assert found.at == NOW + HOUR + timedelta(minutes=30)


def test_nothing_waits_at_an_end() -> None:
    assert deadline_in(State.CLOSED, Urgency.ROUTINE, NOW) is None
    assert deadline_in(State.IN_SESSION, Urgency.ROUTINE, NOW) is None


def test_more_urgent_never_has_more_time() -> None:
    for kind in {kind for kind, _ in LIMITS}:
        routine, urgent, emergency = (
            LIMITS[kind, urgency] for urgency in (Urgency.ROUTINE, Urgency.URGENT, Urgency.EMERGENCY)
        )
        assert routine >= urgent >= emergency
