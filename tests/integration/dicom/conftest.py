"""A running intake."""

from __future__ import annotations

import asyncio
import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest_asyncio

from telemed.dicom.intake import Intake
from tests.support.dicom_files import shipped

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


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def intake() -> AsyncIterator[Intake]:
    """One with the limits of the product, shared by a module: a warm parent costs seconds of CPU to start."""
    async with running(Intake(parents=1)) as one:
        await one.inspect(shipped("CT_small.dcm"), Path(os.devnull))
        yield one
