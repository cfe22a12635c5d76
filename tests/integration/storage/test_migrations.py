"""Migrations run up and down on both databases and give what the tables say."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from telemed.storage.tables import metadata
from telemed.storage.uow import Database
from tests.support.stored import fill

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def differences(connection: Connection) -> list[object]:
    """Compare the tables of the database with those of the code."""
    return list(compare_metadata(MigrationContext.configure(connection), metadata))


def table_names(connection: Connection) -> set[str]:
    """List the tables of the database but Alembic's own."""
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


async def test_migrating_up_gives_the_tables_of_the_code(empty: Database) -> None:
    await empty.migrate()
    async with empty.connection() as connection:
        assert await connection.run_sync(differences) == []
        assert await connection.run_sync(table_names) == set(metadata.tables)


async def test_migrating_down_leaves_nothing_and_up_again_works(empty: Database) -> None:
    await empty.migrate()
    await fill(empty)
    await empty.migrate("base")
    async with empty.connection() as connection:
        assert await connection.run_sync(table_names) == set()
    await empty.migrate()
    await fill(empty)


async def test_servers_that_start_together_migrate_one_after_the_other(postgres_url: str) -> None:
    databases = [Database.open(postgres_url) for _ in range(3)]
    try:
        await asyncio.gather(*(database.migrate() for database in databases))
        async with databases[0].connection() as connection:
            assert await connection.run_sync(differences) == []
    finally:
        for database in databases:
            await database.close()


async def test_migrating_twice_changes_nothing(empty: Database) -> None:
    await empty.migrate()
    await fill(empty)
    await empty.migrate()
    async with empty.reading() as work:
        assert await work.facilities.count() == 1
