"""Incoming streams: counting, caching, and finding the packets inside repair packets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from media.engine import StreamId, StreamSpec, StreamState
from media.packet_cache import PacketCache
from media.payload import READERS, plain
from media.reception import Reception
from media.rtp import FIXED, padding_of, payload_at

if TYPE_CHECKING:
    from media.forward.outbound import Down, Fields
    from media.rewrite import Clock


class Meter:
    """Running counts of one stream."""

    __slots__ = ("heard_ns", "height_px", "level", "octets", "packets")

    def __init__(self) -> None:
        self.packets = 0
        self.octets = 0
        self.heard_ns = 0
        self.height_px = 0
        self.level = 127


class Stream:
    """One SSRC that a peer sends."""

    __slots__ = (
        "cache",
        "clock",
        "downs",
        "id",
        "meter",
        "read",
        "reception",
        "repair_ssrc",
        "spec",
        "waiting",
    )

    def __init__(self, identifier: StreamId, spec: StreamSpec) -> None:
        self.id = identifier
        self.spec = spec
        self.read = READERS.get(spec.codec, plain)
        self.reception = Reception(spec.rate_hz)
        self.cache = PacketCache() if spec.is_video else None
        self.meter = Meter()
        self.clock: Clock | None = None
        self.repair_ssrc: int | None = None
        self.downs: tuple[Down, ...] = ()
        """Those that carry this stream."""
        self.waiting: tuple[Down, ...] = ()
        """Those that will from its next key frame on."""

    def take(self, packet: bytes, start: int, now_ns: int) -> bool:
        """Forward a packet whose payload begins at `start`; True when packets before it are missing."""
        _, marker, sequence, timestamp, _ = FIXED.unpack_from(packet)
        if marker & 0x7F != self.spec.payload_type:
            return False
        fields = (packet[0] & 0xA0, marker & 0x80, sequence, timestamp)
        self._forward(fields, packet, packet[start:], now_ns)
        return self.reception.arrived(sequence, timestamp, now_ns)

    def take_repair(self, packet: bytes, start: int, now_ns: int) -> None:
        """Unwrap a retransmission (RFC 4588 4) and forward what is inside, if it was missing."""
        _, marker, _, timestamp, _ = FIXED.unpack_from(packet)
        end = len(packet) - padding_of(packet, start)
        if marker & 0x7F != self.spec.repair_payload_type or end < start + 2:
            return
        sequence = packet[start] << 8 | packet[start + 1]
        if self.reception.repaired(sequence):
            fields = (0x80, marker & 0x80, sequence, timestamp)
            kind = marker & 0x80 | self.spec.payload_type
            header = FIXED.pack(0x80, kind, sequence, timestamp, self.spec.ssrc)
            payload = packet[start + 2 : end]
            self._forward(fields, header + payload, payload, now_ns)

    def _forward(self, fields: Fields, packet: bytes, payload: bytes, now_ns: int) -> None:
        meter = self.meter
        meter.packets += 1
        meter.octets += len(payload)
        meter.heard_ns = now_ns
        marks = self.read(payload)
        if self.cache is not None:
            self.cache.put(fields[2], packet)
            if marks.height_px:
                meter.height_px = marks.height_px
        if self.waiting and (marks.starts_keyframe or self.cache is None):
            for down in self.waiting:
                down.switch(self, fields, marks, now_ns)
        for down in self.downs:
            down.forward(fields, payload, marks, now_ns)

    def cached(self, sequence: int) -> tuple[Fields, bytes] | None:
        """Header fields and payload of a packet that is still kept."""
        packet = self.cache.get(sequence) if self.cache is not None else None
        if packet is None:
            return None
        first, marker, _, timestamp, _ = FIXED.unpack_from(packet)
        return (first & 0xA0, marker & 0x80, sequence, timestamp), packet[payload_at(packet) :]

    def state(self) -> StreamState:
        """See Engine.stream_state."""
        meter = self.meter
        level, meter.level = meter.level, 127
        return StreamState(meter.packets, meter.octets, meter.heard_ns, meter.height_px, level)
