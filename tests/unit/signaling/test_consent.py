from __future__ import annotations

import pytest

from signaling.refusals import LiveRefusal
from telemed.wire import commands as c
from telemed.wire import entries as e
from telemed.wire.live import LiveCode
from tests.support.live import LI, WANG, ZHANG, Rehearsal, live_room


def bodies(entries: list[e.LogEntry]) -> list[type]:
    return [type(entry.body) for entry in entries]


def recorded_room() -> Rehearsal:
    room = live_room()
    room.do(ZHANG, c.AskRecording())
    room.do(LI, c.ConsentToRecording(given=True))
    assert room.state.recording.phase == "recording"
    return room


def test_lp80_recording_starts_only_when_everyone_has_agreed() -> None:
    room = live_room(WANG)
    assert bodies(room.do(ZHANG, c.AskRecording())) == [e.RecordingAsked, e.RecordingConsented]
    assert bodies(room.do(LI, c.ConsentToRecording(given=True))) == [e.RecordingConsented]
    assert room.state.recording.phase == "consent_pending"
    assert bodies(room.do(WANG, c.ConsentToRecording(given=True))) == [
        e.RecordingConsented,
        e.RecordingStarted,
    ]


def test_lp80_a_seat_whose_connection_broke_still_counts() -> None:
    room = live_room(WANG)
    room.lose(WANG)
    room.do(ZHANG, c.AskRecording())
    room.do(LI, c.ConsentToRecording(given=True))
    pending = room.state.recording.phase
    room.wait(600_000)
    assert (pending, room.state.recording.phase) == ("consent_pending", "recording")


def test_lp80_one_refusal_gives_the_recording_up() -> None:
    room = live_room()
    room.do(ZHANG, c.AskRecording())
    assert bodies(room.do(LI, c.ConsentToRecording(given=False))) == [
        e.RecordingDeclined,
        e.RecordingGivenUp,
    ]
    assert room.state.recording.phase == "off"


def test_lp81_a_newcomer_enters_a_recorded_session_only_with_consent() -> None:
    room = recorded_room()
    with pytest.raises(LiveRefusal) as refusal:
        room.join(WANG)
    assert refusal.value.code is LiveCode.CONSENT_NEEDED
    assert bodies(room.join(WANG, agrees=True)) == [e.ParticipantJoined, e.RecordingConsented]
    assert room.state.recording.phase == "recording"


def test_lp81_who_agreed_comes_back_without_being_asked_again() -> None:
    room = recorded_room()
    room.lose(LI)
    assert bodies(room.join(LI)) == [e.ParticipantReturned]


def test_lp82_a_withdrawn_consent_pauses_and_resuming_needs_everyone() -> None:
    room = recorded_room()
    assert bodies(room.do(LI, c.ConsentToRecording(given=False))) == [e.RecordingDeclined, e.RecordingPaused]
    with pytest.raises(LiveRefusal) as refusal:
        room.do(ZHANG, c.ResumeRecording())
    assert refusal.value.code is LiveCode.CONSENT_NEEDED
    room.do(LI, c.ConsentToRecording(given=True))
    assert bodies(room.do(ZHANG, c.ResumeRecording())) == [e.RecordingResumed]


def test_lp83_pause_resume_and_stop() -> None:
    room = recorded_room()
    recording_id = room.state.recording.recording_id
    made = room.do(ZHANG, c.PauseRecording(), c.PauseRecording(), c.ResumeRecording(), c.StopRecording())
    assert bodies(made) == [e.RecordingPaused, e.RecordingResumed, e.RecordingStopped]
    assert {getattr(entry.body, "recording_id", None) for entry in made} == {recording_id}
    with pytest.raises(LiveRefusal) as refusal:
        room.do(ZHANG, c.StopRecording())
    assert refusal.value.code is LiveCode.RECORDING_STATE


def test_lp83_each_recording_asks_anew() -> None:
    room = recorded_room()
    room.do(ZHANG, c.StopRecording(), c.AskRecording())
    assert [seat.consent for seat in room.state.participants] == ["given", "unknown"]


def test_lp84_the_end_of_the_session_ends_the_recording() -> None:
    room = recorded_room()
    assert bodies(room.do(ZHANG, c.EndSession())) == [e.RecordingStopped, e.SessionEnded]


def test_lp84_an_empty_room_records_nothing() -> None:
    room = recorded_room()
    room.do(ZHANG, c.Leave())
    assert e.RecordingStopped in bodies(room.do(LI, c.Leave()))


def test_lp80_there_is_no_recording_before_the_session_starts() -> None:
    room = Rehearsal()
    room.join(ZHANG)
    with pytest.raises(LiveRefusal) as refusal:
        room.do(ZHANG, c.AskRecording())
    assert refusal.value.code is LiveCode.NOT_STARTED
