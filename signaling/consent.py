"""Recording: it runs only while everyone who holds a seat has agreed to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signaling.permissions import Right, require
from signaling.refusals import LiveRefusal
from telemed.wire import entries as e
from telemed.wire.live import LiveCode

if TYPE_CHECKING:
    from typing import Literal

    from signaling.draft import Draft
    from telemed.wire import commands as c
    from telemed.wire.room import Participant, RoomState

MADE = ("recording", "paused")


def ask(_command: c.AskRecording, draft: Draft, actor: Participant) -> None:
    """Ask everyone; who asks agrees."""
    require(actor, Right.RECORD)
    if draft.state.phase != "live":
        raise LiveRefusal(LiveCode.NOT_STARTED, "A recording begins after the session has started.")
    _require_phase(draft.state, "off")
    draft.add(e.RecordingAsked(recording_id=draft.moment.fresh_id), actor.participant_id)
    _note_answer(draft, actor.participant_id, given=True)
    start_when_all_agree(draft)


def answer(command: c.ConsentToRecording, draft: Draft, actor: Participant) -> None:
    """Agree or not."""
    _require_phase(draft.state, "consent_pending", *MADE)
    if command.given:
        if actor.consent != "given":
            _note_answer(draft, actor.participant_id, given=True)
        start_when_all_agree(draft)
    elif actor.consent != "declined":
        _note_answer(draft, actor.participant_id, given=False)
        _heed_refusal(draft)


def pause(_command: c.PauseRecording, draft: Draft, actor: Participant) -> None:
    """Stop writing for a while."""
    require(actor, Right.RECORD)
    _require_phase(draft.state, *MADE)
    if draft.state.recording.phase == "recording":
        paused = e.RecordingPaused(recording_id=_recording_id(draft.state), cause="asked")
        draft.add(paused, actor.participant_id)


def resume(_command: c.ResumeRecording, draft: Draft, actor: Participant) -> None:
    """Go on."""
    require(actor, Right.RECORD)
    _require_phase(draft.state, *MADE)
    if not all_agree(draft.state):
        raise LiveRefusal(LiveCode.CONSENT_NEEDED, "Not everyone present agrees to being recorded.")
    if draft.state.recording.phase == "paused":
        draft.add(e.RecordingResumed(recording_id=_recording_id(draft.state)), actor.participant_id)


def stop(_command: c.StopRecording, draft: Draft, actor: Participant) -> None:
    """Complete the recording, or give it up before it began."""
    require(actor, Right.RECORD)
    _require_phase(draft.state, "consent_pending", *MADE)
    close(draft, actor.participant_id, "asked")


def enter(draft: Draft, newcomer: str, *, agrees: bool) -> None:
    """Note the agreement that a newcomer to a recorded session brings."""
    if draft.state.recording.phase != "off" and agrees:
        _note_answer(draft, newcomer, given=True)
        start_when_all_agree(draft)


def require_agreement(state: RoomState, seat: Participant | None, *, agrees: bool) -> None:
    """Keep out of a recorded session who has not agreed; raises LiveRefusal(consent_needed)."""
    given = agrees or (seat is not None and seat.consent == "given")
    if state.recording.phase in MADE and not given:
        raise LiveRefusal(
            LiveCode.CONSENT_NEEDED,
            "This session is being recorded; agree to it to enter.",
            field="body.consentsToRecording",
        )


def start_when_all_agree(draft: Draft) -> None:
    """Begin as soon as nobody is missing."""
    if draft.state.recording.phase == "consent_pending" and all_agree(draft.state):
        draft.add(e.RecordingStarted(recording_id=_recording_id(draft.state)), None)


def close(draft: Draft, by: str | None, cause: Literal["asked", "ended"]) -> None:
    """End whatever recording there is."""
    recording = draft.state.recording
    if recording.phase in MADE:
        draft.add(e.RecordingStopped(recording_id=_recording_id(draft.state), cause=cause), by)
    elif recording.phase == "consent_pending":
        given_up = e.RecordingGivenUp(recording_id=_recording_id(draft.state), cause=cause)
        draft.add(given_up, by or recording.asked_by_id)


def fail(draft: Draft) -> None:
    """The recorder cannot write; everyone is told."""
    if draft.state.recording.phase in MADE:
        draft.add(e.RecordingStopped(recording_id=_recording_id(draft.state), cause="failed"), None)


def all_agree(state: RoomState) -> bool:
    """Say whether every seat agrees; one whose connection broke counts, for its media may live."""
    return bool(state.participants) and all(one.consent == "given" for one in state.participants)


def _heed_refusal(draft: Draft) -> None:
    if draft.state.recording.phase == "consent_pending":
        given_up = e.RecordingGivenUp(recording_id=_recording_id(draft.state), cause="declined")
        draft.add(given_up, None)
    elif draft.state.recording.phase == "recording":
        paused = e.RecordingPaused(recording_id=_recording_id(draft.state), cause="consent_withdrawn")
        draft.add(paused, None)


def _note_answer(draft: Draft, by: str, *, given: bool) -> None:
    answered = e.RecordingConsented if given else e.RecordingDeclined
    draft.add(answered(recording_id=_recording_id(draft.state)), by)


def _recording_id(state: RoomState) -> str:
    recording_id = state.recording.recording_id
    if recording_id is None:
        raise LiveRefusal(LiveCode.RECORDING_STATE, "There is no recording.")
    return recording_id


def _require_phase(state: RoomState, *phases: str) -> None:
    if state.recording.phase not in phases:
        raise LiveRefusal(
            LiveCode.RECORDING_STATE, f"The recording is {state.recording.phase.replace('_', ' ')}."
        )
