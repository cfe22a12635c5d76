from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signaling.folding import LogBroken, fold, fold_all
from signaling.refusals import LiveRefusal
from telemed.wire import commands as c
from telemed.wire import entries as e
from telemed.wire.room import CHAT_KEPT, EMPTY_ROOM
from tests.support.fold_fixture import FIXTURE, fixture, rehearse
from tests.support.live import CT, ECG, LI, STUDENT, WANG, ZHANG, Rehearsal, live_room, whole_stack


def test_lp21_the_fixture_that_both_folds_obey_is_fresh() -> None:
    stale = "run python -m tests.support.fold_fixture and commit what it writes"
    assert FIXTURE.read_bytes() == fixture(), stale


def test_lp21_the_fixture_holds_every_kind_of_entry() -> None:
    assert {type(entry.body) for entry in rehearse().log} == set(get_args(e.EntryBody))


def test_lp21_a_log_that_does_not_fit_is_told_apart_from_a_state() -> None:
    view = e.ViewChanged(change=whole_stack())
    chat = e.ChatPosted(text="from nowhere")
    for body in (view, chat):
        with pytest.raises(LogBroken):
            fold(EMPTY_ROOM, e.LogEntry(seq=1, at_ms=1, media_ms=None, participant_id=CT, body=body))


def test_a_room_shows_the_last_lines_of_chat_only() -> None:
    room = live_room()
    for number in range(CHAT_KEPT + 10):
        room.do(LI, c.PostChat(text=f"{number}"))
    assert len(room.state.chat) == CHAT_KEPT
    assert room.state.chat[-1].text == f"{CHAT_KEPT + 9}"


PEOPLE = st.sampled_from([ZHANG, LI, WANG, STUDENT])
MATERIALS = st.sampled_from([CT, ECG, None])
EPOCHS = st.integers(0, 4)
COMMANDS = st.one_of(
    st.builds(c.PostChat, text=st.text(min_size=1, max_size=20)),
    st.builds(c.SetHand, raised=st.booleans()),
    st.builds(c.StartSession),
    st.builds(c.Leave),
    st.builds(c.ShowOnStage, epoch=EPOCHS, material_id=MATERIALS),
    st.builds(
        c.SetView,
        epoch=EPOCHS,
        material_id=st.sampled_from([CT, ECG]),
        change=st.integers(1, 9).map(whole_stack),
    ),
    st.builds(c.RequestPresenter, wanted=st.booleans()),
    st.builds(c.TakePresenter, epoch=EPOCHS),
    st.builds(c.ReleasePresenter, epoch=EPOCHS),
    st.builds(c.AskRecording),
    st.builds(c.ConsentToRecording, given=st.booleans()),
    st.builds(c.PauseRecording),
    st.builds(c.ResumeRecording),
    st.builds(c.StopRecording),
    st.builds(c.EndSession),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("join"), PEOPLE, st.booleans()),
        st.tuples(st.just("lose"), PEOPLE, st.none()),
        st.tuples(st.just("wait"), PEOPLE, st.integers(0, 700_000)),
        st.tuples(st.just("do"), PEOPLE, COMMANDS),
    ),
    max_size=60,
)


def play(steps: list[tuple[str, object, object]]) -> Rehearsal:
    """Let things happen in any order; refusals change nothing."""
    room = Rehearsal()
    room.join(ZHANG, LI)
    for kind, who, what in steps:
        before = room.state
        try:
            _step(room, kind, who, what)
        except LiveRefusal:
            assert room.state == before
    return room


def _step(room: Rehearsal, kind: str, who: object, what: object) -> None:
    match kind, what:
        case "join", bool(agrees):
            room.join(who, agrees=agrees)  # type: ignore[arg-type]  # drawn from PEOPLE
        case "lose", _:
            room.lose(who)  # type: ignore[arg-type]  # drawn from PEOPLE
        case "wait", int(ms):
            room.wait(ms)
        case _:
            room.do(who, what)  # type: ignore[arg-type]  # drawn from PEOPLE


@settings(max_examples=60, deadline=None)
@given(STEPS, st.data())
def test_lp21_old_state_and_new_entries_make_the_new_state(
    steps: list[tuple[str, object, object]], data: st.DataObject
) -> None:
    room = play(steps)
    cut = data.draw(st.integers(0, len(room.log)))
    old = fold_all(room.log[:cut])
    assert fold_all(room.log[cut:], old) == room.state


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_lp50_there_is_one_holder_who_is_here_and_the_epoch_only_rises(
    steps: list[tuple[str, object, object]],
) -> None:
    room = play(steps)
    epochs = [entry.body.epoch for entry in room.log if isinstance(entry.body, e.PresenterChanged)]
    assert epochs == list(range(1, len(epochs) + 1))
    here = {seat.participant_id for seat in room.state.participants}
    assert room.state.presenter.holder_id is None or room.state.presenter.holder_id in here


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_lp80_nobody_is_ever_recorded_without_consent(steps: list[tuple[str, object, object]]) -> None:
    state = EMPTY_ROOM
    for entry in play(steps).log:
        before, state = state, fold(state, entry)
        running = before.recording.phase == state.recording.phase == "recording"
        if running and not isinstance(entry.body, e.ParticipantJoined | e.RecordingDeclined):
            assert all(seat.consent == "given" for seat in state.participants)


@settings(max_examples=40, deadline=None)
@given(STEPS, st.randoms(use_true_random=False))
def test_lp23_a_replica_that_drops_doubles_and_reorders_converges(
    steps: list[tuple[str, object, object]], random: object
) -> None:
    log = play(steps).log
    arrived = [entry for entry in log for _ in range(random.choice((0, 1, 1, 2)))]  # type: ignore[attr-defined]  # Random
    random.shuffle(arrived)  # type: ignore[attr-defined]  # Random
    state = EMPTY_ROOM
    for entry in arrived:
        if entry.seq <= state.seq:
            continue
        missing = [one for one in log if state.seq < one.seq <= entry.seq]
        state = fold_all(missing, state)
    assert fold_all([one for one in log if one.seq > state.seq], state) == fold_all(log)
