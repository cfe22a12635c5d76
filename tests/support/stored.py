"""A few rows that others refer to: a facility, two doctors, a patient, a case, an invitation."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from telemed.domain.facility import Facility, FacilityType, Place, Tier
from telemed.domain.ids import AccountId, PatientId
from telemed.domain.patient import IdentifierSystem, Patient, PatientIdentifier
from telemed.domain.people import Account, Practitioner, Sex
from telemed.domain.roles import Role
from telemed.domain.scheduling import Span
from tests.support.cases import DOCTOR, EXPERT, HOME, NOW, a_case, an_invitation

if TYPE_CHECKING:
    from telemed.domain.consultation import Consultation
    from telemed.domain.invitation import Invitation
    from telemed.storage.uow import Database

PATIENT = Patient(
    id=PatientId("patient"),
    name="刘建国",
    sex=Sex.MALE,
    identifiers=(PatientIdentifier(IdentifierSystem.HEALTH_CARD, "H0001"),),
    registered_by=AccountId("doctor"),
    registered_at_facility=HOME,
)
FACILITY = Facility(
    id=HOME,
    code="F1",
    name="哈林格尔镇卫生院",
    tier=Tier.TOWNSHIP,
    type=FacilityType.TOWNSHIP_HEALTH_CENTRE,
    place=Place(division_code="150299", division_name="示范区"),
)


def people() -> list[tuple[Practitioner, Account]]:
    """Make two doctors with their accounts."""
    made = []
    for one, role in ((DOCTOR, Role.REQUESTING_DOCTOR), (EXPERT, Role.SPECIALIST)):
        practitioner = Practitioner(id=one, name=one, facility_id=HOME, specialities=("心内科",))
        account = Account(
            id=AccountId(one),
            login=one,
            display_name=one,
            roles=frozenset({role}),
            facility_id=HOME,
            practitioner_id=one,
        )
        made.append((practitioner, account))
    return made


def booking(minutes: int = 0) -> Span:
    """Give half an hour that begins so many minutes from now."""
    start = NOW + timedelta(minutes=minutes)
    return Span(start, start + timedelta(minutes=30))


def stored_case() -> Consultation:
    """Give the case as it is stored."""
    return a_case()


def stored_invitation() -> Invitation:
    """Give the invitation as it is stored."""
    return replace(an_invitation(), offered_by=AccountId("doctor"))


async def fill(database: Database) -> None:
    """Write the rows."""
    async with database.transaction() as work:
        await work.facilities.add(FACILITY)
        for practitioner, account in people():
            await work.practitioners.add(practitioner)
            await work.accounts.add(account, "hash")
        await work.patients.add(PATIENT)
        await work.consultations.add(stored_case())
        await work.invitations.add(stored_invitation())
