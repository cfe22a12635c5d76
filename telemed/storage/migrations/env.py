"""Alembic's entry: runs the migrations on the connection that it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic import context

from telemed.storage.tables import metadata

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
