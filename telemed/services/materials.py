"""Images, ECGs, photos and documents of cases, and the uploads that bring them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from telemed.domain.access import Action, may, scope_of
from telemed.domain.consultation import Edit
from telemed.domain.consultation_states import MATERIAL_MAY_COME, MATERIAL_MAY_GO
from telemed.domain.errors import AlreadyExists, NotFound, StepNotAllowed
from telemed.domain.ids import AttachmentId, EcgId, SeriesId
from telemed.domain.listing import Order, Paging
from telemed.domain.materials import Added, Attachment, BlobRef, MaterialKind, Series
from telemed.services.case_reader import materials_of
from telemed.services.case_view import Material
from telemed.services.desk import case_entity
from telemed.services.first_time import FirstTime
from telemed.services.image_index import ecg_from, put_image, study_from
from telemed.storage.case_queries import in_scope

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telemed.dicom.inspection import ImageInstance, WaveformInstance
    from telemed.domain.ids import ConsultationId, MaterialId, UploadId
    from telemed.domain.materials import (
        Ecg,
        Instance,
        Study,
        Upload,
        UploadName,
        UploadResult,
        UploadState,
    )
    from telemed.domain.roles import Actor
    from telemed.services.desk import Act, Desk, KnownCase
    from telemed.services.uploading import Uploading

T = TypeVar("T")
TRIES = 5
"""Files of one series come at the same time; who finds another's row half-made looks again."""
NEWEST_CASES = Paging(1, 200)


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

    def __init__(self, desk: Desk, uploading: Uploading) -> None:
        self._desk = desk
        self._uploading = uploading
        self._read = FirstTime()

    async def of_case(self, actor: Actor, consultation_id: ConsultationId) -> tuple[Material, ...]:
        """List what is there, in the order it is shown. An audit entry."""
        async with self._desk.act(actor) as act:
            await act.case(consultation_id, Action.READ_MATERIAL)
            return (await materials_of(act.work, [consultation_id]))[consultation_id]

    async def add_image(
        self,
        actor: Actor,
        consultation_id: ConsultationId,
        found: ImageInstance,
        original: BlobRef,
        frames: BlobRef | None,
    ) -> Taken:
        """Take a DICOM image in: into its series, or as a clip of its own when it is a multi-frame cine."""

        async def put() -> Taken:
            async with self._desk.act(actor) as act:
                known = await self._open(act, consultation_id)
                study = await study_from(act, consultation_id, found)
                placed = await put_image(act, study, found, original, frames)
                if placed.is_new_series:
                    modality = placed.series.facts.modality
                    await act.tell(known.consultation, "material_added", text=modality)
                return Taken(material=placed.series, is_duplicate=placed.is_duplicate)

        return await _patiently(put)

    async def add_ecg(
        self,
        actor: Actor,
        consultation_id: ConsultationId,
        found: WaveformInstance,
        original: BlobRef,
        samples: BlobRef,
    ) -> Taken:
        """Take a DICOM waveform in."""

        async def put() -> Taken:
            async with self._desk.act(actor) as act:
                known = await self._open(act, consultation_id)
                existing = await act.work.ecgs.by_uid(consultation_id, found.ids.sop_instance_uid)
                if existing is not None:
                    await act.work.ecgs.remove(existing.id, None)
                    return Taken(
                        material=await act.work.ecgs.get(existing.id),
                        is_duplicate=existing.added.removed_at is None,
                    )
                ecg = ecg_from(act, consultation_id, found, original, samples)
                await act.work.ecgs.add(ecg)
                await act.tell(known.consultation, "material_added", text="ECG")
                return Taken(material=ecg, is_duplicate=False)

        return await _patiently(put)

    async def add_attachment(
        self, actor: Actor, consultation_id: ConsultationId, new: NewAttachment
    ) -> Taken:
        """Take a photo, document or video file in."""
        async with self._desk.act(actor) as act:
            known = await self._open(act, consultation_id)
            existing = await act.work.attachments.by_content(consultation_id, new.blob.sha256)
            if existing is not None:
                return Taken(material=existing, is_duplicate=True)
            attachment = Attachment(
                id=AttachmentId(act.ids.new()),
                consultation_id=consultation_id,
                kind=new.kind,
                title=new.title,
                media_type=new.media_type,
                blob=new.blob,
                width_px=new.width_px,
                height_px=new.height_px,
                page_count=new.page_count,
                added=Added(at=act.now, by=actor.account_id, by_name=actor.display_name),
            )
            await act.work.attachments.add(attachment)
            await act.tell(known.consultation, "material_added", text=new.kind.value)
            return Taken(material=attachment, is_duplicate=False)

    async def remove(self, actor: Actor, material_id: MaterialId) -> None:
        """Take a material out before its session; bytes and index stay. Raises StepNotAllowed."""
        async with self._desk.act(actor) as act:
            material = await self._find(act, material_id)
            known = await act.case(_case_of(material), Action.REMOVE_MATERIAL)
            case = known.consultation
            act.note(Action.REMOVE_MATERIAL, case_entity(case, "material", material_id))
            if case.state not in MATERIAL_MAY_GO:
                raise StepNotAllowed(case.state, Edit.REMOVE_MATERIAL)
            await self._take_out(act, material)
            await act.tell(case, "material_removed")

    async def attachment(self, actor: Actor, attachment_id: AttachmentId) -> Attachment:
        """Find one for reading. An audit entry."""
        async with self._desk.act(actor) as act:
            found = await act.work.attachments.get(attachment_id)
            await self._note_read(act, found.consultation_id, "attachment", attachment_id)
            return found

    async def ecg(self, actor: Actor, ecg_id: EcgId) -> Ecg:
        """Find one for reading. An audit entry."""
        async with self._desk.act(actor) as act:
            found = await act.work.ecgs.get(ecg_id)
            await self._note_read(act, found.consultation_id, "ecg", ecg_id)
            return found

    async def studies(self, actor: Actor, consultation_id: ConsultationId | None = None) -> tuple[Study, ...]:
        """List studies of one case, or the newest 200 of all cases the actor reads."""
        async with self._desk.act(actor) as act:
            if consultation_id is not None:
                await act.case(consultation_id, Action.READ_MATERIAL)
                ids = [consultation_id]
            else:
                where = in_scope(actor, scope_of(actor, Action.READ_MATERIAL), act.now)
                cases = await act.work.consultations.find(where, Order.NEWEST, NEWEST_CASES)
                ids = [case.id for case in cases.items]
                for case in cases.items:
                    act.note(Action.READ_MATERIAL, case_entity(case), "studies searched")
            return await act.work.studies.studies_of(ids, NEWEST_CASES.size)

    async def series_of(self, actor: Actor, study_uid: str) -> tuple[Series, ...]:
        """List the series of a study as the actor's cases hold it. Raises NotFound."""
        async with self._desk.act(actor) as act:
            known, study = await self._readable(act, study_uid)
            act.note(Action.READ_MATERIAL, case_entity(known.consultation, "study", study.id))
            return await act.work.studies.series_of_study(study.id)

    async def instances(self, actor: Actor, study_uid: str, series_uid: str) -> tuple[Instance, ...]:
        """List the images of a series in order. An audit entry. Raises NotFound."""
        async with self._desk.act(actor) as act:
            known, study = await self._readable(act, study_uid)
            found = [
                instance
                for series in await act.work.studies.series_of_study(study.id)
                if series.series_uid == series_uid
                for instance in await act.work.studies.instances_of(series.id)
            ]
            if not found:
                raise NotFound("series")
            act.note(Action.READ_MATERIAL, case_entity(known.consultation, "series", found[0].series_id))
            return tuple(found)

    async def instance(self, actor: Actor, study_uid: str, series_uid: str, sop_uid: str) -> Instance:
        """Find one image for its pixels; the first of a series and browser session is an audit entry."""
        open_act = self._desk.look if self._read.is_known(actor, series_uid) else self._desk.act
        async with open_act(actor) as act:
            known, study = await self._readable(act, study_uid)
            found = await act.work.studies.instance_in(study.id, series_uid, sop_uid)
            if found is None:
                raise NotFound("image")
            entity = case_entity(known.consultation, "series", found.series_id)
            act.note(Action.READ_MATERIAL, entity, "pixels")
        self._read.note(actor, series_uid)
        return found

    async def create_upload(self, actor: Actor, consultation_id: ConsultationId, name: UploadName) -> Upload:
        """Begin a resumable upload. Raises StepNotAllowed when the case takes nothing any more."""
        return await self._uploading.create(actor, consultation_id, name)

    async def uploads(self, actor: Actor, consultation_id: ConsultationId) -> tuple[Upload, ...]:
        """List files on their way in and what became of them."""
        return await self._uploading.of_case(actor, consultation_id)

    async def upload(self, actor: Actor, upload_id: UploadId) -> Upload:
        """Find an own upload."""
        return await self._uploading.get(actor, upload_id)

    async def receive(self, actor: Actor, upload_id: UploadId, offset: int, count: int) -> Upload:
        """Note `count` bytes on disk after `offset`. Raises StaleVersion when that is not the end so far."""
        return await self._uploading.receive(actor, upload_id, offset, count)

    async def settle(
        self, actor: Actor, upload_id: UploadId, state: UploadState, result: UploadResult
    ) -> Upload:
        """Note that the file is being checked, or what became of it."""
        return await self._uploading.settle(actor, upload_id, state, result)

    async def remove_upload(self, actor: Actor, upload_id: UploadId) -> None:
        """Forget an upload; the caller removes its bytes."""
        await self._uploading.remove(actor, upload_id)

    async def expire_uploads(self) -> tuple[UploadId, ...]:
        """Forget unfinished uploads whose time is over; the caller removes their bytes."""
        return await self._uploading.expire()

    async def _open(self, act: Act, consultation_id: ConsultationId) -> KnownCase:
        known = await act.case(consultation_id, Action.ADD_MATERIAL)
        state = known.consultation.state
        if state not in MATERIAL_MAY_COME:
            raise StepNotAllowed(state, Edit.ADD_MATERIAL)
        return known

    async def _find(self, act: Act, material_id: MaterialId) -> Material:
        with suppress(NotFound):
            return await act.work.studies.get_series(SeriesId(material_id))
        with suppress(NotFound):
            return await act.work.ecgs.get(EcgId(material_id))
        return await act.work.attachments.get(AttachmentId(material_id))

    async def _take_out(self, act: Act, material: Material) -> None:
        match material:
            case Series():
                await act.work.studies.remove_series(material.id, act.now)
            case Attachment():
                await act.work.attachments.remove(material.id, act.now)
            case _:
                await act.work.ecgs.remove(material.id, act.now)

    async def _note_read(self, act: Act, case_id: ConsultationId, kind: str, thing: str) -> None:
        known = await act.case(case_id, Action.READ_MATERIAL)
        act.note(Action.READ_MATERIAL, case_entity(known.consultation, kind, thing))

    async def _readable(self, act: Act, study_uid: str) -> tuple[KnownCase, Study]:
        """Find a study in the first case that the actor may read; the same study may lie in several."""
        refused = None
        for study in await act.work.studies.studies_by_uid(study_uid):
            known = await act.known(study.consultation_id)
            if may(act.actor, Action.READ_MATERIAL, known.relations):
                return known, study
            refused = case_entity(known.consultation, "study", study.id)
        if refused is not None:
            act.refuse(Action.READ_MATERIAL, refused)
        raise NotFound("study")


async def _patiently(put: Callable[[], Awaitable[T]]) -> T:
    """Try again when another file of the same series made the common row at the same moment."""
    for _ in range(TRIES - 1):
        try:
            return await put()
        except AlreadyExists:
            continue
    return await put()


def _case_of(material: Material) -> ConsultationId:
    return material.study.consultation_id if isinstance(material, Series) else material.consultation_id
