"""What the stage shows: view states, their changes, annotations. Free of resolution: every screen agrees."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from telemed.wire.base import DicomUid, Finite, Id, Key, Shared

Point = tuple[Finite, Finite]
"""Image pixel coordinates, column then row; (0, 0) is the centre of the first pixel."""
FrameNumber = Annotated[int, Meta(ge=1, le=100_000)]
"""Counted from 1, as DICOM does."""
Positive = Annotated[float, Meta(gt=0, le=1e9)]
Rotation = Annotated[int, Meta(ge=0, le=359)]
"""Degrees clockwise."""
Text = Annotated[str, Meta(max_length=500)]


class Voi(Shared, frozen=True):
    """VOI window in modality units (HU for CT), PS3.3 C.11.2.1.2."""

    center: Finite
    width: Annotated[float, Meta(ge=1.0, le=1e9)]


class Camera(Shared, frozen=True):
    """Where one looks, independent of the size of the screen."""

    focal: Point
    """The image point in the middle of the viewport."""
    parallel_scale: Positive
    """Half the visible height in mm, or in pixels when the image has no spacing."""


class Caliper(Shared, frozen=True):
    """A measured box on an ECG lead."""

    uid: Key
    lead: Annotated[str, Meta(min_length=1, max_length=16)]
    from_s: Finite
    to_s: Finite
    from_mv: Finite
    to_mv: Finite


EcgLayout = Literal["3x4+1", "6x2", "12x1", "rhythm"]
Calipers = Annotated[tuple[Caliper, ...], Meta(max_length=16)]
Speed = Annotated[float, Meta(ge=5, le=100)]
Gain = Annotated[float, Meta(ge=1, le=80)]
Offset = Annotated[float, Meta(ge=0, le=1e6)]
Page = Annotated[int, Meta(ge=1, le=10_000)]
Share = Annotated[float, Meta(ge=0, le=1)]
Zoom = Annotated[float, Meta(ge=0.05, le=64)]
Section = Annotated[str, Meta(pattern="^[a-z][A-Za-z0-9.-]*$", max_length=64)]


class StackView(Shared, frozen=True, tag="stack"):
    """One image of a DICOM series, an image or a clip."""

    material_id: Id
    sop_instance_uid: DicomUid
    frame: FrameNumber
    voi: Voi | None
    """None: as the image says, or colour."""
    invert: bool
    rotation: Rotation
    flip_h: bool
    flip_v: bool
    camera: Camera | None
    """None: the whole image fits the viewport."""


class EcgView(Shared, frozen=True, tag="ecg"):
    """A stretch of an ECG in millimetres of paper."""

    material_id: Id
    mm_per_s: Speed
    mm_per_mv: Gain
    offset_s: Offset
    layout: EcgLayout
    calipers: Calipers


class DocumentView(Shared, frozen=True, tag="document"):
    """A page of a PDF or a photograph; the centre is a share of the page's width and height."""

    material_id: Id
    page: Page
    center_x: Share
    center_y: Share
    zoom: Zoom


class RecordView(Shared, frozen=True, tag="record"):
    """A place in the patient's record."""

    material_id: Id
    section: Section
    scroll: Share


ViewState = StackView | EcgView | DocumentView | RecordView


class StackChange(Shared, frozen=True, tag="stack"):
    """The fields of a StackView that changed."""

    sop_instance_uid: DicomUid | UnsetType = UNSET
    frame: FrameNumber | UnsetType = UNSET
    voi: Voi | UnsetType | None = UNSET
    invert: bool | UnsetType = UNSET
    rotation: Rotation | UnsetType = UNSET
    flip_h: bool | UnsetType = UNSET
    flip_v: bool | UnsetType = UNSET
    camera: Camera | UnsetType | None = UNSET


class EcgChange(Shared, frozen=True, tag="ecg"):
    """The fields of an EcgView that changed."""

    mm_per_s: Speed | UnsetType = UNSET
    mm_per_mv: Gain | UnsetType = UNSET
    offset_s: Offset | UnsetType = UNSET
    layout: EcgLayout | UnsetType = UNSET
    calipers: Calipers | UnsetType = UNSET


class DocumentChange(Shared, frozen=True, tag="document"):
    """The fields of a DocumentView that changed."""

    page: Page | UnsetType = UNSET
    center_x: Share | UnsetType = UNSET
    center_y: Share | UnsetType = UNSET
    zoom: Zoom | UnsetType = UNSET


class RecordChange(Shared, frozen=True, tag="record"):
    """The fields of a RecordView that changed."""

    section: Section | UnsetType = UNSET
    scroll: Share | UnsetType = UNSET


ViewChange = StackChange | EcgChange | DocumentChange | RecordChange


class AnnotationDraft(Shared, frozen=True):
    """An annotation as its author sends it: the whole of it, each time it changes."""

    uid: Key
    material_id: Id
    sop_instance_uid: DicomUid | None
    """None on a document."""
    frame: FrameNumber | None
    kind: Literal["length", "arrow", "text", "ellipse", "freehand"]
    points: Annotated[tuple[Point, ...], Meta(min_length=1, max_length=512)]
    text: Text
    version: Annotated[int, Meta(ge=1, le=1_000_000)]
    """1 when new, then one more each time."""


class Annotation(AnnotationDraft, frozen=True):
    """An annotation with its author, whom the server names."""

    author_id: Id
