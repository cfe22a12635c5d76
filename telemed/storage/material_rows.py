"""Columns that every kind of material shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telemed.domain.ids import AccountId
from telemed.domain.materials import Added

if TYPE_CHECKING:
    from sqlalchemy import RowMapping


def added_values(added: Added) -> dict[str, object]:
    """Spread who added it over the columns."""
    return {
        "added_at": added.at,
        "added_by": added.by,
        "added_by_name": added.by_name,
        "removed_at": added.removed_at,
    }


def added_of(row: RowMapping) -> Added:
    """Gather who added it."""
    return Added(
        at=row["added_at"],
        by=AccountId(row["added_by"]),
        by_name=row["added_by_name"],
        removed_at=row["removed_at"],
    )
