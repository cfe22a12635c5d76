"""The law of the room: state = fold(entries). web_client/src/live/room_state.ts folds alike."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING, TypedDict

from msgspec.structs import replace

from signaling.viewing import merge, view_of, with_view
from telemed.wire import entries as e
from telemed.wire.room import CHAT_KEPT, EMPTY_ROOM, ChatLine, Participant, RoomState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from telemed.wire.room import SeatConsent

ALL_OFF = e.Devices(microphone="off", camera="off", screen="off")


class LogBroken(Exception):
    """The log cannot be folded: a number is missing, or an entry does not fit what came before."""


def fold(state: RoomState, entry: e.LogEntry) -> RoomState:
    """Return the state after the entry. Raises LogBroken when it is not the next one."""
    if entry.seq != state.seq + 1:
        raise LogBroken(f"Entry {entry.seq} cannot follow entry {state.seq}.")
    return replace(_apply(entry.body, entry, state), seq=entry.seq, at_ms=entry.at_ms)


def fold_all(entries: Iterable[e.LogEntry], state: RoomState = EMPTY_ROOM) -> RoomState:
    """Fold many entries, one after the other."""
    for entry in entries:
        state = fold(state, entry)
    return state


def participant_of(state: RoomState, participant_id: str | None) -> Participant | None:
    """Find a held seat."""
    return next((one for one in state.participants if one.participant_id == participant_id), None)


class Changes(TypedDict, total=False):
    """The fields of a participant that entries change."""

    lost_at_ms: int | None
    devices: e.Devices
    hand_raised_at_ms: int | None
    consent: SeatConsent


def _with_participant(state: RoomState, participant_id: str | None, changes: Changes) -> RoomState:
    changed = tuple(
        replace(one, **changes) if one.participant_id == participant_id else one for one in state.participants
    )
    return replace(state, participants=changed)


@singledispatch
def _apply(body: e.EntryBody, entry: e.LogEntry, state: RoomState) -> RoomState:
    raise LogBroken(f"Entry {entry.seq} is of a kind that this version does not know: {type(body).__name__}.")


@_apply.register
def _(body: e.ParticipantJoined, entry: e.LogEntry, state: RoomState) -> RoomState:
    if entry.participant_id is None:
        raise LogBroken(f"Entry {entry.seq} joins nobody.")
    seat = Participant(
        participant_id=entry.participant_id,
        account_id=body.account_id,
        display_name=body.display_name,
        facility_name=body.facility_name,
        role=body.role,
        lost_at_ms=None,
        devices=ALL_OFF,
        hand_raised_at_ms=None,
        consent="unknown",
    )
    others = tuple(one for one in state.participants if one.participant_id != entry.participant_id)
    return replace(state, participants=(*others, seat))


@_apply.register
def _(_body: e.ParticipantReturned, entry: e.LogEntry, state: RoomState) -> RoomState:
    return _with_participant(state, entry.participant_id, {"lost_at_ms": None})


@_apply.register
def _(_body: e.ParticipantLost, entry: e.LogEntry, state: RoomState) -> RoomState:
    return _with_participant(state, entry.participant_id, {"lost_at_ms": entry.at_ms})


@_apply.register
def _(_body: e.ParticipantLeft, entry: e.LogEntry, state: RoomState) -> RoomState:
    left = entry.participant_id
    presenter = state.presenter
    return replace(
        state,
        participants=tuple(one for one in state.participants if one.participant_id != left),
        presenter=replace(presenter, requests=tuple(one for one in presenter.requests if one != left)),
    )


@_apply.register
def _(_body: e.SessionStarted, entry: e.LogEntry, state: RoomState) -> RoomState:
    return replace(state, phase="live", started_at_ms=entry.at_ms)


@_apply.register
def _(_body: e.SessionEnded, _entry: e.LogEntry, state: RoomState) -> RoomState:
    return replace(state, phase="ended")


@_apply.register
def _(body: e.StageShown, _entry: e.LogEntry, state: RoomState) -> RoomState:
    return replace(state, stage_material_id=body.material_id)


@_apply.register
def _(body: e.ViewChanged, entry: e.LogEntry, state: RoomState) -> RoomState:
    material_id = state.stage_material_id
    if material_id is None:
        raise LogBroken(f"Entry {entry.seq} changes a view while the stage is empty.")
    view = merge(view_of(state.views, material_id), material_id, body.change)
    return replace(state, views=with_view(state.views, view))


@_apply.register
def _(body: e.AnnotationPut, _entry: e.LogEntry, state: RoomState) -> RoomState:
    new = body.annotation
    known = any(old.uid == new.uid for old in state.annotations)
    if not known:
        return replace(state, annotations=(*state.annotations, new))
    return replace(state, annotations=tuple(new if old.uid == new.uid else old for old in state.annotations))


@_apply.register
def _(body: e.AnnotationRemoved, _entry: e.LogEntry, state: RoomState) -> RoomState:
    return replace(
        state,
        annotations=tuple(old for old in state.annotations if old.uid != body.uid),
        removed_annotations=(*state.removed_annotations, body.uid),
    )


@_apply.register
def _(_body: e.PresenterRequested, entry: e.LogEntry, state: RoomState) -> RoomState:
    if entry.participant_id is None or entry.participant_id in state.presenter.requests:
        return state
    requests = (*state.presenter.requests, entry.participant_id)
    return replace(state, presenter=replace(state.presenter, requests=requests))


@_apply.register
def _(_body: e.PresenterWithdrawn, entry: e.LogEntry, state: RoomState) -> RoomState:
    requests = tuple(one for one in state.presenter.requests if one != entry.participant_id)
    return replace(state, presenter=replace(state.presenter, requests=requests))


@_apply.register
def _(body: e.PresenterChanged, _entry: e.LogEntry, state: RoomState) -> RoomState:
    requests = tuple(one for one in state.presenter.requests if one != body.holder_id)
    presenter = replace(state.presenter, holder_id=body.holder_id, epoch=body.epoch, requests=requests)
    return replace(state, presenter=presenter)


@_apply.register
def _(body: e.ChatPosted, entry: e.LogEntry, state: RoomState) -> RoomState:
    author = participant_of(state, entry.participant_id)
    if author is None:
        raise LogBroken(f"Entry {entry.seq} was written by someone who is not here.")
    line = ChatLine(
        seq=entry.seq,
        at_ms=entry.at_ms,
        participant_id=author.participant_id,
        display_name=author.display_name,
        text=body.text,
    )
    return replace(state, chat=(*state.chat, line)[-CHAT_KEPT:])


@_apply.register
def _(body: e.HandSet, entry: e.LogEntry, state: RoomState) -> RoomState:
    raised = entry.at_ms if body.raised else None
    return _with_participant(state, entry.participant_id, {"hand_raised_at_ms": raised})


@_apply.register
def _(body: e.DevicesSet, entry: e.LogEntry, state: RoomState) -> RoomState:
    return _with_participant(state, entry.participant_id, {"devices": body.devices})


@_apply.register
def _(body: e.RecordingAsked, entry: e.LogEntry, state: RoomState) -> RoomState:
    recording = replace(
        state.recording,
        phase="consent_pending",
        recording_id=body.recording_id,
        asked_by_id=entry.participant_id,
    )
    asked = tuple(replace(one, consent="unknown") for one in state.participants)
    return replace(state, recording=recording, participants=asked)


@_apply.register
def _(_body: e.RecordingConsented, entry: e.LogEntry, state: RoomState) -> RoomState:
    return _with_participant(state, entry.participant_id, {"consent": "given"})


@_apply.register
def _(_body: e.RecordingDeclined, entry: e.LogEntry, state: RoomState) -> RoomState:
    return _with_participant(state, entry.participant_id, {"consent": "declined"})


@_apply.register(e.RecordingStarted)
@_apply.register(e.RecordingResumed)
def _(_body: e.EntryBody, _entry: e.LogEntry, state: RoomState) -> RoomState:
    return replace(state, recording=replace(state.recording, phase="recording"))


@_apply.register
def _(_body: e.RecordingPaused, _entry: e.LogEntry, state: RoomState) -> RoomState:
    return replace(state, recording=replace(state.recording, phase="paused"))


@_apply.register(e.RecordingStopped)
@_apply.register(e.RecordingGivenUp)
def _(_body: e.EntryBody, _entry: e.LogEntry, state: RoomState) -> RoomState:
    return replace(
        state, recording=replace(state.recording, phase="off", recording_id=None, asked_by_id=None)
    )
