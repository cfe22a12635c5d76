"""Images, ECGs, photos and documents of cases, and the uploads that bring them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telemed.domain.materials import BlobRef, MaterialKind
from telemed.services.case_view import Material

if TYPE_CHECKING:
    from telemed.dicom.inspection import ImageInstance, WaveformInstance
    from telemed.domain.ids import AttachmentId, ConsultationId, EcgId, MaterialId, UploadId
    from telemed.domain.materials import (
        Attachment,
        Ecg,
        Instance,
        Series,
        Study,
        Upload,
        UploadName,
        UploadResult,
        UploadState,
    )
    from telemed.domain.roles import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a file became."""

    material: Material
    is_duplicate: bool
    """The case had it already; nothing was added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAttachment:
    """A photo, PDF or MP4 after inspection."""

    kind: MaterialKind
    title: str
    media_type: str
    blob: BlobRef
    """Of the clean copy, for photos."""
    width_px: int = 0
    height_px: int = 0
    page_count: int = 0


class Materials:
    """What belongs to a case beside its form."""

    async def of_case(self, actor: Actor, consultation_id: ConsultationId) -> tuple[Material, ...]:
        """List what is there, in the order it is shown. An audit entry."""
        raise NotImplementedError

    async def add_image(
        self,
        actor: Actor,
        consultation_id: ConsultationId,
        found: ImageInstance,
        original: BlobRef,
        frames: BlobRef | None,
    ) -> Taken:
        """Take a DICOM image in: into its series, or as a clip of its own when it is a multi-frame cine."""
        raise NotImplementedError

    async def add_ecg(
        self,
        actor: Actor,
        consultation_id: ConsultationId,
        found: WaveformInstance,
        original: BlobRef,
        samples: BlobRef,
    ) -> Taken:
        """Take a DICOM waveform in."""
        raise NotImplementedError

    async def add_attachment(
        self, actor: Actor, consultation_id: ConsultationId, new: NewAttachment
    ) -> Taken:
        """Take a photo, document or video file in."""
        raise NotImplementedError

    async def remove(self, actor: Actor, material_id: MaterialId) -> None:
        """Take a material out before its session; bytes and index stay. Raises StepNotAllowed."""
        raise NotImplementedError

    async def attachment(self, actor: Actor, attachment_id: AttachmentId) -> Attachment:
        """Find one for reading. An audit entry."""
        raise NotImplementedError

    async def ecg(self, actor: Actor, ecg_id: EcgId) -> Ecg:
        """Find one for reading. An audit entry."""
        raise NotImplementedError

    async def studies(self, actor: Actor, consultation_id: ConsultationId | None = None) -> tuple[Study, ...]:
        """List studies of one case, or the newest 200 of all cases the actor reads."""
        raise NotImplementedError

    async def series_of(self, actor: Actor, study_uid: str) -> tuple[Series, ...]:
        """List the series of a study as the actor's cases hold it. Raises NotFound."""
        raise NotImplementedError

    async def instances(self, actor: Actor, study_uid: str, series_uid: str) -> tuple[Instance, ...]:
        """List the images of a series in order. An audit entry. Raises NotFound."""
        raise NotImplementedError

    async def instance(self, actor: Actor, study_uid: str, series_uid: str, sop_uid: str) -> Instance:
        """Find one image for its pixels; the first of a series and browser session is an audit entry."""
        raise NotImplementedError

    async def create_upload(self, actor: Actor, consultation_id: ConsultationId, name: UploadName) -> Upload:
        """Begin a resumable upload. Raises StepNotAllowed when the case takes nothing any more."""
        raise NotImplementedError

    async def uploads(self, actor: Actor, consultation_id: ConsultationId) -> tuple[Upload, ...]:
        """List files on their way in and what became of them."""
        raise NotImplementedError

    async def upload(self, actor: Actor, upload_id: UploadId) -> Upload:
        """Find an own upload."""
        raise NotImplementedError

    async def receive(self, actor: Actor, upload_id: UploadId, offset: int, count: int) -> Upload:
        """Note `count` bytes on disk after `offset`. Raises StaleVersion when that is not the end so far."""
        raise NotImplementedError

    async def settle(
        self, actor: Actor, upload_id: UploadId, state: UploadState, result: UploadResult
    ) -> Upload:
        """Note that the file is being checked, or what became of it."""
        raise NotImplementedError

    async def remove_upload(self, actor: Actor, upload_id: UploadId) -> None:
        """Forget an upload; the caller removes its bytes."""
        raise NotImplementedError

    async def expire_uploads(self) -> tuple[UploadId, ...]:
        """Forget unfinished uploads whose time is over; the caller removes their bytes."""
        raise NotImplementedError
