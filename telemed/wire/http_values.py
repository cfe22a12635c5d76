"""Words, numbers and small structs that several HTTP bodies share."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from telemed.domain.deadlines import DeadlineKind, DeadlineMood
from telemed.domain.facility import Tier
from telemed.domain.materials import MaterialKind
from telemed.domain.people import Sex
from telemed.wire.base import Reply

Id = Annotated[str, Meta(min_length=1, max_length=36, pattern=r"^[0-9a-zA-Z-]+$")]
"""An id of the service: a UUIDv7 in text form."""
Uid = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[0-9.]+$")]
"""A DICOM unique identifier (PS3.5 section 9)."""
Instant = Annotated[datetime, Meta(tz=True)]
"""A moment, RFC 3339 with an offset; the service answers in UTC with Z."""
Version = Annotated[int, Meta(ge=0)]
"""Version of the aggregate that the change was made against; another one answers conflict."""
Count = Annotated[int, Meta(ge=0)]
PageNumber = Annotated[int, Meta(ge=1, le=100_000)]
PageSize = Annotated[int, Meta(ge=1, le=200)]
Name = Annotated[str, Meta(min_length=1, max_length=100)]
Line = Annotated[str, Meta(max_length=200)]
"""One line that may stay empty."""
Text = Annotated[str, Meta(max_length=20_000)]
"""Prose that may stay empty."""
Reason = Annotated[str, Meta(min_length=1, max_length=2_000)]
"""Prose that must not stay empty."""
Password = Annotated[str, Meta(min_length=1, max_length=256)]
NewPassword = Annotated[str, Meta(min_length=10, max_length=256)]
Percent = Annotated[int, Meta(ge=0, le=100)]


class Page(Reply, frozen=True, kw_only=True):
    """Which part of a list this is."""

    number: int
    size: int
    total: int


class FacilityRef(Reply, frozen=True, kw_only=True):
    """A facility as it is named beside other things."""

    id: Id
    name: str
    short_name: str
    tier: Tier


class PersonRef(Reply, frozen=True, kw_only=True):
    """A practitioner as named beside other things."""

    practitioner_id: Id
    name: str
    title: str
    """Professional title, such as 主任医师; empty when none is known."""
    department: str
    facility: FacilityRef


class PatientBrief(Reply, frozen=True, kw_only=True):
    """What a list shows of a patient."""

    id: Id
    name: str
    sex: Sex
    birth_date: date | None
    age_text: str
    """Age at the time of the request: years, below two years months (18月), below two months days (12天)."""


class MaterialBadge(Reply, frozen=True, kw_only=True):
    """One kind of material of a case, counted."""

    kind: MaterialKind
    label: str
    """What the badge says: the modality for series (CT), else empty and the kind is translated."""
    count: Count
    upload_percent: Percent
    """100 when everything of this kind is complete."""


class Deadline(Reply, frozen=True, kw_only=True):
    """The clock that runs for a case now."""

    kind: DeadlineKind
    at: Instant
    mood: DeadlineMood
    is_overdue: bool
    is_paused: bool


class Planned(Reply, frozen=True, kw_only=True):
    """When and with whom a consultation takes place."""

    session_id: Id
    start: Instant
    end: Instant
