"""Layers, key frames, loss, estimates and limits: time is an argument."""

from __future__ import annotations

import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from media.bwe import FLOOR_BPS, START_BPS, BandwidthEstimate
from media.keyframes import INTERVAL_S, KeyframeRequests
from media.layers import Choice, Layer, Want, allocate, enough
from media.limits import Limiter
from media.packet_cache import PacketCache, ResendGuard
from media.peer import Downlink
from media.reception import Reception

LOW, MIDDLE, HIGH = (
    Layer(100_000, 180, is_running=True),
    Layer(300_000, 360, is_running=True),
    Layer(900_000, 720, is_running=True),
)
LAYERS = (LOW, MIDDLE, HIGH)
BIG = 10_000


def want(
    current: int | None = None, height: int = BIG, priority: int = 1, layers: tuple[Layer, ...] = LAYERS
) -> Want:
    return Want(layers, current, height, priority)


def test_a_wide_path_gives_everyone_the_best() -> None:
    assert allocate(10e6, [want(), want()]) == [2, 2]


def test_a_narrow_path_serves_everyone_before_it_raises_anyone() -> None:
    assert allocate(480_000, [want(), want(priority=3)]) == [0, 1]
    assert allocate(240_000, [want(), want(priority=3)]) == [0, 0]


def test_what_does_not_fit_is_paused_and_the_screen_goes_first() -> None:
    assert allocate(130_000, [want(), want(priority=3)]) == [None, 0]
    assert allocate(50_000, [want()]) == [None]


def test_nobody_is_paused_on_a_guess() -> None:
    assert allocate(50_000, [want(), want()], is_proven=False) == [0, 0]


def test_a_small_element_gets_a_small_layer() -> None:
    assert [enough(want(height=height)) for height in (0, 90, 200, 360, 420, 900)] == [-1, 0, 0, 1, 1, 2]
    assert allocate(10e6, [want(height=0)]) == [None]


def test_layers_that_do_not_run_are_not_chosen() -> None:
    stopped = Layer(0, 720, is_running=False)
    assert allocate(10e6, [want(layers=(LOW, MIDDLE, stopped))]) == [1]
    assert allocate(10e6, [want(layers=(stopped, stopped, stopped))]) == [None]


def test_what_is_sent_is_kept_where_it_would_not_be_begun() -> None:
    assert allocate(80_000, [want(current=0)]) == [0]
    assert allocate(80_000, [want(current=None)]) == [None]
    assert allocate(920_000, [want(current=2)]) == [2]
    assert allocate(920_000, [want(current=1)]) == [1]


@given(
    st.floats(0, 5e6),
    st.lists(
        st.tuples(st.sampled_from([None, 0, 1, 2]), st.integers(0, 2000), st.integers(1, 3)), max_size=8
    ),
)
def test_no_allocation_overspends(budget: float, wishes: list[tuple[int | None, int, int]]) -> None:
    """Beyond what is kept although it does not fit, the chosen layers fit the budget."""
    wants = [want(*wish) for wish in wishes]
    targets = allocate(budget, wants)
    kept = sum(
        LOW.bps for one, target in zip(wants, targets, strict=True) if one.current is not None and target == 0
    )
    spent = sum(LAYERS[target].bps for target in targets if target is not None)
    assert spent <= budget + kept
    assert all(target is None or target <= enough(one) for one, target in zip(wants, targets, strict=True))


def test_after_a_forced_step_down_the_next_raise_waits_longer_each_time() -> None:
    choice = Choice()
    assert choice.settle(2, 2, 0.0) == 2
    assert choice.settle(0, 2, 1.0) == 0
    waits = []
    now = 1.0
    for _ in range(3):
        down_s = now
        while choice.settle(2, 2, now) != 2:
            now += 0.5
        waits.append(now - down_s)
        now += 1.0
        choice.settle(0, 2, now)
    assert waits == [8.0, 16.0, 32.0]


def test_the_receivers_own_wishes_are_followed_at_once() -> None:
    choice = Choice()
    for now, target in enumerate((2, 0, 2, 0, 2)):
        assert choice.settle(target, target, now / 10) == target


def test_many_askers_make_one_request_and_none_is_forgotten() -> None:
    requests = KeyframeRequests()
    assert requests.ask(0.0)
    assert not requests.ask(0.1)
    assert not requests.is_due(0.2)
    assert requests.is_due(INTERVAL_S)
    assert not requests.is_due(2.0)


@given(st.lists(st.floats(0, 60), max_size=200))
def test_requests_are_never_closer_than_the_interval(times: list[float]) -> None:
    requests = KeyframeRequests()
    sent = [now for now in sorted(times) if requests.ask(now)]
    assert all(b - a >= INTERVAL_S for a, b in itertools.pairwise(sent))


MS = 1_000_000


def test_a_gap_is_found_asked_for_and_given_up() -> None:
    reception = Reception(90_000)
    assert not reception.arrived(65534, 0, 0)
    assert reception.arrived(1, 0, 0)
    assert reception.wanted(0, 50 * MS) == [65535, 0]
    assert reception.wanted(10 * MS, 50 * MS) == []
    assert not reception.arrived(0, 0, 20 * MS)
    assert reception.wanted(60 * MS, 50 * MS) == [65535]
    assert reception.wanted(1600 * MS, 50 * MS) == []
    assert reception.is_whole


def test_a_repair_counts_once() -> None:
    reception = Reception(90_000)
    reception.arrived(1, 0, 0)
    reception.arrived(3, 0, 0)
    assert reception.repaired(2)
    assert not reception.repaired(2)
    assert not reception.repaired(1)
    report = reception.report()
    assert (report.lost, report.fraction_lost, report.highest) == (0, 0, 3)


@given(st.integers(0, 65535), st.lists(st.booleans(), min_size=2, max_size=400))
def test_lost_packets_are_counted_over_the_wrap(first: int, came: list[bool]) -> None:
    came = [True, *came[:400], True]
    reception = Reception(90_000)
    for step, is_here in enumerate(came):
        if is_here:
            reception.arrived((first + step) & 0xFFFF, step * 3000, step * 33 * MS)
    assert reception.report().lost == came.count(False)


@given(
    st.lists(
        st.tuples(st.integers(0, 65535), st.integers(0, 0xFFFFFFFF), st.integers(0, 1 << 40)), max_size=80
    )
)
def test_any_arrivals_leave_bounded_state(arrivals: list[tuple[int, int, int]]) -> None:
    reception = Reception(90_000)
    for sequence, timestamp, now in arrivals:
        reception.arrived(sequence, timestamp, now)
        assert len(reception.wanted(now, 0)) <= 256
    if arrivals:
        report = reception.report()
        assert 0 <= report.fraction_lost <= 255
        assert -0x800000 <= report.lost <= 0x7FFFFF


def test_the_cache_forgets_by_number() -> None:
    cache = PacketCache(4)
    for sequence in (65534, 65535, 0, 1, 2):
        cache.put(sequence, bytes((sequence & 0xFF,)))
    assert cache.get(65534) is None
    assert cache.get(65535) == b"\xff"
    assert cache.get(3) is None


def test_one_packet_is_not_resent_within_a_round_trip() -> None:
    guard = ResendGuard()
    assert guard.may_send(7, 0, 50 * MS)
    assert not guard.may_send(7, 40 * MS, 50 * MS)
    assert guard.may_send(8, 40 * MS, 50 * MS)
    assert guard.may_send(7, 60 * MS, 50 * MS)


def play(
    estimate: BandwidthEstimate, seconds: float, *, sent_bps: float, path_bps: float, loss: float = 0.0
) -> None:
    """Packets of 1200 bytes over a path with a queue, feedback each 100 ms."""
    chance = random.Random(3)
    gap_ns = int(1200 * 8 / sent_bps * 1e9)
    serve_ns = int(1200 * 8 / path_bps * 1e9)
    now, free, batch, due = 10**9, 0, [], 10**9
    for _ in range(int(seconds * 1e9 / gap_ns)):
        now += gap_ns
        free = max(free, now) + serve_ns
        arrived = None if chance.random() < loss else (free + 20 * MS) // 250_000
        batch.append((1200, now, arrived))
        if now >= due:
            estimate.feedback(batch, now)
            batch, due = [], now + 100 * MS


def test_a_free_path_is_found_to_be_wide() -> None:
    estimate = BandwidthEstimate()
    play(estimate, 8, sent_bps=1e6, path_bps=20e6)
    assert estimate.bps > 3e6


def test_a_growing_queue_brings_the_estimate_below_what_arrives() -> None:
    estimate = BandwidthEstimate()
    play(estimate, 6, sent_bps=1e6, path_bps=500e3)
    assert FLOOR_BPS <= estimate.bps < 520e3


def test_heavy_loss_lowers_and_light_loss_does_not() -> None:
    heavy, light = BandwidthEstimate(), BandwidthEstimate()
    play(heavy, 6, sent_bps=1e6, path_bps=20e6, loss=0.25)
    play(light, 6, sent_bps=1e6, path_bps=20e6, loss=0.03)
    assert heavy.bps < START_BPS < light.bps


def test_repairs_never_take_more_than_a_quarter_of_the_path() -> None:
    downlink = Downlink()
    downlink.estimate.limit(960_000)
    assert downlink.may_resend(500, 10**10) == 64, "a burst after a quiet time"
    sent = sum(downlink.may_resend(500, 10**10 + step * 10**7) for step in range(1, 401))
    assert 95 <= sent <= 100, "25 packets of 9,600 bits a second for four seconds"


def test_the_limiter_lets_bursts_through_and_holds_the_rate() -> None:
    limiter = Limiter(per_s=10, burst=5)
    assert [limiter.allows("a", 0.0) for _ in range(6)] == [True] * 5 + [False]
    assert limiter.allows("b", 0.0)
    assert [limiter.allows("a", 0.2) for _ in range(3)] == [True, True, False]


def test_the_limiter_remembers_a_bounded_number_of_sources() -> None:
    limiter = Limiter(per_s=1, burst=1, capacity=3)
    for source in range(10):
        limiter.allows(source, 0.0)
    assert limiter.allows(0, 0.0), "it was pushed out"
    assert not limiter.allows(9, 0.0)
