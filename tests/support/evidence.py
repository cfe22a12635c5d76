"""Looks at what a consultation left behind: recording, signed opinion, audit trail."""

from __future__ import annotations

import asyncio
import io
import sys
from typing import TYPE_CHECKING

import av
import numpy as np
from pypdf import PdfReader

if TYPE_CHECKING:
    from playwright.async_api import Page

    from tests.support.server import ServerProcess

FINALISE_TIMEOUT_S = 180.0


async def available_recording(page: Page, case_id: str) -> dict[str, object]:
    """Wait until the recording of a case can be played, and describe it."""
    async with asyncio.timeout(FINALISE_TIMEOUT_S):
        while True:
            listing = await (await page.request.get(f"/api/recordings?consultation={case_id}")).json()
            ready = [item for item in listing["items"] if item["state"] == "available"]
            if ready:
                found: dict[str, object] = await (
                    await page.request.get(f"/api/recordings/{ready[0]['id']}")
                ).json()
                return found
            await asyncio.sleep(0.5)


async def fetched(page: Page, path: str) -> bytes:
    """Read a file with the page's cookie."""
    answer = await page.request.get(path)
    assert answer.ok, f"{path}: {answer.status}"
    return await answer.body()


def decoded(data: bytes) -> tuple[int, float]:
    """Decode a file: number of pictures, and mean energy of its sound (full scale is 1)."""
    pictures, energies = 0, [0.0]
    with av.open(io.BytesIO(data), mode="r") as file:
        for frame in file.decode():
            if isinstance(frame, av.VideoFrame):
                pictures += 1
            elif isinstance(frame, av.AudioFrame):
                samples = frame.to_ndarray().astype(np.float64)
                scale = 1.0 if frame.format.name.startswith("flt") else 32768.0
                energies.append(float(np.mean((samples / scale) ** 2)))
    return pictures, float(np.mean(energies))


def pdf_text(data: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


async def verify_audit(server: ServerProcess) -> str:
    """Run the verifier as an administrator does; return what it printed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "telemed.audit", "verify", "--database", server.database_url,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await process.communicate()
    assert process.returncode == 0, output.decode()
    return output.decode()
