"""A small tus client that can be cut off, for tests."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import ClientResponse, web
    from aiohttp.test_utils import TestClient

TUS = {"Tus-Resumable": "1.0.0"}
BODY = {"Content-Type": "application/offset+octet-stream"}


def metadata(**fields: str) -> str:
    """Write the header of that name."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in fields.items())


class TusClient:
    """Uploads to one case as one person."""

    def __init__(
        self, browser: TestClient[web.Request, web.Application], headers: Mapping[str, str], case: str
    ) -> None:
        self._browser = browser
        self._headers = {**headers, **TUS}
        self._case = case

    async def announce(self, size: int, filename: str = "file", **more: str) -> ClientResponse:
        """Begin an upload."""
        fields = metadata(consultationId=self._case, filename=filename, **more)
        headers = {**self._headers, "Upload-Length": str(size), "Upload-Metadata": fields}
        return await self._browser.post("/api/uploads", headers=headers)

    async def append(self, path: str, offset: int, data: bytes) -> ClientResponse:
        """Send bytes."""
        headers = {**self._headers, **BODY, "Upload-Offset": str(offset)}
        return await self._browser.patch(path, data=io.BytesIO(data), headers=headers)

    async def offset(self, path: str) -> int:
        """Ask where to go on."""
        answer = await self._browser.head(path, headers=self._headers)
        assert answer.status == 200, answer.status
        return int(answer.headers["Upload-Offset"])

    async def result(self, path: str) -> dict[str, Any]:
        """Ask what became of the file."""
        answer = await self._browser.get(path, headers=self._headers)
        assert answer.status == 200, await answer.text()
        said: dict[str, Any] = await answer.json()
        return said

    async def remove(self, path: str) -> ClientResponse:
        """Give an upload up."""
        return await self._browser.delete(path, headers=self._headers)

    async def send(self, data: bytes, filename: str = "file", *, chunk: int = 512 * 1024) -> dict[str, Any]:
        """Upload a whole file and give the result."""
        begun = await self.announce(len(data), filename, sha256=hashlib.sha256(data).hexdigest())
        assert begun.status == 201, await begun.text()
        path = begun.headers["Location"]
        for offset in range(0, len(data), chunk):
            sent = await self.append(path, offset, data[offset : offset + chunk])
            assert sent.status == 204, await sent.text()
        return await self.result(path)
