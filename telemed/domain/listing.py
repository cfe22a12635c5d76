"""Parts of lists, and what a list of cases can be asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Generic, TypeVar

from telemed.domain.consultation_states import State
from telemed.domain.ids import FacilityId, PatientId
from telemed.domain.request_form import Mode, Urgency

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Paging:
    """Which part: pages count from 1."""

    number: int = 1
    size: int = 50

    @property
    def offset(self) -> int:
        """How many to skip."""
        return (self.number - 1) * self.size


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list and how long the whole is."""

    items: tuple[T, ...]
    total: int
    paging: Paging


class Order(Enum):
    """Order of cases; `deadline` puts emergencies first."""

    DEADLINE = "deadline"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which cases; empty asks for all."""

    text: str = ""
    """Part of a patient's name, a case number or a facility's name."""
    states: frozenset[State] = frozenset()
    urgencies: frozenset[Urgency] = frozenset()
    mode: Mode | None = None
    speciality: str = ""
    facility_id: FacilityId | None = None
    """The inviting facility."""
    patient_id: PatientId | None = None
    submitted_from: datetime | None = None
    submitted_to: datetime | None = None
