"""Shared fixtures: real databases, Redis, and the check that a test leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import threading
import uuid
from typing import TYPE_CHECKING

import asyncpg
import pytest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

POSTGRES = os.environ.get("TELEMED_TEST_POSTGRES", "")
REDIS = os.environ.get("TELEMED_TEST_REDIS", "")
IN_CI = bool(os.environ.get("CI"))

THREADS_THAT_STAY = ("asyncio_", "ThreadPoolExecutor", "pydevd", "Dummy", "QueueManager", "QueueFeeder")
"""Pools of an event loop or of a process pool; their owners end them with the interpreter."""


@pytest.fixture(autouse=True)
def nothing_is_left_behind() -> Iterator[None]:
    """Fail a test that leaves a thread running; the loop's own tasks are checked where a loop runs."""
    before = set(threading.enumerate())
    yield
    left = [
        thread
        for thread in threading.enumerate()
        if thread not in before and thread.is_alive() and not thread.name.startswith(THREADS_THAT_STAY)
    ]
    for thread in left:
        thread.join(timeout=2.0)
    still = [thread.name for thread in left if thread.is_alive()]
    assert not still, f"threads left running: {still}"


@pytest.fixture(autouse=True)
async def no_task_is_left_behind(request: pytest.FixtureRequest) -> AsyncIterator[None]:
    """Fail an asynchronous test that leaves a task."""
    before = asyncio.all_tasks()
    yield
    await asyncio.sleep(0)
    left = [task for task in asyncio.all_tasks() - before if task is not asyncio.current_task()]
    names = [task.get_name() for task in left if not task.done()]
    assert not names, f"tasks left running: {names}"


def needs_postgres() -> str:
    """The superuser's URL, or skip; in CI a missing service is a failure, never a skip."""
    if not POSTGRES:
        assert not IN_CI, "TELEMED_TEST_POSTGRES is not set: run the tests through manage.py test"
        pytest.skip("no PostgreSQL: run through manage.py test")
    return POSTGRES


@pytest.fixture
def redis_url() -> str:
    """A real Redis, emptied by nobody: tests use keys of their own."""
    if not REDIS:
        assert not IN_CI, "TELEMED_TEST_REDIS is not set: run the tests through manage.py test"
        pytest.skip("no Redis: run through manage.py test")
    return REDIS


@pytest.fixture
async def postgres_url() -> AsyncIterator[str]:
    """A fresh PostgreSQL database, dropped afterwards."""
    server = needs_postgres()
    name = f"t{uuid.uuid4().hex}"
    admin = await asyncpg.connect(server.replace("+asyncpg", ""))
    await admin.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{server.rsplit('/', 1)[0]}/{name}"
    finally:
        await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await admin.close()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A fresh SQLite database in a file."""
    return f"sqlite+aiosqlite:///{tmp_path / 'test.sqlite'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Each test that asks for this runs on both databases."""
    fixture = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    return str(request.getfixturevalue(fixture))
