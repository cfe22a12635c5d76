"""Makes one unbroken outgoing RTP stream of successive incoming ones.

Within a segment (one incoming stream) sequence number, timestamp and VP8 picture numbers are shifted
by constants, so that gaps and late packets keep their places. A new segment continues one step after
the highest that was sent. Pure: no clock, no I/O. Source: RFC 3550 5.1, RFC 7741 4.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from media.payload import Marks

Stream = TypeVar("Stream")

_HALF = 0x8000
_GUARD = 4096
"""Packets after a switch during which older ones of the new stream are looked out for."""
_SEGMENTS = 4
"""Segments whose packets can still be resent."""


def is_newer(sequence: int, than: int) -> bool:
    """Serial number comparison of 16 bits (RFC 1982)."""
    return 0 < (sequence - than) & 0xFFFF < _HALF


@dataclass(slots=True)
class Segment(Generic[Stream]):
    """One incoming stream's stretch of the outgoing one; the four shifts are added to what comes in."""

    stream: Stream
    first_sequence: int
    """First outgoing sequence number."""
    sequence: int
    timestamp: int
    picture: int = 0
    tl0: int = 0


class Rewriter(Generic[Stream]):
    """State of one outgoing stream."""

    __slots__ = (
        "_guarded",
        "_segments",
        "current",
        "last_ns",
        "last_picture",
        "last_sequence",
        "last_timestamp",
        "last_tl0",
    )

    def __init__(self, first_sequence: int, first_timestamp: int) -> None:
        self.last_sequence = (first_sequence - 1) & 0xFFFF
        """Highest outgoing sequence number so far."""
        self.last_timestamp = first_timestamp
        self.last_picture = 0
        self.last_tl0 = 0
        self.last_ns = 0
        """When the highest packet arrived."""
        self.current: Segment[Stream] | None = None
        """The newest segment."""
        self._segments: list[Segment[Stream]] = []
        self._guarded = 0

    def begin(self, stream: Stream, sequence: int, timestamp: int, marks: Marks, shown_at: int) -> None:
        """Start a segment with this packet of `stream`, shown at the outgoing timestamp `shown_at`."""
        first = (self.last_sequence + 1) & 0xFFFF
        segment = Segment(
            stream=stream,
            first_sequence=first,
            sequence=(first - sequence) & 0xFFFF,
            timestamp=(shown_at - timestamp) & 0xFFFFFFFF,
            picture=(self.last_picture + 1 - marks.picture_id) & 0x7FFF if self._segments else 0,
            tl0=(self.last_tl0 + 1 - marks.tl0) & 0xFF if self._segments else 0,
        )
        self._segments = [*self._segments[-_SEGMENTS + 1 :], segment]
        self.current = segment
        self._guarded = _GUARD

    def pass_on(self, sequence: int, timestamp: int, marks: Marks, arrived_ns: int) -> int:
        """The outgoing sequence number of a packet of the current segment's stream; -1 drops it.

        A packet from before the segment is dropped: its number would be one that was sent already.
        """
        segment = self.current
        if segment is None:
            return -1
        out = (sequence + segment.sequence) & 0xFFFF
        if self._guarded:
            self._guarded -= 1
            if (out - segment.first_sequence) & 0xFFFF >= _HALF:
                return -1
        if 0 < (out - self.last_sequence) & 0xFFFF < _HALF:
            self.last_sequence = out
            self.last_timestamp = (timestamp + segment.timestamp) & 0xFFFFFFFF
            self.last_ns = arrived_ns
            if marks.picture_id_at:
                self.last_picture = (marks.picture_id + segment.picture) & 0x7FFF
                self.last_tl0 = (marks.tl0 + segment.tl0) & 0xFF
        return out

    def segment_of(self, sequence: int) -> Segment[Stream] | None:
        """Whose packet an outgoing sequence number was; None when it is too old, or never was."""
        if is_newer(sequence, self.last_sequence):
            return None
        for segment in reversed(self._segments):
            if (sequence - segment.first_sequence) & 0xFFFF < _HALF:
                return segment
        return None


@dataclass(frozen=True, slots=True)
class Clock:
    """An incoming stream's timestamp at one instant of its publisher's clock, from a sender report."""

    ntp: int
    """64 bits, 32.32 fixed point seconds."""
    rtp: int


MAX_GAP_S = 5
"""A publisher's clocks that place a packet further away than this are not believed."""


def continue_at(rewriter_timestamp: int, gap_ns: int, rate_hz: int, by_clocks: int | None) -> int:
    """The outgoing timestamp of the first packet of a new segment.

    rewriter_timestamp: last outgoing one; gap_ns: time since then by arrival.
    by_clocks: where the publisher's own clocks put the packet, see `same_instant`.
    """
    by_arrival = (rewriter_timestamp + max(1, gap_ns * rate_hz // 1_000_000_000)) & 0xFFFFFFFF
    if by_clocks is None:
        return by_arrival
    ahead = (by_clocks - rewriter_timestamp) & 0xFFFFFFFF
    off = (by_clocks - by_arrival + 0x80000000 & 0xFFFFFFFF) - 0x80000000
    return by_clocks if 0 < ahead < 0x80000000 and abs(off) < MAX_GAP_S * rate_hz else by_arrival


def same_instant(timestamp: int, on: Clock, to: Clock, rate_hz: int) -> int:
    """The timestamp on the scale of `to` for the instant that `timestamp` means on the scale of `on`."""
    since = (timestamp - on.rtp + 0x80000000 & 0xFFFFFFFF) - 0x80000000
    apart = on.ntp - to.ntp
    return (to.rtp + since + (apart * rate_hz >> 32)) & 0xFFFFFFFF
