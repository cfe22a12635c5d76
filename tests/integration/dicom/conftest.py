"""A running intake."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import pytest

from telemed.dicom.intake import Intake

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@contextlib.asynccontextmanager
async def running(intake: Intake) -> AsyncIterator[Intake]:
    """Run an intake for the length of the block."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(intake.run())
        try:
            yield intake
        finally:
            task.cancel()


@pytest.fixture
async def intake() -> AsyncIterator[Intake]:
    """One with the limits of the product."""
    async with running(Intake(parents=1)) as one:
        yield one
