"""What several people or files do at the same moment."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from telemed.domain.errors import SlotTaken, StaleVersion
from telemed.domain.materials import Series
from telemed.services.arrangements import Offer
from tests.integration.services.test_patients_and_materials import blob, image
from tests.support.clinic import HALF_HOUR

if TYPE_CHECKING:
    from tests.support.clinic import Clinic


async def test_files_of_one_series_that_come_together_all_arrive(clinic: Clinic) -> None:
    case = (await clinic.draft()).view.consultation.id
    materials, doctor = clinic.services.materials, clinic["doctor"]
    await asyncio.gather(
        *(materials.add_image(doctor, case, image(number), blob(number), None) for number in range(1, 9))
    )
    (series,) = await materials.of_case(doctor, case)
    assert isinstance(series, Series)
    assert series.instance_count == 8


async def test_drafts_begun_together_get_different_numbers(clinic: Clinic) -> None:
    drafts = await asyncio.gather(*(clinic.draft() for _ in range(5)))
    numbers = sorted(draft.view.consultation.number[-5:] for draft in drafts)
    assert numbers == ["00001", "00002", "00003", "00004", "00005"]


async def test_of_two_coordinators_one_offers_the_slot(clinic: Clinic) -> None:
    cases = [(await clinic.accepted()).view.consultation for _ in range(3)]
    begin = clinic.clock.now() + timedelta(hours=1)

    async def offer(number: int) -> bool:
        start = begin + number * timedelta(minutes=10)
        wanted = Offer(specialist_id=clinic.practitioner("expert"), start=start, end=start + HALF_HOUR)
        try:
            await clinic.services.arrangements.offer(
                clinic["centre"], cases[number].id, cases[number].version, wanted
            )
        except SlotTaken:
            return False
        return True

    assert sorted(await asyncio.gather(*(offer(number) for number in range(3)))) == [False, False, True]


async def test_of_two_who_accept_a_case_at_once_one_is_told(clinic: Clinic) -> None:
    case = (await clinic.submitted()).view.consultation

    async def accept() -> bool:
        try:
            await clinic.services.consultations.accept(clinic["centre"], case.id, case.version)
        except StaleVersion:
            return False
        return True

    assert sorted(await asyncio.gather(*(accept() for _ in range(4)))) == [False, False, False, True]


async def test_two_tabs_of_one_account_get_one_seat(clinic: Clinic) -> None:
    detail = await clinic.scheduled()
    assert detail.view.session is not None
    sessions, session_id = clinic.services.meetings.sessions, detail.view.session.id
    tokens = await asyncio.gather(*(sessions.issue_token(clinic["doctor"], session_id) for _ in range(4)))
    account = clinic["doctor"].account_id
    seats = [(await sessions.redeem(token.token, account)).participant_id for token in tokens]
    assert len(set(seats)) == 1
