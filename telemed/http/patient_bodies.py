"""Patients and consents as the client sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telemed.domain.patient import Details, PatientIdentifier, age_text, mask
from telemed.domain.patient import Patient as DomainPatient
from telemed.http.reference_bodies import optional_person
from telemed.services.patients import NewPatient
from telemed.wire import http_patients as wire

if TYPE_CHECKING:
    from datetime import datetime

    from telemed.services.case_view import ConsentView


def patient_body(patient: DomainPatient, at: datetime) -> wire.Patient:
    """Show a patient; numbers and phones are masked."""
    details = patient.details
    return wire.Patient(
        id=patient.id,
        name=patient.name,
        sex=patient.sex,
        birth_date=patient.birth_date,
        age_text=age_text(patient.birth_date, at),
        identifiers=tuple(
            wire.PatientIdentifier(system=one.system, masked=one.masked) for one in patient.identifiers
        ),
        phone=mask(details.phone),
        address=details.address,
        ethnicity=details.ethnicity,
        guardian_name=details.guardian_name,
        guardian_phone=mask(details.guardian_phone),
        is_identity_unknown=patient.is_identity_unknown,
    )


def patient_from(given: wire.CreatePatient) -> NewPatient:
    """Read what a client sent."""
    return NewPatient(
        name=given.name.strip(),
        sex=given.sex,
        birth_date=given.birth_date,
        identifiers=tuple(PatientIdentifier(one.system, one.value) for one in given.identifiers),
        details=Details(
            phone=given.phone,
            address=given.address,
            ethnicity=given.ethnicity,
            guardian_name=given.guardian_name,
            guardian_phone=given.guardian_phone,
        ),
        is_identity_unknown=given.is_identity_unknown,
    )


def consent_body(view: ConsentView) -> wire.Consent:
    """Show a consent."""
    consent, signing = view.consent, view.consent.signing
    return wire.Consent(
        id=consent.id,
        scopes=tuple(sorted(consent.scopes, key=lambda scope: scope.value)),
        form=signing.form,
        signer_name=signing.signer_name,
        relation=signing.relation,
        text_version=signing.text_version,
        signed_at=signing.signed_at,
        recorded_by=optional_person(view.recorded_by),
        witness=signing.witness,
        scan_material_id=signing.scan_material_id,
        emergency_approver=signing.emergency_approver,
        emergency_reason=signing.emergency_reason,
        withdrawn_at=consent.withdrawn_at,
    )
