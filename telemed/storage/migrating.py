"""Alembic, called from code: the same migrations on both databases, up and down."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

MIGRATIONS = Path(__file__).with_name("migrations")
BASE = "base"
ONE_AT_A_TIME = 0x7E1E_3ED0
"""Key of the lock under which several servers that start together migrate one after the other."""


def migrate(connection: Connection, revision: str) -> None:
    """Run the migrations up to a revision, or down to `base`, on an open connection."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
    config = configured(connection)
    if revision == BASE:
        command.downgrade(config, BASE)
    else:
        command.upgrade(config, revision)


def configured(connection: Connection) -> Config:
    """Make Alembic's configuration around an open connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
