"""Where an instance's pixel data lies in its file, and whether all of it is there (PS3.5 8, A.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydicom.uid import UID, JPEGBaseline8Bit

from telemed.dicom.dataset import FileRefused, text
from telemed.dicom.index import whole
from telemed.dicom.inspection import ByteRange
from telemed.dicom.reasons import Reason

if TYPE_CHECKING:
    from typing import BinaryIO

    from pydicom.dataset import Dataset

ITEM = b"\xfe\xff\x00\xe0"
SEQUENCE_DELIMITER = b"\xfe\xff\xdd\xe0"
ITEM_HEADER_BYTES = 8
EXPLICIT_PIXEL_VRS = frozenset({b"OB", b"OW", b"OF", b"OD"})
"""Judged by the bytes: some writers encode implicitly whatever transfer syntax they declare."""
BROWSER_PHOTOMETRICS = frozenset({"YBR_FULL", "YBR_FULL_422", "MONOCHROME2"})
"""What a browser's JPEG decoder shows right by itself; RGB inside a DICOM JPEG often lacks its marker."""


def fragments_or_fault(source: BinaryIO, ds: Dataset) -> tuple[ByteRange, ...]:
    """Check that the pixel data is complete; give the fragments of an encapsulated one, else nothing.

    source: positioned at the pixel data element, as `read_header` leaves it.
    Raises FileRefused with TRUNCATED.
    """
    header = source.read(ITEM_HEADER_BYTES)
    if header[4:6] in EXPLICIT_PIXEL_VRS:
        header += source.read(4)
    if len(header) < ITEM_HEADER_BYTES:
        raise FileRefused(Reason.TRUNCATED)
    if is_compressed(ds):
        return _fragments(source)
    length = int.from_bytes(header[-4:], "little" if ds.original_encoding[1] else "big")
    start = source.tell()
    present = source.seek(0, 2) - start
    if present < min(length, native_bytes(ds)) or length < native_bytes(ds):
        raise FileRefused(Reason.TRUNCATED)
    return ()


def is_compressed(ds: Dataset) -> bool:
    """Tell whether the pixel data is encapsulated; unknown transfer syntaxes count as such."""
    syntax = UID(text(ds.file_meta, "TransferSyntaxUID") or "1.2.840.10008.1.2")
    return syntax.is_encapsulated if syntax.is_transfer_syntax else True


def native_bytes(ds: Dataset) -> int:
    """Length that uncompressed pixel data must at least have."""
    pixels = (whole(ds, "Rows") or 0) * (whole(ds, "Columns") or 0) * frame_count(ds)
    samples = pixels * (whole(ds, "SamplesPerPixel") or 1)
    if text(ds, "PhotometricInterpretation") == "YBR_FULL_422":
        samples = samples * 2 // 3
    return (samples * (whole(ds, "BitsAllocated") or 8) + 7) // 8


def frame_count(ds: Dataset) -> int:
    """Number of frames; absent and nonsense values mean one."""
    return max(1, whole(ds, "NumberOfFrames") or 1)


def _fragments(source: BinaryIO) -> tuple[ByteRange, ...]:
    """Walk the items behind the offset table up to the delimiter."""
    size_at = source.tell()
    end = source.seek(0, 2)
    source.seek(size_at)
    found: list[ByteRange] = []
    while (header := source.read(ITEM_HEADER_BYTES))[:4] == ITEM and len(header) == ITEM_HEADER_BYTES:
        length = int.from_bytes(header[4:], "little")
        offset = source.tell()
        if offset + length > end:
            raise FileRefused(Reason.TRUNCATED)
        found.append(ByteRange(offset, length))
        source.seek(offset + length)
    if len(found) < 2:
        raise FileRefused(Reason.TRUNCATED)
    return tuple(found[1:])


def passthrough(ds: Dataset, fragments: tuple[ByteRange, ...]) -> tuple[ByteRange, ...]:
    """Give one range per frame when each frame is one fragment of baseline JPEG that a browser can show."""
    is_plain = (
        text(ds.file_meta, "TransferSyntaxUID") == JPEGBaseline8Bit
        and text(ds, "PhotometricInterpretation") in BROWSER_PHOTOMETRICS
    )
    return fragments if is_plain and len(fragments) == frame_count(ds) else ()
