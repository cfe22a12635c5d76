"""Which images someone may look at, and where their pixels lie: asked once a minute, not once a frame."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from telemed.dicom.inspection import Frames, ImageInstance
from telemed.domain.errors import NotFound
from telemed.domain.materials import BlobRef
from telemed.http.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from telemed.domain.materials import Instance
    from telemed.domain.roles import Actor
    from telemed.services.materials import Materials
    from telemed.storage.blobs import DirectoryBlobs

REMEMBERED_S = 60.0
"""Access that is withdrawn reaches open viewers after this at the latest. A study of 250 slices would
otherwise cost 250 times the ten queries of an access check."""
REMEMBERED = 64
IMAGE = msgspec.msgpack.Decoder(ImageInstance)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One image: how its frames look and where they lie."""

    sop_instance_uid: str
    found: ImageInstance
    """Without its metadata."""
    frames: Frames
    blob: BlobRef


class Pictures:
    """Finds images for their pixels."""

    def __init__(self, materials: Materials, blobs: DirectoryBlobs) -> None:
        self._materials = materials
        self._blobs = blobs
        self._known: Memory[dict[str, Picture]] = Memory(REMEMBERED_S, REMEMBERED)

    async def one(self, actor: Actor, study_uid: str, series_uid: str, sop_uid: str) -> Picture:
        """Find an image. Raises NotFound, also when its pixels could not be decoded."""
        key = (actor.account_id, actor.browser_session_id, study_uid, series_uid)
        series = self._known.get(key)
        if series is None or sop_uid not in series:
            series = {one.sop_instance_uid: one for one in await self.of_series(actor, study_uid, series_uid)}
            self._known.keep(key, series)
        try:
            return series[sop_uid]
        except KeyError:
            raise NotFound("picture") from None

    async def of_series(self, actor: Actor, study_uid: str, series_uid: str) -> list[Picture]:
        """List the images of a series that can be shown, in order; an audit entry. Raises NotFound."""
        instances = await self._materials.instances(actor, study_uid, series_uid)
        return await asyncio.to_thread(_readable, instances)

    async def frame(self, picture: Picture, number: int) -> bytes:
        """Read one decoded frame, counted from 1. Raises NotFound beyond the last."""
        if number > picture.found.frame_count:
            raise NotFound("frame")
        length = picture.frames.frame_bytes
        path = self._blobs.path(picture.blob)
        return await asyncio.to_thread(_pread, path, (number - 1) * length, length)


def _readable(instances: Sequence[Instance]) -> list[Picture]:
    pictures = []
    for instance in instances:
        found = IMAGE.decode(instance.inspection)
        if isinstance(found.frames, Frames) and instance.frames is not None:
            slim = msgspec.structs.replace(found, metadata=b"")
            pictures.append(
                Picture(
                    sop_instance_uid=instance.sop_instance_uid,
                    found=slim,
                    frames=found.frames,
                    blob=instance.frames,
                )
            )
    return pictures


def _pread(path: Path, offset: int, length: int) -> bytes:
    handle = os.open(path, os.O_RDONLY)
    try:
        return os.pread(handle, length, offset)
    finally:
        os.close(handle)
