"""Bodies of opinions: a draft that changes, issued versions that do not."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from telemed.domain.consultation import ReferralDirection
from telemed.domain.opinion import Certainty, OpinionState, VersionState
from telemed.domain.request_form import Urgency
from telemed.wire.base import Reply, Request, Shared
from telemed.wire.http_values import Count, Id, Instant, Line, Password, PersonRef, Reason, Text, Uid, Version


class OpinionDiagnosis(Shared, frozen=True, kw_only=True):
    """A diagnosis with how sure the author is."""

    text: Annotated[str, Meta(min_length=1, max_length=200)]
    code: Line = ""
    certainty: Certainty = Certainty.PROBABLE


class ReferralAdvice(Shared, frozen=True, kw_only=True):
    """Whether the patient should move, and how soon."""

    direction: ReferralDirection = ReferralDirection.NONE
    where: Line = ""
    urgency: Urgency = Urgency.ROUTINE


class Evidence(Shared, frozen=True, kw_only=True):
    """What a statement rests on: a material, an image, a mark or a moment of the session."""

    material_id: Id
    sop_instance_uid: Uid | None = None
    frame: Annotated[int, Meta(ge=1)] | None = None
    annotation_uid: Line | None = None
    session_seq: Annotated[int, Meta(ge=1)] | None = None
    note: Line = ""


class OpinionContent(Shared, frozen=True, kw_only=True):
    """The structured opinion (N50, N51, N55). Medication is advice, never a prescription (N61)."""

    findings: Text = ""
    image_findings: Text = ""
    ecg_findings: Text = ""
    diagnoses: Annotated[tuple[OpinionDiagnosis, ...], Meta(max_length=20)] = ()
    differential: Text = ""
    tests: Text = ""
    treatment: Text = ""
    medication: Text = ""
    procedure: Text = ""
    observation: Text = ""
    referral: ReferralAdvice = ReferralAdvice()
    follow_up: Text = ""
    teaching_points: Text = ""
    evidence: Annotated[tuple[Evidence, ...], Meta(max_length=100)] = ()


class SaveOpinion(Request, frozen=True, kw_only=True):
    """The whole draft as it now stands."""

    version: Version
    content: OpinionContent


class StartOpinion(Request, frozen=True, kw_only=True):
    """A new draft of the caller's opinion on a case."""

    content: OpinionContent = OpinionContent()


class SignOpinion(Request, frozen=True, kw_only=True):
    """Signing is a step of its own and asks for the password again."""

    version: Version
    password: Password


class AmendOpinion(Request, frozen=True, kw_only=True):
    """Opens a draft of the next version; the issued one stays readable."""

    version: Version
    reason: Reason


class SignatureShown(Reply, frozen=True, kw_only=True):
    """Who signed, when, and with which key."""

    signer: PersonRef
    signed_at: Instant
    algorithm: str
    key_id: str


class OpinionVersion(Reply, frozen=True, kw_only=True):
    """A version that was signed."""

    number: Count
    state: VersionState
    issued_at: Instant | None
    """Null while it is signed and waits for the end of the session."""
    amended_because: str
    content: OpinionContent
    content_hash: str
    """SHA-256 of the signed bytes, hexadecimal."""
    signature: SignatureShown | None
    pdf_path: str


class Opinion(Reply, frozen=True, kw_only=True):
    """One expert's opinion on one case."""

    id: Id
    consultation_id: Id
    version: Version
    """Of the aggregate, for the next change; not the number of the issued version."""
    author: PersonRef
    state: OpinionState
    draft: OpinionContent | None
    """Only for those who may write; null when no draft is open."""
    draft_saved_at: Instant | None
    versions: tuple[OpinionVersion, ...]
    allowed_steps: tuple[Literal["save", "sign", "amend"], ...]


class OpinionBrief(Reply, frozen=True, kw_only=True):
    """An opinion as the case page lists it; hidden from the requester until issued."""

    id: Id
    author: PersonRef
    state: OpinionState
    version_number: Count
    issued_at: Instant | None


class OpinionList(Reply, frozen=True, kw_only=True):
    """Opinions on a case that the caller may see."""

    items: tuple[Opinion, ...]


class Verification(Reply, frozen=True, kw_only=True):
    """Whether a version is what was signed."""

    is_valid: bool
    problem: str
    """Empty when valid, else a code: content_changed, signature_wrong, key_unknown, unsigned."""
    content_hash: str
    signed_hash: str
    signature: SignatureShown | None
