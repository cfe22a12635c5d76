"""The written opinion 会诊意见: a draft that changes, versions that do not (reference 5.3.2, N50-N58)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import Enum

from telemed.domain.consultation import ReferralDirection
from telemed.domain.errors import StepNotAllowed
from telemed.domain.ids import ConsultationId, InvitationId, MaterialId, OpinionId, PractitionerId
from telemed.domain.machine import next_state
from telemed.domain.request_form import Urgency

CANONICAL_SCHEMA = "telemed.opinion/1"
"""Raised when the canonical form changes; old versions keep theirs."""


class OpinionState(Enum):
    """Where an opinion stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SIGNED = "signed"
    ISSUED = "issued"
    RETRACTED = "retracted"


class OpinionStep(Enum):
    """What moves an opinion."""

    SUBMIT_FOR_REVIEW = "submit_for_review"
    CHANGE = "change"
    SIGN = "sign"
    ISSUE = "issue"
    WITHDRAW = "withdraw"
    AMEND = "amend"
    RETRACT = "retract"


O = OpinionState  # noqa: E741  the table reads better with one letter
OPINION_TRANSITIONS: dict[tuple[OpinionState, OpinionStep], OpinionState] = {
    (O.DRAFT, OpinionStep.SUBMIT_FOR_REVIEW): O.IN_REVIEW,
    (O.IN_REVIEW, OpinionStep.CHANGE): O.DRAFT,
    (O.DRAFT, OpinionStep.SIGN): O.SIGNED,
    (O.IN_REVIEW, OpinionStep.SIGN): O.SIGNED,
    (O.SIGNED, OpinionStep.ISSUE): O.ISSUED,
    (O.SIGNED, OpinionStep.WITHDRAW): O.DRAFT,
    (O.ISSUED, OpinionStep.AMEND): O.DRAFT,
    (O.ISSUED, OpinionStep.RETRACT): O.RETRACTED,
}


class Certainty(Enum):
    """How sure the author is."""

    CONFIRMED = "confirmed"
    PROBABLE = "probable"
    POSSIBLE = "possible"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionDiagnosis:
    """A diagnosis with its certainty."""

    text: str
    code: str = ""
    certainty: Certainty = Certainty.PROBABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralAdvice:
    """Whether the patient should move, where and how soon."""

    direction: ReferralDirection = ReferralDirection.NONE
    where: str = ""
    urgency: Urgency = Urgency.ROUTINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a statement rests on."""

    material_id: MaterialId
    sop_instance_uid: str | None = None
    frame: int | None = None
    """From 1."""
    annotation_uid: str | None = None
    session_seq: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionFindings:
    """What was seen and concluded."""

    findings: str = ""
    image_findings: str = ""
    ecg_findings: str = ""
    diagnoses: tuple[OpinionDiagnosis, ...] = ()
    differential: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What should be done. Medication is advice, never a prescription (N61)."""

    tests: str = ""
    treatment: str = ""
    medication: str = ""
    procedure: str = ""
    observation: str = ""
    referral: ReferralAdvice = ReferralAdvice()
    follow_up: str = ""
    teaching_points: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionContent:
    """The structured opinion."""

    findings: OpinionFindings = OpinionFindings()
    advice: Advice = Advice()
    evidence: tuple[Evidence, ...] = ()

    def lacking(self) -> tuple[str, ...]:
        """Name what must not be empty when it is signed: an opinion must be concrete (N51)."""
        advice = self.advice
        advised = (advice.tests, advice.treatment, advice.medication, advice.procedure, advice.observation)
        present = [
            ("content.findings", bool(self.findings.findings.strip())),
            ("content.diagnoses", bool(self.findings.diagnoses)),
            ("content.treatment", any(text.strip() for text in (*advised, advice.follow_up))),
        ]
        return tuple(name for name, is_there in present if not is_there)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed which bytes with which key."""

    practitioner_id: PractitionerId
    signed_at: datetime
    algorithm: str
    """ed25519."""
    key_id: str
    """First 16 hexadecimal digits of the public key's SHA-256."""
    public_key: bytes
    value: bytes


class VersionState(Enum):
    """What became of a version."""

    SIGNED = "signed"
    ISSUED = "issued"
    SUPERSEDED = "superseded"
    RETRACTED = "retracted"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionVersion:
    """A signed version. Only its state may still change."""

    number: int
    state: VersionState
    content: OpinionContent
    amended_because: str = ""
    canonical: bytes
    """The signed bytes."""
    content_hash: str
    """SHA-256 of `canonical`, hexadecimal."""
    signature: Signature
    issued_at: datetime | None = None

    def __repr__(self) -> str:
        return f"OpinionVersion(number={self.number}, state={self.state})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The version that is being written."""

    content: OpinionContent = OpinionContent()
    saved_at: datetime
    amended_because: str = ""
    """Why the issued version is amended; empty for the first version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One expert's opinion on one case."""

    id: OpinionId
    consultation_id: ConsultationId
    invitation_id: InvitationId
    author_id: PractitionerId
    version: int = 1
    """Of the aggregate; the number of a signed version is another thing."""
    state: OpinionState = OpinionState.DRAFT
    draft: Draft | None
    versions: tuple[OpinionVersion, ...] = ()

    @property
    def next_number(self) -> int:
        """Number of the version that is being written."""
        return len(self.versions) + 1

    @property
    def issued(self) -> OpinionVersion | None:
        """The version that is in force."""
        return next((v for v in self.versions if v.state is VersionState.ISSUED), None)

    @property
    def shown_versions(self) -> tuple[OpinionVersion, ...]:
        """Versions that were issued: all that the requesting side may ever see."""
        return tuple(v for v in self.versions if v.issued_at is not None)

    def saved(self, content: OpinionContent, now: datetime) -> Opinion:
        """Replace the draft's content. Raises StepNotAllowed when no draft is open."""
        if self.state is not OpinionState.DRAFT or self.draft is None:
            raise StepNotAllowed(self.state, OpinionStep.CHANGE)
        return replace(self, draft=replace(self.draft, content=content, saved_at=now))

    def signed(self, version: OpinionVersion) -> Opinion:
        """Add the signed version. Raises StepNotAllowed."""
        state = next_state(OPINION_TRANSITIONS, self.state, OpinionStep.SIGN)
        return replace(self, state=state, draft=None, versions=(*self.versions, version))

    def issue(self, now: datetime) -> Opinion:
        """Put the signed version in force; the one before is superseded. Raises StepNotAllowed."""
        state = next_state(OPINION_TRANSITIONS, self.state, OpinionStep.ISSUE)
        return replace(self, state=state, versions=tuple(_issued(v, now) for v in self.versions))

    def amended(self, reason: str, now: datetime) -> Opinion:
        """Open a draft of the next version. Raises StepNotAllowed."""
        state = next_state(OPINION_TRANSITIONS, self.state, OpinionStep.AMEND)
        content = self.versions[-1].content
        return replace(self, state=state, draft=Draft(content=content, saved_at=now, amended_because=reason))


def _issued(version: OpinionVersion, now: datetime) -> OpinionVersion:
    if version.state is VersionState.SIGNED:
        return replace(version, state=VersionState.ISSUED, issued_at=now)
    if version.state is VersionState.ISSUED:
        return replace(version, state=VersionState.SUPERSEDED)
    return version


def canonical_bytes(
    opinion: Opinion,
    content: OpinionContent,
    *,
    amended_because: str,
    signed_at: datetime,
    number: int | None = None,
) -> bytes:
    """Build the bytes that are signed: JSON in UTF-8 with sorted keys and no blanks.

    number: of the version; None is the one that comes next.
    They hold the content, which case and which version it is, the author and the moment of signing, so
    that a signature cannot be moved to another case or version.
    """
    document = {
        "schema": CANONICAL_SCHEMA,
        "opinionId": opinion.id,
        "consultationId": opinion.consultation_id,
        "authorId": opinion.author_id,
        "number": opinion.next_number if number is None else number,
        "amendedBecause": amended_because,
        "signedAt": signed_at.astimezone(UTC).isoformat(),
        "content": asdict(content),
    }
    text = json.dumps(
        document, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def content_hash(canonical: bytes) -> str:
    """SHA-256 of the signed bytes, hexadecimal."""
    return hashlib.sha256(canonical).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"no canonical form for {type(value).__name__}")
