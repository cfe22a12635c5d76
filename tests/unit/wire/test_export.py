from __future__ import annotations

import types
from typing import Literal

import msgspec
import pytest

from telemed.wire.base import Reply, Request, Shared
from telemed.wire.export import SCHEMA, TYPESCRIPT, live_schema, main, typescript
from telemed.wire.typescript import NotExpressible, TypeScript

Fruit = Literal["apple", "pear"]


class Inner(Shared, frozen=True):
    """Goes both ways."""

    fruit: Fruit | None
    count: int = 1


class Ask(Request, frozen=True, tag="ask"):
    """Asks."""

    inner: Inner
    points: tuple[tuple[float, float], ...] = ()
    names: dict[str, int] = msgspec.field(default_factory=dict)


class Answer(Reply, frozen=True):
    """Answers."""

    text: str = ""


class Odd(Reply, frozen=True):
    """Has what cannot be said in TypeScript."""

    value: complex


def script() -> TypeScript:
    module = types.ModuleType("fruits")
    module.__dict__["Fruit"] = Fruit
    return TypeScript([module])


def test_what_is_written_is_fresh() -> None:
    assert TYPESCRIPT.read_text(encoding="utf-8") == typescript(), "run python -m telemed.wire.export"
    assert SCHEMA.read_text(encoding="utf-8") == live_schema(), "run python -m telemed.wire.export"
    assert main(["--check"]) == 0


def test_defaults_are_optional_in_requests_and_always_there_in_the_rest() -> None:
    made = script()
    assert made.of(Ask) == "Ask"
    assert made.of(Answer) == "Answer"
    text = made.declarations()
    assert "readonly points?: ReadonlyArray<readonly [number, number]>;" in text
    assert "readonly names?: Readonly<Record<string, number>>;" in text
    assert "readonly count: number;" in text
    assert "readonly text: string;" in text
    assert 'readonly type: "ask";' in text


def test_a_named_literal_keeps_its_name() -> None:
    made = script()
    made.of(Inner)
    text = made.declarations()
    assert 'export type Fruit =\n  | "apple"\n  | "pear";' in text
    assert "readonly fruit: Fruit | null;" in text


def test_two_types_of_one_name_are_refused() -> None:
    made = script()
    made.of(Answer)
    other = type(
        "Answer", (Reply,), {"__annotations__": {"number": int}, "__module__": "elsewhere"}, frozen=True
    )
    with pytest.raises(NotExpressible, match="both have a Answer"):
        made.of(other)


def test_what_has_no_counterpart_is_refused() -> None:
    made = script()
    made.of(Odd)
    with pytest.raises(NotExpressible, match="no TypeScript counterpart"):
        made.declarations()
