"""Reads and writes the RTCP that forwarding needs. Reading is total: what is malformed is skipped.

Source: RFC 3550 6, RFC 4585 6, RFC 5104 4.3.1, draft-alvestrand-rmcat-remb.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from media import twcc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from media.reception import ReceptionReport

SR, RR, SDES, BYE, RTPFB, PSFB = 200, 201, 202, 203, 205, 206
NACK, TRANSPORT_CC = 1, 15
PLI, FIR, AFB = 1, 4, 15

_HEADER = struct.Struct("!BBHI")
_SENDER = struct.Struct("!QIII")
_BLOCK = struct.Struct("!IIIIII")
_MAX_NACKED = 512


class ReportBlock(NamedTuple):
    """What a receiver says of one stream (RFC 3550 6.4.1)."""

    ssrc: int
    fraction_lost: int
    """1/256."""
    lost: int
    highest: int
    jitter: int
    last_report: int
    """Middle 32 bits of the NTP time of the last sender report."""
    delay: int
    """Since that report came, in 1/65536 s."""


class SenderReport(NamedTuple):
    """A sender's clocks at one instant."""

    ssrc: int
    ntp: int
    rtp: int


class Nack(NamedTuple):
    """Packets that a receiver misses."""

    ssrc: int
    sequences: list[int]


class KeyframeRequest(NamedTuple):
    """PLI or FIR: the receiver cannot decode until a key frame comes."""

    ssrc: int


class Remb(NamedTuple):
    """A receiver's own estimate of what it can receive."""

    bps: int


Message: TypeAlias = ReportBlock | SenderReport | Nack | KeyframeRequest | Remb | twcc.Feedback


def parse(compound: bytes) -> list[Message]:
    """Every message of a (reduced-size) compound packet, in order."""
    found: list[Message] = []
    at, end = 0, len(compound)
    while at + 8 <= end:
        first, kind, words, sender = _HEADER.unpack_from(compound, at)
        after = at + 4 + 4 * words
        if first >> 6 != 2 or after > end or words < 1:
            break
        found.extend(_one(kind, first & 31, sender, compound[at + 8 : after]))
        at = after
    return found


def _one(kind: int, count: int, sender: int, body: bytes) -> Iterator[Message]:
    if kind == RR:
        yield from _blocks(body, 0, count)
    elif kind == SR and len(body) >= _SENDER.size:
        ntp, rtp, _, _ = _SENDER.unpack_from(body)
        yield SenderReport(sender, ntp, rtp)
        yield from _blocks(body, _SENDER.size, count)
    elif kind == RTPFB and len(body) > 4:
        yield from _transport_feedback(count, body)
    elif kind == PSFB and len(body) >= 4:
        yield from _payload_feedback(count, body)


def _blocks(body: bytes, at: int, count: int) -> Iterator[ReportBlock]:
    for _ in range(count):
        if at + _BLOCK.size > len(body):
            return
        ssrc, lost, highest, jitter, last_report, delay = _BLOCK.unpack_from(body, at)
        signed = (lost & 0xFFFFFF ^ 0x800000) - 0x800000
        yield ReportBlock(ssrc, lost >> 24, signed, highest, jitter, last_report, delay)
        at += _BLOCK.size


def _transport_feedback(form: int, body: bytes) -> Iterator[Message]:
    ssrc = int.from_bytes(body[:4], "big")
    if form == NACK:
        yield Nack(ssrc, _nacked(body))
    elif form == TRANSPORT_CC:
        feedback = twcc.parse(body[4:])
        if feedback is not None:
            yield feedback


def _nacked(body: bytes) -> list[int]:
    sequences: list[int] = []
    for at in range(4, len(body) - 3, 4):
        first, mask = struct.unpack_from("!HH", body, at)
        sequences.append(first)
        sequences.extend((first + 1 + bit) & 0xFFFF for bit in range(16) if mask >> bit & 1)
        if len(sequences) >= _MAX_NACKED:
            break
    return sequences


def _payload_feedback(form: int, body: bytes) -> Iterator[Message]:
    if form == PLI:
        yield KeyframeRequest(int.from_bytes(body[:4], "big"))
    elif form == FIR:
        for at in range(4, len(body) - 7, 8):
            yield KeyframeRequest(int.from_bytes(body[at : at + 4], "big"))
    elif form == AFB and body[4:8] == b"REMB" and len(body) >= 12:
        exponent, mantissa = body[9] >> 2, (body[9] & 3) << 16 | body[10] << 8 | body[11]
        yield Remb(min(mantissa << exponent, 1 << 40))


def _packet(first: int, kind: int, sender: int, body: bytes) -> bytes:
    return _HEADER.pack(0x80 | first, kind, 1 + len(body) // 4, sender) + body


def sender_report(ssrc: int, clock: tuple[int, int], packets: int, octets: int, cname: str) -> bytes:
    """SR with SDES CNAME; clock: NTP time (64 bits) and RTP timestamp of one instant."""
    counts = (packets & 0xFFFFFFFF, octets & 0xFFFFFFFF)
    report = _packet(0, SR, ssrc, _SENDER.pack(*clock, *counts))
    name = cname.encode()[:255]
    chunk = bytes((1, len(name))) + name
    return report + _packet(1, SDES, ssrc, chunk + bytes(4 - len(chunk) % 4))


def receiver_report(sender: int, blocks: Sequence[tuple[int, ReceptionReport, int, int]]) -> bytes:
    """RR; each block is (ssrc, report, last sender report's middle bits, delay since in 1/65536 s)."""
    packed = [
        _BLOCK.pack(
            ssrc,
            one.fraction_lost << 24 | one.lost & 0xFFFFFF,
            one.highest,
            min(one.jitter, 0xFFFFFFFF),
            last & 0xFFFFFFFF,
            delay & 0xFFFFFFFF,
        )
        for ssrc, one, last, delay in blocks[:31]
    ]
    return _packet(len(packed), RR, sender, b"".join(packed))


def nack(sender: int, ssrc: int, sequences: Sequence[int]) -> bytes:
    """Generic NACK; sequences in the order they were sent."""
    pairs: list[tuple[int, int]] = []
    for sequence in sequences:
        ahead = (sequence - pairs[-1][0] - 1) & 0xFFFF if pairs else 0xFFFF
        if ahead < 16:
            pairs[-1] = (pairs[-1][0], pairs[-1][1] | 1 << ahead)
        else:
            pairs.append((sequence, 0))
    body = b"".join(struct.pack("!HH", *pair) for pair in pairs)
    return _packet(NACK, RTPFB, sender, ssrc.to_bytes(4, "big") + body)


def pli(sender: int, ssrc: int) -> bytes:
    """Picture loss indication."""
    return _packet(PLI, PSFB, sender, ssrc.to_bytes(4, "big"))


def transport_cc(sender: int, ssrc: int, feedback: bytes) -> bytes:
    """Transport-wide feedback, `feedback` as `twcc.build` makes it."""
    return _packet(TRANSPORT_CC, RTPFB, sender, ssrc.to_bytes(4, "big") + feedback)
