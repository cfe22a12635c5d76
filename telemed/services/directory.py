"""Facilities, departments and users."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from telemed.domain.facility import Contact, Department, Facility, FacilityType, Tier
from telemed.domain.ids import AccountId, DepartmentId, FacilityId
from telemed.domain.people import Account, Practitioner
from telemed.domain.roles import Actor, Role

if TYPE_CHECKING:
    from telemed.domain.listing import Page, Paging


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityFilter:
    """Which facilities, by code; empty asks for all."""

    text: str = ""
    tier: Tier | None = None
    type: FacilityType | None = None
    division: str = ""
    """Beginning of the division code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityView:
    """A facility and what stands around it."""

    facility: Facility
    parent: Facility | None
    departments: tuple[Department, ...]
    account_count: int
    may_edit: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFacility:
    """What a new facility needs."""

    code: str
    name: str
    short_name: str = ""
    tier: Tier
    type: FacilityType
    grade: str = ""
    division_code: str
    division_name: str = ""
    parent_id: FacilityId | None = None
    contact: Contact = field(default_factory=Contact)


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityChange:
    """The facility as it should stand."""

    name: str
    short_name: str
    grade: str
    contact: Contact
    is_active: bool


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


class Directory:
    """Who and what there is in the region."""

    async def facilities(self, actor: Actor, wanted: FacilityFilter, paging: Paging) -> Page[FacilityView]:
        """List facilities by code. Departments are filled in for each."""
        raise NotImplementedError

    async def facility(self, actor: Actor, facility_id: FacilityId) -> FacilityView:
        """Describe one. Raises NotFound."""
        raise NotImplementedError

    async def create_facility(self, actor: Actor, new: NewFacility) -> FacilityView:
        """Add one. Raises AlreadyExists for a code in use."""
        raise NotImplementedError

    async def update_facility(
        self, actor: Actor, facility_id: FacilityId, version: int, change: FacilityChange
    ) -> FacilityView:
        """Change one. Raises StaleVersion."""
        raise NotImplementedError

    async def create_department(self, actor: Actor, facility_id: FacilityId, new: Department) -> FacilityView:
        """Add a department; its id and facility are set here. Raises AlreadyExists."""
        raise NotImplementedError

    async def users(self, actor: Actor, wanted: UserFilter, paging: Paging) -> Page[UserView]:
        """List accounts of the own facility, or of the region."""
        raise NotImplementedError

    async def create_user(self, actor: Actor, new: NewUser) -> UserView:
        """Add an account. Raises AlreadyExists, FieldInvalid."""
        raise NotImplementedError

    async def update_user(
        self, actor: Actor, account_id: AccountId, version: int, change: UserChange
    ) -> UserView:
        """Change or close an account; closing ends its sessions. Raises StaleVersion."""
        raise NotImplementedError
