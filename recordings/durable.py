"""Small files that are either the old ones or the new ones, whatever happens in between."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def replace(path: Path, content: bytes) -> None:
    """Put new content in the place of a file, or leave the old. Raises OSError."""
    draft = _draft(path, content)
    os.replace(draft, path)
    _sync_directory(path.parent)


def create(path: Path, content: bytes) -> None:
    """Make a file that is not there yet, for its owner's eyes only. Raises FileExistsError."""
    draft = _draft(path, content)
    try:
        os.link(draft, path)
    finally:
        draft.unlink()
    _sync_directory(path.parent)


def _draft(path: Path, content: bytes) -> Path:
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    with suppress(FileNotFoundError):
        draft.unlink()
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _sync_directory(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
