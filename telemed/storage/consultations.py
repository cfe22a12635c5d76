"""Cases and their time lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from telemed.domain.consultation import CaseEvent, Consultation
from telemed.domain.consultation_states import State
from telemed.domain.errors import NotFound
from telemed.domain.ids import AccountId, ConsultationId, EventId, PractitionerId
from telemed.domain.listing import Page, Paging
from telemed.storage.case_queries import ordered
from telemed.storage.case_rows import case_of, values_of
from telemed.storage.case_times import CaseMarks, CaseTimes, case_marks, case_times
from telemed.storage.rows import insert, save
from telemed.storage.tables import case_events, consultations, counters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Executable, RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

    from telemed.domain.listing import Order
    from telemed.storage.case_queries import Condition

C = consultations.c


class ConsultationStore:
    """Repository of cases."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, consultation_id: ConsultationId) -> Consultation:
        """Find one. Raises NotFound."""
        found = await self.of_ids([consultation_id])
        if consultation_id not in found:
            raise NotFound("consultation")
        return found[consultation_id]

    async def of_ids(self, ids: Iterable[ConsultationId]) -> dict[ConsultationId, Consultation]:
        """Find several."""
        rows = await self._connection.execute(select(consultations).where(C.id.in_(set(ids))))
        return {ConsultationId(row["id"]): case_of(row) for row in rows.mappings()}

    async def find(self, where: Condition, order: Order, paging: Paging) -> Page[Consultation]:
        """List cases that meet a condition of case_queries.py."""
        rows = await self._connection.execute(
            select(consultations)
            .where(where)
            .order_by(*ordered(order))
            .limit(paging.size)
            .offset(paging.offset)
        )
        return Page(tuple(case_of(row) for row in rows.mappings()), await self.count(where), paging)

    async def count(self, where: Condition) -> int:
        """Count cases that meet a condition."""
        found = await self._connection.scalar(select(func.count()).select_from(consultations).where(where))
        return int(found or 0)

    async def times(self, where: Condition) -> list[CaseTimes]:
        """Read the times of submitted cases that meet a condition, for figures."""
        return await case_times(self._connection, where)

    async def marks(self, where: Condition) -> CaseMarks:
        """Count cases that meet a condition, with the oldest and the clock that runs out first."""
        return await case_marks(self._connection, where)

    async def add(self, case: Consultation) -> None:
        """Insert one. Raises AlreadyExists for a number in use."""
        await insert(self._connection, consultations, values_of(case))

    async def save(self, case: Consultation) -> Consultation:
        """Update one and give it with its new version. Raises StaleVersion with the current state."""
        await save(self._connection, consultations, case.id, case.version, values_of(case))
        return await self.get(case.id)

    async def next_sequence(self, name: str) -> int:
        """Count up from 1; two transactions never get the same number."""
        bumped = (
            counters.update()
            .where(counters.c.name == name)
            .values(value=counters.c.value + 1)
            .returning(counters.c.value)
        )
        value = await self._connection.scalar(bumped)
        if value is None:
            await self._connection.execute(_counter_insert(self._connection.dialect.name, name))
            value = await self._connection.scalar(bumped)
        return int(value or 0)

    async def add_event(self, event: CaseEvent) -> None:
        """Append to the time line."""
        await insert(self._connection, case_events, _event_values(event))

    async def add_events(self, events: Sequence[CaseEvent]) -> None:
        """Append many at once."""
        if events:
            await self._connection.execute(case_events.insert(), [_event_values(event) for event in events])

    async def events_of(self, consultation_id: ConsultationId) -> tuple[CaseEvent, ...]:
        """Read the time line, oldest first."""
        query = (
            select(case_events)
            .where(case_events.c.consultation_id == consultation_id)
            .order_by(case_events.c.at, case_events.c.id)
        )
        return tuple(_event(row) for row in (await self._connection.execute(query)).mappings())


def _counter_insert(dialect: str, name: str) -> Executable:
    values = {"name": name, "value": 0}
    if dialect == "postgresql":
        return postgresql.insert(counters).values(values).on_conflict_do_nothing()
    return sqlite.insert(counters).values(values).on_conflict_do_nothing()


def _event_values(event: CaseEvent) -> dict[str, object]:
    return {
        "id": event.id,
        "consultation_id": event.consultation_id,
        "at": event.at,
        "kind": event.kind,
        "account_id": event.account_id,
        "practitioner_id": event.practitioner_id,
        "from_state": event.from_state.value if event.from_state else None,
        "to_state": event.to_state.value if event.to_state else None,
        "text": event.text,
    }


def _event(row: RowMapping) -> CaseEvent:
    return CaseEvent(
        id=EventId(row["id"]),
        consultation_id=ConsultationId(row["consultation_id"]),
        at=row["at"],
        kind=row["kind"],
        account_id=AccountId(row["account_id"]) if row["account_id"] else None,
        practitioner_id=PractitionerId(row["practitioner_id"]) if row["practitioner_id"] else None,
        from_state=State(row["from_state"]) if row["from_state"] else None,
        to_state=State(row["to_state"]) if row["to_state"] else None,
        text=row["text"],
    )
