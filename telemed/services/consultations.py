"""The life of a case from draft to closing, but for arranging it and writing the opinion."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telemed.domain.consultation import Adoption, Closing, Terms
    from telemed.domain.ids import ConsultationId, PatientId
    from telemed.domain.request_form import RequestForm
    from telemed.domain.roles import Actor
    from telemed.services.case_view import CaseDetail, TimelineEntry


class Consultations:
    """Cases. Every change names the version it was decided on and raises StaleVersion when it is old."""

    async def create(
        self, actor: Actor, patient_id: PatientId, terms: Terms, form: RequestForm
    ) -> CaseDetail:
        """Begin a draft."""
        raise NotImplementedError

    async def read(self, actor: Actor, consultation_id: ConsultationId) -> CaseDetail:
        """Show the case page; an audit entry. Raises NotFound."""
        raise NotImplementedError

    async def save(
        self, actor: Actor, consultation_id: ConsultationId, version: int, terms: Terms, form: RequestForm
    ) -> CaseDetail:
        """Replace the form of a draft or returned case."""
        raise NotImplementedError

    async def submit(self, actor: Actor, consultation_id: ConsultationId, version: int) -> CaseDetail:
        """Hand a draft in. Raises RequestIncomplete, ConsentMissing."""
        raise NotImplementedError

    async def delete_draft(self, actor: Actor, consultation_id: ConsultationId, version: int) -> None:
        """Throw a draft away."""
        raise NotImplementedError

    async def resubmit(
        self, actor: Actor, consultation_id: ConsultationId, version: int, answer: str
    ) -> CaseDetail:
        """Hand a returned case in again."""
        raise NotImplementedError

    async def accept(self, actor: Actor, consultation_id: ConsultationId, version: int) -> CaseDetail:
        """Take a submitted case on."""
        raise NotImplementedError

    async def send_back(
        self, actor: Actor, consultation_id: ConsultationId, version: int, items: tuple[str, ...], note: str
    ) -> CaseDetail:
        """Return a case for supplement. Raises AnswerMissing without items."""
        raise NotImplementedError

    async def reject(
        self, actor: Actor, consultation_id: ConsultationId, version: int, reason: str
    ) -> CaseDetail:
        """Refuse a case. Raises AnswerMissing without a reason."""
        raise NotImplementedError

    async def cancel(
        self, actor: Actor, consultation_id: ConsultationId, version: int, reason: str
    ) -> CaseDetail:
        """Call a case off; slots are freed. Raises AnswerMissing without a reason."""
        raise NotImplementedError

    async def acknowledge(
        self,
        actor: Actor,
        consultation_id: ConsultationId,
        version: int,
        adoption: Adoption,
        *,
        reason: str = "",
        implementation: str = "",
    ) -> CaseDetail:
        """Confirm the opinion. Raises AnswerMissing when not adopted in full and no reason is given."""
        raise NotImplementedError

    async def close(
        self, actor: Actor, consultation_id: ConsultationId, version: int, closing: Closing
    ) -> CaseDetail:
        """Close an acknowledged case."""
        raise NotImplementedError

    async def timeline(self, actor: Actor, consultation_id: ConsultationId) -> tuple[TimelineEntry, ...]:
        """Tell what happened, oldest first."""
        raise NotImplementedError
