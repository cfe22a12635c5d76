"""DICOMweb, bound to the cases that the caller may read (PS3.18): search, metadata, frames, pictures."""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import TYPE_CHECKING

from aiohttp import web

from telemed.dicom.metadata import as_json
from telemed.dicom.rendering import THUMBNAIL_PX, render_jpeg
from telemed.dicom.windowing import Window, WindowTooNarrow
from telemed.domain.errors import NotFound
from telemed.domain.ids import ConsultationId
from telemed.http.dicom_json import series_json, study_json, wanted_studies, with_window
from telemed.http.exchange import path_number, path_text, read_query
from telemed.http.faults import NotAcceptable, Unprocessable
from telemed.http.frame_cache import FrameCache
from telemed.http.gate import actor_of
from telemed.http.headers import PRIVATE_HOUR
from telemed.http.pictures import IMAGE
from telemed.wire.http_materials import RenderedQuery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telemed.domain.materials import Instance
    from telemed.http.pictures import Picture, Pictures
    from telemed.http.registry import Handler
    from telemed.services.materials import Materials

DICOM_JSON = "application/dicom+json"
BYTES = "application/octet-stream"
EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1"
MORE_RESULTS = '299 telemed "There are more results that can be requested."'
"""PS3.18 8.3.4.4."""
RENDERERS = 2
"""Pictures drawn at a time; each takes a core for some milliseconds."""


class DicomWebHandlers:
    """Images as viewers ask for them."""

    def __init__(self, materials: Materials, pictures: Pictures) -> None:
        self._materials = materials
        self._pictures = pictures
        self._frames = FrameCache()
        self._drawing = asyncio.Semaphore(RENDERERS)

    def table(self) -> dict[str, Handler]:
        """Name the handlers as the routes do."""
        return {
            "searchStudies": self.studies,
            "searchSeries": self.series,
            "seriesMetadata": self.metadata,
            "frame": self.frame,
            "rendered": self.rendered,
            "thumbnail": self.thumbnail,
        }

    async def studies(self, request: web.Request) -> web.StreamResponse:
        """Search studies; `consultationId` narrows to one case."""
        case = request.query.get("consultationId")
        found = await self._materials.studies(actor_of(request), ConsultationId(case) if case else None)
        unique = {study.study_uid: study for study in found}
        rows = sorted(unique.values(), key=lambda one: (one.date, one.time, one.study_uid), reverse=True)
        part, has_more = wanted_studies([study_json(study) for study in rows], request.query)
        answer = _json(part)
        if has_more:
            answer.headers["Warning"] = MORE_RESULTS
        return answer

    async def series(self, request: web.Request) -> web.StreamResponse:
        """List the series of a study."""
        found = await self._materials.series_of(actor_of(request), path_text(request, "studyUid"))
        return _json([series_json(one) for one in {one.series_uid: one for one in found}.values()])

    async def metadata(self, request: web.Request) -> web.StreamResponse:
        """Give the metadata of all images of a series."""
        study_uid, series_uid = path_text(request, "studyUid"), path_text(request, "seriesUid")
        instances = await self._materials.instances(actor_of(request), study_uid, series_uid)
        answer = web.Response(body=await asyncio.to_thread(_joined, instances), content_type=DICOM_JSON)
        answer.enable_compression()
        return answer

    async def frame(self, request: web.Request) -> web.StreamResponse:
        """Give one decoded frame, straight from the file of frames."""
        number = path_number(request, "frame")
        picture = await self._picture(request)
        accepted = request.headers.get("Accept", "*/*")
        headers = {"Cache-Control": PRIVATE_HOUR, "Vary": "Accept, Accept-Encoding"}
        if BYTES in accepted.split(";")[0] or "*/*" in accepted:
            headers["Content-Type"] = f"{BYTES}; transfer-syntax={EXPLICIT_LITTLE_ENDIAN}"
            return await self._bare_frame(request, picture, number, headers)
        if "multipart/related" not in accepted:
            raise NotAcceptable("not_acceptable", f"Frames come as {BYTES}.")
        boundary = secrets.token_hex(16)
        headers["Content-Type"] = f'multipart/related; type="{BYTES}"; boundary={boundary}'
        raw = await self._pictures.frame(picture, number)
        return web.Response(body=_multipart(raw, boundary), headers=headers)

    async def _bare_frame(
        self, request: web.Request, picture: Picture, number: int, headers: dict[str, str]
    ) -> web.Response:
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=await self._pictures.frame(picture, number), headers=headers)
        key = (picture.blob.sha256, number)
        packed = await self._frames.packed(key, lambda: self._pictures.frame(picture, number))
        return web.Response(body=packed, headers={**headers, "Content-Encoding": "gzip"})

    async def rendered(self, request: web.Request) -> web.StreamResponse:
        """Draw one frame as JPEG."""
        query = read_query(request, RenderedQuery)
        if (query.center is None) != (query.width is None):
            raise Unprocessable("query_invalid", "A window has a center and a width.", field="width")
        window = Window(query.center, query.width) if query.center is not None and query.width else None
        return await self._draw(await self._picture(request), query.frame, window, query.size_px)

    async def thumbnail(self, request: web.Request) -> web.StreamResponse:
        """Draw the middle of a series, small."""
        shown = await self._pictures.of_series(
            actor_of(request), path_text(request, "studyUid"), path_text(request, "seriesUid")
        )
        if not shown:
            raise NotFound("picture")
        middle = shown[len(shown) // 2]
        return await self._draw(middle, middle.found.frame_count // 2 + 1, None, THUMBNAIL_PX)

    async def _picture(self, request: web.Request) -> Picture:
        return await self._pictures.one(
            actor_of(request),
            path_text(request, "studyUid"),
            path_text(request, "seriesUid"),
            path_text(request, "instanceUid"),
        )

    async def _draw(
        self, picture: Picture, number: int, window: Window | None, longest_px: int | None
    ) -> web.Response:
        raw = await self._pictures.frame(picture, number)
        found = picture.found
        try:
            async with self._drawing:
                drawn = await asyncio.to_thread(
                    render_jpeg,
                    raw,
                    picture.frames,
                    (found.rows, found.columns),
                    found.display,
                    window=window,
                    longest_px=longest_px,
                )
        except WindowTooNarrow:
            raise Unprocessable("query_invalid", "A window is at least 1 wide.", field="width") from None
        return web.Response(body=drawn, content_type="image/jpeg", headers={"Cache-Control": PRIVATE_HOUR})


def _joined(instances: Sequence[Instance]) -> bytes:
    """Join the stored objects into one array without parsing them."""
    objects = []
    for instance in instances:
        found = IMAGE.decode(instance.inspection)
        objects.append(with_window(as_json(found.metadata), found.display))
    return b"[" + b",".join(objects) + b"]"


def _json(objects: Sequence[object]) -> web.Response:
    return web.Response(body=json.dumps(objects, ensure_ascii=False).encode(), content_type=DICOM_JSON)


def _multipart(raw: bytes, boundary: str) -> bytes:
    head = (
        f"--{boundary}\r\nContent-Type: {BYTES}; transfer-syntax={EXPLICIT_LITTLE_ENDIAN}\r\n"
        f"Content-Length: {len(raw)}\r\n\r\n"
    )
    return head.encode() + raw + f"\r\n--{boundary}--\r\n".encode()
