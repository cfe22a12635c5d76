"""Pictures that are not DICOM: decoded whole, so that a broken one is found before a doctor does."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, UnidentifiedImageError

from telemed.dicom.dataset import FileRefused
from telemed.dicom.inspection import Photo
from telemed.dicom.reasons import Reason

if TYPE_CHECKING:
    from pathlib import Path

    from telemed.dicom.limits import Limits

QUALITY = 90
LONG_EDGE_PX = 4096


def inspect_photo(path: Path, media_type: str, target: Path, limits: Limits) -> Photo:
    """Decode a JPEG or PNG and write a clean JPEG to `target`.

    The copy is upright, at most 4096 pixels on its long edge, and free of everything but pixels: no EXIF,
    no position of the phone, no trailing data. Raises FileRefused.
    """
    Image.MAX_IMAGE_PIXELS = limits.photo_pixels
    with warnings.catch_warnings():
        # Pillow only warns between one and two times its limit.
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _clean_copy(path, media_type, target)
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise FileRefused(Reason.DIMENSIONS_TOO_LARGE) from None
        except UnidentifiedImageError:
            raise FileRefused(Reason.DAMAGED) from None
        except (OSError, SyntaxError, ValueError) as fault:
            is_short = "truncated" in str(fault) or "Truncated" in str(fault)
            raise FileRefused(Reason.TRUNCATED if is_short else Reason.DAMAGED) from None


def _clean_copy(path: Path, media_type: str, target: Path) -> Photo:
    with Image.open(path, formats=["JPEG", "PNG"]) as opened:
        opened.load()
        upright = ImageOps.exif_transpose(opened).convert("RGB")
    upright.thumbnail((LONG_EDGE_PX, LONG_EDGE_PX))
    upright.save(target, format="JPEG", quality=QUALITY)
    return Photo(media_type, upright.width, upright.height)
