"""The server as a user starts it, in a process of its own, so that a test can kill it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import aiohttp

from tests.support.services import free_port

ROOT = Path(__file__).parents[2]
START_TIMEOUT_S = 240.0
"""The first start installs and builds; a loaded two-core machine takes minutes for that."""
STOP_TIMEOUT_S = 20.0


class ServerDied(Exception):
    """The server ended before it served; the text holds its last lines."""


class ServerProcess:
    """One `manage.py run`, with a data directory and a port that outlive restarts."""

    def __init__(self, folder: Path, *, database_url: str = "", redis_url: str = "") -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.data_dir = folder / "data"
        self.log = folder / "server.log"
        self._environment = {**os.environ, "TELEMED_LOGGING_LEVEL": "info"}
        if database_url:
            self._environment["TELEMED_STORE_DATABASE_URL"] = database_url
        if redis_url:
            self._environment["TELEMED_STORE_REDIS_URL"] = redis_url
        self.database_url = database_url or f"sqlite+aiosqlite:///{self.data_dir / 'telemed.sqlite'}"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, *arguments: str) -> None:
        """Start and wait until /healthz answers. Raises ServerDied."""
        command = [sys.executable, str(ROOT / "manage.py"), "run", *arguments]
        command += ["--port", str(self.port), "--data-dir", str(self.data_dir)]
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command, stdout=log, stderr=log, cwd=ROOT, env=self._environment
            )
        async with asyncio.timeout(START_TIMEOUT_S):
            while not await self._is_healthy():
                if self._process.returncode is not None:
                    raise ServerDied(self.last_lines())
                await asyncio.sleep(0.1)

    async def kill(self) -> None:
        """End the process as a power cut would: SIGKILL, nothing is flushed."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Ask the server to end, as a service manager does; return its exit code."""
        return await self._end(signal.SIGTERM)

    def last_lines(self, count: int = 40) -> str:
        """The end of what the server printed."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-count:])

    @property
    def pid(self) -> int:
        """Process id of the running server (manage.py becomes the server)."""
        assert self._process is not None
        return self._process.pid

    async def _end(self, how: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        if process.returncode is None:
            process.send_signal(how)
        try:
            async with asyncio.timeout(STOP_TIMEOUT_S):
                return await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
            raise

    async def _is_healthy(self) -> bool:
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2)) as client,
                client.get(f"{self.url}/healthz") as answer,
            ):
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False
