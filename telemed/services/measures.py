"""Definitions of the core figures and how they are computed. Pure; raise `version` when a meaning changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median, quantiles
from typing import TYPE_CHECKING

from telemed.domain.consultation_states import AFTER_ISSUE, State
from telemed.domain.scheduling import local_day
from telemed.services.figures_view import Definition, Figure, FigureRow, TrendPoint, Unit
from telemed.storage.case_times import CaseTimes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from telemed.domain.ids import FacilityId
    from telemed.services.figures_view import FiguresFilter

HOUR = timedelta(hours=1)
DAILY_UP_TO = timedelta(days=31)
"""Longer periods are drawn by month."""
OPINION_TARGET = timedelta(hours=1)
"""N38."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A definition and its computation over cases."""

    definition: Definition
    counts: Callable[[CaseTimes], bool] | None = None
    """For counts and rates: which cases are meant."""
    among: Callable[[CaseTimes], bool] = lambda _case: True
    """For rates: the denominator."""
    hours: Callable[[CaseTimes], float | None] | None = None
    """For times."""


def _hours(start: datetime | None, end: datetime | None) -> float | None:
    return (end - start) / HOUR if start is not None and end is not None else None


def _is_issued(case: CaseTimes) -> bool:
    return case.state in AFTER_ISSUE


def _is_timely(case: CaseTimes) -> bool:
    return None not in (case.issued_at, case.ended_at) and _within(case, OPINION_TARGET)


def _within(case: CaseTimes, limit: timedelta) -> bool:
    hours = _hours(case.ended_at, case.issued_at)
    return hours is not None and hours <= limit / HOUR


MEASURES: tuple[Measure, ...] = (
    Measure(
        definition=Definition(
            key="Q01", version=1, name_zh="申请量", name_en="Requests", unit=Unit.COUNT,
            text_zh="期间内提交的会诊申请数。", text_en="Requests submitted in the period.",
        ),
        counts=lambda _case: True,
    ),
    Measure(
        definition=Definition(
            key="Q02", version=1, name_zh="完成例次", name_en="Completed consultations", unit=Unit.COUNT,
            text_zh="期间内提交且已出具意见的会诊数。",
            text_en="Requests submitted in the period whose opinion has been issued.",
        ),
        counts=_is_issued,
    ),
    Measure(
        definition=Definition(
            key="Q20", version=1, name_zh="受理时长", name_en="Acceptance time", unit=Unit.HOURS,
            target=4.0,
            text_zh="从提交到受理的时间，中位数与第90百分位。",
            text_en="From submission to acceptance, median and 90th percentile.",
        ),
        hours=lambda case: _hours(case.submitted_at, case.accepted_at),
    ),
    Measure(
        definition=Definition(
            key="Q21", version=1, name_zh="安排时长", name_en="Arrangement time", unit=Unit.HOURS,
            target=48.0,
            text_zh="从提交到确定会诊时间。", text_en="From submission to a confirmed appointment.",
        ),
        hours=lambda case: _hours(case.submitted_at, case.scheduled_at),
    ),
    Measure(
        definition=Definition(
            key="Q22", version=1, name_zh="等待时长", name_en="Waiting time", unit=Unit.HOURS, target=72.0,
            text_zh="从提交到会诊实际开始。", text_en="From submission to the real start of the session.",
        ),
        hours=lambda case: _hours(case.submitted_at, case.started_at),
    ),
    Measure(
        definition=Definition(
            key="Q27", version=1, name_zh="意见时长", name_en="Opinion time", unit=Unit.HOURS, target=1.0,
            text_zh="从会诊结束到出具意见，书面会诊从专家接受起计。",
            text_en="From the end of the session, or acceptance in writing, to the issued opinion.",
        ),
        hours=lambda case: _hours(case.ended_at, case.issued_at),
    ),
    Measure(
        definition=Definition(
            key="Q27R", version=1, name_zh="意见及时率", name_en="Timely opinions", unit=Unit.RATE,
            target=0.8,
            text_zh="会诊结束后1小时内出具意见的比例。",
            text_en="Share of opinions issued within one hour of the end.",
        ),
        counts=_is_timely,
        among=lambda case: case.issued_at is not None and case.ended_at is not None,
    ),
    Measure(
        definition=Definition(
            key="Q40", version=1, name_zh="完成率", name_en="Completion rate", unit=Unit.RATE,
            text_zh="期间内提交的申请中已出具意见的比例，未结案的计入分母。",
            text_en="Share of the period's requests whose opinion is issued; open ones count below the line.",
        ),
        counts=_is_issued,
    ),
    Measure(
        definition=Definition(
            key="Q41", version=1, name_zh="拒绝率", name_en="Rejection rate", unit=Unit.RATE,
            text_zh="被拒绝的申请比例。", text_en="Share of requests that were rejected.",
        ),
        counts=lambda case: case.state is State.REJECTED,
    ),
)  # fmt: skip


def figure(measure: Measure, cases: Sequence[CaseTimes], period: FiguresFilter) -> Figure:
    """Compute one figure with its trend."""
    value, percentile, numerator, denominator = _computed(measure, cases)
    by_start: dict[date, list[CaseTimes]] = {start: [] for start in _starts(period)}
    for case in cases:
        by_start[_start_of(local_day(case.submitted_at), period)].append(case)
    trend = []
    for start, those in sorted(by_start.items()):
        part = _computed(measure, those)
        trend.append(TrendPoint(start=start, value=part[0], denominator=part[3]))
    return Figure(
        definition=measure.definition,
        value=value,
        percentile90=percentile,
        numerator=numerator,
        denominator=denominator,
        trend=tuple(trend),
    )


def rows_by(
    cases: Sequence[CaseTimes], key: Callable[[CaseTimes], tuple[str, FacilityId | None]]
) -> tuple[FigureRow, ...]:
    """Split the main figures, the most requests first."""
    groups: dict[tuple[str, FacilityId | None], list[CaseTimes]] = {}
    for case in cases:
        groups.setdefault(key(case), []).append(case)
    rows = [
        FigureRow(
            name=name,
            facility_id=facility_id,
            requests=len(those),
            completed=sum(map(_is_issued, those)),
            waiting_median_hours=_middle([_hours(c.submitted_at, c.started_at) for c in those]),
            opinion_median_hours=_middle([_hours(c.ended_at, c.issued_at) for c in those]),
        )
        for (name, facility_id), those in groups.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.requests, row.name)))


def _computed(measure: Measure, cases: Sequence[CaseTimes]) -> tuple[float | None, float | None, int, int]:
    """Value, 90th percentile, numerator, denominator."""
    if measure.hours is not None:
        found = [hours for case in cases if (hours := measure.hours(case)) is not None]
        return _middle(found), _percentile90(found), len(found), len(found)
    meant = measure.counts or (lambda _case: True)
    base = [case for case in cases if measure.among(case)]
    numerator = sum(1 for case in base if meant(case))
    if measure.definition.unit is Unit.COUNT:
        return float(numerator), None, numerator, len(base)
    return (numerator / len(base) if base else None), None, numerator, len(base)


def _middle(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(median(known), 2) if known else None


def _percentile90(values: Sequence[float]) -> float | None:
    if not values:
        return None
    if len(values) == 1:
        return round(values[0], 2)
    return round(quantiles(values, n=10, method="inclusive")[-1], 2)


def _start_of(day: date, period: FiguresFilter) -> date:
    return day if period.last - period.first <= DAILY_UP_TO else day.replace(day=1)


def _starts(period: FiguresFilter) -> list[date]:
    days = (period.last - period.first).days + 1
    every_day = (period.first + timedelta(days=count) for count in range(days))
    return sorted({_start_of(day, period) for day in every_day})
