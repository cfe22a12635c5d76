"""Files at rest: AES-256-GCM chunks that are only ever appended, readable up to the last whole chunk.

Header: magic, file id (16 random bytes), master key version, wrapped key of this file. Then records: kind (1
byte), length (4 bytes), ciphertext with tag. Nonce = chunk number, which cannot repeat because a file has its
own key and is never opened for writing again; associated data = file id, chunk number, kind. The last one
(SEAL) holds the number of chunks and of plain bytes, so that a cut-off end is seen. A file without it was in
use when the process died, or its disk refused.
"""

from __future__ import annotations

import errno
import os
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Protocol, Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from recordings.keyring import KEY_BYTES, TAG_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from recordings.keyring import Keyring

MAGIC = b"TMC1"
FILE_ID_BYTES = 16
RECORD_HEAD = struct.Struct(">BI")
SEAL_BODY = struct.Struct(">QQ")
CHUNK_LIMIT_BYTES = 1 << 22
"""Largest plain chunk; a longer record is damage."""


class Kind(IntEnum):
    """What a chunk holds."""

    DATA = 0
    MARK = 1
    """A note about the data (JSON), such as a clock mark."""
    SEAL = 2


class Disk(Protocol):
    """An append-only file; raises OSError when the disk does not take the bytes."""

    def write(self, data: bytes) -> None:
        """Append all of it, or leave the file as it was and raise."""

    def sync(self) -> None:
        """Return when everything written survives a power cut."""

    def close(self) -> None:
        """Let go of the file."""


class DiskFile:
    """A new file on the local disk."""

    def __init__(self, path: Path) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
        self._descriptor = os.open(path, flags, 0o600)
        self._size = 0

    def write(self, data: bytes) -> None:
        """Append all of it, or cut the file back to where it was and raise OSError."""
        try:
            self._write_all(memoryview(data))
        except OSError:
            os.ftruncate(self._descriptor, self._size)
            raise
        self._size += len(data)

    def _write_all(self, left: memoryview) -> None:
        while left:
            count = os.write(self._descriptor, left)
            if not count:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            left = left[count:]

    def sync(self) -> None:
        """Return when everything written survives a power cut."""
        os.fsync(self._descriptor)

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._descriptor)


@dataclass(frozen=True, slots=True)
class Cipher:
    """Encrypts and decrypts the chunks of one file."""

    file_id: bytes
    key: AESGCM

    def encrypt(self, number: int, kind: Kind, plain: bytes) -> bytes:
        """Ciphertext and tag of a chunk."""
        return self.key.encrypt(self._nonce(number), plain, self._bound(number, kind))

    def decrypt(self, number: int, kind: Kind, sealed: bytes) -> bytes:
        """The plain chunk. Raises cryptography's InvalidTag."""
        return self.key.decrypt(self._nonce(number), sealed, self._bound(number, kind))

    @staticmethod
    def _nonce(number: int) -> bytes:
        return number.to_bytes(12)

    def _bound(self, number: int, kind: Kind) -> bytes:
        return self.file_id + number.to_bytes(8) + bytes([kind])


class ChunkWriter:
    """Writes one new file. After an OSError it is readable up to the chunk before and takes no more."""

    def __init__(self, path: Path, keyring: Keyring, open_disk: Callable[[Path], Disk] = DiskFile) -> None:
        key, file_id = os.urandom(KEY_BYTES), os.urandom(FILE_ID_BYTES)
        self._cipher = Cipher(file_id, AESGCM(key))
        self._disk = open_disk(path)
        self.chunks = 0
        """Records written so far."""
        self.plain_bytes = 0
        """Data bytes written so far."""
        self._is_refused = False
        """The disk refused a chunk, whose number is spent: no later chunk would fit."""
        head = MAGIC + file_id + keyring.version.to_bytes(4) + keyring.wrap(key, file_id)
        self._write_or_close(head)

    def _write_or_close(self, data: bytes) -> None:
        try:
            self._disk.write(data)
        except OSError:
            self._disk.close()
            raise

    def append(self, data: bytes) -> None:
        """Write data, in as many chunks as it takes. Raises OSError."""
        for start in range(0, len(data), CHUNK_LIMIT_BYTES):
            piece = data[start : start + CHUNK_LIMIT_BYTES]
            self._record(Kind.DATA, piece)
            self.plain_bytes += len(piece)

    def mark(self, note: bytes) -> None:
        """Write a note. Raises OSError."""
        self._record(Kind.MARK, note)

    def sync(self) -> None:
        """Return when all chunks survive a power cut. Raises OSError."""
        self._disk.sync()

    def seal(self) -> None:
        """Write the authenticated end, sync and close. Raises OSError; the file is closed in any case."""
        try:
            self._record(Kind.SEAL, SEAL_BODY.pack(self.chunks, self.plain_bytes))
            self._disk.sync()
        finally:
            self._disk.close()

    def abandon(self) -> None:
        """Close without an end, after the disk refused."""
        self._disk.close()

    def _record(self, kind: Kind, plain: bytes) -> None:
        if self._is_refused:
            raise OSError(errno.EIO, "an earlier chunk was refused")
        sealed = self._cipher.encrypt(self.chunks, kind, plain)
        try:
            self._disk.write(RECORD_HEAD.pack(kind, len(sealed)) + sealed)
        except OSError:
            self._is_refused = True
            raise
        self.chunks += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if error is None:
            self.seal()
        else:
            self.abandon()


LONGEST_RECORD_BYTES = CHUNK_LIMIT_BYTES + TAG_BYTES
