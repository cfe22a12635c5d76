"""Signers' keys: the private half is sealed, the public half stays for verification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from telemed.storage.rows import insert
from telemed.storage.tables import signing_keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy.ext.asyncio import AsyncConnection

    from telemed.domain.ids import PractitionerId
    from telemed.storage.vault import Vault

K = signing_keys.c
PURPOSE = "signing-key"


class SigningKeyStore:
    """Repository of signing keys."""

    def __init__(self, connection: AsyncConnection, vault: Callable[[], Vault]) -> None:
        """`vault` is asked for private halves only, so that anyone can verify without it."""
        self._connection = connection
        self._vault = vault

    async def private_of(self, practitioner_id: PractitionerId) -> bytes | None:
        """Read the key in use, 32 raw bytes, or None when the signer has none yet."""
        query = select(K.private_sealed).where(K.practitioner_id == practitioner_id, K.retired_at.is_(None))
        sealed = await self._connection.scalar(query.order_by(K.created_at.desc()).limit(1))
        return self._vault().unseal(sealed, PURPOSE + practitioner_id) if sealed is not None else None

    async def owner_of(self, key_id: str) -> tuple[str, bytes] | None:
        """Say whose a key is, and its public half; None for an unknown key."""
        query = select(K.practitioner_id, K.public_key).where(K.key_id == key_id)
        row = (await self._connection.execute(query)).first()
        return (str(row[0]), bytes(row[1])) if row is not None else None

    async def add(
        self, practitioner_id: PractitionerId, key_id: str, *, public: bytes, private: bytes, at: datetime
    ) -> None:
        """Keep a new key."""
        values = {
            "key_id": key_id,
            "practitioner_id": practitioner_id,
            "public_key": public,
            "private_sealed": self._vault().seal(private, PURPOSE + practitioner_id),
            "created_at": at,
        }
        await insert(self._connection, signing_keys, values)
