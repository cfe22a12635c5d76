"""The linear VOI function of PS3.3 C.11.2.1.2.1, and what a screen shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemed.dicom.inspection import Display, Frames
from telemed.dicom.windowing import Window, WindowTooNarrow, first_window, frame_pixels, shown, to_display

GREY = Frames(8, 16, 12, is_signed=True, samples_per_pixel=1, photometric="MONOCHROME2")


def test_the_window_of_the_standard_gives_its_edges_and_middle() -> None:
    levels = to_display(np.array([-200, -160, 40, 239, 300]), Window(40, 400))
    assert levels.tolist() == [0, 0, 128, 255, 255]


def test_a_window_narrower_than_one_is_refused() -> None:
    with pytest.raises(WindowTooNarrow):
        to_display(np.array([1]), Window(0, 0.5))


@given(
    st.lists(st.integers(-2000, 4000), min_size=2, max_size=30).map(sorted),
    st.floats(-500, 500),
    st.floats(1, 4000),
)
def test_brighter_values_never_become_darker(values: list[int], center: float, width: float) -> None:
    levels = to_display(np.array(values), Window(center, width)).tolist()
    assert levels == sorted(levels)


def test_monochrome_1_shows_high_values_dark() -> None:
    pixels = np.array([[0, 100]], np.int16)
    white = shown(pixels, GREY, Display(), Window(50, 100))
    inverse = Frames(8, 16, 12, is_signed=True, samples_per_pixel=1, photometric="MONOCHROME1")
    assert np.array_equal(shown(pixels, inverse, Display(), Window(50, 100)), 255 - white)


def test_the_rescale_comes_before_the_window() -> None:
    display = Display(rescale_slope=2.0, rescale_intercept=-1000.0)
    assert shown(np.array([[520]], np.int16), GREY, display, Window(40, 400)).tolist() == [[128]]


def test_without_a_window_the_whole_range_is_shown() -> None:
    assert first_window(GREY, Display()) == Window(0, 4096)
    assert first_window(GREY, Display(window_center=40, window_width=400)) == Window(40, 400)


def test_a_frame_is_never_guessed_from_too_few_bytes() -> None:
    assert frame_pixels(bytes(8), GREY, 2, 2).shape == (2, 2)
    with pytest.raises(ValueError, match="whole frame"):
        frame_pixels(bytes(6), GREY, 2, 2)
