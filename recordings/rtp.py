"""The part of an RTP packet that a recording needs (RFC 3550 5.1)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

FIXED_HEADER = struct.Struct(">BBHII")
FIXED_HEADER_BYTES = 12
VERSION_BITS = 0x80
SEQUENCE_SPAN = 1 << 16
TIMESTAMP_SPAN = 1 << 32


class MalformedPacket(ValueError):
    """The bytes are not an RTP packet; the sender's fault, the packet is left out."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One received packet, header read, padding and extensions removed."""

    sequence_number: int
    timestamp: int
    ssrc: int
    is_marked: bool
    payload: bytes
    arrived_ns: int
    """When it reached this host, on the monotonic clock of the media plane."""


def parse(data: bytes, arrived_ns: int) -> Packet:
    """Read one packet. Raises MalformedPacket when lengths do not add up."""
    if len(data) < FIXED_HEADER_BYTES or data[0] & 0xC0 != VERSION_BITS:
        raise MalformedPacket("not RTP version 2")
    start = _payload_start(data)
    end = len(data)
    if data[0] & 0x20:
        end -= data[-1]
    if start > end:
        raise MalformedPacket("header longer than the packet")
    _, second, sequence_number, timestamp, ssrc = FIXED_HEADER.unpack_from(data)
    return Packet(sequence_number, timestamp, ssrc, second > 0x7F, data[start:end], arrived_ns)


def _payload_start(data: bytes) -> int:
    start = FIXED_HEADER_BYTES + 4 * (data[0] & 0x0F)
    if data[0] & 0x10:
        if len(data) < start + 4:
            raise MalformedPacket("extension header cut off")
        start += 4 + 4 * int.from_bytes(data[start + 2 : start + 4])
    return start


def nearest(value: int, reference: int, span: int) -> int:
    """Unwrap a counter: the number congruent to value modulo span that lies nearest to reference."""
    return reference + (value - reference + span // 2) % span - span // 2
