"""The edge over real services, a real store and the real intake: a copy of the small region for each test."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from telemed.auth.passwords import Passwords
from telemed.auth.throttle import LocalFailures
from telemed.config import SignIn
from telemed.dicom.intake import Intake
from telemed.domain.errors import NotSignedIn
from telemed.http.app import EdgeSettings, create_app
from telemed.http.gate import Cookie, Gate, Identities
from telemed.http.handlers import Tools, build_handlers
from telemed.http.upload_files import UploadFiles
from telemed.reports.opinion_pdf import OpinionPrinter
from telemed.services.assembly import ServiceSettings, build
from telemed.services.ports import NobodyWatches
from telemed.services.suite import Services
from telemed.services.take_in import TakeIn
from telemed.storage.blobs import DirectoryBlobs
from telemed.storage.uow import Database
from tests.support import region
from tests.support.region import CAST, StandingClock

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from aiohttp import web
    from aiohttp.test_utils import TestClient

    from telemed.domain.roles import Actor

    Browser = TestClient[web.Request, web.Application]
    Start = Callable[[web.Application], Awaitable[Browser]]

FILE_LIMIT_BYTES = 64 * 2**20
CASE_LIMIT_BYTES = 96 * 2**20
MARK = {"X-Telemed": "1"}


class CastIdentities:
    """The token is the name of someone of the region."""

    async def authenticate(self, token: str, address: str) -> Actor:
        """Name the account of a browser's session."""
        if token not in CAST:
            raise NotSignedIn
        return CAST[token].actor()

    async def authenticate_machine(self, token: str, address: str) -> Actor:
        """Name the account of a machine's token."""
        return await self.authenticate(token, address)


@dataclass(frozen=True, slots=True)
class World:
    """A running edge and what stands behind it."""

    browser: Browser
    services: Services
    database: Database
    files: UploadFiles
    blobs: DirectoryBlobs


def as_(name: str) -> dict[str, str]:
    """Headers of someone's browser."""
    return {**MARK, "Cookie": f"telemed={name}"}


@pytest.fixture(scope="session")
def built_region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The region, built once."""
    directory = tmp_path_factory.mktemp("region")
    region.build(directory)
    return directory


@pytest.fixture(scope="session")
def printer() -> OpinionPrinter:
    """Reads its font once."""
    return OpinionPrinter()


@pytest.fixture
def region_copy(built_region: Path, tmp_path: Path) -> Path:
    """A copy that the test may change."""
    copy = tmp_path / "data"
    shutil.copytree(built_region, copy)
    return copy


@pytest.fixture
async def world(region_copy: Path, printer: OpinionPrinter, aiohttp_client: Start) -> AsyncIterator[World]:
    """The whole edge, as server.py wires it, but for who is signed in."""
    async with running_edge(region_copy, printer, aiohttp_client, CastIdentities()) as world:
        yield world


@pytest.fixture
async def front_door(
    region_copy: Path, printer: OpinionPrinter, aiohttp_client: Start
) -> AsyncIterator[World]:
    """The whole edge; people sign in with their password."""
    async with running_edge(region_copy, printer, aiohttp_client) as world:
        yield world


@asynccontextmanager
async def running_edge(
    directory: Path, printer: OpinionPrinter, start: Start, identities: Identities | None = None
) -> AsyncIterator[World]:
    """Serve a region until the test is over."""
    database, passwords, intake = region.open_region(directory), Passwords(), Intake(parents=1)
    files, blobs = UploadFiles(directory / "uploads"), DirectoryBlobs(directory / "blobs")
    settings = ServiceSettings(sign_in=SignIn(), case_limit_bytes=CASE_LIMIT_BYTES, upload_expiry_s=3600.0)
    services = build(
        database,
        passwords,
        settings,
        failures=LocalFailures(),
        watcher=NobodyWatches(),
        clock=StandingClock(),
    )
    tools = Tools(
        clock=StandingClock(),
        blobs=blobs,
        take_in=TakeIn(intake, blobs, services.materials),
        printer=printer,
        file_limit_bytes=FILE_LIMIT_BYTES,
        version="1",
    )
    cookie = Cookie(is_secure=False)
    app = create_app(
        EdgeSettings(is_secure=False, client_dir=directory / "none"),
        Gate(identities or services.accounts, cookie),
        build_handlers(services, tools, files, cookie),
    )
    async with asyncio.TaskGroup() as group:
        running = group.create_task(intake.run())
        yield World(await start(app), services, database, files, blobs)
        running.cancel()
    passwords.close()
    await database.close()
