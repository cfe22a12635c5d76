"""Practitioners with department and facility, read in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telemed.services.case_view import Person

if TYPE_CHECKING:
    from collections.abc import Iterable

    from telemed.domain.ids import PractitionerId
    from telemed.storage.work import Work


async def persons(work: Work, ids: Iterable[PractitionerId | None]) -> dict[PractitionerId, Person]:
    """Read several practitioners; None among the ids is skipped."""
    practitioners = await work.practitioners.of_ids({one for one in ids if one is not None})
    facilities = await work.facilities.of_ids({one.facility_id for one in practitioners.values()})
    departments = await work.facilities.departments_by_id(
        {one.department_id for one in practitioners.values() if one.department_id is not None}
    )
    return {
        one.id: Person(
            practitioner=one,
            department_name=departments[one.department_id].name if one.department_id else "",
            facility=facilities[one.facility_id],
        )
        for one in practitioners.values()
    }
