"""PDF files: whole, unlocked, and how many pages they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from telemed.dicom.dataset import FileRefused
from telemed.dicom.inspection import Document
from telemed.dicom.reasons import Reason

if TYPE_CHECKING:
    from typing import BinaryIO

TAIL_BYTES = 2048
MOST_PAGES = 2000


def inspect_pdf(file: BinaryIO) -> Document:
    """Count the pages. Raises FileRefused with TRUNCATED, ENCRYPTED, TOO_MANY_FRAMES or DAMAGED."""
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL_BYTES))
    if b"%%EOF" not in file.read():
        raise FileRefused(Reason.TRUNCATED)
    file.seek(0)
    try:
        reader = PdfReader(file, strict=False)
        if reader.is_encrypted:
            raise FileRefused(Reason.ENCRYPTED)
        pages = len(reader.pages)
    except PyPdfError:
        raise FileRefused(Reason.DAMAGED) from None
    if not 0 < pages <= MOST_PAGES:
        raise FileRefused(Reason.TOO_MANY_FRAMES if pages else Reason.DAMAGED)
    return Document(pages)
