"""The room's side of the log: decides on a working state, commits, and takes back what was not committed."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import deque
from typing import TYPE_CHECKING

from signaling.clock import media_ms, origin_of
from signaling.draft import Moment
from signaling.folding import fold_all
from signaling.keys import KeyMemory
from signaling.ports import KeyedEntry, LogTaken
from signaling.refusals import LiveRefusal
from signaling.room import Room
from telemed.domain.ids import uuid7
from telemed.wire.entries import LogEntry, SessionStarted
from telemed.wire.room import EMPTY_ROOM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signaling.ports import Clock, LiveStore
    from telemed.wire.room import RoomState

log = logging.getLogger(__name__)

RECENT = 2_000
"""Entries kept in memory for those who come back; who lacks more is sent the state."""
RANDOM_BITS = 74


class CommitFailed(Exception):
    """It is not known whether the entries were committed; the log must be read again."""


class Ledger:
    """One room's log, its fold, and the commands already done."""

    def __init__(self, session_id: str, store: LiveStore, clock: Clock, timeout_s: float) -> None:
        self.session_id = session_id
        self._store = store
        self._clock = clock
        self._timeout_s = timeout_s
        self.room = Room(EMPTY_ROOM, frozenset())
        self.consultation_id = ""
        self.origin_ns: int | None = None
        """Monotonic time at which the session started."""
        self._committed = EMPTY_ROOM
        self._past = Past()
        self._pending: list[KeyedEntry] = []

    @property
    def state(self) -> RoomState:
        """The committed state."""
        return self._committed

    def moment(self) -> Moment:
        """Return now."""
        now_ms = self._clock.now_ms()
        on_media = None if self.origin_ns is None else media_ms(self._clock, self.origin_ns)
        return Moment(now_ms, on_media, uuid7(now_ms, secrets.randbits(RANDOM_BITS)))

    def seq_of(self, participant_id: str, key: str) -> int | None:
        """Say where a command that was already done stands in the log, staged ones included."""
        for keyed in self._pending:
            if keyed.key == key and keyed.entry.participant_id == participant_id:
                return keyed.entry.seq
        return self._past.keys.seq_of(participant_id, key)

    def stage(self, entries: Sequence[LogEntry], key: str | None = None) -> None:
        """Add what the room decided to the next commit."""
        self._pending.extend(
            KeyedEntry(entry, key if index == 0 else None) for index, entry in enumerate(entries)
        )

    async def commit(self) -> tuple[LogEntry, ...]:
        """Append what is staged in one transaction and return it.

        Raises LiveRefusal when the store refuses, CommitFailed when it is not known what happened; the room
        is then as it was before.
        """
        pending, self._pending = self._pending, []
        if not pending:
            return ()
        try:
            async with asyncio.timeout(self._timeout_s):
                await self._store.commit(self.session_id, pending)
        except LiveRefusal:
            self.room.state = self._committed
            raise
        except LogTaken:
            self.room.state = self._committed
            raise CommitFailed from None
        except Exception:
            log.exception("commit failed", extra={"session_id": self.session_id})
            self.room.state = self._committed
            raise CommitFailed from None
        self._committed = self.room.state
        return self._keep(pending)

    async def load(self) -> tuple[LogEntry, ...]:
        """Read the log and return what is new in it; the room then stands where the log does."""
        async with asyncio.timeout(self._timeout_s):
            record = await self._store.load(self.session_id)
        new = [keyed for keyed in record.entries if keyed.entry.seq > self._committed.seq]
        self._committed = fold_all((keyed.entry for keyed in new), self._committed)
        self.room = Room(self._committed, record.materials)
        self.consultation_id = record.consultation_id
        self._pending = []
        return self._keep(new)

    async def refresh_materials(self) -> None:
        """Read again what may be shown."""
        async with asyncio.timeout(self._timeout_s):
            self.room.materials = await self._store.materials(self.session_id)

    def since(self, seq: int) -> tuple[RoomState | None, tuple[LogEntry, ...]]:
        """Return what a client that applied `seq` lacks: entries, or the state when they are too many."""
        entries = self._past.since(seq, self._committed.seq)
        return (self._committed, ()) if entries is None else (None, entries)

    def _keep(self, keyed: Sequence[KeyedEntry]) -> tuple[LogEntry, ...]:
        entries = tuple(one.entry for one in keyed)
        self._past.keep(keyed)
        started = next((one for one in entries if isinstance(one.body, SessionStarted)), None)
        if started is not None:
            self.origin_ns = origin_of(self._clock, started.at_ms)
        return entries


class Past:
    """What was committed lately."""

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
