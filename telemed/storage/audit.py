"""The audit trail: append-only, one chain over the whole store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, true, update

from telemed.domain.audit import GENESIS, AuditAgent, AuditEntity, AuditEvent, AuditRecord, chained
from telemed.domain.ids import AccountId, ConsultationId, FacilityId, PatientId
from telemed.domain.listing import Page, Paging
from telemed.storage.tables import audit_events, audit_head

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import ColumnElement, RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

E = audit_events.c
HEAD = 1
BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditQuery:
    """Which events; empty asks for all."""

    text: str = ""
    """Part of an agent's name or an entity's id or number."""
    account_id: AccountId | None = None
    action: str = ""
    consultation_id: ConsultationId | None = None
    patient_id: PatientId | None = None
    facility_id: FacilityId | None = None
    """The acting facility, or the one whose data it is."""
    from_: datetime | None = None
    to: datetime | None = None


class AuditStore:
    """Writes and reads the chain."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._waiting: list[AuditEvent] = []

    def add(self, event: AuditEvent) -> None:
        """Note an event; it is chained and written by `flush`, in the same transaction as the act."""
        self._waiting.append(event)

    async def flush(self) -> None:
        """Chain and write what was noted. The head is locked as late as can be."""
        if not self._waiting:
            return
        seq, prev_hash = await self._locked_head()
        rows = []
        for event in self._waiting:
            record = chained(event, seq=seq + 1, prev_hash=prev_hash)
            seq, prev_hash = record.seq, record.hash
            rows.append(_values(record))
        self._waiting.clear()
        await self._connection.execute(audit_events.insert(), rows)
        await self._connection.execute(
            update(audit_head).where(audit_head.c.id == HEAD).values(seq=seq, hash=prev_hash)
        )

    async def head(self) -> tuple[int, str]:
        """Give number and hash of the newest event; (0, zeros) for an empty trail."""
        row = (await self._connection.execute(select(audit_head.c.seq, audit_head.c.hash))).first()
        return (int(row[0]), str(row[1])) if row is not None else (0, GENESIS)

    async def search(self, query: AuditQuery, paging: Paging) -> Page[AuditRecord]:
        """Find events, newest first."""
        where = and_(true(), *_conditions(query))
        total = await self._connection.scalar(select(func.count()).select_from(audit_events).where(where))
        rows = await self._connection.execute(
            select(audit_events).where(where).order_by(E.seq.desc()).limit(paging.size).offset(paging.offset)
        )
        return Page(tuple(_record(row) for row in rows.mappings()), int(total or 0), paging)

    async def chain(self, after: int = 0) -> AsyncIterator[AuditRecord]:
        """Read the trail in order, in batches, so that memory stays flat."""
        while True:
            query = select(audit_events).where(E.seq > after).order_by(E.seq).limit(BATCH)
            rows = (await self._connection.execute(query)).mappings().all()
            for row in rows:
                after = int(row["seq"])
                yield _record(row)
            if len(rows) < BATCH:
                return

    async def _locked_head(self) -> tuple[int, str]:
        query = select(audit_head.c.seq, audit_head.c.hash).where(audit_head.c.id == HEAD).with_for_update()
        row = (await self._connection.execute(query)).one()
        return int(row[0]), str(row[1])


def _conditions(query: AuditQuery) -> list[ColumnElement[bool]]:
    equal: list[tuple[ColumnElement[str], str | None]] = [
        (E.account_id, query.account_id),
        (E.action, query.action or None),
        (E.consultation_id, query.consultation_id),
        (E.patient_id, query.patient_id),
    ]
    found: list[ColumnElement[bool]] = [column == value for column, value in equal if value is not None]
    if query.text:
        columns = (E.agent_name, E.entity_id, E.number)
        found.append(or_(*(column.contains(query.text, autoescape=True) for column in columns)))
    if query.facility_id is not None:
        own = (E.agent_facility_id == query.facility_id, E.facility_id == query.facility_id)
        found.append(or_(*own))
    if query.from_ is not None:
        found.append(E.at >= query.from_)
    if query.to is not None:
        found.append(E.at < query.to)
    return found


def _values(record: AuditRecord) -> dict[str, object]:
    event = record.event
    agent, entity = event.agent, event.entity
    return {
        "seq": record.seq,
        "at": event.at,
        "account_id": agent.account_id,
        "agent_name": agent.name,
        "agent_roles": agent.roles,
        "agent_facility_id": agent.facility_id,
        "agent_facility_name": agent.facility_name,
        "address": agent.address,
        "action": event.action,
        "entity_kind": entity.kind,
        "entity_id": entity.id,
        "consultation_id": entity.consultation_id,
        "number": entity.number,
        "patient_id": entity.patient_id,
        "facility_id": entity.facility_id,
        "is_allowed": event.is_allowed,
        "purpose": event.purpose,
        "prev_hash": record.prev_hash,
        "hash": record.hash,
    }


def _record(row: RowMapping) -> AuditRecord:
    agent = AuditAgent(
        account_id=AccountId(row["account_id"]) if row["account_id"] else None,
        name=row["agent_name"],
        roles=row["agent_roles"],
        facility_id=FacilityId(row["agent_facility_id"]) if row["agent_facility_id"] else None,
        facility_name=row["agent_facility_name"],
        address=row["address"],
    )
    entity = AuditEntity(
        kind=row["entity_kind"],
        id=row["entity_id"],
        consultation_id=ConsultationId(row["consultation_id"]) if row["consultation_id"] else None,
        number=row["number"],
        patient_id=PatientId(row["patient_id"]) if row["patient_id"] else None,
        facility_id=FacilityId(row["facility_id"]) if row["facility_id"] else None,
    )
    event = AuditEvent(
        at=row["at"],
        agent=agent,
        action=row["action"],
        entity=entity,
        is_allowed=row["is_allowed"],
        purpose=row["purpose"],
    )
    return AuditRecord(seq=row["seq"], event=event, prev_hash=row["prev_hash"], hash=row["hash"])
