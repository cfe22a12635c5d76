"""Resumable uploads end to end: protocol, intake, and what hostile files are told."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
from typing import TYPE_CHECKING

import pytest
from pydicom.uid import UID

from telemed.http.upload_files import Append, UploadFiles
from tests.integration.http.conftest import FILE_LIMIT_BYTES, World, as_
from tests.support.dicom_files import deflate_bomb, image, nested_sequences, save, shipped
from tests.support.region import DRAFT, ISSUED
from tests.support.tus_client import TUS, TusClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
def client(world: World) -> TusClient:
    return TusClient(world.browser, as_("doctor"), DRAFT)


async def begin(client: TusClient, size: int, **more: str) -> str:
    begun = await client.announce(size, **more)
    assert begun.status == 201, await begun.text()
    return begun.headers["Location"]


async def listed(world: World) -> list[dict[str, object]]:
    answer = await world.browser.get(f"/api/consultations/{DRAFT}/materials", headers=as_("doctor"))
    items: list[dict[str, object]] = (await answer.json())["items"]
    return items


async def test_real_files_become_materials(world: World, client: TusClient) -> None:
    wanted = {"CT_small.dcm": "series", "waveform_ecg.dcm": "ecg", "examples_ybr_color.dcm": "clip"}
    for name, kind in wanted.items():
        result = await client.send(shipped(name).read_bytes(), name)
        assert (result["state"], result["kind"]) == ("accepted", kind)
        assert world.files.received(str(result["id"])) is None
    assert {item["kind"] for item in await listed(world)} == {"record", *wanted.values()}


async def test_the_same_file_twice_is_one_material(world: World, client: TusClient) -> None:
    data = shipped("CT_small.dcm").read_bytes()
    first, second = await client.send(data), await client.send(data)
    assert (first["state"], second["state"]) == ("accepted", "duplicate")
    assert first["materialId"] == second["materialId"]
    assert len(await listed(world)) == 2


PLAIN = {
    "text": b"this is no picture" * 100,
    "random": bytes(range(256)) * 40,
    "program": b"\x7fELF" + bytes(2000),
    "page": b"<!DOCTYPE html><script>alert(1)</script>" + bytes(100),
    "cut pdf": b"%PDF-1.7\n1 0 obj\n" + bytes(500),
    "broken photo": b"\xff\xd8\xff\xe0" + bytes(300),
}


def hostile(tmp_path: Path, name: str) -> bytes:
    whole = shipped("CT_small.dcm").read_bytes()
    match name:
        case "truncated":
            return whole[: len(whole) // 2]
        case "header only":
            return whole[:400]
        case "bomb":
            return deflate_bomb(tmp_path / "bomb").read_bytes()
        case "nested":
            return nested_sequences(tmp_path / "nested").read_bytes()
        case _:
            return PLAIN[name]


HOSTILE = {
    "text": "type_unknown",
    "random": "type_unknown",
    "truncated": "truncated",
    "header only": None,
    "program": "type_not_accepted",
    "page": "type_not_accepted",
    "bomb": "inflates_too_large",
    "nested": "nested_too_deep",
    "cut pdf": "truncated",
    "broken photo": None,
}


async def test_hostile_files_are_refused_with_a_reason_and_leave_nothing(
    world: World, client: TusClient, tmp_path: Path
) -> None:
    for name, code in HOSTILE.items():
        result = await client.send(hostile(tmp_path, name), "scan.dcm")
        assert result["state"] == "refused", name
        assert code in (None, result["error"]["code"]), name
        assert result["error"]["message"].endswith("."), name
        assert world.files.received(str(result["id"])) is None, name
    assert len(await listed(world)) == 1
    assert not list(world.files.path("none").parent.iterdir())
    good = await client.send(shipped("CT_small.dcm").read_bytes())
    assert good["state"] == "accepted"


async def test_an_empty_and_an_oversize_file_are_refused_before_they_are_sent(client: TusClient) -> None:
    empty, large = await client.announce(0), await client.announce(FILE_LIMIT_BYTES + 1)
    assert (empty.status, (await empty.json())["code"]) == (422, "empty_file")
    assert (large.status, (await large.json())["code"]) == (413, "file_too_large")


async def test_a_case_takes_no_more_than_its_share(client: TusClient) -> None:
    await begin(client, FILE_LIMIT_BYTES)
    over = await client.announce(FILE_LIMIT_BYTES)
    assert over.status == 422
    assert (await over.json())["field"] == "size"


async def test_an_upload_goes_on_where_the_line_was_cut(world: World, client: TusClient) -> None:
    data = shipped("CT_small.dcm").read_bytes()
    path = await begin(client, len(data))
    assert (await client.append(path, 0, data[:1000])).status == 204
    assert await client.offset(path) == 1000
    wrong = await client.append(path, 0, data)
    assert (wrong.status, (await wrong.json())["code"]) == (409, "offset_differs")
    assert (await client.append(path, 1000, data[1000:])).status == 204
    assert await client.offset(path) == len(data)
    assert (await client.result(path))["state"] == "accepted"


async def cut_off(world: World, path: str, offset: int, sent: bytes, announced: int) -> None:
    """Send part of a body over a bare socket and hang up, as a lost line does."""
    reader, writer = await asyncio.open_connection(world.browser.host, world.browser.port)
    head = {
        **as_("doctor"), **TUS, "Host": "localhost", "Content-Length": str(announced),
        "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream",
    }  # fmt: skip
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
    writer.write(f"PATCH {path} HTTP/1.1\r\n{lines}\r\n".encode() + sent)
    await writer.drain()
    while world.files.received(path.rpartition("/")[2]) == offset:  # noqa: ASYNC110  the file tells
        await asyncio.sleep(0)
    writer.transport.abort()
    del reader


async def test_bytes_that_came_before_the_line_broke_are_not_sent_again(
    world: World, client: TusClient
) -> None:
    data = save_large(4 * 2**20)
    path = await begin(client, len(data), sha256=hashlib.sha256(data).hexdigest())
    upload_id = path.rpartition("/")[2]
    await cut_off(world, path, 0, data[: 2 * 2**20], len(data))
    async with asyncio.timeout(10):
        answer = await client.append(path, await client.offset(path), b"")
        while answer.status == 423:
            answer = await client.append(path, await client.offset(path), b"")
    assert answer.status == 204
    offset = await client.offset(path)
    assert 0 < offset <= 2 * 2**20
    assert world.files.path(upload_id).read_bytes() == data[:offset]
    assert (await client.append(path, offset, data[offset:])).status == 204
    assert (await client.result(path))["error"]["code"] == "type_unknown"  # whole, and only then looked into


APPEND_FOR_EVER = """
import asyncio, sys
from pathlib import Path
from telemed.http.upload_files import Append, UploadFiles

async def chunks():
    while True:
        yield bytes(65536)

asyncio.run(UploadFiles(Path(sys.argv[1])).append("u", Append(0, 2**40), chunks()))
"""


async def test_a_killed_server_leaves_whole_bytes_and_no_lock(tmp_path: Path) -> None:
    files = UploadFiles(tmp_path)
    files.create("u")
    writer = await asyncio.create_subprocess_exec(sys.executable, "-c", APPEND_FOR_EVER, str(tmp_path))
    async with asyncio.timeout(30):
        while not files.received("u"):  # noqa: ASYNC110  the file's growth is the event
            await asyncio.sleep(0)
    writer.kill()
    await writer.wait()
    length = files.received("u") or 0
    assert files.path("u").read_bytes() == bytes(length)

    async def rest() -> AsyncIterator[bytes]:
        yield b"end"

    assert await files.append("u", Append(length, length + 3), rest()) == length + 3


async def test_a_line_that_falls_silent_is_given_up_and_its_bytes_are_kept(
    world: World, client: TusClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("telemed.http.uploads.IDLE_LIMIT_S", 0.2)
    path = await begin(client, 10)

    async def falls_silent() -> AsyncIterator[bytes]:
        yield b"abc"
        await asyncio.Event().wait()

    headers = {
        **as_("doctor"), **TUS, "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream",
    }  # fmt: skip
    answer = await world.browser.patch(path, data=falls_silent(), headers=headers)
    assert (answer.status, (await answer.json())["code"]) == (423, "line_idle")
    assert await client.offset(path) == 3


def save_large(size: int) -> bytes:
    return os.urandom(size)


async def test_two_requests_at_once_leave_one_whole_file(world: World, client: TusClient) -> None:
    data = save_large(2**20)
    path = await begin(client, len(data), sha256=hashlib.sha256(data).hexdigest())
    answers = await asyncio.gather(*(client.append(path, 0, data) for _ in range(4)))
    statuses = sorted(answer.status for answer in answers)
    assert statuses[0] == 204
    assert set(statuses) <= {204, 409, 423}
    assert (await client.result(path))["error"]["code"] == "type_unknown"


async def test_a_file_that_is_not_what_was_announced_is_refused(client: TusClient) -> None:
    data = shipped("CT_small.dcm").read_bytes()
    path = await begin(client, len(data), sha256="0" * 64)
    assert (await client.append(path, 0, data)).status == 204
    assert (await client.result(path))["error"]["code"] == "checksum_differs"


async def test_more_bytes_than_announced_are_refused(client: TusClient) -> None:
    path = await begin(client, 10)
    answer = await client.append(path, 0, bytes(11))
    assert (answer.status, (await answer.json())["code"]) == (413, "too_many_bytes")


async def test_an_upload_can_be_given_up(world: World, client: TusClient) -> None:
    path = await begin(client, 10)
    assert (await client.remove(path)).status == 204
    assert world.files.received(path.rpartition("/")[2]) is None
    assert (await client.append(path, 0, b"x")).status == 404


async def test_a_whole_file_that_a_crash_kept_from_the_intake_is_taken_in_later(
    world: World, client: TusClient
) -> None:
    data = shipped("CT_small.dcm").read_bytes()
    path = await begin(client, len(data))
    world.files.path(path.rpartition("/")[2]).write_bytes(data)
    assert await client.offset(path) == len(data)
    assert (await client.result(path))["state"] == "accepted"


async def test_bytes_that_are_gone_are_said_to_be_gone(world: World, client: TusClient) -> None:
    path = await begin(client, 10)
    world.files.remove(path.rpartition("/")[2])
    answer = await client.append(path, 0, b"x")
    assert (answer.status, (await answer.json())["code"]) == (410, "upload_gone")


async def test_nobody_else_sees_or_continues_an_upload(world: World, client: TusClient) -> None:
    path = await begin(client, 10)
    for name in ("other_doctor", "expert", "stranger"):
        other = TusClient(world.browser, as_(name), DRAFT)
        assert (await other.append(path, 0, b"x")).status == 404
        assert (await other.remove(path)).status == 404
        assert (await other.announce(10)).status in (403, 404)


async def test_a_finished_case_takes_nothing(world: World) -> None:
    late = TusClient(world.browser, as_("doctor"), ISSUED)
    answer = await late.announce(10)
    assert (answer.status, (await answer.json())["code"]) == (409, "step_not_allowed")


async def test_a_folder_of_slices_is_one_series(world: World, client: TusClient, tmp_path: Path) -> None:
    for number in range(6):
        ds = image(seed=b"one series")
        ds.SOPInstanceUID = ds.file_meta.MediaStorageSOPInstanceUID = UID(f"1.2.3.{number}")
        ds.InstanceNumber = number
        result = await client.send(save(ds, tmp_path / f"{number}.dcm").read_bytes(), f"{number}.dcm")
        assert result["state"] == "accepted", result
    record, series = await listed(world)
    assert (record["kind"], series["instanceCount"]) == ("record", 6)


async def test_the_protocol_names_itself(world: World, client: TusClient) -> None:
    options = await world.browser.options("/api/uploads")
    assert options.headers["Tus-Version"] == "1.0.0"
    assert options.headers["Tus-Max-Size"] == str(FILE_LIMIT_BYTES)
    old = await world.browser.post("/api/uploads", headers=as_("doctor"))
    assert old.status == 412
