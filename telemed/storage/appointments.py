"""Specialists' time; the database itself refuses an overlap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from telemed.domain.ids import AppointmentId, ConsultationId, InvitationId, PractitionerId
from telemed.domain.scheduling import Appointment, AppointmentState, Span
from telemed.storage.rows import insert, save
from telemed.storage.tables import appointments

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import RowMapping, Select
    from sqlalchemy.ext.asyncio import AsyncConnection

A = appointments.c
TAKES_TIME = (AppointmentState.HELD.value, AppointmentState.BOOKED.value)


class AppointmentStore:
    """Repository of appointments."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, appointment: Appointment) -> None:
        """Take a span. Raises SlotTaken when it overlaps another of the same specialist."""
        await insert(self._connection, appointments, _values(appointment))

    async def save(self, appointment: Appointment) -> None:
        """Update one. Raises StaleVersion, SlotTaken."""
        await save(self._connection, appointments, appointment.id, appointment.version, _values(appointment))

    async def of_case(self, consultation_id: ConsultationId) -> tuple[Appointment, ...]:
        """List what was booked for a case."""
        return await self._all(select(appointments).where(A.consultation_id == consultation_id))

    async def busy(self, ids: Iterable[PractitionerId], window: Span) -> tuple[Appointment, ...]:
        """List what takes specialists' time within a window, in order."""
        return await self._all(
            select(appointments).where(
                A.practitioner_id.in_(set(ids)),
                A.state.in_(TAKES_TIME),
                A.starts_at < window.end,
                A.ends_at > window.start,
            )
        )

    async def _all(self, query: Select[tuple[object, ...]]) -> tuple[Appointment, ...]:
        rows = await self._connection.execute(query.order_by(A.starts_at, A.id))
        return tuple(_appointment(row) for row in rows.mappings())


def _values(appointment: Appointment) -> dict[str, object]:
    return {
        "id": appointment.id,
        "version": appointment.version,
        "consultation_id": appointment.consultation_id,
        "invitation_id": appointment.invitation_id,
        "practitioner_id": appointment.practitioner_id,
        "starts_at": appointment.span.start,
        "ends_at": appointment.span.end,
        "state": appointment.state.value,
    }


def _appointment(row: RowMapping) -> Appointment:
    return Appointment(
        id=AppointmentId(row["id"]),
        version=row["version"],
        consultation_id=ConsultationId(row["consultation_id"]),
        invitation_id=InvitationId(row["invitation_id"]),
        practitioner_id=PractitionerId(row["practitioner_id"]),
        span=Span(row["starts_at"], row["ends_at"]),
        state=AppointmentState(row["state"]),
    )
