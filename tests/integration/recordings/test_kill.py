"""A process that records is killed at a random moment: at most 2 s are lost, the rest decodes."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from pathlib import Path

import pytest

from recordings import manifest as manifests
from recordings.chunk_reader import ChunkReader
from recordings.compose import compose
from recordings.keyring import Keyring
from tests.support.encoded_media import decoded

ROOT = Path(__file__).resolve().parents[3]
KEYRING = Keyring({1: bytes(range(32))})

CHILD = """
import sys, time
from pathlib import Path
from recordings.keyring import Keyring
from recordings.recording_writer import Place
from recordings.events import ClockReported, PacketCame
from tests.support.encoded_media import pictures, tone
from tests.support.recorded_session import ORIGIN_NS, Published, at_ns, writer_at

picture, sound = pictures(seconds=18, gop=15), tone(seconds=18)
tracks = [Published("zhang", "vp8", picture), Published("zhang", "opus", sound)]
writer = writer_at(Place(Path(sys.argv[1]), Keyring({1: bytes(range(32))})), ["zhang"])
events = sorted((e for t in tracks for e in t.events()), key=lambda item: item[0])
print("ready", flush=True)
begin = time.monotonic()
speed = 10
position = 0
while position < len(events):
    now_s = (time.monotonic() - begin) * speed
    batch = []
    while position < len(events) and events[position][0] <= now_s:
        batch.append(events[position][1])
        position += 1
    writer.apply(batch)
    writer.advance(at_ns(now_s))
    print(f"{now_s:.3f}", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.parametrize("seed", range(3))
async def test_a_killed_writer_loses_at_most_two_seconds_and_the_rest_decodes(
    tmp_path: Path, seed: int
) -> None:
    killed_after = random.Random(seed).uniform(5, 15)
    directory = tmp_path / "r1"
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, str(directory),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert child.stdin is not None
    assert child.stdout is not None
    reached_s = 0.0
    async with asyncio.timeout(50):
        assert await child.stdout.readline() == b"ready\n"
        while reached_s < killed_after:
            reached_s = float(await child.stdout.readline())
            child.stdin.write(b"\n")
        child.send_signal(signal.SIGKILL)
        await child.wait()
    child.stdin.close()
    manifest = manifests.read(directory, KEYRING)
    assert manifest.stage == "recording"
    playback = compose(directory, manifest, KEYRING)
    film = next(file for file in playback.files if file.kind == "video")
    with ChunkReader(directory / film.file, KEYRING) as reader:
        times = decoded(reader.read_at(0, reader.size))
    assert times["video"][-1] > reached_s - 2.0
    assert playback.duration_ms / 1000 > reached_s - 2.0
    assert len(times["video"]) >= round((times["video"][-1] - times["video"][0]) * 15)
