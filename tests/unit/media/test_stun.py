"""Our STUN against aioice's, and against bytes from strangers."""

from __future__ import annotations

from aioice import stun as reference
from hypothesis import given
from hypothesis import strategies as st

from media import stun

PASSWORD = b"a password of 22 chars"


def request(username: str = "local:remote", password: bytes = PASSWORD, **more: object) -> bytes:
    message = reference.Message(
        reference.Method.BINDING,
        reference.Class.REQUEST,
        attributes={"USERNAME": username, "PRIORITY": 7, **{k.replace("_", "-"): v for k, v in more.items()}},
    )
    message.add_message_integrity(password)
    return bytes(message)


def test_a_request_of_another_library_is_read_and_authenticated() -> None:
    read = stun.parse_request(request(ICE_CONTROLLING=3, USE_CANDIDATE=None))
    assert read is not None
    assert (read.local_ufrag, read.nominates, read.is_controlled) == ("local", True, False)
    assert read.is_from(PASSWORD)
    assert not read.is_from(b"another password")


def test_an_answer_is_understood_by_another_library() -> None:
    for ip, text in ((bytes((192, 0, 2, 7)), "192.0.2.7"), (bytes(15) + b"\x01", "::1")):
        answer = reference.parse_message(stun.binding_success(b"t" * 12, ip, 5004, PASSWORD))
        assert answer.message_class is reference.Class.RESPONSE
        assert answer.attributes["XOR-MAPPED-ADDRESS"] == (text, 5004)
        assert answer.check_message_integrity(PASSWORD)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_without_an_error(noise: bytes) -> None:
    assert stun.parse_request(noise) is None
    assert stun.parse_request(b"\x00\x01\x00\x08\x21\x12\xa4\x42" + noise) is None


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_one_flipped_byte_is_noticed(place: int, flip: int) -> None:
    whole = request()
    at = place % len(whole)
    damaged = whole[:at] + bytes((whole[at] ^ flip,)) + whole[at + 1 :]
    read = stun.parse_request(damaged)
    assert read is None or not read.is_from(PASSWORD)


@given(st.integers(0, 100))
def test_a_cut_request_is_refused(length: int) -> None:
    whole = request()
    assert stun.parse_request(whole[: min(length, len(whole) - 1)]) is None


def test_a_request_without_integrity_is_refused() -> None:
    message = reference.Message(
        reference.Method.BINDING, reference.Class.REQUEST, attributes={"USERNAME": "local:remote"}
    )
    message.add_fingerprint()
    assert stun.parse_request(bytes(message)) is None
