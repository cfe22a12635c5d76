"""Reads the files of chunk_file.py at any position, proving every byte on the way."""

from __future__ import annotations

import os
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from recordings.chunk_file import (
    FILE_ID_BYTES,
    LONGEST_RECORD_BYTES,
    MAGIC,
    RECORD_HEAD,
    SEAL_BODY,
    Cipher,
    Kind,
)
from recordings.errors import ChunkTampered
from recordings.keyring import TAG_BYTES, WRAPPED_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from recordings.keyring import Keyring

HEAD_BYTES = len(MAGIC) + FILE_ID_BYTES + 4 + WRAPPED_BYTES


@dataclass(frozen=True, slots=True)
class Record:
    """Where a chunk lies in the file."""

    number: int
    kind: Kind
    offset: int
    size: int
    """Bytes of ciphertext with tag."""


class ChunkReader:
    """One file, open for reading: the plain bytes as if they were one file, and the notes.

    A sealed file is proved whole when it is opened. One without a seal is readable up to the last chunk that
    holds; `is_sealed` tells which it is.
    """

    def __init__(self, path: Path, keyring: Keyring) -> None:
        """Raises ChunkTampered, KeyMissing, FileNotFoundError."""
        self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            self._cipher = self._read_head(keyring)
            self._data, self._marks, self.is_sealed = self._scan()
        except BaseException:
            os.close(self._descriptor)
            raise
        self._starts: list[int] = []
        self.size = 0
        """Plain bytes."""
        for record in self._data:
            self._starts.append(self.size)
            self.size += record.size - TAG_BYTES
        self._cached: tuple[int, bytes] = (-1, b"")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)

    def read_at(self, offset: int, size: int) -> bytes:
        """Return up to size plain bytes from offset; fewer at the end. Raises ChunkTampered."""
        pieces = []
        end = min(offset + size, self.size)
        while offset < end:
            index = bisect_right(self._starts, offset) - 1
            within = offset - self._starts[index]
            piece = self._chunk(index)[within : within + end - offset]
            pieces.append(piece)
            offset += len(piece)
        return b"".join(pieces)

    def stream(self, start: int, stop: int, *, piece_bytes: int = 1 << 16) -> Iterator[bytes]:
        """Yield the plain bytes from start up to stop. Raises ChunkTampered."""
        for offset in range(start, min(stop, self.size), piece_bytes):
            yield self.read_at(offset, min(piece_bytes, stop - offset))

    def marks(self) -> Iterator[bytes]:
        """Yield the notes in order. Raises ChunkTampered."""
        for record in self._marks:
            yield self._open(record)

    def _chunk(self, index: int) -> bytes:
        if self._cached[0] != index:
            self._cached = (index, self._open(self._data[index]))
        return self._cached[1]

    def _open(self, record: Record) -> bytes:
        sealed = os.pread(self._descriptor, record.size, record.offset)
        try:
            return self._cipher.decrypt(record.number, record.kind, sealed)
        except InvalidTag:
            raise ChunkTampered(f"chunk {record.number} is not what was written") from None

    def _read_head(self, keyring: Keyring) -> Cipher:
        head = os.pread(self._descriptor, HEAD_BYTES, 0)
        if len(head) < HEAD_BYTES or not head.startswith(MAGIC):
            raise ChunkTampered("the file's head is missing or not ours")
        file_id = head[4 : 4 + FILE_ID_BYTES]
        version = int.from_bytes(head[4 + FILE_ID_BYTES : 8 + FILE_ID_BYTES])
        return Cipher(file_id, AESGCM(keyring.unwrap(head[8 + FILE_ID_BYTES :], file_id, version)))

    def _scan(self) -> tuple[list[Record], list[Record], bool]:
        records = list(self._records())
        if records and records[-1].kind is Kind.SEAL:
            self._check_seal(records)
            is_sealed = True
        else:
            is_sealed = False
            records = self._trusted(records)
        data = [record for record in records if record.kind is Kind.DATA]
        return data, [record for record in records if record.kind is Kind.MARK], is_sealed

    def _records(self) -> Iterator[Record]:
        offset, number = HEAD_BYTES, 0
        end = os.fstat(self._descriptor).st_size
        while offset + RECORD_HEAD.size <= end:
            kind, size = RECORD_HEAD.unpack(os.pread(self._descriptor, RECORD_HEAD.size, offset))
            start = offset + RECORD_HEAD.size
            if kind not in tuple(Kind) or not TAG_BYTES <= size <= LONGEST_RECORD_BYTES or start + size > end:
                return
            yield Record(number, Kind(kind), start, size)
            if kind == Kind.SEAL:
                return
            offset, number = start + size, number + 1

    def _check_seal(self, records: list[Record]) -> None:
        seal = records[-1]
        chunks, plain = SEAL_BODY.unpack(self._open(seal))
        held = sum(record.size - TAG_BYTES for record in records if record.kind is Kind.DATA)
        if chunks != len(records) - 1 or plain != held or self._has_more_after(seal):
            raise ChunkTampered("chunks are missing or were added")

    def _has_more_after(self, seal: Record) -> bool:
        return os.fstat(self._descriptor).st_size > seal.offset + seal.size

    def _trusted(self, records: list[Record]) -> list[Record]:
        """Drop a tail that a power cut left unwritten; what lies before it was synced and must hold."""
        while records:
            try:
                self._open(records[-1])
            except ChunkTampered:
                records.pop()
            else:
                break
        return records
