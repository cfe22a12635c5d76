"""Reads RTP headers (RFC 3550 5.1) and one-byte header extensions (RFC 8285 4.2).

Every function is total: packets come from peers, and a peer may send anything.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

FIXED = struct.Struct("!BBHII")
"""First byte, marker and payload type, sequence number, timestamp, SSRC."""

ONE_BYTE_PROFILE = 0xBEDE


@dataclass(frozen=True, slots=True)
class ExtensionIds:
    """The numbers one peer uses for the extensions that are read; 0 is not negotiated."""

    mid: int = 0
    rid: int = 0
    repaired_rid: int = 0
    transport_sequence: int = 0
    audio_level: int = 0


def payload_at(packet: bytes) -> int:
    """Offset of the payload, 0 when the packet is not RTP version 2 or is cut short."""
    first = packet[0]
    if first >> 6 != 2:
        return 0
    at = 12 + 4 * (first & 15)
    if first & 16:
        if at + 4 > len(packet):
            return 0
        at += 4 + 4 * (packet[at + 2] << 8 | packet[at + 3])
    return at if at <= len(packet) else 0


def padding_of(packet: bytes, payload: int) -> int:
    """Bytes of padding at the end (RFC 3550 5.1); never more than there is payload."""
    if not packet[0] & 32 or len(packet) == payload:
        return 0
    return min(packet[-1], len(packet) - payload)


def extension(packet: bytes, wanted: int) -> bytes | None:
    """The value of one extension of a packet that passed `payload_at`."""
    if not wanted or not packet[0] & 16:
        return None
    at = 12 + 4 * (packet[0] & 15)
    if packet[at : at + 2] != b"\xbe\xde":
        return None
    end = at + 4 + 4 * (packet[at + 2] << 8 | packet[at + 3])
    at += 4
    while at < end:
        head = packet[at]
        if head == 0:
            at += 1
            continue
        size = (head & 15) + 1
        if head >> 4 == wanted and at + 1 + size <= end:
            return packet[at + 1 : at + 1 + size]
        at += 1 + size
    return None


def scan(packet: bytes, ids: ExtensionIds) -> tuple[int, int]:
    """Transport-wide sequence number and audio level (0 loudest to 127) of a packet; -1 where absent.

    The packet has the X bit and passed `payload_at`.
    """
    at = 12 + 4 * (packet[0] & 15)
    if packet[at] != 0xBE or packet[at + 1] != 0xDE:
        return -1, -1
    end = at + 4 + 4 * (packet[at + 2] << 8 | packet[at + 3])
    at += 4
    sequence = level = -1
    while at < end:
        head = packet[at]
        if head == 0:
            at += 1
            continue
        after = at + 2 + (head & 15)
        if after > end:
            break
        kind = head >> 4
        if kind == ids.transport_sequence and after - at >= 3:
            sequence = packet[at + 1] << 8 | packet[at + 2]
        elif kind == ids.audio_level:
            level = packet[at + 1] & 127
        at = after
    return sequence, level
