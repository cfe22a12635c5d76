"""The headers of a resumable upload are read strictly and say what is wrong."""

from __future__ import annotations

import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from telemed.http.faults import EdgeFault
from telemed.http.tus import check_version, read_announcement, read_offset

LIMIT = 10 * 2**20
CASE = "01890000-0000-7000-8000-000000000000"


def metadata(**fields: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in fields.items())


def announced(length: str = "5", header: str | None = None, **more: str) -> dict[str, str]:
    fields = {"consultationId": CASE, "filename": "ct.dcm", **more}
    return {"Upload-Length": length, "Upload-Metadata": metadata(**fields) if header is None else header}


def test_a_whole_announcement_is_read() -> None:
    read = read_announcement(announced(relativePath="CT/头颅/1.dcm", sha256="0" * 64), LIMIT)
    assert (read.consultation_id, read.filename, read.size_bytes) == (CASE, "ct.dcm", 5)
    assert (read.relative_path, read.sha256) == ("CT/头颅/1.dcm", "0" * 64)


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        (announced("0"), 422, "empty_file"),
        (announced(str(LIMIT + 1)), 413, "file_too_large"),
        (announced("-1"), 400, "tus_header"),
        (announced("1e9"), 400, "tus_header"),
        ({"Upload-Defer-Length": "1"}, 400, "tus_header"),
        (announced(header=""), 422, "tus_metadata"),
        (announced(header="filename !!"), 422, "tus_metadata"),
        (announced(header="filename //8="), 422, "tus_metadata"),
        (announced(header="colour cmVk"), 422, "tus_metadata"),
        (announced(header="filename YQ==,filename YQ=="), 422, "tus_metadata"),
        (announced(header="a" * 5000), 400, "tus_header"),
        (announced(sha256="0" * 63), 422, "tus_metadata"),
        (announced(filename="x" * 256), 422, "tus_metadata"),
    ],
)
def test_a_wrong_announcement_is_refused(headers: dict[str, str], status: int, code: str) -> None:
    with pytest.raises(EdgeFault) as caught:
        read_announcement(headers, LIMIT)
    assert (caught.value.status, caught.value.body.code) == (status, code)


@example("\x1f\\0")
@given(st.text(min_size=1, max_size=60))
def test_no_name_leads_out_of_the_folder(name: str) -> None:
    read = read_announcement(announced(filename=name, relativePath=name), LIMIT)
    assert not {"/", "\\"} & set(read.filename)
    assert ".." not in read.relative_path.split("/")
    assert read.filename.isprintable()
    assert not read.relative_path.startswith("/")


def test_another_version_is_refused() -> None:
    check_version({"Tus-Resumable": "1.0.0"})
    with pytest.raises(EdgeFault) as caught:
        check_version({})
    assert caught.value.status == 412


@pytest.mark.parametrize(
    ("headers", "content_type", "status"),
    [
        ({"Upload-Offset": "3"}, "application/octet-stream", 415),
        ({}, "application/offset+octet-stream", 400),
        ({"Upload-Offset": "-3"}, "application/offset+octet-stream", 400),
    ],
)
def test_a_wrong_append_is_refused(headers: dict[str, str], content_type: str, status: int) -> None:
    with pytest.raises(EdgeFault) as caught:
        read_offset(headers, content_type)
    assert caught.value.status == status
