"""From a whole file to a material of a case: hash, look into it in a limited child, store, register."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

from telemed.dicom.inspection import (
    Damaged,
    Document,
    Frames,
    ImageInstance,
    NotAccepted,
    Photo,
    Video,
    WaveformInstance,
)
from telemed.domain.errors import Kind, TelemedError
from telemed.domain.materials import Attachment, Ecg, MaterialKind, Series, UploadResult, UploadState
from telemed.services.materials import NewAttachment, Taken

if TYPE_CHECKING:
    from pathlib import Path

    from telemed.dicom.inspection import Inspection
    from telemed.dicom.intake import Intake
    from telemed.domain.materials import BlobRef, Upload
    from telemed.domain.roles import Actor
    from telemed.services.case_view import Material
    from telemed.services.materials import Materials
    from telemed.storage.blobs import DirectoryBlobs

CLEAN_PHOTO = "image/jpeg"
"""Photos are kept only as the clean copy that the inspection wrote."""
CHECKSUM_DIFFERS = UploadResult(
    code="checksum_differs", message="The content is not what was announced. Send the file once more."
)


class TakeIn:
    """Decides what an uploaded file becomes; content decides, never its name."""

    def __init__(self, intake: Intake, blobs: DirectoryBlobs, materials: Materials) -> None:
        self._intake = intake
        self._blobs = blobs
        self._materials = materials

    async def take(self, actor: Actor, upload: Upload, file: Path) -> Upload:
        """Take a whole file in and note what became of it. The file is removed.

        Faults of the file and a case that takes nothing any more become the upload's result. What is our own
        fault is raised, and the file stays, so that it can be tried again. The row is settled before the
        file goes: after a crash between the two, the file is waste, never the upload lost.
        """
        expected = upload.name.sha256
        if expected and await asyncio.to_thread(_sha256, file) != expected:
            return await self._refuse(actor, upload, CHECKSUM_DIFFERS, file)
        derived = file.with_suffix(".derived")
        try:
            found = await self._intake.inspect(file, derived)
            if isinstance(found, NotAccepted | Damaged):
                result = UploadResult(code=found.reason.value, message=found.sentence)
                return await self._refuse(actor, upload, result, file)
            return await self._register(actor, upload, found, file)
        finally:
            await asyncio.to_thread(derived.unlink, missing_ok=True)

    async def _register(self, actor: Actor, upload: Upload, found: Inspection, file: Path) -> Upload:
        try:
            taken = await self._add(actor, upload, found, file)
        except TelemedError as error:
            if error.kind in (Kind.BROKEN, Kind.BUSY):
                raise
            return await self._refuse(
                actor, upload, UploadResult(code=error.code, message=error.message), file
            )
        state = UploadState.DUPLICATE if taken.is_duplicate else UploadState.ACCEPTED
        result = UploadResult(kind=_kind(taken.material), material_id=taken.material.material_id)
        return await self._settle(actor, upload, (state, result), file)

    async def _add(self, actor: Actor, upload: Upload, found: Inspection, file: Path) -> Taken:
        case, derived = upload.consultation_id, file.with_suffix(".derived")
        match found:
            case ImageInstance():
                has_frames = isinstance(found.frames, Frames)
                frames = await asyncio.to_thread(self._blobs.put_file, derived) if has_frames else None
                original = await asyncio.to_thread(self._keep, file)
                return await self._materials.add_image(actor, case, found, original, frames)
            case WaveformInstance():
                samples = await asyncio.to_thread(self._blobs.put_file, derived)
                original = await asyncio.to_thread(self._keep, file)
                return await self._materials.add_ecg(actor, case, found, original, samples)
            case Photo() | Document() | Video():
                new = await asyncio.to_thread(self._attachment, upload, found, file)
                return await self._materials.add_attachment(actor, case, new)
            case _:
                raise TypeError("refused files are handled before")

    def _keep(self, file: Path) -> BlobRef:
        """Store a second name of the file, so that the upload can be tried again when registering fails."""
        second = file.with_suffix(".original")
        second.unlink(missing_ok=True)
        second.hardlink_to(file)
        return self._blobs.put_file(second)

    def _attachment(self, upload: Upload, found: Photo | Document | Video, file: Path) -> NewAttachment:
        title = upload.name.filename
        if isinstance(found, Photo):
            clean = self._blobs.put_file(file.with_suffix(".derived"))
            return NewAttachment(
                kind=MaterialKind.IMAGE,
                title=title,
                media_type=CLEAN_PHOTO,
                blob=clean,
                width_px=found.width,
                height_px=found.height,
            )
        is_document = isinstance(found, Document)
        return NewAttachment(
            kind=MaterialKind.PDF if is_document else MaterialKind.CLIP,
            title=title,
            media_type=found.media_type,
            blob=self._keep(file),
            page_count=found.page_count if isinstance(found, Document) else 0,
        )

    async def _refuse(self, actor: Actor, upload: Upload, result: UploadResult, file: Path) -> Upload:
        return await self._settle(actor, upload, (UploadState.REFUSED, result), file)

    async def _settle(
        self, actor: Actor, upload: Upload, outcome: tuple[UploadState, UploadResult], file: Path
    ) -> Upload:
        settled = await self._materials.settle(actor, upload.id, *outcome)
        await asyncio.to_thread(file.unlink, missing_ok=True)
        return settled


def _kind(material: Material) -> MaterialKind:
    match material:
        case Series() | Attachment():
            return material.kind
        case Ecg():
            return MaterialKind.ECG


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
