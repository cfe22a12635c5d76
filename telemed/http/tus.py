"""tus 1.0: what the headers of a resumable upload say (core protocol, creation, termination, expiration)."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from email.utils import format_datetime
from typing import TYPE_CHECKING

from telemed.http.faults import BadRequest, TooLarge, TooOld, Unprocessable, WrongMediaType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration"
BODY_TYPE = "application/offset+octet-stream"
NUMBER = re.compile(r"^[0-9]{1,15}$")
SHA256 = re.compile(r"^[0-9a-f]{64}$")
LONGEST_METADATA = 4096
LONGEST_NAME = 255
LONGEST_PATH = 1000
KNOWN_METADATA = frozenset({"consultationId", "filename", "relativePath", "sha256", "filetype"})
"""`filetype` is what tus clients add by habit; content decides, so it is read and dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A file that a client wants to bring."""

    consultation_id: str
    filename: str
    relative_path: str
    """Path inside a dropped folder, with slashes; empty for single files."""
    size_bytes: int
    sha256: str | None


def check_version(headers: Mapping[str, str]) -> None:
    """Refuse another version of the protocol. Raises TooOld."""
    if headers.get("Tus-Resumable") != VERSION:
        raise TooOld(
            "tus_version", f"The upload protocol is tus {VERSION}.", remedy=f"Send Tus-Resumable: {VERSION}."
        )


def read_announcement(headers: Mapping[str, str], limit_bytes: int) -> Announced:
    """Read the headers of a creation. Raises EdgeFault, naming the header or the metadata field."""
    size = _size(headers, limit_bytes)
    given = _metadata(headers.get("Upload-Metadata", ""))
    sha256 = given.get("sha256")
    if sha256 is not None and not SHA256.match(sha256):
        raise _wrong("sha256", "This is no SHA-256 in lower-case hexadecimal.")
    return Announced(
        consultation_id=_needed(given, "consultationId", 36),
        filename=_plain_name(_needed(given, "filename", LONGEST_NAME)),
        relative_path=_plain_path(given.get("relativePath", "")),
        size_bytes=size,
        sha256=sha256,
    )


def read_offset(headers: Mapping[str, str], content_type: str) -> int:
    """Read the headers of an append. Raises EdgeFault."""
    if content_type != BODY_TYPE:
        raise WrongMediaType("tus_body", f"An append is {BODY_TYPE}.")
    text = headers.get("Upload-Offset", "")
    if not NUMBER.match(text):
        raise BadRequest("tus_header", "Upload-Offset must be a number.", field="Upload-Offset")
    return int(text)


def state_headers(*, offset: int, size_bytes: int, expires_at: datetime) -> dict[str, str]:
    """Say where an upload stands."""
    return {
        "Tus-Resumable": VERSION,
        "Upload-Offset": str(offset),
        "Upload-Length": str(size_bytes),
        "Upload-Expires": format_datetime(expires_at, usegmt=True),
    }


def options_headers(limit_bytes: int) -> dict[str, str]:
    """Say what this server can do."""
    return {
        "Tus-Resumable": VERSION,
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(limit_bytes),
    }


def _size(headers: Mapping[str, str], limit_bytes: int) -> int:
    text = headers.get("Upload-Length", "")
    if not NUMBER.match(text):
        raise BadRequest("tus_header", "Upload-Length must be a number.", field="Upload-Length")
    size = int(text)
    if size == 0:
        raise Unprocessable(
            "empty_file", "The file is empty.", field="Upload-Length", remedy="Copy it again from its source."
        )
    if size > limit_bytes:
        raise TooLarge(
            "file_too_large",
            f"A file may have {limit_bytes // 2**20} MiB.",
            field="Upload-Length",
            remedy="Export it in smaller parts.",
        )
    return size


def _metadata(header: str) -> dict[str, str]:
    """Decode `key base64,key base64`; keys may stand without a value."""
    if len(header) > LONGEST_METADATA:
        raise BadRequest("tus_header", "Upload-Metadata is too long.", field="Upload-Metadata")
    found = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _, encoded = pair.partition(" ")
        if key not in KNOWN_METADATA or key in found:
            raise _wrong(key[:40], "This metadata field is unknown or given twice.")
        try:
            found[key] = base64.b64decode(encoded.strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError, ValueError):
            raise _wrong(key, "This is no Base64 of UTF-8 text.") from None
    return found


def _needed(given: Mapping[str, str], name: str, longest: int) -> str:
    value = given.get(name, "")
    if not 0 < len(value) <= longest:
        raise _wrong(name, f"This must be there, with at most {longest} characters.")
    return value


def _plain_name(name: str) -> str:
    """Keep the last part of what may be a path, without control characters."""
    return re.split(r"[/\\]", _printable(name))[-1] or "file"


def _plain_path(path: str) -> str:
    """Keep a path inside the dropped folder: forward slashes, no steps upwards. It is shown, never opened."""
    if len(path) > LONGEST_PATH:
        raise _wrong("relativePath", f"At most {LONGEST_PATH} characters.")
    return "/".join(part for part in re.split(r"[/\\]", _printable(path)) if part not in {"", ".", ".."})


def _printable(text: str) -> str:
    return "".join(character for character in text if character.isprintable())


def _wrong(field: str, message: str) -> Unprocessable:
    return Unprocessable("tus_metadata", message, field=f"Upload-Metadata.{field}")
