"""Writing, signing, issuing, amending and verifying opinions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telemed.domain.consultation import Consultation
from telemed.domain.facility import Facility
from telemed.domain.opinion import OpinionVersion, Signature
from telemed.domain.patient import Patient
from telemed.services.case_view import Person

if TYPE_CHECKING:
    from telemed.domain.ids import ConsultationId, OpinionId
    from telemed.domain.opinion import OpinionContent
    from telemed.domain.roles import Actor
    from telemed.services.case_view import OpinionView


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionDocument:
    """All that the printed record needs (N51): the request part and one issued version."""

    consultation: Consultation
    patient: Patient
    requester: Person
    target_facility: Facility | None
    author: Person
    version: OpinionVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Whether a version is what was signed."""

    problem: str
    """Empty when valid, else content_changed, signature_wrong, key_unknown or unsigned."""
    content_hash: str
    """Computed now over the stored content."""
    signed_hash: str
    signature: Signature | None
    signer: Person | None

    @property
    def is_valid(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.problem


class Opinions:
    """What the specialist says."""

    async def of_case(self, actor: Actor, consultation_id: ConsultationId) -> tuple[OpinionView, ...]:
        """List what the actor may see: the requesting side sees issued versions only. An audit entry."""
        raise NotImplementedError

    async def start(
        self, actor: Actor, consultation_id: ConsultationId, content: OpinionContent
    ) -> OpinionView:
        """Begin the actor's opinion; gives the one that exists when there is one."""
        raise NotImplementedError

    async def save(
        self, actor: Actor, opinion_id: OpinionId, version: int, content: OpinionContent
    ) -> OpinionView:
        """Replace the draft. Raises StaleVersion, StepNotAllowed."""
        raise NotImplementedError

    async def sign(self, actor: Actor, opinion_id: OpinionId, version: int, password: str) -> OpinionView:
        """Sign the draft, and issue it when the session is over; otherwise it is issued when it ends.

        Raises StepUpRefused, RequestIncomplete naming what an opinion must say, StaleVersion.
        """
        raise NotImplementedError

    async def amend(self, actor: Actor, opinion_id: OpinionId, version: int, reason: str) -> OpinionView:
        """Open a draft of the next version. Raises AnswerMissing without a reason."""
        raise NotImplementedError

    async def document(self, actor: Actor, opinion_id: OpinionId, number: int) -> OpinionDocument:
        """Collect what the PDF of an issued version needs. An audit entry. Raises NotFound."""
        raise NotImplementedError

    async def verify(self, actor: Actor, opinion_id: OpinionId, number: int) -> Verification:
        """Check an issued version against its signature."""
        raise NotImplementedError
