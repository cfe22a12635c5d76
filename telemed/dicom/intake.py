"""The door for foreign files: a small pool of warm parents whose limited children do the reading."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from telemed.dicom.inspection import Damaged, Inspection, NotAccepted
from telemed.dicom.limits import Limits
from telemed.dicom.reasons import Reason
from telemed.dicom.worker import LARGEST_ANSWER_BYTES, LENGTH_BYTES, Job

if TYPE_CHECKING:
    from asyncio.subprocess import Process

START_S = 60.0
"""A parent loads its libraries in under a second; a crowded machine may need far longer."""
GRACE_S = 5.0
"""How much later than its child's limit a silent parent is given up."""
PROJECT_ROOT = Path(__file__).resolve().parents[2]


class Intake:
    """Looks into files without trusting them.

    Long-lived: its owner runs `run()`, and cancels it to end every child. `inspect` may be called from any
    task while it runs; callers queue when all parents are busy.
    """

    def __init__(self, limits: Limits | None = None, *, parents: int = 2) -> None:
        self._limits = limits or Limits()
        self._parents = parents
        self._jobs: asyncio.Queue[tuple[Job, asyncio.Future[Inspection]]] = asyncio.Queue(maxsize=256)

    async def run(self) -> None:
        """Serve until cancelled. Parents start with their first job; silent ones are replaced."""
        async with asyncio.TaskGroup() as group:
            for place in range(self._parents):
                group.create_task(self._serve(), name=f"intake-{place}")

    async def inspect(self, path: Path, target: Path) -> Inspection:
        """Look into `path`; derived bytes are written to `target`.

        target: decoded frames of an image (`Frames` tells the layout), planar int16 samples of an ECG, or
        the clean copy of a photo. It is left empty or absent for everything else; the caller moves or
        removes it. Never raises for what the file contains.
        """
        size = await asyncio.to_thread(os.path.getsize, path)
        if size == 0:
            return NotAccepted(Reason.EMPTY_FILE)
        if size > self._limits.file_bytes:
            return NotAccepted(Reason.FILE_TOO_LARGE)
        done: asyncio.Future[Inspection] = asyncio.get_running_loop().create_future()
        await self._jobs.put((self._job(path, target), done))
        return await done

    def _job(self, path: Path, target: Path) -> Job:
        return Job(str(path.absolute()), str(target.absolute()), self._limits)

    async def _serve(self) -> None:
        process: Process | None = None
        try:
            while True:
                job, done = await self._jobs.get()
                try:
                    process = process or await _start()
                    answer = await _ask(process, job)
                except (asyncio.IncompleteReadError, TimeoutError, OSError, msgspec.DecodeError, ValueError):
                    answer = Damaged(Reason.PARSER_DIED)
                    await _end(process)
                    process = None
                if not done.done():
                    done.set_result(answer)
        finally:
            await asyncio.shield(_end(process))


async def _start() -> Process:
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(PROJECT_ROOT),
        "PYTHONDONTWRITEBYTECODE": os.environ.get("PYTHONDONTWRITEBYTECODE", ""),
        "OPENBLAS_NUM_THREADS": "1",  # a forked child must not find another thread's locks
        "OMP_NUM_THREADS": "1",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "telemed.dicom.worker",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env=environment, cwd=PROJECT_ROOT, start_new_session=True,
    )  # fmt: skip
    try:
        async with asyncio.timeout(START_S):
            await _output(process).readexactly(LENGTH_BYTES)
    except BaseException:
        await _end(process)
        raise
    return process


async def _ask(process: Process, job: Job) -> Inspection:
    if process.stdin is None:
        raise ValueError("the parent has no pipes")
    payload = msgspec.msgpack.encode(job)
    async with asyncio.timeout(job.limits.wall_s + GRACE_S):
        process.stdin.write(len(payload).to_bytes(LENGTH_BYTES, "big") + payload)
        await process.stdin.drain()
        length = int.from_bytes(await _output(process).readexactly(LENGTH_BYTES), "big")
        if length > LARGEST_ANSWER_BYTES:
            raise ValueError("answer too large")
        answer = await _output(process).readexactly(length)
    found: Inspection = msgspec.msgpack.decode(answer, type=Inspection)
    return found


def _output(process: Process) -> asyncio.StreamReader:
    if process.stdout is None:
        raise ValueError("the parent has no pipes")
    return process.stdout


async def _end(process: Process | None) -> None:
    """Kill a parent and its child, and collect what is left of its pipes."""
    if process is None:
        return
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    await process.communicate()
