"""Passwords, tokens, signatures."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from telemed.auth.passwords import CHEAP, Cost, Passwords
from telemed.auth.signing import is_signed, key_id, new_private_key, public_key, sign
from telemed.auth.throttle import delay_s
from telemed.auth.tokens import new_token, token_hash
from telemed.domain.errors import FieldInvalid, Overloaded

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG = "correct horse battery"


@pytest.fixture
def passwords() -> Iterator[Passwords]:
    """Cheap hashing."""
    made = Passwords(threads=1, cost=CHEAP)
    yield made
    made.close()


async def test_a_password_matches_its_own_hash_only(passwords: Passwords) -> None:
    stored = await passwords.hash(LONG)
    assert await passwords.verify(stored, LONG)
    assert not await passwords.verify(stored, LONG + " ")


async def test_the_hash_is_argon2id_with_the_cost_that_is_asked_for() -> None:
    passwords = Passwords(threads=1)
    stored = await passwords.hash(LONG)
    passwords.close()
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert Cost().memory_kib == 19456


async def test_nobody_and_a_broken_hash_never_match(passwords: Passwords) -> None:
    assert not await passwords.verify(None, "nobody has this password")
    assert not await passwords.verify("not a hash", LONG)


@pytest.mark.parametrize("password", ["", "123456789", "x" * 257])
async def test_too_short_and_too_long_are_refused(passwords: Passwords, password: str) -> None:
    with pytest.raises(FieldInvalid) as refused:
        await passwords.hash(password)
    assert refused.value.field == "password"


async def test_more_at_once_than_there_is_room_for_is_refused_as_busy() -> None:
    passwords = Passwords(threads=1, waiting_limit=2, cost=CHEAP)
    found = await asyncio.gather(*(passwords.hash(LONG) for _ in range(6)), return_exceptions=True)
    passwords.close()
    assert sum(isinstance(one, Overloaded) for one in found) == 4


def test_delays_double_up_to_five_minutes() -> None:
    assert [delay_s(failures, 3) for failures in (0, 2, 3, 4, 5)] == [0, 0, 1, 2, 4]
    assert delay_s(1000, 3) == 300


def test_tokens_are_long_different_and_stored_as_hashes() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) == 43 for token in tokens)
    assert all(len(token_hash(token)) == 64 for token in tokens)


def test_a_signature_holds_for_its_key_and_bytes_only() -> None:
    private, other = new_private_key(), new_private_key()
    public = public_key(private)
    signature = sign(private, b"opinion")
    assert is_signed(public, signature, b"opinion")
    assert not is_signed(public, signature, b"opinion.")
    assert not is_signed(public_key(other), signature, b"opinion")
    assert not is_signed(b"short", signature, b"opinion")
    assert key_id(public) != key_id(public_key(other))
