"""A recorder's ear in a room: one more consumer of every track, never a branch in the packet path."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from media.consumer import Consumer
from media.engine import DownSpec

if TYPE_CHECKING:
    from collections.abc import Callable

    from media.engine import Engine
    from media.model import PacketSink, TrackId
    from media.producer import Producer


class RoomTap:
    """Follows all tracks of one room, each in its best running layer."""

    def __init__(self, engine: Engine, sink: PacketSink, closed: Callable[[RoomTap], None]) -> None:
        self.consumers: dict[TrackId, Consumer] = {}
        self.sink = sink
        self._engine = engine
        self._closed = closed

    def follow(self, producer: Producer) -> None:
        """Start with a track."""
        info = producer.info
        spec = DownSpec(
            ssrc=1 + len(self.consumers),
            payload_type=producer.codec.payload_type,
            rate_hz=producer.codec.clock_rate_hz,
            repair_ssrc=0,
        )
        self.sink.track_added(info)
        down = self._engine.add_tap(spec, partial(self.sink.packet, info))
        self.consumers[info.track_id] = Consumer(producer, spec, down)

    def leave(self, producer: Producer) -> None:
        """The track is gone."""
        consumer = self.consumers.pop(producer.info.track_id, None)
        if consumer is not None:
            self._engine.drop_down(consumer.down)
            self.sink.track_removed(producer.info.track_id)

    def choose_layers(self, now_ns: int) -> list[Producer]:
        """Take the highest running layer of each track; returns those that need a key frame."""
        needy: list[Producer] = []
        for consumer in self.consumers.values():
            layers = consumer.producer.measure(self._engine, now_ns)
            running = [index for index, layer in enumerate(layers) if layer.is_running]
            index = running[-1] if running else consumer.choice.current
            index = 0 if not consumer.is_video else index
            if index is not None:
                consumer.choice.current = index
                if consumer.select(self._engine, index):
                    needy.append(consumer.producer)
        return needy

    def close(self) -> None:
        """See media.plane.Tap."""
        for consumer in self.consumers.values():
            self._engine.drop_down(consumer.down)
        self.consumers.clear()
        self._closed(self)
