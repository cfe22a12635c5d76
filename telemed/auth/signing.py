"""Ed25519 signatures over canonical bytes. A CA's signer can take this place behind the same functions."""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHM = "ed25519"
KEY_ID_DIGITS = 16


def new_private_key() -> bytes:
    """Make a key, 32 raw bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(private: bytes) -> bytes:
    """Derive the public half, 32 raw bytes."""
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def key_id(public: bytes) -> str:
    """Name a key by the beginning of its hash."""
    return hashlib.sha256(public).hexdigest()[:KEY_ID_DIGITS]


def sign(private: bytes, data: bytes) -> bytes:
    """Sign; 64 bytes (RFC 8032)."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(data)


def is_signed(public: bytes, signature: bytes, data: bytes) -> bool:
    """Say whether the signature is that of the key over the data."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True
