"""Resumable uploads: the tus protocol over partial files, ending in the intake."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from aiohttp import web

from telemed.domain.errors import Overloaded, StaleVersion
from telemed.domain.ids import ConsultationId, UploadId
from telemed.domain.materials import UploadName, UploadState
from telemed.http import tus
from telemed.http.exchange import nothing, path_text, reply
from telemed.http.faults import EdgeFault, Gone, Locked, OffsetConflict, TooLarge
from telemed.http.gate import actor_of
from telemed.http.material_bodies import upload_body
from telemed.http.upload_files import Append, OffsetDiffers, TooManyBytes, UploadBusy
from telemed.wire import http_materials as wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from telemed.domain.materials import Upload
    from telemed.domain.roles import Actor
    from telemed.http.registry import Handler
    from telemed.http.upload_files import UploadFiles
    from telemed.services.materials import Materials
    from telemed.services.take_in import TakeIn

IDLE_LIMIT_S = 60.0
"""A line that brings no byte for so long is given up; what came stays."""
OPEN_STATES = frozenset({UploadState.RECEIVING, UploadState.CHECKING})


class UploadHandlers:
    """Files on their way in."""

    def __init__(
        self, materials: Materials, take_in: TakeIn, files: UploadFiles, *, file_limit_bytes: int
    ) -> None:
        self._materials = materials
        self._take_in = take_in
        self._files = files
        self._limit = file_limit_bytes

    def table(self) -> dict[str, Handler]:
        """Name the handlers as the routes do."""
        return {
            "uploadOptions": self.options,
            "createUpload": self.create,
            "uploadOffset": self.offset,
            "upload": self.read,
            "patchUpload": self.append,
            "removeUpload": self.remove,
            "uploads": self.of_case,
        }

    async def options(self, _request: web.Request) -> web.StreamResponse:
        """Say what this server can do."""
        return web.Response(status=204, headers=tus.options_headers(self._limit))

    async def create(self, request: web.Request) -> web.StreamResponse:
        """Begin an upload."""
        tus.check_version(request.headers)
        given = tus.read_announcement(request.headers, self._limit)
        name = UploadName(
            filename=given.filename,
            relative_path=given.relative_path,
            sha256=given.sha256 or "",
            size_bytes=given.size_bytes,
        )
        case = ConsultationId(given.consultation_id)
        upload = await self._materials.create_upload(actor_of(request), case, name)
        self._files.create(upload.id)
        headers = {**_state(upload, 0), "Location": f"/api/uploads/{upload.id}"}
        return web.Response(status=201, headers=headers)

    async def offset(self, request: web.Request) -> web.StreamResponse:
        """Say where to go on."""
        tus.check_version(request.headers)
        upload = await self._current(request)
        return web.Response(status=200, headers=_state(upload, self._received(upload)))

    async def read(self, request: web.Request) -> web.StreamResponse:
        """Say what became of a file."""
        upload = await self._current(request)
        return reply(upload_body(upload, self._files.received(upload.id)))

    async def of_case(self, request: web.Request) -> web.StreamResponse:
        """List the files of a case."""
        case = ConsultationId(path_text(request, "consultationId"))
        uploads = await self._materials.uploads(actor_of(request), case)
        items = tuple(upload_body(one, self._files.received(one.id)) for one in uploads)
        return reply(wire.UploadList(items=items))

    async def append(self, request: web.Request) -> web.StreamResponse:
        """Take bytes; the last ones also take the file in, and the answer waits for that."""
        tus.check_version(request.headers)
        offset = tus.read_offset(request.headers, request.content_type)
        actor = actor_of(request)
        upload = await self._materials.upload(actor, _upload(request))
        received = self._received(upload)
        if upload.state in OPEN_STATES:
            received = await self._write(request, upload, offset)
            await self._note(actor, upload, received)
            upload = await self._finish(actor, upload)
        elif offset != received:
            raise _differs(received)
        return web.Response(status=204, headers=_state(upload, received))

    async def remove(self, request: web.Request) -> web.StreamResponse:
        """Forget an upload."""
        tus.check_version(request.headers)
        upload_id = _upload(request)
        await self._materials.remove_upload(actor_of(request), upload_id)
        self._files.remove(upload_id)
        answer = nothing()
        answer.headers["Tus-Resumable"] = tus.VERSION
        return answer

    async def _current(self, request: web.Request) -> Upload:
        """Find an upload; a whole file that a crash kept from being taken in is taken in now."""
        actor = actor_of(request)
        upload = await self._materials.upload(actor, _upload(request))
        if upload.state in OPEN_STATES and self._files.received(upload.id) is None:
            raise Gone("upload_gone", "The bytes of this upload are gone.", remedy="Send the file again.")
        return await self._finish(actor, upload)

    async def _finish(self, actor: Actor, upload: Upload) -> Upload:
        is_whole = self._files.received(upload.id) == upload.name.size_bytes
        if upload.state not in OPEN_STATES or not is_whole:
            return upload
        try:
            with self._files.locked(upload.id):
                return await self._take_in.take(actor, upload, self._files.path(upload.id))
        except (UploadBusy, FileNotFoundError):
            return await self._materials.upload(actor, upload.id)  # another request takes it in now

    async def _write(self, request: web.Request, upload: Upload, offset: int) -> int:
        try:
            return await self._files.append(
                upload.id, Append(offset, upload.name.size_bytes), _chunks(request)
            )
        except OffsetDiffers as error:
            raise _differs(error.actual) from None
        except UploadBusy:
            raise Locked("upload_busy", "Another request writes to this upload.") from None
        except TooManyBytes:
            raise TooLarge("too_many_bytes", "More bytes came than were announced.") from None
        except FileNotFoundError:
            raise Gone(
                "upload_gone", "The bytes of this upload are gone.", remedy="Send the file again."
            ) from None
        except TimeoutError:
            raise _line_idle() from None
        except OSError as error:
            if isinstance(error, ConnectionError):
                raise
            raise Overloaded("The disk takes no more bytes.", remedy="Tell the administrator.") from None

    async def _note(self, actor: Actor, upload: Upload, received: int) -> None:
        """Keep progress for the badges of lists; the length of the file stays the truth."""
        with suppress(StaleVersion):
            known = upload.received_bytes
            await self._materials.receive(actor, upload.id, known, max(0, received - known))

    def _received(self, upload: Upload) -> int:
        if upload.state not in OPEN_STATES:
            return upload.name.size_bytes
        return self._files.received(upload.id) or 0


async def _chunks(request: web.Request) -> AsyncIterator[bytes]:
    while True:
        async with asyncio.timeout(IDLE_LIMIT_S):
            chunk = await request.content.readany()
        if not chunk:
            return
        yield chunk


def _state(upload: Upload, received: int) -> dict[str, str]:
    return tus.state_headers(offset=received, size_bytes=upload.name.size_bytes, expires_at=upload.expires_at)


def _upload(request: web.Request) -> UploadId:
    return UploadId(path_text(request, "uploadId"))


def _differs(actual: int) -> OffsetConflict:
    return OffsetConflict(
        "offset_differs", f"The upload stands at {actual}.", field="Upload-Offset", remedy="Go on from there."
    )


def _line_idle() -> EdgeFault:
    return Locked("line_idle", "No byte came for a minute; what came is kept.", remedy="Go on from there.")
