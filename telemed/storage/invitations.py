"""Invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from telemed.domain.errors import NotFound
from telemed.domain.ids import AccountId, ConsultationId, InvitationId, PractitionerId
from telemed.domain.invitation import Answer, Invitation, InvitationState
from telemed.storage.rows import insert, save, span_or_none
from telemed.storage.tables import invitations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

N = invitations.c


class InvitationStore:
    """Repository of invitations."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, invitation_id: InvitationId) -> Invitation:
        """Find one. Raises NotFound."""
        query = select(invitations).where(N.id == invitation_id)
        row = (await self._connection.execute(query)).mappings().first()
        if row is None:
            raise NotFound("invitation")
        return _invitation(row)

    async def of_cases(self, ids: Iterable[ConsultationId]) -> dict[ConsultationId, tuple[Invitation, ...]]:
        """List the invitations of several cases, oldest first."""
        query = select(invitations).where(N.consultation_id.in_(set(ids))).order_by(N.offered_at, N.id)
        found: dict[ConsultationId, list[Invitation]] = {}
        for row in (await self._connection.execute(query)).mappings():
            found.setdefault(ConsultationId(row["consultation_id"]), []).append(_invitation(row))
        return {case_id: tuple(those) for case_id, those in found.items()}

    async def of_case(self, consultation_id: ConsultationId) -> tuple[Invitation, ...]:
        """List the invitations of one case, oldest first."""
        return (await self.of_cases([consultation_id])).get(consultation_id, ())

    async def open_counts(
        self, ids: Iterable[PractitionerId], states: Iterable[InvitationState]
    ) -> dict[PractitionerId, int]:
        """Count invitations in some states, by specialist."""
        query = (
            select(N.practitioner_id, func.count())
            .where(N.practitioner_id.in_(set(ids)), N.state.in_([state.value for state in states]))
            .group_by(N.practitioner_id)
        )
        return {PractitionerId(row[0]): int(row[1]) for row in await self._connection.execute(query)}

    async def add(self, invitation: Invitation) -> None:
        """Insert one."""
        await insert(self._connection, invitations, _values(invitation))

    async def save(self, invitation: Invitation) -> None:
        """Update one. Raises StaleVersion."""
        await save(self._connection, invitations, invitation.id, invitation.version, _values(invitation))


def _values(invitation: Invitation) -> dict[str, object]:
    return {
        "id": invitation.id,
        "version": invitation.version,
        "consultation_id": invitation.consultation_id,
        "practitioner_id": invitation.practitioner_id,
        "state": invitation.state.value,
        "starts_at": invitation.span.start if invitation.span else None,
        "ends_at": invitation.span.end if invitation.span else None,
        "note": invitation.note,
        "offered_at": invitation.offered_at,
        "offered_by": invitation.offered_by,
        "answered_at": invitation.answer.at,
        "reason": invitation.answer.reason,
    }


def _invitation(row: RowMapping) -> Invitation:
    return Invitation(
        id=InvitationId(row["id"]),
        version=row["version"],
        consultation_id=ConsultationId(row["consultation_id"]),
        practitioner_id=PractitionerId(row["practitioner_id"]),
        state=InvitationState(row["state"]),
        span=span_or_none(row["starts_at"], row["ends_at"]),
        note=row["note"],
        offered_at=row["offered_at"],
        offered_by=AccountId(row["offered_by"]) if row["offered_by"] else None,
        answer=Answer(at=row["answered_at"], reason=row["reason"]),
    )
