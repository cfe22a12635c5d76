"""Partial files: the length on disk is the offset, one writer at a time, nothing is written twice."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telemed.http.upload_files import Append, OffsetDiffers, TooManyBytes, UploadBusy, UploadFiles

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


class LineCut(Exception):
    """What a broken connection looks like from here."""


async def pieces(*parts: bytes, cut: bool = False) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
    if cut:
        raise LineCut


@pytest.fixture
def files(tmp_path: Path) -> UploadFiles:
    made = UploadFiles(tmp_path / "uploads")
    made.create("u")
    return made


async def test_bytes_are_appended_where_the_file_ends(files: UploadFiles) -> None:
    assert await files.append("u", Append(0, 6), pieces(b"ab", b"c")) == 3
    assert await files.append("u", Append(3, 6), pieces(b"def")) == 6
    assert files.path("u").read_bytes() == b"abcdef"
    assert await files.sha256("u") == hashlib.sha256(b"abcdef").hexdigest()


async def test_what_came_before_the_line_was_cut_stays(files: UploadFiles) -> None:
    with pytest.raises(LineCut):
        await files.append("u", Append(0, 6), pieces(b"abc", cut=True))
    assert files.received("u") == 3


async def test_another_offset_is_refused_and_told(files: UploadFiles) -> None:
    await files.append("u", Append(0, 6), pieces(b"abc"))
    with pytest.raises(OffsetDiffers) as caught:
        await files.append("u", Append(1, 6), pieces(b"x"))
    assert caught.value.actual == 3
    assert files.path("u").read_bytes() == b"abc"


async def test_surplus_bytes_are_refused_and_not_kept(files: UploadFiles) -> None:
    with pytest.raises(TooManyBytes):
        await files.append("u", Append(0, 4), pieces(b"abc", b"de"))
    assert files.path("u").read_bytes() == b"abc"


async def test_two_writers_at_once_are_refused(files: UploadFiles) -> None:
    began, go = asyncio.Event(), asyncio.Event()

    async def slow() -> AsyncIterator[bytes]:
        began.set()
        await go.wait()
        yield b"abc"

    async with asyncio.TaskGroup() as group:
        first = group.create_task(files.append("u", Append(0, 3), slow()))
        await began.wait()
        with pytest.raises(UploadBusy):
            await files.append("u", Append(0, 3), pieces(b"xyz"))
        go.set()
    assert first.result() == 3
    assert files.path("u").read_bytes() == b"abc"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.binary(min_size=1, max_size=200), st.lists(st.integers(1, 60), min_size=1, max_size=12))
async def test_any_cuts_and_resumptions_give_the_same_file(
    tmp_path: Path, whole: bytes, cuts: list[int]
) -> None:
    files = UploadFiles(tmp_path / hashlib.sha256(whole + bytes(cuts)).hexdigest())
    files.remove("u")
    files.create("u")
    for cut in [*cuts, len(whole)]:
        offset = files.received("u") or 0
        part = whole[offset : offset + cut]
        if part:
            with pytest.raises(LineCut):
                await files.append("u", Append(offset, len(whole)), pieces(part, cut=True))
    assert files.path("u").read_bytes() == whole


def test_what_is_gone_is_gone_without_complaint(files: UploadFiles) -> None:
    files.remove("u")
    files.remove("u")
    assert files.received("u") is None
