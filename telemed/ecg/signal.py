"""An ECG as data: leads, rate, and samples that stay the integers the recorder wrote.

Samples travel as int16, little-endian, planar: all samples of the first lead, then all of the second.
A sample in millivolts is `raw * mv_per_unit + baseline_mv` of its lead.
"""

from __future__ import annotations

import array
import sys
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

STANDARD_LEADS = ("I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6")
"""Order of a standard twelve-lead chart."""


class EcgLead(msgspec.Struct, frozen=True):
    """One lead and its scale."""

    name: str
    mv_per_unit: float
    """Channel sensitivity x correction factor, in millivolts (PS3.3 C.10.9.1.4)."""
    baseline_mv: float = 0.0
    """Channel baseline, in millivolts."""


class EcgAnnotation(msgspec.Struct, frozen=True):
    """What the recorder or a reader noted: a measured value, a statement, or a place on the trace."""

    text: str
    value: float | None = None
    unit: str = ""
    at_s: tuple[float, ...] = ()
    """Times from the start; one is a point, two a span, none belongs to the whole record."""


class EcgSignal(msgspec.Struct, frozen=True):
    """A record of simultaneous leads; its samples lie in a file of their own."""

    rate_hz: float
    sample_count: int
    """Samples of each lead."""
    leads: tuple[EcgLead, ...]
    annotations: tuple[EcgAnnotation, ...] = ()

    @property
    def duration_s(self) -> float:
        """Length of the record."""
        return self.sample_count / self.rate_hz

    @property
    def sample_bytes(self) -> int:
        """Size of the planar sample file."""
        return 2 * self.sample_count * len(self.leads)


def millivolts(signal: EcgSignal, samples: bytes, lead_index: int) -> list[float]:
    """Give one lead in millivolts.

    samples: planar little-endian int16 of all leads, as `EcgSignal` describes.
    Raises ValueError when the bytes do not belong to this signal.
    """
    if len(samples) != signal.sample_bytes:
        raise ValueError("sample bytes do not match the leads and the sample count")
    lead = signal.leads[lead_index]
    start = 2 * signal.sample_count * lead_index
    raw = array.array("h", samples[start : start + 2 * signal.sample_count])
    if sys.byteorder == "big":
        raw.byteswap()
    return [value * lead.mv_per_unit + lead.baseline_mv for value in raw]


def standard_order(leads: Sequence[EcgLead]) -> tuple[int, ...]:
    """Indices of the leads in the order of a standard chart; leads it does not know come last."""
    rank = {name: place for place, name in enumerate(STANDARD_LEADS)}
    return tuple(sorted(range(len(leads)), key=lambda index: rank.get(leads[index].name, len(rank) + index)))
