"""Puts the packets of one stream back in order and says where some are missing for good."""

from __future__ import annotations

from dataclasses import dataclass

from recordings.rtp import SEQUENCE_SPAN, Packet, nearest

DEPTH_PACKETS = 256
"""More than a repaired burst of 1.5 Mbit/s video within WAIT_NS; memory stays below half a megabyte."""
WAIT_NS = 800_000_000
"""Two retransmission rounds at 300 ms round trip."""
JUMP_PACKETS = 3000
"""A step this far is a restarted stream, not loss (RFC 3550 A.1, MAX_DROPOUT)."""


@dataclass(frozen=True, slots=True)
class Ordered:
    """A packet in its place."""

    packet: Packet
    is_after_loss: bool
    """Packets between this one and the one released before never came."""


class ReorderBuffer:
    """Holds back what came early until the missing packet arrives, or until waiting is pointless."""

    def __init__(self, *, depth_packets: int = DEPTH_PACKETS, wait_ns: int = WAIT_NS) -> None:
        self._depth_packets = depth_packets
        self._wait_ns = wait_ns
        self._held: dict[int, Packet] = {}
        self._expected: int | None = None
        """Extended sequence number to release next."""

    def push(self, packet: Packet) -> list[Ordered]:
        """Take one packet; return those that can be released now, in order."""
        if self._expected is None:
            self._expected = packet.sequence_number
        number = nearest(packet.sequence_number, self._expected, SEQUENCE_SPAN)
        if abs(number - self._expected) > JUMP_PACKETS:
            return self._restart(packet)
        if number == self._expected and not self._held:
            self._expected += 1
            return [Ordered(packet, is_after_loss=False)]
        if number < self._expected:
            return []
        self._held.setdefault(number, packet)
        released = self._release_run(is_after_loss=False)
        while len(self._held) > self._depth_packets:
            released += self._skip_gap()
        return released

    def advance(self, now_ns: int) -> list[Ordered]:
        """Give up on gaps that packets have been waiting behind for too long."""
        released: list[Ordered] = []
        while self._held and now_ns - self._held[min(self._held)].arrived_ns > self._wait_ns:
            released += self._skip_gap()
        return released

    def drain(self) -> list[Ordered]:
        """Release everything that is held; the stream has ended."""
        released: list[Ordered] = []
        while self._held:
            released += self._skip_gap()
        return released

    def _restart(self, packet: Packet) -> list[Ordered]:
        released = self.drain()
        self._expected = packet.sequence_number + 1
        return [*released, Ordered(packet, is_after_loss=True)]

    def _skip_gap(self) -> list[Ordered]:
        self._expected = min(self._held)
        return self._release_run(is_after_loss=True)

    def _release_run(self, *, is_after_loss: bool) -> list[Ordered]:
        released: list[Ordered] = []
        expected = self._expected
        while expected is not None and (packet := self._held.pop(expected, None)) is not None:
            released.append(Ordered(packet, is_after_loss and not released))
            expected += 1
        self._expected = expected
        return released
