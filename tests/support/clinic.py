"""A small working region over a real store: facilities, people who can sign in, and a clock that obeys."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from telemed.auth.passwords import CHEAP, Passwords
from telemed.auth.throttle import LocalFailures
from telemed.config import SignIn
from telemed.domain.consent import ConsentForm, ConsentScope, SignerRelation, Signing
from telemed.domain.consultation import Terms
from telemed.domain.facility import FacilityType, Tier
from telemed.domain.ids import BrowserSessionId, FacilityId
from telemed.domain.opinion import Advice, OpinionContent, OpinionDiagnosis, OpinionFindings
from telemed.domain.people import Sex
from telemed.domain.request_form import (
    Diagnosis,
    Findings,
    History,
    Mode,
    Question,
    RequestForm,
    Target,
    Urgency,
    VitalSigns,
)
from telemed.domain.roles import Actor, Role
from telemed.services.arrangements import Offer
from telemed.services.assembly import ServiceSettings, build
from telemed.services.directory import NewFacility
from telemed.services.patients import NewPatient
from telemed.services.staff import NewUser, Profession
from telemed.services.suite import Services
from telemed.storage.uow import Database
from telemed.storage.vault import Vault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from telemed.domain.ids import PatientId, PractitionerId
    from telemed.services.case_view import CaseDetail

PASSWORD = "correct horse battery"
START = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
"""A Wednesday, nine in the morning in the region."""
HALF_HOUR = timedelta(minutes=30)
KEY = bytes(range(32))

FORM = RequestForm(
    target=Target(speciality="心内科", required_title="副主任医师"),
    history=History(chief_complaint="胸痛3小时", present_history="3小时前突发胸骨后压榨样疼痛"),
    findings=Findings(
        summary="男，58岁，胸痛3小时",
        vital_signs=VitalSigns(pulse_per_min=96, systolic_mmhg=150, diastolic_mmhg=95),
        examination="双肺呼吸音清",
        preliminary_diagnoses=(Diagnosis(text="急性冠脉综合征", code="I24.9"),),
        treatment="阿司匹林300mg",
    ),
    question=Question(
        reason="诊断不明确", purpose="是否需要转诊", wished_time="今天上午", callback_phone="13800000000"
    ),
)
OPINION = OpinionContent(
    findings=OpinionFindings(findings="ST段抬高", diagnoses=(OpinionDiagnosis(text="急性下壁心肌梗死"),)),
    advice=Advice(treatment="立即转运至上级医院"),
)

CAST: tuple[tuple[str, Role, str], ...] = (
    ("doctor", Role.REQUESTING_DOCTOR, "township"),
    ("colleague", Role.REQUESTING_DOCTOR, "township"),
    ("expert", Role.SPECIALIST, "city"),
    ("second", Role.SPECIALIST, "city"),
    ("centre", Role.COORDINATOR, "city"),
    ("admin", Role.FACILITY_ADMIN, "township"),
    ("reviewer", Role.QUALITY_REVIEWER, "city"),
    ("auditor", Role.AUDITOR, "city"),
    ("observer", Role.OBSERVER, "city"),
)


@dataclass
class HandClock:
    """A clock that stands still until it is moved."""

    moment: datetime = START

    def now(self) -> datetime:
        """Return where the hands stand."""
        return self.moment

    def move(self, by: timedelta) -> None:
        """Move the hands on."""
        self.moment += by


@dataclass
class Watcher:
    """Notes which browser sessions ended."""

    heard: list[BrowserSessionId] = field(default_factory=list)

    def ended(self, ids: tuple[BrowserSessionId, ...]) -> None:
        """Take note."""
        self.heard += ids


@dataclass(frozen=True, kw_only=True)
class Clinic:
    """Everything a test of the services needs."""

    database: Database
    services: Services
    clock: HandClock
    watcher: Watcher
    people: dict[str, Actor]
    facilities: dict[str, FacilityId]

    def __getitem__(self, name: str) -> Actor:
        return self.people[name]

    def practitioner(self, name: str) -> PractitionerId:
        """Give the practitioner behind someone."""
        found = self.people[name].practitioner_id
        assert found is not None
        return found

    async def new_patient(self, name: str = "刘建国") -> PatientId:
        """Register a patient."""
        new = NewPatient(name=name, sex=Sex.MALE, birth_date=date(1968, 3, 14))
        return (await self.services.patients.register(self["doctor"], new)).id

    async def draft(self, mode: Mode = Mode.LIVE, urgency: Urgency = Urgency.ROUTINE) -> CaseDetail:
        """Begin a complete draft."""
        terms = Terms(urgency=urgency, mode=mode)
        patient_id = await self.new_patient()
        return await self.services.consultations.create(self["doctor"], patient_id, terms, FORM)

    async def consent(self, detail: CaseDetail) -> None:
        """Record the consent that submitting needs."""
        scopes = frozenset({ConsentScope.CONSULTATION, ConsentScope.SHARING, ConsentScope.RECORDING})
        signing = Signing(
            form=ConsentForm.PAPER,
            signer_name="刘建国",
            relation=SignerRelation.SELF,
            text_version="2026-1",
            signed_at=self.clock.now(),
        )
        await self.services.patients.give_consent(
            self["doctor"], detail.view.consultation.id, scopes, signing
        )

    async def submitted(self, mode: Mode = Mode.LIVE) -> CaseDetail:
        """Bring a case to submitted."""
        detail = await self.draft(mode)
        await self.consent(detail)
        case = detail.view.consultation
        return await self.services.consultations.submit(self["doctor"], case.id, case.version)

    async def accepted(self, mode: Mode = Mode.LIVE) -> CaseDetail:
        """Bring a case to accepted."""
        case = (await self.submitted(mode)).view.consultation
        return await self.services.consultations.accept(self["centre"], case.id, case.version)

    async def offered(self, mode: Mode = Mode.LIVE, start: datetime | None = None) -> CaseDetail:
        """Bring a case to offered."""
        case = (await self.accepted(mode)).view.consultation
        begin = start or self.clock.now() + timedelta(minutes=10)
        offer = Offer(specialist_id=self.practitioner("expert"), start=begin, end=begin + HALF_HOUR)
        return await self.services.arrangements.offer(self["centre"], case.id, case.version, offer)

    async def scheduled(self, mode: Mode = Mode.LIVE) -> CaseDetail:
        """Bring a case to scheduled, or to awaiting the opinion in written mode."""
        detail = await self.offered(mode)
        invitation = detail.matters.invitations[-1].invitation
        return await self.services.arrangements.accept_invitation(
            self["expert"], invitation.id, invitation.version
        )


@asynccontextmanager
async def open_clinic(url: str) -> AsyncIterator[Clinic]:
    """Open a store, build services over it, and let a region administrator make facilities and people."""
    database = Database.open(url, Vault(KEY))
    passwords, clock, watcher = Passwords(threads=1, cost=CHEAP), HandClock(), Watcher()
    try:
        await database.migrate()
        settings = ServiceSettings(sign_in=SignIn(), case_limit_bytes=10**9, upload_expiry_s=3600.0)
        services = build(
            database, passwords, settings, failures=LocalFailures(), watcher=watcher, clock=clock
        )
        people, facilities = await _populate(services)
        yield Clinic(
            database=database,
            services=services,
            clock=clock,
            watcher=watcher,
            people=people,
            facilities=facilities,
        )
    finally:
        passwords.close()
        await database.close()


async def _populate(services: Services) -> tuple[dict[str, Actor], dict[str, FacilityId]]:
    await services.accounts.create_first_administrator("region", PASSWORD, "区域管理员")
    region = (await services.accounts.sign_in("region", PASSWORD, "10.0.0.1")).actor
    facilities = {}
    for name, tier in (("township", Tier.TOWNSHIP), ("city", Tier.CITY)):
        new = NewFacility(
            code=name, name=f"{name}医院", tier=tier, type=FacilityType.GENERAL_HOSPITAL,
            division_code="150299",
        )  # fmt: skip
        facilities[name] = (await services.directory.create_facility(region, new)).facility.id
    people = {"region": region}
    for name, role, place in CAST:
        user = NewUser(
            login=name,
            display_name=f"{name}医师",
            password=PASSWORD,
            roles=frozenset({role}),
            facility_id=facilities[place],
            profession=Profession(title="主任医师", specialities=("心内科",)),
        )
        await services.directory.create_user(region, user)
        people[name] = (await services.accounts.sign_in(name, PASSWORD, "10.0.0.2")).actor
    return people, facilities
