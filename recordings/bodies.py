"""Recordings as the client sees them: what the services and the manifest say, in wire structs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import msgspec

from recordings.manifest import Manifest, Playable, Playback
from recordings.timeline import chapters, gaps, stage
from telemed.domain.materials import Attachment, MaterialKind, Series
from telemed.domain.recording import TrackSource
from telemed.http.reference_bodies import patient_brief
from telemed.services.live_sessions import LiveSessionRecord
from telemed.services.recordings import RecordingDetail
from telemed.wire import http_recordings as wire
from telemed.wire.entries import EntryBody, LogEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from telemed.domain.live_session import Participant
    from telemed.domain.recording import Recording
    from telemed.domain.session_log import StoredEntry
    from telemed.services.case_view import Material
    from telemed.services.recordings import RecordingView

BODY: msgspec.json.Decoder[EntryBody] = msgspec.json.Decoder(EntryBody)
ANSWERS: dict[str, Literal["given", "refused"]] = {
    "recording.consented": "given",
    "recording.declined": "refused",
}


@dataclass(frozen=True)
class Opened:
    """Everything about one recording."""

    detail: RecordingDetail
    session: LiveSessionRecord
    manifest: Manifest | None
    """None while there is none to read."""
    is_verified: bool

    @property
    def recording(self) -> Recording:
        """The recording itself."""
        return self.detail.view.recording

    @property
    def playback(self) -> Playback | None:
        """The files to play."""
        return None if self.manifest is None else self.manifest.playback

    @property
    def people(self) -> dict[str, Participant]:
        """Participants by id."""
        return {participant.id: participant for participant in self.detail.view.participants}


def log_entry(entry: StoredEntry) -> LogEntry:
    """Read a stored entry. Raises msgspec.ValidationError when it is not of this version."""
    return LogEntry(
        seq=entry.seq,
        at_ms=round(entry.at.timestamp() * 1000),
        media_ms=entry.media_ms,
        participant_id=entry.participant_id,
        body=BODY.decode(entry.body),
    )


def brief(view: RecordingView) -> wire.RecordingBrief:
    """One row of a list."""
    recording, consultation = view.recording, view.consultation
    started = recording.started_at or view.session.started_at or view.session.planned.start
    return wire.RecordingBrief(
        id=recording.id,
        session_id=recording.session_id,
        consultation_id=recording.consultation_id,
        number=consultation.number,
        title=consultation.form.question.purpose,
        patient=None if view.patient is None else patient_brief(view.patient, started),
        state=recording.state,
        started_at=started,
        duration_ms=recording.duration_ms,
        size_bytes=recording.size_bytes,
        people=tuple(participant.display_name for participant in view.participants),
    )


def recording_body(opened: Opened) -> wire.Recording:
    """All that a replay needs beside the log."""
    recording, playback = opened.recording, opened.playback
    entries = [log_entry(entry) for entry in opened.session.entries]
    start_ms = 0 if playback is None else playback.start_ms
    end_ms = start_ms if playback is None else start_ms + playback.duration_ms
    return wire.Recording(
        brief=brief(opened.detail.view),
        session_duration_ms=_session_ms(entries, end_ms),
        spans=tuple(
            wire.RecordingSpan(start_ms=span.start_ms, end_ms=end_ms if span.end_ms is None else span.end_ms)
            for span in recording.spans
        ),
        gaps=() if opened.manifest is None else _gaps(opened.manifest),
        tracks=() if playback is None else tuple(_track(opened, playback, file) for file in playback.files),
        speech=() if playback is None else _speech(playback),
        chapters=_chapters(entries, opened.session.materials, recording.consultation_id, (start_ms, end_ms)),
        consents=tuple(_consents(opened)),
        is_verified=opened.is_verified,
        failure=None if opened.manifest is None else opened.manifest.failure or None,
        log_path=f"/api/sessions/{recording.session_id}/log",
    )


def _gaps(manifest: Manifest) -> tuple[wire.RecordingSpan, ...]:
    return tuple(wire.RecordingSpan(start_ms=gap.start_ms, end_ms=gap.end_ms) for gap in gaps(manifest.runs))


def _session_ms(entries: Iterable[LogEntry], at_least_ms: int) -> int:
    return max([at_least_ms, *(entry.media_ms for entry in entries if entry.media_ms is not None)])


def _track(opened: Opened, playback: Playback, file: Playable) -> wire.RecordingTrack:
    person = opened.people.get(file.participant_id or "")
    return wire.RecordingTrack(
        id=file.id,
        kind=file.kind,
        participant_id=file.participant_id,
        display_name=None if person is None else person.display_name,
        facility_name=None if person is None else person.facility_name,
        source=None if file.source is None else TrackSource(file.source),
        codec=file.codec,
        media_type=file.media_type,
        start_ms=playback.start_ms,
        duration_ms=playback.duration_ms,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        path=f"/api/recordings/{opened.recording.id}/tracks/{file.id}",
    )


def _speech(playback: Playback) -> tuple[wire.SpeechSpan, ...]:
    """From positions in the files to the media clock."""
    return tuple(
        wire.SpeechSpan(
            participant_id=speech.participant_id,
            start_ms=playback.start_ms + span.start_ms,
            end_ms=playback.start_ms + span.end_ms,
        )
        for speech in playback.speech
        for span in speech.spans
    )


def _chapters(
    entries: list[LogEntry], materials: Iterable[Material], record_id: str, between_ms: tuple[int, int]
) -> tuple[wire.Chapter, ...]:
    titles: dict[str | None, str] = {material.material_id: _title(material) for material in materials}
    kinds = {record_id: MaterialKind.RECORD, **_kinds(materials)}
    return tuple(
        wire.Chapter(
            start_ms=chapter.start_ms,
            end_ms=chapter.end_ms,
            kind=chapter.kind.value,
            material_id=chapter.material_id,
            title=titles.get(chapter.material_id, ""),
        )
        for chapter in chapters(stage(entries, *between_ms), kinds)
    )


def _kinds(materials: Iterable[Material]) -> Mapping[str, MaterialKind]:
    return {
        material.material_id: material.kind if isinstance(material, Series | Attachment) else MaterialKind.ECG
        for material in materials
    }


def _title(material: Material) -> str:
    match material:
        case Series():
            return material.facts.description or material.study.description
        case Attachment():
            return material.title
        case _:
            return ""


def _consents(opened: Opened) -> Iterable[wire.RecordingConsent]:
    for entry in opened.detail.consent_entries:
        answer = ANSWERS.get(entry.kind)
        person = opened.people.get(entry.participant_id or "")
        if answer is not None and person is not None:
            yield wire.RecordingConsent(
                participant_id=person.id,
                display_name=person.display_name,
                answer=answer,
                at_ms=entry.media_ms or 0,
            )
