"""Consents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from telemed.domain.consent import Consent, ConsentScope, Signing
from telemed.domain.ids import AccountId, ConsentId, ConsultationId, PatientId, PractitionerId
from telemed.storage.rows import from_json, insert, to_json
from telemed.storage.tables import consents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

C = consents.c


class ConsentStore:
    """Repository of consents."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def of_case(self, consultation_id: ConsultationId) -> tuple[Consent, ...]:
        """List the consents of a case, oldest first."""
        query = select(consents).where(C.consultation_id == consultation_id).order_by(C.recorded_at, C.id)
        return tuple(_consent(row) for row in (await self._connection.execute(query)).mappings())

    async def taught(self, ids: Iterable[ConsultationId]) -> frozenset[ConsultationId]:
        """Pick the cases whose patient agreed to teaching use."""
        query = select(C.consultation_id).where(
            C.consultation_id.in_(set(ids)),
            C.scopes.contains(f'"{ConsentScope.TEACHING.value}"'),
            C.withdrawn_at.is_(None),
        )
        return frozenset(ConsultationId(found) for found in await self._connection.scalars(query))

    async def add(self, consent: Consent) -> None:
        """Insert one."""
        values = {
            "id": consent.id,
            "consultation_id": consent.consultation_id,
            "patient_id": consent.patient_id,
            "scopes": to_json(sorted(scope.value for scope in consent.scopes)),
            "signing": to_json(consent.signing),
            "recorded_by": consent.recorded_by,
            "recorded_by_practitioner": consent.recorded_by_practitioner,
            "recorded_at": consent.recorded_at,
            "withdrawn_at": consent.withdrawn_at,
        }
        await insert(self._connection, consents, values)


def _consent(row: RowMapping) -> Consent:
    doctor = row["recorded_by_practitioner"]
    return Consent(
        id=ConsentId(row["id"]),
        consultation_id=ConsultationId(row["consultation_id"]),
        patient_id=PatientId(row["patient_id"]),
        scopes=from_json(row["scopes"], frozenset[ConsentScope]),
        signing=from_json(row["signing"], Signing),
        recorded_by=AccountId(row["recorded_by"]),
        recorded_by_practitioner=PractitionerId(doctor) if doctor else None,
        recorded_at=row["recorded_at"],
        withdrawn_at=row["withdrawn_at"],
    )
