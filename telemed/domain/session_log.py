"""The session log: append-only, numbered by the server, chained by hashes. Its bodies stay opaque here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from telemed.domain.ids import ParticipantId, SessionId

if TYPE_CHECKING:
    from collections.abc import Iterable

GENESIS = "0" * 64
"""Previous hash of the first entry."""
FIRST_SEQ = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """An entry as the room decides it; the store adds the chain."""

    seq: int
    """From 1, without gaps."""
    at: datetime
    media_ms: int | None
    """Milliseconds since the session started; None before."""
    participant_id: ParticipantId | None
    """None when the server wrote it."""
    kind: str
    """The body's tag, such as view.set."""
    body: bytes
    """JSON of the live protocol's entry."""
    key: str | None
    """Idempotency key of the command; unique per participant of a session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEntry:
    """An entry as committed."""

    session_id: SessionId
    seq: int
    at: datetime
    media_ms: int | None
    participant_id: ParticipantId | None
    kind: str
    body: bytes
    key: str | None
    prev_hash: str
    hash: str


def sealed(session_id: SessionId, entry: NewEntry, prev_hash: str) -> StoredEntry:
    """Chain an entry to the one before it."""
    return StoredEntry(
        session_id=session_id,
        seq=entry.seq,
        at=entry.at,
        media_ms=entry.media_ms,
        participant_id=entry.participant_id,
        kind=entry.kind,
        body=entry.body,
        key=entry.key,
        prev_hash=prev_hash,
        hash=entry_hash(session_id, entry, prev_hash),
    )


def entry_hash(session_id: SessionId, entry: NewEntry, prev_hash: str) -> str:
    """SHA-256 over the previous hash and every field, each preceded by its length."""
    digest = hashlib.sha256()
    parts: tuple[str, ...] = (
        prev_hash,
        session_id,
        str(entry.seq),
        entry.at.isoformat(),
        "" if entry.media_ms is None else str(entry.media_ms),
        entry.participant_id or "",
        entry.kind,
        entry.key or "",
    )
    for part in (*(text.encode() for text in parts), entry.body):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


def first_break(entries: Iterable[StoredEntry]) -> int | None:
    """Give the sequence number of the first entry that does not fit the chain, or None.

    entries: a session's log in order, from its first entry.
    """
    prev_hash, expected = GENESIS, FIRST_SEQ
    for entry in entries:
        new = NewEntry(
            seq=entry.seq,
            at=entry.at,
            media_ms=entry.media_ms,
            participant_id=entry.participant_id,
            kind=entry.kind,
            body=entry.body,
            key=entry.key,
        )
        fits = entry.seq == expected and entry.prev_hash == prev_hash
        if not fits or entry.hash != entry_hash(entry.session_id, new, prev_hash):
            return entry.seq
        prev_hash, expected = entry.hash, expected + 1
    return None
