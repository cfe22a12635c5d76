from __future__ import annotations

import functools
import io
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from recordings.chunk_reader import ChunkReader
from recordings.compose import compose
from recordings.errors import ChunkTampered, NothingRecorded
from recordings.events import ConsentSet, Paused, Resumed
from recordings.keyring import Keyring
from recordings.recording_writer import Place
from tests.support.encoded_media import Encoded, decoded, pictures, tone
from tests.support.recorded_session import Line, Published, at_ns, play, writer_at

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from recordings.events import Event
    from recordings.manifest import Manifest, Playable, Playback

KEYRING = Keyring({1: bytes(range(32))})
SECONDS = 6


@functools.cache
def picture(codec: str = "libvpx") -> list[Encoded]:
    return pictures(seconds=SECONDS, codec=codec)


@functools.cache
def beeps(first_s: float = 0.0) -> list[Encoded]:
    """Silent but for [first_s, first_s + 1) and [3, 4)."""
    return tone(seconds=SECONDS, loud=((first_s, first_s + 1), (3, 4)))


def record(
    directory: Path,
    tracks: Iterable[Published],
    controls: Iterable[tuple[float, Event]] = (),
    *,
    stopped_s: float = SECONDS + 0.5,
) -> Manifest:
    writer = writer_at(Place(directory, KEYRING), ["zhang", "li"])
    play(writer, tracks, controls)
    return writer.stop(at_ns(stopped_s))


def plain(directory: Path, file: Playable) -> bytes:
    with ChunkReader(directory / file.file, KEYRING) as reader:
        assert reader.is_sealed
        return reader.read_at(0, reader.size)


def of_kind(playback: Playback, kind: str, participant_id: str | None = None) -> Playable:
    return next(
        file
        for file in playback.files
        if file.kind == kind and (participant_id is None or file.participant_id == participant_id)
    )


def loudness(file: bytes, step_s: float = 0.1) -> list[float]:
    """Root mean square of each step of a file's sound, 0 to 1."""
    with av.open(io.BytesIO(file), "r") as container:
        parts = [frame.to_ndarray() for frame in container.decode(audio=0)]
        rate = container.streams.audio[0].rate
    sound = np.concatenate([part.mean(axis=0) for part in parts]).astype(np.float64)
    size = round(rate * step_s)
    return [float(np.sqrt(np.mean(sound[at : at + size] ** 2))) for at in range(0, len(sound), size)]


@pytest.mark.parametrize(("codec", "encoder"), [("vp8", "libvpx"), ("h264", "libx264")])
def test_every_stored_frame_plays_with_everybodys_sound(tmp_path: Path, codec: str, encoder: str) -> None:
    tracks = [Published("zhang", codec, picture(encoder)), Published("zhang", "opus", beeps())]
    playback = compose(tmp_path, record(tmp_path, tracks), KEYRING)
    film = of_kind(playback, "video")
    times = decoded(plain(tmp_path, film))
    assert len(times["video"]) == len(picture(encoder))
    assert times["audio"][-1] > SECONDS - 0.1
    assert playback.duration_ms == 6500


def test_a_film_has_a_duration_and_jumps_land_on_key_frames(tmp_path: Path) -> None:
    tracks = [Published("zhang", "vp8", picture()), Published("zhang", "opus", beeps())]
    playback = compose(tmp_path, record(tmp_path, tracks), KEYRING)
    data = plain(tmp_path, of_kind(playback, "video"))
    with av.open(io.BytesIO(data), "r") as container:
        assert container.duration == 6_500_000
        container.seek(4_500_000)
        packet = next(container.demux(video=0))
        assert packet.is_keyframe
        assert packet.pts is not None
        assert 3900 <= packet.pts <= 4500


def test_picture_and_sound_of_one_person_stay_together_though_the_sound_travels_longer(
    tmp_path: Path,
) -> None:
    tracks = [
        Published("zhang", "vp8", picture()),
        Published("zhang", "opus", beeps(2.0), line=Line(delay_s=0.13), reports_from_s=1.0),
    ]
    playback = compose(tmp_path, record(tmp_path, tracks), KEYRING)
    film = plain(tmp_path, of_kind(playback, "video"))
    onset_s = next(index for index, level in enumerate(loudness(film, 0.01)) if level > 0.02) * 0.01
    first_s = decoded(film)["video"][0]
    assert abs(first_s - 0.05) < 0.005
    assert abs(onset_s - (2.0 + first_s)) < 0.02


def test_loss_and_reordering_leave_files_that_decode(tmp_path: Path) -> None:
    line = Line(jitter_s=0.08, loss=0.01, seed=4)
    tracks = [Published("zhang", "vp8", picture(), line=line), Published("zhang", "opus", beeps(), line=line)]
    playback = compose(tmp_path, record(tmp_path, tracks), KEYRING)
    times = decoded(plain(tmp_path, of_kind(playback, "video")))
    assert len(times["video"]) > 20
    assert times["video"] == sorted(times["video"])


def test_voices_are_mixed_and_each_can_be_heard_alone(tmp_path: Path) -> None:
    tracks = [Published("zhang", "opus", beeps(0.5)), Published("li", "opus", beeps(1.5), from_s=0.0)]
    playback = compose(tmp_path, record(tmp_path, tracks), KEYRING)
    mix = loudness(plain(tmp_path, of_kind(playback, "mix")))
    zhang = loudness(plain(tmp_path, of_kind(playback, "voice", "zhang")))
    assert [level > 0.02 for level in (mix[10], mix[20], mix[28])] == [True, True, False]
    assert [level > 0.02 for level in (zhang[10], zhang[20], zhang[28])] == [True, False, False]
    assert mix[35] > zhang[35] * 1.2


def test_who_spoke_when_is_measured(tmp_path: Path) -> None:
    playback = compose(tmp_path, record(tmp_path, [Published("zhang", "opus", beeps(0.5))]), KEYRING)
    (speech,) = playback.speech
    spans = [(span.start_ms, span.end_ms) for span in speech.spans]
    assert len(spans) == 2
    assert all(
        abs(got - want) <= 100 for got, want in zip(sum(spans, ()), (550, 1550, 3050, 4050), strict=True)
    )


def test_a_pause_is_silent_still_and_marked(tmp_path: Path) -> None:
    tracks = [Published("zhang", "vp8", picture()), Published("zhang", "opus", tone(seconds=SECONDS))]
    controls: list[tuple[float, Event]] = [(2.0, Paused(at_ns(2.0))), (4.0, Resumed(at_ns(4.0)))]
    manifest = record(tmp_path, tracks, controls)
    assert [(run.start_ms, run.end_ms) for run in manifest.runs] == [(0, 2000), (4000, 6500)]
    playback = compose(tmp_path, manifest, KEYRING)
    film = plain(tmp_path, of_kind(playback, "video"))
    assert not [time for time in decoded(film)["video"] if 2.0 < time < 4.0]
    levels = loudness(film)
    assert levels[10] > 0.02
    assert levels[30] < 0.001
    assert levels[50] > 0.02


def test_nothing_of_who_did_not_consent_is_stored(tmp_path: Path) -> None:
    tracks = [
        Published("zhang", "opus", beeps()),
        Published("wang", "opus", beeps()),
        Published("li", "vp8", picture()),
    ]
    controls = [(2.0, ConsentSet(frozenset({"zhang"}), at_ns(2.0)))]
    manifest = record(tmp_path, tracks, controls)
    assert {segment.participant_id for segment in manifest.segments} == {"zhang", "li"}
    playback = compose(tmp_path, manifest, KEYRING)
    assert max(decoded(plain(tmp_path, of_kind(playback, "video")))["video"]) < 2.0


def test_a_recording_that_begins_late_plays_from_its_own_zero(tmp_path: Path) -> None:
    writer = writer_at(Place(tmp_path, KEYRING), ["zhang"], started_s=100.0)
    play(writer, [Published("zhang", "opus", beeps(0.5), from_s=100.0)], step_s=1.0)
    playback = compose(tmp_path, writer.stop(at_ns(106.0)), KEYRING)
    assert (playback.start_ms, playback.duration_ms) == (100_000, 6000)
    assert loudness(plain(tmp_path, of_kind(playback, "mix")))[10] > 0.02


def test_a_tampered_segment_is_refused(tmp_path: Path) -> None:
    manifest = record(tmp_path, [Published("zhang", "opus", beeps())])
    path = tmp_path / manifest.segments[0].file
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ChunkTampered):
        compose(tmp_path, manifest, KEYRING)


def test_a_segment_that_lost_its_end_after_it_was_closed_is_refused(tmp_path: Path) -> None:
    manifest = record(tmp_path, [Published("zhang", "opus", beeps())])
    path = tmp_path / manifest.segments[0].file
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ChunkTampered):
        compose(tmp_path, manifest, KEYRING)


def test_a_recording_without_a_frame_says_so(tmp_path: Path) -> None:
    with pytest.raises(NothingRecorded):
        compose(tmp_path, record(tmp_path, []), KEYRING)
