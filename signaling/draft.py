"""The entries that one input makes, folded as they are added so that each decision sees the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signaling.folding import fold
from telemed.wire.entries import LogEntry, SessionStarted

if TYPE_CHECKING:
    from telemed.wire.entries import EntryBody
    from telemed.wire.room import RoomState


@dataclass(frozen=True, slots=True)
class Moment:
    """When an input is decided, and what chance contributes."""

    at_ms: int
    """Server time, epoch milliseconds."""
    media_ms: int | None
    """Milliseconds since the session started; None before."""
    fresh_id: str
    """A new id, should one be needed."""


class Draft:
    """A state and the entries that led to it from the last one."""

    def __init__(self, state: RoomState, materials: frozenset[str], moment: Moment) -> None:
        self.state = state
        self.materials = materials
        """What may be shown on the stage."""
        self.moment = moment
        self.entries: list[LogEntry] = []

    def add(self, body: EntryBody, by: str | None) -> None:
        """Append an entry that is the doing of the participant `by`, or of the server."""
        entry = LogEntry(
            seq=self.state.seq + 1,
            at_ms=max(self.moment.at_ms, self.state.at_ms),
            media_ms=0 if isinstance(body, SessionStarted) else self.moment.media_ms,
            participant_id=by,
            body=body,
        )
        self.state = fold(self.state, entry)
        self.entries.append(entry)
