"""Every page, in both languages, at a desk and on a phone: no fault, no barrier, nothing too wide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.async_api import expect

from tests.support.browser import person
from tests.support.staff import Staff

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

    from tests.support.server import ServerProcess

AXE = Path(__file__).parents[2] / "web_client/node_modules/axe-core/axe.min.js"
PAGES = {
    "township.wang": ["/worklist", "/cases/new", "/calendar", "/settings", "CASE", "ROOM"],
    "coordinator.sun": ["/worklist", "/consultations", "/recordings"],
    "specialist.zhou": ["/worklist", "/opinions", "CASE"],
    "admin.region": ["/admin/facilities", "/admin/users", "/admin/figures", "/consultations"],
    "auditor.shen": ["/admin/audit"],
}
VIOLATIONS = """async () => {
  const found = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join(', ')}`);
}"""
SETTLED = "() => !document.querySelector('.skeleton, [aria-busy=true]')"
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
async def test_every_page_is_open_to_everyone(embedded: ServerProcess, browser: Browser, locale: str) -> None:
    problems = await _barriers_of_sign_in(browser, embedded.url, locale)
    for login, paths in PAGES.items():
        for phone in (False, True):
            who = Staff(await person(browser, embedded.url, locale=locale, phone=phone), login)
            await who.sign_in_quietly()
            for path in paths:
                where = await _address(who, path)
                problems += [
                    f"{login} {path} phone={phone}: {one}" for one in await _barriers(who.page, where)
                ]
            problems += [f"{login} phone={phone}: {fault}" for fault in who.faults]
            await who.page.context.close()
    assert problems == []


async def _barriers_of_sign_in(browser: Browser, url: str, locale: str) -> list[str]:
    page = await person(browser, url, locale=locale)
    return await _barriers(page, "/sign-in")


async def _address(who: Staff, path: str) -> str:
    if path not in {"CASE", "ROOM"}:
        return path
    worklist: dict[str, Any] = await (await who.page.request.get("/api/worklist?view=today")).json()
    case = next(item for item in worklist["items"] if item["state"] == "scheduled")
    return f"/cases/{case['id']}" if path == "CASE" else f"/sessions/{case['planned']['sessionId']}/room"


async def _barriers(page: Page, path: str) -> list[str]:
    await page.goto(path)
    await expect(page.locator("main").first).to_be_visible()
    # Some pages ask again and again, so the network is never idle; what is loading shows a skeleton.
    await page.wait_for_function(SETTLED)
    # A script tag is refused by our own policy, which is as it should be; the debugger's door is not.
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = await page.evaluate(VIOLATIONS)
    wider = await page.evaluate(OVERFLOW)
    return found + ([f"{wider} px wider than the screen"] if wider > 0 else [])
