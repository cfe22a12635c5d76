"""Real files come out as pydicom reads them; hostile ones come out as a reason, and cost little."""

from __future__ import annotations

import json
import random
import resource
from typing import TYPE_CHECKING

import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom.pixels.utils import pixel_array

from telemed.dicom.inspection import (
    Damaged,
    Document,
    Frames,
    FramesUnavailable,
    ImageInstance,
    NotAccepted,
    Photo,
    WaveformInstance,
)
from telemed.dicom.intake import Intake
from telemed.dicom.limits import MEBIBYTE, Limits
from telemed.dicom.metadata import as_json
from telemed.dicom.reasons import SENTENCES, Reason
from telemed.dicom.windowing import frame_pixels
from telemed.ecg.signal import STANDARD_LEADS, millivolts
from tests.integration.dicom.conftest import running
from tests.support import dicom_files

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.asyncio(loop_scope="module")
FLAT_MEMORY_KIB = 64 * 1024


async def image(intake: Intake, path: Path, target: Path) -> ImageInstance:
    found = await intake.inspect(path, target)
    assert isinstance(found, ImageInstance), found
    return found


async def refused(intake: Intake, path: Path) -> Reason:
    found = await intake.inspect(path, path.with_suffix(".derived"))
    assert isinstance(found, Damaged | NotAccepted), found
    assert found.sentence == SENTENCES[found.reason]
    return found.reason


@pytest.mark.filterwarnings("ignore")
async def test_real_files_decode_to_the_pixels_that_pydicom_gives(intake: Intake, tmp_path: Path) -> None:
    target = tmp_path / "frames"
    for name in dicom_files.readable():
        path = dicom_files.shipped(name)
        found = await image(intake, path, target)
        frames = found.frames
        assert isinstance(frames, Frames), name
        raw = target.read_bytes()
        assert len(raw) == frames.frame_bytes * found.frame_count, name
        ours = np.stack(
            [
                frame_pixels(raw[n : n + frames.frame_bytes], frames, found.rows, found.columns)
                for n in range(0, len(raw), frames.frame_bytes)
            ]
        )
        plugin = "pylibjpeg" if "J2K" in name else ""
        theirs = pixel_array(pydicom.dcmread(path), decoding_plugin=plugin)
        assert np.array_equal(ours, theirs.reshape(ours.shape)), name


async def test_an_ultrasound_clip_is_decoded_and_its_jpegs_can_pass_through(
    intake: Intake, tmp_path: Path
) -> None:
    path = dicom_files.shipped("examples_ybr_color.dcm")
    found = await image(intake, path, tmp_path / "frames")
    frames = found.frames
    assert isinstance(frames, Frames)
    assert (frames.photometric, found.frame_count, len(found.jpeg_frames)) == ("RGB", 30, 30)
    first = found.jpeg_frames[0]
    jpeg = path.read_bytes()[first.offset : first.offset + first.length]
    assert jpeg.startswith(b"\xff\xd8\xff")
    ours = frame_pixels((tmp_path / "frames").read_bytes()[: frames.frame_bytes], frames, 240, 320)
    theirs = pixel_array(path, index=0)
    assert np.abs(ours.astype(int) - theirs.astype(int)).max() <= 2, "only rounding may differ"
    assert found.display.frame_time_ms is not None
    assert found.geometry.spacing_source == "ultrasound_region"


async def test_the_metadata_describe_the_decoded_frames_in_utf_8(intake: Intake, tmp_path: Path) -> None:
    ds = dicom_files.image()
    ds.SpecificCharacterSet = "GB18030"
    ds.PatientName = "Zhang^San=张^三"
    ds.InstitutionName = "包头市中心医院"
    found = await image(intake, dicom_files.save(ds, tmp_path / "ct.dcm"), tmp_path / "frames")
    model = json.loads(as_json(found.metadata))
    assert found.subject.name == "张三"
    assert model["00080005"]["Value"] == ["ISO_IR 192"]
    assert model["00080080"]["Value"] == ["包头市中心医院"]
    assert model["00280100"]["Value"] == [16]
    assert "7FE00010" not in model


async def test_undeclared_chinese_text_is_read_as_gb18030(intake: Intake, tmp_path: Path) -> None:
    ds = dicom_files.image()
    ds.PatientName = "AAAA^BB"
    path = dicom_files.save(ds, tmp_path / "ct.dcm")
    path.write_bytes(path.read_bytes().replace(b"AAAA^BB", "王小明 ".encode("gbk")))
    found = await image(intake, path, tmp_path / "frames")
    assert found.subject.name == "王小明"


async def test_the_ecg_keeps_its_amplitude(intake: Intake, tmp_path: Path) -> None:
    path = dicom_files.shipped("waveform_ecg.dcm")
    found = await intake.inspect(path, tmp_path / "samples")
    assert isinstance(found, WaveformInstance)
    assert [lead.name for lead in found.ecg.leads] == list(STANDARD_LEADS)
    assert (found.ecg.rate_hz, found.ecg.duration_s) == (1000.0, 10.0)
    ds = pydicom.dcmread(path)
    theirs = ds.waveform_array(0) / 1000.0  # microvolts in this file
    samples = (tmp_path / "samples").read_bytes()
    for place in range(12):
        ours = np.array(millivolts(found.ecg, samples, place))
        assert np.allclose(ours, theirs[:, place], rtol=0.01, atol=0.0005)
    intervals = {note.text: (note.value, note.unit) for note in found.ecg.annotations}
    assert intervals["RR Interval"] == (982.0, "ms")
    assert found.device


async def test_compression_that_cannot_be_shown_keeps_the_instance(intake: Intake, tmp_path: Path) -> None:
    found = await image(intake, dicom_files.shipped("JPGExtended.dcm"), tmp_path / "frames")
    assert found.frames == FramesUnavailable(Reason.PIXELS_UNREADABLE)
    assert found.ids.sop_instance_uid


async def test_a_deflate_bomb_is_refused_and_memory_stays_flat(intake: Intake, tmp_path: Path) -> None:
    bomb = dicom_files.deflate_bomb(tmp_path / "bomb.dcm")
    assert bomb.stat().st_size < 2 * MEBIBYTE
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert await refused(intake, bomb) is Reason.INFLATES_TOO_LARGE
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < FLAT_MEMORY_KIB


async def test_five_thousand_nested_sequences_are_refused(intake: Intake, tmp_path: Path) -> None:
    assert (
        await refused(intake, dicom_files.nested_sequences(tmp_path / "deep.dcm")) is Reason.NESTED_TOO_DEEP
    )


async def test_empty_random_foreign_and_cut_files_have_their_reasons(intake: Intake, tmp_path: Path) -> None:
    path = tmp_path / "file"
    whole = dicom_files.shipped("CT_small.dcm").read_bytes()
    noise = random.Random(7).randbytes(4096)
    cases = {
        b"": Reason.EMPTY_FILE,
        b"A" + noise: Reason.TYPE_UNKNOWN,
        b"PK\x03\x04" + noise: Reason.TYPE_NOT_ACCEPTED,
        b"<svg onload='x'/>": Reason.TYPE_NOT_ACCEPTED,
        whole[:20000]: Reason.TRUNCATED,
        bytes(128) + b"DICM" + noise: Reason.DAMAGED,
        b"%PDF-1.7\n" + noise: Reason.TRUNCATED,
        b"\x00\x00\x00\x18ftypisom" + noise: Reason.TRUNCATED,
        b"\xff\xd8\xff\xe0" + noise: Reason.TRUNCATED,
    }
    for content, reason in cases.items():
        path.write_bytes(content)
        assert await refused(intake, path) is reason, (content[:20], reason)


async def test_every_way_to_cut_a_study_gives_a_reason(intake: Intake, tmp_path: Path) -> None:
    whole = dicom_files.shipped("MR_small.dcm").read_bytes()
    path = tmp_path / "cut.dcm"
    for size in (1, 100, 132, 200, 400, 900, 1500, len(whole) - 200):
        path.write_bytes(whole[:size])
        assert await refused(intake, path) in set(Reason)


async def test_huge_claims_are_refused_before_anything_is_allocated(intake: Intake, tmp_path: Path) -> None:
    ds = dicom_files.image()
    ds.Rows = ds.Columns = 60000
    assert await refused(intake, dicom_files.save(ds, tmp_path / "a.dcm")) is Reason.DIMENSIONS_TOO_LARGE
    ds = dicom_files.image()
    ds.NumberOfFrames = 100_000
    assert await refused(intake, dicom_files.save(ds, tmp_path / "b.dcm")) is Reason.TOO_MANY_FRAMES
    ds = dicom_files.image()
    ds.Rows = ds.Columns = 14000
    ds.NumberOfFrames = 4000
    assert await refused(intake, dicom_files.save(ds, tmp_path / "c.dcm")) is Reason.PIXELS_TOO_LARGE


async def test_an_object_without_picture_or_waveform_is_not_accepted(intake: Intake) -> None:
    assert await refused_file(intake, "test-SR.dcm") is Reason.OBJECT_NOT_ACCEPTED
    assert await refused_file(intake, "rtplan.dcm") is Reason.OBJECT_NOT_ACCEPTED


async def refused_file(intake: Intake, name: str) -> Reason:
    found = await intake.inspect(
        dicom_files.shipped(name), dicom_files.shipped(name).parent / "never-written"
    )
    assert isinstance(found, Damaged | NotAccepted)
    return found.reason


async def test_photos_are_judged_by_content_and_copied_without_exif(intake: Intake, tmp_path: Path) -> None:
    photo = tmp_path / "photo.dcm"
    exif = Image.Exif()
    exif[0x010F] = "phone"
    exif[0x0112] = 6
    Image.new("RGB", (60, 40), (200, 30, 30)).save(photo, format="JPEG", exif=exif)
    found = await intake.inspect(photo, tmp_path / "clean")
    assert found == Photo("image/jpeg", 40, 60), "turned upright by its orientation"
    with Image.open(tmp_path / "clean") as clean:
        assert not clean.getexif()
    photo.write_bytes(photo.read_bytes()[:-300])
    assert await refused(intake, photo) is Reason.TRUNCATED


async def test_a_picture_bomb_is_refused(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.png"
    Image.new("1", (9000, 9000)).save(bomb)
    async with running(Intake(Limits(photo_pixels=10_000_000), parents=1)) as intake:
        assert await refused(intake, bomb) is Reason.DIMENSIONS_TOO_LARGE


async def test_a_parser_that_runs_too_long_or_too_large_is_ended(tmp_path: Path) -> None:
    ds = dicom_files.image()
    ds.Rows = ds.Columns = 6000
    ds.PixelData = bytes(2 * 6000 * 6000)
    path = dicom_files.save(ds, tmp_path / "large.dcm")
    async with running(Intake(Limits(wall_s=0.01), parents=1)) as intake:
        assert await refused(intake, path) is Reason.TOO_SLOW
    async with running(Intake(Limits(memory_bytes=32 * MEBIBYTE), parents=1)) as intake:
        assert await refused(intake, path) in {Reason.TOO_MUCH_MEMORY, Reason.PARSER_DIED}
        assert await refused(intake, path) in {Reason.TOO_MUCH_MEMORY, Reason.PARSER_DIED}


async def test_the_intake_goes_on_after_hostile_files(intake: Intake, tmp_path: Path) -> None:
    for n in range(3):
        await refused(intake, dicom_files.nested_sequences(tmp_path / f"{n}.dcm"))
        await image(intake, dicom_files.shipped("CT_small.dcm"), tmp_path / "frames")


async def test_a_pdf_tells_its_pages(intake: Intake, tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "two.pdf")
    assert await intake.inspect(tmp_path / "two.pdf", tmp_path / "none") == Document(2)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    assert await refused(intake, tmp_path / "locked.pdf") is Reason.ENCRYPTED


async def test_randomly_damaged_files_always_get_an_answer(intake: Intake, tmp_path: Path) -> None:
    chance = random.Random(11)
    path = tmp_path / "damaged.dcm"
    names = ("MR_small_RLE.dcm", "MR_small_jp2klossless.dcm", "waveform_ecg.dcm", "examples_palette.dcm")
    for _ in range(40):
        content = bytearray(dicom_files.shipped(chance.choice(names)).read_bytes())
        for _ in range(chance.choice((1, 5, 30))):
            at = chance.randrange(132, min(len(content), 3000))
            content[at : at + 4] = chance.choice(
                (b"\xff\xff\xff\xff", b"\x00\x00\x00\x7f", chance.randbytes(4))
            )
        path.write_bytes(content)
        found = await intake.inspect(path, tmp_path / "derived")
        assert isinstance(found, ImageInstance | WaveformInstance | Damaged | NotAccepted)
        if isinstance(found, Damaged):
            assert found.reason is not Reason.PARSER_DIED
