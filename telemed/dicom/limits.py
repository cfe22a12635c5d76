"""How much one foreign file may cost before it is refused."""

from __future__ import annotations

import msgspec

MEBIBYTE = 1024 * 1024


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Sized for what hospitals send: the largest real object met is a 200 megapixel mosaic of 400 MB."""

    file_bytes: int = 2048 * MEBIBYTE
    inflated_bytes: int = 256 * MEBIBYTE
    """Cap on deflated data sets; a bomb of 1 MB would take 2 GB before the first element is seen."""
    frame_pixels: int = 220_000_000
    frames: int = 5000
    pixel_bytes: int = 1024 * MEBIBYTE
    """All decoded frames of one instance."""
    photo_pixels: int = 120_000_000
    memory_bytes: int = 1280 * MEBIBYTE
    """Address space a child may add to what the warm parent had."""
    cpu_s: int = 60
    wall_s: float = 90.0
