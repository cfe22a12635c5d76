"""What a file is, judged by its bytes; its name and the sender's word count for nothing."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from telemed.dicom.reasons import Reason

if TYPE_CHECKING:
    from typing import BinaryIO

HEAD_BYTES = 1024
BOX_HEADER_BYTES = 8


class Content(StrEnum):
    """The types that have a reader here."""

    DICOM = "dicom"
    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"
    MP4 = "video/mp4"
    REFUSED_TYPE = "refused"
    UNKNOWN = "unknown"


MARKS = (
    (b"DICM", 128, Content.DICOM),
    (b"\xff\xd8\xff", 0, Content.JPEG),
    (b"\x89PNG\r\n\x1a\n", 0, Content.PNG),
    (b"ftyp", 4, Content.MP4),
)
KNOWN_BUT_REFUSED = (
    b"PK\x03\x04", b"\x7fELF", b"MZ", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"GIF8", b"<svg", b"<?xml",
    b"<!DOC", b"<html", b"\xd0\xcf\x11\xe0", b"BM", b"II*\x00", b"MM\x00*", b"RIFF", b"#!",
)  # fmt: skip
"""Archives, programs, pages, office files and picture types: named in the refusal, never guessed at."""


def content_of(head: bytes) -> Content:
    """Name the type from the first kilobyte."""
    for mark, offset, content in MARKS:
        if head[offset : offset + len(mark)] == mark:
            return content
    if b"%PDF-" in head:
        return Content.PDF
    if head.lstrip().startswith(KNOWN_BUT_REFUSED):
        return Content.REFUSED_TYPE
    return Content.DICOM if _opens_like_a_data_set(head) else Content.UNKNOWN


def _opens_like_a_data_set(head: bytes) -> bool:
    """Tell whether a file without the Part 10 preamble starts with an element of group 0002 or 0008.

    Old modalities write such files: explicit VR little or big endian, or implicit VR little endian.
    """
    if len(head) < BOX_HEADER_BYTES or head[:2] not in {b"\x02\x00", b"\x08\x00", b"\x00\x08"}:
        return False
    is_explicit = head[4:6].isalpha() and head[4:6].isupper()
    length = int.from_bytes(head[4:8], "little")
    return is_explicit or (head[0] != 0 and head[3] == 0 and length <= HEAD_BYTES)


def mp4_fault(file: BinaryIO) -> Reason | None:
    """Walk the top-level boxes (ISO 14496-12 4.2): they must tile the file and include the movie box."""
    size = file.seek(0, 2)
    position, kinds = 0, set()
    while position < size:
        file.seek(position)
        header = file.read(2 * BOX_HEADER_BYTES)
        length = int.from_bytes(header[:4], "big")
        if length == 1:
            length = int.from_bytes(header[8:16], "big")
        length = length or size - position
        if len(header) < BOX_HEADER_BYTES or length < BOX_HEADER_BYTES or position + length > size:
            return Reason.TRUNCATED
        kinds.add(header[4:8])
        position += length
    return None if b"moov" in kinds else Reason.DAMAGED
