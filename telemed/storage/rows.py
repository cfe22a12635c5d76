"""Between rows and values: JSON of domain values, inserts, and updates that compare the version."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from telemed.domain.errors import AlreadyExists, NotFound, SlotTaken, StaleVersion
from telemed.domain.scheduling import Span

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Row, Select, Table
    from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")
OVERLAP = ("slot_taken", "appointments_no_overlap")
"""What the trigger of SQLite and the constraint of PostgreSQL say."""


def to_json(value: object) -> str:
    """Write a domain value, or a tuple of them, as JSON."""
    return msgspec.json.encode(value, order="deterministic").decode()


def from_json(text: str, kind: type[T]) -> T:
    """Read what `to_json` wrote."""
    return msgspec.json.decode(text, type=kind)


def span_or_none(start: datetime | None, end: datetime | None) -> Span | None:
    """Join two columns."""
    return Span(start, end) if start is not None and end is not None else None


async def one(
    connection: AsyncConnection, query: Select[tuple[object, ...]]
) -> Row[tuple[object, ...]] | None:
    """Run a query that has at most one row."""
    return (await connection.execute(query)).first()


async def insert(connection: AsyncConnection, table: Table, values: Mapping[str, object]) -> None:
    """Insert a row. Raises AlreadyExists or SlotTaken for a constraint that says so."""
    try:
        await connection.execute(table.insert(), dict(values))
    except (IntegrityError, DBAPIError) as error:
        raise as_conflict(error) or error from None


async def save(
    connection: AsyncConnection, table: Table, entity_id: str, version: int, values: Mapping[str, object]
) -> None:
    """Update the row if it still has `version`, and raise the version by one.

    Raises StaleVersion with the current state, NotFound, or SlotTaken.
    """
    changed = {**values, "version": version + 1}
    statement = update(table).where(table.c.id == entity_id, table.c.version == version).values(**changed)
    try:
        result = await connection.execute(statement)
    except (IntegrityError, DBAPIError) as error:
        raise as_conflict(error) or error from None
    if result.rowcount == 0:
        await _refuse_stale(connection, table, entity_id)


async def _refuse_stale(connection: AsyncConnection, table: Table, entity_id: str) -> None:
    row = (await connection.execute(select(table).where(table.c.id == entity_id))).mappings().first()
    if row is None:
        raise NotFound(table.name)
    raise StaleVersion(str(row.get("state", "")), int(row["version"]))


def as_conflict(error: DBAPIError) -> AlreadyExists | SlotTaken | None:
    """Read the constraint's name out of a database error, or None when it is something else.

    The database's own text is dropped: it may repeat the values.
    """
    said = str(error.orig)
    if any(word in said for word in OVERLAP):
        return SlotTaken()
    if isinstance(error, IntegrityError) and ("UNIQUE" in said or "duplicate key" in said):
        return AlreadyExists(
            "This name or number is in use.", remedy="Use another, or find the existing one."
        )
    return None
