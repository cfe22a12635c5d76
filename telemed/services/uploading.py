"""Resumable uploads: what has arrived of which file, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from telemed.domain.access import Action
from telemed.domain.consultation import Edit
from telemed.domain.consultation_states import MATERIAL_MAY_COME
from telemed.domain.errors import FieldInvalid, NotFound, StaleVersion, StepNotAllowed
from telemed.domain.ids import UploadId
from telemed.domain.materials import Upload, UploadState

if TYPE_CHECKING:
    from telemed.domain.ids import ConsultationId
    from telemed.domain.materials import UploadName, UploadResult
    from telemed.domain.roles import Actor
    from telemed.services.desk import Desk
    from telemed.storage.work import Work

MEBIBYTE = 1024 * 1024
COUNTS = (UploadState.RECEIVING, UploadState.CHECKING, UploadState.ACCEPTED)
"""Uploads that use up the room of a case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadLimits:
    """How much a case may bring, and how long an upload may take; the edge limits single files."""

    case_bytes: int
    expiry_s: float


class Uploading:
    """Files on their way in."""

    def __init__(self, desk: Desk, limits: UploadLimits) -> None:
        self._desk = desk
        self._limits = limits

    async def create(self, actor: Actor, consultation_id: ConsultationId, name: UploadName) -> Upload:
        """Begin one. Raises StepNotAllowed when the case takes nothing, FieldInvalid for its size."""
        async with self._desk.act(actor) as act:
            known = await act.case(consultation_id, Action.ADD_MATERIAL)
            if known.consultation.state not in MATERIAL_MAY_COME:
                raise StepNotAllowed(known.consultation.state, Edit.ADD_MATERIAL)
            uploads = (await act.work.uploads.of_cases([consultation_id])).get(consultation_id, ())
            self._check_size(name, sum(each.name.size_bytes for each in uploads if each.state in COUNTS))
            upload = Upload(
                id=UploadId(act.ids.new()),
                consultation_id=consultation_id,
                account_id=actor.account_id,
                name=name,
                created_at=act.now,
                expires_at=act.now + timedelta(seconds=self._limits.expiry_s),
            )
            await act.work.uploads.add(upload)
            return upload

    async def of_case(self, actor: Actor, consultation_id: ConsultationId) -> tuple[Upload, ...]:
        """List those of a case."""
        async with self._desk.act(actor) as act:
            await act.case(consultation_id, Action.READ_MATERIAL)
            return (await act.work.uploads.of_cases([consultation_id])).get(consultation_id, ())

    async def get(self, actor: Actor, upload_id: UploadId) -> Upload:
        """Find an own one. Raises NotFound."""
        async with self._desk.database.reading() as work:
            return await self._own(work, actor, upload_id)

    async def receive(self, actor: Actor, upload_id: UploadId, offset: int, count: int) -> Upload:
        """Note bytes on disk. Raises StaleVersion when offset is not the end so far."""
        async with self._desk.database.transaction() as work:
            upload = await self._own(work, actor, upload_id)
            received = offset + count
            if upload.received_bytes != offset or upload.state is not UploadState.RECEIVING:
                raise StaleVersion(upload.state.value, upload.version)
            if received > upload.name.size_bytes:
                raise FieldInvalid("More bytes than announced.", field="size", remedy="Upload the file anew.")
            return await work.uploads.save(replace(upload, received_bytes=received))

    async def settle(
        self, actor: Actor, upload_id: UploadId, state: UploadState, result: UploadResult
    ) -> Upload:
        """Note that it is being checked, or what became of it."""
        async with self._desk.database.transaction() as work:
            upload = await self._own(work, actor, upload_id)
            return await work.uploads.save(replace(upload, state=state, result=result))

    async def remove(self, actor: Actor, upload_id: UploadId) -> None:
        """Forget one."""
        async with self._desk.database.transaction() as work:
            upload = await self._own(work, actor, upload_id)
            await work.uploads.remove(upload.id)

    async def expire(self) -> tuple[UploadId, ...]:
        """Forget those whose time is over."""
        async with self._desk.database.transaction() as work:
            expired = await work.uploads.expired(self._desk.clock.now())
            for upload_id in expired:
                await work.uploads.remove(upload_id)
            return expired

    async def _own(self, work: Work, actor: Actor, upload_id: UploadId) -> Upload:
        upload = await work.uploads.get(upload_id)
        if upload.account_id != actor.account_id:
            raise NotFound("upload")
        return upload

    def _check_size(self, name: UploadName, held_bytes: int) -> None:
        if held_bytes + name.size_bytes > self._limits.case_bytes:
            raise FieldInvalid(
                f"The files of a case have at most {self._limits.case_bytes // MEBIBYTE} MiB.",
                field="size",
                remedy="Remove what is not needed.",
            )
