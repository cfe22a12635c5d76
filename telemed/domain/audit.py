"""Audit events, named as in FHIR AuditEvent, and the chain of hashes over them (N73, N58)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from telemed.domain.ids import AccountId, ConsultationId, FacilityId, PatientId

if TYPE_CHECKING:
    from collections.abc import Iterable

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditAgent:
    """Who acted."""

    account_id: AccountId | None = None
    """None when nobody is signed in, or the service acts by itself."""
    name: str = ""
    roles: str = ""
    """Comma separated."""
    facility_id: FacilityId | None = None
    facility_name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntity:
    """What was acted on. Ids only: no content, no names of patients."""

    kind: str
    id: str = ""
    consultation_id: ConsultationId | None = None
    number: str = ""
    """Consultation number."""
    patient_id: PatientId | None = None
    facility_id: FacilityId | None = None
    """The facility whose patient or data it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEvent:
    """One act, allowed or refused."""

    at: datetime
    agent: AuditAgent
    action: str
    entity: AuditEntity
    is_allowed: bool = True
    purpose: str = ""
    """Reason that was given, or what exactly was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """An event in the chain."""

    seq: int
    event: AuditEvent
    prev_hash: str
    hash: str


def event_hash(seq: int, event: AuditEvent, prev_hash: str) -> str:
    """SHA-256 over the previous hash, the number and every field, each preceded by its length."""
    agent, entity = event.agent, event.entity
    parts = (
        prev_hash,
        str(seq),
        event.at.isoformat(),
        agent.account_id or "",
        agent.name,
        agent.roles,
        agent.facility_id or "",
        agent.facility_name,
        agent.address,
        event.action,
        entity.kind,
        entity.id,
        entity.consultation_id or "",
        entity.number,
        entity.patient_id or "",
        entity.facility_id or "",
        "1" if event.is_allowed else "0",
        event.purpose,
    )
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode()
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def chained(event: AuditEvent, *, seq: int, prev_hash: str) -> AuditRecord:
    """Add an event to the chain."""
    return AuditRecord(seq=seq, event=event, prev_hash=prev_hash, hash=event_hash(seq, event, prev_hash))


def first_break(records: Iterable[AuditRecord], *, seq: int = 1, prev_hash: str = GENESIS) -> int | None:
    """Give the number of the first record that does not fit, or None. Start elsewhere to check a part."""
    for record in records:
        expected = event_hash(seq, record.event, prev_hash)
        if record.seq != seq or record.prev_hash != prev_hash or record.hash != expected:
            return seq
        seq, prev_hash = seq + 1, record.hash
    return None
