from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recordings.clock import ClockMark, SegmentTimes, SenderClock, TrackClock
from tests.support.encoded_media import ntp_time

ORIGIN_NS = 5_000_000_000


def marks(
    rate_hz: int,
    *,
    first_s: float,
    seconds: int,
    delay_s: float,
    drift: float = 0.0,
    reports_from_s: float = 0.0,
) -> list[ClockMark]:
    """Marks of a track whose sender's clock runs at (1 + drift) of ours; a report and a mark each second.

    first_s: media clock at the first frame. The sender's clock reads media time * (1 + drift) + 1000 s.
    """
    clock = TrackClock(rate_hz, 0, ORIGIN_NS)
    made = []
    for second in range(seconds):
        sender_s = second
        media_s = first_s + sender_s / (1 + drift)
        timestamp = sender_s * rate_hz % (1 << 32)
        if sender_s >= reports_from_s:
            clock.reported(ntp_time(1000 + first_s + sender_s), timestamp)
        file_ms = clock.file_ms(timestamp)
        clock.arrived(file_ms, ORIGIN_NS + round((media_s + delay_s) * 1e9))
        mark = clock.mark(file_ms)
        assert mark is not None
        made.append(mark)
    return made


def test_sound_that_the_network_delays_stays_with_its_picture() -> None:
    video = marks(90_000, first_s=2.0, seconds=10, delay_s=0.05)
    audio = marks(48_000, first_s=2.0, seconds=10, delay_s=0.13)
    sender = SenderClock(video + audio)
    skew = SegmentTimes(video, sender).media_ms(5000) - SegmentTimes(audio, sender).media_ms(5000)
    assert abs(skew) < 1
    assert abs(SegmentTimes(video, sender).media_ms(0) - 2050) < 1


def test_a_report_that_comes_late_corrects_the_beginning_too() -> None:
    video = marks(90_000, first_s=2.0, seconds=10, delay_s=0.05)
    audio = marks(48_000, first_s=2.0, seconds=10, delay_s=0.13, reports_from_s=5)
    sender = SenderClock(video + audio)
    assert abs(SegmentTimes(audio, sender).media_ms(0) - SegmentTimes(video, sender).media_ms(0)) < 1


def test_without_reports_arrival_decides() -> None:
    audio = marks(48_000, first_s=2.0, seconds=4, delay_s=0.13, reports_from_s=99)
    assert abs(SegmentTimes(audio, SenderClock(audio)).media_ms(1000) - 3130) < 1


def test_after_an_hour_of_drift_the_error_stays_below_ten_milliseconds() -> None:
    track = marks(48_000, first_s=0.0, seconds=3600, delay_s=0.05, drift=50e-6)
    times = SegmentTimes(track, SenderClock(track))
    media_ms = 3500_000 / (1 + 50e-6) + 50
    assert abs(times.media_ms(3500_000) - media_ms) < 10


def test_no_packet_no_mark() -> None:
    assert TrackClock(48_000, 0, ORIGIN_NS).mark(0.0) is None


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 2**20), max_size=50))
def test_time_in_the_file_goes_on_when_the_timestamp_wraps(first: int, steps: list[int]) -> None:
    clock = TrackClock(90_000, first, ORIGIN_NS)
    total = 0
    for step in steps:
        total += step
        assert clock.file_ms((first + total) % (1 << 32)) == total / 90
