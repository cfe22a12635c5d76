"""Practitioners and accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from telemed.domain.ids import AccountId, DepartmentId, FacilityId, PractitionerId
from telemed.domain.roles import Role


class Sex(Enum):
    """GB/T 2261.1 as words."""

    MALE = "male"
    FEMALE = "female"
    UNKNOWN = "unknown"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Practitioner:
    """A licensed person."""

    id: PractitionerId
    version: int = 1
    name: str
    title: str = ""
    """Professional title, such as 主任医师."""
    licence_number: str = ""
    facility_id: FacilityId
    department_id: DepartmentId | None = None
    specialities: tuple[str, ...] = ()
    is_active: bool = True


class Language(Enum):
    """Language of the pages."""

    ZH = "zh"
    EN = "en"


class Theme(Enum):
    """Colours of the pages."""

    CLINIC = "clinic"
    READING = "reading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a person chose for the pages."""

    language: Language = Language.ZH
    theme: Theme = Theme.CLINIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Someone who can sign in. The password's hash stays in the store."""

    id: AccountId
    version: int = 1
    login: str
    display_name: str
    roles: frozenset[Role]
    facility_id: FacilityId | None = None
    practitioner_id: PractitionerId | None = None
    preferences: Preferences = Preferences()
    is_active: bool = True
    last_sign_in_at: datetime | None = None
