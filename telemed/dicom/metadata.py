"""The DICOM JSON of one instance, made once at intake so that serving never parses again (PS3.18 F)."""

from __future__ import annotations

import json
import math
import zlib
from typing import TYPE_CHECKING

from telemed.dicom.dataset import clean

if TYPE_CHECKING:
    from pydicom.dataset import Dataset
    from pydicom.tag import BaseTag

    from telemed.dicom.inspection import Frames

UTF_8 = "ISO_IR 192"
EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1"
LARGEST_BINARY_BYTES = 1024
"""Binary values above this (icons, look-up tables, overlays, waveforms) stay in the original."""
BINARY_VRS = frozenset({"OB", "OW", "OD", "OF", "OL", "OV", "UN", "OB or OW", "US or OW"})
DROPPED_GROUPS = frozenset({0x0002, 0x0004})
PALETTE_GROUP_ELEMENTS = frozenset(
    {
        0x00281101,
        0x00281102,
        0x00281103,
        0x00281201,
        0x00281202,
        0x00281203,
        0x00281221,
        0x00281222,
        0x00281223,
    }
)
"""Palette descriptors and data: the decoded frames are RGB already."""


def metadata(ds: Dataset, frames: Frames | None) -> bytes:
    """Make the compressed JSON object.

    ds: parsed header; it is changed (private and bulk elements are dropped).
    frames: how the decoded frames look, written over what the original said about its own pixels.
    """
    _prune(ds)
    if frames is not None:
        _describe(ds, frames)
    ds.SpecificCharacterSet = UTF_8
    model = ds.to_json_dict(bulk_data_threshold=1 << 30, suppress_invalid_tags=True)
    model["00083002"] = {"vr": "UI", "Value": [EXPLICIT_LITTLE_ENDIAN]}
    text = json.dumps(_tidy(model), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return zlib.compress(text.encode("utf-8", "replace"), 6)


def as_json(stored: bytes) -> bytes:
    """Unpack what `metadata` made: one UTF-8 JSON object."""
    return zlib.decompress(stored)


def _prune(ds: Dataset) -> None:
    for tag in list(ds.keys()):
        if not _is_kept(ds, tag):
            del ds[tag]


def _is_kept(ds: Dataset, tag: BaseTag) -> bool:
    """Tell whether an element belongs into the JSON; looks into sequences and prunes them too."""
    if tag.is_private or tag.group in DROPPED_GROUPS or tag.element == 0:
        return False
    try:
        element = ds[tag]
    except (ValueError, TypeError, NotImplementedError, KeyError, AttributeError):
        return False  # a value that its own VR cannot read
    if element.VR in BINARY_VRS:
        return len(element.value or b"") <= LARGEST_BINARY_BYTES
    if element.VR == "SQ":
        for item in element.value:
            _prune(item)
    return True


def _describe(ds: Dataset, frames: Frames) -> None:
    for tag in PALETTE_GROUP_ELEMENTS:
        if tag in ds:
            del ds[tag]
    ds.PhotometricInterpretation = frames.photometric
    ds.SamplesPerPixel = frames.samples_per_pixel
    ds.BitsAllocated = frames.bits_allocated
    ds.BitsStored = frames.bits_stored
    ds.HighBit = frames.bits_stored - 1
    ds.PixelRepresentation = int(frames.is_signed)
    if frames.samples_per_pixel > 1:
        ds.PlanarConfiguration = 0


def _tidy(value: object) -> object:
    """Strip stray escapes from text and numbers that JSON cannot say."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _tidy(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_tidy(one) for one in value]
    return value
