"""Thumbnails and rendered frames are small, valid JPEGs."""

from __future__ import annotations

import io

from PIL import Image

from telemed.dicom.inspection import Display, Frames
from telemed.dicom.rendering import render_jpeg, thumbnail


def test_a_rendered_frame_is_a_grey_jpeg_of_its_size() -> None:
    frames = Frames(2 * 300 * 200, 16, 12, is_signed=False, samples_per_pixel=1, photometric="MONOCHROME2")
    raw = bytes(2 * 300 * 200)
    with Image.open(io.BytesIO(render_jpeg(raw, frames, (300, 200), Display()))) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "L", (200, 300))
    with Image.open(io.BytesIO(thumbnail(raw, frames, (300, 200), Display()))) as picture:
        assert max(picture.size) == 128


def test_colour_is_rendered_as_it_is() -> None:
    frames = Frames(3 * 16 * 16, 8, 8, is_signed=False, samples_per_pixel=3, photometric="RGB")
    raw = bytes([250, 10, 10]) * 256
    with Image.open(io.BytesIO(render_jpeg(raw, frames, (16, 16), Display()))) as picture:
        red, green, _ = picture.convert("RGB").getpixel((8, 8))  # type: ignore[misc]  # a tuple for RGB
        assert red > 230
        assert green < 30
