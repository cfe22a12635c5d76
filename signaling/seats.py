"""Seats outlive sockets: taken on joining, kept for ten minutes after the connection broke, then released."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signaling import consent, presenting
from signaling.folding import participant_of
from signaling.permissions import Right, require
from signaling.refusals import LiveRefusal
from telemed.wire import entries as e
from telemed.wire.live import LiveCode

if TYPE_CHECKING:
    from typing import Literal

    from signaling.draft import Draft
    from telemed.wire import commands as c
    from telemed.wire.room import Participant, RoomState

SEATS = 12
"""People in one room, those on their way back included."""
RELEASE_MS = 10 * 60 * 1000
"""A seat is kept this long after its last sign of life."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Who wants a seat; the participant is the same for the same account in the same session."""

    participant_id: str
    account_id: str
    display_name: str
    facility_name: str
    role: e.SeatRole


def take(guest: Guest, draft: Draft, *, agrees: bool) -> None:
    """Take a seat, come back to it, or go on in it. `agrees`: to being recorded."""
    state = draft.state
    if state.phase == "ended":
        raise LiveRefusal(LiveCode.SESSION_ENDED, "The session has ended.")
    seat = participant_of(state, guest.participant_id)
    if seat is None and len(state.participants) >= SEATS:
        raise LiveRefusal(LiveCode.ROOM_FULL, f"All {SEATS} seats are taken.")
    consent.require_agreement(state, seat, agrees=agrees)
    if seat is None:
        draft.add(_joined(guest), guest.participant_id)
    elif seat.lost_at_ms is not None:
        draft.add(e.ParticipantReturned(), guest.participant_id)
    if agrees and (seat is None or seat.consent != "given"):
        consent.enter(draft, guest.participant_id, agrees=agrees)
    newcomer = participant_of(draft.state, guest.participant_id)
    if newcomer is not None:
        presenting.offer_free_token(draft, newcomer)


def lose(participant_id: str, draft: Draft) -> None:
    """Note that a connection broke."""
    seat = participant_of(draft.state, participant_id)
    if seat is not None and seat.lost_at_ms is None and draft.state.phase != "ended":
        draft.add(e.ParticipantLost(), participant_id)


def leave(_command: c.Leave, draft: Draft, actor: Participant) -> None:
    """Give the seat up."""
    _free(draft, actor.participant_id, "left")


def remove(command: c.RemoveParticipant, draft: Draft, actor: Participant) -> None:
    """Take somebody's seat away."""
    require(actor, Right.MODERATE)
    if participant_of(draft.state, command.participant_id) is None:
        raise LiveRefusal(
            LiveCode.NO_SUCH_PARTICIPANT, "Nobody here has this id.", field="body.participantId"
        )
    _free(draft, command.participant_id, "removed")


def release_expired(draft: Draft) -> None:
    """Release every seat whose time is up."""
    for seat in draft.state.participants:
        if seat.lost_at_ms is not None and seat.lost_at_ms + RELEASE_MS <= draft.moment.at_ms:
            _free(draft, seat.participant_id, "timed_out")


def next_release_ms(state: RoomState) -> int | None:
    """When the next seat is released; None: no seat waits."""
    lost = [seat.lost_at_ms for seat in state.participants if seat.lost_at_ms is not None]
    return min(lost) + RELEASE_MS if lost else None


def _free(draft: Draft, participant_id: str, reason: Literal["left", "timed_out", "removed"]) -> None:
    draft.add(e.ParticipantLeft(reason=reason), participant_id)
    presenting.take_from_lost(draft)
    if not draft.state.participants:
        consent.close(draft, None, "ended")
    consent.start_when_all_agree(draft)


def _joined(guest: Guest) -> e.ParticipantJoined:
    return e.ParticipantJoined(
        account_id=guest.account_id,
        display_name=guest.display_name,
        facility_name=guest.facility_name,
        role=guest.role,
    )
