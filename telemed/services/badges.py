"""Materials of cases as badges: counted by kind, with the share that has arrived. Pure."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from telemed.domain.materials import Attachment, MaterialKind, Series, Upload, UploadState
from telemed.services.case_view import MaterialBadge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from telemed.services.case_view import Material

COMPLETE = 100
KIND_OF_SUFFIX = {
    ".pdf": MaterialKind.PDF,
    ".jpg": MaterialKind.IMAGE,
    ".jpeg": MaterialKind.IMAGE,
    ".png": MaterialKind.IMAGE,
    ".mp4": MaterialKind.CLIP,
}
"""What a file on its way in will probably be; DICOM files often have no suffix."""
COMING = (UploadState.RECEIVING, UploadState.CHECKING)


def badges_of(materials: Iterable[Material], uploads: Iterable[Upload]) -> tuple[MaterialBadge, ...]:
    """Count materials by kind and modality, and what is still coming."""
    counts: dict[tuple[MaterialKind, str], int] = {}
    for material in materials:
        counts[_label(material)] = counts.get(_label(material), 0) + 1
    shares = _shares(uploads)
    for kind in shares:
        if not any(known is kind for known, _ in counts):
            counts[kind, ""] = 0
    return tuple(
        MaterialBadge(kind=kind, label=label, count=count, upload_percent=shares.get(kind, COMPLETE))
        for (kind, label), count in sorted(counts.items(), key=lambda item: (item[0][0].value, item[0][1]))
    )


def _label(material: Material) -> tuple[MaterialKind, str]:
    match material:
        case Series():
            return material.kind, material.facts.modality
        case Attachment():
            return material.kind, ""
        case _:
            return MaterialKind.ECG, ""


def _shares(uploads: Iterable[Upload]) -> dict[MaterialKind, int]:
    received: dict[MaterialKind, list[int]] = {}
    for upload in uploads:
        if upload.state not in COMING:
            continue
        suffix = PurePath(upload.name.filename).suffix.lower()
        sums = received.setdefault(KIND_OF_SUFFIX.get(suffix, MaterialKind.SERIES), [0, 0])
        sums[0] += upload.received_bytes
        sums[1] += upload.name.size_bytes
    return {kind: min(COMPLETE - 1, 100 * got // max(size, 1)) for kind, (got, size) in received.items()}
