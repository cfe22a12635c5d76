"""Transport-wide congestion control feedback, both directions.

Source: draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEADER = struct.Struct("!HHI")
_TICK_NS = 250_000
_REFERENCE_NS = 64_000_000
_REFERENCE_TICKS = _REFERENCE_NS // _TICK_NS
_MAX_PACKETS = 512
"""Packets that one feedback message may speak of."""
_LOST, _SMALL, _LARGE = 0, 1, 2


class Feedback(NamedTuple):
    """What a receiver says of consecutive packets."""

    base: int
    """Transport-wide sequence number of the first."""
    arrivals: list[int | None]
    """For each packet its arrival on the receiver's clock in units of 250 us; None when it did not come."""


def parse(body: bytes) -> Feedback | None:
    """Read a message after its media SSRC; None when it is cut short or claims too much."""
    if len(body) < _HEADER.size:
        return None
    base, count, reference = _HEADER.unpack_from(body)
    if count > 4 * _MAX_PACKETS:
        return None
    signed = (reference >> 8 ^ 0x800000) - 0x800000
    statuses, at = _statuses(body, count)
    if statuses is None:
        return None
    arrivals = _arrivals(body, at, statuses, signed * _REFERENCE_TICKS)
    return None if arrivals is None else Feedback(base, arrivals)


def _statuses(body: bytes, count: int) -> tuple[list[int] | None, int]:
    statuses: list[int] = []
    at = _HEADER.size
    while len(statuses) < count:
        if at + 2 > len(body):
            return None, at
        chunk = body[at] << 8 | body[at + 1]
        at += 2
        if not chunk & 0x8000:
            statuses.extend([chunk >> 13 & 3] * min(chunk & 0x1FFF, count))
        elif chunk & 0x4000:
            statuses.extend(chunk >> shift & 3 for shift in range(12, -1, -2))
        else:
            statuses.extend(chunk >> shift & 1 for shift in range(13, -1, -1))
    return statuses[:count], at


def _arrivals(body: bytes, at: int, statuses: list[int], clock: int) -> list[int | None] | None:
    arrivals: list[int | None] = []
    for status in statuses:
        if status == _SMALL and at < len(body):
            clock += body[at]
            at += 1
        elif status == _LARGE and at + 2 <= len(body):
            clock += ((body[at] << 8 | body[at + 1]) ^ 0x8000) - 0x8000
            at += 2
        elif status == _LOST:
            arrivals.append(None)
            continue
        else:
            return None
        arrivals.append(clock)
    return arrivals


class FeedbackWriter:
    """Makes feedback of what arrived since the last time."""

    def __init__(self) -> None:
        self._count = 0
        self._next: int | None = None
        """First number that the next message should speak of, so that losses between are told."""

    def write(self, arrivals: Sequence[tuple[int, int]]) -> list[bytes]:
        """Messages for (sequence number, arrival in ns) in order of arrival; oldest numbers first."""
        if not arrivals:
            return []
        anchor = arrivals[0][0] if self._next is None else self._next
        times: dict[int, int] = {}
        for sequence, arrived in arrivals:
            away = ((sequence - anchor + 0x8000) & 0xFFFF) - 0x8000
            times.setdefault(away, arrived)
        start = min(times) if self._next is None or min(times) < 0 else 0
        end = max(times) + 1
        if end - start > 4 * _MAX_PACKETS:
            start = min(one for one in times if one >= end - 4 * _MAX_PACKETS)
        self._next = (anchor + end) & 0xFFFF
        return [
            self._message((anchor + first) & 0xFFFF, [times.get(one) for one in span])
            for first, span in _spans(start, end)
            if any(one in times for one in span)
        ]

    def _message(self, base: int, times: list[int | None]) -> bytes:
        """One message; a jump too long for 16 bits of ticks counts as lost."""
        reference = next(one for one in times if one is not None) // _REFERENCE_NS
        clock = reference * _REFERENCE_TICKS
        statuses: list[int] = []
        deltas: list[bytes] = []
        for arrived in times:
            step = 0 if arrived is None else arrived // _TICK_NS - clock
            if arrived is None or not -0x8000 <= step < 0x8000:
                statuses.append(_LOST)
                continue
            clock += step
            statuses.append(_SMALL if 0 <= step < 256 else _LARGE)
            deltas.append(bytes((step,)) if 0 <= step < 256 else struct.pack("!h", step))
        head = _HEADER.pack(base, len(times), (reference & 0xFFFFFF) << 8 | self._count)
        self._count = (self._count + 1) & 0xFF
        body = head + b"".join(_chunks(statuses)) + b"".join(deltas)
        return body + bytes(-len(body) % 4)


def _spans(start: int, end: int) -> Iterator[tuple[int, range]]:
    for first in range(start, end, _MAX_PACKETS):
        yield first, range(first, min(end, first + _MAX_PACKETS))


def _chunks(statuses: list[int]) -> Iterator[bytes]:
    """Run-length chunks where a status repeats, else vectors of seven two-bit statuses."""
    at = 0
    while at < len(statuses):
        run = at
        while run < len(statuses) and statuses[run] == statuses[at]:
            run += 1
        if run - at >= 7 or run == len(statuses):
            yield (statuses[at] << 13 | run - at).to_bytes(2, "big")
            at = run
            continue
        vector = 0xC000
        for index, status in enumerate(statuses[at : at + 7]):
            vector |= status << (12 - 2 * index)
        yield vector.to_bytes(2, "big")
        at += 7
