"""Secrets that clients carry: 256 random bits; the store knows only their hash."""

from __future__ import annotations

import hashlib
import secrets

TOKEN_BYTES = 32


def new_token() -> str:
    """Make a token, 43 URL-safe characters."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """Hash a token for the store; a plain hash is enough for random secrets."""
    return hashlib.sha256(token.encode()).hexdigest()
