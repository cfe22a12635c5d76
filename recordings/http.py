"""Recordings over HTTP: the list, one recording, and the bytes of its files with ranges.

Who may see and play what is decided and noted by telemed.services.recordings, for every request.
"""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from aiohttp import web

from recordings import byte_range
from recordings import manifest as manifests
from recordings.bodies import Opened, brief, recording_body
from recordings.chunk_reader import ChunkReader
from recordings.errors import ChunkTampered, RecordingFault
from telemed.domain.errors import NotFound
from telemed.domain.ids import ConsultationId, RecordingId, TrackId
from telemed.domain.listing import Paging
from telemed.http.exchange import path_text, read_query, reply
from telemed.http.gate import actor_of
from telemed.http.registry import Extension
from telemed.services.recordings import RecordingFilter
from telemed.wire import http_recordings as wire
from telemed.wire.base import UUID_PATTERN
from telemed.wire.http_values import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from recordings.manifest import Manifest, Playable
    from recordings.ports import Reading, SessionLogs
    from recordings.recording_writer import Place

PIECE_BYTES = 1 << 17
NO_SUCH = "There is no such recording."
STALLED_S = 60.0
"""A reader who takes nothing for so long is gone."""


class RecordingHandlers:
    """Handlers of the routes that recordings provides."""

    def __init__(self, recordings: Reading, sessions: SessionLogs, place: Callable[[str], Place]) -> None:
        self._recordings = recordings
        self._sessions = sessions
        self._place = place

    def extension(self) -> Extension:
        """What telemed.http.app.create_app takes."""
        return Extension(
            provider="recordings",
            handlers={"recordings": self.listing, "recording": self.describe, "recordingTrack": self.play},
        )

    async def listing(self, request: web.Request) -> web.StreamResponse:
        """List what the caller may play."""
        query = read_query(request, wire.RecordingQuery)
        wanted = RecordingFilter(
            text=query.q or "",
            consultation_id=None if query.consultation is None else ConsultationId(query.consultation),
            recorded_from=query.recorded_from,
            recorded_to=query.recorded_to,
        )
        page = await self._recordings.of_actor(actor_of(request), wanted, Paging(query.page, query.size))
        number = Page(number=page.paging.number, size=page.paging.size, total=page.total)
        return reply(wire.RecordingPage(items=tuple(brief(view) for view in page.items), page=number))

    async def describe(self, request: web.Request) -> web.StreamResponse:
        """Describe one recording for replay."""
        recording_id = _recording_id(request)
        detail = await self._recordings.read(actor_of(request), recording_id)
        session = await self._sessions.load(detail.view.recording.session_id)
        manifest, is_verified = await asyncio.to_thread(_verified, self._place(recording_id))
        return reply(recording_body(Opened(detail, session, manifest, is_verified)))

    async def play(self, request: web.Request) -> web.StreamResponse:
        """Send bytes of one file."""
        recording_id = _recording_id(request)
        track_id = path_text(request, "trackId")
        place = self._place(recording_id)
        file, noted = await asyncio.to_thread(_find, place, track_id)
        await self._recordings.track(actor_of(request), recording_id, TrackId(noted))
        reader = await asyncio.to_thread(ChunkReader, place.directory / file.file, place.keyring)
        try:
            return await _send(request, reader, file)
        finally:
            reader.close()


def _recording_id(request: web.Request) -> RecordingId:
    """Read the id, which becomes a directory's name. Raises NotFound."""
    text = path_text(request, "recordingId")
    if not re.match(UUID_PATTERN, text):
        raise NotFound(NO_SUCH)
    return RecordingId(text)


def _verified(place: Place) -> tuple[Manifest | None, bool]:
    """Read the manifest and prove the ends of all files it names."""
    try:
        manifest = manifests.read(place.directory, place.keyring)
    except FileNotFoundError:
        return None, False
    except RecordingFault:
        return None, False
    files = () if manifest.playback is None else manifest.playback.files
    return manifest, all(_is_whole(place, file) for file in files)


def _is_whole(place: Place, file: Playable) -> bool:
    try:
        with ChunkReader(place.directory / file.file, place.keyring) as reader:
            return reader.is_sealed and reader.size == file.size_bytes
    except (RecordingFault, OSError):
        return False


def _find(place: Place, track_id: str) -> tuple[Playable, str]:
    """The file with an id, and the id under which playing it is noted: the mix belongs to nobody."""
    try:
        playback = manifests.read(place.directory, place.keyring).playback
    except FileNotFoundError:
        playback = None
    files = {} if playback is None else {file.id: file for file in playback.files}
    file = files.get(track_id)
    if file is None:
        raise NotFound(NO_SUCH)
    noted = next((one.id for one in files.values() if one.participant_id is not None), track_id)
    return file, track_id if file.participant_id is not None else noted


async def _send(request: web.Request, reader: ChunkReader, file: Playable) -> web.StreamResponse:
    if not reader.is_sealed or reader.size != file.size_bytes:
        raise ChunkTampered("the file is not what was made")
    tag = f'"{file.sha256}"'
    headers = {"Accept-Ranges": "bytes", "ETag": tag, "Content-Type": file.media_type}
    wanted = request.headers.get("Range") if request.headers.get("If-Range", tag) == tag else None
    try:
        part = byte_range.parse(wanted, reader.size)
    except byte_range.RangeUnsatisfiable:
        return web.Response(
            status=416, headers={"Accept-Ranges": "bytes", "Content-Range": f"bytes */{reader.size}"}
        )
    start, stop = part or (0, reader.size)
    if part is not None:
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{reader.size}"
    answer = web.StreamResponse(status=200 if part is None else 206, headers=headers)
    answer.content_length = stop - start
    await answer.prepare(request)
    await _stream(answer, reader, start, stop)
    return answer


async def _stream(answer: web.StreamResponse, reader: ChunkReader, start: int, stop: int) -> None:
    for offset in range(start, stop, PIECE_BYTES):
        piece = await asyncio.to_thread(reader.read_at, offset, min(PIECE_BYTES, stop - offset))
        async with asyncio.timeout(STALLED_S):
            await answer.write(piece)
    await answer.write_eof()
