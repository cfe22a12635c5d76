from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from signaling.acts import acts_of
from signaling.live_store import SessionStore, from_stored, to_stored
from signaling.ports import KeyedEntry, LogTaken
from signaling.refusals import LiveRefusal
from telemed.domain import session_acts as acts
from telemed.domain.errors import LogConflict, StoreBroken, TelemedError, TokenRefused
from telemed.domain.ids import AccountId, ParticipantId, RecordingId, SessionId
from telemed.domain.live_session import SeatRole
from telemed.domain.session_acts import SessionAct
from telemed.domain.session_log import GENESIS, NewEntry, StoredEntry, sealed
from telemed.services.live_sessions import LiveSessionRecord, SeatGrant
from telemed.wire import commands as c
from telemed.wire.live import LiveCode
from tests.support.live import CT, LI, ZHANG, live_room, whole_stack
from tests.support.live_ports import SESSION

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass
class FakeService:
    """Keeps what is committed, or fails as told."""

    fails: TelemedError | None = None
    entries: list[NewEntry] = field(default_factory=list)
    acts: list[SessionAct] = field(default_factory=list)

    async def redeem(self, token: str, account_id: AccountId) -> SeatGrant:
        if self.fails is not None:
            raise self.fails
        return SeatGrant(
            session_id=SessionId(SESSION),
            participant_id=ParticipantId(LI.participant_id),
            account_id=account_id,
            display_name="li",
            facility_name="",
            role=SeatRole.EXPERT,
        )

    async def load(self, session_id: SessionId) -> LiveSessionRecord:
        raise NotImplementedError

    async def commit(
        self, session_id: SessionId, entries: Sequence[NewEntry], acts: Sequence[SessionAct]
    ) -> tuple[StoredEntry, ...]:
        if self.fails is not None:
            raise self.fails
        self.entries.extend(entries)
        self.acts.extend(acts)
        return ()


def test_an_entry_comes_back_from_the_table_as_it_went_in() -> None:
    room = live_room()
    room.do(ZHANG, c.ShowOnStage(epoch=1, material_id=CT))
    room.do(ZHANG, c.SetView(epoch=1, material_id=CT, change=whole_stack(3)))
    for entry in room.log:
        keyed = KeyedEntry(entry, f"key-{entry.seq}")
        stored = sealed(SessionId(SESSION), to_stored(keyed), GENESIS)
        assert from_stored(stored) == keyed


def test_entries_move_case_session_and_recording() -> None:
    room = live_room()
    room.do(ZHANG, c.AskRecording())
    room.now_ms += 2_000
    room.do(LI, c.ConsentToRecording(given=True))
    room.do(LI, c.ConsentToRecording(given=False))
    room.do(ZHANG, c.EndSession())
    zhang, li = ParticipantId(ZHANG.participant_id), ParticipantId(LI.participant_id)
    recording_id = RecordingId(
        next(act.recording_id for act in acts_of(room.log) if isinstance(act, acts.RecordingAsked))
    )
    assert acts_of(room.log) == (
        acts.SeatTaken(participant_id=zhang),
        acts.SeatTaken(participant_id=li),
        acts.SessionStarted(by=zhang),
        acts.RecordingAsked(recording_id=recording_id, by=zhang),
        acts.RecordingAnswered(recording_id=recording_id, participant_id=zhang, is_given=True),
        acts.RecordingAnswered(recording_id=recording_id, participant_id=li, is_given=True),
        acts.RecordingStarted(recording_id=recording_id, media_ms=2_000),
        acts.RecordingAnswered(recording_id=recording_id, participant_id=li, is_given=False),
        acts.RecordingPaused(recording_id=recording_id, media_ms=2_000),
        acts.RecordingStopped(recording_id=recording_id, media_ms=2_000),
        acts.SessionEnded(by=zhang),
    )


def test_a_recording_that_is_given_up_ends_the_question() -> None:
    room = live_room()
    room.do(ZHANG, c.AskRecording())
    room.do(ZHANG, c.StopRecording())
    answers = [act for act in acts_of(room.log) if isinstance(act, acts.RecordingAnswered)]
    assert [answer.is_given for answer in answers] == [True, False]


async def test_errors_of_the_service_become_refusals_or_stay_ours() -> None:
    service = FakeService(fails=TokenRefused())
    store = SessionStore(service)
    with pytest.raises(LiveRefusal) as refusal:
        await store.redeem("token", LI.account_id)
    assert refusal.value.code is LiveCode.TOKEN_INVALID
    service.fails = LogConflict(7)
    with pytest.raises(LogTaken):
        await store.commit(SESSION, [])
    service.fails = StoreBroken("the disk is full")
    with pytest.raises(StoreBroken):
        await store.commit(SESSION, [])


async def test_a_grant_becomes_a_seat() -> None:
    seat = await SessionStore(FakeService()).redeem("token", LI.account_id)
    assert (seat.session_id, seat.guest.role, seat.guest.account_id) == (SESSION, "expert", LI.account_id)
