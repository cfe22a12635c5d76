"""What comes into a room's mailbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signaling.seats import Guest
from telemed.wire.commands import Join, Resync, Signs
from telemed.wire.live import Track

if TYPE_CHECKING:
    import asyncio

    from telemed.wire.live import Accepted, Refused

    Answer = asyncio.Future[Accepted | Refused]


@dataclass(frozen=True, slots=True)
class Enter:
    """A connection wants its seat."""

    connection: str
    guest: Guest
    key: str
    join: Join
    answer: Answer


@dataclass(frozen=True, slots=True)
class Do:
    """A command of someone who has a seat."""

    connection: str
    participant_id: str
    key: str
    command: object
    answer: Answer


@dataclass(frozen=True, slots=True)
class CatchUp:
    """A client lost track of the log."""

    connection: str
    participant_id: str
    resync: Resync
    answer: Answer


@dataclass(frozen=True, slots=True)
class Gone:
    """A connection broke."""

    connection: str
    participant_id: str


@dataclass(frozen=True, slots=True)
class TrackCame:
    """A participant publishes."""

    track: Track


@dataclass(frozen=True, slots=True)
class TrackWent:
    """A track ended."""

    track_id: str


@dataclass(frozen=True, slots=True)
class Heard:
    """Loudness in dBov by participant."""

    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Signed:
    """What may be lost, from a client."""

    connection: str
    participant_id: str
    signs: Signs


@dataclass(frozen=True, slots=True)
class RecorderFailed:
    """The recorder gave up."""


@dataclass(frozen=True, slots=True)
class Landed:
    """A commit went through, or was refused: look again."""


Asked = Enter | Do | CatchUp
Input = Asked | Gone | TrackCame | TrackWent | Heard | Signed | RecorderFailed | Landed
