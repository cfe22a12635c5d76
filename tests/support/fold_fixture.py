"""A log of every kind of entry and the state after each: Python and TypeScript must both fold it so.

`python -m tests.support.fold_fixture` writes it anew.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec.structs import replace

from signaling.folding import fold
from telemed.wire import commands as c
from telemed.wire import entries as e
from telemed.wire.room import EMPTY_ROOM
from telemed.wire.views import AnnotationDraft, Caliper, DocumentChange, EcgChange, RecordChange, StackChange
from tests.support.live import CT, ECG, LI, SLICE, WANG, ZHANG, Rehearsal, whole_stack

FIXTURE = Path(__file__).resolve().parents[1] / "fixtures" / "live_fold.json"

ARROW = AnnotationDraft(
    uid="arrow-0001",
    material_id=CT,
    sop_instance_uid=SLICE,
    frame=1,
    kind="arrow",
    points=((10.0, 20.0), (30.5, 40.25)),
    text="结节",
    version=1,
)
CALIPER = Caliper(uid="caliper-1", lead="II", from_s=1.0, to_s=1.4, from_mv=0.0, to_mv=0.8)


def rehearse() -> Rehearsal:
    """Play a session in which everything happens."""
    room = Rehearsal()
    room.join(ZHANG, LI, WANG)
    room.do(ZHANG, c.StartSession())
    for act in (_stage, _token, _drawings, _talk, _recording, _comings):
        room.now_ms += 1_000
        act(room)
    room.do(ZHANG, c.EndSession())
    return room


def _stage(room: Rehearsal) -> None:
    first_ecg = EcgChange(mm_per_s=25.0, mm_per_mv=10.0, offset_s=0.0, layout="3x4+1", calipers=())
    first_page = DocumentChange(page=1, center_x=0.5, center_y=0.5, zoom=1.0)
    room.do(
        ZHANG,
        c.ShowOnStage(epoch=1, material_id=CT),
        c.SetView(epoch=1, material_id=CT, change=whole_stack()),
        c.SetView(epoch=1, material_id=CT, change=StackChange(frame=12, voi=None)),
        c.ShowOnStage(epoch=1, material_id=ECG),
        c.SetView(epoch=1, material_id=ECG, change=first_ecg),
        c.SetView(epoch=1, material_id=ECG, change=EcgChange(calipers=(CALIPER,))),
        c.SetView(epoch=1, material_id=ECG, change=first_page),
        c.SetView(epoch=1, material_id=ECG, change=DocumentChange(zoom=2.5)),
        c.SetView(epoch=1, material_id=ECG, change=RecordChange(section="summary", scroll=0.0)),
        c.SetView(epoch=1, material_id=ECG, change=RecordChange(scroll=0.25)),
        c.ShowOnStage(epoch=1, material_id=None),
        c.ShowOnStage(epoch=1, material_id=CT),
        c.SetView(epoch=1, material_id=CT, change=StackChange(invert=True, rotation=90)),
    )


def _token(room: Rehearsal) -> None:
    room.do(LI, c.RequestPresenter())
    room.do(WANG, c.RequestPresenter(), c.RequestPresenter(wanted=False))
    room.do(ZHANG, c.GrantPresenter(participant_id=LI.participant_id, epoch=1))
    room.do(WANG, c.TakePresenter(epoch=2))
    room.do(WANG, c.ReleasePresenter(epoch=3))


def _drawings(room: Rehearsal) -> None:
    changed = replace(ARROW, version=2, points=((0.0, 0.0), (1.0, 1.0)))
    other = replace(ARROW, uid="arrow-0002", kind="text")
    room.do(LI, c.PutAnnotation(annotation=ARROW), c.PutAnnotation(annotation=changed))
    room.do(ZHANG, c.PutAnnotation(annotation=other), c.RemoveAnnotation(uid=ARROW.uid))


def _talk(room: Rehearsal) -> None:
    room.do(WANG, c.PostChat(text="大家好"), c.SetHand(raised=True), c.SetHand(raised=False))
    devices = e.Devices(microphone="on", camera="blocked", screen="off")
    room.do(LI, c.SetHand(raised=True), c.SetDevices(devices=devices), c.PostChat(text="Hello"))


def _recording(room: Rehearsal) -> None:
    room.do(ZHANG, c.AskRecording())
    room.do(LI, c.ConsentToRecording(given=False))
    room.do(ZHANG, c.AskRecording())
    room.do(LI, c.ConsentToRecording(given=True))
    room.do(WANG, c.ConsentToRecording(given=True))
    room.do(ZHANG, c.PauseRecording(), c.ResumeRecording())
    room.do(LI, c.ConsentToRecording(given=False))


def _comings(room: Rehearsal) -> None:
    room.lose(LI)
    room.now_ms += 500
    room.join(LI, agrees=True)
    room.do(WANG, c.TakePresenter(epoch=5))
    room.lose(WANG)
    room.wait(10_000)
    room.do(ZHANG, c.RequestPresenter(), c.RemoveParticipant(participant_id=WANG.participant_id))


def fixture() -> bytes:
    """The entries, and the state after each of them, as JSON."""
    state, states = EMPTY_ROOM, []
    entries = rehearse().log
    for entry in entries:
        state = fold(state, entry)
        states.append(state)
    raw = msgspec.json.encode({"entries": entries, "states": states})
    return msgspec.json.format(raw, indent=1) + b"\n"


if __name__ == "__main__":
    FIXTURE.parent.mkdir(exist_ok=True)
    FIXTURE.write_bytes(fixture())
