"""What the figures service answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from telemed.domain.ids import FacilityId


class Unit(Enum):
    """What a figure counts."""

    COUNT = "count"
    RATE = "rate"
    HOURS = "hours"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a figure means, in both languages."""

    key: str
    """Q01 and so on."""
    version: int
    name_zh: str
    name_en: str
    text_zh: str
    text_en: str
    unit: Unit
    target: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """A figure for one day or month."""

    start: date
    value: float | None
    denominator: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A definition and what was counted; times are medians."""

    definition: Definition
    value: float | None
    percentile90: float | None
    numerator: int
    denominator: int
    trend: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """The main figures of one facility or speciality."""

    name: str
    facility_id: FacilityId | None
    requests: int
    completed: int
    waiting_median_hours: float | None
    opinion_median_hours: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresView:
    """The indicators of a period and their parts."""

    first: date
    last: date
    computed_at: datetime
    figures: tuple[Figure, ...]
    by_facility: tuple[FigureRow, ...]
    by_speciality: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresFilter:
    """Which days (both included, region time) and which part."""

    first: date
    last: date
    facility_id: FacilityId | None = None
    speciality: str = ""
