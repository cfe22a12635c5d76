"""Patients, their numbers, and their consents."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from telemed.domain.patient import Details, Patient, PatientIdentifier
from telemed.domain.people import Sex

if TYPE_CHECKING:
    from telemed.domain.consent import ConsentScope, Signing
    from telemed.domain.ids import ConsultationId
    from telemed.domain.roles import Actor
    from telemed.services.case_view import ConsentView

FOUND_LIMIT = 20


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

    async def find(self, actor: Actor, text: str) -> tuple[Patient, ...]:
        """Find by whole citizen ID or card number anywhere in the region, or by the beginning of a name
        among the patients of the own facility and own cases; at most 20."""
        raise NotImplementedError

    async def register(self, actor: Actor, new: NewPatient) -> Patient:
        """Add a patient. Raises CitizenIdInvalid, FieldInvalid, AlreadyExists for a number in use."""
        raise NotImplementedError

    async def give_consent(
        self, actor: Actor, consultation_id: ConsultationId, scopes: frozenset[ConsentScope], signing: Signing
    ) -> ConsentView:
        """Record a consent for a case. Raises FieldInvalid naming what the form of consent demands."""
        raise NotImplementedError
