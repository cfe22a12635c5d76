from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec

from recordings.bodies import Opened, brief, log_entry, recording_body
from recordings.manifest import Manifest, Playable, Playback, Span, Speech
from telemed.domain.ids import AccountId, ParticipantId, SessionId
from telemed.domain.live_session import Participant, SeatRole, SessionState
from telemed.domain.recording import RecordedSpan, RecordingState
from telemed.domain.session_log import GENESIS, NewEntry, StoredEntry, sealed
from telemed.services.live_sessions import LiveSessionRecord
from telemed.services.recordings import RecordingDetail, RecordingView
from telemed.wire import entries as e
from tests.support.cases import CASE, NOW, a_case, a_recording, a_session

ZHANG = "00000000-0000-7000-8000-000000000001"
CT = "00000000-0000-7000-8000-000000000002"
R1 = "00000000-0000-7000-8000-000000000003"


def stored(seq: int, media_ms: int, body: e.EntryBody) -> StoredEntry:
    kind = str(msgspec.to_builtins(body)["type"])
    new = NewEntry(
        seq=seq,
        at=NOW + timedelta(milliseconds=media_ms),
        media_ms=media_ms,
        participant_id=ParticipantId(ZHANG),
        kind=kind,
        body=msgspec.json.encode(body),
        key=None,
    )
    return sealed(SessionId("session"), new, GENESIS)


LOG = (
    stored(1, 0, e.SessionStarted()),
    stored(2, 1_000, e.RecordingConsented(recording_id=R1)),
    stored(3, 10_000, e.StageShown(material_id=CT)),
    stored(4, 20_000, e.RecordingPaused(recording_id=R1, cause="asked")),
    stored(5, 30_000, e.RecordingResumed(recording_id=R1)),
)
PERSON = Participant(
    id=ParticipantId(ZHANG),
    session_id=SessionId("session"),
    account_id=AccountId("a"),
    display_name="张",
    facility_name="县医院",
    role=SeatRole.HOST,
)
VIDEO = Playable("v", "play-v.tmc", "video", ZHANG, "camera", "vp8", "video/webm", 5, "ab")
MIX = Playable("m", "play-m.tmc", "mix", None, None, "opus", "audio/webm", 5, "cd")
RUNS = (Span(2_000, 20_000), Span(30_000, 60_000))
PLAYBACK = Playback(2_000, 58_000, (VIDEO, MIX), (Speech(ZHANG, (Span(1_000, 3_000),)),))


def opened(playback: Playback | None = PLAYBACK, *, failure: str = "") -> Opened:
    origin_ms = round(datetime(2026, 11, 25, 2, 0, tzinfo=UTC).timestamp() * 1000)
    spans = (RecordedSpan(start_ms=2_000),)
    recording = replace(a_recording(RecordingState.AVAILABLE), spans=spans)
    view = RecordingView(
        recording=recording,
        session=a_session(SessionState.ENDED),
        consultation=a_case(),
        patient=None,
        participants=(PERSON,),
    )
    record = LiveSessionRecord(
        session=view.session,
        consultation_id=CASE,
        title="",
        materials=(),
        participants=(PERSON,),
        entries=LOG,
    )
    stage: Literal["recording", "composed"] = "recording" if playback is None else "composed"
    manifest = Manifest(
        R1,
        "session",
        CASE,
        origin_ms,
        stage,
        RUNS,
        failure=failure,
        playback=playback,
    )
    return Opened(RecordingDetail(view=view, consent_entries=LOG[1:2]), record, manifest, is_verified=True)


def test_files_speech_and_gaps_stand_on_the_media_clock() -> None:
    body = recording_body(opened())
    video, mix = body.tracks
    assert (video.kind, video.display_name, video.facility_name, video.start_ms) == (
        "video",
        "张",
        "县医院",
        2_000,
    )
    assert (mix.participant_id, mix.display_name, mix.source) == (None, None, None)
    assert [(span.start_ms, span.end_ms) for span in body.speech] == [(3_000, 5_000)]
    assert [(gap.start_ms, gap.end_ms) for gap in body.gaps] == [(20_000, 30_000)]
    assert [(one.kind, one.start_ms, one.end_ms) for one in body.chapters] == [
        ("opening", 2_000, 10_000),
        ("document", 10_000, 60_000),
    ]
    assert [(one.display_name, one.answer, one.at_ms) for one in body.consents] == [("张", "given", 1_000)]
    assert body.session_duration_ms == 60_000


def test_a_recording_that_ended_early_says_why() -> None:
    assert recording_body(opened(failure="disk_full")).failure == "disk_full"
    assert recording_body(opened()).failure is None


def test_before_it_is_composed_there_is_nothing_to_play() -> None:
    body = recording_body(opened(None))
    assert (body.tracks, body.speech) == ((), ())


def test_a_body_survives_the_wire() -> None:
    raw = msgspec.json.encode(recording_body(opened()))
    assert b'"startMs":2000' in raw
    assert b'"kind":"mix"' in raw


def test_a_row_names_who_was_there_and_when_it_was_planned_if_it_never_started() -> None:
    row = brief(opened().detail.view)
    assert row.people == ("张",)
    assert row.started_at == NOW


def test_a_stored_entry_is_the_lives_entry() -> None:
    entry = log_entry(LOG[2])
    assert (entry.seq, entry.media_ms, entry.at_ms) == (3, 10_000, round(NOW.timestamp() * 1000) + 10_000)
    assert entry.body == e.StageShown(material_id=CT)


def test_a_stretch_that_still_runs_ends_with_the_files() -> None:
    (span,) = recording_body(opened()).spans
    assert (span.start_ms, span.end_ms) == (2_000, 60_000)
