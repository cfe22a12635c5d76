"""Canonical bytes, the session log's chain, the audit chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemed.domain import audit, session_log
from telemed.domain.audit import AuditAgent, AuditEntity, AuditEvent, AuditRecord
from telemed.domain.errors import StepNotAllowed
from telemed.domain.ids import OpinionId, ParticipantId, SessionId
from telemed.domain.opinion import (
    Advice,
    Opinion,
    OpinionContent,
    OpinionDiagnosis,
    OpinionFindings,
    OpinionState,
    OpinionVersion,
    Signature,
    VersionState,
    canonical_bytes,
    content_hash,
)
from telemed.domain.session_log import NewEntry, StoredEntry, sealed
from tests.support.cases import EXPERT, NOW, an_opinion

SESSION = SessionId("session")
CONTENT = OpinionContent(
    findings=OpinionFindings(findings="所见", diagnoses=(OpinionDiagnosis(text="心梗"),)),
    advice=Advice(treatment="转运"),
)


def canonical(opinion: Opinion, content: OpinionContent) -> bytes:
    """Build the bytes of the next version."""
    return canonical_bytes(opinion, content, amended_because="", signed_at=NOW)


def signed_version(opinion: Opinion) -> OpinionVersion:
    """Make a version without a real signature."""
    data = canonical(opinion, CONTENT)
    signature = Signature(
        practitioner_id=EXPERT, signed_at=NOW, algorithm="ed25519", key_id="k", public_key=b"", value=b""
    )
    return OpinionVersion(
        number=opinion.next_number,
        state=VersionState.SIGNED,
        content=CONTENT,
        canonical=data,
        content_hash=content_hash(data),
        signature=signature,
    )


def test_canonical_bytes_are_the_same_for_the_same_content() -> None:
    assert canonical(an_opinion(), CONTENT) == canonical(an_opinion(), replace(CONTENT))


def test_a_signature_cannot_be_moved_to_another_case_or_version() -> None:
    other = replace(an_opinion(), id=OpinionId("another"))
    later = replace(an_opinion(), versions=(signed_version(an_opinion()),))
    assert len({canonical(each, CONTENT) for each in (an_opinion(), other, later)}) == 3


@given(st.text(max_size=50), st.text(max_size=50))
def test_different_words_give_different_bytes(one: str, other: str) -> None:
    def content(text: str) -> OpinionContent:
        return OpinionContent(findings=OpinionFindings(findings=text))

    is_same = canonical(an_opinion(), content(one)) == canonical(an_opinion(), content(other))
    assert is_same is (one == other)


def test_an_opinion_goes_from_draft_to_amended_version() -> None:
    opinion = an_opinion().saved(CONTENT, NOW)
    first = opinion.signed(signed_version(opinion)).issue(NOW)
    amending = first.amended("补充", NOW)
    assert amending.draft is not None
    assert amending.draft.content == CONTENT
    assert amending.issued is not None
    second = amending.signed(signed_version(amending)).issue(NOW + timedelta(hours=1))
    assert [version.state for version in second.versions] == [VersionState.SUPERSEDED, VersionState.ISSUED]
    assert len(second.shown_versions) == 2


def test_a_signed_opinion_takes_no_edit_and_a_draft_is_not_issued() -> None:
    opinion = an_opinion()
    signed = opinion.signed(signed_version(opinion))
    assert signed.shown_versions == ()
    with pytest.raises(StepNotAllowed):
        signed.saved(CONTENT, NOW)
    with pytest.raises(StepNotAllowed):
        opinion.issue(NOW)
    assert signed.state is OpinionState.SIGNED


def test_an_empty_opinion_says_what_it_lacks() -> None:
    assert OpinionContent().lacking() == ("content.findings", "content.diagnoses", "content.treatment")
    assert CONTENT.lacking() == ()


def log_of(count: int) -> list[StoredEntry]:
    """Make a chained log."""
    entries: list[StoredEntry] = []
    for seq in range(1, count + 1):
        entry = NewEntry(
            seq=seq, at=NOW, media_ms=seq, participant_id=ParticipantId("p"), kind="view.set",
            body=b"{}", key=f"k{seq}",
        )  # fmt: skip
        entries.append(sealed(SESSION, entry, entries[-1].hash if entries else session_log.GENESIS))
    return entries


@given(st.integers(1, 8), st.data())
def test_a_changed_log_entry_breaks_the_chain_at_its_place(count: int, data: st.DataObject) -> None:
    entries = log_of(count)
    assert session_log.first_break(entries) is None
    place = data.draw(st.integers(0, count - 1))
    change = data.draw(
        st.sampled_from(
            [{"body": b"{ }"}, {"media_ms": None}, {"kind": "other"}, {"key": None}, {"participant_id": None}]
        )
    )
    entries[place] = replace(entries[place], **change)  # type: ignore[arg-type]  # a field of its type
    assert session_log.first_break(entries) == place + 1


@given(st.integers(2, 8), st.data())
def test_a_missing_or_moved_entry_is_found(count: int, data: st.DataObject) -> None:
    entries = log_of(count)
    place = data.draw(st.integers(0, count - 2))
    assert session_log.first_break(entries[:place] + entries[place + 1 :]) is not None
    entries[place], entries[place + 1] = entries[place + 1], entries[place]
    assert session_log.first_break(entries) is not None


def trail_of(count: int) -> list[AuditRecord]:
    """Make a chained trail."""
    records: list[AuditRecord] = []
    for seq in range(1, count + 1):
        event = AuditEvent(
            at=NOW, agent=AuditAgent(name="张"), action="read_case", entity=AuditEntity(kind="consultation")
        )
        records.append(
            audit.chained(event, seq=seq, prev_hash=records[-1].hash if records else audit.GENESIS)
        )
    return records


@given(st.integers(1, 6), st.data())
def test_a_changed_audit_event_breaks_the_chain_at_its_place(count: int, data: st.DataObject) -> None:
    records = trail_of(count)
    assert audit.first_break(records) is None
    place = data.draw(st.integers(0, count - 1))
    events = [
        replace(records[place].event, is_allowed=False),
        replace(records[place].event, purpose="another"),
        replace(records[place].event, agent=AuditAgent(name="李")),
        replace(records[place].event, at=NOW + timedelta(microseconds=1)),
    ]
    records[place] = replace(records[place], event=data.draw(st.sampled_from(events)))
    assert audit.first_break(records) == place + 1


def test_text_cannot_be_moved_from_one_field_to_the_next() -> None:
    def hashed(name: str, roles: str) -> str:
        agent = AuditAgent(name=name, roles=roles)
        event = AuditEvent(at=NOW, agent=agent, action="a", entity=AuditEntity(kind="k"))
        return audit.event_hash(1, event, audit.GENESIS)

    assert hashed("ab", "c") != hashed("a", "bc")
