"""Annotations: each belongs to its author, the last version wins, and what is erased never comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import asdict

from signaling.permissions import Right, may, require
from signaling.refusals import LiveRefusal
from telemed.wire.entries import AnnotationPut, AnnotationRemoved
from telemed.wire.live import LiveCode
from telemed.wire.views import Annotation

if TYPE_CHECKING:
    from signaling.draft import Draft
    from telemed.wire import commands as c
    from telemed.wire.room import Participant, RoomState

ANNOTATIONS_AT_MOST = 500
"""Bounds what a late joiner is sent; erased ones do not count."""
TOMBSTONES_AT_MOST = 5_000


def put(command: c.PutAnnotation, draft: Draft, actor: Participant) -> None:
    """Draw something new, or change what one drew."""
    require(actor, Right.DRAW)
    state, drawn = draft.state, command.annotation
    new = Annotation(**asdict(drawn), author_id=actor.participant_id)
    if drawn.uid in state.removed_annotations:
        raise LiveRefusal(
            LiveCode.ANNOTATION_REMOVED, "This annotation was erased.", field="body.annotation.uid"
        )
    old = _annotation_of(state, drawn.uid)
    if old == new:
        return
    _check_version(state, old, new)
    if new.material_id not in draft.materials:
        raise LiveRefusal(
            LiveCode.NO_SUCH_MATERIAL, "This case has no such material.", field="body.annotation.materialId"
        )
    draft.add(AnnotationPut(annotation=new), actor.participant_id)


def remove(command: c.RemoveAnnotation, draft: Draft, actor: Participant) -> None:
    """Erase what one drew; a moderator erases anything."""
    old = _annotation_of(draft.state, command.uid)
    if old is None:
        return
    if old.author_id != actor.participant_id and not may(actor, Right.MODERATE):
        raise LiveRefusal(LiveCode.ANNOTATION_FOREIGN, "Only its author or the host erases an annotation.")
    _require_room(len(draft.state.removed_annotations), TOMBSTONES_AT_MOST)
    draft.add(AnnotationRemoved(uid=command.uid), actor.participant_id)


def _check_version(state: RoomState, old: Annotation | None, new: Annotation) -> None:
    if old is None:
        _require_room(len(state.annotations), ANNOTATIONS_AT_MOST)
    elif old.author_id != new.author_id:
        raise LiveRefusal(LiveCode.ANNOTATION_FOREIGN, "Only its author changes an annotation.")
    expected = 1 if old is None else old.version + 1
    if new.version != expected:
        raise LiveRefusal(
            LiveCode.STALE_VERSION,
            f"Version {expected} comes next.",
            field="body.annotation.version",
            annotation=old,
        )


def _require_room(held: int, at_most: int) -> None:
    if held >= at_most:
        raise LiveRefusal(
            LiveCode.ROOM_HOLDS_TOO_MUCH, f"A room holds at most {at_most} annotations; erase some."
        )


def _annotation_of(state: RoomState, uid: str) -> Annotation | None:
    return next((one for one in state.annotations if one.uid == uid), None)
