"""What must never be, is refused by the database itself; and who writes at the same time does not lose."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from telemed.domain.audit import AuditAgent, AuditEntity, AuditEvent, first_break
from telemed.domain.consultation_states import Step
from telemed.domain.errors import LogConflict, SlotTaken, StaleVersion
from telemed.domain.ids import AppointmentId
from telemed.domain.opinion import (
    OpinionContent,
    OpinionFindings,
    OpinionVersion,
    Signature,
    VersionState,
    canonical_bytes,
    content_hash,
)
from telemed.domain.scheduling import Appointment, AppointmentState, Span
from telemed.domain.session_log import NewEntry
from telemed.domain.session_log import first_break as log_break
from tests.support.cases import CASE, EXPERT, NOW, a_session, an_invitation, an_opinion
from tests.support.stored import booking

if TYPE_CHECKING:
    from telemed.domain.opinion import Opinion
    from telemed.storage.uow import Database


def appointment(name: str, span: Span) -> Appointment:
    """Make an appointment of the expert."""
    return Appointment(
        id=AppointmentId(name),
        consultation_id=CASE,
        invitation_id=an_invitation().id,
        practitioner_id=EXPERT,
        span=span,
    )


def entry(seq: int, key: str | None = None) -> NewEntry:
    """Make a log entry."""
    return NewEntry(seq=seq, at=NOW, media_ms=seq, participant_id=None, kind="chat.post", body=b"{}", key=key)


def event(action: str) -> AuditEvent:
    """Make an audit event."""
    return AuditEvent(
        at=NOW, agent=AuditAgent(name="张"), action=action, entity=AuditEntity(kind="consultation", id=CASE)
    )


async def book(database: Database, name: str, span: Span) -> bool:
    """Try to take a span."""
    try:
        async with database.transaction() as work:
            await work.appointments.add(appointment(name, span))
    except SlotTaken:
        return False
    return True


async def test_eight_book_overlapping_times_and_exactly_one_wins(database: Database) -> None:
    tries = [book(database, f"a{number}", booking(number * 3)) for number in range(8)]
    assert sorted(await asyncio.gather(*tries)) == [False] * 7 + [True]
    async with database.reading() as work:
        assert len(await work.appointments.of_case(CASE)) == 1


async def test_touching_bookings_are_both_possible(database: Database) -> None:
    assert await book(database, "first", booking(0))
    assert await book(database, "second", booking(30))


async def test_a_released_time_can_be_taken_and_not_taken_back(database: Database) -> None:
    first = appointment("first", booking())
    async with database.transaction() as work:
        await work.appointments.add(first)
        await work.appointments.save(replace(first, state=AppointmentState.RELEASED))
    assert await book(database, "second", booking(10))
    with pytest.raises(SlotTaken):
        async with database.transaction() as work:
            await work.appointments.save(replace(first, version=2))


async def test_of_two_writers_the_second_is_told_what_is(database: Database) -> None:
    async with database.transaction() as work:
        first = await work.consultations.get(CASE)
    second = first
    async with database.transaction() as work:
        saved = await work.consultations.save(first.after(Step.SUBMIT, NOW))
    assert saved.version == 2
    with pytest.raises(StaleVersion) as stale:
        async with database.transaction() as work:
            await work.consultations.save(second.after(Step.DELETE, NOW))
    assert (stale.value.state, stale.value.version) == ("submitted", 2)


async def test_of_many_writers_at_once_exactly_one_wins(database: Database) -> None:
    async with database.reading() as work:
        case = await work.consultations.get(CASE)

    async def submit() -> bool:
        try:
            async with database.transaction() as work:
                await work.consultations.save(case.after(Step.SUBMIT, NOW))
        except StaleVersion:
            return False
        return True

    assert sorted(await asyncio.gather(*(submit() for _ in range(6)))) == [False] * 5 + [True]


async def test_log_entries_come_in_order_without_gaps_and_keys_count_once(database: Database) -> None:
    session = a_session()
    async with database.transaction() as work:
        await work.sessions.add(session)
        await work.session_log.append(session.id, [entry(1), entry(2)])
    for wrong in ([entry(2)], [entry(4)], [entry(3), entry(5)]):
        with pytest.raises(LogConflict) as conflict:
            async with database.transaction() as work:
                await work.session_log.append(session.id, wrong)
        assert conflict.value.last_seq in (2, 3)
    async with database.reading() as work:
        stored = await work.session_log.read(session.id)
        assert [one.seq for one in stored] == [1, 2]
        assert log_break(stored) is None
        assert [one.seq for one in await work.session_log.read(session.id, since=1)] == [2]
        assert len(await work.session_log.of_kind(session.id, "chat.")) == 2


async def test_of_two_rooms_that_write_the_same_number_one_loses(database: Database) -> None:
    session = a_session()
    async with database.transaction() as work:
        await work.sessions.add(session)

    async def append() -> bool:
        try:
            async with database.transaction() as work:
                await work.session_log.append(session.id, [entry(1)])
        except LogConflict:
            return False
        return True

    assert sorted(await asyncio.gather(*(append() for _ in range(4)))) == [False] * 3 + [True]


async def test_the_audit_chain_holds_under_parallel_acts(database: Database) -> None:
    async def act(number: int) -> None:
        async with database.transaction() as work:
            work.audit.add(event(f"a{number}"))
            work.audit.add(event(f"b{number}"))

    await asyncio.gather(*(act(number) for number in range(8)))
    async with database.reading() as work:
        records = [record async for record in work.audit.chain()]
        assert len(records) == 16
        assert first_break(records) is None
        assert await work.audit.head() == (16, records[-1].hash)


async def test_an_act_that_fails_leaves_no_audit_entry(database: Database) -> None:
    async def book_twice() -> None:
        async with database.transaction() as work:
            work.audit.add(event("booked"))
            await work.appointments.add(appointment("one", booking()))
            await work.appointments.add(appointment("two", booking()))

    with pytest.raises(SlotTaken):
        await book_twice()
    async with database.reading() as work:
        assert await work.audit.head() == (0, "0" * 64)


async def change(database: Database, statement: str) -> None:
    """Run a statement behind the repositories' back."""
    async with database.connection() as connection:
        await connection.execute(text(statement))
        await connection.commit()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_events SET agent_name = 'x'",
        "DELETE FROM audit_events",
        "UPDATE session_entries SET body = NULL",
        "DELETE FROM session_entries",
        "UPDATE opinion_versions SET content = '{}'",
        "UPDATE opinion_versions SET signed_at = issued_at, issued_at = NULL",
        "DELETE FROM opinion_versions",
    ],
)
async def test_evidence_cannot_be_changed(database: Database, statement: str) -> None:
    async with database.transaction() as work:
        work.audit.add(event("read_case"))
        await work.sessions.add(a_session())
        await work.session_log.append(a_session().id, [entry(1)])
        opinion = an_opinion()
        await work.opinions.add(opinion)
        signed = await work.opinions.save(opinion.signed(version_of(opinion)))
        await work.opinions.save(signed.issue(NOW))
    with pytest.raises(DBAPIError):
        await change(database, statement)


async def test_a_signed_version_comes_back_equal_and_may_only_be_superseded(database: Database) -> None:
    opinion = an_opinion()
    async with database.transaction() as work:
        await work.opinions.add(opinion)
        signed = await work.opinions.save(opinion.signed(version_of(opinion)))
        issued = await work.opinions.save(signed.issue(NOW))
        assert await work.opinions.get(opinion.id) == issued
        amending = await work.opinions.save(issued.amended("补充", NOW))
        again = await work.opinions.save(amending.signed(version_of(amending)))
        last = await work.opinions.save(again.issue(NOW))
    async with database.reading() as work:
        assert await work.opinions.get(opinion.id) == last
        assert await work.opinions.all_signed() == (last,)


def version_of(opinion: Opinion) -> OpinionVersion:
    """Make a signed version."""
    content = OpinionContent(findings=OpinionFindings(findings="所见"))
    canonical = canonical_bytes(opinion, content, amended_because="", signed_at=NOW)
    return OpinionVersion(
        number=opinion.next_number,
        state=VersionState.SIGNED,
        content=content,
        canonical=canonical,
        content_hash=content_hash(canonical),
        signature=Signature(
            practitioner_id=EXPERT,
            signed_at=NOW,
            algorithm="ed25519",
            key_id="k",
            public_key=b"p",
            value=b"s",
        ),
    )
