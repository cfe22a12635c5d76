"""The live room: an input and the moment in, log entries out. No socket, no clock, no store."""

from __future__ import annotations

from functools import singledispatch
from typing import TYPE_CHECKING

from signaling import consent, drawing, presenting, seats
from signaling.draft import Draft, Moment
from signaling.folding import participant_of
from signaling.permissions import Right, require
from signaling.refusals import LiveRefusal, not_joined
from telemed.wire import commands as c
from telemed.wire import entries as e
from telemed.wire.live import LiveCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from telemed.wire.entries import LogEntry
    from telemed.wire.room import Participant, RoomState


class Room:
    """A state and what may be shown; each method returns the entries that the input makes, or refuses."""

    def __init__(self, state: RoomState, materials: frozenset[str]) -> None:
        self.state = state
        self.materials = materials

    def take_seat(self, guest: seats.Guest, moment: Moment, *, agrees: bool) -> tuple[LogEntry, ...]:
        """Join, or come back. Raises LiveRefusal: session_ended, room_full, consent_needed."""
        return self._make(moment, lambda draft: seats.take(guest, draft, agrees=agrees))

    def handle(self, participant_id: str, command: object, moment: Moment) -> tuple[LogEntry, ...]:
        """Do what a participant asks. Raises LiveRefusal."""
        actor = participant_of(self.state, participant_id)
        if actor is None:
            raise not_joined()
        if self.state.phase == "ended":
            raise LiveRefusal(LiveCode.SESSION_ENDED, "The session has ended.")
        return self._make(moment, lambda draft: decide(command, draft, actor))

    def lose(self, participant_id: str, moment: Moment) -> tuple[LogEntry, ...]:
        """Note that a participant's connection broke."""
        return self._make(moment, lambda draft: seats.lose(participant_id, draft))

    def wake(self, moment: Moment) -> tuple[LogEntry, ...]:
        """Do what is due: free the token of a lost holder, release seats."""
        if self.state.phase == "ended":
            return ()
        return self._make(moment, _wake)

    def fail_recording(self, moment: Moment) -> tuple[LogEntry, ...]:
        """The recorder gave up."""
        return self._make(moment, consent.fail)

    def wake_at_ms(self) -> int | None:
        """When `wake` has something to do; None: never, as things stand."""
        due = (presenting.release_due_ms(self.state), seats.next_release_ms(self.state))
        times = [time for time in due if time is not None]
        return min(times) if times and self.state.phase != "ended" else None

    def _make(self, moment: Moment, act: Callable[[Draft], None]) -> tuple[LogEntry, ...]:
        draft = Draft(self.state, self.materials, moment)
        act(draft)
        self.state = draft.state
        return tuple(draft.entries)


def _wake(draft: Draft) -> None:
    presenting.take_from_lost(draft)
    seats.release_expired(draft)


@singledispatch
def decide(command: object, draft: Draft, actor: Participant) -> None:
    """Turn a participant's command into entries on the draft, or raise LiveRefusal."""
    raise LiveRefusal(LiveCode.BAD_MESSAGE, "This is not a command of the room.", field="body.type")


def start(_command: c.StartSession, draft: Draft, actor: Participant) -> None:
    """Begin the session; the inviting side and an invited expert must both be here (N07)."""
    require(actor, Right.STEER)
    if draft.state.phase != "lobby":
        raise LiveRefusal(LiveCode.ALREADY_STARTED, "The session has already started.")
    here = {seat.role for seat in draft.state.participants if seat.lost_at_ms is None}
    if "expert" not in here or not here & {"requester", "host"}:
        raise LiveRefusal(
            LiveCode.START_NEEDS_BOTH_SIDES,
            "The inviting doctor and at least one invited expert must be present.",
        )
    draft.add(e.SessionStarted(), actor.participant_id)


def end(_command: c.EndSession, draft: Draft, actor: Participant) -> None:
    """End the session and its recording."""
    require(actor, Right.STEER)
    if draft.state.phase != "live":
        raise LiveRefusal(LiveCode.NOT_STARTED, "The session has not started.")
    consent.close(draft, actor.participant_id, "ended")
    draft.add(e.SessionEnded(reason="ended"), actor.participant_id)


def post_chat(command: c.PostChat, draft: Draft, actor: Participant) -> None:
    """Write to everyone."""
    require(actor, Right.CHAT)
    draft.add(e.ChatPosted(text=command.text), actor.participant_id)


def set_hand(command: c.SetHand, draft: Draft, actor: Participant) -> None:
    """Raise or lower the hand."""
    if command.raised != (actor.hand_raised_at_ms is not None):
        draft.add(e.HandSet(raised=command.raised), actor.participant_id)


def set_devices(command: c.SetDevices, draft: Draft, actor: Participant) -> None:
    """Tell what one sends."""
    if command.devices != actor.devices:
        draft.add(e.DevicesSet(devices=command.devices), actor.participant_id)


decide.register(c.StartSession, start)
decide.register(c.EndSession, end)
decide.register(c.PostChat, post_chat)
decide.register(c.SetHand, set_hand)
decide.register(c.SetDevices, set_devices)
decide.register(c.Leave, seats.leave)
decide.register(c.RemoveParticipant, seats.remove)
decide.register(c.ShowOnStage, presenting.show)
decide.register(c.SetView, presenting.set_view)
decide.register(c.RequestPresenter, presenting.request)
decide.register(c.GrantPresenter, presenting.grant)
decide.register(c.TakePresenter, presenting.take)
decide.register(c.ReleasePresenter, presenting.release)
decide.register(c.PutAnnotation, drawing.put)
decide.register(c.RemoveAnnotation, drawing.remove)
decide.register(c.AskRecording, consent.ask)
decide.register(c.ConsentToRecording, consent.answer)
decide.register(c.PauseRecording, consent.pause)
decide.register(c.ResumeRecording, consent.resume)
decide.register(c.StopRecording, consent.stop)
