"""The demo region in a real store: whole, signed, chained, and loaded only once."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import func, select

from telemed.auth.passwords import Passwords
from telemed.demo.load import load_demo
from telemed.demo.staff import PASSWORD, PEOPLE
from telemed.dicom.inspection import ImageInstance, WaveformInstance
from telemed.domain.audit import first_break
from telemed.domain.consultation_states import State
from telemed.domain.ids import ConsultationId
from telemed.domain.live_session import SessionState
from telemed.domain.materials import MaterialKind
from telemed.domain.session_log import first_break as first_log_break
from telemed.services.opinions import problem_of
from telemed.storage.blobs import DirectoryBlobs
from telemed.storage.tables import consultations, instances, metadata
from telemed.storage.uow import Database
from telemed.storage.vault import Vault

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LOADING_MAY_TAKE_S = 10.0


class NoonClock:
    """Stands still."""

    def now(self) -> datetime:
        return NOW


@dataclass
class Loaded:
    """A store, its blobs, and what loading cost."""

    database: Database
    blobs: DirectoryBlobs
    worked_s: float
    """CPU time of this process: a busy machine must not decide the test."""
    said: list[tuple[str, float]]


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    one = Passwords(threads=1)
    yield one
    one.close()


async def loaded(url: str, folder: Path, passwords: Passwords) -> Loaded:
    database = Database.open(url, Vault(b"k" * 32))
    blobs = DirectoryBlobs(folder / "blobs")
    said: list[tuple[str, float]] = []
    began = time.process_time()
    try:
        await database.migrate()
        assert await load_demo(database, blobs, passwords, NoonClock(), lambda *words: said.append(words))
    except BaseException:
        await database.close()
        raise
    return Loaded(database, blobs, time.process_time() - began, said)


@pytest.fixture
async def demo(tmp_path: Path, passwords: Passwords) -> AsyncIterator[Loaded]:
    one = await loaded(f"sqlite+aiosqlite:///{tmp_path}/store.db", tmp_path, passwords)
    yield one
    await one.database.close()


async def counts(database: Database) -> dict[str, int]:
    async with database.connection() as connection:
        return {
            table.name: int(await connection.scalar(select(func.count()).select_from(table)) or 0)
            for table in metadata.sorted_tables
        }


async def test_the_demo_region_is_loaded_whole_and_only_once(demo: Loaded, passwords: Passwords) -> None:
    before = await counts(demo.database)
    assert (before["facilities"], before["accounts"], before["consultations"]) == (1723, len(PEOPLE), 200)
    assert demo.worked_s < LOADING_MAY_TAKE_S
    assert demo.said[-1][1] == 1.0
    assert [share for _, share in demo.said] == sorted(share for _, share in demo.said)
    again = await load_demo(demo.database, demo.blobs, passwords, NoonClock(), lambda *_: None)
    assert not again
    assert await counts(demo.database) == before

    await _evidence_holds(demo)
    await _accounts_open(demo, passwords)
    await _the_meeting_of_now_has_its_materials(demo)
    await _images_and_clips_lie_in_the_blob_store(demo)


async def _evidence_holds(demo: Loaded) -> None:
    async with demo.database.reading() as work:
        trail = [record async for record in work.audit.chain()]
        assert len(trail) > 1000
        assert first_break(trail) is None
        ids = await _ids(demo)
        issued = 0
        for opinions in (await work.opinions.of_cases(ids)).values():
            for opinion in opinions:
                for version in opinion.versions:
                    issued += 1
                    assert await problem_of(work, opinion, version) == ""
        assert issued > 100
        for sessions in (await work.sessions.of_cases(ids)).values():
            for session in sessions:
                assert first_log_break(await work.session_log.read(session.id)) is None


async def _ids(demo: Loaded) -> list[ConsultationId]:
    async with demo.database.connection() as connection:
        return [ConsultationId(row[0]) for row in await connection.execute(select(consultations.c.id))]


async def _accounts_open(demo: Loaded, passwords: Passwords) -> None:
    async with demo.database.reading() as work:
        for login in ("village.li", "township.wang", "coordinator.sun", "specialist.zhou", "admin.region"):
            found = await work.accounts.by_login(login)
            assert found is not None
            account, stored = found
            assert account.is_active
        assert await passwords.verify(stored, PASSWORD)


async def _the_meeting_of_now_has_its_materials(demo: Loaded) -> None:
    async with demo.database.reading() as work:
        ids = await _ids(demo)
        cases = await work.consultations.of_ids(ids)
        sessions = await work.sessions.of_cases(ids)
        now = [
            cases[case_id]
            for case_id, those in sessions.items()
            for session in those
            if session.state is SessionState.PLANNED and session.planned.contains(NOW)
        ]
        assert [case.state for case in now] == [State.SCHEDULED]
        series = (await work.studies.series_of_cases([now[0].id]))[now[0].id]
        assert [(one.kind, one.facts.modality, one.instance_count) for one in series] == [
            (MaterialKind.SERIES, "MR", 20)
        ]
        images = await work.studies.instances_of(series[0].id)
        found = [msgspec.msgpack.decode(image.inspection, type=ImageInstance) for image in images]
        assert len({one.geometry.position_mm for one in found}) == 20
        patient = await work.patients.get(now[0].patient_id)
        assert {one.subject.name for one in found} == {patient.name}
        ecgs = (await work.ecgs.of_cases([now[0].id]))[now[0].id]
        ecg = msgspec.msgpack.decode(ecgs[0].files.inspection, type=WaveformInstance)
        assert len(demo.blobs.read(ecgs[0].files.samples)) == ecg.ecg.sample_bytes
        papers = (await work.attachments.of_cases([now[0].id]))[now[0].id]
        assert demo.blobs.read(papers[0].blob).startswith(b"%PDF-")


async def _images_and_clips_lie_in_the_blob_store(demo: Loaded) -> None:
    async with demo.database.connection() as connection:
        rows = (await connection.execute(select(instances))).mappings().all()
    assert len(rows) == 24
    assert max(row["frame_count"] for row in rows) == 120
    for row in rows:
        found = msgspec.msgpack.decode(row["inspection"], type=ImageInstance)
        assert row["frames_bytes"] == found.frames.frame_bytes * found.frame_count  # type: ignore[union-attr]  # all are shown


async def test_the_demo_region_loads_into_postgresql_too(
    postgres_url: str, tmp_path: Path, passwords: Passwords
) -> None:
    one = await loaded(postgres_url, tmp_path, passwords)
    try:
        found = await counts(one.database)
        assert (found["facilities"], found["consultations"]) == (1723, 200)
        await _evidence_holds(one)
    finally:
        await one.database.close()
