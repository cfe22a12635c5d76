"""What every message on the wire shares: strict structs, bounded scalars, the error body, the versions."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

PROTOCOL = 1
"""Version of the live protocol; it rises when an old client could misread a message."""

UUID_PATTERN = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
DICOM_UID_PATTERN = r"^[0-9]+(\.[0-9]+)*$"

Id = Annotated[str, Meta(pattern=UUID_PATTERN, max_length=36)]
"""A UUID in lower case, as telemed.domain.ids makes them."""
Key = Annotated[str, Meta(pattern="^[A-Za-z0-9_-]+$", min_length=8, max_length=64)]
"""An idempotency key or another name that a client makes up, such as an annotation's uid."""
DicomUid = Annotated[str, Meta(pattern=DICOM_UID_PATTERN, min_length=3, max_length=64)]
"""A DICOM UID, PS3.5 section 9.1."""
Finite = Annotated[float, Meta(ge=-1e9, le=1e9)]
"""A coordinate or a grey value; bounded so that no infinity or NaN passes."""
Milliseconds = Annotated[int, Meta(ge=0, le=2**53 - 1)]
"""Epoch or media time; JavaScript's safe integers."""
Line = Annotated[str, Meta(min_length=1, max_length=200)]
"""One line of text for people."""


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """A strict message: camelCase on the wire, unknown fields refused, never changed once made.

    A subclass repeats `frozen=True`, and carries `tag="some.type"` when it stands in a union; the tag's
    field is `type`.
    """


class Request(Message, frozen=True):
    """What a client sends: a field with a default may be left out."""


class Reply(Message, frozen=True):
    """What the server sends: every field is always there, null when it says nothing."""


class Shared(Message, frozen=True):
    """What travels both ways: a client may leave out a field with a default, the server never does."""


class ErrorBody(Reply, frozen=True):
    """The body of every HTTP error."""

    code: str
    """Stable, for programs; see docs/protocol.md and telemed/domain/errors.py."""
    message: str
    """For people, in English; clients translate by code."""
    field: str | None = None
    """Path of the field at fault, such as `patient.citizenId`, when one is."""
    remedy: str | None = None
    """What to do about it, in English."""
    state: str | None = None
    """The state that stood in the way, when the code is a conflict."""
