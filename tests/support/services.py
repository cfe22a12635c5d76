"""Real PostgreSQL, Redis and Chromium for the tests: found on the machine, else from Debian's packages.

Only the standard library is used: manage.py loads this before it knows what is installed.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

START_TIMEOUT_S = 60.0


class ServiceMissing(Exception):
    """A program that tests need is not here and cannot be installed; the text says what to install."""


def find_postgres() -> Path | None:
    """Folder that holds initdb and pg_ctl."""
    on_path = shutil.which("pg_ctl")
    if on_path:
        return Path(on_path).parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def find_redis() -> Path | None:
    """The Redis server."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    return Path(found) if found else None


def find_chromium() -> Path | None:
    """A Chromium that Playwright can drive."""
    named = os.environ.get("TELEMED_TEST_CHROMIUM")
    names = [named] if named else ["chromium", "chromium-browser", "google-chrome"]
    found = next((path for path in map(shutil.which, names) if path), None)
    return Path(found) if found else None


NEEDED: tuple[tuple[str, Callable[[], Path | None]], ...] = (
    ("postgresql", find_postgres),
    ("redis-server", find_redis),
    ("chromium", find_chromium),
)


def ensure_programs(say: Callable[[str], None]) -> None:
    """Install what is missing when allowed, else raise ServiceMissing."""
    missing = [package for package, find in NEEDED if find() is None]
    if not _has_chinese_font():
        missing += ["fontconfig", "fonts-noto-cjk"]
    if not missing:
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise ServiceMissing(f"Tests need more programs: apt-get install {' '.join(missing)} brings them.")
    say(f"Installing {', '.join(missing)} from Debian's packages ...")
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    done = subprocess.run(command, check=False, **quiet)  # type: ignore[call-overload]
    if done.returncode != 0:
        raise ServiceMissing(f"apt-get could not install {', '.join(missing)}: install them by hand.")


def _has_chinese_font() -> bool:
    listing = shutil.which("fc-list")
    if listing is None:
        return False
    return bool(subprocess.run([listing, ":lang=zh-cn"], check=False, capture_output=True).stdout.strip())


def free_port() -> int:
    """A TCP port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_open(port: int, name: str) -> None:
    """Return when something accepts on the port; raise ServiceMissing when nothing does in time."""
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise ServiceMissing(
        f"{name} did not start within {START_TIMEOUT_S:.0f} s: look at its log under var/test."
    )


class TestServices:
    """Throw-away servers on loopback; a context manager that stops them at the end."""

    __test__ = False

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self._folder = folder
        self._say = say
        self._postgres_port = free_port()
        self._redis_port = free_port()
        self._redis: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> TestServices:
        ensure_programs(self._say)
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        self._say("Starting PostgreSQL and Redis for the tests ...")
        self._start_postgres()
        self._start_redis()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._redis is not None:
            self._redis.terminate()
            self._redis.wait(10)
        self._pg_ctl("stop", "-m", "immediate")

    def environment(self) -> dict[str, str]:
        """Variables that tell the tests where the services are."""
        return {
            "TELEMED_TEST_POSTGRES": f"postgresql+asyncpg://postgres@127.0.0.1:{self._postgres_port}/postgres",
            "TELEMED_TEST_REDIS": f"redis://127.0.0.1:{self._redis_port}/0",
            "TELEMED_TEST_CHROMIUM": str(find_chromium()),
        }

    def _start_postgres(self) -> None:
        data = self._cluster_folder()
        listen = f"-p {self._postgres_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        options = f"{listen} -c fsync=off"
        self._as_postgres(
            "initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"
        )
        self._pg_ctl("start", "-w", "-l", str(data / "log"), "-o", options)
        wait_until_open(self._postgres_port, "PostgreSQL")

    def _cluster_folder(self) -> Path:
        """PostgreSQL refuses to run as root, so root gives the cluster to the postgres user."""
        if os.geteuid() != 0:
            return self._folder / "postgres"
        folder = Path(tempfile.mkdtemp(prefix="telemed-test-postgres-"))
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        self._root_folder = folder
        return folder

    def _pg_ctl(self, *arguments: str) -> None:
        data = self._root_folder if os.geteuid() == 0 else self._folder / "postgres"
        self._as_postgres("pg_ctl", "-D", str(data), *arguments)
        if arguments[0] == "stop" and os.geteuid() == 0:
            shutil.rmtree(data, ignore_errors=True)

    def _as_postgres(self, program: str, *arguments: str) -> None:
        folder = find_postgres()
        if folder is None:
            raise ServiceMissing("PostgreSQL is missing: install it (Debian: apt-get install postgresql).")
        user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [str(folder / program), *arguments],
            check=False,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            **user,  # type: ignore[call-overload]  # only root changes the user
        )
        if done.returncode != 0:
            raise ServiceMissing(
                f"PostgreSQL's {program} failed: {done.stderr.decode(errors='replace').strip()[-300:]}"
            )

    def _start_redis(self) -> None:
        redis = find_redis()
        if redis is None:
            raise ServiceMissing("Redis is missing: install it (Debian: apt-get install redis-server).")
        command = [
            str(redis),
            "--port",
            str(self._redis_port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--appendonly",
            "no",
        ]
        with (self._folder / "redis.log").open("wb") as log:
            self._redis = subprocess.Popen(command, stdout=log, stderr=log, cwd=self._folder)
        wait_until_open(self._redis_port, "Redis")
