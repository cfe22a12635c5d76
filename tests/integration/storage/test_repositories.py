"""What is stored comes back equal, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from telemed.domain.consent import Consent, ConsentForm, ConsentScope, SignerRelation, Signing
from telemed.domain.consultation import Acknowledgement, Adoption, Closing, Notes, ReturnedFor, Terms
from telemed.domain.consultation_states import State, Step
from telemed.domain.deadlines import DeadlineKind
from telemed.domain.errors import AlreadyExists, NotFound, StoreBroken
from telemed.domain.facility import Department
from telemed.domain.ids import (
    AccountId,
    AttachmentId,
    ConsentId,
    ConsultationId,
    DepartmentId,
    EcgId,
    FacilityId,
    InstanceId,
    ParticipantId,
    PatientId,
    SeriesId,
    StudyId,
    TrackId,
    UploadId,
)
from telemed.domain.listing import Order, Paging
from telemed.domain.live_session import CheckResult, DeviceCheck, Participant, SeatRole
from telemed.domain.materials import (
    Added,
    Attachment,
    BlobRef,
    Ecg,
    EcgFiles,
    Instance,
    MaterialKind,
    Series,
    SeriesFacts,
    Study,
    Upload,
    UploadName,
    UploadResult,
    UploadState,
)
from telemed.domain.patient import IdentifierSystem, PatientIdentifier
from telemed.domain.recording import RecordedTrack, RecordingState, RecordingStep, TrackFile, TrackSource
from telemed.domain.request_form import Mode, Urgency
from telemed.domain.scheduling import DutyHours
from telemed.storage.accounts import AccountQuery
from telemed.storage.case_queries import every
from telemed.storage.facilities import FacilityQuery
from telemed.storage.practitioners import SpecialistQuery
from telemed.storage.tables import patient_identifiers
from telemed.storage.uow import Database
from tests.support.cases import CASE, DOCTOR, EXPERT, HOME, NOW, a_recording, a_session
from tests.support.clinic import FORM
from tests.support.stored import FACILITY, PATIENT, people, stored_case, stored_invitation

if TYPE_CHECKING:
    from telemed.domain.consultation import Consultation

BLOB = BlobRef("0" * 64, 3)
ADDED = Added(at=NOW, by=AccountId("doctor"), by_name="医师")


def rich_case() -> Consultation:
    """Make a case that uses every column."""
    notes = Notes(
        returned_for=ReturnedFor(items=("补充心电图",), note="尽快", at=NOW, answer="已补充"),
        end_reason="原因",
        acknowledgement=Acknowledgement(at=NOW, account_id=AccountId("doctor"), adoption=Adoption.PARTIAL),
        closing=Closing(diagnosis_after="心梗"),
    )
    case = replace(
        stored_case(),
        id=ConsultationId("rich"),
        number="HZ1502992026112500002",
        terms=Terms(urgency=Urgency.URGENT, mode=Mode.WRITTEN),
        form=FORM,
        notes=notes,
    )
    return case.after(Step.SUBMIT, NOW).after(Step.RETURN, NOW + timedelta(microseconds=1))


async def test_a_case_comes_back_equal(database: Database) -> None:
    async with database.transaction() as work:
        await work.consultations.add(rich_case())
    async with database.reading() as work:
        found = await work.consultations.get(rich_case().id)
    assert found == rich_case()
    assert found.course.deadline is not None
    assert found.course.deadline.kind is DeadlineKind.ACCEPT


async def test_people_and_places_come_back_equal(database: Database) -> None:
    department = Department(
        id=DepartmentId("d"), facility_id=HOME, code="01", name="心内科", specialities=("心内科",)
    )
    async with database.transaction() as work:
        await work.facilities.add_department(department)
        await work.practitioners.add_duty(
            DutyHours(practitioner_id=EXPERT, weekday=2, start_minute=480, end_minute=720)
        )
    expert, account = people()[1]
    async with database.reading() as work:
        assert await work.facilities.get(HOME) == FACILITY
        assert await work.facilities.by_code("F1") == FACILITY
        assert (await work.facilities.find(FacilityQuery(text="哈林"), Paging())).items == (FACILITY,)
        assert (await work.facilities.find(FacilityQuery(division="1503"), Paging())).total == 0
        assert await work.facilities.departments_of([HOME]) == {HOME: (department,)}
        assert await work.facilities.account_counts([HOME]) == {HOME: 2}
        assert await work.practitioners.specialists(SpecialistQuery(speciality="心内科")) == (expert,)
        assert await work.practitioners.specialists(SpecialistQuery(speciality="心")) == ()
        assert await work.accounts.by_login("expert") == (account, "hash")
        assert (await work.accounts.find(AccountQuery(text="doc"), Paging())).total == 1
        assert len(await work.practitioners.duty_of([EXPERT])) == 1


async def test_a_patient_is_found_by_number_and_by_name_within_reach(database: Database) -> None:
    async with database.reading() as work:
        assert await work.patients.by_number(" h0001 ") == (PATIENT,)
        assert await work.patients.by_number("H000") == ()
        by_home = await work.patients.by_name("刘", facility_id=HOME, account_id=AccountId("x"), limit=5)
        by_case = await work.patients.by_name("刘", facility_id=None, account_id=AccountId("doctor"), limit=5)
        elsewhere = await work.patients.by_name(
            "刘", facility_id=FacilityId("other"), account_id=AccountId("x"), limit=5
        )
    assert by_home == by_case == (PATIENT,)
    assert elsewhere == ()


async def test_a_number_in_use_is_refused_and_nothing_is_left(database: Database) -> None:
    twin = replace(PATIENT, id=PatientId("twin"), birth_date=date(2000, 1, 1))
    with pytest.raises(AlreadyExists):
        async with database.transaction() as work:
            await work.patients.add(twin)
    async with database.reading() as work:
        with pytest.raises(NotFound):
            await work.patients.get(twin.id)


async def test_numbers_are_not_in_clear_in_the_store(database: Database) -> None:
    async with database.connection() as connection:
        query = select(patient_identifiers.c.value_hash, patient_identifiers.c.value_sealed)
        value_hash, sealed = (await connection.execute(query)).one()
    assert "H0001" not in value_hash
    assert b"H0001" not in sealed


async def test_without_its_key_the_store_gives_no_patient(database_url: str, database: Database) -> None:
    del database
    keyless = Database.open(database_url)
    try:
        async with keyless.reading() as work:
            with pytest.raises(StoreBroken):
                await work.patients.get(PATIENT.id)
    finally:
        await keyless.close()


async def test_two_systems_may_share_a_number(database: Database) -> None:
    identifier = PatientIdentifier(IdentifierSystem.OUTPATIENT_NUMBER, "H0001")
    other = replace(PATIENT, id=PatientId("other"), identifiers=(identifier,))
    async with database.transaction() as work:
        await work.patients.add(other)
        assert len(await work.patients.by_number("H0001")) == 2


async def test_sequences_count_up_without_gaps(database: Database) -> None:
    async with database.transaction() as work:
        assert [await work.consultations.next_sequence("a") for _ in range(3)] == [1, 2, 3]
        assert await work.consultations.next_sequence("b") == 1


async def test_lists_put_emergencies_first_and_page(database: Database) -> None:
    async with database.transaction() as work:
        for number, urgency in enumerate((Urgency.ROUTINE, Urgency.EMERGENCY, Urgency.URGENT)):
            case = replace(
                stored_case(),
                id=ConsultationId(f"c{number}"),
                number=f"HZ{number}",
                terms=Terms(urgency=urgency),
            )
            await work.consultations.add(case)
        page = await work.consultations.find(every(), Order.DEADLINE, Paging(1, 2))
    assert [case.terms.urgency for case in page.items] == [Urgency.EMERGENCY, Urgency.URGENT]
    assert page.total == 4


async def test_materials_come_back_equal_and_removed_ones_stay_away(database: Database) -> None:
    study = Study(id=StudyId("st"), consultation_id=CASE, study_uid="1.2", patient_name="LIU")
    series = Series(
        id=SeriesId("se"),
        study=study,
        series_uid="1.2.3",
        facts=SeriesFacts(modality="CT", number=2),
        added=ADDED,
    )
    instance = Instance(
        id=InstanceId("i"), series_id=series.id, sop_instance_uid="1.2.3.4", original=BLOB, frames=BLOB,
        inspection=b"\x80", frame_count=5,
    )  # fmt: skip
    attachment = Attachment(
        id=AttachmentId("a"), consultation_id=CASE, kind=MaterialKind.PDF, title="报告.pdf",
        media_type="application/pdf", blob=BLOB, page_count=2, added=ADDED,
    )  # fmt: skip
    ecg = Ecg(
        id=EcgId("e"), consultation_id=CASE, sop_instance_uid="1.9", lead_count=12, duration_s=10.0,
        files=EcgFiles(original=BLOB, samples=BLOB, inspection=b"\x80"), added=ADDED,
    )  # fmt: skip
    async with database.transaction() as work:
        await work.studies.add_study(study)
        await work.studies.add_series(series)
        await work.studies.add_instance(instance)
        await work.attachments.add(attachment)
        await work.ecgs.add(ecg)
    counted = replace(series, instance_count=1, frame_count=5, size_bytes=3)
    async with database.transaction() as work:
        assert await work.studies.series_of_cases([CASE]) == {CASE: (counted,)}
        assert await work.studies.instances_of(series.id) == (instance,)
        assert await work.studies.instance_in(study.id, "1.2.3", "1.2.3.4") == instance
        assert await work.studies.studies_of([CASE], 5) == (study,)
        assert await work.attachments.of_cases([CASE]) == {CASE: (attachment,)}
        assert await work.attachments.by_content(CASE, BLOB.sha256) == attachment
        assert await work.ecgs.of_cases([CASE]) == {CASE: (ecg,)}
        await work.studies.remove_series(series.id, NOW)
        await work.attachments.remove(attachment.id, NOW)
        await work.ecgs.remove(ecg.id, NOW)
        assert await work.studies.series_of_cases([CASE]) == {}
        assert await work.studies.studies_of([CASE], 5) == ()
        assert await work.studies.instance_in(study.id, "1.2.3", "1.2.3.4") is None
        assert await work.attachments.of_cases([CASE]) == {}
        with pytest.raises(NotFound):
            await work.ecgs.get(ecg.id)


async def test_an_upload_grows_and_expires(database: Database) -> None:
    upload = Upload(
        id=UploadId("u"), consultation_id=CASE, account_id=AccountId("doctor"),
        name=UploadName(filename="a.dcm", size_bytes=10), created_at=NOW, expires_at=NOW + timedelta(hours=1),
    )  # fmt: skip
    async with database.transaction() as work:
        await work.uploads.add(upload)
        grown = await work.uploads.save(replace(upload, received_bytes=4))
        assert grown == await work.uploads.get(upload.id)
        assert await work.uploads.expired(NOW) == ()
        assert await work.uploads.expired(NOW + timedelta(hours=2)) == (upload.id,)
        settled = replace(grown, state=UploadState.REFUSED, result=UploadResult(code="empty_file"))
        assert (await work.uploads.save(settled)).result.code == "empty_file"
        assert await work.uploads.expired(NOW + timedelta(hours=2)) == ()


async def test_sessions_seats_and_recordings_come_back_equal(database: Database) -> None:
    session = a_session()
    seat = Participant(
        id=ParticipantId("seat"), session_id=session.id, account_id=AccountId("doctor"),
        practitioner_id=DOCTOR, display_name="医师", role=SeatRole.HOST,
    )  # fmt: skip
    track = RecordedTrack(
        id=TrackId("t"), participant_id=seat.id, source=TrackSource.CAMERA, kind="video", codec="vp8",
        media_type="video/webm", start_ms=5,
        file=TrackFile(path="r/t", size_bytes=1, sha256="f" * 64, duration_ms=9),
    )  # fmt: skip
    check = DeviceCheck(
        camera=CheckResult.OK,
        microphone=CheckResult.OK,
        speaker=CheckResult.SKIPPED,
        connection=CheckResult.OK,
    )
    recording = a_recording(RecordingState.CONSENT_PENDING).after(RecordingStep.START, NOW, 5)
    async with database.transaction() as work:
        await work.sessions.add(session)
        assert await work.sessions.keep_seat(seat) == seat
        assert await work.sessions.keep_seat(replace(seat, id=ParticipantId("another"))) == seat
        await work.sessions.note_seat(seat.id, joined_at=NOW)
        await work.sessions.add_check(session.id, AccountId("doctor"), NOW, check)
        await work.recordings.add(recording)
        saved = await work.recordings.save(replace(recording, tracks=(track,)))
    async with database.reading() as work:
        assert await work.sessions.get(session.id) == session
        assert (await work.sessions.seat(seat.id)).joined_at == NOW
        assert await work.sessions.checked_at(session.id) == {AccountId("doctor"): NOW}
        assert saved == replace(recording, tracks=(track,), version=2)
        assert await work.recordings.in_states([RecordingState.RECORDING]) == (saved,)


async def test_consents_and_invitations_come_back_equal(database: Database) -> None:
    consent = Consent(
        id=ConsentId("c"),
        consultation_id=CASE,
        patient_id=PATIENT.id,
        scopes=frozenset({ConsentScope.CONSULTATION, ConsentScope.TEACHING}),
        signing=Signing(
            form=ConsentForm.SIGNATURE, signer_name="刘", relation=SignerRelation.SELF, text_version="1",
            signed_at=NOW,
        ),
        recorded_by=AccountId("doctor"),
        recorded_by_practitioner=DOCTOR,
        recorded_at=NOW,
    )  # fmt: skip
    async with database.transaction() as work:
        await work.consents.add(consent)
        assert await work.consents.of_case(CASE) == (consent,)
        assert await work.consents.taught([CASE]) == {CASE}
        assert await work.invitations.of_case(CASE) == (stored_invitation(),)
        assert (await work.consultations.get(CASE)).state is State.DRAFT
