"""Master keys of recordings: one file in the data directory, versions by number, the highest in use.

Each recorded file has a key of its own, wrapped by a master key. To rotate, add a version; older files stay
readable as long as their version stays in the file. Back it up apart from the recordings: without it they are
noise.
"""

from __future__ import annotations

import hmac
import os
from base64 import b64decode, b64encode
from contextlib import suppress
from typing import TYPE_CHECKING, Self

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from recordings import durable
from recordings.errors import ChunkTampered, KeyMissing

if TYPE_CHECKING:
    from pathlib import Path

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES


class KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Contents of the key file."""

    keys: dict[int, str]
    """Version to 32 bytes in base64."""


def _new_key() -> str:
    return b64encode(os.urandom(KEY_BYTES)).decode()


class Keyring:
    """Wraps and unwraps the keys of files, and seals manifests."""

    def __init__(self, keys: dict[int, bytes]) -> None:
        self._keys = keys
        self.version = max(keys)
        """The version that new files use."""

    @classmethod
    def open(cls, path: Path) -> Self:
        """Read the key file; make it, readable by its owner only, when there is none."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            with suppress(FileExistsError):
                durable.create(path, msgspec.json.encode(KeyFile({1: _new_key()})))
        file = msgspec.json.decode(path.read_bytes(), type=KeyFile)
        return cls({version: b64decode(text) for version, text in file.keys.items()})

    def wrap(self, key: bytes, name: bytes) -> bytes:
        """Encrypt a file's key under the current version, bound to the file's name."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self._master(self.version)).encrypt(nonce, key, name)

    def unwrap(self, wrapped: bytes, name: bytes, version: int) -> bytes:
        """Decrypt a file's key. Raises KeyMissing or ChunkTampered."""
        nonce, sealed = wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:]
        try:
            return AESGCM(self._master(version)).decrypt(nonce, sealed, name)
        except InvalidTag:
            raise ChunkTampered("the file's key does not belong to it") from None

    def seal(self, content: bytes, version: int) -> bytes:
        """Authentication code of a manifest under one version (HMAC-SHA-256)."""
        return hmac.digest(self._master(version), b"manifest" + content, "sha256")

    def _master(self, version: int) -> bytes:
        try:
            return self._keys[version]
        except KeyError:
            raise KeyMissing(
                f"version {version} of the recording keys is missing: restore the file"
            ) from None
