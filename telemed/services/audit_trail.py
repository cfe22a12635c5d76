"""Searching the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from telemed.domain.access import Action, Relation
from telemed.domain.audit import AuditEntity, AuditRecord
from telemed.domain.ids import AccountId, ConsultationId, FacilityId, PatientId
from telemed.domain.listing import Page
from telemed.domain.roles import Role
from telemed.storage.audit import AuditQuery

if TYPE_CHECKING:
    from telemed.domain.listing import Paging
    from telemed.domain.roles import Actor
    from telemed.services.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which entries; empty asks for all within reach."""

    text: str = ""
    """Part of an actor's name or an object's id."""
    actor_id: AccountId | None = None
    action: str = ""
    consultation_id: ConsultationId | None = None
    patient_id: PatientId | None = None
    facility_id: FacilityId | None = None
    from_: datetime | None = None
    to: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    """One page, newest first, and the head of the chain."""

    page: Page[AuditRecord]
    head_seq: int
    head_hash: str


class AuditTrail:
    """Who did what."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def search(self, actor: Actor, wanted: AuditFilter, paging: Paging) -> AuditView:
        """Search; the search itself is an audit entry. A facility administrator sees who acted in or on
        the own facility."""
        async with self._desk.act(actor) as act:
            relations = frozenset({Relation.ANY, Relation.REGION})
            facility_id = wanted.facility_id
            if not actor.has(Role.AUDITOR) and actor.facility_id is not None:
                relations |= {Relation.FACILITY}
                facility_id = actor.facility_id
            entity = AuditEntity(kind="audit", facility_id=facility_id)
            act.permit(Action.SEARCH_AUDIT, relations, entity, f"page {paging.number}")
            query = AuditQuery(
                text=wanted.text,
                account_id=wanted.actor_id,
                action=wanted.action,
                consultation_id=wanted.consultation_id,
                patient_id=wanted.patient_id,
                facility_id=facility_id,
                from_=wanted.from_,
                to=wanted.to,
            )
            page = await act.work.audit.search(query, paging)
            seq, head = await act.work.audit.head()
            return AuditView(page=page, head_seq=seq, head_hash=head)
