"""Recordings: what the recorder reports, and who may play what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from telemed.domain.access import Action, scope_of
from telemed.domain.audit import AuditEntity
from telemed.domain.consultation import Consultation
from telemed.domain.errors import NotFound
from telemed.domain.ids import ConsultationId
from telemed.domain.listing import CaseFilter, Page
from telemed.domain.live_session import LiveSession, Participant
from telemed.domain.patient import Patient
from telemed.domain.recording import (
    PLAYABLE,
    RecordedSpan,
    RecordedTrack,
    Recording,
    RecordingState,
    RecordingStep,
)
from telemed.domain.roles import SERVICE
from telemed.domain.session_log import StoredEntry
from telemed.services.desk import Act, case_entity
from telemed.services.discretion import shown_case, shown_patient
from telemed.services.first_time import FirstTime
from telemed.storage.case_queries import every, in_scope, matches
from telemed.storage.recordings import RecordingQuery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telemed.domain.ids import RecordingId, TrackId
    from telemed.domain.listing import Paging
    from telemed.domain.roles import Actor
    from telemed.services.desk import Desk, KnownCase

UNFINISHED = (RecordingState.RECORDING, RecordingState.PAUSED, RecordingState.FINALISING)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingFilter:
    """Which recordings; empty asks for all."""

    text: str = ""
    consultation_id: ConsultationId | None = None
    recorded_from: datetime | None = None
    recorded_to: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingView:
    """A recording and what it belongs to."""

    recording: Recording
    session: LiveSession
    consultation: Consultation
    patient: Patient | None
    participants: tuple[Participant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingDetail:
    """Beside the view, the log entries about recording and consent."""

    view: RecordingView
    consent_entries: tuple[StoredEntry, ...]
    """Entries whose kind starts with `recording.`, in order."""


class Recordings:
    """What was recorded."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._played = FirstTime()

    async def of_actor(self, actor: Actor, wanted: RecordingFilter, paging: Paging) -> Page[RecordingView]:
        """List playable recordings within reach, newest first."""
        async with self._desk.act(actor) as act:
            scope = in_scope(actor, scope_of(actor, Action.LIST_RECORDING), act.now)
            cases = every(scope, matches(CaseFilter(text=wanted.text)))
            query = RecordingQuery(
                states=PLAYABLE,
                consultation_id=wanted.consultation_id,
                recorded_from=wanted.recorded_from,
                recorded_to=wanted.recorded_to,
            )
            page = await act.work.recordings.find(cases, query, paging)
            said = f"page {paging.number}, {len(page.items)} of {page.total}"
            act.note(Action.LIST_RECORDING, AuditEntity(kind="list"), said)
            return Page(await self._views(act, page.items), page.total, paging)

    async def read(self, actor: Actor, recording_id: RecordingId) -> RecordingDetail:
        """Describe one for replay. An audit entry. Raises NotFound."""
        async with self._desk.act(actor) as act:
            recording, known = await self._playable(act, recording_id)
            act.note(
                Action.PLAY_RECORDING, case_entity(known.consultation, "recording", recording_id), "opened"
            )
            entries = await act.work.session_log.of_kind(recording.session_id, "recording.")
            return RecordingDetail(view=(await self._views(act, [recording]))[0], consent_entries=entries)

    async def track(
        self, actor: Actor, recording_id: RecordingId, track_id: TrackId
    ) -> tuple[Recording, RecordedTrack]:
        """Find a track to play; the first of a browser session is an audit entry. Raises NotFound."""
        open_act = self._desk.look if self._played.is_known(actor, recording_id) else self._desk.act
        async with open_act(actor) as act:
            recording, known = await self._playable(act, recording_id)
            entity = case_entity(known.consultation, "recording", recording_id)
            act.note(Action.PLAY_RECORDING, entity, "played")
        self._played.note(actor, recording_id)
        for track in recording.tracks:
            if track.id == track_id:
                return recording, track
        raise NotFound("track")

    async def load(self, recording_id: RecordingId) -> Recording:
        """Read one for the recorder. Raises NotFound."""
        async with self._desk.database.reading() as work:
            return await work.recordings.get(recording_id)

    async def unfinished(self) -> tuple[Recording, ...]:
        """List what was being recorded or closed when the service stopped."""
        async with self._desk.database.reading() as work:
            return await work.recordings.in_states(UNFINISHED)

    async def recover(self, recording_id: RecordingId) -> Recording:
        """Bring a broken-off recording to finalising: its files are being closed."""
        async with self._desk.act(SERVICE) as act:
            recording = await act.work.recordings.get(recording_id)
            if recording.state in (RecordingState.RECORDING, RecordingState.PAUSED):
                recording = await self._move(act, recording, RecordingStep.FAIL)
            if recording.state is RecordingState.FAILED:
                recording = await self._move(act, recording, RecordingStep.RECOVER)
            return recording

    async def finish(
        self, recording_id: RecordingId, tracks: tuple[RecordedTrack, ...], state: RecordingState
    ) -> Recording:
        """Note closed files; state is available or failed. Raises StepNotAllowed."""
        async with self._desk.act(SERVICE) as act:
            recording = await act.work.recordings.get(recording_id)
            kept = replace(recording, tracks=tracks, spans=_closed(recording, tracks))
            step = RecordingStep.FINISH if state is RecordingState.AVAILABLE else RecordingStep.FAIL
            saved = await self._move(act, kept, step)
            case = await act.work.consultations.get(saved.consultation_id)
            kind = "recording_available" if state is RecordingState.AVAILABLE else "recording_failed"
            await act.tell(case, kind)
            return saved

    async def _move(self, act: Act, recording: Recording, step: RecordingStep) -> Recording:
        case = await act.work.consultations.get(recording.consultation_id)
        act.note(Action.RUN_SESSION, case_entity(case, "recording", recording.id), step.value)
        return await act.work.recordings.save(recording.after(step, act.now))

    async def _playable(self, act: Act, recording_id: RecordingId) -> tuple[Recording, KnownCase]:
        recording = await act.work.recordings.get(recording_id)
        known = await act.case(recording.consultation_id, Action.PLAY_RECORDING)
        if recording.state not in PLAYABLE:
            raise NotFound("recording")
        return recording, known

    async def _views(self, act: Act, recordings: Sequence[Recording]) -> tuple[RecordingView, ...]:
        cases = await act.work.consultations.of_ids({each.consultation_id for each in recordings})
        known = {each.consultation.id: each for each in await act.known_all(list(cases.values()))}
        patients = await act.work.patients.of_ids({case.patient_id for case in cases.values()})
        ids = {each.session_id for each in recordings}
        sessions = await act.work.sessions.of_ids(ids)
        seats = await act.work.sessions.seats_of(ids)
        views = []
        for each in recordings:
            case, relations = cases[each.consultation_id], known[each.consultation_id].relations
            views.append(
                RecordingView(
                    recording=each,
                    session=sessions[each.session_id],
                    consultation=shown_case(act.actor, relations, case),
                    patient=shown_patient(act.actor, relations, patients[case.patient_id]),
                    participants=seats.get(each.session_id, ()),
                )
            )
        return tuple(views)


def _closed(recording: Recording, tracks: Sequence[RecordedTrack]) -> tuple[RecordedSpan, ...]:
    """Close a stretch that was left open by a crash where the last track ends."""
    if not recording.spans or recording.spans[-1].end_ms is not None:
        return recording.spans
    last = recording.spans[-1]
    ends = [track.start_ms + track.file.duration_ms for track in tracks]
    return (*recording.spans[:-1], replace(last, end_ms=max([last.start_ms, *ends])))
