"""A track as one receiver gets it: a peer, or a tap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from media.layers import Choice, Want
from media.model import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from media.engine import DownId, DownSpec, Engine
    from media.layers import Layer
    from media.producer import Producer

LARGEST_PX = 1 << 16

_PRIORITY = {Source.SCREEN: 3, Source.DOCUMENT: 2, Source.CAMERA: 1, Source.MICROPHONE: 4}
_REMEMBERED_REPORTS = 4


class Consumer:
    """One outgoing track."""

    def __init__(self, producer: Producer, spec: DownSpec, down: DownId) -> None:
        self.producer = producer
        self.spec = spec
        self.down = down
        self.choice = Choice()
        self.height_px = LARGEST_PX
        """How high the receiver shows it."""
        self.rtt_ns = 100_000_000
        self._reports: dict[int, int] = {}
        """When a sender report went out, by the middle bits of its NTP time."""

    @property
    def is_video(self) -> bool:
        """Layers and key frames matter."""
        return self.producer.is_video

    def want(self, layers: Sequence[Layer]) -> Want:
        """What it asks of the receiver's budget."""
        priority = _PRIORITY[self.producer.info.source]
        return Want(layers, self.choice.current, self.height_px, priority)

    def select(self, engine: Engine, index: int | None) -> bool:
        """Carry this layer, None for none; True when a key frame is needed for it."""
        stream = self.producer.layers[index].stream if index is not None else None
        state = engine.down_state(self.down)
        if state is None:
            return False
        if stream is None:
            if state.stream is not None or state.waits_for is not None:
                engine.select(self.down, None)
            return False
        if stream != state.waits_for and (stream != state.stream or state.waits_for is not None):
            engine.select(self.down, stream)
        return self.is_video and stream != state.stream

    def sender_report_sent(self, ntp_middle: int, now_ns: int) -> None:
        """Remember it for the round trip time."""
        self._reports[ntp_middle] = now_ns
        if len(self._reports) > _REMEMBERED_REPORTS:
            del self._reports[next(iter(self._reports))]

    def reported(self, last_report: int, delay: int, now_ns: int) -> None:
        """A report block came back (RFC 3550 6.4.1): round trip = now - sent - delay there."""
        sent_ns = self._reports.get(last_report)
        if sent_ns is not None:
            rtt_ns = now_ns - sent_ns - delay * 1_000_000_000 // 65536
            self.rtt_ns = max(1_000_000, min(2_000_000_000, rtt_ns))
