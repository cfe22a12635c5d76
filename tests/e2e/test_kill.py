"""The server is killed in the middle of a call; everybody comes back by themselves and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.async_api import expect

from tests.support.browser import person
from tests.support.evidence import available_recording, decoded, fetched, verify_audit
from tests.support.room_seat import RoomSeat
from tests.support.staff import Staff

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from tests.support.server import ServerProcess

SAID = "断电之前说的话"
BACK_TIMEOUT_MS = 60_000


async def test_a_killed_server_loses_nothing_and_clients_come_back_by_themselves(
    embedded: ServerProcess, browser: Browser
) -> None:
    people = [Staff(await person(browser, embedded.url), "township.wang")]
    people.append(Staff(await person(browser, embedded.url), "specialist.zhou"))
    for one in people:
        await one.sign_in()
    case = await case_of_now(people[0])
    seats = [RoomSeat(one.page) for one in people]
    for seat in seats:
        await seat.join(f"/sessions/{case['planned']['sessionId']}/room")
    requester, specialist = seats
    await requester.page.get_by_test_id("start").click()
    await requester.choose_more("record")
    for seat in seats:
        await seat.expect_recording("recording")
        await seat.sees_and_hears(1)
    await requester.show("series")
    await requester.expect_picture()
    await specialist.say(SAID)
    await expect(requester.page.get_by_test_id("chat-line").filter(has_text=SAID)).to_be_visible()
    view = await requester.view()

    await embedded.kill()
    await expect(requester.page.get_by_test_id("reconnecting")).to_be_visible(timeout=BACK_TIMEOUT_MS)
    await embedded.start("--demo")

    for seat in seats:
        await expect(seat.page.get_by_test_id("reconnecting")).to_be_hidden(timeout=BACK_TIMEOUT_MS)
        await expect(seat.page.get_by_test_id("chat-line").filter(has_text=SAID)).to_be_visible()
        await seat.expect_view(view)
        await seat.sees_and_hears(1)
    await requester.choose_more("end")
    await requester.page.get_by_test_id("end-all").click()
    await expect(specialist.page.get_by_test_id("over")).to_be_visible()
    recording: dict[str, Any] = await available_recording(people[0].page, case["id"])
    video = next(track for track in recording["tracks"] if track["kind"] == "video")
    pictures, _ = decoded(await fetched(people[0].page, video["path"]))
    assert pictures > 20
    assert "verified" in await verify_audit(embedded)


async def case_of_now(who: Staff) -> dict[str, Any]:
    """The demo region's consultation that takes place now."""
    worklist = await (await who.page.request.get("/api/worklist?view=today")).json()
    found: dict[str, Any] = next(item for item in worklist["items"] if item["state"] == "scheduled")
    return found
