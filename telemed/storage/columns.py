"""Column types that both databases read back alike."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Column, DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

ID_LENGTH = 36
WORD_LENGTH = 40
HASH_LENGTH = 64


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime with microseconds: timestamptz, or fixed-width text that sorts in SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Bring a moment to UTC; SQLite stores it without the zone. Naive ones are refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def key() -> Column[str]:
    """The primary key of an aggregate."""
    return Column("id", String(ID_LENGTH), primary_key=True)


def version() -> Column[int]:
    """The optimistic version of an aggregate."""
    return Column("version", Integer, nullable=False)


def reference(name: str, target: str, *, nullable: bool = False, index: bool = True) -> Column[str]:
    """A foreign key to another table's id."""
    return Column(name, String(ID_LENGTH), ForeignKey(f"{target}.id"), nullable=nullable, index=index)


def word(name: str, *, index: bool = False, nullable: bool = False) -> Column[str]:
    """A value of an enumeration or another short code."""
    return Column(name, String(WORD_LENGTH), nullable=nullable, index=index)


def text(name: str) -> Column[str]:
    """Words of people, or JSON."""
    return Column(name, Text, nullable=False)


def moment(name: str, *, nullable: bool = False, index: bool = False) -> Column[datetime]:
    """A point in time."""
    return Column(name, Moment, nullable=nullable, index=index)
