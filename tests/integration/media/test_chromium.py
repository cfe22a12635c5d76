"""Two real browsers through the media plane alone, without the rest of the product."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import pytest
from aiohttp import web

from media.api import Offer, PeerState, Source
from tests.support.browser import chromium, person

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from playwright.async_api import Page

    from tests.integration.media.conftest import Room

PAGE = Path(__file__).with_name("call.html")


class Incoming(TypedDict):
    """What a page says of one kind of track that it receives."""

    frames: int
    height: int
    lost: int
    energy: float
    packets: int


@asynccontextmanager
async def signalling(room: Room) -> AsyncIterator[str]:
    """The page, and its offers to the media plane."""

    async def page(_request: web.Request) -> web.StreamResponse:
        return web.FileResponse(PAGE)

    async def offer(request: web.Request) -> web.Response:
        body = json.loads(await request.text())
        publish = {mid: Source(source) for mid, source in body["publish"].items()}
        answer = await room.plane.negotiate(
            "room", body["peer"], Offer(body["sdp"], publish, body["subscribe"])
        )
        return web.Response(text=answer.sdp)

    app = web.Application()
    app.add_routes([web.get("/", page), web.post("/offer", offer)])
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield f"http://localhost:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def shows(page: Page, holds: Callable[[dict[str, Incoming]], bool]) -> dict[str, Incoming]:
    """Wait until what the page receives is as wanted."""
    async with asyncio.timeout(45):
        while True:
            incoming: dict[str, Incoming] = await page.evaluate("incoming()")
            if {"audio", "video"} <= incoming.keys() and holds(incoming):
                return incoming
            await asyncio.sleep(0.2)


@pytest.mark.e2e
@pytest.mark.timeout(150)
@pytest.mark.parametrize("room", ["portable"], indirect=True)
async def test_two_browsers_see_and_hear_each_other_through_layers_and_a_restart(room: Room) -> None:
    async with signalling(room) as url, chromium() as browser:
        pages = {name: await person(browser, url) for name in ("zhang", "li")}
        for name, page in pages.items():
            await page.goto(url)
            await page.evaluate("send", name)
        for name, page in pages.items():
            others = [
                {"id": one.track_id, "kind": one.kind.value}
                for one in room.tracks.values()
                if one.peer_id != name
            ]
            await page.evaluate("([name, tracks]) => receive(name, tracks)", [name, others])
            await room.reaches(name, PeerState.CONNECTED)
        for page in pages.values():
            await shows(page, lambda got: got["video"]["frames"] > 5 and got["audio"]["energy"] > 0)

        li = pages["li"]
        track = room.track_of("zhang", "camera").track_id
        for height in (180, 360, 180):
            room.plane.prefer("room", "li", track, height)
            await shows(li, lambda got, height=height: got["video"]["height"] == height)  # type: ignore[misc]

        await li.evaluate("restart('li')")
        before = (await shows(li, lambda _got: True))["video"]["frames"]
        after = await shows(li, lambda got: got["video"]["frames"] > before + 10)
        assert after["video"]["lost"] <= after["video"]["packets"] * 0.01
