"""Keeps the last packets of an incoming stream, to answer receivers that lost one (RFC 4585 6.2.1)."""

from __future__ import annotations

CAPACITY = 1024
"""Packets: 8 s of a 1.2 Mbit/s camera, at most 1.3 MB. A power of two."""


class PacketCache:
    """A ring indexed by sequence number."""

    __slots__ = ("_mask", "_packets", "_sequences")

    def __init__(self, capacity: int = CAPACITY) -> None:
        """capacity: a power of two."""
        self._mask = capacity - 1
        self._sequences = [-1] * capacity
        self._packets = [b""] * capacity

    def put(self, sequence: int, packet: bytes) -> None:
        """Keep a packet; the one that came `capacity` numbers before gives way."""
        at = sequence & self._mask
        self._sequences[at] = sequence
        self._packets[at] = packet

    def get(self, sequence: int) -> bytes | None:
        """The packet with this number, if it is still there."""
        at = sequence & self._mask
        return self._packets[at] if self._sequences[at] == sequence else None


class ResendGuard:
    """Refuses to send one packet again within a round trip: the first copy is still on its way."""

    __slots__ = ("_sent",)

    def __init__(self) -> None:
        self._sent: dict[int, int] = {}

    def may_send(self, sequence: int, now_ns: int, interval_ns: int) -> bool:
        """True, and remembers it, when the packet was not sent again within the last `interval_ns`."""
        before = self._sent.get(sequence)
        if before is not None and now_ns - before < interval_ns:
            return False
        self._sent.pop(sequence, None)
        self._sent[sequence] = now_ns
        if len(self._sent) > CAPACITY:
            del self._sent[next(iter(self._sent))]
        return True
