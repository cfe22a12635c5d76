"""The store on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from telemed.storage.uow import Database
from telemed.storage.vault import Vault
from tests.support.stored import fill

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def empty(database_url: str) -> AsyncIterator[Database]:
    """A store without tables."""
    database = Database.open(database_url, Vault(bytes(32)))
    yield database
    await database.close()


@pytest.fixture
async def database(empty: Database) -> Database:
    """A migrated store with a facility, two doctors, a patient and a case."""
    await empty.migrate()
    await fill(empty)
    return empty
