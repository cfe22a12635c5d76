"""Loads the demo region into an empty store: `load_demo` is all that others need."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from telemed.demo import store
from telemed.demo.chance import Chance
from telemed.demo.signatures import Signers
from telemed.demo.staff import PASSWORD
from telemed.demo.studies import print_papers, take_studies
from telemed.demo.world import build_world
from telemed.dicom.intake import Intake
from telemed.domain.scheduling import local_day

if TYPE_CHECKING:
    from collections.abc import Callable

    from telemed.auth.passwords import Passwords
    from telemed.demo.meetings import Meeting
    from telemed.demo.studies import Paper, TakenFile
    from telemed.demo.world import World
    from telemed.services.ports import Clock
    from telemed.storage.blobs import DirectoryBlobs
    from telemed.storage.uow import Database

PARSERS = 2
"""As many at once as the smallest machine has cores."""


async def load_demo(
    database: Database,
    blobs: DirectoryBlobs,
    passwords: Passwords,
    clock: Clock,
    progress: Callable[[str, float], None],
) -> bool:
    """Load the region as it stands now. Gives False, and changes nothing, when it is already there.

    progress: told what is being done and how much is behind, from 0 to 1.
    Everything is one transaction: a start that is broken off leaves an empty store. Takes some 8 s on two
    cores. Needs a store opened with its vault.
    """
    progress("Inventing the region", 0.0)
    world = await asyncio.to_thread(build_world, clock.now())
    async with database.reading() as work:
        if await work.facilities.by_code(world.region.facilities[0].code) is not None:
            progress("The demo region is already there", 1.0)
            return False
    progress("Reading real studies", 0.1)
    files = await _studies(world, blobs)
    papers = await asyncio.to_thread(print_papers, world.rich, blobs)
    progress("Storing facilities, people and cases", 0.5)
    password_hash = await passwords.hash(PASSWORD)
    await _store(database, world, password_hash, (files, papers), progress)
    progress("The demo region is loaded", 1.0)
    return True


async def _studies(world: World, blobs: DirectoryBlobs) -> list[TakenFile]:
    intake = Intake(parents=PARSERS)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(intake.run(), name="demo-intake")
        try:
            return await take_studies(world.rich, intake, blobs)
        finally:
            running.cancel()


async def _store(
    database: Database,
    world: World,
    password_hash: str,
    materials: tuple[list[TakenFile], list[Paper]],
    progress: Callable[[str, float], None],
) -> None:
    files, papers = materials
    chance = Chance("materials")
    async with database.importing() as work:
        await store.store_places(work, world)
        await store.store_staff(work, world, password_hash)
        meetings = await store.number_cases(work, world, local_day(world.now))
        signers = Signers(work, world.built_at)
        for place, meeting in enumerate(meetings.values()):
            await store.store_case(work, meeting, signers)
            if place % 50 == 0:
                progress("Storing cases", 0.6 + 0.3 * place / len(meetings))
        for meeting in meetings.values():
            await store.store_log(work, meeting)
        progress("Storing images and the audit trail", 0.9)
        rich = {story: meetings[str(one.told.case.id)] for story, one in world.rich.items()}
        for taken in files:
            await store.store_file(work, rich[taken.story], taken, chance)
        for paper in papers:
            await store.store_paper(work, rich[paper.story], paper, chance)
        store.store_trail(work, _in_order(meetings))


def _in_order(meetings: dict[str, Meeting]) -> list[Meeting]:
    return sorted(meetings.values(), key=lambda one: one.told.case.course.milestones.created_at)
