"""Bytes by their content: a file is named by its SHA-256, written once and never changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

from telemed.domain.errors import StoreBroken
from telemed.domain.materials import BlobRef

COPY_BYTES = 1024 * 1024


class DirectoryBlobs:
    """Blobs below one directory, two levels deep. Its methods block: call them from a thread (G5)."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / "incoming"

    def put_file(self, path: Path) -> BlobRef:
        """Take a file over: it is moved (or copied from another file system), synced and named by content."""
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            os.fsync(stream.fileno())
        size = path.stat().st_size
        target = self._place(digest)
        if target.exists():
            path.unlink()
            return BlobRef(digest, size)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.replace(target)
        except OSError:
            self._copy(path, target)
        _sync_directory(target.parent)
        return BlobRef(digest, size)

    def put_bytes(self, data: bytes) -> BlobRef:
        """Keep bytes."""
        self._incoming.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._incoming)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        return self.put_file(Path(name))

    def path(self, ref: BlobRef) -> Path:
        """Say where the bytes lie, for serving and mapping. Raises StoreBroken when they are gone."""
        place = self._place(ref.sha256)
        if not place.is_file():
            raise StoreBroken("A file of the blob store is missing.", remedy="Restore the blobs directory.")
        return place

    def open(self, ref: BlobRef) -> BinaryIO:
        """Open for reading."""
        return self.path(ref).open("rb")

    def read(self, ref: BlobRef) -> bytes:
        """Read the whole."""
        return self.path(ref).read_bytes()

    def is_intact(self, ref: BlobRef) -> bool:
        """Say whether the bytes are still what their name says."""
        with self.path(ref).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == ref.sha256

    def _place(self, digest: str) -> Path:
        return self._root / digest[:2] / digest[2:4] / digest

    def _copy(self, path: Path, target: Path) -> None:
        self._incoming.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._incoming)
        with path.open("rb") as source, os.fdopen(handle, "wb") as copy:
            shutil.copyfileobj(source, copy, COPY_BYTES)
            copy.flush()
            os.fsync(copy.fileno())
        Path(name).replace(target)
        path.unlink()


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
