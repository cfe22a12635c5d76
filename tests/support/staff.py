"""The people of a consultation, as they use the pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import Page, expect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PASSWORD = "telemed-demo"
UPLOAD_TIMEOUT_MS = 60_000

FORM = {
    "speciality": "神经内科",
    "requiredTitle": "主任医师",
    "wishedTime": "今天下午",
    "callbackPhone": "04720000000",
    "purpose": "1. 头颅影像判读。 2. 是否需要转诊。",
    "reason": "本院无神经内科专科医师",
    "chiefComplaint": "头晕伴行走不稳两天",
    "presentHistory": "两天前突发头晕，行走不稳，无呕吐。",
    "pastHistory": "高血压十年",
    "allergies": "否认药物过敏",
    "familyHistory": "无特殊",
    "examination": "神志清，右侧指鼻欠稳准。",
    "treatment": "已予降压治疗，症状无明显缓解。",
    "summary": "老年男性，急性头晕两天，高血压病史，血压控制不佳。",
}


class Staff:
    """Somebody with an account."""

    def __init__(self, page: Page, login: str) -> None:
        self.page = page
        self.login = login
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    async def sign_in(self) -> None:
        """Sign in on the page."""
        await self.page.goto("/sign-in")
        await self.page.get_by_test_id("login").fill(self.login)
        await self.page.get_by_test_id("password").fill(PASSWORD)
        await self.page.get_by_test_id("sign-in").click()
        await expect(self.page.get_by_test_id("own-name")).to_be_visible()

    async def sign_in_quietly(self) -> None:
        """Sign in without the page, where signing in is not what is looked at."""
        answer = await self.page.request.post(
            "/api/sign-in",
            data={"login": self.login, "password": PASSWORD},
            headers={"X-Telemed": "1"},
        )
        assert answer.ok, await answer.text()

    async def open_case(self, case_id: str) -> None:
        """Go to the page of a case."""
        await self.page.goto(f"/cases/{case_id}")
        await expect(self.page.get_by_test_id("case-page")).to_be_visible()

    async def expect_state(self, state: str) -> None:
        """See the case in a state."""
        badge = self.page.get_by_test_id("case-page").get_by_test_id("case-state").first
        await expect(badge).to_have_attribute("data-state", state)

    async def do(self, step: str) -> None:
        """Press the button of a step; one that is not first choice is in the menu."""
        button = self.page.get_by_test_id(f"do-{step}")
        if not await button.is_visible():
            await self.page.get_by_test_id("do-more").click()
        await button.click()


class Requester(Staff):
    """A township doctor."""

    async def new_case(self, name: str, citizen_id: str, files: Sequence[Path]) -> str:
        """Register a patient, fill the four steps, and hand the case in. Returns the id of the case."""
        page = self.page
        await page.goto("/cases/new")
        await page.get_by_test_id("patient-search").fill(citizen_id)
        await page.get_by_test_id("patient-find").click()
        await page.get_by_test_id("register-patient").click()
        await page.get_by_test_id("patient-citizenId").fill(citizen_id)
        await page.get_by_test_id("patient-name").fill(name)
        await page.get_by_test_id("patient-register").click()
        await page.wait_for_url(re.compile(r"/cases/[0-9a-f-]{36}/edit"))
        case_id = page.url.split("/cases/")[1].split("/")[0]
        await self._fill_form()
        await self._bring(files)
        await page.get_by_test_id("wizard-submit").click()
        await page.get_by_test_id("scope-recording").check()
        await page.get_by_test_id("submit-case").click()
        await page.wait_for_url(f"**/cases/{case_id}")
        return case_id

    async def acknowledge(self, case_id: str) -> None:
        """Read the opinion and say that it is followed."""
        await self.open_case(case_id)
        await expect(self.page.get_by_test_id("opinion-sheet")).to_be_visible()
        await self.do("acknowledge")
        await self.page.get_by_test_id("adoption-full").check()
        await self.page.get_by_test_id("implementation").fill("已按意见转诊上级医院")
        await self.page.get_by_test_id("acknowledge-send").click()
        await self.expect_state("acknowledged")

    async def _fill_form(self) -> None:
        page = self.page
        for field, text in FORM.items():
            await page.get_by_test_id(f"form-{field}").fill(text)
        await page.get_by_test_id("vital-systolicMmhg").fill("165")
        await page.get_by_test_id("vital-diastolicMmhg").fill("95")
        await page.get_by_test_id("diagnosis-0").fill("头晕待查")
        await expect(page.get_by_test_id("save-state")).to_have_attribute("data-state", "saved")

    async def _bring(self, files: Sequence[Path]) -> None:
        page = self.page
        await page.get_by_test_id("wizard-materials").click()
        await page.get_by_test_id("file-input").set_input_files([str(file) for file in files])
        for file in files:
            row = page.locator(f'[data-testid="upload"][data-name="{file.name}"]')
            await expect(row).to_have_attribute("data-state", "accepted", timeout=UPLOAD_TIMEOUT_MS)


class Coordinator(Staff):
    """The consultation centre."""

    async def accept_and_offer(self, case_id: str, specialist: str) -> None:
        """Accept a request and ask a specialist for now."""
        page = self.page
        await self.open_case(case_id)
        await self.do("accept")
        await self.expect_state("accepted")
        await self.do("offer")
        await page.get_by_test_id("offer-find").fill(specialist)
        await page.get_by_test_id("offer-find").press("Enter")
        chosen = page.get_by_test_id("specialist").filter(has_text=specialist)
        await chosen.click()
        await page.get_by_test_id("slot-now").click()
        await page.get_by_test_id("offer-send").click()
        await self.expect_state("offered")


class Specialist(Staff):
    """A doctor of a city hospital."""

    async def accept_invitation(self, case_id: str) -> None:
        """Say yes; the session exists from then on."""
        await self.open_case(case_id)
        await self.do("answer")
        await self.page.get_by_test_id("answer-send").click()
        await self.expect_state("scheduled")

    async def sign_opinion(self, case_id: str, finding: str) -> None:
        """Write the opinion and sign it with the password."""
        page = self.page
        await page.goto(f"/cases/{case_id}/opinion")
        await page.get_by_test_id("op-findings").fill(finding)
        await page.get_by_test_id("op-diagnosis-0").fill("后循环缺血")
        await page.get_by_test_id("op-treatment").fill("抗血小板治疗，控制血压。")
        await expect(page.get_by_test_id("save-state")).to_have_attribute("data-state", "saved")
        await page.get_by_test_id("sign").click()
        await page.get_by_test_id("sign-password").fill(PASSWORD)
        await page.get_by_test_id("sign-send").click()
        await expect(page.get_by_test_id("sign-dialog")).to_be_hidden()
