"""Tables open in spreadsheets as text, in the right alphabet, and run nothing."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemed.http.tables import BYTE_ORDER_MARK, FORMULA_STARTS, as_csv, cell


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_text_that_begins_a_formula_is_disarmed(start: str) -> None:
    assert cell(f"{start}HYPERLINK(1)").startswith("'")
    assert cell(f"  {start}1").startswith("'")


def test_numbers_stay_numbers() -> None:
    assert cell(-3) == "-3"
    assert cell(None) == ""


def test_the_table_begins_with_a_byte_order_mark_and_ends_lines_as_the_rfc_says() -> None:
    table = as_csv(["姓名"], [["刘建国"]])
    assert table == (BYTE_ORDER_MARK + "姓名\r\n刘建国\r\n").encode()


PLAIN = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))


@given(st.lists(st.lists(PLAIN, min_size=2, max_size=2), max_size=5))
def test_a_reader_finds_every_cell_again(rows: list[list[str]]) -> None:
    text = as_csv(["a", "b"], rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read[1:] == [[cell(value) for value in row] for row in rows]
