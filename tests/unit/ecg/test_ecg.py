"""Amplitudes in millivolts and places in millimetres."""

from __future__ import annotations

import array
import xml.etree.ElementTree as ET

import pytest

from telemed.ecg.chart import is_standard, layout, paper_mm, svg
from telemed.ecg.signal import STANDARD_LEADS, EcgLead, EcgSignal, millivolts, standard_order

RATE_HZ = 500.0
COUNT = 5000


def signal(names: tuple[str, ...] = STANDARD_LEADS) -> tuple[EcgSignal, bytes]:
    """One millivolt in every sample of every lead: 205 units of 4.88 microvolts."""
    leads = tuple(EcgLead(name, 0.00488) for name in names)
    return EcgSignal(RATE_HZ, COUNT, leads), array.array("h", [205] * COUNT * len(names)).tobytes()


def test_a_sample_is_units_times_sensitivity_plus_baseline() -> None:
    one = EcgSignal(RATE_HZ, 2, (EcgLead("I", 0.005, 0.1), EcgLead("II", 0.001)))
    samples = array.array("h", [200, -200, 1000, 0]).tobytes()
    assert millivolts(one, samples, 0) == pytest.approx([1.1, -0.9])
    assert millivolts(one, samples, 1) == pytest.approx([1.0, 0.0])


def test_samples_of_another_record_are_refused() -> None:
    one, samples = signal()
    with pytest.raises(ValueError, match="do not match"):
        millivolts(one, samples[:-2], 0)


def test_a_millivolt_is_ten_millimetres_and_a_second_twenty_five() -> None:
    one, samples = signal()
    strips = {(strip.lead, strip.x_mm): strip for strip in layout(one, samples)}
    assert len(strips) == 12, "lead II starts where its rhythm strip starts"
    strip = strips["V1", 15.0 + 2 * 62.5]
    first, last = strip.points[0], strip.points[-1]
    assert strip.baseline_mm - first[1] == pytest.approx(10.0, rel=0.01)
    assert last[0] - first[0] == pytest.approx(62.5, abs=0.2)


def test_the_chart_is_well_formed_and_in_millimetres() -> None:
    drawing = ET.fromstring(svg(*signal()))
    width, height = paper_mm()
    assert drawing.get("width") == f"{width}mm"
    assert drawing.get("viewBox") == f"0 0 {width} {height}"
    assert len(drawing.findall("{*}polyline")) == 13
    assert "25 mm/s" in "".join(drawing.itertext())


def test_missing_leads_leave_their_place_empty() -> None:
    one, samples = signal(("I", "II"))
    assert not is_standard(one)
    assert {strip.lead for strip in layout(one, samples)} == {"I", "II"}


def test_leads_are_ordered_as_on_paper() -> None:
    leads = [EcgLead(name, 1.0) for name in ("V6", "X", "aVR", "I")]
    assert standard_order(leads) == (3, 2, 0, 1)
