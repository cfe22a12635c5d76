"""Page weight and time to a usable worklist on a village line, cold and warm.

The line: 400 kbit/s both ways, 400 ms round trip, a processor slowed four times, in a real Chromium. The peer
in the same run is the same page with the same line, but without what we do for slow lines: the client as
built, uncompressed and never cached. The last line is one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.browser import chromium, person
from tests.support.server import ServerProcess

if TYPE_CHECKING:
    from playwright.async_api import Browser, CDPSession, Page

KBIT_S = 400
ROUND_TRIP_MS = 400
PROCESSOR_SLOWDOWN = 4
LOGIN, PASSWORD = "township.wang", "telemed-demo"
USABLE = "[data-testid='case-row']"
SCENARIO_TIMEOUT_MS = 120_000


@dataclass(frozen=True)
class Visit:
    """One opening of the worklist by somebody who is signed in."""

    usable_ms: float
    wire_bytes: int
    requests: int


async def shape(page: Page) -> CDPSession:
    """Put the page on the village line and count what crosses it."""
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    per_s = KBIT_S * 1000 / 8
    await session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": ROUND_TRIP_MS, "downloadThroughput": per_s, "uploadThroughput": per_s},
    )
    await session.send("Emulation.setCPUThrottlingRate", {"rate": PROCESSOR_SLOWDOWN})
    return session


async def visit(page: Page, session: CDPSession) -> Visit:
    """Open the worklist and wait until the first case can be clicked."""
    received: list[int] = []
    session.on("Network.loadingFinished", lambda event: received.append(int(event["encodedDataLength"])))
    start = time.monotonic()
    await page.goto("/worklist", wait_until="commit")
    await page.locator(USABLE).first.wait_for(timeout=SCENARIO_TIMEOUT_MS)
    usable_ms = (time.monotonic() - start) * 1000
    return Visit(usable_ms, sum(received), len(received))


async def signed_in(browser: Browser, url: str) -> Page:
    """A page whose cookie is there and whose cache is empty."""
    page = await person(browser, url)
    answer = await page.request.post(
        "/api/sign-in",
        data={"login": LOGIN, "password": PASSWORD},
        headers={"X-Telemed": "1", "Origin": url},
    )
    assert answer.ok, await answer.text()
    return page


async def without_care(session: CDPSession) -> None:
    """The peer: no compression, nothing kept."""
    await session.send("Network.setAcceptedEncodings", {"encodings": []})
    await session.send("Network.setCacheDisabled", {"cacheDisabled": True})


async def measure(server: ServerProcess, rounds: int) -> dict[str, float]:
    """Cold and warm visits, and the peer's, alternating."""
    cold: list[Visit] = []
    warm: list[Visit] = []
    peer: list[Visit] = []
    async with chromium() as browser:
        for _ in range(rounds):
            page = await signed_in(browser, server.url)
            session = await shape(page)
            cold.append(await visit(page, session))
            await page.goto("about:blank")
            await session.detach()
            session = await shape(page)
            warm.append(await visit(page, session))
            await page.context.close()
            page = await signed_in(browser, server.url)
            session = await shape(page)
            await without_care(session)
            peer.append(await visit(page, session))
            await page.context.close()
    return {
        "cold_usable_ms": _median(cold, "usable_ms"),
        "cold_bytes": _median(cold, "wire_bytes"),
        "cold_requests": _median(cold, "requests"),
        "warm_usable_ms": _median(warm, "usable_ms"),
        "warm_bytes": _median(warm, "wire_bytes"),
        "peer_usable_ms": _median(peer, "usable_ms"),
        "peer_bytes": _median(peer, "wire_bytes"),
    }


def _median(visits: list[Visit], field: str) -> float:
    return round(float(statistics.median(getattr(one, field) for one in visits)), 1)


async def run(rounds: int) -> dict[str, float]:
    """Start the demo region, measure, stop."""
    with tempfile.TemporaryDirectory() as folder:
        server = ServerProcess(Path(folder))
        await server.start("--demo")
        try:
            return await measure(server, rounds)
        finally:
            await server.stop()


def main(*, quick: bool) -> None:
    """Print the figures; the last line is JSON."""
    figures = asyncio.run(run(2 if quick else 5))
    figures["cold_time_vs_peer"] = round(figures["cold_usable_ms"] / figures["peer_usable_ms"], 3)
    figures["cold_bytes_vs_peer"] = round(figures["cold_bytes"] / figures["peer_bytes"], 3)
    figures["warm_bytes_vs_cold"] = round(figures["warm_bytes"] / figures["cold_bytes"], 3)
    print(f"line: {KBIT_S} kbit/s, {ROUND_TRIP_MS} ms round trip, processor {PROCESSOR_SLOWDOWN}x slower")
    for name, value in figures.items():
        print(f"{name:>22}  {value:g}")
    print(json.dumps({"bench": "web", **figures}))
