from __future__ import annotations

from typing import TYPE_CHECKING

from signaling.folding import participant_of
from signaling.presence import INTERVAL_MS, PresenceBoard
from signaling.rate import TokenBucket
from telemed.wire import commands as c
from telemed.wire.live import Level
from tests.support.live import CT, LI, STUDENT, ZHANG, live_room

if TYPE_CHECKING:
    from telemed.wire.room import Participant

ROOM = live_room(STUDENT)


def seat(participant_id: str) -> Participant:
    found = participant_of(ROOM.state, participant_id)
    assert found is not None
    return found


def test_lp90_only_what_changed_is_shown_and_only_the_last_of_it() -> None:
    board = PresenceBoard()
    for x in (1.0, 2.0):
        pointer = c.Pointer(material_id=CT, at=(x, 0.0))
        board.sign(seat(ZHANG.participant_id), c.Signs(pointer=pointer))
    board.hear({LI.participant_id: -30})
    shown = board.take(now_ms=1_000)
    assert [one.pointer and one.pointer.at for one in shown.pointers] == [(2.0, 0.0)]
    assert shown.levels == (Level(participant_id=LI.participant_id, dbov=-30),)
    assert shown.typing is None
    assert board.due_in_ms(1_001) is None


def test_lp90_presence_goes_out_at_most_thirty_times_a_second() -> None:
    board = PresenceBoard()
    board.take(now_ms=1_000)
    board.sign(seat(ZHANG.participant_id), c.Signs(typing=True))
    assert board.due_in_ms(1_010) == INTERVAL_MS - 10
    assert board.due_in_ms(1_000 + INTERVAL_MS) == 0


def test_lp90_observers_give_no_signs_and_who_leaves_shows_none() -> None:
    board = PresenceBoard()
    pointer = c.Pointer(material_id=CT, at=(1.0, 1.0))
    board.sign(seat(STUDENT.participant_id), c.Signs(pointer=pointer, typing=True))
    assert board.due_in_ms(0) is None
    board.sign(seat(LI.participant_id), c.Signs(pointer=pointer, typing=True))
    board.forget(LI.participant_id)
    shown = board.take(now_ms=50)
    assert [one.pointer for one in shown.pointers] == [None]
    assert shown.typing == ()


def test_lp06_a_bucket_gives_a_burst_and_then_a_rate() -> None:
    bucket = TokenBucket(rate_per_s=10, burst=3)
    assert [bucket.take(0.0) for _ in range(4)] == [True, True, True, False]
    assert [bucket.take(0.1), bucket.take(0.1)] == [True, False]
    assert [bucket.take(100.0) for _ in range(4)] == [True, True, True, False]
