"""The server as a user starts it, on either database, and a Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.browser import chromium
from tests.support.server import ServerProcess

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from playwright.async_api import Browser

E2E_TIMEOUT_S = 420.0
"""A whole consultation with three browsers; two cores draw and encode for all of them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder and give it time for a start of the server."""
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.timeout(E2E_TIMEOUT_S))


async def _demo(folder: Path, database_url: str) -> AsyncIterator[ServerProcess]:
    server = ServerProcess(folder, database_url=database_url)
    await server.start("--demo")
    try:
        yield server
    finally:
        await server.stop()


@pytest.fixture
async def embedded(tmp_path: Path) -> AsyncIterator[ServerProcess]:
    """The demo region on the embedded store."""
    async for server in _demo(tmp_path, ""):
        yield server


@pytest.fixture
async def on_either(tmp_path: Path, database_url: str) -> AsyncIterator[ServerProcess]:
    """The demo region, once on SQLite and once on PostgreSQL."""
    async for server in _demo(tmp_path, database_url):
        yield server


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A Chromium with a fake camera and microphone."""
    async with chromium() as started:
        yield started
