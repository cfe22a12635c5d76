"""CPU seconds per recorded minute: our writer (ordered, timed, encrypted, synced) against PyAV's muxer.

Both get the same minute of 640x480 VP8 with Opus as RTP packets. The peer takes them through our ordering and
depacketising (PyAV has none) and muxes one plain file per track; ours writes encrypted chunks and syncs each
second. The last line is JSON.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from recordings import manifest as manifests
from recordings.compose import compose
from recordings.depacketise import depacketiser
from recordings.events import PacketCame
from recordings.keyring import Keyring
from recordings.recording_writer import Place
from recordings.reorder import ReorderBuffer
from recordings.rtp import parse
from tests.support.encoded_media import Encoded, pictures, tone
from tests.support.recorded_session import Published, at_ns, writer_at

MINUTE_S = 60.0
MTU_BYTES = 1100


def main(*, quick: bool) -> int:
    """Run it; quick records 15 s instead of 60 and scales."""
    seconds = 15.0 if quick else MINUTE_S
    scale = MINUTE_S / seconds
    picture = pictures(seconds=seconds, fps=25, gop=250, size=(640, 480), bit_rate=1_500_000, noise=True)
    sound = tone(seconds=seconds)
    root = Path(tempfile.mkdtemp(prefix="bench-recording-"))
    try:
        ours = [_ours(root / f"ours{turn}", picture, sound) for turn in range(3)]
        peer = [_peer(root / f"peer{turn}", picture, sound) for turn in range(3)]
        muxing, reading = sorted(peer)[1], sorted(_reading(picture, sound) for _ in range(3))[1]
        composing = _composing(root / "ours0")
        size = sum(path.stat().st_size for path in (root / "ours0").glob("0*"))
    finally:
        shutil.rmtree(root)
    figures = {
        "bench": "recording",
        "cpu_s_per_minute": round(sorted(ours)[1] * scale, 3),
        "peer": "the same frames muxed by PyAV into plain files, not synced",
        "peer_cpu_s_per_minute": round((reading + muxing) * scale, 3),
        "peer_mux_alone_cpu_s_per_minute": round(muxing * scale, 3),
        "ratio": round(sorted(ours)[1] / (reading + muxing), 2),
        "compose_cpu_s_per_minute": round(composing * scale, 3),
        "mb_per_minute": round(size * scale / 1e6, 2),
        "media_kbit_s": round(sum(len(frame.data) for frame in [*picture, *sound]) * 8 / seconds / 1000),
    }
    print("our writer", figures["cpu_s_per_minute"], "s CPU a minute; PyAV", figures["peer_cpu_s_per_minute"])
    print(json.dumps(figures))
    return 0


def _ours(directory: Path, picture: list[Encoded], sound: list[Encoded]) -> float:
    place = Place(directory, Keyring({1: bytes(range(32))}))
    writer = writer_at(place, ["zhang"])
    tracks = [Published("zhang", "vp8", picture, mtu_bytes=MTU_BYTES), Published("zhang", "opus", sound)]
    timed = sorted((item for track in tracks for item in track.events()), key=lambda item: item[0])
    began = time.process_time()
    position, now_s = 0, 0.0
    while position < len(timed):
        now_s += 0.1
        batch = []
        while position < len(timed) and timed[position][0] <= now_s:
            batch.append(timed[position][1])
            position += 1
        writer.apply(batch)
        writer.advance(at_ns(now_s))
    writer.stop(at_ns(now_s))
    return time.process_time() - began


def _reading(picture: list[Encoded], sound: list[Encoded]) -> float:
    """From packets to frames, without writing."""
    tracks = [Published("zhang", "vp8", picture, mtu_bytes=MTU_BYTES), Published("zhang", "opus", sound)]
    packets = [[e for _, e in track.events() if isinstance(e, PacketCame)] for track in tracks]
    began = time.process_time()
    for track, events in zip(tracks, packets, strict=True):
        order, frames = ReorderBuffer(), depacketiser(track.codec)
        for event in events:
            for ordered in order.push(parse(event.data, event.arrived_ns)):
                frames.push(ordered)
    return time.process_time() - began


def _peer(directory: Path, picture: list[Encoded], sound: list[Encoded]) -> float:
    directory.mkdir()
    began = time.process_time()
    options = {"live": "1", "cluster_time_limit": "1000", "flush_packets": "1"}
    with av.open(str(directory / "video.webm"), "w", format="webm", options=options) as file:
        video = file.add_mux_stream("vp8", 25, width=640, height=480)
        _mux(file, video, picture)
    with av.open(str(directory / "audio.webm"), "w", format="webm", options=options) as file, _ogg() as ogg:
        _mux(file, file.add_stream_from_template(ogg.streams.audio[0]), sound)
    return time.process_time() - began


def _ogg() -> av.container.InputContainer:
    """An empty Ogg file: the muxer takes an Opus stream's description from one only."""
    made = io.BytesIO()
    with av.open(made, "w", format="ogg") as ogg:
        stream = ogg.add_stream("libopus", rate=48_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 960), np.int16), format="s16", layout="mono")
        frame.sample_rate = 48_000
        ogg.mux([*stream.encode(frame), *stream.encode(None)])
    made.seek(0)
    return av.open(made, "r")


def _mux(file: av.container.OutputContainer, stream: av.stream.Stream, frames: list[Encoded]) -> None:
    for index, frame in enumerate(frames):
        packet = av.Packet(frame.data)
        packet.stream = stream
        packet.time_base = Fraction(1, 1000)
        packet.pts = packet.dts = round(frame.time_s * 1000)
        packet.is_keyframe = index == 0
        file.mux(packet)


def _composing(directory: Path) -> float:
    keyring = Keyring({1: bytes(range(32))})
    began = time.process_time()
    compose(directory, manifests.read(directory, keyring), keyring)
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main(quick="--quick" in sys.argv))
