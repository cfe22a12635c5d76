"""A person in the room, in a real browser."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

MEDIA_TIMEOUT_MS = 30_000

DECODED_FRAMES = """() => [...document.querySelectorAll('[data-testid=video-tile][data-own=false] video')]
  .map((video) => video.getVideoPlaybackQuality().totalVideoFrames)"""
HEARD = """async () => {
  const heard = [];
  for (const audio of document.querySelectorAll('[data-testid=voice]')) {
    const context = new AudioContext();
    await context.resume();
    const meter = context.createAnalyser();
    context.createMediaStreamSource(audio.srcObject).connect(meter);
    const samples = new Float32Array(meter.fftSize);
    let energy = 0;
    for (let round = 0; round < 40; round += 1) {
      await new Promise((done) => setTimeout(done, 50));
      meter.getFloatTimeDomainData(samples);
      energy += samples.reduce((sum, value) => sum + value * value, 0);
    }
    heard.push(energy);
    await context.close();
  }
  return heard;
}"""
DISTINCT_COLOURS = """(host) => {
  const seen = new Set();
  for (const canvas of host.querySelectorAll('canvas')) {
    if (canvas.width === 0 || canvas.height === 0) continue;
    const copy = document.createElement('canvas');
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext('2d');
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, copy.width, copy.height);
    for (let i = 0; i < data.length; i += 4 * 97) {
      seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
    }
  }
  return seen.size;
}"""


class RoomSeat:
    """A seat in a session's room."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def join(self, session_path: str, *, agrees: bool = True) -> None:
        """Check the devices in the waiting room, answer for recording, and enter."""
        page = self.page
        await page.goto(session_path)
        await expect(page.get_by_test_id("preview")).to_be_visible(timeout=MEDIA_TIMEOUT_MS)
        if agrees:
            await page.get_by_test_id("agree-recording").check()
        await page.get_by_test_id("join").click()
        await expect(self.room).to_be_visible(timeout=MEDIA_TIMEOUT_MS)

    @property
    def room(self) -> Locator:
        """The room itself."""
        return self.page.get_by_test_id("room")

    @property
    def stage(self) -> Locator:
        """Where images and ECG are drawn."""
        return self.page.get_by_test_id("stage-canvas")

    async def sees_and_hears(self, others: int) -> None:
        """See decoded frames and hear sound of so many others."""
        tiles = self.page.locator("[data-testid=video-tile][data-own=false] video")
        await expect(tiles).to_have_count(others, timeout=MEDIA_TIMEOUT_MS)
        await self.page.wait_for_function(
            f"() => {{ const all = ({DECODED_FRAMES})(); "
            f"return all.length === {others} && all.every((frames) => frames > 20); }}",
            timeout=MEDIA_TIMEOUT_MS,
        )
        heard = await self.page.evaluate(HEARD)
        assert len(heard) == others, f"{len(heard)} voices of {others}"
        assert all(energy > 0 for energy in heard), f"silence from someone: {heard}"

    async def show(self, kind: str, *, nth: int = 0) -> None:
        """Put a material on the stage."""
        await self.page.locator(f"[data-testid=material][data-kind={kind}]").nth(nth).click()

    async def view(self) -> dict[str, object]:
        """The view that this screen shows."""
        await expect(self.stage).to_have_attribute("data-view", re.compile(".+"))
        found: dict[str, object] = json.loads(await self.stage.get_attribute("data-view") or "{}")
        return found

    async def expect_view(self, wanted: dict[str, object]) -> None:
        """Wait until this screen shows the same view."""
        await self.page.wait_for_function(
            """(wanted) => {
              const host = document.querySelector('[data-testid=stage-canvas]');
              const sorted = (value) => value && typeof value === 'object' && !Array.isArray(value)
                ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]))
                : Array.isArray(value) ? value.map(sorted) : value;
              const shown = host?.getAttribute('data-view');
              return shown && JSON.stringify(sorted(JSON.parse(shown))) === JSON.stringify(sorted(wanted));
            }""",
            arg=wanted,
            timeout=MEDIA_TIMEOUT_MS,
        )

    async def expect_picture(self) -> None:
        """See a picture with many shades, not an empty field."""
        colours = 0
        for _ in range(50):
            colours = await self.stage.evaluate(DISTINCT_COLOURS)
            if colours > 16:
                return
            await self.page.wait_for_timeout(200)
        raise AssertionError(f"the stage shows {colours} colours")

    async def choose_more(self, item: str) -> None:
        """Pick something from the menu of further controls."""
        await self.page.get_by_test_id("more").click()
        await self.page.get_by_test_id(item).click()

    async def say(self, text: str) -> None:
        """Write to everyone."""
        await self.page.get_by_test_id("tab-chat").click()
        await self.page.get_by_test_id("chat-input").fill(text)
        await self.page.get_by_test_id("chat-send").click()

    async def expect_recording(self, phase: str) -> None:
        """See how recording stands."""
        state = self.page.get_by_test_id("recording-state")
        await expect(state).to_have_attribute("data-phase", phase, timeout=MEDIA_TIMEOUT_MS)
