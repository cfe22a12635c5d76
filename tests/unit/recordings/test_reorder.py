from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recordings.reorder import ReorderBuffer
from recordings.rtp import Packet


def packet(number: int, arrived_ns: int = 0) -> Packet:
    return Packet(number % 65536, 0, 1, is_marked=False, payload=b"x", arrived_ns=arrived_ns)


def numbers(buffer: ReorderBuffer, arrivals: list[int]) -> list[int]:
    return [o.packet.sequence_number for n in arrivals for o in buffer.push(packet(n))]


def test_packets_in_order_pass_at_once() -> None:
    assert numbers(ReorderBuffer(), [65534, 65535, 0, 1]) == [65534, 65535, 0, 1]


def test_a_late_packet_finds_its_place() -> None:
    assert numbers(ReorderBuffer(), [10, 12, 13, 11, 14]) == [10, 11, 12, 13, 14]


def test_a_doubled_packet_is_released_once() -> None:
    assert numbers(ReorderBuffer(), [10, 11, 11, 10, 12]) == [10, 11, 12]


def test_a_gap_is_given_up_after_the_wait_and_named() -> None:
    buffer = ReorderBuffer(wait_ns=100)
    buffer.push(packet(1, arrived_ns=0))
    assert buffer.push(packet(3, arrived_ns=10)) == []
    assert buffer.advance(110) == []
    released = buffer.advance(111)
    assert [(o.packet.sequence_number, o.is_after_loss) for o in released] == [(3, True)]


def test_a_full_buffer_gives_the_gap_up() -> None:
    buffer = ReorderBuffer(depth_packets=3)
    buffer.push(packet(1))
    released = [o for n in (3, 4, 5, 6) for o in buffer.push(packet(n))]
    assert [o.packet.sequence_number for o in released] == [3, 4, 5, 6]
    assert [o.is_after_loss for o in released] == [True, False, False, False]


def test_a_restarted_stream_counts_as_loss() -> None:
    buffer = ReorderBuffer()
    buffer.push(packet(1))
    released = buffer.push(packet(30_000))
    assert [(o.packet.sequence_number, o.is_after_loss) for o in released] == [(30_000, True)]
    assert [o.is_after_loss for o in buffer.push(packet(30_001))] == [False]


@given(st.permutations(range(40)), st.sets(st.integers(0, 39), max_size=10))
def test_whatever_the_order_what_comes_out_rises_and_only_the_lost_are_missing(
    order: list[int], lost: set[int]
) -> None:
    buffer = ReorderBuffer()
    buffer.push(packet(1000))
    arrived = [1001 + n for n in order if n not in lost]
    released = [o for n in arrived for o in buffer.push(packet(n))] + buffer.drain()
    assert [o.packet.sequence_number for o in released] == sorted(arrived)
    previous = 1000
    for ordered in released:
        assert ordered.is_after_loss == (ordered.packet.sequence_number != previous + 1)
        previous = ordered.packet.sequence_number
