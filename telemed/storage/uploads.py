"""Files on their way in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from telemed.domain.errors import NotFound
from telemed.domain.ids import AccountId, ConsultationId, UploadId
from telemed.domain.materials import Upload, UploadName, UploadResult, UploadState
from telemed.storage.rows import from_json, insert, save, to_json
from telemed.storage.tables import uploads

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

U = uploads.c
UNFINISHED = (UploadState.RECEIVING.value, UploadState.CHECKING.value)


class UploadStore:
    """Repository of uploads."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, upload_id: UploadId) -> Upload:
        """Find one. Raises NotFound."""
        row = (await self._connection.execute(select(uploads).where(U.id == upload_id))).mappings().first()
        if row is None:
            raise NotFound("upload")
        return _upload(row)

    async def of_cases(self, ids: Iterable[ConsultationId]) -> dict[ConsultationId, tuple[Upload, ...]]:
        """List the uploads of several cases, oldest first."""
        query = select(uploads).where(U.consultation_id.in_(set(ids))).order_by(U.created_at, U.id)
        found: dict[ConsultationId, tuple[Upload, ...]] = {}
        for row in (await self._connection.execute(query)).mappings():
            case_id = ConsultationId(row["consultation_id"])
            found[case_id] = (*found.get(case_id, ()), _upload(row))
        return found

    async def add(self, upload: Upload) -> None:
        """Insert one."""
        await insert(self._connection, uploads, _values(upload))

    async def save(self, upload: Upload) -> Upload:
        """Update one and give it with its new version. Raises StaleVersion."""
        await save(self._connection, uploads, upload.id, upload.version, _values(upload))
        return replace(upload, version=upload.version + 1)

    async def remove(self, upload_id: UploadId) -> None:
        """Forget one."""
        await self._connection.execute(delete(uploads).where(U.id == upload_id))

    async def expired(self, now: datetime) -> tuple[UploadId, ...]:
        """List unfinished uploads whose time is over."""
        query = select(U.id).where(U.expires_at < now, U.state.in_(UNFINISHED))
        return tuple(UploadId(found) for found in await self._connection.scalars(query))


def _values(upload: Upload) -> dict[str, object]:
    return {
        "id": upload.id,
        "version": upload.version,
        "consultation_id": upload.consultation_id,
        "account_id": upload.account_id,
        "name": to_json(upload.name),
        "received_bytes": upload.received_bytes,
        "state": upload.state.value,
        "result": to_json(upload.result),
        "created_at": upload.created_at,
        "expires_at": upload.expires_at,
    }


def _upload(row: RowMapping) -> Upload:
    return Upload(
        id=UploadId(row["id"]),
        version=row["version"],
        consultation_id=ConsultationId(row["consultation_id"]),
        account_id=AccountId(row["account_id"]),
        name=from_json(row["name"], UploadName),
        received_bytes=row["received_bytes"],
        state=UploadState(row["state"]),
        result=from_json(row["result"], UploadResult),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
    )
