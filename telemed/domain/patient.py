"""Patients and the numbers by which they are found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from telemed.domain.ids import AccountId, FacilityId, PatientId
from telemed.domain.people import Sex

SHOWN_FIRST = 3
SHOWN_LAST = 2
MONTHS_UNTIL_YEARS = 24
MONTHS_UNTIL_MONTHS = 2


class IdentifierSystem(Enum):
    """Kinds of number (N95, N96)."""

    CITIZEN_ID = "citizen_id"
    PASSPORT = "passport"
    HEALTH_CARD = "health_card"
    E_HEALTH_CARD = "e_health_card"
    SOCIAL_SECURITY_CARD = "social_security_card"
    OUTPATIENT_NUMBER = "outpatient_number"
    INPATIENT_NUMBER = "inpatient_number"
    ARCHIVE_NUMBER = "archive_number"
    TEMPORARY = "temporary"


@dataclass(frozen=True, slots=True)
class PatientIdentifier:
    """A number in clear; it exists only between the edge and the store, and is never printed."""

    system: IdentifierSystem
    value: str

    def __repr__(self) -> str:
        return f"<{self.system.value}>"

    @property
    def masked(self) -> str:
        """All but the ends starred out; short numbers entirely."""
        return mask(self.value)


def mask(value: str) -> str:
    """Keep three characters in front and two behind, star the rest."""
    if len(value) <= SHOWN_FIRST + SHOWN_LAST + 1:
        return "*" * len(value)
    return value[:SHOWN_FIRST] + "*" * (len(value) - SHOWN_FIRST - SHOWN_LAST) + value[-SHOWN_LAST:]


def normalised(identifier: PatientIdentifier) -> PatientIdentifier:
    """Bring a number to the one form that is matched: no blanks, capitals."""
    return PatientIdentifier(identifier.system, "".join(identifier.value.split()).upper())


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What else is known of a patient."""

    phone: str = ""
    address: str = ""
    ethnicity: str = ""
    guardian_name: str = ""
    guardian_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """Someone who is treated. `repr` does not name them."""

    id: PatientId
    version: int = 1
    name: str
    sex: Sex
    birth_date: date | None = None
    identifiers: tuple[PatientIdentifier, ...] = ()
    details: Details = Details()
    is_identity_unknown: bool = False
    registered_by: AccountId | None = None
    registered_at_facility: FacilityId | None = None

    def __repr__(self) -> str:
        return f"Patient(id={self.id!r})"


def age_text(birth_date: date | None, at: datetime | date) -> str:
    """Say an age as wards do: years, below two years months (18月), below two months days (12天).

    Empty when the birth date is unknown.
    """
    if birth_date is None:
        return ""
    day = at.date() if isinstance(at, datetime) else at
    months = (day.year - birth_date.year) * 12 + day.month - birth_date.month - (day.day < birth_date.day)
    if months >= MONTHS_UNTIL_YEARS:
        return f"{months // 12}岁"
    if months >= MONTHS_UNTIL_MONTHS:
        return f"{months}月"
    return f"{max((day - birth_date).days, 0)}天"
