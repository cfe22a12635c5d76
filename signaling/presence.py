"""What may be lost: pointers, loudness, who is typing. Coalesced, never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import UNSET

from signaling.permissions import Right, may
from telemed.wire.live import Level, PointerShown, Presence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telemed.wire.commands import Pointer, Signs
    from telemed.wire.room import Participant

INTERVAL_MS = 34
"""At most 30 presence events a second reach a client."""


class PresenceBoard:
    """Keeps the last sign of each participant and gives out what changed."""

    def __init__(self) -> None:
        self._pointers: dict[str, Pointer | None] = {}
        self._levels: dict[str, int] = {}
        self._typing: set[str] = set()
        self._typing_changed = False
        self._taken_at_ms = 0

    def sign(self, who: Participant, signs: Signs) -> None:
        """Note what a client sent; observers give no signs."""
        if signs.pointer is not UNSET and (may(who, Right.PRESENT) or may(who, Right.DRAW)):
            self._pointers[who.participant_id] = signs.pointer
        if signs.typing is not UNSET and may(who, Right.CHAT):
            self._set_typing(who.participant_id, is_typing=signs.typing)

    def hear(self, levels: Mapping[str, int]) -> None:
        """Note how loud participants are, in dBov."""
        self._levels.update(levels)

    def forget(self, participant_id: str) -> None:
        """Hide everything of someone who is gone."""
        self._pointers[participant_id] = None
        self._levels.pop(participant_id, None)
        self._set_typing(participant_id, is_typing=False)

    def due_in_ms(self, now_ms: int) -> int | None:
        """How long until there is something to send; None: nothing changed."""
        if not (self._pointers or self._levels or self._typing_changed):
            return None
        return max(0, self._taken_at_ms + INTERVAL_MS - now_ms)

    def take(self, now_ms: int) -> Presence:
        """Return what changed since the last time."""
        shown = Presence(
            pointers=tuple(
                PointerShown(participant_id=who, pointer=pointer) for who, pointer in self._pointers.items()
            ),
            levels=tuple(Level(participant_id=who, dbov=dbov) for who, dbov in self._levels.items()),
            typing=tuple(sorted(self._typing)) if self._typing_changed else None,
        )
        self._pointers, self._levels, self._typing_changed = {}, {}, False
        self._taken_at_ms = now_ms
        return shown

    def _set_typing(self, participant_id: str, *, is_typing: bool) -> None:
        if is_typing == (participant_id in self._typing):
            return
        self._typing_changed = True
        if is_typing:
            self._typing.add(participant_id)
        else:
            self._typing.discard(participant_id)
