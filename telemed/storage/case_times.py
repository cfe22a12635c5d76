"""The time stamps of cases, without their content: what figures are computed from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from telemed.domain.consultation_states import State
from telemed.domain.ids import FacilityId
from telemed.domain.request_form import Urgency
from telemed.storage.tables import consultations

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from telemed.storage.case_queries import Condition

C = consultations.c
SAME = (
    "speciality", "submitted_at", "accepted_at", "scheduled_at", "started_at", "ended_at", "issued_at",
)  # fmt: skip
"""Columns named as the fields."""


@dataclass(frozen=True, slots=True)
class CaseTimes:
    """One case as the figures see it."""

    state: State
    urgency: Urgency
    facility_id: FacilityId
    speciality: str
    submitted_at: datetime
    accepted_at: datetime | None
    scheduled_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    issued_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseMarks:
    """How many cases there are, the oldest of them, and the clock that runs out first."""

    count: int
    oldest: datetime | None
    next_deadline: datetime | None


async def case_marks(connection: AsyncConnection, where: Condition) -> CaseMarks:
    """Count the cases that meet a condition, in one query and without reading them."""
    begun = func.coalesce(C.submitted_at, C.created_at, type_=C.created_at.type)
    query = select(
        func.count(),
        func.min(begun, type_=C.created_at.type),
        func.min(C.deadline_at, type_=C.created_at.type),
    ).where(where)
    row = (await connection.execute(query.select_from(consultations))).one()
    return CaseMarks(int(row[0]), row[1], row[2])


async def case_times(connection: AsyncConnection, where: Condition) -> list[CaseTimes]:
    """Read the times of submitted cases that meet a condition."""
    query = select(
        C.state, C.urgency, C.facility_id, C.speciality, C.submitted_at,
        C.accepted_at, C.scheduled_at, C.started_at, C.ended_at, C.issued_at,
    ).where(where, C.submitted_at.is_not(None))  # fmt: skip
    rows = await connection.execute(query)
    return [
        CaseTimes(
            state=State(row["state"]),
            urgency=Urgency(row["urgency"]),
            facility_id=FacilityId(row["facility_id"]),
            **{name: row[name] for name in SAME},
        )
        for row in rows.mappings()
    ]
