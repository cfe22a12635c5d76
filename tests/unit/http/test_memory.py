"""What is remembered is forgotten in time, and there is never too much of it."""

from __future__ import annotations

from telemed.http.memory import Memory


class Hands:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def now(self) -> float:
        return self.now_s


def test_an_answer_is_forgotten_when_its_time_is_over() -> None:
    hands = Hands()
    memory = Memory[str](2.0, 10, hands.now)
    memory.keep("a", "1")
    hands.now_s = 1.9
    assert memory.get("a") == "1"
    hands.now_s = 2.0
    assert memory.get("a") is None


def test_keeping_again_begins_anew() -> None:
    hands = Hands()
    memory = Memory[str](2.0, 10, hands.now)
    memory.keep("a", "1")
    hands.now_s = 1.5
    memory.keep("a", "2")
    hands.now_s = 3.0
    assert memory.get("a") == "2"


def test_the_oldest_goes_when_there_are_too_many() -> None:
    memory = Memory[int](2.0, 2)
    for number in range(3):
        memory.keep(number, number)
    assert [memory.get(number) for number in range(3)] == [None, 1, 2]


def test_what_was_forgotten_is_gone() -> None:
    memory = Memory[int](2.0, 2)
    memory.keep("a", 1)
    memory.forget("a")
    memory.forget("a")
    assert memory.get("a") is None
