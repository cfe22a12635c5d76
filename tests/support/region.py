"""A small region with one person per role and relation, and a case for every relation that access knows.

Built once into a directory by `build`, then copied per test: a test may change what it likes.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from telemed.auth.passwords import Passwords
from telemed.dicom.examine import examine
from telemed.dicom.inspection import ImageInstance, WaveformInstance
from telemed.dicom.limits import Limits
from telemed.domain.consent import Consent, ConsentForm, ConsentScope, SignerRelation, Signing
from telemed.domain.consultation import Consultation, Course, Milestones, Origin, Terms
from telemed.domain.consultation_states import State
from telemed.domain.facility import Facility, FacilityType, Place, Tier
from telemed.domain.ids import (
    AccountId,
    ConsentId,
    ConsultationId,
    FacilityId,
    InvitationId,
    OpinionId,
    PatientId,
    PractitionerId,
    SessionId,
)
from telemed.domain.invitation import Answer, Invitation, InvitationState
from telemed.domain.live_session import LiveSession, SessionState
from telemed.domain.materials import MaterialKind
from telemed.domain.opinion import (
    Draft,
    Opinion,
    OpinionContent,
    OpinionDiagnosis,
    OpinionFindings,
    OpinionState,
    OpinionVersion,
    Signature,
    VersionState,
    canonical_bytes,
    content_hash,
)
from telemed.domain.patient import IdentifierSystem, Patient, PatientIdentifier
from telemed.domain.people import Account, Practitioner, Sex
from telemed.domain.request_form import Findings, History, Question, RequestForm, Target, VitalSigns
from telemed.domain.roles import Actor, Role
from telemed.domain.scheduling import Span
from telemed.services.desk import Desk
from telemed.services.materials import Materials, NewAttachment
from telemed.services.system import SystemIds
from telemed.services.uploading import Uploading, UploadLimits
from telemed.storage.blobs import DirectoryBlobs
from telemed.storage.uow import Database
from telemed.storage.vault import Vault
from tests.support.dicom_files import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from telemed.dicom.inspection import Inspection
    from telemed.domain.materials import BlobRef
    from telemed.storage.work import Work

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
PASSWORD = "the same for all"
PATIENT_NAME = "刘建国"
NUMBERED = 0x0190_0000_0000_7000_8000_0000_0000_0000


def made_id(number: int) -> str:
    """Give an id that is the same in every run."""
    text = f"{NUMBERED + number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


@dataclass(frozen=True, slots=True)
class Character:
    """Someone of the region."""

    name: str
    role: Role
    facility: int
    number: int

    @property
    def account_id(self) -> AccountId:
        """Of the account."""
        return AccountId(made_id(100 + self.number))

    @property
    def practitioner_id(self) -> PractitionerId | None:
        """Of the practitioner, for clinical roles."""
        is_clinical = self.role in (Role.REQUESTING_DOCTOR, Role.SPECIALIST)
        return PractitionerId(made_id(200 + self.number)) if is_clinical else None

    def actor(self) -> Actor:
        """Someone signed in."""
        return Actor(
            account_id=self.account_id,
            display_name=self.name,
            roles=frozenset({self.role}),
            practitioner_id=self.practitioner_id,
            facility_id=FACILITIES[self.facility],
            facility_name=f"机构{self.facility}",
        )


FACILITIES = {number: FacilityId(made_id(number)) for number in (1, 2, 3, 4)}
TIERS = {1: Tier.TOWNSHIP, 2: Tier.TOWNSHIP, 3: Tier.CITY, 4: Tier.CITY}
CAST = {
    name: Character(name, role, facility, number)
    for number, (name, role, facility) in enumerate(
        (
            ("doctor", Role.REQUESTING_DOCTOR, 1),
            ("other_doctor", Role.REQUESTING_DOCTOR, 2),
            ("expert", Role.SPECIALIST, 3),
            ("asked", Role.SPECIALIST, 3),
            ("stranger", Role.SPECIALIST, 4),
            ("centre", Role.COORDINATOR, 3),
            ("admin_home", Role.FACILITY_ADMIN, 1),
            ("admin_away", Role.FACILITY_ADMIN, 2),
            ("region", Role.REGION_ADMIN, 3),
            ("reviewer", Role.QUALITY_REVIEWER, 3),
            ("auditor", Role.AUDITOR, 3),
            ("operator", Role.SYSTEM_OPERATOR, 3),
            ("observer", Role.OBSERVER, 3),
        ),
        start=1,
    )
}
DRAFT, OFFERED, PLANNED, ISSUED = (ConsultationId(made_id(number)) for number in (301, 302, 303, 304))
PATIENT = PatientId(made_id(400))
OFFER, ACCEPTED, SIGNED = (InvitationId(made_id(number)) for number in (501, 502, 503))
SESSION_PLANNED, SESSION_ENDED = SessionId(made_id(601)), SessionId(made_id(602))
OPINION = OpinionId(made_id(701))

FORM = RequestForm(
    target=Target(speciality="心内科", required_title="主任医师"),
    history=History(chief_complaint="胸痛3小时", present_history="突发胸痛"),
    findings=Findings(
        summary="心电图 ST 段抬高",
        vital_signs=VitalSigns(pulse_per_min=96),
        examination="心音低钝",
        treatment="阿司匹林",
    ),
    question=Question(
        reason="诊断不明", purpose="是否转运与溶栓", wished_time="今天", callback_phone="04720000000"
    ),
)


def build(directory: Path) -> None:
    """Write the region into `directory`: an SQLite store and its key."""
    asyncio.run(_build(directory))


def open_region(directory: Path) -> Database:
    """Open the store of a region, or of a copy of it."""
    return Database.open(f"sqlite+aiosqlite:///{directory / 'telemed.sqlite'}", Vault.open(directory))


async def _build(directory: Path) -> None:
    database, passwords = open_region(directory), Passwords()
    await database.migrate()
    password_hash = await passwords.hash(PASSWORD)
    passwords.close()
    async with database.transaction() as work:
        await _people(work, password_hash)
        await _cases(work)
    await _materials(database, directory)
    await database.close()


class StandingClock:
    """Shows the region's moment for ever."""

    def now(self) -> datetime:
        """Return the moment."""
        return NOW


async def _materials(database: Database, directory: Path) -> None:
    """Give the issued case an image, an ECG and a document, as the intake would."""
    blobs = DirectoryBlobs(directory / "blobs")
    clock = StandingClock()
    desk = Desk(database, clock, SystemIds(clock))
    materials = Materials(desk, Uploading(desk, UploadLimits(case_bytes=2**30, expiry_s=60.0)))
    doctor = CAST["doctor"].actor()
    async with database.transaction() as work:
        case = await work.consultations.save(replace(await work.consultations.get(ISSUED), state=State.DRAFT))
    image, image_blobs = _inspected(directory, blobs, "CT_small.dcm")
    assert isinstance(image, ImageInstance)
    await materials.add_image(doctor, ISSUED, image, *image_blobs)
    ecg, ecg_blobs = _inspected(directory, blobs, "waveform_ecg.dcm")
    assert isinstance(ecg, WaveformInstance)
    await materials.add_ecg(doctor, ISSUED, ecg, *ecg_blobs)
    pdf = blobs.put_bytes(b"%PDF-1.7 invented %%EOF")
    document = NewAttachment(
        kind=MaterialKind.PDF, title="病历.pdf", media_type="application/pdf", blob=pdf, page_count=1
    )
    await materials.add_attachment(doctor, ISSUED, document)
    async with database.transaction() as work:
        await work.consultations.save(replace(case, state=State.OPINION_ISSUED))


def _inspected(
    directory: Path, blobs: DirectoryBlobs, name: str
) -> tuple[Inspection, tuple[BlobRef, BlobRef]]:
    derived = directory / "derived"
    found = examine(shipped(name), derived, Limits())
    return found, (blobs.put_bytes(shipped(name).read_bytes()), blobs.put_file(derived))


async def _people(work: Work, password_hash: str) -> None:
    for number, facility_id in FACILITIES.items():
        facility = Facility(
            id=facility_id,
            code=f"F{number}",
            name=f"机构{number}",
            tier=TIERS[number],
            type=FacilityType.GENERAL_HOSPITAL,
            place=Place(division_code="150299"),
        )
        await work.facilities.add(facility)
    for one in CAST.values():
        facility_id = FACILITIES[one.facility]
        if one.practitioner_id is not None:
            await work.practitioners.add(
                Practitioner(
                    id=one.practitioner_id,
                    name=one.name,
                    title="医师",
                    facility_id=facility_id,
                    specialities=("心内科",),
                )
            )
        account = Account(
            id=one.account_id,
            login=one.name,
            display_name=one.name,
            roles=frozenset({one.role}),
            facility_id=facility_id,
            practitioner_id=one.practitioner_id,
        )
        await work.accounts.add(account, password_hash)
    patient = Patient(
        id=PATIENT,
        name=PATIENT_NAME,
        sex=Sex.MALE,
        birth_date=NOW.date() - timedelta(days=58 * 365),
        identifiers=(PatientIdentifier(IdentifierSystem.HEALTH_CARD, "H0001"),),
        registered_by=CAST["doctor"].account_id,
        registered_at_facility=FACILITIES[1],
    )
    await work.patients.add(patient)


async def _cases(work: Work) -> None:
    states = {
        DRAFT: State.DRAFT,
        OFFERED: State.OFFERED,
        PLANNED: State.SCHEDULED,
        ISSUED: State.OPINION_ISSUED,
    }
    for number, (case_id, state) in enumerate(states.items(), start=1):
        await work.consultations.add(_case(case_id, state, number))
    asked, expert = CAST["asked"].practitioner_id, CAST["expert"].practitioner_id
    for invitation_id, case_id, who, standing in (
        (OFFER, OFFERED, asked, InvitationState.OFFERED),
        (ACCEPTED, PLANNED, expert, InvitationState.ACCEPTED),
        (SIGNED, ISSUED, expert, InvitationState.SIGNED),
    ):
        assert who is not None
        answer = Answer() if standing is InvitationState.OFFERED else Answer(at=NOW)
        await work.invitations.add(
            Invitation(
                id=invitation_id,
                consultation_id=case_id,
                practitioner_id=who,
                state=standing,
                offered_at=NOW,
                answer=answer,
                span=Span(NOW + timedelta(hours=1), NOW + timedelta(hours=1, minutes=30)),
            )
        )
    await _sessions(work)
    await work.consents.add(_teaching(PLANNED))
    await work.opinions.add(_opinion())
    await work.opinions.save(_issued_opinion())


def _case(case_id: ConsultationId, state: State, number: int) -> Consultation:
    doctor = CAST["doctor"]
    assert doctor.practitioner_id is not None
    submitted = None if state is State.DRAFT else NOW - timedelta(hours=3)
    stamps = Milestones(created_at=NOW - timedelta(hours=4), updated_at=NOW, submitted_at=submitted)
    if state is State.OPINION_ISSUED:
        stamps = replace(
            stamps, started_at=NOW - timedelta(hours=2), ended_at=NOW - timedelta(hours=1), issued_at=NOW
        )
    return Consultation(
        id=case_id,
        number=f"HZ15029920261125{number:05d}",
        state=state,
        patient_id=PATIENT,
        terms=Terms(),
        origin=Origin(
            facility_id=FACILITIES[1], practitioner_id=doctor.practitioner_id, account_id=doctor.account_id
        ),
        form=FORM,
        course=Course(milestones=stamps),
    )


async def _sessions(work: Work) -> None:
    soon = Span(NOW + timedelta(minutes=10), NOW + timedelta(minutes=40))
    past = Span(NOW - timedelta(hours=2), NOW - timedelta(hours=1))
    await work.sessions.add(LiveSession(id=SESSION_PLANNED, consultation_id=PLANNED, planned=soon))
    ended = LiveSession(
        id=SESSION_ENDED,
        consultation_id=ISSUED,
        planned=past,
        state=SessionState.ENDED,
        started_at=past.start,
        ended_at=past.end,
    )
    await work.sessions.add(ended)


def _teaching(case_id: ConsultationId) -> Consent:
    return Consent(
        id=ConsentId(made_id(801)),
        consultation_id=case_id,
        patient_id=PATIENT,
        scopes=frozenset({ConsentScope.CONSULTATION, ConsentScope.SHARING, ConsentScope.TEACHING}),
        signing=Signing(
            form=ConsentForm.PAPER,
            signer_name=PATIENT_NAME,
            relation=SignerRelation.SELF,
            text_version="1",
            signed_at=NOW,
        ),
        recorded_by=CAST["doctor"].account_id,
        recorded_at=NOW,
    )


def _opinion() -> Opinion:
    expert = CAST["expert"].practitioner_id
    assert expert is not None
    return Opinion(
        id=OPINION,
        consultation_id=ISSUED,
        invitation_id=SIGNED,
        author_id=expert,
        draft=Draft(saved_at=NOW),
    )


def _issued_opinion() -> Opinion:
    opinion = _opinion()
    content = OpinionContent(
        findings=OpinionFindings(findings="ST 段抬高", diagnoses=(OpinionDiagnosis(text="急性心肌梗死"),))
    )
    signed = canonical_bytes(opinion, content, amended_because="", signed_at=NOW)
    version = OpinionVersion(
        number=1,
        state=VersionState.ISSUED,
        content=content,
        canonical=signed,
        content_hash=content_hash(signed),
        signature=Signature(
            practitioner_id=opinion.author_id,
            signed_at=NOW,
            algorithm="ed25519",
            key_id="0" * 16,
            public_key=b"",
            value=b"",
        ),
        issued_at=NOW,
    )
    return replace(opinion, state=OpinionState.ISSUED, draft=None, versions=(version,))
