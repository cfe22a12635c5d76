"""Facilities and departments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, true

from telemed.domain.errors import NotFound
from telemed.domain.facility import Contact, Department, Facility, FacilityType, Place, Tier
from telemed.domain.ids import DepartmentId, FacilityId
from telemed.domain.listing import Page, Paging
from telemed.storage.rows import from_json, insert, save, to_json
from telemed.storage.tables import accounts, departments, facilities

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

F = facilities.c
D = departments.c


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityQuery:
    """Which facilities; empty asks for all."""

    text: str = ""
    tier: Tier | None = None
    type: FacilityType | None = None
    division: str = ""


class FacilityStore:
    """Repository of facilities."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, facility_id: FacilityId) -> Facility:
        """Find one. Raises NotFound."""
        found = await self.of_ids([facility_id])
        if facility_id not in found:
            raise NotFound("facility")
        return found[facility_id]

    async def of_ids(self, ids: Iterable[FacilityId]) -> dict[FacilityId, Facility]:
        """Find several."""
        rows = await self._connection.execute(select(facilities).where(F.id.in_(set(ids))))
        return {FacilityId(row["id"]): _facility(row) for row in rows.mappings()}

    async def by_code(self, code: str) -> Facility | None:
        """Find by institution code."""
        row = (await self._connection.execute(select(facilities).where(F.code == code))).mappings().first()
        return _facility(row) if row is not None else None

    async def find(self, query: FacilityQuery, paging: Paging) -> Page[Facility]:
        """List facilities by code."""
        where = and_(true(), *_conditions(query))
        total = await self._connection.scalar(select(func.count()).select_from(facilities).where(where))
        rows = await self._connection.execute(
            select(facilities).where(where).order_by(F.code).limit(paging.size).offset(paging.offset)
        )
        return Page(tuple(_facility(row) for row in rows.mappings()), int(total or 0), paging)

    async def add(self, facility: Facility) -> None:
        """Insert one. Raises AlreadyExists for a code in use."""
        await insert(self._connection, facilities, _values(facility))

    async def add_all(self, many: Sequence[Facility]) -> None:
        """Insert many at once, parents before children."""
        if many:
            await self._connection.execute(facilities.insert(), [_values(one) for one in many])

    async def save(self, facility: Facility) -> None:
        """Update one. Raises StaleVersion."""
        await save(self._connection, facilities, facility.id, facility.version, _values(facility))

    async def count(self) -> int:
        """Count all."""
        return int(await self._connection.scalar(select(func.count()).select_from(facilities)) or 0)

    async def account_counts(self, ids: Iterable[FacilityId]) -> dict[FacilityId, int]:
        """Count accounts of several facilities."""
        column = accounts.c.facility_id
        query = select(column, func.count()).where(column.in_(set(ids))).group_by(column)
        return {FacilityId(row[0]): int(row[1]) for row in await self._connection.execute(query)}

    async def departments_of(self, ids: Iterable[FacilityId]) -> dict[FacilityId, tuple[Department, ...]]:
        """List departments of several facilities by code."""
        query = select(departments).where(D.facility_id.in_(set(ids))).order_by(D.code)
        found: dict[FacilityId, list[Department]] = {}
        for row in (await self._connection.execute(query)).mappings():
            found.setdefault(FacilityId(row["facility_id"]), []).append(_department(row))
        return {facility_id: tuple(those) for facility_id, those in found.items()}

    async def departments_by_id(self, ids: Iterable[DepartmentId]) -> dict[DepartmentId, Department]:
        """Find several departments."""
        rows = await self._connection.execute(select(departments).where(D.id.in_(set(ids))))
        return {DepartmentId(row["id"]): _department(row) for row in rows.mappings()}

    async def add_department(self, department: Department) -> None:
        """Insert one. Raises AlreadyExists for a code in use."""
        values = {
            "id": department.id,
            "facility_id": department.facility_id,
            "code": department.code,
            "name": department.name,
            "specialities": to_json(department.specialities),
            "phone": department.phone,
        }
        await insert(self._connection, departments, values)


def _conditions(query: FacilityQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if query.text:
        columns = (F.name, F.short_name, F.code)
        found.append(or_(*(column.contains(query.text, autoescape=True) for column in columns)))
    if query.tier is not None:
        found.append(F.tier == query.tier.value)
    if query.type is not None:
        found.append(F.type == query.type.value)
    if query.division:
        found.append(F.division_code.startswith(query.division, autoescape=True))
    return found


def _values(facility: Facility) -> dict[str, object]:
    return {
        "id": facility.id,
        "version": facility.version,
        "code": facility.code,
        "name": facility.name,
        "short_name": facility.short_name,
        "tier": facility.tier.value,
        "type": facility.type.value,
        "grade": facility.grade,
        "division_code": facility.place.division_code,
        "division_name": facility.place.division_name,
        "parent_id": facility.place.parent_id,
        "contact_name": facility.contact.name,
        "contact_phone": facility.contact.phone,
        "is_active": facility.is_active,
    }


def _facility(row: RowMapping) -> Facility:
    parent = FacilityId(row["parent_id"]) if row["parent_id"] else None
    return Facility(
        id=FacilityId(row["id"]),
        version=row["version"],
        code=row["code"],
        name=row["name"],
        short_name=row["short_name"],
        tier=Tier(row["tier"]),
        type=FacilityType(row["type"]),
        grade=row["grade"],
        place=Place(division_code=row["division_code"], division_name=row["division_name"], parent_id=parent),
        contact=Contact(name=row["contact_name"], phone=row["contact_phone"]),
        is_active=row["is_active"],
    )


def _department(row: RowMapping) -> Department:
    return Department(
        id=DepartmentId(row["id"]),
        facility_id=FacilityId(row["facility_id"]),
        code=row["code"],
        name=row["name"],
        specialities=from_json(row["specialities"], tuple[str, ...]),
        phone=row["phone"],
    )
