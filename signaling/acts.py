"""What follows from log entries for case, session and recording; done in the entries' own transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telemed.domain import session_acts as acts
from telemed.domain.ids import ParticipantId, RecordingId
from telemed.wire import entries as e

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from telemed.domain.session_acts import SessionAct

MediaAct = acts.RecordingStarted | acts.RecordingPaused | acts.RecordingResumed | acts.RecordingStopped
MEDIA_ACTS: Mapping[type[e.EntryBody], type[MediaAct]] = {
    e.RecordingStarted: acts.RecordingStarted,
    e.RecordingPaused: acts.RecordingPaused,
    e.RecordingResumed: acts.RecordingResumed,
    e.RecordingStopped: acts.RecordingStopped,
}


def acts_of(entries: Iterable[e.LogEntry]) -> tuple[SessionAct, ...]:
    """Return the acts that the entries stand for, in their order."""
    return tuple(act for entry in entries if (act := _act(entry)) is not None)


def _act(entry: e.LogEntry) -> SessionAct | None:
    by = None if entry.participant_id is None else ParticipantId(entry.participant_id)
    match entry.body:
        case e.SessionEnded():
            return acts.SessionEnded(by=by)
        case (
            e.RecordingStarted() | e.RecordingPaused() | e.RecordingResumed() | e.RecordingStopped()
        ) as body:
            return _media_act(body, entry.media_ms or 0)
        case _:
            return None if by is None else _act_of_participant(entry.body, by)


def _act_of_participant(body: e.EntryBody, by: ParticipantId) -> SessionAct | None:
    match body:
        case e.ParticipantJoined() | e.ParticipantReturned():
            return acts.SeatTaken(participant_id=by)
        case e.ParticipantLeft():
            return acts.SeatLeft(participant_id=by)
        case e.SessionStarted():
            return acts.SessionStarted(by=by)
        case e.RecordingAsked(recording_id=recording_id):
            return acts.RecordingAsked(recording_id=RecordingId(recording_id), by=by)
        case _:
            return _answer(body, by)


def _answer(body: e.EntryBody, by: ParticipantId) -> SessionAct | None:
    match body:
        case e.RecordingConsented(recording_id=recording_id):
            is_given = True
        case e.RecordingDeclined(recording_id=recording_id) | e.RecordingGivenUp(recording_id=recording_id):
            is_given = False
        case _:
            return None
    return acts.RecordingAnswered(
        recording_id=RecordingId(recording_id), participant_id=by, is_given=is_given
    )


def _media_act(
    body: e.RecordingStarted | e.RecordingPaused | e.RecordingResumed | e.RecordingStopped, media_ms: int
) -> SessionAct:
    return MEDIA_ACTS[type(body)](recording_id=RecordingId(body.recording_id), media_ms=media_ms)
