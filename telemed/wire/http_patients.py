"""Bodies of patients and their consents."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from telemed.domain.consent import ConsentForm, ConsentScope, SignerRelation
from telemed.domain.patient import IdentifierSystem
from telemed.domain.people import Sex
from telemed.wire.base import Reply, Request
from telemed.wire.http_values import Id, Instant, Line, Name, PersonRef, Text


class PatientQuery(Request, frozen=True, kw_only=True):
    """Whole citizen ID or card number, or the beginning of a name."""

    q: Annotated[str, Meta(min_length=2, max_length=100)]


class PatientIdentifier(Reply, frozen=True, kw_only=True):
    """A number of the patient; all but the ends is masked."""

    system: IdentifierSystem
    masked: str


class Patient(Reply, frozen=True, kw_only=True):
    """A patient as shown to those who treat."""

    id: Id
    name: str
    sex: Sex
    birth_date: date | None
    age_text: str
    identifiers: tuple[PatientIdentifier, ...]
    phone: str
    address: str
    ethnicity: str
    guardian_name: str
    guardian_phone: str
    is_identity_unknown: bool


class PatientList(Reply, frozen=True, kw_only=True):
    """At most 20 patients within the caller's reach."""

    items: tuple[Patient, ...]


class NewIdentifier(Request, frozen=True, kw_only=True):
    """A number as printed on the document."""

    system: IdentifierSystem
    value: Annotated[str, Meta(min_length=1, max_length=64)]


class CreatePatient(Request, frozen=True, kw_only=True):
    """A new patient; sex and birth date of a citizen ID must agree with the ID (GB 11643)."""

    name: Name
    sex: Sex
    birth_date: date | None = None
    identifiers: Annotated[tuple[NewIdentifier, ...], Meta(max_length=10)] = ()
    phone: Line = ""
    address: Line = ""
    ethnicity: Line = ""
    guardian_name: Line = ""
    guardian_phone: Line = ""
    is_identity_unknown: bool = False


class GiveConsent(Request, frozen=True, kw_only=True):
    """What was agreed, by whom and how (N20-N25). An emergency without consent names the approver (N21)."""

    scopes: Annotated[tuple[ConsentScope, ...], Meta(min_length=1, max_length=4)]
    form: ConsentForm
    signer_name: Name
    relation: SignerRelation
    text_version: Annotated[str, Meta(min_length=1, max_length=40)]
    """Version of the notice that was shown and explained."""
    signed_at: Instant
    witness: Line = ""
    scan_material_id: Id | None = None
    emergency_approver: Line = ""
    emergency_reason: Text = ""


class Consent(Reply, frozen=True, kw_only=True):
    """A recorded consent."""

    id: Id
    scopes: tuple[ConsentScope, ...]
    form: ConsentForm
    signer_name: str
    relation: SignerRelation
    text_version: str
    signed_at: Instant
    recorded_by: PersonRef | None
    witness: str
    scan_material_id: Id | None
    emergency_approver: str
    emergency_reason: str
    withdrawn_at: Instant | None
