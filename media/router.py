"""A room's table: who publishes what, who receives it, and who listens in."""

from __future__ import annotations

import re
import secrets
import uuid
from typing import TYPE_CHECKING

from media.consumer import Consumer
from media.engine import DownSpec
from media.layers import allocate, enough
from media.model import Source, TrackInfo, TrackKind
from media.producer import Producer
from media.sdp import TRANSPORT_CC

if TYPE_CHECKING:
    from media.engine import DownId, Engine, StreamId, TransportId
    from media.model import PeerId, RoomId, RoomListener, TrackId
    from media.peer import Peer
    from media.sdp import Codec, Section
    from media.tap import RoomTap

_NOT_TOKEN = re.compile(r"[^A-Za-z0-9._-]")


def stream_name(producer: Producer) -> str:
    """The msid stream of a track: what shares one is played in sync, so screens stand apart."""
    name = _NOT_TOKEN.sub("_", producer.info.peer_id)
    apart = producer.info.source in (Source.SCREEN, Source.DOCUMENT)
    return f"{name}-{producer.info.source}" if apart else name


class Room:
    """Peers, tracks and taps that belong together."""

    def __init__(self, room_id: RoomId, listener: RoomListener, engine: Engine) -> None:
        self.id = room_id
        self.listener = listener
        self.peers: dict[PeerId, Peer] = {}
        self.producers: dict[TrackId, Producer] = {}
        self.taps: list[RoomTap] = []
        self.levels: dict[PeerId, int] = {}
        """As last told to the listener."""
        self._engine = engine

    def owner(self, producer: Producer) -> Peer | None:
        """The peer that publishes the track."""
        return self.peers.get(producer.info.peer_id)

    # Publishing.

    def publish(self, peer: Peer, section: Section, codec: Codec, source: Source) -> Producer:
        """The producer of a sending section: the one that is there, or a new one."""
        there = peer.producers.get(section.mid)
        if there is not None and there.info.source is source and there.fits(section, codec):
            return there
        if there is not None:
            self.unpublish(peer, there)
        info = TrackInfo(
            track_id=str(uuid.uuid4()),
            peer_id=peer.id,
            kind=TrackKind(section.kind),
            source=source,
            codec=codec.name,
            clock_rate_hz=codec.clock_rate_hz,
        )
        producer = Producer(info, section, codec)
        peer.producers[section.mid] = producer
        self.producers[info.track_id] = producer
        self._latch_declared(peer, producer, section)
        self.listener.track_added(info)
        for tap in self.taps:
            tap.follow(producer)
        return producer

    def _latch_declared(self, peer: Peer, producer: Producer, section: Section) -> None:
        """Streams whose SSRCs the offer names need not be recognised by their first packet."""
        streams = section.streams
        repairs = set(streams.repairs.values())
        declared = [ssrc for ssrc in streams.ssrcs if ssrc not in repairs and not peer.stream(ssrc)]
        if declared and not streams.rids:
            layer = producer.layers[0]
            producer.latch(self._engine, peer.transport, layer, declared[0])
            if declared[0] in streams.repairs:
                producer.latch_repair(self._engine, layer, streams.repairs[declared[0]])

    def unpublish(self, peer: Peer, producer: Producer) -> None:
        """End a track; its receivers' transceivers stay until their next offer."""
        peer.producers.pop(producer.mid, None)
        self.producers.pop(producer.info.track_id, None)
        for layer in producer.layers:
            if layer.stream is not None:
                self._engine.drop_stream(layer.stream)
                layer.stream = None
        for tap in self.taps:
            tap.leave(producer)
        self.listener.track_removed(producer.info.track_id)

    # Receiving.

    def subscribe(self, peer: Peer, section: Section, codec: Codec, producer: Producer) -> Consumer:
        """The consumer of a receiving section: the one that is there, or a new one."""
        repair = section.repair_of(codec.payload_type)
        there = peer.consumers.get(section.mid)
        if (
            there is not None
            and there.producer is producer
            and (there.spec.payload_type, there.spec.repair_payload_type) == (codec.payload_type, repair)
        ):
            return there
        self.unsubscribe(peer, section.mid)
        spec = DownSpec(
            ssrc=1 + secrets.randbits(31),
            payload_type=codec.payload_type,
            rate_hz=codec.clock_rate_hz,
            repair_ssrc=1 + secrets.randbits(31),
            repair_payload_type=repair,
            is_numbered=TRANSPORT_CC in section.extensions and "transport-cc" in codec.feedback,
        )
        consumer = Consumer(producer, spec, self._engine.add_down(peer.transport, spec))
        height = peer.downlink.heights.get(producer.info.track_id)
        consumer.height_px = consumer.height_px if height is None else height
        peer.consumers[section.mid] = consumer
        return consumer

    def unsubscribe(self, peer: Peer, mid: str) -> None:
        """End what the peer receives on this mid."""
        consumer = peer.consumers.pop(mid, None)
        if consumer is not None:
            self._engine.drop_down(consumer.down)

    def leave(self, peer: Peer) -> None:
        """Take the peer out with all it publishes and receives."""
        for producer in list(peer.producers.values()):
            self.unpublish(peer, producer)
        for mid in list(peer.consumers):
            self.unsubscribe(peer, mid)
        self.peers.pop(peer.id, None)
        self.levels.pop(peer.id, None)

    def all_consumers(self) -> list[tuple[TransportId | None, Consumer]]:
        """Every outgoing track, those of taps without a transport."""
        found: list[tuple[TransportId | None, Consumer]] = []
        for peer in self.peers.values():
            found += [(peer.transport, one) for one in peer.consumers.values()]
        for tap in self.taps:
            found += [(None, one) for one in tap.consumers.values()]
        return found

    def consumers_of(self, producer: Producer, stream: StreamId) -> list[tuple[TransportId | None, Consumer]]:
        """Who gets this very stream of the track now."""
        return [
            (transport, one)
            for transport, one in self.all_consumers()
            if one.producer is producer and self._carries(one.down) == stream
        ]

    def _carries(self, down: DownId) -> StreamId | None:
        state = self._engine.down_state(down)
        return state.stream if state is not None else None

    # Layers.

    def select_single(self, producer: Producer) -> None:
        """Let a track without layers flow from its very first packet."""
        if len(producer.layers) > 1:
            return
        for _, consumer in self.all_consumers():
            if consumer.producer is producer and consumer.height_px > 0:
                consumer.choice.current = 0
                consumer.select(self._engine, 0)

    def choose_layers(self, peer: Peer, now_ns: int) -> list[Producer]:
        """Select for each of the peer's consumers what its path carries; those that need a key frame."""
        audio: list[Consumer] = []
        video: list[Consumer] = []
        for one in peer.consumers.values():
            (video if one.is_video else audio).append(one)
        needy = [one.producer for one in audio if one.select(self._engine, 0)]
        budget = peer.downlink.estimate.bps - _AUDIO_BPS * len(audio)
        wants = [one.want(one.producer.measure(self._engine, now_ns)) for one in video]
        targets = allocate(budget, wants, is_proven=peer.downlink.estimate.is_proven)
        for consumer, want, target in zip(video, wants, targets, strict=True):
            chosen = consumer.choice.settle(target, enough(want), now_ns / 1e9)
            if consumer.select(self._engine, chosen):
                needy.append(consumer.producer)
        return needy


_AUDIO_BPS = 48_000
