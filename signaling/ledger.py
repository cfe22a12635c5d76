"""The room's side of the log: decides ahead, commits what waits at one stroke, takes back what failed.

Three states follow each other: what is committed, what is being committed (in flight), and what was decided
since (pending). `room` works on the last of them.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from typing import TYPE_CHECKING

from signaling.clock import media_ms, origin_of
from signaling.draft import Moment
from signaling.folding import fold_all
from signaling.past import Past
from signaling.ports import KeyedEntry, LogTaken
from signaling.refusals import LiveRefusal
from signaling.room import Room
from telemed.domain.ids import uuid7
from telemed.wire.entries import AnnotationPut, LogEntry, SessionStarted, ViewChanged
from telemed.wire.room import EMPTY_ROOM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signaling.ports import Clock, LiveStore
    from telemed.wire.room import RoomState

log = logging.getLogger(__name__)

RANDOM_BITS = 74
TOLD_EARLY = (ViewChanged, AnnotationPut)
"""Many a second, and superseded by the next one: told before they are committed, acknowledged after."""


class CommitFailed(Exception):
    """It is not known whether the entries were committed; the log must be read again."""


class Ledger:
    """One room's log, its fold, and the commands already done."""

    def __init__(self, session_id: str, store: LiveStore, clock: Clock, timeout_s: float) -> None:
        self.session_id = session_id
        self.room = Room(EMPTY_ROOM, frozenset())
        self.consultation_id = ""
        self.origin_ns: int | None = None
        """Monotonic time at which the session started."""
        self._outside = (store, clock, timeout_s)
        self._past = Past()
        self._committed = EMPTY_ROOM
        self._flying: tuple[KeyedEntry, ...] = ()
        self._pending: list[KeyedEntry] = []
        self._told_seq = 0

    @property
    def state(self) -> RoomState:
        """The committed state."""
        return self._committed

    def moment(self) -> Moment:
        """Return now."""
        _, clock, _ = self._outside
        now_ms = clock.now_ms()
        on_media = None if self.origin_ns is None else media_ms(clock, self.origin_ns)
        return Moment(now_ms, on_media, uuid7(now_ms, secrets.randbits(RANDOM_BITS)))

    def seq_of(self, participant_id: str, key: str) -> int | None:
        """Say where a command that was already done stands in the log, uncommitted ones included."""
        for keyed in (*self._flying, *self._pending):
            if keyed.key == key and keyed.entry.participant_id == participant_id:
                return keyed.entry.seq
        return self._past.keys.seq_of(participant_id, key)

    def stage(self, entries: Sequence[LogEntry], key: str | None = None) -> None:
        """Add what the room decided to the next commit."""
        self._pending.extend(
            KeyedEntry(entry, key if index == 0 else None) for index, entry in enumerate(entries)
        )
        self._set_origin(entries)

    def tell_early(self) -> tuple[LogEntry, ...]:
        """Return entries that may be told before they are committed, each once and in order."""
        ready: list[LogEntry] = []
        for keyed in (*self._flying, *self._pending):
            if keyed.entry.seq > self._told_seq:
                if not isinstance(keyed.entry.body, TOLD_EARLY):
                    break
                ready.append(keyed.entry)
        self._told_seq = ready[-1].seq if ready else self._told_seq
        return tuple(ready)

    async def commit(self) -> tuple[LogEntry, ...]:
        """Append what is pending in one transaction and return it.

        Raises LiveRefusal when the store refuses, CommitFailed when it is not known what happened; then call
        `roll_back`.
        """
        if not self._pending:
            return ()
        store, _, timeout_s = self._outside
        state = self.room.state
        self._flying, self._pending = tuple(self._pending), []
        try:
            async with asyncio.timeout(timeout_s):
                await store.commit(self.session_id, self._flying)
        except LiveRefusal:
            raise
        except LogTaken:
            raise CommitFailed from None
        except Exception:
            log.exception("commit failed", extra={"session_id": self.session_id})
            raise CommitFailed from None
        made, self._flying = self._flying, ()
        self._committed = state
        self._past.keep(made)
        return tuple(keyed.entry for keyed in made)

    def untold(self, entries: Sequence[LogEntry]) -> tuple[LogEntry, ...]:
        """Return those committed entries that were not told yet; they count as told from now on."""
        news = tuple(entry for entry in entries if entry.seq > self._told_seq)
        self._told_seq = news[-1].seq if news else self._told_seq
        return news

    def roll_back(self) -> bool:
        """Return to what is committed; True when something was told that is taken back by this."""
        was_told = self._told_seq > self._committed.seq
        self._flying, self._pending = (), []
        self._told_seq = self._committed.seq
        self.room.state = self._committed
        if self._committed.started_at_ms is None:
            self.origin_ns = None
        return was_told

    async def load(self) -> tuple[LogEntry, ...]:
        """Read the log and return what is new in it; the room then stands where the log does."""
        store, _, timeout_s = self._outside
        async with asyncio.timeout(timeout_s):
            record = await store.load(self.session_id)
        new = [keyed for keyed in record.entries if keyed.entry.seq > self._committed.seq]
        entries = tuple(keyed.entry for keyed in new)
        self._committed = fold_all(entries, self._committed)
        self.room = Room(self._committed, record.materials)
        self.consultation_id = record.consultation_id
        self._past.keep(new)
        self._set_origin(entries)
        return entries

    async def refresh_materials(self) -> None:
        """Read again what may be shown."""
        store, _, timeout_s = self._outside
        async with asyncio.timeout(timeout_s):
            self.room.materials = await store.materials(self.session_id)

    def since(self, seq: int) -> tuple[RoomState | None, tuple[LogEntry, ...]]:
        """Return what a client that applied `seq` lacks: entries, or the state when they are too many.

        Both hold what was told early: the client does not hear it again.
        """
        early = tuple(
            keyed.entry
            for keyed in (*self._flying, *self._pending)
            if self._committed.seq < keyed.entry.seq <= self._told_seq
        )
        missing = self._past.since(seq, self._committed.seq)
        if missing is None:
            return fold_all(early, self._committed), ()
        return None, (*missing, *early)

    def _set_origin(self, entries: Sequence[LogEntry]) -> None:
        for entry in entries:
            if isinstance(entry.body, SessionStarted):
                self.origin_ns = origin_of(self._outside[1], entry.at_ms)
