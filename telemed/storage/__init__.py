"""Committed data: SQLAlchemy tables, repositories of domain objects, blobs, keys, Redis."""
