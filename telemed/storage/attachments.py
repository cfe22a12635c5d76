"""Photos, documents and video files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from telemed.domain.errors import NotFound
from telemed.domain.ids import AttachmentId, ConsultationId
from telemed.domain.materials import Attachment, BlobRef, MaterialKind
from telemed.storage.material_rows import added_of, added_values
from telemed.storage.rows import insert
from telemed.storage.tables import attachments

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

A = attachments.c


class AttachmentStore:
    """Repository of attachments."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, attachment_id: AttachmentId) -> Attachment:
        """Find one that was not removed. Raises NotFound."""
        query = select(attachments).where(A.id == attachment_id, A.removed_at.is_(None))
        row = (await self._connection.execute(query)).mappings().first()
        if row is None:
            raise NotFound("attachment")
        return _attachment(row)

    async def of_cases(self, ids: Iterable[ConsultationId]) -> dict[ConsultationId, tuple[Attachment, ...]]:
        """List what several cases hold, oldest first."""
        query = (
            select(attachments)
            .where(A.consultation_id.in_(set(ids)), A.removed_at.is_(None))
            .order_by(A.added_at, A.id)
        )
        found: dict[ConsultationId, tuple[Attachment, ...]] = {}
        for row in (await self._connection.execute(query)).mappings():
            case_id = ConsultationId(row["consultation_id"])
            found[case_id] = (*found.get(case_id, ()), _attachment(row))
        return found

    async def by_content(self, consultation_id: ConsultationId, sha256: str) -> Attachment | None:
        """Find the one of a case with this content."""
        query = select(attachments).where(
            A.consultation_id == consultation_id, A.sha256 == sha256, A.removed_at.is_(None)
        )
        row = (await self._connection.execute(query)).mappings().first()
        return _attachment(row) if row is not None else None

    async def add(self, attachment: Attachment) -> None:
        """Insert one."""
        values = {
            "id": attachment.id,
            "consultation_id": attachment.consultation_id,
            "kind": attachment.kind.value,
            "title": attachment.title,
            "media_type": attachment.media_type,
            "sha256": attachment.blob.sha256,
            "size_bytes": attachment.blob.size_bytes,
            "width_px": attachment.width_px,
            "height_px": attachment.height_px,
            "page_count": attachment.page_count,
            **added_values(attachment.added),
        }
        await insert(self._connection, attachments, values)

    async def remove(self, attachment_id: AttachmentId, at: datetime) -> None:
        """Take one out; the row and its bytes stay."""
        await self._connection.execute(update(attachments).where(A.id == attachment_id).values(removed_at=at))


def _attachment(row: RowMapping) -> Attachment:
    return Attachment(
        id=AttachmentId(row["id"]),
        consultation_id=ConsultationId(row["consultation_id"]),
        kind=MaterialKind(row["kind"]),
        title=row["title"],
        media_type=row["media_type"],
        blob=BlobRef(row["sha256"], row["size_bytes"]),
        width_px=row["width_px"],
        height_px=row["height_px"],
        page_count=row["page_count"],
        added=added_of(row),
    )
