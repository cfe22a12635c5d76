"""What the live side tells the writer thread about one recording, in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from media.api import TrackId, TrackInfo


@dataclass(frozen=True, slots=True)
class PacketCame:
    """One decrypted RTP packet."""

    track: TrackInfo
    data: bytes
    arrived_ns: int


@dataclass(frozen=True, slots=True)
class ClockReported:
    """One sender report."""

    track_id: TrackId
    ntp_time: int
    timestamp: int


@dataclass(frozen=True, slots=True)
class TrackEnded:
    """A track is gone."""

    track_id: TrackId


@dataclass(frozen=True, slots=True)
class ConsentSet:
    """Whose tracks may be stored from now on."""

    participants: frozenset[str]
    at_ns: int


@dataclass(frozen=True, slots=True)
class Paused:
    """Nothing is stored from now on."""

    at_ns: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """Storing goes on."""

    at_ns: int


Event: TypeAlias = PacketCame | ClockReported | TrackEnded | ConsentSet | Paused | Resumed
