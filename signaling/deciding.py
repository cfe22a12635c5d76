"""Turns a room's mail into staged entries and into what will be answered once they are committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signaling.folding import participant_of
from signaling.inputs import CatchUp, Do, Enter, Gone, Heard, RecorderFailed, Signed, TrackCame, TrackWent
from signaling.negotiation import TrackBook
from signaling.presence import PresenceBoard
from signaling.refusals import LiveRefusal, not_joined
from signaling.seating import SeatingPlan, Sitting
from telemed.wire.commands import PutAnnotation, ShowOnStage
from telemed.wire.live import Applied, IceServer, Joined, Resynced

if TYPE_CHECKING:
    from collections.abc import Callable

    from signaling.inputs import Input
    from signaling.ledger import Ledger
    from telemed.wire.base import Message


class Decider:
    """Who sits where, which tracks exist, who shows what: all of a room that is not in its log."""

    def __init__(self, ledger: Ledger, host_name: str, ice_servers: tuple[IceServer, ...]) -> None:
        self.seating = SeatingPlan()
        self.tracks = TrackBook()
        self.presence = PresenceBoard()
        self._ledger = ledger
        self._host_name = host_name
        self._ice_servers = ice_servers

    def keep_house(self) -> None:
        """Do what is due, and note as lost who has no connection: after a restart, or when a note failed."""
        ledger = self._ledger
        for seat in ledger.room.state.participants:
            if seat.lost_at_ms is None and not self.seating.is_seated(seat.participant_id):
                ledger.stage(ledger.room.lose(seat.participant_id, ledger.moment()))
        ledger.stage(ledger.room.wake(ledger.moment()))

    async def decide(self, one: Input) -> Callable[[], Message] | None:
        """Stage what the input leads to. What is returned makes the answer, once that is committed."""
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
                    return None
        except LiveRefusal as refusal:
            ack = refusal.ack
            return lambda: ack

    def unseat(self, one: Enter) -> None:
        """The seat was not committed."""
        if self.seating.sits(one.guest.participant_id, one.connection):
            self.seating.stand_up(one.guest.participant_id)

    def _enter(self, one: Enter) -> Callable[[], Message]:
        guest, join, ledger = one.guest, one.join, self._ledger
        ledger.stage(ledger.room.take_seat(guest, ledger.moment(), agrees=join.consents_to_recording))
        self.seating.sit(guest.participant_id, Sitting(one.connection, join.instance))
        since = join.since if join.host == self._host_name else 0
        return lambda: self._joined(one, since)

    def _joined(self, one: Enter, since: int) -> Joined:
        state, entries = self._ledger.since(since)
        return Joined(
            participant_id=one.guest.participant_id,
            host=self._host_name,
            server_ms=self._ledger.moment().at_ms,
            state=state,
            entries=entries,
            tracks=self.tracks.list(),
            ice_servers=self._ice_servers,
        )

    async def _do(self, one: Do) -> Callable[[], Message]:
        self._require_seat(one.participant_id, one.connection)
        ledger = self._ledger
        seq = ledger.seq_of(one.participant_id, one.key)
        if seq is None:
            await self._refresh_for(one.command)
            ledger.stage(ledger.room.handle(one.participant_id, one.command, ledger.moment()), one.key)
            seq = ledger.room.state.seq
        applied = Applied(seq=seq)
        return lambda: applied

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
                self.presence.forget(one.participant_id)
                ledger.stage(ledger.room.lose(one.participant_id, ledger.moment()))
            case Signed() if self.seating.sits(one.participant_id, one.connection):
                who = participant_of(ledger.room.state, one.participant_id)
                if who is not None:
                    self.presence.sign(who, one.signs)
            case TrackCame():
                self.tracks.add(one.track)
            case TrackWent():
                self.tracks.remove(one.track_id)
            case Heard():
                self.presence.hear(one.levels)
            case RecorderFailed():
                ledger.stage(ledger.room.fail_recording(ledger.moment()))
            case _:
                pass

    def _require_seat(self, participant_id: str, connection: str) -> None:
        if not self.seating.sits(participant_id, connection):
            raise not_joined()
