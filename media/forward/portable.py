"""The engine in Python, over any Wire."""

from __future__ import annotations

import logging
import time
from itertools import count
from typing import TYPE_CHECKING

from media.aiortc_bridge import SrtpContext, SrtpKeys, ffi, unprotect, unprotect_rtcp
from media.engine import (
    Counters,
    DownId,
    DownSpec,
    DownState,
    EngineEvents,
    StreamId,
    StreamSpec,
    StreamState,
    TransportId,
)
from media.forward.inbound import Stream
from media.forward.outbound import Down, PeerEgress, TapEgress
from media.rtp import ExtensionIds, payload_at, scan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from media.address import Address
    from media.forward.wire import Slot, Wire
    from media.reception import ReceptionReport
    from media.rewrite import Clock

log = logging.getLogger("media.engine")

_MAX_ARRIVALS = 4096


class Transport:
    """One peer's packets in both directions."""

    __slots__ = ("arrivals", "egress", "heard_ns", "id", "ids", "inbound", "repairs", "streams")

    def __init__(self, identifier: TransportId, egress: PeerEgress) -> None:
        self.id = identifier
        self.egress = egress
        self.inbound: SrtpContext | None = None
        self.ids = ExtensionIds()
        self.streams: dict[int, Stream] = {}
        self.repairs: dict[int, Stream] = {}
        self.arrivals: list[tuple[int, int]] = []
        self.heard_ns = 0

    def knows(self, ssrc: int) -> bool:
        """The SSRC has its place."""
        return ssrc in self.streams or ssrc in self.repairs


class PortableEngine:
    """See media.engine.Engine."""

    def __init__(self, wire: Wire) -> None:
        self.counters = Counters()
        self._wire = wire
        self._events: EngineEvents
        self._size = ffi.new("int *")
        self._ids = count(1)
        self._sources: dict[Address, Transport] = {}
        self._transports: dict[TransportId, Transport] = {}
        self._streams: dict[StreamId, tuple[Stream, Transport]] = {}
        self._downs: dict[DownId, tuple[Down, TransportId | None]] = {}

    async def open(self, host: str, port: int, events: EngineEvents) -> int:
        """See Engine."""
        self._events = events
        return await self._wire.open(host, port, self)

    def close(self) -> None:
        """See Engine."""
        self._wire.close()

    # Packets in.

    def datagram(self, slot: Slot, length: int, source: Address, arrived_ns: int) -> None:
        """Demultiplex (RFC 7983); a fault of ours in one packet must not end all calls."""
        try:
            self._datagram(slot, length, source, arrived_ns)
        except Exception:
            self.counters.refused += 1
            log.exception("packet not handled")

    def _datagram(self, slot: Slot, length: int, source: Address, arrived_ns: int) -> None:
        first = slot.view[0]
        transport = self._sources.get(source)
        if first < 4:
            self._events.stun(bytes(slot.view[:length]), source)
        elif transport is None:
            self.counters.refused += 1
        elif 127 < first < 192 and length >= 12 and transport.inbound is not None:
            if 191 < slot.view[1] < 224:
                self._rtcp(transport, transport.inbound, slot, length)
            else:
                self._rtp(transport, slot, length, arrived_ns)
        elif 19 < first < 64:
            self._events.dtls(transport.id, bytes(slot.view[:length]), source)

    def _rtcp(self, transport: Transport, context: SrtpContext, slot: Slot, length: int) -> None:
        self._size[0] = length
        if unprotect_rtcp(context.handle, slot.pointer, self._size):
            self.counters.refused += 1
            return
        transport.heard_ns = time.monotonic_ns()
        self._events.rtcp(transport.id, bytes(slot.view[: self._size[0]]))

    def _rtp(self, transport: Transport, slot: Slot, length: int, now_ns: int) -> None:
        self._size[0] = length
        if transport.inbound is None or unprotect(transport.inbound.handle, slot.pointer, self._size):
            self.counters.refused += 1
            return
        transport.heard_ns = now_ns
        packet: bytes = ffi.unpack(slot.pointer, self._size[0])
        self.counters.packets_in += 1
        self.counters.bytes_in += length
        start = payload_at(packet)
        if not start:
            return
        ssrc = int.from_bytes(packet[8:12], "big")
        level = -1
        if packet[0] & 16:
            sequence, level = scan(packet, transport.ids)
            if sequence >= 0 and len(transport.arrivals) < _MAX_ARRIVALS:
                transport.arrivals.append((sequence, now_ns))
        if not transport.knows(ssrc):
            self._events.unknown(transport.id, packet)
        self._deliver(transport, ssrc, packet, start, (level, now_ns))

    def _deliver(
        self, transport: Transport, ssrc: int, packet: bytes, start: int, heard: tuple[int, int]
    ) -> None:
        level, now_ns = heard
        stream = transport.streams.get(ssrc)
        if stream is None:
            repaired = transport.repairs.get(ssrc)
            if repaired is not None:
                repaired.take_repair(packet, start, now_ns)
            return
        if 0 <= level < stream.meter.level:
            stream.meter.level = level
        if stream.take(packet, start, now_ns) and stream.cache is not None:
            self._events.lost(transport.id)

    # Transports.

    def send(self, datagram: bytes, address: Address) -> None:
        """See Engine."""
        self._wire.send(datagram, address)

    def add_transport(self) -> TransportId:
        """See Engine."""
        identifier = TransportId(next(self._ids))
        self._transports[identifier] = Transport(identifier, PeerEgress(self._wire, self.counters))
        return identifier

    def drop_transport(self, transport: TransportId) -> None:
        """See Engine."""
        if self._transports.pop(transport, None) is None:
            return
        self._sources = {one: owner for one, owner in self._sources.items() if owner.id != transport}
        for down, (_, owner) in list(self._downs.items()):
            if owner == transport:
                self.drop_down(down)
        for stream, (_, sender) in list(self._streams.items()):
            if sender.id == transport:
                self.drop_stream(stream)

    def admit(self, transport: TransportId, address: Address) -> None:
        """See Engine."""
        if (one := self._transports.get(transport)) is not None:
            self._sources[address] = one

    def dismiss(self, address: Address) -> None:
        """See Engine."""
        self._sources.pop(address, None)

    def route(self, transport: TransportId, address: Address) -> None:
        """See Engine."""
        if (one := self._transports.get(transport)) is not None:
            one.egress.route = address

    def set_keys(self, transport: TransportId, keys: SrtpKeys) -> None:
        """See Engine."""
        if (one := self._transports.get(transport)) is not None:
            one.inbound = SrtpContext(keys.receive, keys.profile, is_inbound=True)
            one.egress.context = SrtpContext(keys.send, keys.profile, is_inbound=False)

    def set_extensions(self, transport: TransportId, ids: ExtensionIds, out_sequence: int) -> None:
        """See Engine."""
        if (one := self._transports.get(transport)) is not None:
            one.ids = ids
            one.egress.number_id = out_sequence

    def send_rtcp(self, transport: TransportId, compound: bytes) -> None:
        """See Engine."""
        if (one := self._transports.get(transport)) is not None:
            one.egress.emit_rtcp(compound)
            self._wire.flush()

    def heard_ns(self, transport: TransportId) -> int:
        """See Engine."""
        one = self._transports.get(transport)
        return one.heard_ns if one is not None else 0

    def take_arrivals(self, transport: TransportId) -> list[tuple[int, int]]:
        """See Engine."""
        one = self._transports.get(transport)
        if one is None:
            return []
        arrivals, one.arrivals = one.arrivals, []
        return arrivals

    def sent(self, transport: TransportId, sequence: int) -> tuple[int, int] | None:
        """See Engine."""
        one = self._transports.get(transport)
        if one is None:
            return None
        number, at_ns, size = one.egress.sent[sequence & len(one.egress.sent) - 1]
        return (at_ns, size) if number == sequence else None

    # Streams.

    def add_stream(self, transport: TransportId, spec: StreamSpec) -> StreamId:
        """See Engine."""
        identifier = StreamId(next(self._ids))
        if (one := self._transports.get(transport)) is not None:
            stream = Stream(identifier, spec)
            one.streams[spec.ssrc] = stream
            self._streams[identifier] = (stream, one)
        return identifier

    def set_repair(self, stream: StreamId, ssrc: int) -> None:
        """See Engine."""
        if stream in self._streams:
            one, transport = self._streams[stream]
            one.repair_ssrc = ssrc
            transport.repairs[ssrc] = one

    def drop_stream(self, stream: StreamId) -> None:
        """See Engine."""
        if stream not in self._streams:
            return
        one, transport = self._streams.pop(stream)
        transport.streams.pop(one.spec.ssrc, None)
        if one.repair_ssrc is not None:
            transport.repairs.pop(one.repair_ssrc, None)
        for down in (*one.downs, *one.waiting):
            down.forget(one)

    def set_clock(self, stream: StreamId, clock: Clock) -> None:
        """See Engine."""
        if stream in self._streams:
            self._streams[stream][0].clock = clock

    def wanted(self, stream: StreamId, now_ns: int, interval_ns: int) -> list[int]:
        """See Engine."""
        if stream not in self._streams:
            return []
        reception = self._streams[stream][0].reception
        return [] if reception.is_whole else reception.wanted(now_ns, interval_ns)

    def reception(self, stream: StreamId) -> ReceptionReport | None:
        """See Engine."""
        if stream not in self._streams:
            return None
        reception = self._streams[stream][0].reception
        return reception.report() if reception.highest >= 0 else None

    def stream_state(self, stream: StreamId) -> StreamState | None:
        """See Engine."""
        return self._streams[stream][0].state() if stream in self._streams else None

    # Down streams.

    def add_down(self, transport: TransportId, spec: DownSpec) -> DownId:
        """See Engine."""
        identifier = DownId(next(self._ids))
        if (one := self._transports.get(transport)) is not None:
            down = Down(identifier, spec, one.egress, self._events.switched)
            self._downs[identifier] = (down, transport)
        return identifier

    def add_tap(self, spec: DownSpec, packet: Callable[[bytes, int], None]) -> DownId:
        """See Engine."""
        identifier = DownId(next(self._ids))
        self._downs[identifier] = (Down(identifier, spec, TapEgress(packet), self._events.switched), None)
        return identifier

    def drop_down(self, down: DownId) -> None:
        """See Engine."""
        if down in self._downs:
            self._downs.pop(down)[0].select(None)

    def select(self, down: DownId, stream: StreamId | None) -> None:
        """See Engine."""
        if down in self._downs:
            found = self._streams.get(stream) if stream is not None else None
            self._downs[down][0].select(found[0] if found else None)

    def resend(self, down: DownId, sequences: Sequence[int], interval_ns: int) -> None:
        """See Engine."""
        if down not in self._downs:
            return
        one, now_ns = self._downs[down][0], time.monotonic_ns()
        for sequence in sequences:
            self.counters.resent += one.resend(sequence, interval_ns, now_ns)
        self._wire.flush()

    def down_state(self, down: DownId) -> DownState | None:
        """See Engine."""
        return self._downs[down][0].state() if down in self._downs else None
