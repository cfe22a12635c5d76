"""One room on this node: takes its mail, lets the room decide, commits once, then tells.

The order is the promise: decide everything that waits, append it in one transaction, broadcast, acknowledge.
Whoever got an acknowledgement finds the entry in the log, whatever happens to this process.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signaling.aftermath import Aftermath
from signaling.folding import participant_of
from signaling.inputs import CatchUp, Do, Enter, Gone, Heard, RecorderFailed, Signed, TrackCame, TrackWent
from signaling.ledger import CommitFailed, Ledger
from signaling.mailbox import Mailbox
from signaling.negotiation import TrackBook
from signaling.ports import Clock, LiveStore, MediaSession, Outbox, SessionRecorder
from signaling.presence import PresenceBoard
from signaling.refusals import LiveRefusal, not_joined
from signaling.seating import SeatingPlan, Sitting
from telemed.wire.commands import PutAnnotation, ShowOnStage
from telemed.wire.live import Accepted, Applied, Entries, IceServer, Joined, LiveCode, Refused, Resynced

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from signaling.inputs import Asked, Input
    from telemed.wire.base import Message
    from telemed.wire.entries import LogEntry

log = logging.getLogger(__name__)

BUSY = Refused(code=LiveCode.BUSY, message="The room cannot take this now; send it again under the same key.")
BROKEN = Refused(
    code=LiveCode.BROKEN, message="The room could not store this; send it again under the same key."
)


@dataclass(frozen=True, slots=True)
class HubLimits:
    """Bounds of the rooms of a node."""

    mailbox: int = 256
    """Commands that wait for one room."""
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


class RoomHost:
    """The loop of one room. Its owner awaits `run`, which returns when the room is over or idle."""

    def __init__(self, session_id: str, around: Surroundings) -> None:
        self.session_id = session_id
        self._around = around
        self.mailbox: Mailbox[Input] = Mailbox(around.limits.mailbox)
        self.seating = SeatingPlan()
        self.tracks = TrackBook()
        self._presence = PresenceBoard()
        self._ledger = Ledger(session_id, around.store, around.clock, around.limits.commit_timeout_s)
        self._aftermath = Aftermath(self._ledger, self.seating, around, self.mailbox)
        self._is_sure = False
        """Whether the room is known to stand where the log does."""
        self._told_revision = 0

    @property
    def seq(self) -> int:
        """The last committed entry."""
        return self._ledger.state.seq

    async def run(self) -> None:
        """Serve until the session ends or nobody is left."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._aftermath.run(), name=f"recording-{self.session_id}")
                await self._serve()
                self._aftermath.close()
        finally:
            self._aftermath.end()
            self.turn_away()

    def turn_away(self) -> None:
        """Refuse what still waits."""
        self._turn_away(self.mailbox.drain())

    async def _serve(self) -> None:
        await self._ledger.load()
        self._is_sure = True
        self._aftermath.take_up()
        is_over = False
        while not is_over:
            batch = await self.mailbox.take(self._patience_s())
            is_over = not batch and self._is_idle()
            await self._turn(batch)
            is_over = is_over or self._ledger.state.phase == "ended"

    def _patience_s(self) -> float:
        now_ms = self._around.clock.now_ms()
        due = [self._around.limits.idle_s * 1000.0]
        wake_at_ms = self._ledger.room.wake_at_ms()
        if wake_at_ms is not None:
            due.append(wake_at_ms - now_ms)
        presence_ms = self._presence.due_in_ms(now_ms)
        if presence_ms is not None:
            due.append(presence_ms)
        return max(0.0, min(due)) / 1000.0

    def _is_idle(self) -> bool:
        return self.seating.is_empty and not self._ledger.state.participants

    async def _turn(self, batch: Sequence[Input]) -> None:
        try:
            await self._settle()
            await self._process(batch)
            await self._show_presence()
        except Exception:
            log.exception("room turn failed", extra={"session_id": self.session_id})
            self._is_sure = False
        finally:
            self._turn_away(batch)

    async def _settle(self) -> None:
        """Read the log again after a commit of unknown outcome, and tell what was in it."""
        if not self._is_sure:
            found = await self._ledger.load()
            self._is_sure = True
            await self._tell(found)

    async def _process(self, batch: Sequence[Input]) -> None:
        self._reconcile()
        self._ledger.stage(self._ledger.room.wake(self._ledger.moment()))
        decided = [(one, await self._decide(one)) for one in batch]
        try:
            made = await self._ledger.commit()
        except CommitFailed:
            self._is_sure = False
            self._unseat(batch)
            return
        except LiveRefusal as refusal:
            self._unseat(batch)
            await self._one_by_one(batch, refusal)
            return
        await self._tell(made)
        await self._tell_tracks()
        for one, answer in decided:
            if isinstance(one, Enter | Do | CatchUp):
                settle(one, answer())
        await asyncio.sleep(0)  # acknowledgements go out before a connection is closed
        await self._aftermath.follow(made)

    async def _one_by_one(self, batch: Sequence[Input], refusal: LiveRefusal) -> None:
        """The store refused one of several: find out which, so that the others are not refused with it."""
        if len(batch) > 1:
            for one in batch:
                await self._process([one])
            return
        for one in batch:
            if isinstance(one, Enter | Do | CatchUp):
                settle(one, refusal.ack)

    async def _decide(self, one: Input) -> Callable[[], Message]:
        """Stage what the input leads to; what is returned makes the answer once that is committed."""
        try:
            match one:
                case Enter():
                    return self._enter(one)
                case Do():
                    return await self._do(one)
                case CatchUp():
                    return self._catch_up(one)
                case _:
                    self._note(one)
        except LiveRefusal as refusal:
            ack = refusal.ack
            return lambda: ack
        return lambda: BROKEN

    def _enter(self, one: Enter) -> Callable[[], Message]:
        guest, join = one.guest, one.join
        ledger = self._ledger
        ledger.stage(ledger.room.take_seat(guest, ledger.moment(), agrees=join.consents_to_recording))
        is_new_page = self.seating.is_new_page(guest.participant_id, join.instance)
        before = self.seating.sit(guest.participant_id, Sitting(one.connection, join.instance))
        replaced = None if before is None else before.connection
        self._aftermath.seated(guest.participant_id, replaced, is_new_page=is_new_page)
        return lambda: self._joined(one)

    def _joined(self, one: Enter) -> Joined:
        state, entries = self._ledger.since(one.join.since)
        return Joined(
            participant_id=one.guest.participant_id,
            server_ms=self._around.clock.now_ms(),
            state=state,
            entries=entries,
            tracks=self.tracks.list(),
            ice_servers=self._around.limits.ice_servers,
        )

    async def _do(self, one: Do) -> Callable[[], Message]:
        self._require_seat(one.participant_id, one.connection)
        ledger = self._ledger
        known = ledger.seq_of(one.participant_id, one.key)
        if known is None:
            await self._refresh_for(one.command)
            ledger.stage(ledger.room.handle(one.participant_id, one.command, ledger.moment()), one.key)
        seq = max(known or 0, ledger.room.state.seq)
        return lambda: Applied(seq=seq)

    async def _refresh_for(self, command: object) -> None:
        match command:
            case ShowOnStage(material_id=str(material_id)):
                wanted = material_id
            case PutAnnotation(annotation=annotation):
                wanted = annotation.material_id
            case _:
                return
        if wanted not in self._ledger.room.materials:
            await self._ledger.refresh_materials()

    def _catch_up(self, one: CatchUp) -> Callable[[], Message]:
        self._require_seat(one.participant_id, one.connection)

        def resynced() -> Resynced:
            state, entries = self._ledger.since(one.resync.since)
            return Resynced(state=state, entries=entries, tracks=self.tracks.list())

        return resynced

    def _note(self, one: Input) -> None:
        ledger = self._ledger
        match one:
            case Gone() if self.seating.sits(one.participant_id, one.connection):
                self.seating.stand_up(one.participant_id)
                self._presence.forget(one.participant_id)
                ledger.stage(ledger.room.lose(one.participant_id, ledger.moment()))
            case Signed() if self.seating.sits(one.participant_id, one.connection):
                who = participant_of(ledger.room.state, one.participant_id)
                if who is not None:
                    self._presence.sign(who, one.signs)
            case TrackCame():
                self.tracks.add(one.track)
            case TrackWent():
                self.tracks.remove(one.track_id)
            case Heard():
                self._presence.hear(one.levels)
            case RecorderFailed():
                ledger.stage(ledger.room.fail_recording(ledger.moment()))
            case _:
                pass

    def _require_seat(self, participant_id: str, connection: str) -> None:
        if not self.seating.sits(participant_id, connection):
            raise not_joined()

    def _unseat(self, batch: Sequence[Input]) -> None:
        self._aftermath.forget_seated()
        for one in batch:
            if isinstance(one, Enter) and self.seating.sits(one.guest.participant_id, one.connection):
                self.seating.stand_up(one.guest.participant_id)
            if isinstance(one, RecorderFailed):
                self.mailbox.force(one)

    def _reconcile(self) -> None:
        """Whoever has no connection is lost: after a restart, and when a commit that said so failed."""
        ledger = self._ledger
        for seat in ledger.room.state.participants:
            if seat.lost_at_ms is None and not self.seating.is_seated(seat.participant_id):
                ledger.stage(ledger.room.lose(seat.participant_id, ledger.moment()))

    async def _tell(self, entries: Sequence[LogEntry]) -> None:
        if entries:
            told = Entries(entries=tuple(entries))
            await self._around.outbox.tell(self.seating.connections(), "entries", told)

    async def _tell_tracks(self) -> None:
        tracks = self.tracks.list()
        if tracks.revision != self._told_revision:
            self._told_revision = tracks.revision
            await self._around.outbox.tell(self.seating.connections(), "tracks", tracks)

    async def _show_presence(self) -> None:
        now_ms = self._around.clock.now_ms()
        if self._presence.due_in_ms(now_ms) == 0:
            shown = self._presence.take(now_ms)
            await self._around.outbox.tell(self.seating.connections(), "presence", shown, may_drop=True)

    @staticmethod
    def _turn_away(batch: Sequence[Input]) -> None:
        for one in batch:
            if isinstance(one, Enter | Do | CatchUp) and not one.answer.done():
                one.answer.set_result(BUSY)


def settle(one: Asked, answer: Message) -> None:
    """Answer a command, unless whoever asked has gone."""
    if not one.answer.done():
        one.answer.set_result(answer if isinstance(answer, Refused) else Accepted(body=answer))
