"""Writes the invented region into one unit of work, parents before children."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from telemed.demo.staff import duty_hours
from telemed.demo.studies import taken_at
from telemed.demo.trail import audit_events, session_entries
from telemed.dicom.inspection import ImageInstance, WaveformInstance
from telemed.domain.consultation import consultation_number
from telemed.domain.ids import AttachmentId, EcgId, InstanceId, SeriesId, StudyId
from telemed.domain.materials import (
    Added,
    Attachment,
    Ecg,
    EcgFiles,
    Instance,
    MaterialKind,
    Series,
    SeriesFacts,
    Study,
)
from telemed.domain.scheduling import local_day

if TYPE_CHECKING:
    from datetime import date

    from telemed.demo.chance import Chance
    from telemed.demo.meetings import Meeting
    from telemed.demo.signatures import Signers
    from telemed.demo.studies import Paper, TakenFile
    from telemed.demo.world import World
    from telemed.storage.work import Work

DEFAULT_FRAMES_PER_S = 25.0


async def store_places(work: Work, world: World) -> None:
    """Write facilities and departments."""
    await work.facilities.add_all(world.region.facilities)
    for department in world.region.departments:
        await work.facilities.add_department(department)


async def store_staff(work: Work, world: World, password_hash: str) -> None:
    """Write practitioners, accounts and duty hours. All demo accounts share one password."""
    for member in world.staff.members.values():
        if member.practitioner is not None:
            await work.practitioners.add(member.practitioner)
        await work.accounts.add(member.account, password_hash)
    for hours in duty_hours(world.staff):
        await work.practitioners.add_duty(hours)


async def number_cases(work: Work, world: World, today: date) -> dict[str, Meeting]:
    """Give every case its number, day by day as the service counts them. Returns meetings by case id.

    Only the counters of today are used up in the store: the service will never number a past day again.
    """
    divisions = {one.id: one.place.division_code for one in world.region.facilities}
    counted: Counter[tuple[str, date]] = Counter()
    numbered = {}
    for meeting in world.meetings:
        case = meeting.told.case
        day, division = local_day(case.course.milestones.created_at), divisions[case.origin.facility_id]
        counted[division, day] += 1
        if day == today:
            await work.consultations.next_sequence(f"consultation:{division}:{day:%Y%m%d}")
        number = consultation_number(division, day, counted[division, day])
        told = replace(meeting.told, case=replace(case, number=number))
        numbered[str(told.case.id)] = replace(meeting, told=told)
    return numbered


async def store_case(work: Work, meeting: Meeting, signers: Signers) -> None:
    """Write a case with everything around it."""
    told = meeting.told
    await work.patients.add(told.cast.patient)
    await work.consultations.add(told.case)
    await work.consultations.add_events(told.events)
    if told.consent is not None:
        await work.consents.add(told.consent)
    if meeting.invitation is not None:
        await work.invitations.add(meeting.invitation)
    if meeting.appointment is not None:
        await work.appointments.add(meeting.appointment)
    opinion = await signers.opinion(meeting)
    if opinion is not None:
        await work.opinions.add(opinion)
    if meeting.session is not None:
        await work.sessions.add(meeting.session)
        await work.sessions.add_seats(meeting.seats)


async def store_log(work: Work, meeting: Meeting) -> None:
    """Write the log of a session; asks for the log's head, so call it after all cases are stored."""
    if meeting.session is None:
        return
    entries = session_entries(meeting.session, meeting.seats)
    if entries:
        await work.session_log.append(meeting.session.id, entries)


def store_trail(work: Work, meetings: list[Meeting]) -> None:
    """Write the audit trail of all cases in order of time."""
    events = [event for meeting in meetings for event in audit_events(meeting)]
    for event in sorted(events, key=lambda one: one.at):
        work.audit.add(event)


async def store_file(work: Work, meeting: Meeting, taken: TakenFile, chance: Chance) -> None:
    """Register an inspected file as a material of its case."""
    if isinstance(taken.found, WaveformInstance):
        await _store_ecg(work, meeting, taken, chance)
    else:
        await _store_image(work, meeting, taken, chance)


async def store_paper(work: Work, meeting: Meeting, paper: Paper, chance: Chance) -> None:
    """Register a document."""
    added = _added(meeting)
    await work.attachments.add(
        Attachment(
            id=AttachmentId(chance.id_at(added.at)),
            consultation_id=meeting.told.case.id,
            kind=MaterialKind.PDF,
            title=paper.title,
            media_type="application/pdf",
            blob=paper.blob,
            page_count=1,
            added=added,
        )
    )


async def _store_ecg(work: Work, meeting: Meeting, taken: TakenFile, chance: Chance) -> None:
    found = taken.found
    if not isinstance(found, WaveformInstance) or taken.derived is None:
        raise TypeError("no ECG")
    added = _added(meeting)
    await work.ecgs.add(
        Ecg(
            id=EcgId(chance.id_at(added.at)),
            consultation_id=meeting.told.case.id,
            sop_instance_uid=found.ids.sop_instance_uid,
            taken=found.recorded,
            patient_name=found.subject.name,
            lead_count=len(found.ecg.leads),
            duration_s=found.ecg.duration_s,
            files=EcgFiles(
                original=taken.original, samples=taken.derived, inspection=msgspec.msgpack.encode(found)
            ),
            added=added,
        )
    )


async def _store_image(work: Work, meeting: Meeting, taken: TakenFile, chance: Chance) -> None:
    found = taken.found
    if not isinstance(found, ImageInstance):
        raise TypeError("no image")
    series = await _series(work, meeting, found, chance)
    await work.studies.add_instance(
        Instance(
            id=InstanceId(chance.id_at(series.added.at)),
            series_id=series.id,
            sop_instance_uid=found.ids.sop_instance_uid,
            number=found.number,
            frame_count=found.frame_count,
            original=taken.original,
            frames=taken.derived,
            inspection=msgspec.msgpack.encode(found),
        )
    )


async def _series(work: Work, meeting: Meeting, found: ImageInstance, chance: Chance) -> Series:
    study = await _study(work, meeting, found, chance)
    clip = found.ids.sop_instance_uid if found.frame_count > 1 else ""
    known = await work.studies.series_by_uid(study.id, found.ids.series_uid, clip)
    if known is not None:
        return known
    frame_ms = found.display.frame_time_ms
    added = _added(meeting)
    series = Series(
        id=SeriesId(chance.id_at(added.at)),
        study=study,
        series_uid=found.ids.series_uid,
        clip_sop_uid=clip,
        facts=SeriesFacts(
            modality=found.series.modality,
            number=found.series.number,
            description=found.series.description,
            body_part=found.series.body_part,
        ),
        frames_per_s=(1000.0 / frame_ms if frame_ms else DEFAULT_FRAMES_PER_S) if clip else 0.0,
        added=added,
    )
    await work.studies.add_series(series)
    return series


async def _study(work: Work, meeting: Meeting, found: ImageInstance, chance: Chance) -> Study:
    known = await work.studies.study(meeting.told.case.id, found.ids.study_uid)
    if known is not None:
        return known
    study = Study(
        id=StudyId(chance.id_at(taken_at(meeting))),
        consultation_id=meeting.told.case.id,
        study_uid=found.ids.study_uid,
        date=found.study.date,
        time=found.study.time,
        description=found.study.description,
        accession_number=found.study.accession_number,
        institution=found.study.institution,
        patient_name=found.subject.name,
    )
    await work.studies.add_study(study)
    return study


def _added(meeting: Meeting) -> Added:
    requester = meeting.told.cast.requester
    at = meeting.told.case.course.milestones.created_at
    return Added(at=at, by=requester.account.id, by_name=requester.person.name)
