"""The waveform module to leads and annotations (PS3.3 C.10.9, C.10.10)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import numpy as np

from telemed.dicom.dataset import FileRefused, clean, text
from telemed.dicom.index import number, numbers, whole
from telemed.dicom.reasons import Reason
from telemed.ecg.signal import STANDARD_LEADS, EcgAnnotation, EcgLead, EcgSignal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray
    from pydicom.dataset import Dataset

MILLIVOLTS_PER = {"V": 1000.0, "mV": 1.0, "uV": 0.001, "nV": 0.000001}
SAMPLE_TYPES = {"SB": "i1", "UB": "u1", "SS": "<i2", "US": "<u2", "SL": "<i4", "UL": "<u4"}
"""Waveform sample interpretation (PS3.3 C.10.9.1.5) as numpy types; MB and AB are companded audio."""
INT16_LARGEST = 32767
LONGEST_TEXT = 400
MOST_CHANNELS = 64


def read_ecg(ds: Dataset, target: Path) -> EcgSignal:
    """Take the longest multiplex group and write its samples to `target` as planar int16.

    Samples keep their integers; what does not fit 16 bits is divided, and the lead's scale multiplied.
    Raises FileRefused with WAVEFORM_UNREADABLE or TRUNCATED.
    """
    groups = list(ds.get("WaveformSequence") or [])
    if not groups:
        raise FileRefused(Reason.WAVEFORM_UNREADABLE)
    place = max(range(len(groups)), key=lambda index: whole(groups[index], "NumberOfWaveformSamples") or 0)
    group = groups[place]
    rate_hz = number(group, "SamplingFrequency")
    if not rate_hz or rate_hz <= 0:
        raise FileRefused(Reason.WAVEFORM_UNREADABLE)
    samples = _samples(group)
    divisor = -(-int(np.abs(samples.astype(np.int64)).max(initial=0)) // INT16_LARGEST) or 1
    leads = tuple(_lead(channel, divisor) for channel in group.ChannelDefinitionSequence)
    if len(leads) != samples.shape[1]:
        raise FileRefused(Reason.WAVEFORM_UNREADABLE)
    planar = np.ascontiguousarray((samples // divisor).astype("<i2").T)
    target.write_bytes(planar.tobytes())
    annotations = tuple(_annotations(ds, place + 1, rate_hz))
    return EcgSignal(rate_hz, samples.shape[0], leads, annotations)


def _samples(group: Dataset) -> NDArray[np.generic]:
    """(samples, channels), the order in the file (PS3.3 C.10.9.1.7)."""
    kind = SAMPLE_TYPES.get(text(group, "WaveformSampleInterpretation"))
    channels, count = (
        whole(group, "NumberOfWaveformChannels") or 0,
        whole(group, "NumberOfWaveformSamples") or 0,
    )
    if kind is None or not 0 < channels <= MOST_CHANNELS or count < 1:
        raise FileRefused(Reason.WAVEFORM_UNREADABLE)
    raw = group.get("WaveformData") or b""
    wanted = channels * count * np.dtype(kind).itemsize
    if len(raw) < wanted:
        raise FileRefused(Reason.TRUNCATED)
    is_big = (
        not group.original_encoding[1] if group.original_encoding[1] is not None else sys.byteorder == "big"
    )
    dtype = np.dtype(kind).newbyteorder(">" if is_big else "<")
    return np.frombuffer(raw[:wanted], dtype).reshape(count, channels)


def _lead(channel: Dataset, divisor: int) -> EcgLead:
    """Amplitude = (sample x sensitivity x correction factor) + baseline (PS3.3 C.10.9.1.4)."""
    sensitivity = number(channel, "ChannelSensitivity") or 1.0
    correction = number(channel, "ChannelSensitivityCorrectionFactor") or 1.0
    units = channel.get("ChannelSensitivityUnitsSequence") or []
    unit_mv = MILLIVOLTS_PER.get(text(units[0], "CodeValue") if units else "mV", 1.0)
    baseline = (number(channel, "ChannelBaseline") or 0.0) * unit_mv
    return EcgLead(_lead_name(channel), sensitivity * correction * unit_mv * divisor, baseline)


def _lead_name(channel: Dataset) -> str:
    """Short name: the standard lead that the code meaning ends with, else the label as it is."""
    sources = channel.get("ChannelSourceSequence") or []
    meaning = text(sources[0], "CodeMeaning") if sources else ""
    written = meaning or text(channel, "ChannelLabel")
    word = written.replace("(Einthoven)", "").replace("Lead", "").strip().split(" ")[0]
    known = {name.lower(): name for name in STANDARD_LEADS}
    return known.get(word.lower(), written[:16])


def _annotations(ds: Dataset, group_number: int, rate_hz: float) -> Iterator[EcgAnnotation]:
    for item in ds.get("WaveformAnnotationSequence") or []:
        named = item.get("ConceptNameCodeSequence") or []
        coded = item.get("ConceptCodeSequence") or []
        words = [
            text(item, "UnformattedTextValue"),
            *(text(code, "CodeMeaning") for code in [*named, *coded]),
        ]
        units = item.get("MeasurementUnitsCodeSequence") or []
        label = clean(": ".join(word for word in words if word))[:LONGEST_TEXT]
        channels = numbers(item, "ReferencedWaveformChannels", 1)
        if label and (channels is None or int(channels[0]) == group_number):
            yield EcgAnnotation(
                text=label,
                value=number(item, "NumericValue"),
                unit=text(units[0], "CodeValue") if units else "",
                at_s=_times(item, rate_hz),
            )


def _times(item: Dataset, rate_hz: float) -> tuple[float, ...]:
    """Sample positions count from 1 (PS3.3 C.10.10.1.1)."""
    positions = item.get("ReferencedSamplePositions")
    if positions is None:
        return ()
    values = positions if hasattr(positions, "__iter__") else [positions]
    return tuple((int(value) - 1) / rate_hz for value in values)
