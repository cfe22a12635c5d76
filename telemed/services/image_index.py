"""From what an inspection found to rows of the index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from telemed.domain.ids import EcgId, InstanceId, SeriesId, StudyId
from telemed.domain.materials import Added, BlobRef, Ecg, EcgFiles, Instance, Series, SeriesFacts, Study

if TYPE_CHECKING:
    from telemed.dicom.inspection import ImageInstance, WaveformInstance
    from telemed.domain.ids import ConsultationId
    from telemed.services.desk import Act

CINE_MODALITIES = ("US", "XA", "RF", "IVUS", "OCT", "ES")
"""Modalities whose multi-frame objects are moving pictures even without a frame time."""
FRAMES_PER_S = 25.0
"""When a cine does not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where an image went."""

    series: Series
    is_new_series: bool
    is_duplicate: bool


def is_clip(found: ImageInstance) -> bool:
    """Say whether an image is a moving picture: several frames over time."""
    has_time = found.display.frame_time_ms is not None
    return found.frame_count > 1 and (has_time or found.series.modality in CINE_MODALITIES)


async def study_from(act: Act, consultation_id: ConsultationId, found: ImageInstance) -> Study:
    """Find the study of the case, or make it."""
    existing = await act.work.studies.study(consultation_id, found.ids.study_uid)
    if existing is not None:
        return existing
    study = Study(
        id=StudyId(act.ids.new()),
        consultation_id=consultation_id,
        study_uid=found.ids.study_uid,
        date=found.study.date,
        time=found.study.time,
        description=found.study.description,
        accession_number=found.study.accession_number,
        institution=found.study.institution,
        patient_name=found.subject.name,
    )
    await act.work.studies.add_study(study)
    return study


async def put_image(
    act: Act, study: Study, found: ImageInstance, original: BlobRef, frames: BlobRef | None
) -> Placed:
    """Put an image into its series, or into a clip of its own. Raises AlreadyExists in a race."""
    clip_uid = found.ids.sop_instance_uid if is_clip(found) else ""
    series = await act.work.studies.series_by_uid(study.id, found.ids.series_uid, clip_uid)
    is_new = series is None
    if series is None:
        series = _series(act, study, found, clip_uid)
        await act.work.studies.add_series(series)
    elif series.added.removed_at is not None:
        await act.work.studies.remove_series(series.id, None)
    is_known = await act.work.studies.instance(series.id, found.ids.sop_instance_uid) is not None
    if not is_known:
        await act.work.studies.add_instance(
            Instance(
                id=InstanceId(act.ids.new()),
                series_id=series.id,
                sop_instance_uid=found.ids.sop_instance_uid,
                number=found.number,
                frame_count=found.frame_count,
                original=original,
                frames=frames,
                inspection=msgspec.msgpack.encode(found),
            )
        )
    was_there = is_known and series.added.removed_at is None
    placed = await act.work.studies.get_series(series.id)
    return Placed(series=placed, is_new_series=is_new, is_duplicate=was_there)


def ecg_from(
    act: Act, consultation_id: ConsultationId, found: WaveformInstance, original: BlobRef, samples: BlobRef
) -> Ecg:
    """Make the row of an ECG."""
    return Ecg(
        id=EcgId(act.ids.new()),
        consultation_id=consultation_id,
        sop_instance_uid=found.ids.sop_instance_uid,
        taken=found.recorded or found.study.date + found.study.time,
        patient_name=found.subject.name,
        lead_count=len(found.ecg.leads),
        duration_s=found.ecg.duration_s,
        files=EcgFiles(original=original, samples=samples, inspection=msgspec.msgpack.encode(found)),
        added=_added(act),
    )


def _series(act: Act, study: Study, found: ImageInstance, clip_uid: str) -> Series:
    frame_time_ms = found.display.frame_time_ms
    rate = 1000.0 / frame_time_ms if frame_time_ms else FRAMES_PER_S
    return Series(
        id=SeriesId(act.ids.new()),
        study=study,
        series_uid=found.ids.series_uid,
        clip_sop_uid=clip_uid,
        facts=SeriesFacts(
            modality=found.series.modality,
            number=found.series.number,
            description=found.series.description,
            body_part=found.series.body_part,
        ),
        frames_per_s=rate if clip_uid else 0.0,
        added=_added(act),
    )


def _added(act: Act) -> Added:
    return Added(at=act.now, by=act.actor.account_id, by_name=act.actor.display_name)
