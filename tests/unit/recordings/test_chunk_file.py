from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recordings.chunk_file import ChunkWriter, DiskFile
from recordings.chunk_reader import HEAD_BYTES, ChunkReader
from recordings.errors import ChunkTampered, KeyMissing
from recordings.keyring import Keyring

if TYPE_CHECKING:
    from pathlib import Path

KEYRING = Keyring({1: bytes(range(32))})
PIECES = [b"first second", b"", b"the next one", os.urandom(5000)]
WHOLE = b"".join(PIECES)


class FullDisk(DiskFile):
    """Takes a number of bytes, then refuses."""

    room = 400

    def write(self, data: bytes) -> None:
        if len(data) > self.room:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.room -= len(data)
        super().write(data)


def sealed(path: Path) -> Path:
    with ChunkWriter(path, KEYRING) as file:
        for piece in PIECES:
            file.append(piece)
            file.mark(b"note")
    return path


def unsealed(path: Path) -> Path:
    file = ChunkWriter(path, KEYRING)
    for piece in PIECES:
        file.append(piece)
    file.abandon()
    return path


def test_a_sealed_file_reads_back_with_its_notes(tmp_path: Path) -> None:
    with ChunkReader(sealed(tmp_path / "f"), KEYRING) as reader:
        assert reader.is_sealed
        assert reader.read_at(0, 10**6) == WHOLE
        assert list(reader.marks()) == [b"note"] * 4


def test_the_plain_text_is_not_on_disk(tmp_path: Path) -> None:
    assert b"first second" not in sealed(tmp_path / "f").read_bytes()
    assert (tmp_path / "f").stat().st_mode & 0o077 == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 6000), st.integers(0, 6000))
def test_any_range_is_that_part_of_the_whole(tmp_path: Path, start: int, size: int) -> None:
    path = tmp_path / "f"
    if not path.exists():
        sealed(path)
    with ChunkReader(path, KEYRING) as reader:
        assert reader.read_at(start, size) == WHOLE[start : start + size]
        assert b"".join(reader.stream(start, start + size, piece_bytes=100)) == WHOLE[start : start + size]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data())
def test_a_changed_bit_is_always_noticed(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(sealed_once(tmp_path))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    changed = tmp_path / "changed"
    changed.write_bytes(content)
    with pytest.raises((ChunkTampered, KeyMissing)):
        read_strictly(changed)


def sealed_once(directory: Path) -> bytes:
    path = directory / "once"
    if not path.exists():
        sealed(path)
    return path.read_bytes()


def read_strictly(path: Path) -> None:
    """As a playable file is read: it must be sealed."""
    with ChunkReader(path, KEYRING) as reader:
        if not reader.is_sealed:
            raise ChunkTampered("the end is missing")
        reader.read_at(0, reader.size)
        list(reader.marks())


def test_swapped_chunks_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "f"
    with ChunkWriter(path, KEYRING) as file:
        file.append(b"aaaa")
        file.append(b"bbbb")
    content = path.read_bytes()
    one, two = content[HEAD_BYTES : HEAD_BYTES + 25], content[HEAD_BYTES + 25 : HEAD_BYTES + 50]
    path.write_bytes(content[:HEAD_BYTES] + two + one + content[HEAD_BYTES + 50 :])
    with ChunkReader(path, KEYRING) as reader, pytest.raises(ChunkTampered):
        reader.read_at(0, 8)


def test_bytes_after_the_end_are_noticed(tmp_path: Path) -> None:
    path = sealed(tmp_path / "f")
    with path.open("ab") as file:
        file.write(b"more")
    with pytest.raises(ChunkTampered):
        ChunkReader(path, KEYRING)


def test_a_file_without_its_end_is_readable_but_not_sealed(tmp_path: Path) -> None:
    path = unsealed(tmp_path / "f")
    with ChunkReader(path, KEYRING) as reader:
        assert not reader.is_sealed
        assert reader.read_at(0, 10**6) == WHOLE


@pytest.mark.parametrize("cut", [1, 20, 5000, 5021, 5030])
def test_a_torn_file_is_readable_up_to_the_last_whole_chunk(tmp_path: Path, cut: int) -> None:
    path = unsealed(tmp_path / "f")
    os.truncate(path, path.stat().st_size - cut)
    with ChunkReader(path, KEYRING) as reader:
        found = reader.read_at(0, 10**6)
        assert WHOLE.startswith(found)
        assert len(found) >= len(b"first second")


def test_a_tail_of_zeros_after_a_power_cut_is_left_out(tmp_path: Path) -> None:
    path = unsealed(tmp_path / "f")
    size = path.stat().st_size
    os.truncate(path, size - 100)
    os.truncate(path, size)
    with ChunkReader(path, KEYRING) as reader:
        assert reader.read_at(0, 10**6) == b"".join(PIECES[:3])


def test_a_full_disk_leaves_what_was_written_before(tmp_path: Path) -> None:
    file = ChunkWriter(tmp_path / "f", KEYRING, FullDisk)
    file.append(b"kept")
    with pytest.raises(OSError, match="No space"):
        file.append(bytes(1000))
    with pytest.raises(OSError, match="refused"):
        file.append(b"too late")
    with pytest.raises(OSError, match="refused"):
        file.seal()
    with ChunkReader(tmp_path / "f", KEYRING) as reader:
        assert reader.read_at(0, 100) == b"kept"


def test_an_old_key_still_opens_its_files_and_a_missing_one_says_so(tmp_path: Path) -> None:
    path = sealed(tmp_path / "f")
    rotated = Keyring({1: bytes(range(32)), 2: bytes(32)})
    with ChunkReader(path, rotated) as reader:
        assert reader.read_at(0, 10**6) == WHOLE
    with pytest.raises(KeyMissing):
        ChunkReader(path, Keyring({2: bytes(32)}))


def test_another_master_key_opens_nothing(tmp_path: Path) -> None:
    with pytest.raises(ChunkTampered):
        ChunkReader(sealed(tmp_path / "f"), Keyring({1: bytes(32)}))


def test_the_key_file_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "recordings.json"
    one, two = Keyring.open(path), Keyring.open(path)
    assert one.seal(b"x", 1) == two.seal(b"x", 1)
    assert path.stat().st_mode & 0o077 == 0
    assert [file.name for file in path.parent.iterdir()] == ["recordings.json"]
