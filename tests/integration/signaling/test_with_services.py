"""The hub over real services and a real store: the log moves the case and outlives a crash."""

from __future__ import annotations

import itertools
import shutil
from typing import TYPE_CHECKING

import pytest

from signaling.hub import LiveHub
from signaling.live_store import SessionStore
from telemed.auth.passwords import Passwords
from telemed.auth.throttle import LocalFailures
from telemed.config import SignIn
from telemed.domain.consultation_states import State
from telemed.domain.live_session import SessionState
from telemed.domain.recording import RecordingState
from telemed.services.assembly import ServiceSettings, build
from telemed.services.ports import NobodyWatches
from telemed.wire import commands as c
from telemed.wire.base import PROTOCOL
from telemed.wire.live import Accepted, Joined, LiveCode, Refused
from tests.support import region
from tests.support.live import whole_stack
from tests.support.live_ports import FakeMedia, FakeOutbox, FakeRecorder, Running
from tests.support.region import CAST, PLANNED, SESSION_PLANNED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime
    from pathlib import Path

    from telemed.services.live_sessions import LiveSessions
    from telemed.services.suite import Services
    from telemed.storage.uow import Database

KEYS = itertools.count(1)
RECORD = str(PLANNED)
"""The case's own id stands for its record on the stage."""


class RegionClock:
    """Stands at the region's moment, for services and rooms alike."""

    def now(self) -> datetime:
        return region.NOW

    def now_ms(self) -> int:
        return round(region.NOW.timestamp() * 1000)

    def monotonic_ns(self) -> int:
        return self.now_ms() * 1_000_000


@pytest.fixture(scope="module")
def built_region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small region, built once."""
    directory: Path = tmp_path_factory.mktemp("region")
    region.build(directory)
    return directory


@pytest.fixture
async def database(built_region: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """A copy of the region's store."""
    copy = tmp_path / "region"
    shutil.copytree(built_region, copy)
    opened = region.open_region(copy)
    yield opened
    await opened.close()


@pytest.fixture
def services(database: Database) -> Services:
    """Every service over the store."""
    settings = ServiceSettings(sign_in=SignIn(), case_limit_bytes=1, upload_expiry_s=1.0)
    return build(
        database,
        Passwords(),
        settings,
        failures=LocalFailures(),
        watcher=NobodyWatches(),
        clock=RegionClock(),
    )


def hub_over(sessions: LiveSessions) -> LiveHub:
    hub = LiveHub(SessionStore(sessions), FakeMedia(), FakeRecorder(), RegionClock())
    hub.attach(FakeOutbox())
    return hub


async def join(hub: LiveHub, services: Services, name: str) -> Joined:
    """Come in as someone of the region, with a token from the service."""
    token = await services.meetings.sessions.issue_token(CAST[name].actor(), SESSION_PLANNED)
    await hub.admit(name, token.token, CAST[name].account_id)
    ack = await do(hub, name, c.Join(protocol=PROTOCOL, instance=f"page-of-{name}"))
    assert isinstance(ack, Accepted), ack
    assert isinstance(ack.body, Joined)
    return ack.body


async def do(hub: LiveHub, name: str, body: c.CommandBody, key: str = "") -> Accepted | Refused:
    """Ask for something."""
    return await hub.command(name, c.Command(id=key or f"{name}-{next(KEYS):04}", body=body))


async def accepted(hub: LiveHub, name: str, *bodies: c.CommandBody) -> None:
    """Ask for things that must be done."""
    for body in bodies:
        ack = await do(hub, name, body)
        assert isinstance(ack, Accepted), ack


async def test_lp40_a_session_moves_the_case_from_scheduled_to_awaiting_opinion(
    services: Services, database: Database
) -> None:
    hub = hub_over(services.meetings.sessions)
    async with Running(hub):
        joined = await join(hub, services, "doctor")
        assert joined.state is not None
        assert joined.state.participants[0].role == "host"
        alone = await do(hub, "doctor", c.StartSession())
        assert isinstance(alone, Refused)
        assert alone.code is LiveCode.START_NEEDS_BOTH_SIDES
        await join(hub, services, "expert")
        await accepted(hub, "doctor", c.StartSession(), c.ShowOnStage(epoch=1, material_id=RECORD))
        await accepted(hub, "doctor", c.AskRecording())
        await accepted(hub, "expert", c.ConsentToRecording(given=True))
        await accepted(hub, "doctor", c.PauseRecording(), c.ResumeRecording(), c.EndSession())
        await hub.until_idle()
    async with database.reading() as work:
        assert (await work.consultations.get(PLANNED)).state is State.AWAITING_OPINION
        assert (await work.sessions.get(SESSION_PLANNED)).state is SessionState.ENDED
        [recording] = await work.recordings.of_case(PLANNED)
        assert recording.state is RecordingState.FINALISING


async def test_lp15_what_was_acknowledged_outlives_the_process(services: Services) -> None:
    first = hub_over(services.meetings.sessions)
    async with Running(first):
        await join(first, services, "doctor")
        await join(first, services, "expert")
        view = c.SetView(epoch=1, material_id=RECORD, change=whole_stack(4))
        await accepted(first, "doctor", c.StartSession(), c.ShowOnStage(epoch=1, material_id=RECORD), view)
        chat = c.PostChat(text="心电图请看 II 导联")
        assert isinstance(await do(first, "expert", chat, "key-of-the-chat"), Accepted)
    second = hub_over(services.meetings.sessions)
    async with Running(second):
        await join(second, services, "expert")
        assert isinstance(await do(second, "expert", chat, "key-of-the-chat"), Accepted)
        again = await do(second, "expert", c.Resync(since=0))
        assert isinstance(again, Accepted)
        state = getattr(again.body, "state", None)
        assert state is not None
        assert [line.text for line in state.chat] == ["心电图请看 II 导联"]
        assert [view.frame for view in state.views] == [4]
        assert state.phase == "live"


async def test_lp03_a_token_of_the_service_lets_in_once(services: Services) -> None:
    hub = hub_over(services.meetings.sessions)
    async with Running(hub):
        token = await services.meetings.sessions.issue_token(CAST["doctor"].actor(), SESSION_PLANNED)
        await hub.admit("first", token.token, CAST["doctor"].account_id)
        with pytest.raises(Exception, match="not valid"):
            await hub.admit("second", token.token, CAST["doctor"].account_id)
