"""How an incoming RTP stream arrives: loss, jitter, and which packets to ask for again.

Source: RFC 3550 A.1, A.3, A.8; RFC 4585 6.2.1.
"""

from __future__ import annotations

from dataclasses import dataclass

_MAX_JUMP = 500
"""A jump by more is a restarted sender, not loss."""
_MAX_MISSING = 256
_MAX_ASKS = 10
_GIVE_UP_NS = 1_500_000_000


@dataclass(frozen=True, slots=True)
class ReceptionReport:
    """The fields of a report block that reception knows (RFC 3550 6.4.1)."""

    fraction_lost: int
    """1/256 since the last report."""
    lost: int
    highest: int
    """Extended highest sequence number, modulo 2**32."""
    jitter: int
    """In timestamp units."""


@dataclass(slots=True)
class _Gap:
    since_ns: int
    asked_ns: int = 0
    asks: int = 0


class Reception:
    """State of one incoming stream."""

    __slots__ = (
        "_base",
        "_jitter",
        "_last",
        "_missing",
        "_rate_hz",
        "_timestamp",
        "_transit",
        "highest",
        "received",
    )

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self.highest = -1
        """Extended highest sequence number; -1 before the first packet."""
        self.received = 0
        self._base = 0
        self._last = (0, 0)
        self._jitter = 0.0
        self._transit = 0
        self._timestamp = -1
        """Of the last packet that was measured: jitter is taken between pictures, not within one."""
        self._missing: dict[int, _Gap] = {}

    def arrived(self, sequence: int, timestamp: int, now_ns: int) -> bool:
        """Count a packet; True when packets before it are found missing."""
        self.received += 1
        if self.highest < 0:
            self._restart(sequence)
            return False
        step = (sequence - self.highest) & 0xFFFF
        if step >= 0x8000:
            self._late(sequence)
            return False
        if step > _MAX_JUMP:
            self._restart(sequence)
            return False
        before = self.highest
        self.highest += step
        if timestamp != self._timestamp:
            self._timestamp = timestamp
            self._measure(timestamp, now_ns)
        if step <= 1:
            return False
        for number in range(before + 1, self.highest):
            self._missing[number] = _Gap(now_ns)
        return True

    def repaired(self, sequence: int) -> bool:
        """Take a packet that came by RTX; False when it was not missing (a copy, or given up)."""
        number = self._extended(sequence)
        if self._missing.pop(number, None) is None:
            return False
        self.received += 1
        return True

    def _extended(self, sequence: int) -> int:
        return self.highest - ((self.highest - sequence) & 0xFFFF)

    def _late(self, sequence: int) -> None:
        self._missing.pop(self._extended(sequence), None)

    def _restart(self, sequence: int) -> None:
        self.highest = self._base = sequence
        self.received = 1
        self._last = (0, 0)
        self._missing.clear()

    def _measure(self, timestamp: int, now_ns: int) -> None:
        transit = now_ns * self._rate_hz // 1_000_000_000 - timestamp
        change = abs((transit - self._transit + 0x80000000 & 0xFFFFFFFF) - 0x80000000)
        self._transit = transit
        if change < self._rate_hz * 10:
            self._jitter += (change - self._jitter) / 16

    def wanted(self, now_ns: int, interval_ns: int) -> list[int]:
        """Sequence numbers to ask for now, oldest first; each at most once per interval and ten times."""
        due: list[int] = []
        for number, gap in list(self._missing.items()):
            if gap.asks >= _MAX_ASKS or now_ns - gap.since_ns > _GIVE_UP_NS:
                del self._missing[number]
            elif not gap.asks or now_ns - gap.asked_ns >= interval_ns:
                gap.asks += 1
                gap.asked_ns = now_ns
                due.append(number & 0xFFFF)
        while len(self._missing) > _MAX_MISSING:
            del self._missing[next(iter(self._missing))]
        return due[-_MAX_MISSING:]

    @property
    def is_whole(self) -> bool:
        """Nothing is missing that is still asked for."""
        return not self._missing

    def report(self) -> ReceptionReport:
        """What to tell the sender; starts the next reporting interval."""
        expected = self.highest - self._base + 1
        expected_before, received_before = self._last
        self._last = (expected, self.received)
        interval = expected - expected_before
        lost = interval - (self.received - received_before)
        fraction = min(255, lost * 256 // interval) if interval > 0 and lost > 0 else 0
        total = max(-0x800000, min(0x7FFFFF, expected - self.received))
        return ReceptionReport(fraction, total, self.highest & 0xFFFFFFFF, int(self._jitter))
