"""Bodies of facilities, users, figures and the audit trail."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, field

from telemed.domain.facility import FacilityType, Tier
from telemed.domain.roles import Role
from telemed.wire.base import Reply, Request
from telemed.wire.http_values import (
    Count,
    FacilityRef,
    Id,
    Instant,
    Line,
    Name,
    NewPassword,
    Page,
    PageNumber,
    PageSize,
    Version,
)


class FacilityQuery(Request, frozen=True, kw_only=True):
    """Which facilities, by code."""

    q: Line | None = None
    tier: Tier | None = None
    type: FacilityType | None = None
    division: Annotated[str, Meta(pattern=r"^[0-9]{2,12}$")] | None = None
    """Beginning of the division code: 6 digits name a district."""
    page: PageNumber = 1
    size: PageSize = 50


class Department(Reply, frozen=True, kw_only=True):
    """A department of a facility."""

    id: Id
    code: str
    name: str
    specialities: tuple[str, ...]
    phone: str


class Facility(Reply, frozen=True, kw_only=True):
    """A medical institution."""

    id: Id
    version: Version
    code: str
    name: str
    short_name: str
    tier: Tier
    type: FacilityType
    grade: str
    division_code: str
    division_name: str
    parent: FacilityRef | None
    contact_name: str
    contact_phone: str
    is_active: bool
    departments: tuple[Department, ...]
    account_count: Count
    may_edit: bool


class FacilityPage(Reply, frozen=True, kw_only=True):
    """One page of facilities."""

    items: tuple[Facility, ...]
    page: Page


class CreateFacility(Request, frozen=True, kw_only=True):
    """A new facility."""

    code: Annotated[str, Meta(min_length=1, max_length=40)]
    name: Name
    short_name: Line = ""
    tier: Tier
    type: FacilityType
    grade: Line = ""
    division_code: Annotated[str, Meta(pattern=r"^[0-9]{6,12}$")]
    parent_id: Id | None = None
    contact_name: Line = ""
    contact_phone: Line = ""


class UpdateFacility(Request, frozen=True, kw_only=True):
    """The facility as it now stands; its code and tier stay."""

    version: Version
    name: Name
    short_name: Line
    grade: Line
    contact_name: Line
    contact_phone: Line
    is_active: bool


class CreateDepartment(Request, frozen=True, kw_only=True):
    """A new department of a facility."""

    code: Annotated[str, Meta(min_length=1, max_length=40)]
    name: Name
    specialities: Annotated[tuple[Name, ...], Meta(max_length=20)] = ()
    phone: Line = ""


class UserQuery(Request, frozen=True, kw_only=True):
    """Which accounts, by name."""

    q: Line | None = None
    role: Role | None = None
    facility: Id | None = None
    active: bool | None = None
    page: PageNumber = 1
    size: PageSize = 50


class User(Reply, frozen=True, kw_only=True):
    """An account and the practitioner behind it."""

    account_id: Id
    version: Version
    login: str
    display_name: str
    roles: tuple[Role, ...]
    facility: FacilityRef | None
    practitioner_id: Id | None
    title: str
    department: str
    specialities: tuple[str, ...]
    is_active: bool
    last_sign_in_at: Instant | None


class UserPage(Reply, frozen=True, kw_only=True):
    """One page of accounts."""

    items: tuple[User, ...]
    page: Page


class CreateUser(Request, frozen=True, kw_only=True):
    """A new account; requesting doctors and specialists become practitioners too."""

    login: Annotated[str, Meta(min_length=3, max_length=100, pattern=r"^[a-z0-9][a-z0-9._@-]*$")]
    display_name: Name
    password: NewPassword
    roles: Annotated[tuple[Role, ...], Meta(min_length=1, max_length=5)]
    facility_id: Id | None = None
    department_id: Id | None = None
    title: Line = ""
    licence_number: Line = ""
    specialities: Annotated[tuple[Name, ...], Meta(max_length=20)] = ()


class UpdateUser(Request, frozen=True, kw_only=True):
    """The account as it now stands; a password is set anew only when given."""

    version: Version
    display_name: Name
    roles: Annotated[tuple[Role, ...], Meta(min_length=1, max_length=5)]
    is_active: bool
    title: Line
    specialities: Annotated[tuple[Name, ...], Meta(max_length=20)]
    new_password: NewPassword | None = None


class FiguresQuery(Request, frozen=True, kw_only=True):
    """Which days (both included, local time of the region) and which part of the region."""

    from_: date = field(name="from")
    to: date
    facility: Id | None = None
    speciality: Line | None = None


class TrendPoint(Reply, frozen=True, kw_only=True):
    """A figure for one day or month."""

    start: date
    value: float | None
    denominator: Count


Unit = Literal["count", "rate", "hours", "minutes"]


class Figure(Reply, frozen=True, kw_only=True):
    """One indicator. A rate with a denominator under 10 is shown greyed; times are medians."""

    key: str
    """Id of the definition, such as Q22."""
    definition_version: int
    name_zh: str
    name_en: str
    definition_zh: str
    definition_en: str
    unit: Unit
    value: float | None
    """Null when nothing was counted."""
    percentile90: float | None
    numerator: Count
    denominator: Count
    target: float | None
    trend: tuple[TrendPoint, ...]


class FigureRow(Reply, frozen=True, kw_only=True):
    """The main figures of one facility or speciality."""

    name: str
    facility_id: Id | None
    requests: Count
    completed: Count
    waiting_median_hours: float | None
    opinion_median_hours: float | None


class Figures(Reply, frozen=True, kw_only=True):
    """The indicators of a period and their parts."""

    from_: date = field(name="from")
    to: date
    computed_at: Instant
    figures: tuple[Figure, ...]
    by_facility: tuple[FigureRow, ...]
    by_speciality: tuple[FigureRow, ...]


class AuditQuery(Request, frozen=True, kw_only=True):
    """Which entries, newest first."""

    q: Line | None = None
    """Part of an actor's name or an object's id."""
    actor: Id | None = None
    action: Line | None = None
    consultation: Id | None = None
    patient: Id | None = None
    facility: Id | None = None
    from_: Instant | None = field(name="from", default=None)
    to: Instant | None = None
    page: PageNumber = 1
    size: PageSize = 50


class AuditRow(Reply, frozen=True, kw_only=True):
    """One entry of the chain."""

    seq: Count
    at: Instant
    actor_id: Id | None
    actor_name: str
    actor_role: str
    facility_name: str
    action: str
    object_kind: str
    object_id: str
    consultation_id: Id | None
    number: str
    purpose: str
    is_allowed: bool
    address: str
    hash: str


class AuditPage(Reply, frozen=True, kw_only=True):
    """One page of the trail, and the head of the chain to note down outside."""

    items: tuple[AuditRow, ...]
    page: Page
    head_seq: Count
    head_hash: str


class Health(Reply, frozen=True, kw_only=True):
    """The service answers."""

    status: Literal["ok"]
    version: str
