from __future__ import annotations

import msgspec
import pytest

from signaling.folding import LogBroken, fold, fold_all
from signaling.refusals import LiveRefusal
from telemed.wire import commands as c
from telemed.wire import entries as e
from telemed.wire.live import LiveCode
from tests.support.live import CHEN, FAMILY, LI, STUDENT, WANG, ZHANG, Rehearsal, live_room, person


def bodies(entries: list[e.LogEntry]) -> list[e.EntryBody]:
    return [entry.body for entry in entries]


def test_lp20_entries_are_numbered_from_one_without_gaps() -> None:
    room = live_room(WANG)
    assert [entry.seq for entry in room.log] == list(range(1, len(room.log) + 1))


def test_lp20_a_fold_refuses_an_entry_that_is_not_the_next() -> None:
    room = live_room()
    with pytest.raises(LogBroken):
        fold(room.state, room.log[0])


def test_lp21_the_state_is_the_fold_of_the_log() -> None:
    room = live_room(WANG)
    room.do(LI, c.PostChat(text="你好"), c.SetHand(raised=True))
    room.lose(WANG)
    assert fold_all(room.log) == room.state
    decoded = msgspec.json.decode(msgspec.json.encode(room.log), type=list[e.LogEntry])
    assert fold_all(decoded) == room.state


def test_lp24_server_time_never_falls_within_a_session() -> None:
    room = live_room()
    before = room.state.at_ms
    room.now_ms -= 3_600_000
    [entry] = room.do(ZHANG, c.PostChat(text="clock set back"))
    assert entry.at_ms == before


def test_lp24_the_media_clock_stands_at_zero_when_the_session_starts() -> None:
    room = live_room()
    assert room.log[-1].body == e.SessionStarted()
    assert [entry.media_ms for entry in room.log] == [None] * (len(room.log) - 1) + [0]
    room.now_ms += 1_500
    [entry] = room.do(ZHANG, c.PostChat(text="hello"))
    assert entry.media_ms == 1_500


def test_lp30_a_thirteenth_person_is_told_that_the_room_is_full() -> None:
    room = Rehearsal()
    room.join(*(person(f"p{number}", "expert") for number in range(12)))
    with pytest.raises(LiveRefusal) as refusal:
        room.join(ZHANG)
    assert refusal.value.code is LiveCode.ROOM_FULL


def test_lp32_a_seat_outlives_its_connection_for_ten_minutes() -> None:
    room = live_room(WANG)
    room.lose(WANG)
    assert room.wait(599_999) == []
    assert bodies(room.join(WANG)) == [e.ParticipantReturned()]
    room.lose(WANG)
    assert bodies(room.wait(600_000)) == [e.ParticipantLeft(reason="timed_out")]


def test_lp33_a_moderator_removes_a_seat_and_others_may_not() -> None:
    room = live_room(WANG)
    with pytest.raises(LiveRefusal) as refusal:
        room.do(LI, c.RemoveParticipant(participant_id=WANG.participant_id))
    assert refusal.value.code is LiveCode.NOT_ALLOWED
    removed = room.do(WANG, c.RemoveParticipant(participant_id=LI.participant_id))
    assert bodies(removed) == [e.ParticipantLeft(reason="removed")]
    with pytest.raises(LiveRefusal) as refusal:
        room.do(LI, c.PostChat(text="still here?"))
    assert refusal.value.code is LiveCode.NOT_JOINED


def test_lp34_an_ended_session_refuses_everything() -> None:
    room = live_room()
    room.do(LI, c.EndSession())
    with pytest.raises(LiveRefusal) as refusal:
        room.do(ZHANG, c.PostChat(text="wait"))
    assert refusal.value.code is LiveCode.SESSION_ENDED
    with pytest.raises(LiveRefusal) as refusal:
        room.join(ZHANG)
    assert refusal.value.code is LiveCode.SESSION_ENDED
    assert room.wait(10**7) == []
    assert room.room.wake_at_ms() is None


def test_lp40_a_session_starts_only_when_both_sides_are_present() -> None:
    room = Rehearsal()
    room.join(ZHANG, WANG)
    with pytest.raises(LiveRefusal) as refusal:
        room.do(ZHANG, c.StartSession())
    assert refusal.value.code is LiveCode.START_NEEDS_BOTH_SIDES
    room.join(LI)
    room.lose(LI)
    with pytest.raises(LiveRefusal):
        room.do(ZHANG, c.StartSession())
    room.join(LI)
    assert bodies(room.do(WANG, c.StartSession())) == [e.SessionStarted()]
    with pytest.raises(LiveRefusal) as refusal:
        room.do(ZHANG, c.StartSession())
    assert refusal.value.code is LiveCode.ALREADY_STARTED


def test_lp41_ending_needs_a_started_session_and_the_right() -> None:
    room = Rehearsal()
    room.join(ZHANG, STUDENT)
    for guest, code in ((ZHANG, LiveCode.NOT_STARTED), (STUDENT, LiveCode.NOT_ALLOWED)):
        with pytest.raises(LiveRefusal) as refusal:
            room.do(guest, c.EndSession())
        assert refusal.value.code is code


def test_lp98_observers_watch_and_guests_may_only_write() -> None:
    room = live_room(STUDENT, FAMILY)
    room.do(FAMILY, c.PostChat(text="thank you"))
    room.do(STUDENT, c.SetHand(raised=True))
    forbidden = [
        (STUDENT, c.PostChat(text="hi")),
        (STUDENT, c.TakePresenter(epoch=1)),
        (FAMILY, c.RequestPresenter()),
        (FAMILY, c.AskRecording()),
        (FAMILY, c.StartSession()),
    ]
    for guest, command in forbidden:
        with pytest.raises(LiveRefusal) as refusal:
            room.do(guest, command)
        assert refusal.value.code is LiveCode.NOT_ALLOWED


def test_a_hand_or_devices_that_are_so_already_make_no_entry() -> None:
    room = live_room()
    assert room.do(LI, c.SetHand(raised=False)) == []
    devices = e.Devices(microphone="on", camera="blocked", screen="off")
    assert len(room.do(LI, c.SetDevices(devices=devices), c.SetDevices(devices=devices))) == 1


def test_what_is_no_command_of_the_room_is_refused() -> None:
    room = live_room(CHEN)
    with pytest.raises(LiveRefusal) as refusal:
        room.do(CHEN, c.Resync(since=0))
    assert refusal.value.code is LiveCode.BAD_MESSAGE
