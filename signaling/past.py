"""What was committed lately: enough to answer those who come back and those who ask twice."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from signaling.keys import KeyMemory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signaling.ports import KeyedEntry
    from telemed.wire.entries import LogEntry

RECENT = 2_000
"""Entries kept in memory for those who come back; who lacks more is sent the state."""


class Past:
    """The last entries and the keys of their commands."""

    def __init__(self) -> None:
        self.keys = KeyMemory()
        self._recent: deque[LogEntry] = deque(maxlen=RECENT)

    def keep(self, keyed: Sequence[KeyedEntry]) -> None:
        """Remember committed entries and their keys."""
        self.keys.remember(keyed)
        self._recent.extend(one.entry for one in keyed)

    def since(self, seq: int, head: int) -> tuple[LogEntry, ...] | None:
        """Return the entries after `seq`, or None when they are no longer all here."""
        if seq == head:
            return ()
        if seq == 0 or seq > head or not self._recent or self._recent[0].seq > seq + 1:
            return None
        return tuple(entry for entry in self._recent if entry.seq > seq)
