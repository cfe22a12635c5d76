"""One room on this node: takes its mail, lets the room decide, commits, then tells.

Two loops share the work. One decides what comes in, at once, on the state that includes what is still being
written. The other commits everything that waits in one transaction, and only then acknowledges it. Whoever
got an acknowledgement finds the entry in the log, whatever happens to this process; a slow disk makes larger
transactions, not longer queues.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signaling.aftermath import Aftermath
from signaling.deciding import Decider
from signaling.inputs import CatchUp, Do, Enter, Input, Landed, RecorderFailed
from signaling.ledger import CommitFailed, Ledger
from signaling.mailbox import Mailbox
from signaling.ports import Clock, LiveStore, MediaSession, Outbox, SessionRecorder
from signaling.refusals import LiveRefusal
from telemed.wire.base import Message
from telemed.wire.live import Accepted, Entries, IceServer, LiveCode, Refused, StateTold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telemed.wire.entries import LogEntry

log = logging.getLogger(__name__)

BUSY = Refused(code=LiveCode.BUSY, message="The room cannot take this now; send it again under the same key.")

OVER = Refused(code=LiveCode.SESSION_ENDED, message="The session has ended.")


@dataclass(frozen=True, slots=True)
class HubLimits:
    """Bounds of the rooms of a node."""

    mailbox: int = 256
    """Commands that wait for one room to decide or to commit."""
    commit_timeout_s: float = 5.0
    negotiate_timeout_s: float = 5.0
    answer_timeout_s: float = 15.0
    idle_s: float = 30.0
    """A room without seats is dropped from memory after this long."""
    ice_servers: tuple[IceServer, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every room of a node works with."""

    store: LiveStore
    media: MediaSession
    recorder: SessionRecorder
    outbox: Outbox
    clock: Clock
    limits: HubLimits


@dataclass(frozen=True, slots=True)
class Decided:
    """An input and what makes its answer, if it is to be answered."""

    input: Input
    answer: Callable[[], Message] | None


class RoomHost:
    """The loops of one room. Its owner awaits `run`, which returns when the room is over or idle."""

    def __init__(self, session_id: str, around: Surroundings) -> None:
        self.session_id = session_id
        self.mailbox: Mailbox[Input] = Mailbox(around.limits.mailbox)
        self._around = around
        self._ledger = Ledger(session_id, around.store, around.clock, around.limits.commit_timeout_s)
        self._decider = Decider(self._ledger, secrets.token_urlsafe(9), around.limits.ice_servers)
        self._aftermath = Aftermath(self._ledger, self._decider, around, self.mailbox)
        self._standing = Standing()
        self._waiting: list[Decided] = []
        self._written = asyncio.Event()
        """Set while nothing waits to be written."""
        self._written.set()
        self._to_write = asyncio.Event()

    @property
    def seq(self) -> int:
        """The last committed entry."""
        return self._ledger.state.seq

    def sits(self, participant_id: str, connection: str) -> bool:
        """Say whether this connection holds the seat."""
        return self._decider.seating.sits(participant_id, connection)

    def post(self, one: Input) -> None:
        """Put what a client asks. Raises MailboxFull when too much waits, decided or not."""
        self.mailbox.post(one, waiting=len(self._waiting))

    async def run(self) -> None:
        """Serve until the session ends or nobody is left."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._aftermath.run(), name=f"recording-{self.session_id}")
                await self._settle()
                self._aftermath.take_up()
                writer = group.create_task(self._write(), name=f"writer-{self.session_id}")
                await self._serve()
                await self._written.wait()
                writer.cancel()
                self._aftermath.close()
        finally:
            self._aftermath.end()
            self.turn_away()

    def turn_away(self) -> None:
        """Refuse what still waits."""
        refusal = OVER if self._ledger.state.phase == "ended" else BUSY
        for one in (*self.mailbox.drain(), *(decided.input for decided in self._waiting)):
            settle(one, refusal)
        self._waiting = []

    async def _serve(self) -> None:
        while self._ledger.state.phase != "ended":
            batch = await self.mailbox.take(self._patience_s())
            if not batch and self._is_idle():
                return
            try:
                await self._turn(batch)
            except Exception:
                log.exception("room turn failed", extra={"session_id": self.session_id})
                self._standing.is_sure = False
                for one in batch:
                    settle(one, BUSY)

    async def _turn(self, batch: Sequence[Input]) -> None:
        await self._settle()
        self._decider.keep_house()
        for one in batch:
            await self._take(one)
        self._start_writing()
        await self._tell(self._ledger.tell_early())
        await self._tell_tracks()
        await self._show_presence()
        await self._one_by_one()

    async def _take(self, one: Input) -> None:
        self._waiting.append(Decided(one, await self._decider.decide(one)))

    def _start_writing(self) -> None:
        self._written.clear()
        self._to_write.set()

    async def _one_by_one(self) -> None:
        """The store refused one of several: find out which, so that the others are not refused with it."""
        for one in self._standing.take_suspects():
            await self._take(one)
            self._start_writing()
            await self._written.wait()

    async def _write(self) -> None:
        while True:
            await self._to_write.wait()
            self._to_write.clear()
            flight, self._waiting = self._waiting, []
            await self._land(flight)
            if not self._to_write.is_set():
                self._written.set()

    async def _land(self, flight: Sequence[Decided]) -> None:
        try:
            made = await self._ledger.commit()
        except CommitFailed:
            self._standing.is_sure = False
            self._take_back(flight)
        except LiveRefusal as refusal:
            await self._find_culprit(flight, refusal)
        else:
            await self._tell(self._ledger.untold(made))
            for one in flight:
                if one.answer is not None:
                    settle(one.input, one.answer())
            await asyncio.sleep(0)  # acknowledgements go out before a connection is closed
            await self._aftermath.follow(made)
            if self._ledger.state.phase == "ended":
                self.mailbox.force(Landed())

    async def _find_culprit(self, flight: Sequence[Decided], refusal: LiveRefusal) -> None:
        asked = [one.input for one in flight if one.answer is not None]
        if len(asked) == 1:
            settle(asked[0], refusal.ack)
        else:
            self._standing.suspects = asked
        self._take_back([one for one in flight if one.input not in self._standing.suspects])
        if self._standing.is_misled:
            self._standing.is_misled = False
            await self._tell_state()
        self.mailbox.force(Landed())

    def _take_back(self, flight: Sequence[Decided]) -> None:
        """Return to the committed state; what was decided on top of what failed fails with it."""
        self._standing.is_misled |= self._ledger.roll_back()
        failed, self._waiting = [*flight, *self._waiting], []
        for decided in failed:
            if isinstance(decided.input, Enter):
                self._decider.unseat(decided.input)
            if isinstance(decided.input, RecorderFailed):
                self.mailbox.force(decided.input)
            settle(decided.input, BUSY)

    async def _settle(self) -> None:
        """Read the log after a commit of unknown outcome, and tell how things stand."""
        if self._standing.is_sure:
            return
        found = await self._ledger.load()
        self._standing.is_sure = True
        news = self._ledger.untold(found)
        if self._standing.is_misled:
            self._standing.is_misled = False
            await self._tell_state()
        else:
            await self._tell(news)

    async def _tell_state(self) -> None:
        told = StateTold(state=self._ledger.state)
        await self._around.outbox.tell(self._decider.seating.connections(), "state", told)

    async def _tell(self, entries: Sequence[LogEntry]) -> None:
        if entries:
            told = Entries(entries=tuple(entries))
            await self._around.outbox.tell(self._decider.seating.connections(), "entries", told)

    async def _tell_tracks(self) -> None:
        tracks = self._decider.tracks.list()
        if tracks.revision != self._standing.told_revision:
            self._standing.told_revision = tracks.revision
            await self._around.outbox.tell(self._decider.seating.connections(), "tracks", tracks)

    async def _show_presence(self) -> None:
        now_ms = self._around.clock.now_ms()
        presence = self._decider.presence
        if presence.due_in_ms(now_ms) == 0:
            connections = self._decider.seating.connections()
            await self._around.outbox.tell(connections, "presence", presence.take(now_ms), may_drop=True)

    def _patience_s(self) -> float:
        now_ms = self._around.clock.now_ms()
        due = [self._around.limits.idle_s * 1000.0]
        wake_at_ms = self._ledger.room.wake_at_ms()
        if wake_at_ms is not None:
            due.append(wake_at_ms - now_ms)
        presence_ms = self._decider.presence.due_in_ms(now_ms)
        if presence_ms is not None:
            due.append(presence_ms)
        return max(0.0, min(due)) / 1000.0

    def _is_idle(self) -> bool:
        return self._decider.seating.is_empty and not self._ledger.room.state.participants


class Standing:
    """How far the room's own picture can be trusted, and what of it was told."""

    def __init__(self) -> None:
        self.is_sure = False
        """Whether the room is known to stand where the log does."""
        self.is_misled = False
        """Whether clients were told something that was taken back."""
        self.suspects: list[Input] = []
        """Commands one of which the store refused."""
        self.told_revision = 0
        """Of the track list."""

    def take_suspects(self) -> list[Input]:
        """Return them once."""
        suspects, self.suspects = self.suspects, []
        return suspects


def settle(one: Input, answer: Message) -> None:
    """Answer what is to be answered, once, unless whoever asked has gone."""
    if isinstance(one, Enter | Do | CatchUp) and not one.answer.done():
        one.answer.set_result(answer if isinstance(answer, Refused) else Accepted(body=answer))
