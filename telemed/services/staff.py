"""Accounts and the practitioners behind them, as administrators see and change them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from telemed.domain.errors import FieldInvalid
from telemed.domain.facility import Facility
from telemed.domain.ids import DepartmentId, FacilityId, PractitionerId
from telemed.domain.people import Account, Practitioner
from telemed.domain.roles import CLINICAL, Role
from telemed.domain.scheduling import DutyHours
from telemed.services.people_reader import persons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telemed.services.desk import Act
    from telemed.storage.work import Work

OFFICE_DAYS = range(5)
OFFICE_HOURS = ((8 * 60, 12 * 60), (14 * 60, 18 * 60))
"""Duty hours of a new practitioner: weekdays, minutes after midnight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserFilter:
    """Which accounts; empty asks for all within reach."""

    text: str = ""
    role: Role | None = None
    facility_id: FacilityId | None = None
    is_active: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserView:
    """An account and the practitioner behind it."""

    account: Account
    facility: Facility | None
    practitioner: Practitioner | None
    department_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profession:
    """What makes an account a practitioner."""

    title: str = ""
    licence_number: str = ""
    department_id: DepartmentId | None = None
    specialities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """What a new account needs; clinical roles become practitioners too."""

    login: str
    display_name: str
    password: str
    roles: frozenset[Role]
    facility_id: FacilityId | None = None
    profession: Profession = field(default_factory=Profession)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserChange:
    """The account as it should stand; a password is set anew only when given."""

    display_name: str
    roles: frozenset[Role]
    is_active: bool
    title: str
    specialities: tuple[str, ...]
    new_password: str | None = None


async def user_views(work: Work, accounts: Sequence[Account]) -> tuple[UserView, ...]:
    """Add facility and practitioner to accounts."""
    facilities = await work.facilities.of_ids({a.facility_id for a in accounts if a.facility_id})
    people = await persons(work, [account.practitioner_id for account in accounts])
    views = []
    for account in accounts:
        person = people.get(account.practitioner_id) if account.practitioner_id else None
        views.append(
            UserView(
                account=account,
                facility=facilities.get(account.facility_id) if account.facility_id else None,
                practitioner=person.practitioner if person else None,
                department_name=person.department_name if person else "",
            )
        )
    return tuple(views)


async def add_practitioner(act: Act, new: NewUser) -> Practitioner | None:
    """Make the practitioner of a clinical account, with office hours. Raises FieldInvalid."""
    if not new.roles & CLINICAL:
        return None
    if new.facility_id is None:
        raise FieldInvalid("Doctors belong to a facility.", field="facilityId", remedy="Choose the facility.")
    practitioner = Practitioner(
        id=PractitionerId(act.ids.new()),
        name=new.display_name,
        title=new.profession.title,
        licence_number=new.profession.licence_number,
        facility_id=new.facility_id,
        department_id=new.profession.department_id,
        specialities=new.profession.specialities,
    )
    await act.work.practitioners.add(practitioner)
    for weekday in OFFICE_DAYS:
        for start, end in OFFICE_HOURS:
            hours = DutyHours(
                practitioner_id=practitioner.id, weekday=weekday, start_minute=start, end_minute=end
            )
            await act.work.practitioners.add_duty(hours)
    return practitioner


async def change_practitioner(act: Act, account: Account, change: UserChange) -> None:
    """Let the practitioner follow a change of the account."""
    if account.practitioner_id is None:
        return
    practitioner = await act.work.practitioners.get(account.practitioner_id)
    await act.work.practitioners.save(
        replace(
            practitioner,
            name=change.display_name,
            title=change.title,
            specialities=change.specialities,
            is_active=change.is_active,
        )
    )
