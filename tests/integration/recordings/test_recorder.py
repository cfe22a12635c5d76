from __future__ import annotations

import asyncio
import errno
import os
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from recordings import manifest as manifests
from recordings.child_composer import ChildComposer
from recordings.chunk_file import DiskFile
from recordings.chunk_reader import ChunkReader
from recordings.desk import Storage
from recordings.errors import RecordingOver
from recordings.finaliser import Finaliser
from recordings.keyring import Keyring
from recordings.recorder import Recorder
from recordings.recording_writer import Place
from telemed.domain.recording import RecordingState
from tests.support.encoded_media import decoded, pictures, tone
from tests.support.recorded_session import Published
from tests.support.recording_ports import FakeLedger, FakeTaps, HandClock, Reports, order

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from recordings.chunk_file import Disk
    from recordings.manifest import Manifest

ZHANG = Published("zhang", "opus", tone(seconds=2))
CAMERA = Published("zhang", "vp8", pictures(seconds=2))
RECORDING, FINALISING = RecordingState.RECORDING, RecordingState.FINALISING
AVAILABLE, FAILED = RecordingState.AVAILABLE, RecordingState.FAILED


@dataclass
class Bench:
    """A recorder on a temporary directory."""

    root: Path
    taps: FakeTaps
    ledger: FakeLedger
    recorder: Recorder
    keyring: Keyring
    clock: HandClock
    reports: Reports = field(default_factory=Reports)

    async def start(self) -> None:
        """Begin to record."""
        self.recorder.listen(self.reports)
        self.ledger.note(RECORDING)
        await self.recorder.start(order(self.clock))

    async def stop(self) -> None:
        """End it as a room does: note it, then tell the recorder."""
        self.ledger.note(FINALISING)
        await self.recorder.stop("r1")

    @property
    def manifest(self) -> Manifest:
        """The recording's manifest."""
        return manifests.read(self.root / "r1", self.keyring)

    def plain(self, kind: str) -> bytes:
        """Bytes of the first file of a kind."""
        playback = self.manifest.playback
        assert playback is not None
        file = next(file for file in playback.files if file.kind == kind)
        with ChunkReader(self.root / "r1" / file.file, self.keyring) as reader:
            return reader.read_at(0, reader.size)


@asynccontextmanager
async def bench(
    root: Path,
    *,
    open_disk: Callable[[Path], Disk] = DiskFile,
    free_bytes: int = 1 << 40,
    state: RecordingState = RecordingState.OFF,
    grace_s: float = 60.0,
) -> AsyncIterator[Bench]:
    key_file = root / "keys.json"
    keyring = Keyring.open(key_file)
    ledger, clock = FakeLedger(state), HandClock()
    taps = FakeTaps(clock)

    def place(recording_id: str) -> Place:
        return Place(root / recording_id, keyring, open_disk)

    finaliser = Finaliser(place, ledger, ChildComposer(key_file), grace_s=grace_s)
    recorder = Recorder(Storage(root, place, free_bytes=lambda: free_bytes), taps, finaliser, clock)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(recorder.run()), group.create_task(finaliser.run())]
        await asyncio.sleep(0)
        yield Bench(root, taps, ledger, recorder, keyring, clock)
        for task in tasks:
            task.cancel()


async def test_a_recording_is_available_after_it_was_stopped(tmp_path: Path) -> None:
    async with bench(tmp_path) as b:
        await b.start()
        b.taps.send(ZHANG, CAMERA)
        await b.stop()
        assert await b.reports.next() == "recording_finished"
        assert b.ledger.recording.state is AVAILABLE
        assert {track.kind for track in b.ledger.recording.tracks} == {"video", "voice"}
        assert len(decoded(b.plain("video"))["video"]) == len(CAMERA.frames)
        assert b.taps.sinks == []


async def test_a_track_that_is_not_at_a_key_frame_makes_the_recorder_ask_for_one(tmp_path: Path) -> None:
    async with bench(tmp_path) as b:
        await b.start()
        b.taps.send(Published("zhang", "vp8", CAMERA.frames[5:25]))
        await b.stop()
        assert await b.reports.next() == "recording_empty"
        assert b.taps.asked == ["zhang-vp8"]
        assert b.ledger.recording.state is FAILED


class FullDisk(DiskFile):
    """Takes the first 4,000 bytes of each file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._room = 4_000

    def write(self, data: bytes) -> None:
        """Append, or refuse."""
        if self._room < len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self._room -= len(data)
        super().write(data)


async def test_a_disk_that_fills_up_ends_the_recording_and_what_is_there_plays(tmp_path: Path) -> None:
    async with bench(tmp_path, open_disk=FullDisk) as b:
        await b.start()
        b.taps.send(Published("zhang", "opus", tone(seconds=1)))
        b.clock.ns += 2_000_000_000
        b.taps.send(Published("zhang", "vp8", pictures(seconds=4, gop=5)))
        assert await b.reports.next() == "disk_full"
        b.ledger.note(FINALISING)
        assert b.taps.sinks == []
        assert await b.reports.next() == "recording_finished"
        assert b.manifest.failure == "disk_full"
        assert len(decoded(b.plain("mix"))["audio"]) > 50


async def test_recording_stops_before_the_database_loses_its_space(tmp_path: Path) -> None:
    async with bench(tmp_path, free_bytes=1000) as b:
        await b.start()
        assert await b.reports.next() == "disk_full"
        b.ledger.note(FINALISING)
        assert await b.reports.next() == "recording_empty"


async def interrupted(root: Path) -> None:
    """Record a little, then stop the server without stopping the recording."""
    async with bench(root) as b:
        await b.start()
        b.taps.send(ZHANG)


async def test_a_recording_whose_room_does_not_come_back_is_made_playable(tmp_path: Path) -> None:
    await interrupted(tmp_path)
    async with bench(tmp_path, state=RECORDING, grace_s=0.0) as b:
        assert (await b.ledger.ended()).state is AVAILABLE
        assert len(decoded(b.plain("mix"))["audio"]) >= len(ZHANG.frames)


async def test_a_room_that_comes_back_goes_on_in_the_same_recording(tmp_path: Path) -> None:
    await interrupted(tmp_path)
    async with bench(tmp_path, state=RECORDING, grace_s=0.2) as b:
        b.clock.ns += 10_000_000_000
        b.recorder.listen(b.reports)
        await b.recorder.start(order(HandClock()))
        b.taps.send(ZHANG)
        await b.stop()
        assert await b.reports.next() == "recording_finished"
        assert [run.start_ms for run in b.manifest.runs] == [0, 10_000]
        assert len(b.manifest.segments) == 2


async def test_a_recording_that_is_complete_takes_no_more(tmp_path: Path) -> None:
    async with bench(tmp_path) as b:
        await b.start()
        b.taps.send(ZHANG)
        await b.stop()
        await b.reports.next()
        with pytest.raises(RecordingOver):
            await b.recorder.start(order(b.clock))
        await b.recorder.stop("r1")
        assert b.ledger.recording.state is AVAILABLE


async def test_a_tampered_manifest_makes_nothing_available(tmp_path: Path) -> None:
    await interrupted(tmp_path)
    path = tmp_path / "r1" / manifests.FILE_NAME
    path.write_bytes(path.read_bytes().replace(b'"zhang"', b'"zhong"'))
    async with bench(tmp_path, state=FINALISING) as b:
        assert (await b.ledger.ended()).state is FAILED


async def test_orders_for_a_recording_that_does_not_run_change_nothing(tmp_path: Path) -> None:
    async with bench(tmp_path) as b:
        await b.recorder.pause("r1")
        await b.recorder.resume("r1")
        await b.recorder.set_consent("r1", frozenset())
        assert not (tmp_path / "r1").exists()
