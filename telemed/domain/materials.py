"""What belongs to a case beside its form: images, ECGs, photos, documents. Bytes lie in the blob store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from telemed.domain.ids import (
    AccountId,
    AttachmentId,
    ConsultationId,
    EcgId,
    InstanceId,
    MaterialId,
    SeriesId,
    StudyId,
    UploadId,
)


class MaterialKind(Enum):
    """What a stage can show; `record` is the form itself."""

    RECORD = "record"
    SERIES = "series"
    ECG = "ecg"
    IMAGE = "image"
    PDF = "pdf"
    CLIP = "clip"


@dataclass(frozen=True, slots=True)
class BlobRef:
    """Bytes by their content."""

    sha256: str
    """Hexadecimal."""
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """Who brought it, and when it was taken out again."""

    at: datetime
    by: AccountId
    by_name: str = ""
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A photo, a document or a video file."""

    id: AttachmentId
    consultation_id: ConsultationId
    kind: MaterialKind
    """IMAGE, PDF or CLIP (MP4)."""
    title: str
    media_type: str
    blob: BlobRef
    width_px: int = 0
    height_px: int = 0
    page_count: int = 0
    added: Added

    @property
    def material_id(self) -> MaterialId:
        """Name on the stage."""
        return MaterialId(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """A DICOM study as one case holds it (PS3.3 C.7.2). The same study may belong to several cases."""

    id: StudyId
    consultation_id: ConsultationId
    study_uid: str
    date: str = ""
    """DA."""
    time: str = ""
    """TM."""
    description: str = ""
    accession_number: str = ""
    institution: str = ""
    patient_name: str = ""
    """As the file says; compare with the case's patient, never log."""

    def __repr__(self) -> str:
        return f"Study(id={self.id!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFacts:
    """Series level (PS3.3 C.7.3)."""

    modality: str = ""
    number: int | None = None
    description: str = ""
    body_part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A DICOM series, or one cine clip of a series, as a material of a case."""

    id: SeriesId
    study: Study
    series_uid: str
    clip_sop_uid: str = ""
    """Set when the material is one multi-frame clip of the series."""
    facts: SeriesFacts
    instance_count: int = 0
    frame_count: int = 0
    frames_per_s: float = 0.0
    """Of a clip; 0 for a stack."""
    size_bytes: int = 0
    added: Added

    @property
    def material_id(self) -> MaterialId:
        """Name on the stage."""
        return MaterialId(self.id)

    @property
    def kind(self) -> MaterialKind:
        """Clip or series."""
        return MaterialKind.CLIP if self.clip_sop_uid else MaterialKind.SERIES


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One DICOM image: originals bit-exact, decoded frames beside them."""

    id: InstanceId
    series_id: SeriesId
    sop_instance_uid: str
    number: int | None = None
    frame_count: int = 1
    original: BlobRef
    frames: BlobRef | None = None
    """Decoded frames one behind the other; None when they could not be decoded."""
    inspection: bytes
    """MessagePack of telemed.dicom.inspection.ImageInstance; the domain does not look inside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ecg:
    """A DICOM waveform (PS3.3 C.10.9) or another resting ECG."""

    id: EcgId
    consultation_id: ConsultationId
    sop_instance_uid: str
    taken: str = ""
    """DT as the file says; it has no zone."""
    patient_name: str = ""
    lead_count: int
    duration_s: float
    files: EcgFiles
    added: Added

    def __repr__(self) -> str:
        return f"Ecg(id={self.id!r})"

    @property
    def material_id(self) -> MaterialId:
        """Name on the stage."""
        return MaterialId(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class EcgFiles:
    """Where an ECG's bytes lie."""

    original: BlobRef
    samples: BlobRef
    """int16 little-endian, lead after lead."""
    inspection: bytes
    """MessagePack of telemed.dicom.inspection.WaveformInstance."""


class UploadState(Enum):
    """Where a file on its way in stands."""

    RECEIVING = "receiving"
    CHECKING = "checking"
    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadName:
    """What the browser said about the file."""

    filename: str
    relative_path: str = ""
    sha256: str = ""
    """Expected content, hexadecimal; empty when the browser did not compute it."""
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadResult:
    """What became of it."""

    kind: MaterialKind | None = None
    material_id: MaterialId | None = None
    code: str = ""
    """Stable code of the refusal."""
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A resumable upload (tus 1.0)."""

    id: UploadId
    version: int = 1
    consultation_id: ConsultationId
    account_id: AccountId
    name: UploadName
    received_bytes: int = 0
    state: UploadState = UploadState.RECEIVING
    result: UploadResult = UploadResult()
    created_at: datetime
    expires_at: datetime
