"""Reading a DICOM file without trusting it: bounded inflation, safe character sets, no pixel data."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING

from pydicom import dcmread
from pydicom.datadict import dictionary_has_tag, dictionary_VR
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.errors import InvalidDicomError
from pydicom.filereader import read_file_meta_info
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian

from telemed.dicom.reasons import Reason

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

PREAMBLE = bytes(128) + b"DICM"
INFLATE_STEP = 1024 * 1024
DEFAULT_CHARACTER_SET = "GB18030"
"""Assumed for undeclared text that is not ASCII: Chinese devices that forget to declare it write GBK."""
ISO_2022_KOREAN_AND_CHINESE = ("\x1b$)A", "\x1b$)C", "\x1b(B")
"""pydicom 3.0.2 leaves the escapes of ISO 2022 IR 58 and 149 in the text."""
TEXT_VRS = frozenset({"PN", "LO", "SH", "ST", "LT", "UT", "UC"})


class ClampedFile(io.BufferedReader):
    """A file that is never asked for more than it has.

    An element may claim four gigabytes; Python would reserve them before it finds the file to be short.
    """

    def __init__(self, raw: io.FileIO) -> None:
        super().__init__(raw)
        self._size = raw.seek(0, io.SEEK_END)
        raw.seek(0)

    def read(self, size: int | None = -1, /) -> bytes:
        """Read at most what is left."""
        left = max(0, self._size - self.tell())
        return super().read(left if size is None or size < 0 else min(size, left))


class FileRefused(Exception):
    """The file cannot be taken; carries the reason code. Never leaves the child process."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def open_source(path: Path, *, inflated_bytes: int) -> BinaryIO:
    """Open a DICOM file for pydicom; a deflated data set comes back inflated, up to the cap.

    Raises FileRefused with INFLATES_TOO_LARGE or DAMAGED.
    """
    try:
        meta: Dataset = read_file_meta_info(path)
    except (InvalidDicomError, OSError, ValueError, KeyError, NotImplementedError):
        meta = Dataset()  # without a Part 10 header: the reader below guesses, or fails with its own reason
    if meta.get("TransferSyntaxUID") != DeflatedExplicitVRLittleEndian:
        return ClampedFile(io.FileIO(path))
    with path.open("rb") as file:
        offset = _end_of_meta(file.read(16 * 1024))
        file.seek(offset)
        body = _inflate(file, inflated_bytes)
    return io.BytesIO(_explicit_header() + body)


def _end_of_meta(head: bytes) -> int:
    """Byte offset of the data set behind the file meta information (PS3.10 7.1)."""
    start = len(PREAMBLE)
    if head[start : start + 8] != b"\x02\x00\x00\x00UL\x04\x00":
        raise FileRefused(Reason.DAMAGED)
    return start + 12 + int.from_bytes(head[start + 8 : start + 12], "little")


def _explicit_header() -> bytes:
    uid = ExplicitVRLittleEndian.encode("ascii")
    uid += b"\x00" * (len(uid) % 2)
    element = b"\x02\x00\x10\x00UI" + len(uid).to_bytes(2, "little") + uid
    return PREAMBLE + b"\x02\x00\x00\x00UL\x04\x00" + len(element).to_bytes(4, "little") + element


def _inflate(file: BinaryIO, cap: int) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    whole = bytearray()
    try:
        while not inflater.eof:
            compressed = inflater.unconsumed_tail or file.read(INFLATE_STEP)
            if not compressed:
                raise FileRefused(Reason.TRUNCATED)
            whole += inflater.decompress(compressed, INFLATE_STEP)
            if len(whole) > cap:
                raise FileRefused(Reason.INFLATES_TOO_LARGE)
    except zlib.error:
        raise FileRefused(Reason.DAMAGED) from None
    return bytes(whole)


def read_header(source: BinaryIO) -> Dataset:
    """Parse everything before the pixel data.

    Text without a declared character set is read as GB18030 when it is not ASCII.
    Raises what pydicom raises on damage; the caller maps it.
    """
    ds = dcmread(source, stop_before_pixels=True, force=True)
    if not ds:
        raise FileRefused(Reason.DAMAGED)
    if not ds.get("SpecificCharacterSet") and _has_foreign_text(ds):
        is_implicit, is_little = ds.original_encoding
        ds.set_original_encoding(is_implicit, is_little, DEFAULT_CHARACTER_SET)
        ds.SpecificCharacterSet = DEFAULT_CHARACTER_SET
    return ds


def _has_foreign_text(ds: Dataset) -> bool:
    raws = (ds.get_item(tag) for tag in list(ds.keys()))
    return any(
        isinstance(raw, RawDataElement)
        and isinstance(raw.value, bytes)
        and (raw.VR or _vr_of(raw)) in TEXT_VRS
        and not raw.value.isascii()
        for raw in raws
    )


def _vr_of(raw: RawDataElement) -> str:
    """The dictionary's VR, for implicit VR files; private and unknown elements have none."""
    return dictionary_VR(raw.tag) if dictionary_has_tag(raw.tag) else ""


def text(ds: Dataset, keyword: str) -> str:
    """Read one element as clean text: first value, no escapes, no padding; empty when absent."""
    value = ds.get(keyword)
    if value is None or value == "":
        return ""
    if not isinstance(value, str | bytes) and hasattr(value, "__iter__") and not hasattr(value, "components"):
        value = next(iter(value), "")
    return clean(str(value))


def clean(value: str) -> str:
    """Drop escape sequences and control characters that some writers leave in text."""
    for escape in ISO_2022_KOREAN_AND_CHINESE:
        value = value.replace(escape, "")
    return "".join(letter for letter in value if letter.isprintable() or letter == "\n").strip()


def person_name(ds: Dataset) -> str:
    """The patient's name as people read it (PS3.5 6.2.1): the ideographic group when there is one."""
    groups = [clean(group.replace("^", " ")) for group in text(ds, "PatientName").split("=")]
    ideographic = groups[1].replace(" ", "") if len(groups) > 1 else ""
    return ideographic or groups[0]
