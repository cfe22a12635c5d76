"""Materials of a case, the bytes of attachments, and ECGs."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

from telemed.domain.errors import AccessRefused
from telemed.domain.ids import AttachmentId, ConsultationId, EcgId, MaterialId
from telemed.http.exchange import nothing, path_text, reply
from telemed.http.gate import actor_of
from telemed.http.headers import PRIVATE_HOUR, SANDBOX
from telemed.http.material_bodies import ecg_body, material_bodies
from telemed.wire import http_materials as wire

if TYPE_CHECKING:
    from telemed.http.registry import Handler
    from telemed.services.consultations import Consultations
    from telemed.services.materials import Materials
    from telemed.storage.blobs import DirectoryBlobs


class MaterialHandlers:
    """What belongs to a case beside its form."""

    def __init__(self, materials: Materials, consultations: Consultations, blobs: DirectoryBlobs) -> None:
        self._materials = materials
        self._consultations = consultations
        self._blobs = blobs

    def table(self) -> dict[str, Handler]:
        """Name the handlers as the routes do."""
        return {
            "materials": self.of_case,
            "removeMaterial": self.remove,
            "attachmentContent": self.content,
            "ecg": self.ecg,
            "ecgSamples": self.samples,
        }

    async def of_case(self, request: web.Request) -> web.StreamResponse:
        """List the record and everything else."""
        actor = actor_of(request)
        detail = await self._consultations.read(actor, ConsultationId(path_text(request, "consultationId")))
        if not detail.is_full:
            raise AccessRefused("Accept the invitation to read the materials.")
        view = detail.view
        items = material_bodies(view.consultation, view.requester, detail.matters.materials, actor.account_id)
        return reply(wire.MaterialList(items=items))

    async def remove(self, request: web.Request) -> web.StreamResponse:
        """Take a material out."""
        await self._materials.remove(actor_of(request), MaterialId(path_text(request, "materialId")))
        return nothing()

    async def content(self, request: web.Request) -> web.StreamResponse:
        """Give the bytes of a photo, document or film; no browser may run them as a page of ours."""
        attachment_id = AttachmentId(path_text(request, "attachmentId"))
        found = await self._materials.attachment(actor_of(request), attachment_id)
        path = await asyncio.to_thread(self._blobs.path, found.blob)
        headers = {
            "Content-Type": found.media_type,
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.title, safe='')}",
            "Content-Security-Policy": SANDBOX,
            "Cache-Control": PRIVATE_HOUR,
        }
        return web.FileResponse(path, headers=headers)

    async def ecg(self, request: web.Request) -> web.StreamResponse:
        """Show an ECG but for its samples."""
        return reply(ecg_body(await self._materials.ecg(actor_of(request), _ecg(request))))

    async def samples(self, request: web.Request) -> web.StreamResponse:
        """Give the samples."""
        found = await self._materials.ecg(actor_of(request), _ecg(request))
        samples = await asyncio.to_thread(self._blobs.read, found.files.samples)
        answer = web.Response(body=samples, content_type="application/octet-stream")
        answer.headers["Cache-Control"] = PRIVATE_HOUR
        answer.enable_compression()
        return answer


def _ecg(request: web.Request) -> EcgId:
    return EcgId(path_text(request, "ecgId"))
