"""The key of the store: seals identifiers and signing keys, and hashes numbers so that they match."""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from telemed.domain.errors import StoreBroken

if TYPE_CHECKING:
    from pathlib import Path

KEY_BYTES = 32
NONCE_BYTES = 12
KEY_FILE = "keys/store.key"
READABLE_BY_OWNER = 0o600
FORM_1 = b"\x01"
"""First byte of what was sealed with AES-256-GCM under the first key."""


class Vault:
    """AES-256-GCM for what must be read again, HMAC-SHA256 for what is only compared."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise StoreBroken("The key of the store has the wrong length.", remedy="Restore keys/store.key.")
        self._sealing = AESGCM(hashlib.sha256(b"telemed seal\0" + key).digest())
        self._matching = hashlib.sha256(b"telemed match\0" + key).digest()

    @classmethod
    def open(cls, data_dir: Path) -> Vault:
        """Read the key below the data directory; make it when there is none. Losing it loses identifiers."""
        file = data_dir / KEY_FILE
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            try:
                handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, READABLE_BY_OWNER)
            except FileExistsError:
                return cls(file.read_bytes())
            with os.fdopen(handle, "wb") as stream:
                stream.write(os.urandom(KEY_BYTES))
                stream.flush()
                os.fsync(stream.fileno())
        return cls(file.read_bytes())

    def seal(self, plain: bytes, purpose: str) -> bytes:
        """Encrypt; `purpose` must be the same when it is opened."""
        nonce = os.urandom(NONCE_BYTES)
        return FORM_1 + nonce + self._sealing.encrypt(nonce, plain, purpose.encode())

    def unseal(self, sealed: bytes, purpose: str) -> bytes:
        """Decrypt. Raises StoreBroken when the bytes or the key are wrong."""
        nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return self._sealing.decrypt(nonce, body, purpose.encode())
        except (InvalidTag, ValueError):
            raise StoreBroken("A sealed value cannot be opened.", remedy="Restore keys/store.key.") from None

    def match(self, text: str, purpose: str) -> str:
        """Hash a number with the key, hexadecimal: equal numbers match, none can be guessed without it."""
        return hmac.new(self._matching, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()
