"""A send-side estimate of what one peer can receive, from its transport-wide feedback.

The algorithm in short. Every feedback tells for each packet whether and when it came. (1) The one-way
delay above its recent minimum is the queue on the path: when its smoothed value passes QUEUE_MS, the path
carries less than is sent, and the estimate becomes 85 % of what arrived. (2) Over windows of a second,
loss above 10 % lowers the estimate by half the loss; bursts on quiet streams are not judged. (3) Otherwise
it grows: half again each second until the path first complains, then 8 % a second. It may grow past what
is sent, so that a better layer is tried; layers.py waits longer after each try that failed.

Pure: time is an argument. Audio is not governed by this: it is always sent.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

START_BPS = 700_000.0
FLOOR_BPS = 50_000.0
CEILING_BPS = 12_000_000.0
QUEUE_MS = 80.0
_JUDGED_PACKETS = 40
"""Loss over fewer packets says nothing: one burst at ten packets a second is 20 %."""
_RATE_WINDOW_NS = 500_000_000
_BASE_WINDOW_NS = 10_000_000_000
_HOLD_NS = 500_000_000
"""After a cut, the queue gets this long to drain before it is judged again."""


class BandwidthEstimate:
    """State for one peer."""

    def __init__(self) -> None:
        self.bps = START_BPS
        self.is_proven = False
        """The path complained before, or its receiver named a figure: the estimate is not only a guess."""
        self._acked: deque[tuple[int, int]] = deque()
        self._base: deque[tuple[int, float]] = deque()
        self._queue_ms = 0.0
        self._window = (0, 0, 0)
        """Since when in ns, packets, lost."""
        self._grown_ns = 0
        self._cut_ns = 0

    def feedback(self, packets: Sequence[tuple[int, int, int | None]], now_ns: int) -> None:
        """Take a feedback: (bytes, sent in ns, arrived in 250 us ticks or None) per packet."""
        for size, sent_ns, arrived in packets:
            if arrived is not None:
                self._acked.append((now_ns, size))
                self._delay(arrived * 0.25 - sent_ns / 1e6, now_ns)
        since, count, lost = self._window
        lost += sum(1 for _, _, arrived in packets if arrived is None)
        self._window = (since, count + len(packets), lost)
        self._judge(now_ns)

    def limit(self, bps: float) -> None:
        """A receiver's own estimate (REMB), for those without transport-wide feedback."""
        self.is_proven = True
        self.bps = min(CEILING_BPS, max(FLOOR_BPS, bps))

    def received_bps(self, now_ns: int) -> float:
        """What arrived lately."""
        while self._acked and now_ns - self._acked[0][0] > _RATE_WINDOW_NS:
            self._acked.popleft()
        return sum(size for _, size in self._acked) * 8e9 / _RATE_WINDOW_NS

    def _delay(self, delay_ms: float, now_ns: int) -> None:
        """Follow the queue; the base is the least delay of the last ten seconds, by second."""
        if self._base and now_ns - self._base[-1][0] < 1_000_000_000:
            at, least = self._base[-1]
            self._base[-1] = (at, min(least, delay_ms))
        else:
            self._base.append((now_ns, delay_ms))
        while now_ns - self._base[0][0] > _BASE_WINDOW_NS:
            self._base.popleft()
        queue = delay_ms - min(least for _, least in self._base)
        self._queue_ms += (queue - self._queue_ms) / 8

    def _judge(self, now_ns: int) -> None:
        since, count, lost = self._window
        if self._queue_ms > QUEUE_MS and now_ns - self._cut_ns > _HOLD_NS:
            self._cut(min(self.bps, self.received_bps(now_ns)) * 0.85, now_ns)
        elif now_ns - since > 1_000_000_000 and count >= _JUDGED_PACKETS:
            self._window = (now_ns, 0, 0)
            if lost > count * 0.1:
                self._cut(self.bps * (1 - lost / count / 2), now_ns)
        self._grow(now_ns)

    def _cut(self, bps: float, now_ns: int) -> None:
        self.is_proven = True
        self._cut_ns = now_ns
        self.bps = max(FLOOR_BPS, bps)

    def _grow(self, now_ns: int) -> None:
        elapsed_s = min(0.2, (now_ns - self._grown_ns) / 1e9)
        self._grown_ns = now_ns
        _, count, lost = self._window
        calm = self._queue_ms < QUEUE_MS / 2 and lost <= max(2.0, count * 0.05)
        if calm and now_ns - self._cut_ns > _HOLD_NS:
            factor = 1.0 + (0.08 if self.is_proven else 0.5) * elapsed_s
            self.bps = min(CEILING_BPS, self.bps * factor)
