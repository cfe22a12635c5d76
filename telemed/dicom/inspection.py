"""What a look into a file found: exactly one of the classes of `Inspection`.

These structs cross the process border as MessagePack and hold no pydicom objects. Units: millimetres,
seconds, pixel coordinates as (row, column); DICOM dates and times stay text (DA, TM of PS3.5 6.2),
because they have no zone.
"""

from __future__ import annotations

import msgspec

from telemed.dicom.reasons import SENTENCES, Reason
from telemed.ecg.signal import EcgSignal


class InstanceIds(msgspec.Struct, frozen=True):
    """The four identifiers by which an instance is found, and how it was encoded when it came."""

    study_uid: str
    series_uid: str
    sop_instance_uid: str
    sop_class_uid: str
    transfer_syntax_uid: str


class Subject(msgspec.Struct, frozen=True):
    """The patient as the file names them, which need not be the patient of the case. Never log this."""

    name: str = ""
    """Person name as people read it: ideographic group first, else the alphabetic one, without carets."""
    patient_id: str = ""
    birth_date: str = ""
    sex: str = ""


class StudyFacts(msgspec.Struct, frozen=True):
    """Study level (PS3.3 C.7.2)."""

    date: str = ""
    time: str = ""
    description: str = ""
    accession_number: str = ""
    institution: str = ""


class SeriesFacts(msgspec.Struct, frozen=True):
    """Series level (PS3.3 C.7.3)."""

    modality: str = ""
    number: int | None = None
    description: str = ""
    body_part: str = ""


class Geometry(msgspec.Struct, frozen=True):
    """Where the pixels lie; None is unknown, and nothing may be measured in millimetres then."""

    spacing_mm: tuple[float, float] | None = None
    """Distance between rows, then between columns (PS3.3 10.7.1.3)."""
    spacing_source: str = ""
    """pixel_spacing, imager (at the detector, before magnification), ultrasound_region, or empty."""
    position_mm: tuple[float, float, float] | None = None
    orientation: tuple[float, float, float, float, float, float] | None = None
    slice_thickness_mm: float | None = None


class Display(msgspec.Struct, frozen=True):
    """How stored values become modality values and the first window (PS3.3 C.11)."""

    rescale_slope: float = 1.0
    rescale_intercept: float = 0.0
    window_center: float | None = None
    """In modality values (HU for CT). Taken from the file, else from the middle frame's own values."""
    window_width: float | None = None
    frame_time_ms: float | None = None


class ByteRange(msgspec.Struct, frozen=True, array_like=True):
    """A frame's place in a file."""

    offset: int
    length: int


class Frames(msgspec.Struct, frozen=True, tag="frames"):
    """Every frame decoded once, written one behind the other, ready for `pread`.

    Grey: little-endian integers of `bits_allocated`, rows x columns. Colour: RGB interleaved, 8 bit.
    """

    frame_bytes: int
    """All frames have the same length, so frame n (from 1) starts at (n - 1) * frame_bytes."""
    bits_allocated: int
    bits_stored: int
    is_signed: bool
    samples_per_pixel: int
    photometric: str
    """MONOCHROME1, MONOCHROME2 or RGB."""


class FramesUnavailable(msgspec.Struct, frozen=True, tag="unavailable"):
    """The instance is kept and indexed, but its pixels cannot be shown."""

    reason: Reason

    @property
    def sentence(self) -> str:
        """Why, in one sentence."""
        return SENTENCES[self.reason]


class ImageInstance(msgspec.Struct, frozen=True, tag="image", kw_only=True):
    """An image, one frame or many."""

    ids: InstanceIds
    subject: Subject
    study: StudyFacts
    series: SeriesFacts
    number: int | None
    """Instance number, for order within the series."""
    rows: int
    columns: int
    frame_count: int
    geometry: Geometry
    display: Display
    frames: Frames | FramesUnavailable
    jpeg_frames: tuple[ByteRange, ...] = ()
    """One range a frame of the original file, to pass through as image/jpeg; empty unless baseline JPEG."""
    metadata: bytes
    """zlib-compressed DICOM JSON object (PS3.18 F.2) without bulk data, describing the decoded frames."""


class WaveformInstance(msgspec.Struct, frozen=True, tag="waveform", kw_only=True):
    """A resting ECG."""

    ids: InstanceIds
    subject: Subject
    study: StudyFacts
    series: SeriesFacts
    number: int | None
    recorded: str
    """Acquisition date and time as in the file (DT), may be empty."""
    device: str
    """Manufacturer and model."""
    ecg: EcgSignal
    metadata: bytes


class Photo(msgspec.Struct, frozen=True, tag="photo"):
    """A JPEG or PNG picture that decoded whole; `media_type` tells what the original bytes are."""

    media_type: str
    width: int
    height: int


class Document(msgspec.Struct, frozen=True, tag="document"):
    """A PDF."""

    page_count: int
    media_type: str = "application/pdf"


class Video(msgspec.Struct, frozen=True, tag="video"):
    """An MP4 whose boxes add up."""

    media_type: str = "video/mp4"


class NotAccepted(msgspec.Struct, frozen=True, tag="not_accepted"):
    """Something else than what the service takes."""

    reason: Reason

    @property
    def sentence(self) -> str:
        """Why, in one sentence, with the remedy."""
        return SENTENCES[self.reason]


class Damaged(msgspec.Struct, frozen=True, tag="damaged"):
    """It looks like a type that is taken, but it is broken or dangerous."""

    reason: Reason

    @property
    def sentence(self) -> str:
        """Why, in one sentence, with the remedy."""
        return SENTENCES[self.reason]


Inspection = ImageInstance | WaveformInstance | Photo | Document | Video | NotAccepted | Damaged
