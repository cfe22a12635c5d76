"""From stored values to grey levels: modality and VOI functions (PS3.3 C.7.6.16.2.9, C.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from telemed.dicom.inspection import Display, Frames

WHITE = 255.0


class Window(msgspec.Struct, frozen=True):
    """VOI window in modality values (HU for CT)."""

    center: float
    width: float


class WindowTooNarrow(ValueError):
    """The width of a linear window is below 1 (PS3.3 C.11.2.1.2.1)."""


def frame_pixels(raw: bytes, frames: Frames, rows: int, columns: int) -> NDArray[np.generic]:
    """View one decoded frame: (rows, columns) integers, or (rows, columns, 3) uint8 for colour.

    Raises ValueError when the bytes are not one whole frame.
    """
    if len(raw) != frames.frame_bytes:
        raise ValueError("not one whole frame")
    kind = "i" if frames.is_signed else "u"
    pixels = np.frombuffer(raw, np.dtype(f"<{kind}{frames.bits_allocated // 8}"))
    shape = (rows, columns, 3) if frames.samples_per_pixel > 1 else (rows, columns)
    return pixels.reshape(shape)


def to_display(values: NDArray[np.generic], window: Window) -> NDArray[np.uint8]:
    """Map modality values to grey levels with the linear VOI function.

    values: any shape, modality values (already rescaled).
    Returns the same shape in uint8, 0 black to 255 white. Raises WindowTooNarrow when width < 1.
    Source: PS3.3 C.11.2.1.2.1.
    """
    if window.width < 1:
        raise WindowTooNarrow
    span = max(window.width - 1, 1e-6)
    grey = ((values.astype(np.float64) - (window.center - 0.5)) / span + 0.5) * WHITE
    return np.clip(np.rint(grey), 0, WHITE).astype(np.uint8)


def shown(pixels: NDArray[np.generic], frames: Frames, display: Display, window: Window) -> NDArray[np.uint8]:
    """Give what a screen shows: rescaled, windowed, MONOCHROME1 inverted; colour stays as it is."""
    if frames.samples_per_pixel > 1:
        return pixels.astype(np.uint8)
    values = pixels.astype(np.float64) * display.rescale_slope + display.rescale_intercept
    grey = to_display(values, window)
    return 255 - grey if frames.photometric == "MONOCHROME1" else grey


def first_window(frames: Frames, display: Display) -> Window:
    """The window to start with: the instance's own, else the whole range of its stored bits."""
    if display.window_center is not None and display.window_width is not None:
        return Window(display.window_center, max(1.0, display.window_width))
    span = float(1 << frames.bits_stored)
    middle = 0.0 if frames.is_signed else span / 2
    edges = middle * display.rescale_slope + display.rescale_intercept
    return Window(edges, max(1.0, span * abs(display.rescale_slope)))
