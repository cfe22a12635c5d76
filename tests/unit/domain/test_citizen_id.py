"""Citizen IDs, GB 11643-1999."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemed.domain.citizen_id import CHECK_CHARACTERS, check_character, parse_citizen_id
from telemed.domain.errors import CitizenIdInvalid
from telemed.domain.people import Sex

TODAY = date(2026, 11, 25)
BODIES = st.builds(
    lambda born, sequence: f"999999{born:%Y%m%d}{sequence:03d}",
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)


def test_the_example_of_the_standard_passes() -> None:
    citizen = parse_citizen_id("11010519491231002X", TODAY)
    assert citizen.birth_date == date(1949, 12, 31)
    assert citizen.sex is Sex.FEMALE


def test_blanks_and_a_small_x_are_read() -> None:
    assert parse_citizen_id(" 11010519491231002x ", TODAY).value == "11010519491231002X"


@given(BODIES)
def test_a_number_with_its_check_character_tells_birth_date_and_sex(body: str) -> None:
    citizen = parse_citizen_id(body + check_character(body), TODAY)
    assert f"{citizen.birth_date:%Y%m%d}" == body[6:14]
    assert (citizen.sex is Sex.MALE) == bool(int(body[16]) % 2)


@given(BODIES, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(body: str, place: int, shift: int) -> None:
    digit = str((int(body[place]) + shift) % 10)
    wrong = body[:place] + digit + body[place + 1 :]
    with pytest.raises(CitizenIdInvalid):
        parse_citizen_id(wrong + check_character(body), TODAY)


@given(BODIES, st.integers(0, 15))
def test_two_neighbours_changed_over_are_always_found(body: str, place: int) -> None:
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    if swapped == body:
        return
    with pytest.raises(CitizenIdInvalid):
        parse_citizen_id(swapped + check_character(body), TODAY)


@pytest.mark.parametrize(
    "text", ["", "1", "11010519491231002", "1101051949123100XX", "１１０１０５１９４９１２３１００２X"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(CitizenIdInvalid):
        parse_citizen_id(text, TODAY)


@pytest.mark.parametrize("born", ["20260230", "20261126", "18491231"])
def test_an_impossible_birth_date_is_refused(born: str) -> None:
    body = f"999999{born}001"
    with pytest.raises(CitizenIdInvalid):
        parse_citizen_id(body + check_character(body), TODAY)


def test_the_number_stays_out_of_errors_and_prints() -> None:
    with pytest.raises(CitizenIdInvalid) as refused:
        parse_citizen_id("110105194912310021", TODAY)
    assert "110105" not in f"{refused.value} {refused.value.remedy}"
    assert "110105" not in repr(parse_citizen_id("11010519491231002X", TODAY))


def test_every_check_character_occurs() -> None:
    found = {check_character(f"99999919900101{number:03d}") for number in range(100)}
    assert found == set(CHECK_CHARACTERS)
