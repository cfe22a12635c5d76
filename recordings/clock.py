"""Whose clock says what: RTP timestamps to the session's media clock by sender reports (RFC 3550 6.4.1).

A browser stamps all its tracks with one clock (the NTP field of its sender reports), which is not ours. So
each track maps its own time to the sender's clock, and each sender's clock is mapped to ours by the packets
that travelled fastest: the smallest difference between arrival and sending. Audio that the network holds up
longer than video still lands beside its picture.

While recording, the numbers are only written down (ClockMark); they are applied when a file is composed. A
report that comes seconds late then corrects the first second as well, and a drifting clock is followed.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import msgspec

from recordings.rtp import TIMESTAMP_SPAN, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NS_PER_MS = 1_000_000
NTP_FRACTION_BITS = 32
LAG_WINDOW_MS = 30_000.0
"""Half the span over which the fastest packet is looked for: short enough for 50 ppm of drift (1.5 ms)."""


class ClockMark(msgspec.Struct, frozen=True, tag="clock"):
    """What was known of a track's clock at one moment."""

    file_ms: float
    """Time inside the segment's file."""
    lag_ms: float
    """Smallest (arrival on the media clock - sending time) since the mark before; sending time is on the
    sender's clock when sender_ms is given, else inside the file."""
    sender_ms: float | None = None
    """The sender's clock at file_ms; None until its first report."""


def ntp_ms(ntp_time: int) -> float:
    """64-bit NTP time to milliseconds since 1900."""
    return (ntp_time * 1000) / (1 << NTP_FRACTION_BITS)


class TrackClock:
    """Counts one segment's time from its first frame and remembers how late packets came."""

    def __init__(self, clock_rate_hz: int, first_timestamp: int, origin_ns: int) -> None:
        self._ticks_per_ms = clock_rate_hz / 1000
        self._first = first_timestamp
        self._latest = first_timestamp
        self._origin_ns = origin_ns
        """Monotonic time of media clock 0."""
        self._report: tuple[float, float] | None = None
        """(file_ms, sender_ms) of the latest sender report."""
        self._lag_ms: float | None = None

    def file_ms(self, timestamp: int) -> float:
        """Milliseconds from the first frame to an RTP timestamp; negative for an earlier one."""
        unwrapped = nearest(timestamp, self._latest, TIMESTAMP_SPAN)
        self._latest = max(self._latest, unwrapped)
        return (unwrapped - self._first) / self._ticks_per_ms

    def arrived(self, file_ms: float, arrived_ns: int) -> None:
        """Note when a frame's first packet came."""
        sender_ms = file_ms if self._report is None else self._sender_ms(self._report, file_ms)
        lag = (arrived_ns - self._origin_ns) / NS_PER_MS - sender_ms
        self._lag_ms = lag if self._lag_ms is None else min(lag, self._lag_ms)

    def reported(self, ntp_time: int, timestamp: int) -> None:
        """Take a sender report; lags measured against no report are of no further use."""
        if self._report is None:
            self._lag_ms = None
        self._report = (self.file_ms(timestamp), ntp_ms(ntp_time))

    def mark(self, file_ms: float) -> ClockMark | None:
        """What is known now, and start a new interval; None when no packet came since the last mark."""
        lag, self._lag_ms = self._lag_ms, None
        if lag is None:
            return None
        if self._report is None:
            return ClockMark(file_ms, lag)
        return ClockMark(file_ms, lag, self._sender_ms(self._report, file_ms))

    @staticmethod
    def _sender_ms(report: tuple[float, float], file_ms: float) -> float:
        return report[1] + file_ms - report[0]


class SenderClock:
    """Maps one sender's clock to the media clock; built from the marks of all its tracks."""

    def __init__(self, marks: Iterable[ClockMark]) -> None:
        known = sorted((mark.sender_ms, mark.lag_ms) for mark in marks if mark.sender_ms is not None)
        self._times = [time for time, _ in known]
        self._lags = [lag for _, lag in known]

    def media_ms(self, sender_ms: float) -> float:
        """The media clock when the sender's clock said sender_ms. Raises ValueError without any report."""
        if not self._times:
            raise ValueError("the sender never reported its clock")
        low = bisect_right(self._times, sender_ms - LAG_WINDOW_MS)
        high = bisect_right(self._times, sender_ms + LAG_WINDOW_MS)
        if low == high:
            low = max(0, min(low, len(self._lags) - 1))
            high = low + 1
        return sender_ms + min(self._lags[low:high])


class SegmentTimes:
    """Maps the time inside one segment's file to the media clock."""

    def __init__(self, marks: Sequence[ClockMark], sender: SenderClock) -> None:
        self._sender = sender
        self._points = sorted((mark.file_ms, mark.sender_ms) for mark in marks if mark.sender_ms is not None)
        self._starts = [file_ms for file_ms, _ in self._points]
        self._lag_ms = min((mark.lag_ms for mark in marks if mark.sender_ms is None), default=0.0)
        """Used when no report ever came."""

    def media_ms(self, file_ms: float) -> float:
        """Position of a frame on the media clock, in milliseconds."""
        if not self._points:
            return file_ms + self._lag_ms
        return self._sender.media_ms(self._sender_ms(file_ms))

    def _sender_ms(self, file_ms: float) -> float:
        """Between two marks along their line; outside, at the nominal rate from the nearest."""
        after = bisect_right(self._starts, file_ms)
        start, at_start = self._points[max(after - 1, 0)]
        if not 0 < after < len(self._points):
            return at_start + file_ms - start
        end, at_end = self._points[after]
        return at_start + (file_ms - start) * (at_end - at_start) / (end - start)
