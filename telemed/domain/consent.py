"""The patient's consent 知情同意 (N20-N27)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING

from telemed.domain.ids import AccountId, ConsentId, ConsultationId, MaterialId, PatientId, PractitionerId
from telemed.domain.request_form import Urgency

if TYPE_CHECKING:
    from collections.abc import Iterable

GUARDIAN_BELOW_YEARS = 14
"""N23."""


class ConsentScope(Enum):
    """What is agreed to; each is separate (N22)."""

    CONSULTATION = "consultation"
    SHARING = "sharing"
    RECORDING = "recording"
    TEACHING = "teaching"


NEEDED_TO_SUBMIT = frozenset({ConsentScope.CONSULTATION, ConsentScope.SHARING})


class ConsentForm(Enum):
    """How it was given."""

    PAPER = "paper"
    SIGNATURE = "signature"
    VERBAL_EMERGENCY = "verbal_emergency"


class SignerRelation(Enum):
    """Who gave it."""

    SELF = "self"
    GUARDIAN = "guardian"
    RELATIVE = "relative"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """How, by whom and on which text."""

    form: ConsentForm
    signer_name: str
    relation: SignerRelation
    text_version: str
    signed_at: datetime
    witness: str = ""
    scan_material_id: MaterialId | None = None
    emergency_approver: str = ""
    """Head of the institution or an authorised person (N21)."""
    emergency_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A recorded consent. It is withdrawn, never deleted."""

    id: ConsentId
    consultation_id: ConsultationId
    patient_id: PatientId
    scopes: frozenset[ConsentScope]
    signing: Signing
    recorded_by: AccountId
    recorded_by_practitioner: PractitionerId | None = None
    recorded_at: datetime
    withdrawn_at: datetime | None = None


def given_scopes(consents: Iterable[Consent]) -> frozenset[ConsentScope]:
    """Collect what is agreed to and not withdrawn."""
    standing = [consent.scopes for consent in consents if consent.withdrawn_at is None]
    return frozenset().union(*standing) if standing else frozenset()


def may_submit(consents: Iterable[Consent], urgency: Urgency) -> bool:
    """Say whether consent allows submitting; an emergency may go first and complete it later (N21)."""
    return urgency is Urgency.EMERGENCY or given_scopes(consents) >= NEEDED_TO_SUBMIT


def needs_guardian(birth_date: date | None, today: date) -> bool:
    """Under 14 the guardian consents (N23); an unknown birth date does not decide."""
    if birth_date is None:
        return False
    years = today.year - birth_date.year - ((today.month, today.day) < (birth_date.month, birth_date.day))
    return years < GUARDIAN_BELOW_YEARS
