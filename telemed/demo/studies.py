"""Real studies for the rich cases: relabelled, looked into by the intake, kept in the blob store."""

from __future__ import annotations

import asyncio
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from telemed.demo.documents import laboratory_report
from telemed.dicom.inspection import Frames, ImageInstance, WaveformInstance
from telemed.dicom.relabel import Labels, relabel, sample
from telemed.domain.consultation_states import Step
from telemed.domain.materials import BlobRef
from telemed.domain.people import Sex
from telemed.domain.scheduling import REGION_ZONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telemed.demo.meetings import Meeting
    from telemed.dicom.intake import Intake
    from telemed.storage.blobs import DirectoryBlobs

MR_FILE = Path(__file__).parent / "studies" / "mr_brain.zip"
MR_WINDOW = (390.0, 780.0)
"""One window for all slices: the files have none, and a window per slice would flicker."""
TAKEN_BEFORE = timedelta(minutes=25)


@dataclass(frozen=True, slots=True)
class Source:
    """Sample files that become one series."""

    name: str
    """File of pydicom-data, or `mr_brain` for the slices in this package."""
    study: str
    series: str
    window: tuple[float, float] | None = None


ECG = Source("waveform_ecg.dcm", "心电图", "静息12导联心电图")
SOURCES: dict[str, tuple[Source, ...]] = {
    "dizzy": (Source("mr_brain", "头颅MR平扫", "PD FSE 轴位", MR_WINDOW), ECG),
    "valve": (Source("color3d_jpeg_baseline.dcm", "床旁心脏超声", "心尖四腔心动态"),),
    "subdural": (Source("693_UNCR.dcm", "头颅CT平扫", "5mm 轴位"), ECG),
    "nodules": (Source("RG1_UNCR.dcm", "胸部正位片", "胸部后前位"),),
    "tibia": (Source("RG3_UNCR.dcm", "右小腿X线片", "右胫腓骨正位"),),
}
WITH_LABORATORY = frozenset({"dizzy", "valve", "nodules"})


@dataclass(frozen=True, slots=True)
class TakenFile:
    """One inspected file, its bytes and its derived bytes in the blob store."""

    story: str
    found: ImageInstance | WaveformInstance
    original: BlobRef
    derived: BlobRef | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A document in the blob store."""

    story: str
    title: str
    blob: BlobRef


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file to relabel."""

    story: str
    content: bytes
    labels: Labels


async def take_studies(rich: dict[str, Meeting], intake: Intake, blobs: DirectoryBlobs) -> list[TakenFile]:
    """Bring every study of the rich cases into the blob store, several files at a time."""
    with tempfile.TemporaryDirectory(prefix="telemed-demo-") as folder:
        waiting = await asyncio.to_thread(lambda: list(_all(rich)))
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(_take(one, Path(folder) / f"{place}.dcm", intake, blobs))
                for place, one in enumerate(waiting)
            ]
        return [task.result() for task in tasks]


async def _take(waiting: _Waiting, file: Path, intake: Intake, blobs: DirectoryBlobs) -> TakenFile:
    derived = file.with_suffix(".derived")
    await asyncio.to_thread(relabel, waiting.content, waiting.labels, file)
    found = await intake.inspect(file, derived)
    if not isinstance(found, ImageInstance | WaveformInstance):
        raise TypeError("a sample file was refused by the intake")
    is_shown = isinstance(found, WaveformInstance) or isinstance(found.frames, Frames)
    kept = await asyncio.to_thread(blobs.put_file, derived) if is_shown else None
    return TakenFile(waiting.story, found, await asyncio.to_thread(blobs.put_file, file), kept)


def _all(rich: dict[str, Meeting]) -> Iterator[_Waiting]:
    for story, meeting in rich.items():
        for source in SOURCES[story]:
            labels = _labels(meeting, source)
            for content in _contents(source.name):
                yield _Waiting(story, content, labels)


def _contents(name: str) -> Iterator[bytes]:
    if name != "mr_brain":
        yield sample(name)
        return
    with zipfile.ZipFile(MR_FILE) as archive:
        for member in sorted(archive.namelist()):
            yield archive.read(member)


def _labels(meeting: Meeting, source: Source) -> Labels:
    told = meeting.told
    patient = told.cast.patient
    return Labels(
        seed=f"{told.case.id}/{source.study}",
        patient_name=patient.name,
        patient_id=f"DEMO{patient.id[-8:].upper()}",
        birth_date=f"{patient.birth_date:%Y%m%d}" if patient.birth_date else "",
        sex="M" if patient.sex is Sex.MALE else "F",
        taken=taken_at(meeting).astimezone(REGION_ZONE),
        institution=told.cast.requester.facility_name,
        study_description=source.study,
        series_description=source.series,
        window=source.window,
    )


def taken_at(meeting: Meeting) -> datetime:
    """When the pictures were taken: a little before the case was submitted."""
    told = meeting.told
    submitted = told.at(Step.SUBMIT) or told.at(Step.SUBMIT_EMERGENCY)
    return (submitted or told.case.course.milestones.created_at) - TAKEN_BEFORE


def print_papers(rich: dict[str, Meeting], blobs: DirectoryBlobs) -> list[Paper]:
    """Print the laboratory reports. Blocks: call from a thread."""
    papers = []
    for story in sorted(WITH_LABORATORY):
        meeting = rich[story]
        cast = meeting.told.cast
        pdf = laboratory_report(cast.patient, cast.requester.facility_name, taken_at(meeting))
        papers.append(Paper(story, "检验报告单.pdf", blobs.put_bytes(pdf)))
    return papers
