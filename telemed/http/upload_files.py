"""Half-finished files on disk. Their length is the truth about the offset: no row is written per chunk."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path
    from typing import BinaryIO

HASH_CHUNK_BYTES = 1024 * 1024
BATCH_BYTES = 512 * 1024
"""Bytes gathered before one write in a thread."""


class UploadBusy(Exception):
    """Another request writes to this file now."""


class OffsetDiffers(Exception):
    """The client's offset is not where the file ends."""

    def __init__(self, actual: int) -> None:
        super().__init__(f"the file ends at {actual}")
        self.actual = actual


class TooManyBytes(Exception):
    """The body is longer than what was announced."""


@dataclass(frozen=True, slots=True)
class Append:
    """One PATCH: where it begins and how long the whole file may become, in bytes."""

    offset: int
    whole: int


class UploadFiles:
    """The directory of partial files, one per upload id.

    Locks are advisory locks of the system on the file itself: they hold across processes and end with the
    process that took them.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def path(self, upload_id: str) -> Path:
        """Where the bytes of an upload lie."""
        return self._directory / f"{upload_id}.part"

    def create(self, upload_id: str) -> None:
        """Begin an empty file."""
        self._directory.mkdir(parents=True, exist_ok=True)
        self.path(upload_id).touch(mode=0o600, exist_ok=False)

    def received(self, upload_id: str) -> int | None:
        """Bytes that have arrived, or None when there is no such file."""
        try:
            return self.path(upload_id).stat().st_size
        except FileNotFoundError:
            return None

    async def append(self, upload_id: str, append: Append, chunks: AsyncIterator[bytes]) -> int:
        """Write what arrives behind what is there and return the new length.

        What arrived before a broken connection stays. Raises UploadBusy, OffsetDiffers, TooManyBytes
        (nothing of the surplus is kept), FileNotFoundError, and OSError when the disk is full.
        """
        with self.locked(upload_id) as file:
            actual = file.seek(0, os.SEEK_END)
            if actual != append.offset:
                raise OffsetDiffers(actual)
            try:
                return await _write(file, append, chunks)
            finally:
                await asyncio.shield(asyncio.to_thread(os.fsync, file.fileno()))

    @contextmanager
    def locked(self, upload_id: str) -> Iterator[BinaryIO]:
        """Keep other requests and processes away. Raises UploadBusy, FileNotFoundError."""
        with self.path(upload_id).open("r+b", buffering=0) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UploadBusy from None
            yield file

    async def sha256(self, upload_id: str) -> str:
        """Hash the whole file, in a thread."""
        return await asyncio.to_thread(_sha256, self.path(upload_id))

    def remove(self, upload_id: str) -> None:
        """Forget the bytes; what is not there is already forgotten."""
        self.path(upload_id).unlink(missing_ok=True)


async def _write(file: BinaryIO, append: Append, chunks: AsyncIterator[bytes]) -> int:
    length = append.offset
    batch = bytearray()
    try:
        async for chunk in chunks:
            if length + len(batch) + len(chunk) > append.whole:
                raise TooManyBytes
            batch += chunk
            if len(batch) >= BATCH_BYTES:
                length += await _flush(file, batch)
    finally:
        length += await asyncio.shield(_flush(file, batch))
    return length


async def _flush(file: BinaryIO, batch: bytearray) -> int:
    """Write a batch whole and empty it; a short write of the system is continued."""
    if not batch:
        return 0
    data = bytes(batch)
    batch.clear()
    await asyncio.to_thread(_write_whole, file, data)
    return len(data)


def _write_whole(file: BinaryIO, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(HASH_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
