"""Tampering behind the service's back is found."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from telemed.audit import main, report, verify
from telemed.domain.request_form import Mode
from tests.support.clinic import OPINION, PASSWORD, Clinic, open_clinic

if TYPE_CHECKING:
    from telemed.storage.uow import Database

UNLOCK_SQLITE = (
    "DROP TRIGGER audit_events_no_update", "DROP TRIGGER audit_events_no_delete",
    "DROP TRIGGER opinion_versions_no_update",
)  # fmt: skip
UNLOCK_POSTGRESQL = (
    "ALTER TABLE audit_events DISABLE TRIGGER USER",
    "ALTER TABLE opinion_versions DISABLE TRIGGER USER",
)


async def tamper(database: Database, statement: str) -> None:
    """Do what somebody with the database's password could do."""
    async with database.connection() as connection:
        for unlock in UNLOCK_SQLITE if database.is_sqlite else UNLOCK_POSTGRESQL:
            await connection.execute(text(unlock))
        await connection.execute(text(statement))
        await connection.commit()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit_events SET agent_name = 'x' WHERE seq = 2", "breaks at event 2"),
        ("DELETE FROM audit_events WHERE seq = 3", "breaks at event 3"),
        (
            "DELETE FROM audit_events WHERE seq = (SELECT max(seq) FROM audit_events)",
            "its head says otherwise",
        ),
        ("UPDATE audit_events SET is_allowed = NOT is_allowed WHERE seq = 4", "breaks at event 4"),
    ],
)
async def test_a_changed_trail_is_found(clinic: Clinic, statement: str, said: str) -> None:
    assert (await verify(clinic.database)).problems == ()
    await tamper(clinic.database, statement)
    finding = await verify(clinic.database)
    assert said in finding.problems[0]
    assert "NOT VERIFIED" in report(finding)


async def test_a_changed_opinion_is_found_by_command_and_by_readers(clinic: Clinic) -> None:
    services = clinic.services
    case = (await clinic.scheduled(Mode.WRITTEN)).view.consultation
    draft = await services.opinions.start(clinic["expert"], case.id, OPINION)
    await services.opinions.sign(clinic["expert"], draft.opinion.id, 1, PASSWORD)
    await tamper(
        clinic.database, "UPDATE opinion_versions SET content = replace(content, '心肌梗死', '正常')"
    )
    assert "is not what was signed" in (await verify(clinic.database)).problems[0]
    checked = await services.opinions.verify(clinic["doctor"], draft.opinion.id, 1)
    assert checked.problem == "content_changed"
    assert checked.content_hash != checked.signed_hash


async def test_the_command_says_verified(sqlite_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    async with open_clinic(sqlite_url):
        pass
    code = await asyncio.to_thread(main, ["verify", "--database", sqlite_url])
    said = capsys.readouterr().out
    assert code == 0
    assert said.endswith("verified\n")
    assert "audit trail:" in said


def test_the_command_says_what_is_unusable(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "--database", "mysql://x/y"]) == 2
    assert "neither SQLite nor PostgreSQL" in capsys.readouterr().err
