"""What a room's tap hands over until the writer thread takes it; bounded, for disks may be slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recordings.events import ClockReported, PacketCame, TrackEnded

if TYPE_CHECKING:
    from media.api import TrackId, TrackInfo
    from recordings.events import Event

LIMIT_BYTES = 32 << 20
"""A minute of three cameras at 1.5 Mbit/s."""


class Inbox:
    """The recorder's end of a tap (media.api.PacketSink)."""

    def __init__(self, limit_bytes: int = LIMIT_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._events: list[Event] = []
        self._bytes = 0
        self.dropped = 0
        """Packets left out because the disk could not keep up; the tracks ask for key frames afterwards."""

    def put(self, event: Event) -> None:
        """Add what is not a packet; never left out."""
        self._events.append(event)

    def take(self) -> list[Event]:
        """Return everything that came since the last time."""
        events, self._events, self._bytes = self._events, [], 0
        return events

    def track_added(self, track: TrackInfo) -> None:
        """Tracks are taken up at their first packet."""

    def track_removed(self, track_id: TrackId) -> None:
        """The track's file can be closed."""
        self._events.append(TrackEnded(track_id))

    def packet(self, track: TrackInfo, rtp: bytes, arrived_ns: int) -> None:
        """One decrypted RTP packet."""
        if self._bytes >= self._limit_bytes:
            self.dropped += 1
            return
        self._bytes += len(rtp)
        self._events.append(PacketCame(track, rtp, arrived_ns))

    def sender_report(self, track_id: TrackId, ntp_time: int, rtp_time: int) -> None:
        """The publisher's clocks at one instant."""
        self._events.append(ClockReported(track_id, ntp_time, rtp_time))
