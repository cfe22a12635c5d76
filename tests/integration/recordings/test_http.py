from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from recordings import manifest as manifests
from recordings.chunk_file import ChunkWriter
from recordings.http import RecordingHandlers
from recordings.keyring import Keyring
from recordings.manifest import Manifest, Playable, Playback, Span
from recordings.recording_writer import Place
from telemed.domain.errors import NotFound
from telemed.domain.ids import (
    AccountId,
    ConsultationId,
    ParticipantId,
    RecordingId,
    SessionId,
    TrackId,
)
from telemed.domain.recording import RecordedTrack, Recording, TrackFile, TrackSource
from telemed.domain.roles import Actor, Role
from telemed.http.app import framed
from telemed.http.gate import ACTOR

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from telemed.domain.listing import Page, Paging
    from telemed.services.live_sessions import LiveSessionRecord
    from telemed.services.recordings import RecordingDetail, RecordingFilter, RecordingView

KEYRING = Keyring({1: bytes(range(32))})
CONTENT = bytes(range(256)) * 3000
END = len(CONTENT)
READER = Actor(account_id=AccountId("a1"), display_name="li", roles=frozenset({Role.SPECIALIST}))
R1, R2 = "33333333-3333-4333-8333-333333333333", "44444444-4444-4444-8444-444444444444"
VOICE, MIX = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"

RECORDING = Recording(id=RecordingId(R1), session_id=SessionId("s1"), consultation_id=ConsultationId("c1"))
TRACK = RecordedTrack(
    id=TrackId(VOICE),
    participant_id=ParticipantId("p1"),
    source=TrackSource.MICROPHONE,
    kind="voice",
    codec="opus",
    media_type="audio/webm",
    start_ms=0,
    file=TrackFile(path="", size_bytes=len(CONTENT), sha256="", duration_ms=1000),
)


@dataclass
class Rights:
    """Lets the reader play recording r1, and remembers it."""

    played: list[str] = field(default_factory=list)
    is_allowed: bool = True

    async def of_actor(self, actor: Actor, wanted: RecordingFilter, paging: Paging) -> Page[RecordingView]:
        """Not asked here."""
        raise NotImplementedError

    async def read(self, actor: Actor, recording_id: RecordingId) -> RecordingDetail:
        """Not asked here."""
        raise NotImplementedError

    async def track(
        self, actor: Actor, recording_id: RecordingId, track_id: TrackId
    ) -> tuple[Recording, RecordedTrack]:
        """Note what is played."""
        assert (actor, recording_id) == (READER, R1)
        if not self.is_allowed:
            raise NotFound("There is no such recording.")
        self.played.append(track_id)
        return RECORDING, TRACK


class Sessions:
    """Not asked here."""

    async def load(self, session_id: SessionId) -> LiveSessionRecord:
        """Not asked here."""
        raise NotImplementedError


def playable(identifier: str, participant_id: str | None) -> Playable:
    return Playable(
        id=identifier,
        file=f"play-{identifier}.tmc",
        kind="mix" if participant_id is None else "voice",
        participant_id=participant_id,
        source=None if participant_id is None else "microphone",
        codec="opus",
        media_type="audio/webm",
        size_bytes=len(CONTENT),
        sha256="ab" * 32,
    )


def stored(directory: Path) -> Place:
    directory.mkdir(exist_ok=True)
    files = (playable(VOICE, "p1"), playable(MIX, None))
    for file in files:
        with ChunkWriter(directory / file.file, KEYRING) as writer:
            writer.append(CONTENT)
    playback = Playback(0, 1000, files, ())
    manifest = Manifest(R1, "s1", "c1", 0, "composed", (Span(0, 1000),), playback=playback)
    manifests.write(directory, manifest, KEYRING)
    return Place(directory, KEYRING)


@pytest.fixture
def rights() -> Rights:
    """What the reader may do."""
    return Rights()


@pytest.fixture
async def client(tmp_path: Path, rights: Rights) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    """A browser that is signed in."""

    @web.middleware
    async def signed_in(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        request[ACTOR] = READER
        return await handler(request)

    place = stored(tmp_path / R1)
    handlers = RecordingHandlers(
        rights, Sessions(), lambda recording_id: Place(tmp_path / recording_id, place.keyring)
    )
    app = web.Application(middlewares=[framed, signed_in])
    app.router.add_get("/{recordingId}/{trackId}", handlers.play)
    async with TestClient(TestServer(app)) as running:
        yield running


Browser = TestClient[web.Request, web.Application]


async def test_a_whole_file_comes_as_it_was_made(client: Browser) -> None:
    answer = await client.get(f"/{R1}/{VOICE}")
    assert answer.status == 200
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Content-Type"] == "audio/webm"
    assert await answer.read() == CONTENT


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-", 0, len(CONTENT)),
        ("bytes=1000-300000", 1000, 300001),
        ("bytes=-7", len(CONTENT) - 7, len(CONTENT)),
    ],
)
async def test_a_range_is_answered_with_its_place(client: Browser, asked: str, start: int, stop: int) -> None:
    answer = await client.get(f"/{R1}/{VOICE}", headers={"Range": asked})
    assert answer.status == 206
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(CONTENT)}"
    assert answer.headers["Content-Length"] == str(stop - start)
    assert await answer.read() == CONTENT[start:stop]


async def test_a_range_behind_the_end_is_416(client: Browser) -> None:
    answer = await client.get(f"/{R1}/{VOICE}", headers={"Range": "bytes=9999999-"})
    assert answer.status == 416
    assert answer.headers["Content-Range"] == f"bytes */{len(CONTENT)}"


async def test_a_range_of_another_version_is_the_whole_file(client: Browser) -> None:
    answer = await client.get(f"/{R1}/{VOICE}", headers={"Range": "bytes=5-9", "If-Range": '"old"'})
    assert answer.status == 200


async def test_every_request_passes_the_access_check(client: Browser, rights: Rights) -> None:
    await client.get(f"/{R1}/{VOICE}")
    await client.get(f"/{R1}/{MIX}", headers={"Range": "bytes=0-1"})
    assert rights.played == [VOICE, VOICE]
    rights.is_allowed = False
    for track in (VOICE, MIX):
        answer = await client.get(f"/{R1}/{track}")
        assert answer.status == 404
        assert (await answer.json())["code"] == "not_found"


@pytest.mark.parametrize("path", [f"/{R1}/unknown", f"/{R2}/{VOICE}", f"/..%2F{R1}/{VOICE}", f"/./{VOICE}"])
async def test_what_is_not_there_is_404(client: Browser, path: str) -> None:
    assert (await client.get(path)).status == 404


async def test_a_tampered_file_is_never_sent(client: Browser, tmp_path: Path) -> None:
    path = tmp_path / R1 / f"play-{VOICE}.tmc"
    path.write_bytes(path.read_bytes()[:-30])
    answer = await client.get(f"/{R1}/{VOICE}")
    assert answer.status == 500
    assert (await answer.json())["code"] == "recording_tampered"
