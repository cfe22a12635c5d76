"""Citizen identity numbers, GB 11643-1999: region (6), birth date (8), sequence (3), check character."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from telemed.domain.errors import CitizenIdInvalid
from telemed.domain.people import Sex

LENGTH = 18
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
"""2 ** (17 - i) mod 11, ISO 7064 MOD 11-2."""
CHECK_CHARACTERS = "10X98765432"
EARLIEST_BIRTH = date(1850, 1, 1)


@dataclass(frozen=True, slots=True)
class CitizenId:
    """A number that passed the check. Never print it: it names a person."""

    value: str
    birth_date: date
    sex: Sex

    def __repr__(self) -> str:
        return "<citizen id>"


def check_character(first17: str) -> str:
    """Compute the eighteenth character from the first seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]


def parse_citizen_id(text: str, today: date) -> CitizenId:
    """Read a number as printed; blanks around it and a small x are accepted.

    Raises CitizenIdInvalid, which never repeats the number.
    """
    value = text.strip().upper()
    body = value[:17]
    if len(value) != LENGTH or not (body.isascii() and body.isdigit()):
        raise _wrong("A citizen ID has 17 digits and a check character.")
    if check_character(body) != value[17]:
        raise _wrong("The check character does not fit: a digit is wrong.")
    return CitizenId(value, _birth_date(value, today), Sex.MALE if int(value[16]) % 2 else Sex.FEMALE)


def _birth_date(value: str, today: date) -> date:
    try:
        born = date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        raise _wrong("The birth date in the citizen ID does not exist.") from None
    if not EARLIEST_BIRTH <= born <= today:
        raise _wrong("The birth date in the citizen ID is not possible.")
    return born


def _wrong(message: str) -> CitizenIdInvalid:
    return CitizenIdInvalid(message, field="identifiers", remedy="Read the card again.")
