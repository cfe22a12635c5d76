"""Eight-bit JPEG of one frame, for thumbnails and `rendered` answers. Never for reading a study."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image

from telemed.dicom.windowing import Window, first_window, frame_pixels, shown

if TYPE_CHECKING:
    from telemed.dicom.inspection import Display, Frames

THUMBNAIL_PX = 128
QUALITY = 80


def render_jpeg(
    raw: bytes,
    frames: Frames,
    size: tuple[int, int],
    display: Display,
    *,
    window: Window | None = None,
    longest_px: int | None = None,
) -> bytes:
    """Render one decoded frame.

    raw: the frame's bytes as the frame store holds them. size: (rows, columns).
    longest_px: shrink so that neither edge is longer. Takes about 5 ms for 512 x 512: call it off the loop.
    Raises ValueError when the bytes are not one whole frame.
    """
    rows, columns = size
    pixels = frame_pixels(raw, frames, rows, columns)
    picture = Image.fromarray(shown(pixels, frames, display, window or first_window(frames, display)))
    if longest_px is not None:
        picture.thumbnail((longest_px, longest_px))
    out = io.BytesIO()
    picture.save(out, format="JPEG", quality=QUALITY)
    return out.getvalue()


def thumbnail(raw: bytes, frames: Frames, size: tuple[int, int], display: Display) -> bytes:
    """Render a small JPEG for lists."""
    return render_jpeg(raw, frames, size, display, longest_px=THUMBNAIL_PX)
