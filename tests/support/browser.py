"""Chromium with a fake camera and microphone, one context for each person."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from playwright.async_api import async_playwright, expect

from tests.support.services import find_chromium

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, BrowserContext, Page

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream=device-count=2,fps=5",
    "--autoplay-policy=no-user-gesture-required",
    "--force-color-profile=srgb",
]

PATIENCE_MS = 60_000
"""Two cores draw, encode and decode for three people at once."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The browser that manage.py found, headless."""
    expect.set_options(timeout=PATIENCE_MS)
    found = find_chromium()
    assert found is not None, "no Chromium: run the tests through manage.py test"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=os.fspath(found), headless=True, args=ARGUMENTS
        )
        try:
            yield browser
        finally:
            await browser.close()


async def person(browser: Browser, url: str, *, locale: str = "zh-CN", phone: bool = False) -> Page:
    """A page in a context of its own, as a person on another computer has it."""
    context: BrowserContext = await browser.new_context(
        base_url=url,
        locale=locale,
        timezone_id="Asia/Shanghai",
        viewport={"width": 390, "height": 844} if phone else {"width": 1366, "height": 768},
        has_touch=phone,
        permissions=["camera", "microphone"],
        reduced_motion="reduce",
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE_MS)
    return await context.new_page()
