"""Practitioners and duty hours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from telemed.domain.errors import NotFound
from telemed.domain.ids import DepartmentId, FacilityId, PractitionerId
from telemed.domain.people import Practitioner
from telemed.domain.roles import Role
from telemed.domain.scheduling import DutyHours
from telemed.storage.rows import from_json, insert, save, to_json
from telemed.storage.tables import accounts, duty_hours, practitioners

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

P = practitioners.c


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialistQuery:
    """Which specialists; empty asks for all."""

    speciality: str = ""
    facility_id: FacilityId | None = None
    text: str = ""
    practitioner_id: PractitionerId | None = None


class PractitionerStore:
    """Repository of practitioners."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, practitioner_id: PractitionerId) -> Practitioner:
        """Find one. Raises NotFound."""
        found = await self.of_ids([practitioner_id])
        if practitioner_id not in found:
            raise NotFound("practitioner")
        return found[practitioner_id]

    async def of_ids(self, ids: Iterable[PractitionerId]) -> dict[PractitionerId, Practitioner]:
        """Find several."""
        rows = await self._connection.execute(select(practitioners).where(P.id.in_(set(ids))))
        return {PractitionerId(row["id"]): _practitioner(row) for row in rows.mappings()}

    async def specialists(self, query: SpecialistQuery) -> tuple[Practitioner, ...]:
        """List active practitioners with an active account that holds the role of a specialist."""
        rows = await self._connection.execute(
            select(practitioners)
            .join(accounts, accounts.c.practitioner_id == P.id)
            .where(and_(*_conditions(query)))
            .order_by(P.name)
        )
        return tuple(_practitioner(row) for row in rows.mappings())

    async def add(self, practitioner: Practitioner) -> None:
        """Insert one."""
        await insert(self._connection, practitioners, _values(practitioner))

    async def save(self, practitioner: Practitioner) -> None:
        """Update one. Raises StaleVersion."""
        await save(
            self._connection, practitioners, practitioner.id, practitioner.version, _values(practitioner)
        )

    async def duty_of(self, ids: Iterable[PractitionerId]) -> tuple[DutyHours, ...]:
        """Read the weekly duty hours of several practitioners."""
        query = select(duty_hours).where(duty_hours.c.practitioner_id.in_(set(ids)))
        return tuple(
            DutyHours(
                practitioner_id=PractitionerId(row["practitioner_id"]),
                weekday=row["weekday"],
                start_minute=row["start_minute"],
                end_minute=row["end_minute"],
            )
            for row in (await self._connection.execute(query)).mappings()
        )

    async def add_duty(self, hours: DutyHours) -> None:
        """Insert weekly hours."""
        values = {
            "practitioner_id": hours.practitioner_id,
            "weekday": hours.weekday,
            "start_minute": hours.start_minute,
            "end_minute": hours.end_minute,
        }
        await insert(self._connection, duty_hours, values)


def _conditions(query: SpecialistQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        P.is_active.is_(True),
        accounts.c.is_active.is_(True),
        accounts.c.roles.contains(f'"{Role.SPECIALIST.value}"'),
    ]
    if query.speciality:
        found.append(P.specialities.contains(f'"{query.speciality}"', autoescape=True))
    if query.facility_id is not None:
        found.append(P.facility_id == query.facility_id)
    if query.text:
        found.append(P.name.contains(query.text, autoescape=True))
    if query.practitioner_id is not None:
        found.append(P.id == query.practitioner_id)
    return found


def _values(practitioner: Practitioner) -> dict[str, object]:
    return {
        "id": practitioner.id,
        "version": practitioner.version,
        "name": practitioner.name,
        "title": practitioner.title,
        "licence_number": practitioner.licence_number,
        "facility_id": practitioner.facility_id,
        "department_id": practitioner.department_id,
        "specialities": to_json(practitioner.specialities),
        "is_active": practitioner.is_active,
    }


def _practitioner(row: RowMapping) -> Practitioner:
    return Practitioner(
        id=PractitionerId(row["id"]),
        version=row["version"],
        name=row["name"],
        title=row["title"],
        licence_number=row["licence_number"],
        facility_id=FacilityId(row["facility_id"]),
        department_id=DepartmentId(row["department_id"]) if row["department_id"] else None,
        specialities=from_json(row["specialities"], tuple[str, ...]),
        is_active=row["is_active"],
    )
