"""Bodies of materials, uploads and ECGs. Pixels travel as DICOMweb, outside these bodies."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta

from telemed.domain.materials import MaterialKind, UploadState
from telemed.wire.base import ErrorBody, Reply, Request
from telemed.wire.http_values import Count, Id, Instant, Uid


class Described(Reply, frozen=True, kw_only=True):
    """What every material says of itself."""

    id: Id
    title: str
    added_at: Instant
    added_by: str
    """Display name."""
    size_bytes: Count
    may_remove: bool


class RecordMaterial(Described, frozen=True, kw_only=True, tag="record", tag_field="kind"):
    """The request form itself: always the first material, its id is that of the consultation."""


class SeriesMaterial(Described, frozen=True, kw_only=True, tag="series", tag_field="kind"):
    """A DICOM series of images, read through DICOMweb."""

    study_instance_uid: Uid
    series_instance_uid: Uid
    modality: str
    body_part: str
    study_description: str
    series_description: str
    series_number: int | None
    study_date: date | None
    patient_name: str
    """As the images say: the client warns when it differs from the case's."""
    instance_count: Count
    frame_count: Count
    thumbnail_path: str


class ClipMaterial(Described, frozen=True, kw_only=True, tag="clip", tag_field="kind"):
    """A DICOM multi-frame cine (ultrasound, angiography), read through DICOMweb."""

    study_instance_uid: Uid
    series_instance_uid: Uid
    sop_instance_uid: Uid
    modality: str
    series_description: str
    study_date: date | None
    patient_name: str
    frame_count: Count
    frames_per_s: float
    thumbnail_path: str


class EcgMaterial(Described, frozen=True, kw_only=True, tag="ecg", tag_field="kind"):
    """A DICOM waveform; the drawing data is at /api/ecgs/{ecgId}."""

    ecg_id: Id
    taken: str
    """As the device says, without a zone: 2026-11-20T09:32:05; empty when it says nothing."""
    lead_count: Count
    duration_s: float
    patient_name: str


class ImageMaterial(Described, frozen=True, kw_only=True, tag="image", tag_field="kind"):
    """A photo, re-encoded and without its EXIF data."""

    content_path: str
    width_px: Count
    height_px: Count


class PdfMaterial(Described, frozen=True, kw_only=True, tag="pdf", tag_field="kind"):
    """A document."""

    content_path: str
    page_count: Count


class VideoMaterial(Described, frozen=True, kw_only=True, tag="video", tag_field="kind"):
    """An MP4 film, played on the case page; not for the stage."""

    content_path: str


Material = (
    RecordMaterial | SeriesMaterial | ClipMaterial | EcgMaterial | ImageMaterial | PdfMaterial | VideoMaterial
)


class MaterialList(Reply, frozen=True, kw_only=True):
    """Materials of a case in the order they are shown."""

    items: tuple[Material, ...]


class Upload(Reply, frozen=True, kw_only=True):
    """One file on its way in, and what became of it."""

    id: Id
    filename: str
    relative_path: str
    size_bytes: Count
    received_bytes: Count
    state: UploadState
    kind: MaterialKind | None
    material_id: Id | None
    error: ErrorBody | None
    expires_at: Instant


class UploadList(Reply, frozen=True, kw_only=True):
    """Files of a case on their way in or refused."""

    items: tuple[Upload, ...]


class EcgLead(Reply, frozen=True, kw_only=True):
    """One channel. Amplitude in mV = sample * mvPerUnit + baselineMv."""

    name: str
    """Standard name: I, II, III, aVR, aVL, aVF, V1 ... V6, or as the file says."""
    mv_per_unit: float
    baseline_mv: float


class EcgAnnotation(Reply, frozen=True, kw_only=True):
    """A measurement or statement of the device."""

    text: str
    value: float | None
    unit: str
    at_s: tuple[float, ...]
    """Moments from the start of the recording; empty when it holds for the whole."""


class Ecg(Reply, frozen=True, kw_only=True):
    """An ECG but for its samples, which stand at samplesPath: int16 little-endian, lead after lead."""

    id: Id
    material_id: Id
    taken: str
    """As the device says, without a zone; empty when it says nothing."""
    patient_name: str
    sample_rate_hz: float
    samples_per_lead: Count
    leads: tuple[EcgLead, ...]
    annotations: tuple[EcgAnnotation, ...]
    samples_path: str


class RenderedQuery(Request, frozen=True, kw_only=True):
    """Which picture of an instance; the window is the one of the file unless given."""

    frame: Annotated[int, Meta(ge=1)] = 1
    center: float | None = None
    width: Annotated[float, Meta(gt=0)] | None = None
    size_px: Annotated[int, Meta(ge=16, le=4096)] | None = None
    """Longest side; null is full size."""
