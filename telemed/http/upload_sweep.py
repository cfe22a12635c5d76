"""Removes uploads that were never finished, bytes included."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from telemed.domain.errors import TelemedError

if TYPE_CHECKING:
    from telemed.http.upload_files import UploadFiles
    from telemed.services.materials import Materials

log = logging.getLogger(__name__)

PERIOD_S = 600.0


class UploadSweep:
    """Long-lived: its owner runs `run()`."""

    def __init__(self, materials: Materials, files: UploadFiles, *, period_s: float = PERIOD_S) -> None:
        self._materials = materials
        self._files = files
        self._period_s = period_s

    async def run(self) -> None:
        """Sweep now and then until cancelled."""
        while True:
            try:
                await self.sweep()
            except TelemedError as error:
                log.warning("uploads not swept", extra={"code": error.code})
            await asyncio.sleep(self._period_s)

    async def sweep(self) -> int:
        """Sweep once; gives how many uploads were forgotten."""
        expired = await self._materials.expire_uploads()
        for upload_id in expired:
            self._files.remove(upload_id)
        return len(expired)
