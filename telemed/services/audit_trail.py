"""Searching the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from telemed.domain.audit import AuditRecord
from telemed.domain.ids import AccountId, ConsultationId, FacilityId, PatientId
from telemed.domain.listing import Page

if TYPE_CHECKING:
    from telemed.domain.listing import Paging
    from telemed.domain.roles import Actor


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

    async def search(self, actor: Actor, wanted: AuditFilter, paging: Paging) -> AuditView:
        """Search; the search itself is an audit entry. A facility administrator sees who acted in or on
        the own facility."""
        raise NotImplementedError
