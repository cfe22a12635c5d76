"""Alembic migrations; the same run on SQLite and PostgreSQL."""
