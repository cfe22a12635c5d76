"""Reading what a case holds: DICOMweb, ECGs, attachments, printed opinions and tables."""

from __future__ import annotations

import array
import io
from typing import TYPE_CHECKING, Any

import pydicom
import pypdf
import pytest
from PIL import Image

from tests.integration.http.conftest import World, as_
from tests.support.dicom_files import shipped
from tests.support.region import CAST, ISSUED, OFFERED, OPINION, PATIENT_NAME, PLANNED, SESSION_ENDED

if TYPE_CHECKING:
    from aiohttp import ClientResponse

CT = pydicom.dcmread(shipped("CT_small.dcm"))
SERIES = f"/dicom-web/studies/{CT.StudyInstanceUID}/series/{CT.SeriesInstanceUID}"
INSTANCE = f"{SERIES}/instances/{CT.SOPInstanceUID}"
PIXELS = CT.pixel_array.tobytes()
DOCTOR = as_("doctor")


async def get(world: World, path: str, **headers: str) -> ClientResponse:
    return await world.browser.get(path, headers={**DOCTOR, **headers})


async def test_a_frame_is_the_decoded_pixels(world: World) -> None:
    answer = await get(world, f"{INSTANCE}/frames/1", **{"Accept-Encoding": "identity"})
    assert await answer.read() == PIXELS
    assert answer.headers["Content-Type"] == "application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1"
    assert answer.headers["Cache-Control"].startswith("private")
    assert "Content-Encoding" not in answer.headers


async def test_a_frame_travels_packed_to_browsers(world: World) -> None:
    answer = await get(world, f"{INSTANCE}/frames/1", **{"Accept-Encoding": "gzip, deflate, br"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) < len(PIXELS)
    assert await answer.read() == PIXELS


async def test_a_frame_comes_as_multipart_for_viewers_that_ask_so(world: World) -> None:
    wanted = "multipart/related; type=application/octet-stream; transfer-syntax=*"
    answer = await get(world, f"{INSTANCE}/frames/1", Accept=wanted)
    boundary = answer.headers["Content-Type"].rpartition("boundary=")[2].encode()
    _, part, end = (await answer.read()).split(b"--" + boundary)
    assert part.partition(b"\r\n\r\n")[2] == PIXELS + b"\r\n"
    assert end == b"--\r\n"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (f"{INSTANCE}/frames/2", {}, 404),
        (f"{INSTANCE}/frames/0", {}, 422),
        (f"{INSTANCE}/frames/one", {}, 422),
        (f"{INSTANCE}/frames/1", {"Accept": "image/jpeg"}, 406),
        (f"{SERIES}/instances/1.2.3/frames/1", {}, 404),
        ("/dicom-web/studies/1.2.3/series", {}, 404),
        ("/dicom-web/studies?limit=x", {}, 400),
        (f"{INSTANCE}/rendered?center=40", {}, 422),
        (f"{INSTANCE}/rendered?center=40&width=0.5", {}, 422),
        (f"{INSTANCE}/rendered?sizePx=5", {}, 422),
    ],
)
async def test_what_cannot_be_given_is_said_to_be_so(
    world: World, path: str, headers: dict[str, str], status: int
) -> None:
    answer = await get(world, path, **headers)
    assert answer.status == status
    assert (await answer.json())["message"].endswith(".")


async def test_studies_of_a_case_are_found_and_those_of_others_are_not(world: World) -> None:
    mine = await (await get(world, f"/dicom-web/studies?consultationId={ISSUED}&limit=10")).json()
    assert [study["0020000D"]["Value"] for study in mine] == [[CT.StudyInstanceUID]]
    answer = await world.browser.get("/dicom-web/studies", headers=as_("stranger"))
    assert await answer.json() == []
    series = await (await get(world, f"/dicom-web/studies/{CT.StudyInstanceUID}/series")).json()
    assert series[0]["00080060"]["Value"] == ["CT"]
    assert series[0]["00201209"]["Value"] == [1]


async def test_metadata_describes_the_frames_that_are_served(world: World) -> None:
    answer = await get(world, f"{SERIES}/metadata")
    assert answer.content_type == "application/dicom+json"
    (one,) = await answer.json(content_type=None)
    assert one["00080018"]["Value"] == [CT.SOPInstanceUID]
    assert one["00080005"]["Value"] == ["ISO_IR 192"]
    assert (one["00280010"]["Value"], one["00280011"]["Value"]) == ([CT.Rows], [CT.Columns])
    assert "00281050" in one
    assert "7FE00010" not in one
    pydicom.Dataset.from_json(one)


async def test_pictures_are_drawn_small_and_large(world: World) -> None:
    small = Image.open(io.BytesIO(await (await get(world, f"{SERIES}/thumbnail")).read()))
    assert max(small.size) <= 128
    path = f"{INSTANCE}/rendered?center=40&width=400&sizePx=64"
    drawn = await get(world, path)
    assert drawn.content_type == "image/jpeg"
    assert Image.open(io.BytesIO(await drawn.read())).size == (64, 64)


async def ecg_of(world: World) -> dict[str, Any]:
    items = (await (await get(world, f"/api/consultations/{ISSUED}/materials")).json())["items"]
    (ecg,) = [item for item in items if item["kind"] == "ecg"]
    said: dict[str, Any] = await (await get(world, f"/api/ecgs/{ecg['ecgId']}")).json()
    return said


async def test_an_ecg_gives_the_millivolts_of_its_file(world: World) -> None:
    ecg = await ecg_of(world)
    assert [lead["name"] for lead in ecg["leads"]][:3] == ["I", "II", "III"]
    samples = array.array("h", await (await get(world, ecg["samplesPath"])).read())
    count = ecg["samplesPerLead"]
    assert len(samples) == count * len(ecg["leads"])
    whole = pydicom.dcmread(shipped("waveform_ecg.dcm"))
    group = whole.WaveformSequence[0]
    wanted = whole.waveform_array(0)[:50, 1]
    unit = group.ChannelDefinitionSequence[1].ChannelSensitivityUnitsSequence[0].CodeValue
    factor = {"uV": 0.001, "mV": 1.0}[unit]
    lead = ecg["leads"][1]
    given = [value * lead["mvPerUnit"] + lead["baselineMv"] for value in samples[count : count + 50]]
    assert given == pytest.approx([value * factor for value in wanted], abs=1e-6)


async def test_an_attachment_cannot_run_as_a_page_of_ours(world: World) -> None:
    items = (await (await get(world, f"/api/consultations/{ISSUED}/materials")).json())["items"]
    (pdf,) = [item for item in items if item["kind"] == "pdf"]
    answer = await get(world, pdf["contentPath"])
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%E7%97%85%E5%8E%86.pdf"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_an_issued_opinion_prints_in_two_parts(world: World) -> None:
    answer = await get(world, f"/api/opinions/{OPINION}/versions/1.pdf")
    assert answer.content_type == "application/pdf"
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(await answer.read())).pages]
    assert len(pages) >= 2
    assert PATIENT_NAME in pages[0]
    assert "急性心肌梗死" in "".join(pages[1:])


async def test_a_signature_that_nobody_made_does_not_verify(world: World) -> None:
    said = await (await get(world, f"/api/opinions/{OPINION}/versions/1/verify")).json()
    assert said["isValid"] is False
    assert said["problem"]


async def test_the_requesting_side_sees_no_draft(world: World) -> None:
    amended = await world.browser.post(
        f"/api/opinions/{OPINION}/amend", json={"version": 2, "reason": "补充"}, headers=as_("expert")
    )
    assert amended.status == 200, await amended.text()
    mine = await (
        await world.browser.get(f"/api/consultations/{ISSUED}/opinions", headers=as_("expert"))
    ).json()
    theirs = await (await get(world, f"/api/consultations/{ISSUED}/opinions")).json()
    assert mine["items"][0]["draft"] is not None
    assert theirs["items"][0]["draft"] is None
    assert [version["number"] for version in theirs["items"][0]["versions"]] == [1]


async def test_a_table_of_cases_opens_in_a_spreadsheet(world: World) -> None:
    answer = await get(world, "/api/consultations.csv?sort=oldest")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="consultations.csv"'
    lines = (await answer.read()).decode("utf-8").split("\r\n")
    assert lines[0].startswith("\ufeffnumber,state,urgency")
    assert any(PATIENT_NAME in line for line in lines[1:])


async def test_a_worklist_row_holds_what_the_page_shows(world: World) -> None:
    found = await (await world.browser.get("/api/worklist?view=all", headers=as_("centre"))).json()
    assert {count["view"] for count in found["counts"]} >= {"triage", "today", "overdue"}
    (row,) = [item for item in found["items"] if item["id"] == ISSUED]
    assert row["patient"]["name"] == PATIENT_NAME
    assert row["patient"]["ageText"] == "57岁"
    assert row["requester"]["facility"]["name"] == "机构1"
    assert {badge["kind"]: badge["label"] for badge in row["materials"]}["series"] == "CT"


async def test_long_answers_travel_compressed(world: World) -> None:
    path = f"/api/consultations/{ISSUED}"
    packed = await get(world, path, **{"Accept-Encoding": "gzip"})
    plain = await get(world, path, **{"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert await packed.json() == await plain.json()


async def test_a_session_shows_who_is_expected(world: World) -> None:
    session = await (await get(world, f"/api/sessions/{SESSION_ENDED}")).json()
    assert session["consultationId"] == ISSUED
    assert {person["name"] for person in session["people"]} >= {"doctor", "expert"}
    log = await (await get(world, f"/api/sessions/{SESSION_ENDED}/log?since=0")).json()
    assert log == {"entries": [], "last": 0}


async def test_an_invited_specialist_reads_everything_and_an_asked_one_a_summary(world: World) -> None:
    whole = await (await world.browser.get(f"/api/consultations/{PLANNED}", headers=as_("expert"))).json()
    assert (whole["reach"], whole["patient"]["name"]) == ("full", PATIENT_NAME)
    assert CAST["expert"].practitioner_id in {one["expert"]["practitionerId"] for one in whole["invitations"]}

    case = f"/api/consultations/{OFFERED}"
    part = await (await world.browser.get(case, headers=as_("asked"))).json()
    assert (part["reach"], part["patient"], part["materials"], part["consents"]) == ("summary", None, [], [])


async def test_the_service_describes_itself(world: World) -> None:
    described = await (await get(world, "/api/openapi.json")).json()
    assert described["openapi"] == "3.1.0"
    assert (await (await get(world, "/healthz")).json()) == {"status": "ok", "version": "1"}
