"""Materials, uploads and ECGs as the client sees them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from telemed.dicom.inspection import WaveformInstance
from telemed.domain.materials import Attachment, Ecg, MaterialKind, Series, UploadState
from telemed.wire import http_materials as wire
from telemed.wire.base import ErrorBody

if TYPE_CHECKING:
    from telemed.domain.consultation import Consultation
    from telemed.domain.ids import AccountId
    from telemed.domain.materials import Added, Upload
    from telemed.services.case_view import Material, Person

DA = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
"""DICOM date, PS3.5 6.2."""
DT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
"""DICOM date and time, PS3.5 6.2; fractions and the zone are left out."""
THUMBNAIL_PX = 256
WAVEFORM = msgspec.msgpack.Decoder(WaveformInstance)


def read_da(text: str) -> date | None:
    """Read a DICOM date; None when it is none."""
    found = DA.match(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def readable_dt(text: str) -> str:
    """Write a DICOM date and time as ISO 8601 without a zone; empty when it is none."""
    found = DT.match(text)
    if not found:
        return ""
    day = f"{found[1]}-{found[2]}-{found[3]}"
    return f"{day}T{found[4]}:{found[5]}:{found[6] or '00'}" if found[4] else day


def material_bodies(
    consultation: Consultation, requester: Person, materials: tuple[Material, ...], reader: AccountId
) -> tuple[wire.Material, ...]:
    """Show the record and all other materials of a case."""
    record = wire.RecordMaterial(
        id=consultation.id,
        title=consultation.number,
        added_at=consultation.course.milestones.created_at,
        added_by=requester.practitioner.name,
        size_bytes=0,
        may_remove=False,
    )
    return (record, *(material_body(material, reader) for material in materials))


def material_body(material: Material, reader: AccountId) -> wire.Material:
    """Show one material to an account."""
    match material:
        case Series():
            return _clip_body(material, reader) if material.clip_sop_uid else _series_body(material, reader)
        case Ecg():
            return _ecg_material(material, reader)
        case Attachment():
            return _attachment_body(material, reader)


def _may_remove(added: Added, reader: AccountId) -> bool:
    """Whoever brought it may offer to take it out; whether the case still allows it, the service says."""
    return added.by == reader and added.removed_at is None


def _series_path(series: Series) -> str:
    return f"/dicom-web/studies/{series.study.study_uid}/series/{series.series_uid}"


def _series_body(series: Series, reader: AccountId) -> wire.SeriesMaterial:
    return wire.SeriesMaterial(
        id=series.material_id,
        title=series.facts.description or series.study.description,
        added_at=series.added.at,
        added_by=series.added.by_name,
        size_bytes=series.size_bytes,
        may_remove=_may_remove(series.added, reader),
        study_instance_uid=series.study.study_uid,
        series_instance_uid=series.series_uid,
        modality=series.facts.modality,
        body_part=series.facts.body_part,
        study_description=series.study.description,
        series_description=series.facts.description,
        series_number=series.facts.number,
        study_date=read_da(series.study.date),
        patient_name=series.study.patient_name,
        instance_count=series.instance_count,
        frame_count=series.frame_count,
        thumbnail_path=f"{_series_path(series)}/thumbnail",
    )


def _clip_body(clip: Series, reader: AccountId) -> wire.ClipMaterial:
    instance = f"{_series_path(clip)}/instances/{clip.clip_sop_uid}"
    return wire.ClipMaterial(
        id=clip.material_id,
        title=clip.facts.description or clip.study.description,
        added_at=clip.added.at,
        added_by=clip.added.by_name,
        size_bytes=clip.size_bytes,
        may_remove=_may_remove(clip.added, reader),
        study_instance_uid=clip.study.study_uid,
        series_instance_uid=clip.series_uid,
        sop_instance_uid=clip.clip_sop_uid,
        modality=clip.facts.modality,
        series_description=clip.facts.description,
        study_date=read_da(clip.study.date),
        patient_name=clip.study.patient_name,
        frame_count=clip.frame_count,
        frames_per_s=clip.frames_per_s,
        thumbnail_path=f"{instance}/rendered?sizePx={THUMBNAIL_PX}",
    )


def _ecg_material(ecg: Ecg, reader: AccountId) -> wire.EcgMaterial:
    return wire.EcgMaterial(
        id=ecg.material_id,
        title="",
        added_at=ecg.added.at,
        added_by=ecg.added.by_name,
        size_bytes=ecg.files.original.size_bytes,
        may_remove=_may_remove(ecg.added, reader),
        ecg_id=ecg.id,
        taken=readable_dt(ecg.taken),
        lead_count=ecg.lead_count,
        duration_s=ecg.duration_s,
        patient_name=ecg.patient_name,
    )


def _attachment_body(
    one: Attachment, reader: AccountId
) -> wire.ImageMaterial | wire.PdfMaterial | wire.VideoMaterial:
    described = wire.VideoMaterial(
        id=one.material_id,
        title=one.title,
        added_at=one.added.at,
        added_by=one.added.by_name,
        size_bytes=one.blob.size_bytes,
        may_remove=_may_remove(one.added, reader),
        content_path=f"/api/attachments/{one.id}/content",
    )
    common = msgspec.structs.asdict(described)
    if one.kind is MaterialKind.IMAGE:
        return wire.ImageMaterial(**common, width_px=one.width_px, height_px=one.height_px)
    if one.kind is MaterialKind.PDF:
        return wire.PdfMaterial(**common, page_count=one.page_count)
    return described


def upload_body(upload: Upload, received: int | None) -> wire.Upload:
    """Say where a file on its way in stands.

    received: bytes on disk; None when they are not there any more because the file was taken in or refused.
    """
    result = upload.result
    is_settled = upload.state not in (UploadState.RECEIVING, UploadState.CHECKING)
    error = ErrorBody(code=result.code, message=result.message) if result.code else None
    return wire.Upload(
        id=upload.id,
        filename=upload.name.filename,
        relative_path=upload.name.relative_path,
        size_bytes=upload.name.size_bytes,
        received_bytes=upload.name.size_bytes if is_settled else (received or 0),
        state=upload.state,
        kind=result.kind,
        material_id=result.material_id,
        error=error,
        expires_at=upload.expires_at,
    )


def ecg_body(ecg: Ecg) -> wire.Ecg:
    """Show an ECG but for its samples."""
    signal = WAVEFORM.decode(ecg.files.inspection).ecg
    return wire.Ecg(
        id=ecg.id,
        material_id=ecg.material_id,
        taken=readable_dt(ecg.taken),
        patient_name=ecg.patient_name,
        sample_rate_hz=signal.rate_hz,
        samples_per_lead=signal.sample_count,
        leads=tuple(
            wire.EcgLead(name=lead.name, mv_per_unit=lead.mv_per_unit, baseline_mv=lead.baseline_mv)
            for lead in signal.leads
        ),
        annotations=tuple(
            wire.EcgAnnotation(text=note.text, value=note.value, unit=note.unit, at_s=note.at_s)
            for note in signal.annotations
        ),
        samples_path=f"/api/ecgs/{ecg.id}/samples",
    )
