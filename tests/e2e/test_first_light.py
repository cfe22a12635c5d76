"""One whole consultation, from request to reviewed record, with three people in three real browsers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from playwright.async_api import expect

from telemed.domain.citizen_id import check_character
from tests.support.browser import person
from tests.support.dicom_files import head_series, shipped
from tests.support.evidence import available_recording, decoded, fetched, pdf_text, verify_audit
from tests.support.room_seat import RoomSeat
from tests.support.staff import Coordinator, Requester, Specialist, Staff

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser

    from tests.support.server import ServerProcess

ECG = shipped("waveform_ecg.dcm")
PATIENT = "测试患者"
BODY = "99999919600203021"
CITIZEN_ID = BODY + check_character(BODY)
FINDING = "头颅影像未见明显出血，心电图窦性心律。"
REMARK = "请看胸前导联"


async def test_a_consultation_from_request_to_review(
    on_either: ServerProcess, browser: Browser, tmp_path: Path
) -> None:
    requester = Requester(await person(browser, on_either.url), "township.wang")
    coordinator = Coordinator(await person(browser, on_either.url), "coordinator.sun")
    specialist = Specialist(await person(browser, on_either.url), "specialist.an")
    people = (requester, specialist, coordinator)
    for one in people:
        await one.sign_in()

    case_id = await requester.new_case(PATIENT, CITIZEN_ID, [ECG, *head_series(tmp_path)])
    await requester.expect_state("submitted")
    await coordinator.accept_and_offer(case_id, "安宁")
    await specialist.accept_invitation(case_id)

    await meet([RoomSeat(one.page) for one in people], await session_path(requester, case_id))

    await specialist.sign_opinion(case_id, FINDING)
    await requester.acknowledge(case_id)
    await review(browser, on_either, case_id)
    assert [one.faults for one in people] == [[], [], []]


async def session_path(who: Staff, case_id: str) -> str:
    """Where the room of a case is."""
    case = await (await who.page.request.get(f"/api/consultations/{case_id}")).json()
    return f"/sessions/{case['case']['planned']['sessionId']}/room"


async def meet(seats: list[RoomSeat], path: str) -> None:
    """The call: see, hear, record, look at slices and ECG in step, reload, end."""
    requester, specialist, coordinator = seats
    for seat in seats:
        await seat.join(path)
    await asyncio.gather(*(seat.sees_and_hears(2) for seat in seats))
    await requester.page.get_by_test_id("start").click()
    for seat in seats:
        await expect(seat.room).to_have_attribute("data-phase", "live")
    await requester.choose_more("record")
    for seat in seats:
        await seat.expect_recording("recording")

    await look_at_the_slices(requester, [specialist, coordinator])
    await specialist.page.get_by_test_id("presenter-request").click()
    await requester.page.get_by_test_id("presenter-grant-request").first.click()
    await specialist.show("ecg")
    await same_view(specialist, [requester, coordinator])
    await specialist.say(REMARK)
    await expect(requester.page.get_by_test_id("chat-line").filter(has_text=REMARK)).to_be_visible()

    await coordinator.page.reload()
    await same_view(specialist, [coordinator])
    await coordinator.sees_and_hears(2)

    await requester.choose_more("end")
    await requester.page.get_by_test_id("end-all").click()
    for seat in seats:
        await expect(seat.page.get_by_test_id("over")).to_have_attribute("data-reason", "ended")


async def look_at_the_slices(presenter: RoomSeat, others: list[RoomSeat]) -> None:
    """Show the series, scroll it, and see the same slice on every screen."""
    await presenter.show("series")
    await same_view(presenter, others)
    first = await presenter.view()
    shown = await presenter.stage.get_attribute("data-view") or ""
    await presenter.stage.focus()
    await presenter.page.keyboard.press("ArrowDown")
    await expect(presenter.stage).not_to_have_attribute("data-view", shown)
    await same_view(presenter, others)
    assert (await presenter.view())["sopInstanceUid"] != first["sopInstanceUid"]


async def same_view(presenter: RoomSeat, others: list[RoomSeat]) -> None:
    """Every screen shows the presenter's view, in pixels of its own."""
    await presenter.expect_picture()
    for other in others:
        await other.expect_view(await presenter.view())
        await other.expect_picture()


async def review(browser: Browser, server: ServerProcess, case_id: str) -> None:
    """The administrator's side: recording, signed PDF, audit trail."""
    coordinator = Staff(await person(browser, server.url), "coordinator.sun")
    await coordinator.sign_in()
    recording: dict[str, Any] = await available_recording(coordinator.page, case_id)
    kinds = {track["kind"] for track in recording["tracks"]}
    assert {"video", "voice"} <= kinds
    video = next(track for track in recording["tracks"] if track["kind"] == "video")
    pictures, energy = decoded(await fetched(coordinator.page, video["path"]))
    assert pictures > 50
    assert energy > 0
    await coordinator.page.goto(f"/recordings/{recording['brief']['id']}")
    await expect(coordinator.page.get_by_test_id("replay")).to_be_visible()
    await coordinator.page.get_by_test_id("replay-play").click()
    clock = coordinator.page.get_by_test_id("replay-clock")
    await expect(clock).not_to_have_attribute("data-ms", "0")

    opinions = await (await coordinator.page.request.get(f"/api/consultations/{case_id}/opinions")).json()
    pdf = await fetched(coordinator.page, opinions["items"][0]["versions"][0]["pdfPath"])
    pages = pdf_text(pdf)
    assert PATIENT in pages[0]
    assert FINDING in "".join(pages[1:]).replace("\n", "")
    assert "verified" in await verify_audit(server)
