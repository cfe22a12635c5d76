"""Facilities, persons and patients as they are named beside other things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telemed.domain.patient import age_text
from telemed.wire.http_values import FacilityRef, Page, PatientBrief, PersonRef

if TYPE_CHECKING:
    from datetime import datetime

    from telemed.domain.facility import Facility
    from telemed.domain.listing import Page as DomainPage
    from telemed.domain.listing import T
    from telemed.domain.patient import Patient
    from telemed.services.case_view import Person


def facility_ref(facility: Facility) -> FacilityRef:
    """Name a facility."""
    return FacilityRef(
        id=facility.id,
        name=facility.name,
        short_name=facility.short_name or facility.name,
        tier=facility.tier,
    )


def optional_facility(facility: Facility | None) -> FacilityRef | None:
    """Name a facility, if there is one."""
    return facility_ref(facility) if facility else None


def person_ref(person: Person) -> PersonRef:
    """Name a practitioner."""
    return PersonRef(
        practitioner_id=person.practitioner.id,
        name=person.practitioner.name,
        title=person.practitioner.title,
        department=person.department_name,
        facility=facility_ref(person.facility),
    )


def optional_person(person: Person | None) -> PersonRef | None:
    """Name a practitioner, if there is one."""
    return person_ref(person) if person else None


def patient_brief(patient: Patient, at: datetime) -> PatientBrief:
    """Name a patient, with the age at a moment."""
    return PatientBrief(
        id=patient.id,
        name=patient.name,
        sex=patient.sex,
        birth_date=patient.birth_date,
        age_text=age_text(patient.birth_date, at),
    )


def optional_patient(patient: Patient | None, at: datetime) -> PatientBrief | None:
    """Name a patient, if the caller may know."""
    return patient_brief(patient, at) if patient else None


def page_of(page: DomainPage[T]) -> Page:
    """Say which part of a list this is."""
    return Page(number=page.paging.number, size=page.paging.size, total=page.total)
