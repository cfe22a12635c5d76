"""The whole look into one file, as it runs in the limited child: bytes in, one `Inspection` out."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from pydicom.errors import BytesLengthException, InvalidDicomError

from telemed.dicom import index, sniff
from telemed.dicom.dataset import FileRefused, open_source, read_header, text
from telemed.dicom.documents import inspect_pdf
from telemed.dicom.frames import decode, refuse_oversize, with_window
from telemed.dicom.inspection import (
    Damaged,
    Frames,
    ImageInstance,
    Inspection,
    NotAccepted,
    Video,
    WaveformInstance,
)
from telemed.dicom.metadata import metadata
from telemed.dicom.photos import inspect_photo
from telemed.dicom.pixel_data import fragments_or_fault, frame_count, passthrough
from telemed.dicom.reasons import Reason
from telemed.dicom.sniff import Content
from telemed.dicom.waveform import read_ecg

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from pydicom.dataset import Dataset

    from telemed.dicom.limits import Limits

WAVEFORM_CLASSES = "1.2.840.10008.5.1.4.1.1.9.1."
REFUSALS = frozenset(
    {Reason.EMPTY_FILE, Reason.TYPE_UNKNOWN, Reason.TYPE_NOT_ACCEPTED, Reason.OBJECT_NOT_ACCEPTED}
)


def examine(path: Path, target: Path, limits: Limits) -> Inspection:
    """Look into `path`; decoded frames, ECG samples or the clean copy of a photo go to `target`.

    Every fault of the file becomes a reason; only a fault of ours leaves as an exception.
    """
    try:
        return _dispatch(path, target, limits)
    except FileRefused as fault:
        reason = fault.reason
    except RecursionError:
        reason = Reason.NESTED_TOO_DEEP
    except MemoryError:
        reason = Reason.TOO_MUCH_MEMORY
    except EOFError:
        reason = Reason.TRUNCATED
    except (InvalidDicomError, BytesLengthException, zlib.error, ArithmeticError, LookupError):
        reason = Reason.DAMAGED
    except (ValueError, TypeError, AttributeError, NotImplementedError, OSError, RuntimeError) as fault:
        reason = _cause(fault)  # what pydicom and its codecs raise on random bytes
    return NotAccepted(reason) if reason in REFUSALS else Damaged(reason)


def _cause(fault: BaseException) -> Reason:
    """Look behind the fault: pydicom catches the end of the stack and raises an error of its own."""
    behind: BaseException | None = fault
    while behind is not None:
        if isinstance(behind, RecursionError):
            return Reason.NESTED_TOO_DEEP
        behind = behind.__context__
    return Reason.DAMAGED


def _dispatch(path: Path, target: Path, limits: Limits) -> Inspection:
    with path.open("rb") as file:
        head = file.read(sniff.HEAD_BYTES)
        content = sniff.content_of(head) if head else None
        match content:
            case None:
                raise FileRefused(Reason.EMPTY_FILE)
            case Content.UNKNOWN:
                raise FileRefused(Reason.TYPE_UNKNOWN)
            case Content.REFUSED_TYPE:
                raise FileRefused(Reason.TYPE_NOT_ACCEPTED)
            case Content.PDF:
                return inspect_pdf(file)
            case Content.MP4:
                fault = sniff.mp4_fault(file)
                return Damaged(fault) if fault else Video()
            case Content.JPEG | Content.PNG:
                return inspect_photo(path, content.value, target, limits)
    return _dicom(path, target, limits)


def _dicom(path: Path, target: Path, limits: Limits) -> Inspection:
    with open_source(path, inflated_bytes=limits.inflated_bytes) as source:
        ds = read_header(source)
        if text(ds, "SOPClassUID").startswith(WAVEFORM_CLASSES) or "WaveformSequence" in ds:
            return _waveform(ds, target)
        if "Rows" not in ds and "Columns" not in ds:
            raise FileRefused(_without_picture(ds))
        refuse_oversize(ds, limits)
        return _image(source, ds, target)


def _without_picture(ds: Dataset) -> Reason:
    """A picture's class without a picture means that the file was cut in its header."""
    name = ds.get("SOPClassUID")
    is_picture = name is not None and "Image Storage" in getattr(name, "name", "")
    if is_picture:
        return Reason.TRUNCATED
    return Reason.OBJECT_NOT_ACCEPTED if name else Reason.DAMAGED


def _image(source: BinaryIO, ds: Dataset, target: Path) -> ImageInstance:
    fragments = fragments_or_fault(source, ds)
    ids = index.instance_ids(ds)
    frames, computed = decode(source, ds, fragments, target)
    known = with_window(index.display(ds), computed)
    return ImageInstance(
        ids=ids,
        subject=index.subject(ds),
        study=index.study_facts(ds),
        series=index.series_facts(ds),
        number=index.whole(ds, "InstanceNumber"),
        rows=int(ds.Rows),
        columns=int(ds.Columns),
        frame_count=frame_count(ds),
        geometry=index.geometry(ds),
        display=known,
        frames=frames,
        jpeg_frames=passthrough(ds, fragments),
        metadata=metadata(ds, frames if isinstance(frames, Frames) else None),
    )


def _waveform(ds: Dataset, target: Path) -> WaveformInstance:
    ids = index.instance_ids(ds)
    ecg = read_ecg(ds, target)
    return WaveformInstance(
        ids=ids,
        subject=index.subject(ds),
        study=index.study_facts(ds),
        series=index.series_facts(ds),
        number=index.whole(ds, "InstanceNumber"),
        recorded=text(ds, "AcquisitionDateTime"),
        device=" ".join(
            word for word in (text(ds, "Manufacturer"), text(ds, "ManufacturerModelName")) if word
        ),
        ecg=ecg,
        metadata=metadata(ds, None),
    )
