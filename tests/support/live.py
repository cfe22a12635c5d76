"""People, moments and materials for tests of the live room."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from signaling.draft import Moment
from signaling.room import Room
from signaling.seats import Guest
from telemed.wire.commands import StartSession
from telemed.wire.entries import LogEntry
from telemed.wire.room import EMPTY_ROOM
from telemed.wire.views import Camera, StackChange, Voi

if TYPE_CHECKING:
    from telemed.wire.entries import SeatRole
    from telemed.wire.room import RoomState

START_MS = 1_764_000_000_000
CT = str(UUID(int=0xC1))
ECG = str(UUID(int=0xE1))
MATERIALS = frozenset({CT, ECG})
SLICE = "1.2.826.0.1.3680043.8.498.1"


def person(name: str, role: SeatRole) -> Guest:
    """Someone with the same ids whenever the same name is asked for."""
    number = int.from_bytes(name.encode()[:12], "big")
    return Guest(str(UUID(int=number)), str(UUID(int=number + 1)), name, "Guyang hospital", role)


ZHANG = person("zhang", "host")
LI = person("li", "expert")
WANG = person("wang", "coordinator")
STUDENT = person("student", "observer")
CHEN = person("chen", "requester")
FAMILY = person("family", "guest")


def whole_stack(frame: int = 1) -> StackChange:
    """A first change of a CT: every field is there."""
    return StackChange(
        sop_instance_uid=SLICE,
        frame=frame,
        voi=Voi(center=40.0, width=400.0),
        invert=False,
        rotation=0,
        flip_h=False,
        flip_v=False,
        camera=Camera(focal=(255.5, 255.5), parallel_scale=180.0),
    )


@dataclass
class Rehearsal:
    """A room with a hand on the clock; it keeps the log."""

    room: Room = field(default_factory=lambda: Room(EMPTY_ROOM, MATERIALS))
    now_ms: int = START_MS
    log: list[LogEntry] = field(default_factory=list)
    inputs: int = 0

    @property
    def state(self) -> RoomState:
        """Where the room stands."""
        return self.room.state

    @property
    def moment(self) -> Moment:
        """Now."""
        self.inputs += 1
        started = self.state.started_at_ms
        media_ms = None if started is None else max(0, self.now_ms - started)
        return Moment(self.now_ms, media_ms, str(UUID(int=self.inputs)))

    def join(self, *guests: Guest, agrees: bool = False) -> list[LogEntry]:
        """Let people in, one after the other."""
        return self._keep(
            *(entry for guest in guests for entry in self.room.take_seat(guest, self.moment, agrees=agrees))
        )

    def do(self, guest: Guest, *commands: object) -> list[LogEntry]:
        """Let someone ask for things."""
        return self._keep(
            *(entry for one in commands for entry in self.room.handle(guest.participant_id, one, self.moment))
        )

    def lose(self, guest: Guest) -> list[LogEntry]:
        """Cut someone's connection."""
        return self._keep(*self.room.lose(guest.participant_id, self.moment))

    def wait(self, ms: int) -> list[LogEntry]:
        """Let time pass and the room wake."""
        self.now_ms += ms
        return self._keep(*self.room.wake(self.moment))

    def _keep(self, *entries: LogEntry) -> list[LogEntry]:
        self.log.extend(entries)
        return list(entries)


def live_room(*guests: Guest) -> Rehearsal:
    """A session that has started, with Zhang (who presents), Li and whoever else is named."""
    rehearsal = Rehearsal()
    rehearsal.join(ZHANG, LI, *guests)
    rehearsal.do(ZHANG, StartSession())
    return rehearsal
