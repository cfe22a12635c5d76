"""The store's key and its files."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemed.domain.errors import StoreBroken
from telemed.domain.materials import BlobRef
from telemed.storage.blobs import DirectoryBlobs
from telemed.storage.uow import Database
from telemed.storage.vault import KEY_FILE, Vault

if TYPE_CHECKING:
    from pathlib import Path

VAULT = Vault(bytes(32))


@given(st.binary(max_size=200), st.text(max_size=20))
def test_what_was_sealed_opens_for_its_purpose(plain: bytes, purpose: str) -> None:
    sealed = VAULT.seal(plain, purpose)
    assert VAULT.unseal(sealed, purpose) == plain
    with pytest.raises(StoreBroken):
        VAULT.unseal(sealed, purpose + "!")


@given(st.binary(min_size=1, max_size=20), st.data())
def test_a_changed_byte_is_found(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(VAULT.seal(plain, "p"))
    place = data.draw(st.integers(1, len(sealed) - 1))
    sealed[place] ^= 1
    with pytest.raises(StoreBroken):
        VAULT.unseal(bytes(sealed), "p")


def test_matching_needs_the_key_and_the_purpose() -> None:
    other = Vault(b"\x01" * 32)
    assert VAULT.match("123", "a") == VAULT.match("123", "a")
    assert len({VAULT.match("123", "a"), VAULT.match("123", "b"), other.match("123", "a")}) == 3


def test_the_key_file_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    sealed = Vault.open(tmp_path).seal(b"x", "p")
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert Vault.open(tmp_path).unseal(sealed, "p") == b"x"


def test_a_key_of_the_wrong_length_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / KEY_FILE).write_bytes(b"short")
    with pytest.raises(StoreBroken):
        Vault.open(tmp_path)


def test_equal_bytes_are_kept_once(tmp_path: Path) -> None:
    blobs = DirectoryBlobs(tmp_path / "blobs")
    first, second = blobs.put_bytes(b"abc"), blobs.put_bytes(b"abc")
    assert first == second == BlobRef(hashlib.sha256(b"abc").hexdigest(), 3)
    files = [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]
    assert len(files) == 1
    assert blobs.read(first) == b"abc"
    with blobs.open(first) as stream:
        assert stream.read() == b"abc"


def test_a_file_is_moved_in(tmp_path: Path) -> None:
    blobs = DirectoryBlobs(tmp_path / "blobs")
    source = tmp_path / "a.dcm"
    source.write_bytes(b"dicom")
    ref = blobs.put_file(source)
    assert not source.exists()
    assert blobs.path(ref).read_bytes() == b"dicom"


def test_changed_and_missing_files_are_noticed(tmp_path: Path) -> None:
    blobs = DirectoryBlobs(tmp_path / "blobs")
    ref = blobs.put_bytes(b"abc")
    assert blobs.is_intact(ref)
    blobs.path(ref).write_bytes(b"abd")
    assert not blobs.is_intact(ref)
    blobs.path(ref).unlink()
    with pytest.raises(StoreBroken):
        blobs.path(ref)


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(StoreBroken):
        Database.open("mysql+aiomysql://localhost/x")
