"""ECGs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from telemed.domain.errors import NotFound
from telemed.domain.ids import ConsultationId, EcgId
from telemed.domain.materials import BlobRef, Ecg, EcgFiles
from telemed.storage.material_rows import added_of, added_values
from telemed.storage.rows import insert
from telemed.storage.tables import ecgs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

E = ecgs.c


class EcgStore:
    """Repository of ECGs."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, ecg_id: EcgId) -> Ecg:
        """Find one that was not removed. Raises NotFound."""
        query = select(ecgs).where(E.id == ecg_id, E.removed_at.is_(None))
        row = (await self._connection.execute(query)).mappings().first()
        if row is None:
            raise NotFound("ECG")
        return _ecg(row)

    async def of_cases(self, ids: Iterable[ConsultationId]) -> dict[ConsultationId, tuple[Ecg, ...]]:
        """List what several cases hold, oldest first."""
        query = (
            select(ecgs)
            .where(E.consultation_id.in_(set(ids)), E.removed_at.is_(None))
            .order_by(E.added_at, E.id)
        )
        found: dict[ConsultationId, tuple[Ecg, ...]] = {}
        for row in (await self._connection.execute(query)).mappings():
            case_id = ConsultationId(row["consultation_id"])
            found[case_id] = (*found.get(case_id, ()), _ecg(row))
        return found

    async def by_uid(self, consultation_id: ConsultationId, sop_instance_uid: str) -> Ecg | None:
        """Find the one of a case with this UID, removed or not."""
        query = select(ecgs).where(
            E.consultation_id == consultation_id, E.sop_instance_uid == sop_instance_uid
        )
        row = (await self._connection.execute(query)).mappings().first()
        return _ecg(row) if row is not None else None

    async def add(self, ecg: Ecg) -> None:
        """Insert one. Raises AlreadyExists when the case has it."""
        values = {
            "id": ecg.id,
            "consultation_id": ecg.consultation_id,
            "sop_instance_uid": ecg.sop_instance_uid,
            "taken": ecg.taken,
            "patient_name": ecg.patient_name,
            "lead_count": ecg.lead_count,
            "duration_s": ecg.duration_s,
            "original_sha256": ecg.files.original.sha256,
            "original_bytes": ecg.files.original.size_bytes,
            "samples_sha256": ecg.files.samples.sha256,
            "samples_bytes": ecg.files.samples.size_bytes,
            "inspection": ecg.files.inspection,
            **added_values(ecg.added),
        }
        await insert(self._connection, ecgs, values)

    async def remove(self, ecg_id: EcgId, at: datetime | None) -> None:
        """Take one out, or put it back with None."""
        await self._connection.execute(update(ecgs).where(E.id == ecg_id).values(removed_at=at))


def _ecg(row: RowMapping) -> Ecg:
    return Ecg(
        id=EcgId(row["id"]),
        consultation_id=ConsultationId(row["consultation_id"]),
        sop_instance_uid=row["sop_instance_uid"],
        taken=row["taken"],
        patient_name=row["patient_name"],
        lead_count=row["lead_count"],
        duration_s=row["duration_s"],
        files=EcgFiles(
            original=BlobRef(row["original_sha256"], row["original_bytes"]),
            samples=BlobRef(row["samples_sha256"], row["samples_bytes"]),
            inspection=row["inspection"],
        ),
        added=added_of(row),
    )
