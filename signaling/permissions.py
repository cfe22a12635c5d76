"""What each role may do in a live room; everything that is not in the table is refused."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from signaling.refusals import LiveRefusal
from telemed.wire.live import LiveCode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telemed.wire.entries import SeatRole
    from telemed.wire.room import Participant


class Right(Enum):
    """What can be allowed."""

    CHAT = auto()
    PRESENT = auto()
    """Hold, ask for and take the presenter token."""
    DRAW = auto()
    STEER = auto()
    """Start and end the session."""
    RECORD = auto()
    """Ask for a recording, pause, resume and stop it; everyone's consent is needed besides."""
    MODERATE = auto()
    """Hand over a token that another holds, erase what others drew, take a seat away."""


RIGHTS: Mapping[SeatRole, frozenset[Right]] = {
    "host": frozenset(Right),
    "requester": frozenset({Right.CHAT, Right.PRESENT, Right.DRAW, Right.STEER}),
    "expert": frozenset({Right.CHAT, Right.PRESENT, Right.DRAW, Right.STEER, Right.RECORD}),
    "coordinator": frozenset({Right.CHAT, Right.PRESENT, Right.STEER, Right.RECORD, Right.MODERATE}),
    "observer": frozenset(),
    "guest": frozenset({Right.CHAT}),
}
"""After the table of roles: doctors and the coordinator steer, only doctors draw, observers watch."""

WORDS: Mapping[Right, str] = {
    Right.CHAT: "write in the chat",
    Right.PRESENT: "present",
    Right.DRAW: "draw",
    Right.STEER: "start or end the session",
    Right.RECORD: "steer the recording",
    Right.MODERATE: "do this for others",
}


def may(participant: Participant, right: Right) -> bool:
    """Say whether the participant's role has the right."""
    return right in RIGHTS[participant.role]


def require(participant: Participant, right: Right) -> None:
    """Raise LiveRefusal(not_allowed) when the participant's role lacks the right."""
    if not may(participant, right):
        raise LiveRefusal(
            LiveCode.NOT_ALLOWED, f"The role {participant.role} may not {WORDS[right]} in this session."
        )
