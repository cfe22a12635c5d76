"""The session log: append-only, numbered without gaps, chained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from telemed.domain.errors import LogConflict
from telemed.domain.ids import ParticipantId, SessionId
from telemed.domain.session_log import FIRST_SEQ, GENESIS, NewEntry, StoredEntry, sealed
from telemed.storage.tables import session_entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

E = session_entries.c
ALL = 2**31 - 1


class SessionLogStore:
    """Repository of log entries."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def append(self, session_id: SessionId, entries: Sequence[NewEntry]) -> tuple[StoredEntry, ...]:
        """Chain and write entries. Raises LogConflict when a number or key is taken, or a gap would come."""
        if not entries:
            return ()
        last, prev_hash = await self.head(session_id)
        stored = []
        for entry in entries:
            if entry.seq != last + 1:
                raise LogConflict(last)
            stored.append(sealed(session_id, entry, prev_hash))
            last, prev_hash = entry.seq, stored[-1].hash
        try:
            await self._connection.execute(session_entries.insert(), [_values(entry) for entry in stored])
        except IntegrityError:
            raise LogConflict(entries[0].seq - 1) from None
        return tuple(stored)

    async def head(self, session_id: SessionId) -> tuple[int, str]:
        """Give number and hash of the newest entry; (0, zeros) for an empty log."""
        query = select(E.seq, E.hash).where(E.session_id == session_id).order_by(E.seq.desc()).limit(1)
        row = (await self._connection.execute(query)).first()
        return (int(row[0]), str(row[1])) if row is not None else (FIRST_SEQ - 1, GENESIS)

    async def read(self, session_id: SessionId, since: int = 0, limit: int = ALL) -> tuple[StoredEntry, ...]:
        """Read entries after `since`, in order."""
        query = (
            select(session_entries)
            .where(E.session_id == session_id, E.seq > since)
            .order_by(E.seq)
            .limit(limit)
        )
        return tuple(_entry(row) for row in (await self._connection.execute(query)).mappings())

    async def session_ids(self) -> tuple[SessionId, ...]:
        """List the sessions that have a log."""
        found = await self._connection.scalars(select(E.session_id).distinct().order_by(E.session_id))
        return tuple(SessionId(one) for one in found)

    async def of_kind(self, session_id: SessionId, prefix: str) -> tuple[StoredEntry, ...]:
        """Read entries whose kind starts with a prefix, in order."""
        query = (
            select(session_entries)
            .where(E.session_id == session_id, E.kind.startswith(prefix, autoescape=True))
            .order_by(E.seq)
        )
        return tuple(_entry(row) for row in (await self._connection.execute(query)).mappings())


def _values(entry: StoredEntry) -> dict[str, object]:
    return {
        "session_id": entry.session_id,
        "seq": entry.seq,
        "at": entry.at,
        "media_ms": entry.media_ms,
        "participant_id": entry.participant_id,
        "kind": entry.kind,
        "body": entry.body,
        "key": entry.key,
        "prev_hash": entry.prev_hash,
        "hash": entry.hash,
    }


def _entry(row: RowMapping) -> StoredEntry:
    return StoredEntry(
        session_id=SessionId(row["session_id"]),
        seq=row["seq"],
        at=row["at"],
        media_ms=row["media_ms"],
        participant_id=ParticipantId(row["participant_id"]) if row["participant_id"] else None,
        kind=row["kind"],
        body=row["body"],
        key=row["key"],
        prev_hash=row["prev_hash"],
        hash=row["hash"],
    )
