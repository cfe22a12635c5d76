"""Patients, their numbers, and their consents."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from telemed.domain.access import Action
from telemed.domain.audit import AuditEntity
from telemed.domain.citizen_id import parse_citizen_id
from telemed.domain.consent import Consent, ConsentForm, ConsentScope, SignerRelation, Signing, needs_guardian
from telemed.domain.errors import AlreadyExists, FieldInvalid
from telemed.domain.ids import ConsentId, ConsultationId, PatientId
from telemed.domain.patient import Details, IdentifierSystem, Patient, PatientIdentifier
from telemed.domain.people import Sex
from telemed.domain.request_form import Urgency
from telemed.domain.scheduling import local_day
from telemed.services.case_view import ConsentView
from telemed.services.desk import NO_RELATION, case_entity
from telemed.services.people_reader import persons

if TYPE_CHECKING:
    from telemed.domain.consultation import Consultation
    from telemed.domain.roles import Actor
    from telemed.services.desk import Act, Desk

FOUND_LIMIT = 20
CLOCK_TOLERANCE = timedelta(minutes=5)
SHORTEST_NUMBER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPatient:
    """What is known of a new patient."""

    name: str
    sex: Sex
    birth_date: date | None = None
    identifiers: tuple[PatientIdentifier, ...] = ()
    details: Details = field(default_factory=Details)
    is_identity_unknown: bool = False


class Patients:
    """Whom it is about."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def find(self, actor: Actor, text: str) -> tuple[Patient, ...]:
        """Find by whole citizen ID or card number anywhere in the region, or by the beginning of a name
        among the patients of the own facility and own cases; at most 20."""
        wanted = text.strip()
        async with self._desk.act(actor) as act:
            act.permit(Action.FIND_PATIENT, NO_RELATION, AuditEntity(kind="patient"), "search")
            found: tuple[Patient, ...] = ()
            if len(wanted) >= SHORTEST_NUMBER and any(character.isdigit() for character in wanted):
                found = await act.work.patients.by_number(wanted)
            if not found and wanted:
                found = await act.work.patients.by_name(
                    wanted, facility_id=actor.facility_id, account_id=actor.account_id, limit=FOUND_LIMIT
                )
            for patient in found[:FOUND_LIMIT]:
                act.note(Action.FIND_PATIENT, _patient_entity(patient), "found")
            return found[:FOUND_LIMIT]

    async def register(self, actor: Actor, new: NewPatient) -> Patient:
        """Add a patient. Raises CitizenIdInvalid, FieldInvalid, AlreadyExists for a number in use."""
        async with self._desk.act(actor) as act:
            today = local_day(act.now)
            patient = Patient(
                id=PatientId(act.ids.new()),
                name=new.name.strip(),
                sex=new.sex,
                birth_date=new.birth_date,
                identifiers=new.identifiers,
                details=new.details,
                is_identity_unknown=new.is_identity_unknown,
                registered_by=actor.account_id,
                registered_at_facility=actor.facility_id,
            )
            act.permit(Action.REGISTER_PATIENT, NO_RELATION, _patient_entity(patient))
            checked = checked_patient(patient, today)
            try:
                await act.work.patients.add(checked)
            except AlreadyExists:
                raise AlreadyExists(
                    "A patient with this number is registered.",
                    field="identifiers",
                    remedy="Search by the number and use that patient.",
                ) from None
            return checked

    async def give_consent(
        self, actor: Actor, consultation_id: ConsultationId, scopes: frozenset[ConsentScope], signing: Signing
    ) -> ConsentView:
        """Record a consent for a case. Raises FieldInvalid naming what the form of consent demands."""
        async with self._desk.act(actor) as act:
            known = await act.case(consultation_id, Action.GIVE_CONSENT)
            case = known.consultation
            await self._check_signing(act, case, signing)
            consent = Consent(
                id=ConsentId(act.ids.new()),
                consultation_id=case.id,
                patient_id=case.patient_id,
                scopes=scopes,
                signing=signing,
                recorded_by=actor.account_id,
                recorded_by_practitioner=actor.practitioner_id,
                recorded_at=act.now,
            )
            await act.work.consents.add(consent)
            act.note(Action.GIVE_CONSENT, case_entity(case, "consent", consent.id))
            await act.tell(case, "consent_given", text=",".join(sorted(scope.value for scope in scopes)))
            people = await persons(act.work, [actor.practitioner_id])
            author = people.get(actor.practitioner_id) if actor.practitioner_id else None
            return ConsentView(consent=consent, recorded_by=author)

    async def _check_signing(self, act: Act, case: Consultation, signing: Signing) -> None:
        if signing.signed_at > act.now + CLOCK_TOLERANCE:
            raise FieldInvalid("A consent cannot be signed in the future.", field="signedAt")
        is_exception = signing.form is ConsentForm.VERBAL_EMERGENCY
        if is_exception and case.terms.urgency is not Urgency.EMERGENCY:
            raise FieldInvalid(
                "Only an emergency goes without a signature.", field="form", remedy="Have it signed."
            )
        if is_exception:
            _need(signing.emergency_approver, "emergencyApprover")
            _need(signing.emergency_reason, "emergencyReason")
            return
        if signing.relation is SignerRelation.NONE:
            raise FieldInvalid("Say who signed.", field="relation", remedy="Choose self or a relation.")
        patient = await act.work.patients.get(case.patient_id)
        is_by_self = signing.relation is SignerRelation.SELF
        if is_by_self and needs_guardian(patient.birth_date, local_day(act.now)):
            raise FieldInvalid(
                "Under 14 a guardian consents.", field="relation", remedy="Let the guardian sign."
            )


def checked_patient(patient: Patient, today: date) -> Patient:
    """Check numbers and take birth date from a citizen ID when none was given.

    Raises CitizenIdInvalid, or FieldInvalid when sex or birth date contradict the ID or nothing identifies.
    """
    if not patient.name:
        raise FieldInvalid("A patient has a name.", field="name", remedy="Enter it, or 无名氏.")
    if patient.birth_date is not None and patient.birth_date > today:
        raise FieldInvalid("The birth date lies in the future.", field="birthDate")
    numbers = [each.value for each in patient.identifiers if each.system is IdentifierSystem.CITIZEN_ID]
    for number in numbers:
        citizen = parse_citizen_id(number, today)
        if patient.birth_date not in (None, citizen.birth_date):
            raise FieldInvalid(
                "The birth date differs from the citizen ID.", field="birthDate", remedy="Check both."
            )
        if patient.sex in (Sex.MALE, Sex.FEMALE) and patient.sex is not citizen.sex:
            raise FieldInvalid("The sex differs from the citizen ID.", field="sex", remedy="Check both.")
        patient = replace(patient, birth_date=citizen.birth_date, sex=citizen.sex)
    return patient


def _need(text: str, name: str) -> None:
    if not text.strip():
        raise FieldInvalid("An emergency exception says who approved it and why.", field=name)


def _patient_entity(patient: Patient) -> AuditEntity:
    return AuditEntity(
        kind="patient", id=patient.id, patient_id=patient.id, facility_id=patient.registered_at_facility
    )
