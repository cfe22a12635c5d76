"""From a parsed data set to the structs of the index. Absent and malformed values become unknown."""

from __future__ import annotations

import math

from pydicom.dataset import Dataset

from telemed.dicom.dataset import FileRefused, person_name, text
from telemed.dicom.inspection import Display, Geometry, InstanceIds, SeriesFacts, StudyFacts, Subject
from telemed.dicom.reasons import Reason

CENTIMETRES = 3
"""Physical units code of ultrasound regions (PS3.3 C.8.5.5.1.15)."""
UID_LENGTH = 64


def instance_ids(ds: Dataset) -> InstanceIds:
    """Read the identifiers. Raises FileRefused with IDENTIFIERS_MISSING when one is absent or no UID."""
    ids = InstanceIds(
        study_uid=text(ds, "StudyInstanceUID"),
        series_uid=text(ds, "SeriesInstanceUID"),
        sop_instance_uid=text(ds, "SOPInstanceUID"),
        sop_class_uid=text(ds, "SOPClassUID"),
        transfer_syntax_uid=text(ds.file_meta, "TransferSyntaxUID") or "1.2.840.10008.1.2",
    )
    if not all(_is_uid(uid) for uid in (ids.study_uid, ids.series_uid, ids.sop_instance_uid)):
        raise FileRefused(Reason.IDENTIFIERS_MISSING)
    return ids


def _is_uid(value: str) -> bool:
    return 0 < len(value) <= UID_LENGTH and value.replace(".", "").isdigit() and value.isascii()


def subject(ds: Dataset) -> Subject:
    """Who the file says the patient is."""
    return Subject(
        person_name(ds), text(ds, "PatientID"), text(ds, "PatientBirthDate"), text(ds, "PatientSex")
    )


def study_facts(ds: Dataset) -> StudyFacts:
    """Study level; the acquisition date stands in when there is no study date."""
    return StudyFacts(
        date=text(ds, "StudyDate") or text(ds, "ContentDate") or text(ds, "AcquisitionDate"),
        time=text(ds, "StudyTime") or text(ds, "ContentTime"),
        description=text(ds, "StudyDescription"),
        accession_number=text(ds, "AccessionNumber"),
        institution=text(ds, "InstitutionName"),
    )


def series_facts(ds: Dataset) -> SeriesFacts:
    """Series level."""
    return SeriesFacts(
        modality=text(ds, "Modality"),
        number=whole(ds, "SeriesNumber"),
        description=text(ds, "SeriesDescription"),
        body_part=text(ds, "BodyPartExamined"),
    )


def numbers(ds: Dataset, keyword: str, count: int) -> tuple[float, ...] | None:
    """Read exactly `count` finite numbers, or None."""
    try:
        value = ds.get(keyword)
        values = [float(one) for one in value] if hasattr(value, "__iter__") else [float(value)]
    except (TypeError, ValueError):
        return None
    good = len(values) >= count and all(math.isfinite(one) for one in values)
    return tuple(values[:count]) if good else None


def number(ds: Dataset, keyword: str) -> float | None:
    """Read the first number, or None."""
    found = numbers(ds, keyword, 1)
    return found[0] if found else None


def whole(ds: Dataset, keyword: str) -> int | None:
    """Read an integer, or None."""
    found = number(ds, keyword)
    return int(found) if found is not None else None


def geometry(ds: Dataset) -> Geometry:
    """Where the pixels lie; enhanced multi-frame objects keep it in their functional groups."""
    measures = _group(ds, "PixelMeasuresSequence")
    spacing, source = _spacing(ds, measures)
    position = numbers(ds, "ImagePositionPatient", 3) or numbers(
        _group(ds, "PlanePositionSequence"), "ImagePositionPatient", 3
    )
    orientation = numbers(ds, "ImageOrientationPatient", 6) or numbers(
        _group(ds, "PlaneOrientationSequence"), "ImageOrientationPatient", 6
    )
    return Geometry(
        spacing_mm=spacing,
        spacing_source=source,
        position_mm=(position[0], position[1], position[2]) if position else None,
        orientation=(
            (orientation[0], orientation[1], orientation[2], orientation[3], orientation[4], orientation[5])
            if orientation
            else None
        ),
        slice_thickness_mm=number(ds, "SliceThickness") or number(measures, "SliceThickness"),
    )


def _spacing(ds: Dataset, measures: Dataset) -> tuple[tuple[float, float] | None, str]:
    for source, place, keyword in (
        ("pixel_spacing", ds, "PixelSpacing"),
        ("pixel_spacing", measures, "PixelSpacing"),
        ("imager", ds, "ImagerPixelSpacing"),
    ):
        found = numbers(place, keyword, 2)
        if found and min(found) > 0:
            return (found[0], found[1]), source
    return _ultrasound_spacing(ds)


def _ultrasound_spacing(ds: Dataset) -> tuple[tuple[float, float] | None, str]:
    """Use the region calibration only when one region covers the picture in centimetres (PS3.3 C.8.5.5)."""
    regions = [
        item for item in ds.get("SequenceOfUltrasoundRegions") or [] if item.get("PhysicalUnitsXDirection")
    ]
    if len(regions) != 1 or regions[0].PhysicalUnitsXDirection != CENTIMETRES:
        return None, ""
    down, across = number(regions[0], "PhysicalDeltaY"), number(regions[0], "PhysicalDeltaX")
    if not down or not across:
        return None, ""
    return (abs(down) * 10, abs(across) * 10), "ultrasound_region"


def _group(ds: Dataset, keyword: str) -> Dataset:
    """First item of a functional group macro, shared before per frame; empty when absent."""
    for groups in ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"):
        items = ds.get(groups) or []
        macro = items[0].get(keyword) if items else None
        if macro:
            first: Dataset = macro[0]
            return first
    return Dataset()


def display(ds: Dataset) -> Display:
    """Rescale and first window; a width below 1 means the writer had none."""
    transform = _group(ds, "PixelValueTransformationSequence")
    voi = _group(ds, "FrameVOILUTSequence")
    slope = number(ds, "RescaleSlope") or number(transform, "RescaleSlope")
    intercept = number(ds, "RescaleIntercept") or number(transform, "RescaleIntercept")
    center = _first(ds, voi, "WindowCenter")
    width = _first(ds, voi, "WindowWidth")
    has_window = center is not None and width is not None and width >= 1
    return Display(
        rescale_slope=slope or 1.0,
        rescale_intercept=intercept or 0.0,
        window_center=center if has_window else None,
        window_width=width if has_window else None,
        frame_time_ms=number(ds, "FrameTime"),
    )


def _first(ds: Dataset, group: Dataset, keyword: str) -> float | None:
    own = number(ds, keyword)
    return own if own is not None else number(group, keyword)
