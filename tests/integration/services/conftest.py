"""Services over both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.clinic import Clinic, open_clinic

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def clinic(database_url: str) -> AsyncIterator[Clinic]:
    """A small region, on SQLite and on PostgreSQL."""
    async with open_clinic(database_url) as opened:
        yield opened
