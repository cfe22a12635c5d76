"""Medical institutions and their departments."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from telemed.domain.ids import DepartmentId, FacilityId


class Tier(Enum):
    """Administrative level; referral goes up and down along it."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


class FacilityType(Enum):
    """Kinds of institution of the health statistics."""

    GENERAL_HOSPITAL = "general_hospital"
    TCM_HOSPITAL = "tcm_hospital"
    INTEGRATED_HOSPITAL = "integrated_hospital"
    ETHNIC_HOSPITAL = "ethnic_hospital"
    SPECIALISED_HOSPITAL = "specialised_hospital"
    COMMUNITY_HEALTH_CENTRE = "community_health_centre"
    COMMUNITY_HEALTH_STATION = "community_health_station"
    TOWNSHIP_HEALTH_CENTRE = "township_health_centre"
    VILLAGE_CLINIC = "village_clinic"
    OUTPATIENT_DEPARTMENT = "outpatient_department"
    CLINIC = "clinic"
    CDC = "cdc"
    HEALTH_EDUCATION = "health_education"
    MATERNAL_CHILD = "maternal_child"
    EMERGENCY_CENTRE = "emergency_centre"
    BLOOD_CENTRE = "blood_centre"
    HEALTH_SUPERVISION = "health_supervision"
    FAMILY_PLANNING = "family_planning"
    SANATORIUM = "sanatorium"
    RESEARCH_INSTITUTE = "research_institute"
    STATISTICS_CENTRE = "statistics_centre"
    CLINICAL_LABORATORY = "clinical_laboratory"
    CONSULTATION_CENTRE = "consultation_centre"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a facility belongs."""

    division_code: str
    """6, 9 or 12 digits of the administrative division."""
    division_name: str = ""
    parent_id: FacilityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The liaison person (N36)."""

    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facility:
    """A medical institution."""

    id: FacilityId
    version: int = 1
    code: str
    """Institution code, unique."""
    name: str
    short_name: str = ""
    tier: Tier
    type: FacilityType
    grade: str = ""
    """Such as 三级甲等."""
    place: Place
    contact: Contact = Contact()
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department of a facility."""

    id: DepartmentId
    facility_id: FacilityId
    code: str
    name: str
    specialities: tuple[str, ...] = ()
    phone: str = ""
