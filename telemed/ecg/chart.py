"""A twelve-lead chart as SVG in true millimetres: 25 mm/s, 10 mm/mV, one millimetre squares.

One user unit is one millimetre, so a print at 100 % can be measured with a ruler.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from telemed.ecg.signal import STANDARD_LEADS, EcgSignal, millivolts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MM_PER_S = 25.0
MM_PER_MV = 10.0
COLUMN_LEADS = (("I", "II", "III"), ("aVR", "aVL", "aVF"), ("V1", "V2", "V3"), ("V4", "V5", "V6"))
RHYTHM_LEAD = "II"
ROW_MM = 30.0
MARGIN_MM = 5.0
PULSE_MM = 10.0
"""Room for the 1 mV calibration pulse at the start of each row."""
POINTS_PER_MM = 8.0
"""Finer than a printer's dot; the sample rate beyond it only makes the file larger."""
STYLE = (
    ".f{stroke:#f2c6c6;stroke-width:.1;fill:none}.g{stroke:#e39a9a;stroke-width:.25;fill:none}"
    ".t{stroke:#111;stroke-width:.3;fill:none;stroke-linejoin:round}text{font:3.2px sans-serif;fill:#111}"
)


class Strip(msgspec.Struct, frozen=True):
    """A piece of one lead on the paper; positions in millimetres from the top left corner."""

    lead: str
    x_mm: float
    baseline_mm: float
    points: tuple[tuple[float, float], ...]


def layout(signal: EcgSignal, samples: bytes, *, column_s: float = 2.5) -> tuple[Strip, ...]:
    """Place the leads as 3 x 4 with a rhythm strip of lead II (the usual 3x4+1).

    samples: planar int16 as `EcgSignal` describes. Leads that are missing leave their place empty.
    """
    names = [lead.name for lead in signal.leads]
    strips = [
        _strip(signal, samples, names.index(lead), (column * column_s, column_s), row)
        for column, leads in enumerate(COLUMN_LEADS)
        for row, lead in enumerate(leads)
        if lead in names
    ]
    if RHYTHM_LEAD in names:
        whole = (0.0, len(COLUMN_LEADS) * column_s)
        strips.append(_strip(signal, samples, names.index(RHYTHM_LEAD), whole, len(COLUMN_LEADS[0])))
    return tuple(strips)


def _strip(signal: EcgSignal, samples: bytes, lead: int, span_s: tuple[float, float], row: int) -> Strip:
    start_s, length_s = span_s
    values = millivolts(signal, samples, lead)
    first = round(start_s * signal.rate_hz)
    piece = values[first : first + round(length_s * signal.rate_hz)]
    step = max(1, int(signal.rate_hz / (MM_PER_S * POINTS_PER_MM)))
    x_mm = MARGIN_MM + PULSE_MM + start_s * MM_PER_S
    baseline_mm = MARGIN_MM + ROW_MM * (row + 0.5)
    scale = MM_PER_S / signal.rate_hz
    points = tuple(
        (round(x_mm + index * scale, 2), round(baseline_mm - piece[index] * MM_PER_MV, 2))
        for index in range(0, len(piece), step)
    )
    return Strip(signal.leads[lead].name, x_mm, baseline_mm, points)


def paper_mm(column_s: float = 2.5) -> tuple[float, float]:
    """Width and height of the chart."""
    width = 2 * MARGIN_MM + PULSE_MM + len(COLUMN_LEADS) * column_s * MM_PER_S
    return width, 2 * MARGIN_MM + ROW_MM * (len(COLUMN_LEADS[0]) + 1)


def svg(signal: EcgSignal, samples: bytes) -> str:
    """Draw the whole chart."""
    width, height = paper_mm()
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
            f'viewBox="0 0 {width} {height}"><style>{STYLE}</style>',
            *_grid(width, height),
            *(_pulse(MARGIN_MM + ROW_MM * (row + 0.5)) for row in range(len(COLUMN_LEADS[0]) + 1)),
            *_traces(layout(signal, samples)),
            f'<text x="{MARGIN_MM}" y="{height - 1.5}">25 mm/s  10 mm/mV  {signal.rate_hz:g} Hz</text></svg>',
        )
    )


def _grid(width: float, height: float) -> Iterator[str]:
    for name, step in (("f", 1), ("g", 5)):
        lines = [f"M{x} 0V{height:g}" for x in range(0, int(width) + 1, step)]
        lines += [f"M0 {y}H{width:g}" for y in range(0, int(height) + 1, step)]
        yield f'<path class="{name}" d="{"".join(lines)}"/>'


def _pulse(baseline_mm: float) -> str:
    """Draw 1 mV for 200 ms."""
    x = MARGIN_MM
    return f'<path class="t" d="M{x} {baseline_mm}h2.5v-{MM_PER_MV}h5v{MM_PER_MV}h2.5"/>'


def _traces(strips: Sequence[Strip]) -> Iterator[str]:
    for strip in strips:
        path = " ".join(f"{x:g},{y:g}" for x, y in strip.points)
        yield f'<polyline class="t" points="{path}"/>'
        yield f'<text x="{strip.x_mm + 1:g}" y="{strip.baseline_mm - 11:g}">{strip.lead}</text>'


def is_standard(signal: EcgSignal) -> bool:
    """Tell whether all twelve leads are there."""
    return {lead.name for lead in signal.leads} >= set(STANDARD_LEADS)
