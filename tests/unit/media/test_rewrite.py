"""Laws of the outgoing stream."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from media.payload import PLAIN, Marks
from media.rewrite import Clock, Rewriter, continue_at, is_newer, same_instant

sixteen = st.integers(0, 0xFFFF)


def send(rewriter: Rewriter[str], sequence: int, timestamp: int = 0, marks: Marks = PLAIN) -> int:
    return rewriter.pass_on(sequence & 0xFFFF, timestamp, marks, 0)


segments = st.lists(
    st.tuples(sixteen, st.lists(st.integers(-20, 200), min_size=1, max_size=60, unique=True)),
    min_size=1,
    max_size=6,
)


@given(sixteen, segments)
def test_outgoing_sequence_numbers_never_repeat(first: int, parts: list[tuple[int, list[int]]]) -> None:
    """Whatever streams follow each other, in whatever order their packets come."""
    rewriter: Rewriter[str] = Rewriter(first, 0)
    seen: set[int] = set()
    for start, steps in parts:
        rewriter.begin("stream", start, 0, PLAIN, 0)
        for step in [0, *[one for one in steps if one]]:
            out = send(rewriter, start + step)
            assert out not in seen
            if out >= 0:
                seen.add(out)


@given(sixteen, sixteen, st.integers(1, 100))
def test_a_stream_in_order_stays_without_gaps_over_a_switch(a: int, b: int, count: int) -> None:
    rewriter: Rewriter[str] = Rewriter(65000, 0)
    out = []
    for start in (a, b):
        rewriter.begin("stream", start, 0, PLAIN, 0)
        out += [send(rewriter, start + step) for step in range(count)]
    assert [(y - x) & 0xFFFF for x, y in itertools.pairwise(out)] == [1] * (2 * count - 1)


def test_a_gap_stays_a_gap_and_a_late_packet_takes_its_place() -> None:
    rewriter: Rewriter[str] = Rewriter(100, 0)
    rewriter.begin("low", 7, 0, PLAIN, 0)
    assert [send(rewriter, one) for one in (7, 10, 8)] == [100, 103, 101]
    assert rewriter.last_sequence == 103


def test_a_packet_from_before_the_switch_is_dropped() -> None:
    rewriter: Rewriter[str] = Rewriter(100, 0)
    rewriter.begin("low", 7, 0, PLAIN, 0)
    send(rewriter, 7)
    rewriter.begin("high", 900, 0, PLAIN, 0)
    assert send(rewriter, 899) == -1
    assert send(rewriter, 900) == 101


def test_the_segment_of_a_number_is_found_for_resending() -> None:
    rewriter: Rewriter[str] = Rewriter(65534, 0)
    for stream in ("low", "high"):
        rewriter.begin(stream, 5, 0, PLAIN, 0)
        for sequence in (5, 6, 7):
            send(rewriter, sequence)
    found = {number: rewriter.segment_of(number) for number in (65534, 0, 1, 3)}
    assert [one.stream for one in found.values() if one] == ["low", "low", "high", "high"]
    assert rewriter.segment_of(4) is None, "it was not sent yet"
    segment = found[1]
    assert segment is not None
    assert (1 - segment.sequence) & 0xFFFF == 5


@given(st.integers(0, 0x7FFF), st.integers(0, 255), st.integers(0, 0x7FFF), st.integers(0, 255))
def test_picture_numbers_go_on_after_a_switch(low: int, low_tl0: int, high: int, high_tl0: int) -> None:
    rewriter: Rewriter[str] = Rewriter(1, 0)
    first = Marks(True, 2, low, 0x7FFF, 4, low_tl0)
    rewriter.begin("low", 5, 0, first, 0)
    send(rewriter, 5, marks=first)
    second = Marks(True, 2, high, 0x7FFF, 4, high_tl0)
    rewriter.begin("high", 9, 0, second, 0)
    segment = rewriter.current
    assert segment is not None
    assert (high + segment.picture) & 0x7FFF == (low + 1) & 0x7FFF
    assert (high_tl0 + segment.tl0) & 0xFF == (low_tl0 + 1) & 0xFF


@given(st.integers(0, 0xFFFFFFFF), st.integers(0, 0xFFFFFFFF), st.integers(-90_000, 90_000))
def test_two_clocks_of_one_publisher_agree_on_an_instant(low: int, high: int, ticks: int) -> None:
    """A second apart in NTP time is 90,000 ticks on either scale."""
    one, other = Clock(10 << 32, low), Clock(11 << 32, high)
    timestamp = (high + ticks) & 0xFFFFFFFF
    assert same_instant(timestamp, on=other, to=one, rate_hz=90_000) == (low + 90_000 + ticks) & 0xFFFFFFFF


def test_clocks_are_believed_only_when_they_go_forward_and_not_far() -> None:
    assert continue_at(1000, 33_000_000, 90_000, by_clocks=3950) == 3950
    assert continue_at(1000, 33_000_000, 90_000, by_clocks=900) == 3970
    assert continue_at(1000, 33_000_000, 90_000, by_clocks=10_000_000) == 3970
    assert continue_at(0xFFFFFFFF, 33_000_000, 90_000, by_clocks=None) == 2969
    assert continue_at(1000, 0, 90_000, by_clocks=None) == 1001


@given(sixteen, st.integers(1, 0x7FFF))
def test_newer_is_asymmetric(sequence: int, step: int) -> None:
    later = (sequence + step) & 0xFFFF
    assert is_newer(later, sequence)
    assert not is_newer(sequence, later)
