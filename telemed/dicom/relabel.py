"""Trusted sample files under another patient's name: for demo regions and tests, not a de-identification."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pydicom import dcmread
from pydicom.data import get_testdata_file
from pydicom.uid import generate_uid

if TYPE_CHECKING:
    from pathlib import Path

    from pydicom.dataset import Dataset

UTF_8 = "ISO_IR 192"
IDENTIFYING = (
    "AccessionNumber",
    "ReferringPhysicianName",
    "OperatorsName",
    "PerformingPhysicianName",
    "StudyID",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Whose images they are to be, and when and where they were taken."""

    seed: str
    """New UIDs follow from this and the old ones: the same seed gives the same study."""
    patient_name: str
    patient_id: str
    birth_date: str
    """DA."""
    sex: str
    """M or F."""
    taken: datetime
    """Local time of the device."""
    institution: str
    study_description: str
    series_description: str
    window: tuple[float, float] | None = None
    """Centre and width for all images, where the files have none."""


def sample(name: str) -> bytes:
    """Read a file of the installed pydicom or pydicom-data. Raises LookupError when it is not there."""
    path = get_testdata_file(name, download=False)
    if path is None:
        raise LookupError(f"{name} is not among the installed sample files")
    with open(str(path), "rb") as file:
        return file.read()


def relabel(content: bytes, labels: Labels, target: Path) -> None:
    """Write the file with new labels to `target`; pixels and samples stay bit-exact."""
    ds = dcmread(io.BytesIO(content))
    for keyword in IDENTIFYING:
        if keyword in ds:
            delattr(ds, keyword)
    _set_uids(ds, labels.seed)
    _set_words(ds, labels)
    if labels.window is not None:
        ds.WindowCenter, ds.WindowWidth = labels.window
    ds.save_as(target)


def _set_uids(ds: Dataset, seed: str) -> None:
    for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"):
        old = str(ds.get(keyword, ""))
        # all series of one seed belong to one study, whatever study their files came from
        parts = [seed, keyword] if keyword == "StudyInstanceUID" else [seed, keyword, old]
        setattr(ds, keyword, generate_uid(entropy_srcs=parts))
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID


def _set_words(ds: Dataset, labels: Labels) -> None:
    ds.SpecificCharacterSet = UTF_8
    ds.PatientName = f"Demo^Patient={labels.patient_name}"
    ds.PatientID = labels.patient_id
    ds.PatientBirthDate, ds.PatientSex = labels.birth_date, labels.sex
    day, clock = f"{labels.taken:%Y%m%d}", f"{labels.taken:%H%M%S}"
    ds.StudyDate = ds.SeriesDate = ds.AcquisitionDate = ds.ContentDate = day
    ds.StudyTime = ds.SeriesTime = ds.AcquisitionTime = ds.ContentTime = clock
    ds.AcquisitionDateTime = day + clock
    ds.InstitutionName = labels.institution
    ds.StudyDescription = labels.study_description
    ds.SeriesDescription = labels.series_description
