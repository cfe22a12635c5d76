"""What the database itself refuses: overlapping bookings, changed evidence. Part of migration 0001."""

from __future__ import annotations

from alembic import op

APPEND_ONLY = ("audit_events", "session_entries", "case_events")
"""Rows of these are never changed nor deleted."""
FROZEN = (
    "opinion_id", "number", "content", "amended_because", "canonical", "content_hash", "signer_id",
    "signed_at", "algorithm", "key_id", "public_key", "signature",
)  # fmt: skip
"""Columns of a signed opinion version; only its state, and issued_at once, may follow."""
OVERLAPPING = """
    NEW.state IN ('held', 'booked') AND EXISTS (
        SELECT 1 FROM appointments AS other
        WHERE other.practitioner_id = NEW.practitioner_id AND other.id <> NEW.id
        AND other.state IN ('held', 'booked')
        AND other.starts_at < NEW.ends_at AND NEW.starts_at < other.ends_at)
"""


def make_guards(dialect: str) -> None:
    """Create triggers and constraints."""
    for statement in _sqlite() if dialect == "sqlite" else _postgresql():
        op.execute(statement)


def drop_guards(dialect: str) -> None:
    """Remove what does not go away with its table."""
    if dialect == "sqlite":
        return
    for table in (*APPEND_ONLY, "opinion_versions"):
        op.execute(f"DROP TRIGGER {table}_guard ON {table}")
        op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
    op.execute("DROP FUNCTION refuse_change()")
    op.execute("DROP FUNCTION refuse_version_change()")


def _sqlite() -> list[str]:
    statements = [
        f"CREATE TRIGGER appointments_no_overlap_{verb.lower()} BEFORE {verb} ON appointments "
        f"WHEN {OVERLAPPING} BEGIN SELECT RAISE(ABORT, 'slot_taken'); END"
        for verb in ("INSERT", "UPDATE")
    ]
    for table in APPEND_ONLY:
        statements += [_sqlite_refusal(table, "UPDATE"), _sqlite_refusal(table, "DELETE")]
    statements.append(_sqlite_refusal("opinion_versions", "DELETE"))
    statements.append(
        "CREATE TRIGGER opinion_versions_no_update BEFORE UPDATE ON opinion_versions "
        f"WHEN {_version_changed('IS NOT')} BEGIN SELECT RAISE(ABORT, 'append_only'); END"
    )
    return statements


def _sqlite_refusal(table: str, verb: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        "BEGIN SELECT RAISE(ABORT, 'append_only'); END"
    )


def _version_changed(differs: str) -> str:
    frozen = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in FROZEN)
    return f"{frozen} OR (OLD.issued_at IS NOT NULL AND OLD.issued_at {differs} NEW.issued_at)"


def _postgresql() -> list[str]:
    refuse = "RAISE EXCEPTION 'append_only'"
    changed = _version_changed("IS DISTINCT FROM")
    statements = [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        "ALTER TABLE appointments ADD CONSTRAINT appointments_no_overlap EXCLUDE USING gist "
        "(practitioner_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (state IN ('held', 'booked'))",
        f"CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$",
        "CREATE FUNCTION refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'DELETE' OR {changed} THEN {refuse}; END IF; RETURN NEW; END $$",
    ]
    for table in (*APPEND_ONLY, "opinion_versions"):
        function = "refuse_version_change" if table == "opinion_versions" else "refuse_change"
        statements += [
            f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION refuse_change()",
        ]
    return statements
