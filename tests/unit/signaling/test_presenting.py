from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signaling.refusals import LiveRefusal
from telemed.wire import commands as c
from telemed.wire import entries as e
from telemed.wire.live import LiveCode
from telemed.wire.room import Presenter
from telemed.wire.views import Camera, RecordChange, StackChange, StackView
from tests.support.live import CT, ECG, LI, STUDENT, WANG, ZHANG, Rehearsal, live_room, whole_stack

if TYPE_CHECKING:
    from signaling.seats import Guest


def refused(room: Rehearsal, who: Guest, command: object) -> LiveRefusal:
    with pytest.raises(LiveRefusal) as refusal:
        room.do(who, command)
    return refusal.value


def test_lp54_the_first_who_may_present_holds_the_token() -> None:
    room = Rehearsal()
    room.join(STUDENT, ZHANG, LI)
    assert room.state.presenter.holder_id == ZHANG.participant_id
    assert room.state.presenter.epoch == 1


def test_lp52_request_grant_take_and_release_move_the_token() -> None:
    room = live_room(WANG)
    room.do(LI, c.RequestPresenter(), c.RequestPresenter())
    assert room.state.presenter.requests == (LI.participant_id,)
    room.do(ZHANG, c.GrantPresenter(participant_id=LI.participant_id, epoch=1))
    assert room.state.presenter == Presenter(holder_id=LI.participant_id, epoch=2, requests=())
    room.do(WANG, c.TakePresenter(epoch=2))
    room.do(WANG, c.ReleasePresenter(epoch=3))
    assert (room.state.presenter.holder_id, room.state.presenter.epoch) == (None, 4)


def test_lp52_a_request_can_be_withdrawn() -> None:
    room = live_room()
    room.do(LI, c.RequestPresenter(), c.RequestPresenter(wanted=False))
    assert room.state.presenter.requests == ()


def test_lp52_only_the_holder_or_a_moderator_grants() -> None:
    room = live_room(WANG)
    grant = c.GrantPresenter(participant_id=WANG.participant_id, epoch=1)
    assert refused(room, LI, grant).code is LiveCode.NOT_ALLOWED
    room.do(WANG, grant)
    assert room.state.presenter.holder_id == WANG.participant_id


def test_lp52_the_token_goes_only_to_someone_here_who_may_present() -> None:
    room = live_room(STUDENT)
    absent = c.GrantPresenter(participant_id=WANG.participant_id, epoch=1)
    assert refused(room, ZHANG, absent).code is LiveCode.NO_SUCH_PARTICIPANT
    student = c.GrantPresenter(participant_id=STUDENT.participant_id, epoch=1)
    assert refused(room, ZHANG, student).code is LiveCode.NOT_ALLOWED


def test_lp51_a_stale_epoch_is_refused_with_the_current_holder() -> None:
    room = live_room()
    room.do(LI, c.TakePresenter(epoch=1))
    room.do(ZHANG, c.TakePresenter(epoch=2))
    refusal = refused(room, ZHANG, c.ShowOnStage(epoch=1, material_id=CT))
    assert refusal.code is LiveCode.STALE_EPOCH
    assert refusal.ack.presenter == room.state.presenter


def test_lp60_only_the_presenter_changes_the_stage() -> None:
    room = live_room()
    refusal = refused(room, LI, c.ShowOnStage(epoch=1, material_id=CT))
    assert refusal.code is LiveCode.NOT_PRESENTER
    assert refusal.ack.presenter is not None
    assert refusal.ack.presenter.holder_id == ZHANG.participant_id


def test_lp61_only_materials_of_the_case_come_on_the_stage() -> None:
    room = live_room()
    stranger = c.ShowOnStage(epoch=1, material_id="00000000-0000-0000-0000-000000000bad")
    assert refused(room, ZHANG, stranger).code is LiveCode.NO_SUCH_MATERIAL


def test_lp62_changes_are_laid_over_the_last_view() -> None:
    room = live_room()
    room.do(
        ZHANG,
        c.ShowOnStage(epoch=1, material_id=CT),
        c.SetView(epoch=1, material_id=CT, change=whole_stack()),
        c.SetView(epoch=1, material_id=CT, change=StackChange(frame=7, voi=None)),
        c.SetView(epoch=1, material_id=CT, change=StackChange(camera=Camera(focal=(1, 2), parallel_scale=3))),
    )
    [view] = room.state.views
    assert isinstance(view, StackView)
    assert (view.frame, view.voi, view.camera) == (7, None, Camera(focal=(1, 2), parallel_scale=3))


def test_lp62_a_first_change_says_everything() -> None:
    room = live_room()
    room.do(ZHANG, c.ShowOnStage(epoch=1, material_id=CT))
    refusal = refused(room, ZHANG, c.SetView(epoch=1, material_id=CT, change=StackChange(frame=3)))
    assert (refusal.code, refusal.ack.field) == (LiveCode.INCOMPLETE_VIEW, "body.change.sopInstanceUid")


def test_lp62_a_change_that_changes_nothing_makes_no_entry() -> None:
    room = live_room()
    room.do(ZHANG, c.ShowOnStage(epoch=1, material_id=CT))
    once = c.SetView(epoch=1, material_id=CT, change=whole_stack())
    assert len(room.do(ZHANG, once, once)) == 1


def test_lp63_a_change_of_what_is_not_on_the_stage_is_refused() -> None:
    room = live_room()
    room.do(ZHANG, c.ShowOnStage(epoch=1, material_id=ECG))
    change = c.SetView(epoch=1, material_id=CT, change=RecordChange(section="summary", scroll=0.0))
    assert refused(room, ZHANG, change).code is LiveCode.NOT_ON_STAGE


def test_lp62_views_of_other_materials_are_kept() -> None:
    room = live_room()
    room.do(
        ZHANG,
        c.ShowOnStage(epoch=1, material_id=CT),
        c.SetView(epoch=1, material_id=CT, change=whole_stack(5)),
        c.ShowOnStage(epoch=1, material_id=ECG),
        c.SetView(epoch=1, material_id=ECG, change=RecordChange(section="summary", scroll=0.0)),
        c.ShowOnStage(epoch=1, material_id=None),
        c.ShowOnStage(epoch=1, material_id=CT),
    )
    assert [view.material_id for view in room.state.views] == [CT, ECG]


def test_lp53_the_token_falls_from_a_holder_who_is_away_for_ten_seconds() -> None:
    room = live_room()
    room.lose(ZHANG)
    assert room.room.wake_at_ms() == room.now_ms + 10_000
    assert room.wait(9_999) == []
    assert [entry.body for entry in room.wait(1)] == [
        e.PresenterChanged(holder_id=None, epoch=2, cause="lost")
    ]


def test_lp53_a_holder_who_is_back_in_time_keeps_the_token() -> None:
    room = live_room()
    room.lose(ZHANG)
    room.wait(9_000)
    room.join(ZHANG)
    assert room.wait(60_000) == []
    assert room.state.presenter.holder_id == ZHANG.participant_id


def test_lp53_the_token_falls_at_once_when_the_holder_leaves() -> None:
    room = live_room()
    assert [entry.body for entry in room.do(ZHANG, c.Leave())] == [
        e.ParticipantLeft(reason="left"),
        e.PresenterChanged(holder_id=None, epoch=2, cause="lost"),
    ]
