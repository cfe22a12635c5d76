"""The engine, and units of work over it: one transaction each, committed at the end (H1)."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, cast

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from telemed.domain.errors import StoreBroken
from telemed.storage.gathering import Gathering
from telemed.storage.migrating import migrate
from telemed.storage.work import Work

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Protocol

    from sqlalchemy.engine import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from telemed.storage.vault import Vault

    class Cursor(Protocol):
        """What of a DBAPI cursor is used here."""

        def execute(self, statement: str) -> object:
            """Run a statement."""
            ...

        def close(self) -> None:
            """Give it back."""
            ...

    class DbapiConnection(Protocol):
        """What of a DBAPI connection is used here."""

        isolation_level: str | None

        def cursor(self) -> Cursor:
            """Make a cursor."""
            ...


BUSY_TIMEOUT_MS = 10_000
"""How long a SQLite writer waits for another process's transaction."""
POOL_SIZE = 10
POOL_OVERFLOW = 10
WRITES = "telemed_writes"
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}",
)


class Database:
    """The store. Long-lived: whoever opens it closes it."""

    def __init__(self, engine: AsyncEngine, vault: Vault | None) -> None:
        self._engine = engine
        self._vault = vault
        self._writer = asyncio.Lock()
        """SQLite has one writer: waiting here is fair, waiting in the database is not."""

    @classmethod
    def open(cls, url: str, vault: Vault | None = None) -> Database:
        """Open sqlite+aiosqlite:///file or postgresql+asyncpg://user:password@host/name.

        Without a vault, patients' numbers and signing keys can be neither written nor read.
        Raises StoreBroken for another kind of URL.
        """
        name = make_url(url).get_backend_name()
        if name not in ("sqlite", "postgresql"):
            raise StoreBroken("The database is neither SQLite nor PostgreSQL.", field="store.database_url")
        engine = create_async_engine(
            url,
            pool_size=POOL_SIZE,
            max_overflow=POOL_OVERFLOW,
            pool_pre_ping=True,
            hide_parameters=True,  # an error's text must not carry what a patient's row holds
        )
        if name == "sqlite":
            event.listen(engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return cls(engine, vault)

    @property
    def is_sqlite(self) -> bool:
        """Say which of the two databases it is."""
        return self._engine.dialect.name == "sqlite"

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Work]:
        """Open a unit of work that may write; it commits at the end, or not at all."""
        if not self.is_sqlite:
            async with self._work() as work:
                yield work
            return
        async with self._writer, self._work() as work:
            yield work

    @asynccontextmanager
    async def importing(self) -> AsyncIterator[Work]:
        """Open a unit of work for thousands of new rows: inserts are gathered, then written by table.

        A row in conflict is noticed when it is written, not when it is added, and not by name.
        """
        async with self._writer, self._engine.connect() as connection:
            await connection.execution_options(**{WRITES: True})
            async with connection.begin():
                gathering = Gathering(connection)
                work = Work(cast("AsyncConnection", gathering), self._vault)
                yield work
                await work.audit.flush()
                await gathering.flush()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Work]:
        """Open a unit of work that only reads, from one consistent state."""
        async with self._engine.connect() as connection:
            if not self.is_sqlite:
                await connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            async with connection.begin():
                yield Work(connection, self._vault)

    async def migrate(self, revision: str = "head") -> None:
        """Bring the tables to a revision: `head`, or `base` to take everything down."""
        async with self._engine.connect() as connection:
            await connection.run_sync(migrate, revision)
            await connection.commit()

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection]:
        """Open a bare connection, for tools and tests that look behind the repositories."""
        async with self._engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def _work(self) -> AsyncIterator[Work]:
        async with self._engine.connect() as connection:
            await connection.execution_options(**{WRITES: True})
            async with connection.begin():
                work = Work(connection, self._vault)
                yield work
                await work.audit.flush()


def _prepare_sqlite(dbapi: DbapiConnection, _record: object) -> None:
    dbapi.isolation_level = None  # the driver would begin transactions late and by its own rules
    cursor = dbapi.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the lock at once: a reader that turns writer would fail, or book twice."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
