"""DICOM studies, series and images, as cases hold them."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from sqlalchemy import Select, select, update

from telemed.domain.errors import NotFound
from telemed.domain.ids import ConsultationId, InstanceId, SeriesId, StudyId
from telemed.domain.materials import BlobRef, Instance, Series, SeriesFacts, Study
from telemed.storage.material_rows import added_of, added_values
from telemed.storage.rows import insert
from telemed.storage.tables import instances, series, studies

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

S = series.c
T = studies.c
N = instances.c
STUDY_FIELDS = tuple(field.name for field in fields(Study))


class StudyStore:
    """Repository of images."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def study(self, consultation_id: ConsultationId, study_uid: str) -> Study | None:
        """Find a study of a case."""
        query = select(studies).where(T.consultation_id == consultation_id, T.study_uid == study_uid)
        row = (await self._connection.execute(query)).mappings().first()
        return _study(row, "") if row is not None else None

    async def studies_by_uid(self, study_uid: str) -> tuple[Study, ...]:
        """List a study as each case holds it, newest first."""
        query = select(studies).where(T.study_uid == study_uid).order_by(T.id.desc())
        return tuple(_study(row, "") for row in (await self._connection.execute(query)).mappings())

    async def studies_of(self, ids: Iterable[ConsultationId], limit: int) -> tuple[Study, ...]:
        """List the studies of several cases, newest first; those without a series left are skipped."""
        held = select(S.study_id).where(S.removed_at.is_(None))
        query = (
            select(studies)
            .where(T.consultation_id.in_(set(ids)), T.id.in_(held))
            .order_by(T.id.desc())
            .limit(limit)
        )
        return tuple(_study(row, "") for row in (await self._connection.execute(query)).mappings())

    async def add_study(self, study: Study) -> None:
        """Insert one. Raises AlreadyExists when the case has it."""
        await insert(self._connection, studies, {name: getattr(study, name) for name in STUDY_FIELDS})

    async def get_series(self, series_id: SeriesId) -> Series:
        """Find one that was not removed. Raises NotFound."""
        found = await self._series(_series_query().where(S.id == series_id, S.removed_at.is_(None)))
        if not found:
            raise NotFound("series")
        return found[0]

    async def series_of_cases(
        self, ids: Iterable[ConsultationId]
    ) -> dict[ConsultationId, tuple[Series, ...]]:
        """List the series and clips of several cases, oldest first."""
        query = _series_query().where(T.consultation_id.in_(set(ids)), S.removed_at.is_(None))
        found: dict[ConsultationId, tuple[Series, ...]] = {}
        for one in await self._series(query):
            case_id = one.study.consultation_id
            found[case_id] = (*found.get(case_id, ()), one)
        return found

    async def series_of_study(self, study_id: StudyId) -> tuple[Series, ...]:
        """List the series and clips of a study."""
        return tuple(
            await self._series(_series_query().where(S.study_id == study_id, S.removed_at.is_(None)))
        )

    async def series_by_uid(self, study_id: StudyId, series_uid: str, clip_sop_uid: str) -> Series | None:
        """Find a series or clip of a study, removed or not."""
        query = _series_query().where(
            S.study_id == study_id, S.series_uid == series_uid, S.clip_sop_uid == clip_sop_uid
        )
        found = await self._series(query)
        return found[0] if found else None

    async def add_series(self, one: Series) -> None:
        """Insert one. Raises AlreadyExists when the study has it."""
        values = {
            "id": one.id,
            "study_id": one.study.id,
            "series_uid": one.series_uid,
            "clip_sop_uid": one.clip_sop_uid,
            "modality": one.facts.modality,
            "number": one.facts.number,
            "description": one.facts.description,
            "body_part": one.facts.body_part,
            "instance_count": one.instance_count,
            "frame_count": one.frame_count,
            "frames_per_s": one.frames_per_s,
            "size_bytes": one.size_bytes,
            **added_values(one.added),
        }
        await insert(self._connection, series, values)

    async def remove_series(self, series_id: SeriesId, at: datetime | None) -> None:
        """Take one out, or put it back with None."""
        await self._connection.execute(update(series).where(S.id == series_id).values(removed_at=at))

    async def add_instance(self, instance: Instance) -> None:
        """Insert one and count it in its series. Raises AlreadyExists when the series has it."""
        await insert(self._connection, instances, _instance_values(instance))
        await self._connection.execute(
            update(series)
            .where(S.id == instance.series_id)
            .values(
                instance_count=S.instance_count + 1,
                frame_count=S.frame_count + instance.frame_count,
                size_bytes=S.size_bytes + instance.original.size_bytes,
            )
        )

    async def instances_of(self, series_id: SeriesId) -> tuple[Instance, ...]:
        """List the images of a series by instance number."""
        query = (
            select(instances)
            .where(N.series_id == series_id)
            .order_by(N.number.asc().nulls_last(), N.sop_instance_uid)
        )
        return tuple(_instance(row) for row in (await self._connection.execute(query)).mappings())

    async def instance(self, series_id: SeriesId, sop_instance_uid: str) -> Instance | None:
        """Find one image."""
        query = select(instances).where(N.series_id == series_id, N.sop_instance_uid == sop_instance_uid)
        row = (await self._connection.execute(query)).mappings().first()
        return _instance(row) if row is not None else None

    async def instance_in(self, study_id: StudyId, series_uid: str, sop_uid: str) -> Instance | None:
        """Find one image of a study, be it in a stack or a clip."""
        query = (
            select(instances)
            .join(series, S.id == N.series_id)
            .where(
                S.study_id == study_id,
                S.series_uid == series_uid,
                S.removed_at.is_(None),
                N.sop_instance_uid == sop_uid,
            )
        )
        row = (await self._connection.execute(query)).mappings().first()
        return _instance(row) if row is not None else None

    async def _series(self, query: Select[tuple[object, ...]]) -> list[Series]:
        rows = await self._connection.execute(query.order_by(S.added_at, S.id))
        return [_one_series(row) for row in rows.mappings()]


def _series_query() -> Select[tuple[object, ...]]:
    named = [T[name].label(f"held_{name}") for name in STUDY_FIELDS]
    query: Select[tuple[object, ...]] = select(series, *named).join(studies, T.id == S.study_id)
    return query


def _study(row: RowMapping, prefix: str) -> Study:
    return Study(**{name: row[f"{prefix}{name}"] for name in STUDY_FIELDS})


def _one_series(row: RowMapping) -> Series:
    return Series(
        id=SeriesId(row["id"]),
        study=_study(row, "held_"),
        series_uid=row["series_uid"],
        clip_sop_uid=row["clip_sop_uid"],
        facts=SeriesFacts(
            modality=row["modality"],
            number=row["number"],
            description=row["description"],
            body_part=row["body_part"],
        ),
        instance_count=row["instance_count"],
        frame_count=row["frame_count"],
        frames_per_s=row["frames_per_s"],
        size_bytes=row["size_bytes"],
        added=added_of(row),
    )


def _instance_values(instance: Instance) -> dict[str, object]:
    frames = instance.frames
    return {
        "id": instance.id,
        "series_id": instance.series_id,
        "sop_instance_uid": instance.sop_instance_uid,
        "number": instance.number,
        "frame_count": instance.frame_count,
        "original_sha256": instance.original.sha256,
        "original_bytes": instance.original.size_bytes,
        "frames_sha256": frames.sha256 if frames else None,
        "frames_bytes": frames.size_bytes if frames else 0,
        "inspection": instance.inspection,
    }


def _instance(row: RowMapping) -> Instance:
    frames = row["frames_sha256"]
    return Instance(
        id=InstanceId(row["id"]),
        series_id=SeriesId(row["series_id"]),
        sop_instance_uid=row["sop_instance_uid"],
        number=row["number"],
        frame_count=row["frame_count"],
        original=BlobRef(row["original_sha256"], row["original_bytes"]),
        frames=BlobRef(frames, row["frames_bytes"]) if frames else None,
        inspection=row["inspection"],
    )
