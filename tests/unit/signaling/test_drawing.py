from __future__ import annotations

import pytest
from msgspec.structs import replace

from signaling.drawing import ANNOTATIONS_AT_MOST
from signaling.refusals import LiveRefusal
from telemed.wire import commands as c
from telemed.wire.live import LiveCode
from telemed.wire.views import AnnotationDraft
from tests.support.live import CT, LI, SLICE, WANG, ZHANG, Rehearsal, live_room

ARROW = AnnotationDraft(
    uid="arrow-0001",
    material_id=CT,
    sop_instance_uid=SLICE,
    frame=1,
    kind="arrow",
    points=((10.0, 20.0), (30.5, 40.25)),
    text="",
    version=1,
)


def refused(room: Rehearsal, command: object) -> LiveRefusal:
    with pytest.raises(LiveRefusal) as refusal:
        room.do(LI, command)
    return refusal.value


def test_lp70_an_annotation_belongs_to_its_author() -> None:
    room = live_room(WANG)
    room.do(ZHANG, c.PutAnnotation(annotation=ARROW))
    assert room.state.annotations[0].author_id == ZHANG.participant_id
    assert refused(room, c.PutAnnotation(annotation=replace(ARROW, version=2))).code is (
        LiveCode.ANNOTATION_FOREIGN
    )
    assert refused(room, c.RemoveAnnotation(uid=ARROW.uid)).code is LiveCode.ANNOTATION_FOREIGN
    room.do(WANG, c.RemoveAnnotation(uid=ARROW.uid))
    assert room.state.annotations == ()


def test_lp71_versions_rise_by_one_and_a_stale_one_gets_the_current_state() -> None:
    room = live_room()
    room.do(LI, c.PutAnnotation(annotation=ARROW), c.PutAnnotation(annotation=replace(ARROW, version=2)))
    refusal = refused(room, c.PutAnnotation(annotation=replace(ARROW, version=2, text="late")))
    assert refusal.code is LiveCode.STALE_VERSION
    assert refusal.ack.annotation == room.state.annotations[0]


def test_lp71_the_same_version_with_the_same_content_is_no_change() -> None:
    room = live_room()
    assert len(room.do(LI, c.PutAnnotation(annotation=ARROW), c.PutAnnotation(annotation=ARROW))) == 1


def test_lp72_what_was_erased_never_comes_back() -> None:
    room = live_room()
    room.do(LI, c.PutAnnotation(annotation=ARROW), c.RemoveAnnotation(uid=ARROW.uid))
    assert refused(room, c.PutAnnotation(annotation=ARROW)).code is LiveCode.ANNOTATION_REMOVED
    assert room.do(LI, c.RemoveAnnotation(uid=ARROW.uid)) == []


def test_lp73_a_room_holds_a_bounded_number_of_annotations() -> None:
    room = live_room()
    for number in range(ANNOTATIONS_AT_MOST):
        room.do(LI, c.PutAnnotation(annotation=replace(ARROW, uid=f"arrow-{number:04}")))
    one_more = replace(ARROW, uid="arrow-more")
    assert refused(room, c.PutAnnotation(annotation=one_more)).code is LiveCode.ROOM_HOLDS_TOO_MUCH


def test_lp61_annotations_stand_on_materials_of_the_case() -> None:
    room = live_room()
    stranger = replace(ARROW, material_id="00000000-0000-0000-0000-000000000bad")
    assert refused(room, c.PutAnnotation(annotation=stranger)).code is LiveCode.NO_SUCH_MATERIAL
