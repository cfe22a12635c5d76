"""All tables. Triggers and the exclusion constraint stand in the migrations: they differ by database."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from telemed.storage.columns import HASH_LENGTH, ID_LENGTH, key, moment, reference, text, version, word

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def _number(name: str, *, nullable: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=nullable)


def _size(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


def _hash(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, String(HASH_LENGTH), nullable=nullable)


def _bytes(name: str, *, nullable: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=nullable)


facilities = Table(
    "facilities", metadata, key(), version(),
    Column("code", String(40), nullable=False, unique=True),
    text("name"), text("short_name"), word("tier", index=True), word("type", index=True), text("grade"),
    Column("division_code", String(12), nullable=False, index=True),
    text("division_name"), reference("parent_id", "facilities", nullable=True),
    text("contact_name"), text("contact_phone"), _flag("is_active"),
)  # fmt: skip

departments = Table(
    "departments", metadata, key(), reference("facility_id", "facilities"),
    Column("code", String(40), nullable=False), text("name"), text("specialities"), text("phone"),
    UniqueConstraint("facility_id", "code"),
)  # fmt: skip

practitioners = Table(
    "practitioners", metadata, key(), version(), text("name"), text("title"), text("licence_number"),
    reference("facility_id", "facilities"), reference("department_id", "departments", nullable=True),
    text("specialities"), _flag("is_active"),
)  # fmt: skip

duty_hours = Table(
    "duty_hours", metadata, reference("practitioner_id", "practitioners", index=False),
    _number("weekday"), _number("start_minute"), _number("end_minute"),
    PrimaryKeyConstraint("practitioner_id", "weekday", "start_minute"),
)  # fmt: skip

accounts = Table(
    "accounts", metadata, key(), version(), Column("login", String(100), nullable=False, unique=True),
    text("display_name"), text("roles"), reference("facility_id", "facilities", nullable=True),
    reference("practitioner_id", "practitioners", nullable=True), word("language"), word("theme"),
    _flag("is_active"), moment("last_sign_in_at", nullable=True), text("password_hash"),
)  # fmt: skip

browser_sessions = Table(
    "browser_sessions", metadata, key(), Column("token_hash", String(HASH_LENGTH),
    nullable=False, unique=True),
    reference("account_id", "accounts"), moment("created_at"), moment("seen_at"), moment("expires_at"),
    moment("revoked_at", nullable=True), text("address"),
)  # fmt: skip

machine_tokens = Table(
    "machine_tokens", metadata, Column("token_hash", String(HASH_LENGTH), primary_key=True),
    reference("account_id", "accounts"), text("name"), moment("created_at"),
    moment("revoked_at", nullable=True),
)  # fmt: skip

patients = Table(
    "patients", metadata, key(), version(), Column("name", String(100), nullable=False, index=True),
    word("sex"), Column("birth_date", Date), text("details"), _flag("is_identity_unknown"),
    reference("registered_by", "accounts", nullable=True, index=False),
    reference("registered_at_facility", "facilities", nullable=True),
)  # fmt: skip

patient_identifiers = Table(
    "patient_identifiers", metadata, reference("patient_id", "patients"), word("system"),
    _hash("value_hash"), _bytes("value_sealed"),
    PrimaryKeyConstraint("system", "value_hash"),
)  # fmt: skip

consultations = Table(
    "consultations", metadata, key(), version(), Column("number", String(40), nullable=False, unique=True),
    word("state", index=True), word("urgency"), _number("urgency_rank"), word("mode"),
    reference("patient_id", "patients"), reference("facility_id", "facilities"),
    reference("practitioner_id", "practitioners"), reference("account_id", "accounts"), text("department"),
    Column("speciality", String(200), nullable=False, index=True), text("form"), text("notes"),
    moment("created_at"), moment("updated_at"), moment("submitted_at", nullable=True, index=True),
    moment("accepted_at", nullable=True), moment("offered_at", nullable=True),
    moment("scheduled_at", nullable=True), moment("started_at", nullable=True),
    moment("ended_at", nullable=True), moment("issued_at", nullable=True),
    moment("acknowledged_at", nullable=True),
    word("deadline_kind", nullable=True), moment("deadline_started_at", nullable=True),
    moment("deadline_at", nullable=True, index=True), moment("deadline_paused_at", nullable=True),
)  # fmt: skip

counters = Table("counters", metadata, Column("name", String(80), primary_key=True), _number("value"))

case_events = Table(
    "case_events", metadata, key(), reference("consultation_id", "consultations"), moment("at"), word("kind"),
    reference("account_id", "accounts", nullable=True, index=False),
    reference("practitioner_id", "practitioners", nullable=True, index=False),
    word("from_state", nullable=True), word("to_state", nullable=True), text("text"),
)  # fmt: skip

invitations = Table(
    "invitations", metadata, key(), version(), reference("consultation_id", "consultations"),
    reference("practitioner_id", "practitioners"), word("state"), moment("starts_at", nullable=True),
    moment("ends_at", nullable=True), text("note"), moment("offered_at"),
    reference("offered_by", "accounts", nullable=True, index=False), moment("answered_at", nullable=True),
    text("reason"),
)  # fmt: skip

appointments = Table(
    "appointments", metadata, key(), version(), reference("consultation_id", "consultations"),
    reference("invitation_id", "invitations"), reference("practitioner_id", "practitioners", index=False),
    moment("starts_at"), moment("ends_at"), word("state"),
    Index("ix_appointments_practitioner_id_starts_at", "practitioner_id", "starts_at"),
)  # fmt: skip

sessions = Table(
    "sessions", metadata, key(), version(), reference("consultation_id", "consultations"), word("state"),
    moment("planned_start", index=True), moment("planned_end"), moment("started_at", nullable=True),
    moment("ended_at", nullable=True),
)  # fmt: skip

participants = Table(
    "participants", metadata, key(), reference("session_id", "sessions", index=False),
    reference("account_id", "accounts"),
    reference("practitioner_id", "practitioners", nullable=True, index=False),
    text("display_name"), text("facility_name"), word("role"), moment("joined_at", nullable=True),
    moment("left_at", nullable=True), UniqueConstraint("session_id", "account_id"),
)  # fmt: skip

device_checks = Table(
    "device_checks", metadata, reference("session_id", "sessions", index=False),
    reference("account_id", "accounts", index=False), moment("at"), text("result"),
    PrimaryKeyConstraint("session_id", "account_id", "at"),
)  # fmt: skip

room_tokens = Table(
    "room_tokens", metadata, Column("token_hash", String(HASH_LENGTH), primary_key=True),
    reference("session_id", "sessions", index=False),
    reference("participant_id", "participants", index=False),
    reference("account_id", "accounts", index=False), moment("expires_at", index=True),
    moment("used_at", nullable=True),
)  # fmt: skip

session_entries = Table(
    "session_entries", metadata, reference("session_id", "sessions", index=False), _number("seq"),
    moment("at"),
    Column("media_ms", BigInteger), reference("participant_id", "participants", nullable=True, index=False),
    word("kind"), _bytes("body"), Column("key", String(100)), _hash("prev_hash"), _hash("hash"),
    PrimaryKeyConstraint("session_id", "seq"), UniqueConstraint("session_id", "participant_id", "key"),
)  # fmt: skip

consents = Table(
    "consents", metadata, key(), reference("consultation_id", "consultations"),
    reference("patient_id", "patients"), text("scopes"), text("signing"),
    reference("recorded_by", "accounts", index=False),
    reference("recorded_by_practitioner", "practitioners", nullable=True, index=False),
    moment("recorded_at"), moment("withdrawn_at", nullable=True),
)  # fmt: skip


def _added() -> tuple[Column[object], ...]:
    return (
        moment("added_at"),
        reference("added_by", "accounts", index=False),
        text("added_by_name"),
        moment("removed_at", nullable=True),
    )  # type: ignore[return-value]  # columns of different types in one tuple


attachments = Table(
    "attachments", metadata, key(), reference("consultation_id", "consultations"), word("kind"),
    text("title"),
    Column("media_type", String(100), nullable=False), _hash("sha256"), _size("size_bytes"),
    _number("width_px"),
    _number("height_px"), _number("page_count"), *_added(),
)  # fmt: skip

studies = Table(
    "studies", metadata, key(), reference("consultation_id", "consultations", index=False),
    Column("study_uid", String(64), nullable=False, index=True), text("date"), text("time"),
    text("description"),
    text("accession_number"), text("institution"), text("patient_name"),
    UniqueConstraint("consultation_id", "study_uid"),
)  # fmt: skip

series = Table(
    "series", metadata, key(), reference("study_id", "studies", index=False),
    Column("series_uid", String(64), nullable=False, index=True),
    Column("clip_sop_uid", String(64), nullable=False), text("modality"), _number("number", nullable=True),
    text("description"), text("body_part"), _number("instance_count"), _number("frame_count"),
    Column("frames_per_s", Float, nullable=False), _size("size_bytes"), *_added(),
    UniqueConstraint("study_id", "series_uid", "clip_sop_uid"),
)  # fmt: skip

instances = Table(
    "instances", metadata, key(), reference("series_id", "series", index=False),
    Column("sop_instance_uid", String(64), nullable=False, index=True), _number("number", nullable=True),
    _number("frame_count"), _hash("original_sha256"), _size("original_bytes"),
    _hash("frames_sha256", nullable=True), _size("frames_bytes"), _bytes("inspection"),
    UniqueConstraint("series_id", "sop_instance_uid"),
)  # fmt: skip

ecgs = Table(
    "ecgs", metadata, key(), reference("consultation_id", "consultations"),
    Column("sop_instance_uid", String(64), nullable=False), text("taken"), text("patient_name"),
    _number("lead_count"), Column("duration_s", Float, nullable=False), _hash("original_sha256"),
    _size("original_bytes"), _hash("samples_sha256"), _size("samples_bytes"), _bytes("inspection"), *_added(),
    UniqueConstraint("consultation_id", "sop_instance_uid"),
)  # fmt: skip

uploads = Table(
    "uploads", metadata, key(), version(), reference("consultation_id", "consultations"),
    reference("account_id", "accounts", index=False), text("name"), _size("received_bytes"), word("state"),
    text("result"), moment("created_at"), moment("expires_at", index=True),
)  # fmt: skip

opinions = Table(
    "opinions", metadata, key(), version(), reference("consultation_id", "consultations"),
    reference("invitation_id", "invitations"), reference("author_id", "practitioners"), word("state"),
    Column("draft", text("draft").type, nullable=True), UniqueConstraint("consultation_id", "author_id"),
)  # fmt: skip

opinion_versions = Table(
    "opinion_versions", metadata, reference("opinion_id", "opinions", index=False), _number("number"),
    word("state"), text("content"), text("amended_because"), _bytes("canonical"), _hash("content_hash"),
    reference("signer_id", "practitioners", index=False), moment("signed_at"), word("algorithm"),
    word("key_id"), _bytes("public_key"), _bytes("signature"), moment("issued_at", nullable=True),
    PrimaryKeyConstraint("opinion_id", "number"),
)  # fmt: skip

signing_keys = Table(
    "signing_keys", metadata, Column("key_id", String(40), primary_key=True),
    reference("practitioner_id", "practitioners"), _bytes("public_key"), _bytes("private_sealed"),
    moment("created_at"), moment("retired_at", nullable=True),
)  # fmt: skip

recordings = Table(
    "recordings", metadata, key(), version(), reference("session_id", "sessions"),
    reference("consultation_id", "consultations"), word("state", index=True),
    moment("started_at", nullable=True, index=True), text("spans"),
)  # fmt: skip

recording_tracks = Table(
    "recording_tracks", metadata, Column("id", String(100), primary_key=True),
    reference("recording_id", "recordings"), reference("participant_id", "participants", index=False),
    word("source"), word("kind"), word("codec"), Column("media_type", String(100), nullable=False),
    _size("start_ms"), text("path"), _size("size_bytes"), _hash("sha256"), _size("duration_ms"),
)  # fmt: skip

audit_events = Table(
    "audit_events", metadata, Column("seq", BigInteger, primary_key=True, autoincrement=False),
    moment("at", index=True), Column("account_id", String(ID_LENGTH), index=True), text("agent_name"),
    text("agent_roles"), Column("agent_facility_id", String(ID_LENGTH)), text("agent_facility_name"),
    text("address"), word("action", index=True), word("entity_kind"), Column("entity_id", String(100),
    nullable=False),
    Column("consultation_id", String(ID_LENGTH), index=True), Column("number", String(40), nullable=False),
    Column("patient_id", String(ID_LENGTH), index=True), Column("facility_id", String(ID_LENGTH), index=True),
    _flag("is_allowed"), text("purpose"), _hash("prev_hash"), _hash("hash"),
)  # fmt: skip

audit_head = Table(
    "audit_head", metadata, Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False), _hash("hash"),
)  # fmt: skip
"""One row: the end of the chain. Locking it makes appends one after the other."""
