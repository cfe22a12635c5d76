"""Real files of pydicom and pydicom-data, and small ones made on the spot, whole or hostile."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid

if TYPE_CHECKING:
    from collections.abc import Iterator

SHIPPED = Path(pydicom.__file__).parent / "data" / "test_files"
SHIPPED_MORE = Path(pydicom.__file__).parent.parent / "data_store" / "data"
DEMO_SERIES = Path(__file__).parents[2] / "telemed/demo/studies/mr_brain.zip"
MIB = 1024 * 1024


def shipped(name: str) -> Path:
    """A file of pydicom's own set or of pydicom-data."""
    return SHIPPED / name if (SHIPPED / name).exists() else SHIPPED_MORE / name


def head_series(folder: Path) -> list[Path]:
    """The demo region's MR of a head, 20 slices with geometry, as files."""
    target = folder / "head"
    with zipfile.ZipFile(DEMO_SERIES) as packed:
        packed.extractall(target)
    return sorted(file for file in target.rglob("*") if file.is_file())


def image(rows: int = 16, columns: int = 16, *, seed: bytes = b"seed") -> FileDataset:
    """A tiny CT slice with stable UIDs per seed."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=[seed.hex(), "instance"])
    ds = FileDataset("", {}, file_meta=meta, preamble=bytes(128))
    ds.SOPClassUID = CTImageStorage
    ds.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    ds.StudyInstanceUID = generate_uid(entropy_srcs=[seed.hex(), "study"])
    ds.SeriesInstanceUID = generate_uid(entropy_srcs=[seed.hex(), "series"])
    ds.Modality = "CT"
    ds.Rows, ds.Columns = rows, columns
    ds.SamplesPerPixel = 1
    ds.PhotometricInterpretation = "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 0
    ds.PixelData = struct.pack(f"<{rows * columns}H", *(n % 4096 for n in range(rows * columns)))
    return ds


def save(ds: Dataset, path: Path) -> Path:
    """Write a data set as a Part 10 file."""
    ds.save_as(path, enforce_file_format=False)
    return path


def deflate_bomb(path: Path, inflated_bytes: int = 1024 * MIB) -> Path:
    """About 1 MB that inflates to a gigabyte: one private element full of zeros, deflated transfer syntax."""
    meta = _meta("1.2.840.10008.1.2.1.99")
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    header = b"\x09\x00\x10\x10OB\x00\x00" + inflated_bytes.to_bytes(4, "little")
    start = packer.compress(header) + packer.flush(zlib.Z_FULL_FLUSH)
    zeros = packer.compress(bytes(MIB)) + packer.flush(zlib.Z_FULL_FLUSH)  # the same bytes each time
    path.write_bytes(meta + start + zeros * (inflated_bytes // MIB) + packer.flush())
    return path


def nested_sequences(path: Path, depth: int = 5000) -> Path:
    """Sequences of undefined length, each inside the one before."""
    opened = b"\x08\x00\x15\x11SQ\x00\x00\xff\xff\xff\xff" + b"\xfe\xff\x00\xe0\xff\xff\xff\xff"
    closed = b"\xfe\xff\x0d\xe0\x00\x00\x00\x00" + b"\xfe\xff\xdd\xe0\x00\x00\x00\x00"
    path.write_bytes(_meta(ExplicitVRLittleEndian) + opened * depth + closed * depth)
    return path


def _meta(transfer_syntax: str) -> bytes:
    uid = transfer_syntax.encode()
    uid += b"\x00" * (len(uid) % 2)
    element = b"\x02\x00\x10\x00UI" + len(uid).to_bytes(2, "little") + uid
    return bytes(128) + b"DICM\x02\x00\x00\x00UL\x04\x00" + len(element).to_bytes(4, "little") + element


def readable() -> Iterator[str]:
    """Names of real files that the intake shows, one of each kind of encoding."""
    yield from (
        "CT_small.dcm", "MR_small.dcm", "MR_small_RLE.dcm", "MR_small_bigendian.dcm", "MR_small_implicit.dcm",
        "MR_small_jp2klossless.dcm", "MR_small_jpeg_ls_lossless.dcm", "image_dfl.dcm", "JPEG2000.dcm",
        "JPEG-LL.dcm", "RG3_J2KR.dcm", "693_J2KR.dcm", "eCT_Supplemental.dcm", "emri_small_RLE.dcm",
        "liver_1frame.dcm", "ExplVR_BigEnd.dcm", "SC_rgb_rle_2frame.dcm", "US1_J2KR.dcm",
        "SC_rgb_jpeg_gdcm.dcm", "J2K_pixelrep_mismatch.dcm",
    )  # fmt: skip
