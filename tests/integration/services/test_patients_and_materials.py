"""Patients, consents, materials, uploads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from telemed.dicom.inspection import (
    Display,
    FramesUnavailable,
    Geometry,
    ImageInstance,
    InstanceIds,
    SeriesFacts,
    StudyFacts,
    Subject,
    WaveformInstance,
)
from telemed.dicom.reasons import Reason
from telemed.domain.citizen_id import check_character
from telemed.domain.consent import ConsentForm, ConsentScope, SignerRelation, Signing
from telemed.domain.consultation import Terms
from telemed.domain.errors import (
    AlreadyExists,
    CitizenIdInvalid,
    FieldInvalid,
    NotFound,
    StaleVersion,
    StepNotAllowed,
)
from telemed.domain.ids import MaterialId
from telemed.domain.listing import Paging
from telemed.domain.materials import BlobRef, MaterialKind, Series, UploadName, UploadResult, UploadState
from telemed.domain.patient import IdentifierSystem, PatientIdentifier
from telemed.domain.people import Sex
from telemed.ecg.signal import EcgLead, EcgSignal
from telemed.services.audit_trail import AuditFilter
from telemed.services.materials import NewAttachment
from telemed.services.patients import NewPatient
from tests.support.clinic import FORM, START

if TYPE_CHECKING:
    from telemed.domain.ids import ConsultationId
    from tests.support.clinic import Clinic

BODY = "99999919680314001"
CITIZEN = PatientIdentifier(IdentifierSystem.CITIZEN_ID, BODY + check_character(BODY))
NEW = NewPatient(name="刘建国", sex=Sex.MALE, identifiers=(CITIZEN,))


def blob(number: int) -> BlobRef:
    """Make a reference."""
    return BlobRef(f"{number:064x}", 10)


def image(number: int, *, modality: str = "CT", frames: int = 1) -> ImageInstance:
    """Make what an inspection would find."""
    return ImageInstance(
        ids=InstanceIds(
            "1.2", "1.2.3", f"1.2.3.{number}", "1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.1.2.1"
        ),
        subject=Subject(name="LIU^JIANGUO"),
        study=StudyFacts(date="20261125"),
        series=SeriesFacts(modality=modality, number=2),
        number=number,
        rows=4,
        columns=4,
        frame_count=frames,
        geometry=Geometry(),
        display=Display(frame_time_ms=40.0 if frames > 1 else None),
        frames=FramesUnavailable(Reason.PARSER_DIED),
        metadata=b"",
    )


def waveform() -> WaveformInstance:
    """Make what an inspection would find in an ECG."""
    return WaveformInstance(
        ids=InstanceIds("1.5", "1.5.1", "1.5.1.1", "1.2.840.10008.5.1.4.1.1.9.1.1", "1.2.840.10008.1.2.1"),
        subject=Subject(),
        study=StudyFacts(),
        series=SeriesFacts(modality="ECG"),
        number=1,
        recorded="20261125090000",
        device="",
        ecg=EcgSignal(500.0, 5000, (EcgLead("I", 0.005),)),
        metadata=b"",
    )


async def case_of(clinic: Clinic) -> ConsultationId:
    """Begin a draft."""
    return (await clinic.draft()).view.consultation.id


async def test_a_citizen_id_gives_birth_date_and_sex_and_is_unique(clinic: Clinic) -> None:
    patients = clinic.services.patients
    made = await patients.register(clinic["doctor"], NEW)
    assert made.birth_date == date(1968, 3, 14)
    with pytest.raises(AlreadyExists) as twice:
        await patients.register(clinic["colleague"], replace(NEW, name="另一个"))
    assert twice.value.field == "identifiers"
    (found,) = await patients.find(clinic["expert"], f" {CITIZEN.value} ")
    assert found == made


async def test_contradictions_are_refused_by_field(clinic: Clinic) -> None:
    patients = clinic.services.patients
    wrong = PatientIdentifier(IdentifierSystem.CITIZEN_ID, BODY + "Z")
    for new, error, field in (
        (replace(NEW, sex=Sex.FEMALE), FieldInvalid, "sex"),
        (replace(NEW, birth_date=date(1970, 1, 1)), FieldInvalid, "birthDate"),
        (replace(NEW, identifiers=(wrong,)), CitizenIdInvalid, "identifiers"),
        (replace(NEW, identifiers=(), birth_date=date(2027, 1, 1)), FieldInvalid, "birthDate"),
        (replace(NEW, name=" "), FieldInvalid, "name"),
    ):
        with pytest.raises(error) as refused:
            await patients.register(clinic["doctor"], new)
        assert refused.value.field == field


async def test_names_are_found_at_home_and_each_find_is_audited(clinic: Clinic) -> None:
    patients = clinic.services.patients
    made = await patients.register(clinic["doctor"], NEW)
    assert await patients.find(clinic["colleague"], "刘") == (made,)
    assert await patients.find(clinic["expert"], "刘") == ()
    trail = await clinic.services.oversight.audit.search(
        clinic["auditor"], AuditFilter(patient_id=made.id, action="find_patient"), Paging()
    )
    assert [record.event.agent.account_id for record in trail.page.items] == [clinic["colleague"].account_id]


async def test_consents_obey_age_and_emergency(clinic: Clinic) -> None:
    patients, doctor = clinic.services.patients, clinic["doctor"]
    child = await patients.register(
        doctor, NewPatient(name="小明", sex=Sex.MALE, birth_date=date(2020, 1, 1))
    )
    case = (await clinic.services.consultations.create(doctor, child.id, Terms(), FORM)).view.consultation
    paper = Signing(
        form=ConsentForm.PAPER,
        signer_name="小明",
        relation=SignerRelation.SELF,
        text_version="1",
        signed_at=START,
    )
    scopes = frozenset({ConsentScope.CONSULTATION})
    verbal = replace(
        paper, form=ConsentForm.VERBAL_EMERGENCY, emergency_approver="院长", emergency_reason="昏迷"
    )
    for signing, field in (
        (paper, "relation"),
        (replace(paper, signed_at=START + timedelta(hours=1)), "signedAt"),
        (replace(paper, relation=SignerRelation.NONE), "relation"),
        (verbal, "form"),
    ):
        with pytest.raises(FieldInvalid) as refused:
            await patients.give_consent(doctor, case.id, scopes, signing)
        assert refused.value.field == field
    view = await patients.give_consent(
        doctor, case.id, scopes, replace(paper, relation=SignerRelation.GUARDIAN)
    )
    assert view.recorded_by is not None


async def test_images_gather_in_their_series_and_clips_stand_alone(clinic: Clinic) -> None:
    materials, doctor, case = clinic.services.materials, clinic["doctor"], await case_of(clinic)
    for number in (2, 1):
        await materials.add_image(doctor, case, image(number), blob(number), None)
    again = await materials.add_image(doctor, case, image(1), blob(1), None)
    assert again.is_duplicate
    clip = await materials.add_image(doctor, case, image(9, modality="US", frames=30), blob(9), None)
    assert isinstance(clip.material, Series)
    assert clip.material.kind is MaterialKind.CLIP
    assert clip.material.frames_per_s == 25.0
    await materials.add_ecg(doctor, case, waveform(), blob(20), blob(21))
    pdf = NewAttachment(kind=MaterialKind.PDF, title="报告.pdf", media_type="application/pdf", blob=blob(30))
    await materials.add_attachment(doctor, case, pdf)
    assert (await materials.add_attachment(doctor, case, pdf)).is_duplicate
    found = await materials.of_case(doctor, case)
    assert len(found) == 4
    assert [one.number for one in await materials.instances(doctor, "1.2", "1.2.3")] == [1, 2, 9]
    assert (await materials.instance(doctor, "1.2", "1.2.3", "1.2.3.9")).frame_count == 30
    detail = await clinic.services.consultations.read(doctor, case)
    assert {(badge.kind, badge.label, badge.count) for badge in detail.view.badges} == {
        (MaterialKind.SERIES, "CT", 1), (MaterialKind.CLIP, "US", 1),
        (MaterialKind.ECG, "", 1), (MaterialKind.PDF, "", 1),
    }  # fmt: skip
    with pytest.raises(NotFound):
        await materials.series_of(clinic["colleague"], "1.2")


async def test_reading_pixels_is_audited_once_for_a_series(clinic: Clinic) -> None:
    materials, doctor, case = clinic.services.materials, clinic["doctor"], await case_of(clinic)
    for number in range(1, 4):
        await materials.add_image(doctor, case, image(number), blob(number), None)
    for number in range(1, 4):
        await materials.instance(doctor, "1.2", "1.2.3", f"1.2.3.{number}")
    wanted = AuditFilter(action="read_material", consultation_id=case)
    trail = await clinic.services.oversight.audit.search(clinic["auditor"], wanted, Paging())
    assert [record.event.purpose for record in trail.page.items] == ["pixels"]


async def test_a_removed_material_comes_back_with_its_file(clinic: Clinic) -> None:
    materials, doctor, case = clinic.services.materials, clinic["doctor"], await case_of(clinic)
    for number in (1, 2):
        taken = await materials.add_image(doctor, case, image(number), blob(number), None)
    ecg = await materials.add_ecg(doctor, case, waveform(), blob(20), blob(21))
    for material in (taken.material, ecg.material):
        await materials.remove(doctor, material.material_id)
    assert await materials.of_case(doctor, case) == ()
    back = await materials.add_image(doctor, case, image(1), blob(1), None)
    assert not back.is_duplicate
    assert not (await materials.add_ecg(doctor, case, waveform(), blob(20), blob(21))).is_duplicate
    assert len(await materials.of_case(doctor, case)) == 2
    with pytest.raises(NotFound):
        await materials.remove(doctor, MaterialId("nothing"))


async def test_what_is_over_takes_and_gives_nothing(clinic: Clinic) -> None:
    materials, doctor = clinic.services.materials, clinic["doctor"]
    case = (await clinic.submitted()).view.consultation
    taken = await materials.add_image(doctor, case.id, image(1), blob(1), None)
    await clinic.services.consultations.cancel(doctor, case.id, case.version, "不需要")
    with pytest.raises(StepNotAllowed):
        await materials.add_image(doctor, case.id, image(2), blob(2), None)
    with pytest.raises(StepNotAllowed):
        await materials.remove(doctor, taken.material.material_id)
    with pytest.raises(StepNotAllowed):
        await materials.create_upload(doctor, case.id, UploadName(filename="a", size_bytes=1))


async def test_an_upload_grows_by_its_owner_only_and_in_order(clinic: Clinic) -> None:
    materials, doctor, case = clinic.services.materials, clinic["doctor"], await case_of(clinic)
    upload = await materials.create_upload(doctor, case, UploadName(filename="a.pdf", size_bytes=10))
    assert (await materials.receive(doctor, upload.id, 0, 4)).received_bytes == 4
    with pytest.raises(StaleVersion):
        await materials.receive(doctor, upload.id, 0, 4)
    with pytest.raises(FieldInvalid):
        await materials.receive(doctor, upload.id, 4, 7)
    with pytest.raises(NotFound):
        await materials.upload(clinic["colleague"], upload.id)
    detail = await clinic.services.consultations.read(doctor, case)
    assert [(badge.kind, badge.upload_percent) for badge in detail.view.badges] == [(MaterialKind.PDF, 40)]
    await materials.receive(doctor, upload.id, 4, 6)
    await materials.settle(doctor, upload.id, UploadState.REFUSED, UploadResult(code="empty_file"))
    (listed,) = await materials.uploads(doctor, case)
    assert listed.state is UploadState.REFUSED


async def test_a_case_has_room_for_so_much_and_unfinished_uploads_go(clinic: Clinic) -> None:
    materials, doctor, case = clinic.services.materials, clinic["doctor"], await case_of(clinic)
    upload = await materials.create_upload(doctor, case, UploadName(filename="a", size_bytes=9 * 10**8))
    with pytest.raises(FieldInvalid):
        await materials.create_upload(doctor, case, UploadName(filename="b", size_bytes=2 * 10**8))
    assert await materials.expire_uploads() == ()
    clinic.clock.move(timedelta(hours=2))
    assert await materials.expire_uploads() == (upload.id,)
    assert await materials.uploads(doctor, case) == ()
