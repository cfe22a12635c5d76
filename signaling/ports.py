"""What the live room needs from the rest of the service; server.py fills these in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from signaling.seats import Guest
from telemed.wire.entries import LogEntry

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from media.api import Answer, Offer, RoomListener
    from telemed.wire.base import Message
    from telemed.wire.live import Bye


class Clock(Protocol):
    """Wall and monotonic time."""

    def now_ms(self) -> int:
        """Epoch milliseconds."""

    def monotonic_ns(self) -> int:
        """Nanoseconds that never jump; the scale of media.api's arrival times."""


@dataclass(frozen=True, slots=True)
class KeyedEntry:
    """A log entry; the first entry of a command carries the command's idempotency key."""

    entry: LogEntry
    key: str | None


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session as the store has it."""

    session_id: str
    consultation_id: str
    entries: tuple[KeyedEntry, ...]
    """The whole log, in order."""
    materials: frozenset[str]
    """What may come on the stage now; the case's own id stands for its record."""


@dataclass(frozen=True, slots=True)
class Seat:
    """What a token gives."""

    session_id: str
    guest: Guest


class LogTaken(Exception):
    """Another writer was first: the room must be read again."""


class LiveStore(Protocol):
    """The durable side. Any exception but the named ones means: it is not known whether it was done."""

    async def redeem(self, token: str, account_id: str) -> Seat:
        """Turn a single-use token into a seat. Raises LiveRefusal(token_invalid)."""

    async def load(self, session_id: str) -> SessionRecord:
        """Read a session with its log."""

    async def materials(self, session_id: str) -> frozenset[str]:
        """Read what may come on the stage; materials are added while a session runs."""

    async def commit(self, session_id: str, entries: Sequence[KeyedEntry]) -> None:
        """Append in one transaction, with everything that follows from it. Raises LogTaken, LiveRefusal."""


class MediaSession(Protocol):
    """The part of media.api.MediaPlane that rooms use. Raises MediaError."""

    def open_room(self, room_id: str, listener: RoomListener) -> None:
        """Make a room; one that exists is kept and hears the new listener."""

    def close_room(self, room_id: str) -> None:
        """Close a room and its peers; one that is gone is ignored."""

    async def negotiate(self, room_id: str, peer_id: str, offer: Offer) -> Answer:
        """Answer an offer."""

    def close_peer(self, room_id: str, peer_id: str) -> None:
        """Close a peer; one that is gone is ignored."""

    def prefer(self, room_id: str, peer_id: str, track_id: str, height_px: int) -> None:
        """Say how large a subscriber shows a track."""


@dataclass(frozen=True, slots=True)
class RecordingOrder:
    """What shall be recorded."""

    recording_id: str
    session_id: str
    consultation_id: str
    room_id: str
    """The media room."""
    origin_ns: int
    """Monotonic time at which the session's media clock stood at zero."""


class SessionRecorder(Protocol):
    """Writes recordings. An exception from any of these ends the recording and everyone is told."""

    async def start(self, order: RecordingOrder) -> None:
        """Begin, or go on in new segments after a restart."""

    async def pause(self, recording_id: str) -> None:
        """Write nothing until resumed."""

    async def resume(self, recording_id: str) -> None:
        """Go on."""

    async def stop(self, recording_id: str) -> None:
        """Finish; the recording becomes available."""


class Outbox(Protocol):
    """How a room reaches connections. Never waits for a slow reader."""

    async def tell(
        self, connections: Collection[str], event: str, payload: Message, *, may_drop: bool = False
    ) -> None:
        """Send an event to each connection; to a slow one only what may not be dropped."""

    async def close(self, connection: str, bye: Bye) -> None:
        """Say the last word and close."""
