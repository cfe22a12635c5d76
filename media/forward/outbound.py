"""Outgoing streams: rewriting, switching, resending; and the protection of what goes out."""

from __future__ import annotations

import secrets
import struct
import time
from typing import TYPE_CHECKING, Any, Protocol

from media.aiortc_bridge import SrtpContext, ffi, protect, protect_rtcp
from media.engine import Counters, DownId, DownSpec, DownState
from media.packet_cache import ResendGuard
from media.rewrite import Rewriter, continue_at, same_instant
from media.rtp import FIXED

if TYPE_CHECKING:
    from collections.abc import Callable

    from media.address import Address
    from media.forward.inbound import Stream
    from media.forward.wire import Wire
    from media.payload import Marks
    from media.rewrite import Segment

_NUMBERED = struct.Struct("!BBHIIHHBHB")
"""RTP header with one header extension: the transport-wide sequence number."""
_SENT = 4096
"""Sent packets remembered for feedback: three seconds of 12 Mbit/s. A power of two."""
_MAX_PAYLOAD = 1600

_NUMBER_BIT = 16
"""The X bit of RTP: on the way out it asks for the extension with our transport-wide number."""

Fields = tuple[int, int, int, int]
"""V and P bits, marker bit, sequence number, timestamp."""
Patch = list[tuple[int, int]]
"""Offset in the payload and byte to put there."""


class Egress(Protocol):
    """Where an outgoing stream's packets go: a peer or a tap."""

    def emit(self, head: Fields, ssrc: int, payload: bytes, patch: Patch, now_ns: int) -> int:
        """Send a packet; head's marker byte already holds the payload type. Returns bytes sent."""


class PeerEgress:
    """Protects packets for one peer and puts them on the wire."""

    __slots__ = ("_counters", "_sequence", "_size", "_wire", "context", "number_id", "route", "sent")

    def __init__(self, wire: Wire, counters: Counters) -> None:
        self._wire = wire
        self._counters = counters
        self._size = ffi.new("int *")
        self._sequence = 0
        self.context: SrtpContext | None = None
        self.route: Address | None = None
        self.number_id = 0
        """Header extension number for transport-wide sequence numbers."""
        self.sent: list[tuple[int, int, int]] = [(-1, 0, 0)] * _SENT
        """Transport-wide number, time in ns, bytes."""

    def emit(self, head: Fields, ssrc: int, payload: bytes, patch: Patch, now_ns: int) -> int:
        """See Egress."""
        if self.context is None or self.route is None or len(payload) > _MAX_PAYLOAD:
            return 0
        first, marker, sequence, timestamp = head
        slot = self._wire.slot()
        view = slot.view
        if first & _NUMBER_BIT:
            number = self._sequence = (self._sequence + 1) & 0xFFFF
            extension = (0xBEDE, 1, self.number_id << 4 | 1, number, 0)
            _NUMBERED.pack_into(view, 0, first, marker, sequence, timestamp, ssrc, *extension)
            start = 20
            self.sent[number & _SENT - 1] = (number, time.monotonic_ns(), len(payload) + 64)
        else:
            FIXED.pack_into(view, 0, first, marker, sequence, timestamp, ssrc)
            start = 12
        size = start + len(payload)
        view[start:size] = payload
        for at, byte in patch:
            view[start + at] = byte
        self._size[0] = size
        if protect(self.context.handle, slot.pointer, self._size):
            return 0
        sent: int = self._size[0]
        self._wire.commit(sent, self.route)
        self._counters.packets_out += 1
        self._counters.bytes_out += sent
        return sent

    def emit_rtcp(self, compound: bytes) -> None:
        """Protect and send a compound packet."""
        if self.context is None or self.route is None or len(compound) > _MAX_PAYLOAD:
            return
        slot = self._wire.slot()
        slot.view[: len(compound)] = compound
        self._size[0] = len(compound)
        if not protect_rtcp(self.context.handle, slot.pointer, self._size):
            self._wire.commit(self._size[0], self.route)


class TapEgress:
    """Hands packets to a function."""

    __slots__ = ("_packet",)

    def __init__(self, packet: Callable[[bytes, int], None]) -> None:
        self._packet = packet

    def emit(self, head: Fields, ssrc: int, payload: bytes, patch: Patch, now_ns: int) -> int:
        """See Egress."""
        first, marker, sequence, timestamp = head
        packet = FIXED.pack(first, marker, sequence, timestamp, ssrc) + payload
        if patch:
            changed = bytearray(packet)
            for at, byte in patch:
                changed[FIXED.size + at] = byte
            packet = bytes(changed)
        self._packet(packet, now_ns)
        return len(packet)


class Down:
    """One SSRC that a receiver gets."""

    __slots__ = (
        "_egress",
        "_guard",
        "_number_bit",
        "_rewriter",
        "_switched",
        "counts",
        "id",
        "repair_sequence",
        "spec",
        "stream",
        "waits",
    )

    def __init__(
        self, identifier: DownId, spec: DownSpec, egress: Egress, switched: Callable[[DownId], None]
    ) -> None:
        self.id = identifier
        self.spec = spec
        self.stream: Stream | None = None
        self.waits: Stream | None = None
        self.counts = [0, 0]
        """Packets and payload octets, without resent ones."""
        self.repair_sequence = secrets.randbelow(0x8000)
        self._number_bit = _NUMBER_BIT if spec.is_numbered else 0
        self._egress = egress
        self._switched = switched
        self._guard = ResendGuard()
        self._rewriter: Rewriter[Stream] = Rewriter(secrets.randbelow(0x8000), secrets.randbits(32))

    def select(self, stream: Stream | None) -> None:
        """See Engine.select."""
        self._wait_no_more()
        if stream is None:
            self._leave()
        elif stream is not self.stream:
            self.waits = stream
            stream.waiting = (*stream.waiting, self)

    def forget(self, stream: Stream) -> None:
        """The stream is gone."""
        if self.waits is stream:
            self._wait_no_more()
        if self.stream is stream:
            self._leave()

    def _wait_no_more(self) -> None:
        if self.waits is not None:
            self.waits.waiting = tuple(one for one in self.waits.waiting if one is not self)
            self.waits = None

    def _leave(self) -> None:
        if self.stream is not None:
            self.stream.downs = tuple(one for one in self.stream.downs if one is not self)
            self.stream = None

    def switch(self, stream: Stream, fields: Fields, marks: Marks, now_ns: int) -> None:
        """Carry `stream` from this packet on."""
        _, _, sequence, timestamp = fields
        shown_at = self._shown_at(stream, timestamp, now_ns)
        self.select(None)
        self._rewriter.begin(stream, sequence, timestamp, marks, shown_at)
        self.stream = stream
        stream.downs = (*stream.downs, self)
        self._switched(self.id)

    def _shown_at(self, stream: Stream, timestamp: int, now_ns: int) -> int:
        rewriter, rate = self._rewriter, self.spec.rate_hz
        segment = rewriter.current
        if segment is None:
            return rewriter.last_timestamp
        by_clocks = None
        before = segment.stream.clock
        if stream.clock is not None and before is not None:
            at = same_instant(timestamp, on=stream.clock, to=before, rate_hz=rate)
            by_clocks = (at + segment.timestamp) & 0xFFFFFFFF
        return continue_at(rewriter.last_timestamp, now_ns - rewriter.last_ns, rate, by_clocks)

    def forward(self, fields: Fields, payload: bytes, marks: Marks, now_ns: int) -> None:
        """Rewrite one packet of the carried stream and send it."""
        first, marker, sequence, timestamp = fields
        out = self._rewriter.pass_on(sequence, timestamp, marks, now_ns)
        segment = self._rewriter.current
        if out < 0 or segment is None:
            return
        head = (
            first | self._number_bit,
            marker | self.spec.payload_type,
            out,
            (timestamp + segment.timestamp) & 0xFFFFFFFF,
        )
        patch = _patch(segment, marks) if segment.picture or segment.tl0 else []
        if self._egress.emit(head, self.spec.ssrc, payload, patch, now_ns):
            self.counts[0] += 1
            self.counts[1] += len(payload)

    def resend(self, sequence: int, interval_ns: int, now_ns: int) -> bool:
        """Send an outgoing packet again, by RTX where the receiver knows it; False when it is gone."""
        segment = self._rewriter.segment_of(sequence)
        if segment is None or not self._guard.may_send(sequence, now_ns, interval_ns):
            return False
        kept = segment.stream.cached((sequence - segment.sequence) & 0xFFFF)
        if kept is None:
            return False
        (first, marker, _, timestamp), payload = kept
        patch = _patch(segment, segment.stream.read(payload))
        timestamp = (timestamp + segment.timestamp) & 0xFFFFFFFF
        ssrc, kind, number = self.spec.ssrc, self.spec.payload_type, sequence
        if self.spec.repair_payload_type is not None:
            ssrc, kind = self.spec.repair_ssrc, self.spec.repair_payload_type
            number = self.repair_sequence = (self.repair_sequence + 1) & 0xFFFF
            payload = sequence.to_bytes(2, "big") + payload
            patch = [(at + 2, byte) for at, byte in patch]
        head = (first | self._number_bit, marker | kind, number, timestamp)
        return bool(self._egress.emit(head, ssrc, payload, patch, now_ns))

    def state(self) -> DownState:
        """See Engine.down_state."""
        segment = self._rewriter.current
        return DownState(
            packets=self.counts[0],
            octets=self.counts[1],
            stream=self.stream.id if self.stream else None,
            waits_for=self.waits.id if self.waits else None,
            timestamp_shift=segment.timestamp if segment else 0,
        )


def _patch(segment: Segment[Any], marks: Marks) -> Patch:
    """Bytes of the VP8 descriptor that a segment's shifts change."""
    if not marks.picture_id_at or not (segment.picture or segment.tl0):
        return []
    patch: Patch = []
    picture = (marks.picture_id + segment.picture) & marks.picture_id_mask
    at = marks.picture_id_at
    if marks.picture_id_mask == 0x7F:
        patch.append((at, picture))
    else:
        patch += [(at, 0x80 | picture >> 8), (at + 1, picture & 0xFF)]
    if marks.tl0_at:
        patch.append((marks.tl0_at, (marks.tl0 + segment.tl0) & 0xFF))
    return patch
