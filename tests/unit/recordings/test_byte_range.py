from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordings.byte_range import RangeUnsatisfiable, parse


@pytest.mark.parametrize(
    ("header", "part"),
    [
        (None, None),
        ("bytes=0-", (0, 100)),
        ("bytes=10-19", (10, 20)),
        ("bytes=90-1000", (90, 100)),
        ("bytes=-5", (95, 100)),
        ("bytes=-500", (0, 100)),
        ("bytes=99-99", (99, 100)),
        ("bytes=0-1,5-6", None),
        ("bytes=9-3", None),
        ("bytes=-", None),
        ("items=0-1", None),
    ],
)
def test_a_range_is_read_as_http_says(header: str | None, part: tuple[int, int] | None) -> None:
    assert parse(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=500-600", "bytes=-0"])
def test_a_range_outside_is_refused(header: str) -> None:
    with pytest.raises(RangeUnsatisfiable):
        parse(header, 100)


@given(st.text(max_size=30) | st.from_regex(r"bytes=\d{0,4}-\d{0,4}", fullmatch=True), st.integers(0, 5000))
def test_whatever_is_asked_the_answer_lies_inside(header: str, size: int) -> None:
    try:
        part = parse(header, size)
    except RangeUnsatisfiable:
        return
    assert part is None or 0 <= part[0] < part[1] <= size
