from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recordings.manifest import Playback, Span
from recordings.replay import moment, position_ms, room_at
from recordings.speech import spoken
from recordings.timeline import Chapter, ChapterKind, Stretch, chapters, gaps, stage
from telemed.domain.materials import MaterialKind
from telemed.wire import entries as e

CASE, CT, ECG = (f"00000000-0000-7000-8000-00000000000{n}" for n in (1, 2, 3))
KINDS = {CASE: MaterialKind.RECORD, CT: MaterialKind.SERIES, ECG: MaterialKind.ECG}


def log(*items: tuple[int | None, e.EntryBody]) -> list[e.LogEntry]:
    return [
        e.LogEntry(seq=seq, at_ms=1_000_000 + (at or 0), media_ms=at, participant_id=CASE, body=body)
        for seq, (at, body) in enumerate(items, 1)
    ]


def shown(material_id: str | None) -> e.StageShown:
    return e.StageShown(material_id=material_id)


SESSION = log(
    (None, shown(CASE)),
    (0, e.SessionStarted()),
    (20_000, shown(CT)),
    (21_000, shown(ECG)),
    (22_000, shown(CT)),
    (60_000, shown(None)),
    (90_000, e.SessionEnded(reason="ended")),
)


def test_the_stage_is_known_at_every_moment() -> None:
    assert stage(SESSION, 0, 100_000) == [
        Stretch(0, 20_000, CASE),
        Stretch(20_000, 21_000, CT),
        Stretch(21_000, 22_000, ECG),
        Stretch(22_000, 60_000, CT),
        Stretch(60_000, 90_000, None),
    ]


def test_glimpses_make_no_chapter_and_the_empty_stage_is_discussion() -> None:
    assert chapters(stage(SESSION, 0, 100_000), KINDS) == [
        Chapter(0, 21_000 + 1_000, ChapterKind.RECORD, CASE),
        Chapter(22_000, 60_000, ChapterKind.IMAGES, CT),
        Chapter(60_000, 90_000, ChapterKind.DISCUSSION, None),
    ]


def test_before_anything_is_shown_the_session_opens() -> None:
    entries = log((0, e.SessionStarted()), (5_000, shown(ECG)))
    kinds = [chapter.kind for chapter in chapters(stage(entries, 0, 10_000), KINDS)]
    assert kinds == [ChapterKind.OPENING, ChapterKind.ECG]


@given(st.lists(st.tuples(st.integers(0, 50_000), st.sampled_from([CASE, CT, ECG, None])), max_size=20))
def test_chapters_cover_the_recording_without_gap_or_overlap(changes: list[tuple[int, str | None]]) -> None:
    entries = log(*((at, shown(material)) for at, material in sorted(changes, key=lambda item: item[0])))
    made = chapters(stage(entries, 1_000, 40_000), KINDS)
    edges = [1_000, *(chapter.end_ms for chapter in made)]
    assert [chapter.start_ms for chapter in made] == edges[:-1]
    assert edges[-1] == 40_000


def test_what_lies_between_the_stretches_is_a_gap() -> None:
    assert gaps((Span(0, 1_000), Span(2_000, 5_000), Span(5_000, 9_000))) == [Span(1_000, 2_000)]
    assert gaps((Span(0, 0),)) == []


def test_a_moment_shows_what_everybody_saw() -> None:
    playback = Playback(10_000, 50_000, (), ())
    assert moment(playback, SESSION, 20_500).room.stage_material_id == CT
    assert moment(playback, SESSION, 20_500).position_ms == 10_500
    assert room_at(SESSION, 0).stage_material_id == CASE
    assert position_ms(playback, 9_999) is None
    assert position_ms(playback, 60_001) is None


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_a_later_moment_is_the_earlier_one_and_the_entries_between(one: int, other: int) -> None:
    earlier, later = sorted((one, other))
    seqs = [room_at(SESSION, at).seq for at in (earlier, later)]
    assert seqs == sorted(seqs)


def test_speech_joins_over_breaths_and_leaves_out_clicks() -> None:
    levels = [0.0] * 5 + [0.1] * 10 + [0.0] * 5 + [0.1] * 5 + [0.0] * 20 + [0.1] + [0.0] * 20
    assert spoken(levels, 100) == (Span(500, 2500),)
