"""Recordings and their tracks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, func, select

from telemed.domain.errors import NotFound
from telemed.domain.ids import ConsultationId, ParticipantId, RecordingId, SessionId, TrackId
from telemed.domain.listing import Page, Paging
from telemed.domain.recording import (
    RecordedSpan,
    RecordedTrack,
    Recording,
    RecordingState,
    TrackFile,
    TrackSource,
)
from telemed.storage.rows import from_json, insert, save, to_json
from telemed.storage.tables import consultations, recording_tracks, recordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, RowMapping
    from sqlalchemy.ext.asyncio import AsyncConnection

    from telemed.storage.case_queries import Condition

R = recordings.c
T = recording_tracks.c


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingQuery:
    """Which recordings."""

    states: frozenset[RecordingState]
    consultation_id: ConsultationId | None = None
    recorded_from: datetime | None = None
    recorded_to: datetime | None = None


class RecordingStore:
    """Repository of recordings."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, recording_id: RecordingId) -> Recording:
        """Find one. Raises NotFound."""
        found = await self._all(R.id == recording_id)
        if not found:
            raise NotFound("recording")
        return found[0]

    async def of_case(self, consultation_id: ConsultationId) -> tuple[Recording, ...]:
        """List the recordings of a case."""
        return tuple(await self._all(R.consultation_id == consultation_id))

    async def in_states(self, states: Iterable[RecordingState]) -> tuple[Recording, ...]:
        """List recordings in some states."""
        return tuple(await self._all(R.state.in_([state.value for state in states])))

    async def find(self, cases: Condition, wanted: RecordingQuery, paging: Paging) -> Page[Recording]:
        """List recordings of cases that meet a condition, newest first."""
        where = and_(cases, *_conditions(wanted))
        joined = recordings.join(consultations, consultations.c.id == R.consultation_id)
        total = await self._connection.scalar(select(func.count()).select_from(joined).where(where))
        query = (
            select(recordings)
            .select_from(joined)
            .where(where)
            .order_by(R.started_at.desc().nulls_last(), R.id.desc())
            .limit(paging.size)
            .offset(paging.offset)
        )
        found = await self._with_tracks((await self._connection.execute(query)).mappings().all())
        return Page(tuple(found), int(total or 0), paging)

    async def add(self, recording: Recording) -> None:
        """Insert one."""
        await insert(self._connection, recordings, _values(recording))

    async def save(self, recording: Recording) -> Recording:
        """Update one with its tracks. Raises StaleVersion."""
        await save(self._connection, recordings, recording.id, recording.version, _values(recording))
        await self._connection.execute(delete(recording_tracks).where(T.recording_id == recording.id))
        for track in recording.tracks:
            await insert(self._connection, recording_tracks, _track_values(recording.id, track))
        return await self.get(recording.id)

    async def _all(self, where: ColumnElement[bool]) -> list[Recording]:
        query = select(recordings).where(where).order_by(R.started_at, R.id)
        return await self._with_tracks((await self._connection.execute(query)).mappings().all())

    async def _with_tracks(self, rows: Sequence[RowMapping]) -> list[Recording]:
        query = (
            select(recording_tracks)
            .where(T.recording_id.in_([row["id"] for row in rows]))
            .order_by(T.start_ms, T.id)
        )
        tracks: dict[str, tuple[RecordedTrack, ...]] = {}
        for row in (await self._connection.execute(query)).mappings():
            tracks[row["recording_id"]] = (*tracks.get(row["recording_id"], ()), _track(row))
        return [_recording(row, tracks.get(row["id"], ())) for row in rows]


def _conditions(query: RecordingQuery) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [R.state.in_(sorted(state.value for state in query.states))]
    if query.consultation_id is not None:
        found.append(R.consultation_id == query.consultation_id)
    if query.recorded_from is not None:
        found.append(R.started_at >= query.recorded_from)
    if query.recorded_to is not None:
        found.append(R.started_at < query.recorded_to)
    return found


def _values(recording: Recording) -> dict[str, object]:
    return {
        "id": recording.id,
        "version": recording.version,
        "session_id": recording.session_id,
        "consultation_id": recording.consultation_id,
        "state": recording.state.value,
        "started_at": recording.started_at,
        "spans": to_json(recording.spans),
    }


def _recording(row: RowMapping, tracks: tuple[RecordedTrack, ...]) -> Recording:
    return Recording(
        id=RecordingId(row["id"]),
        version=row["version"],
        session_id=SessionId(row["session_id"]),
        consultation_id=ConsultationId(row["consultation_id"]),
        state=RecordingState(row["state"]),
        started_at=row["started_at"],
        spans=from_json(row["spans"], tuple[RecordedSpan, ...]),
        tracks=tracks,
    )


def _track_values(recording_id: RecordingId, track: RecordedTrack) -> dict[str, object]:
    return {
        "id": track.id,
        "recording_id": recording_id,
        "participant_id": track.participant_id,
        "source": track.source.value,
        "kind": track.kind,
        "codec": track.codec,
        "media_type": track.media_type,
        "start_ms": track.start_ms,
        "path": track.file.path,
        "size_bytes": track.file.size_bytes,
        "sha256": track.file.sha256,
        "duration_ms": track.file.duration_ms,
    }


def _track(row: RowMapping) -> RecordedTrack:
    return RecordedTrack(
        id=TrackId(row["id"]),
        participant_id=ParticipantId(row["participant_id"]),
        source=TrackSource(row["source"]),
        kind=row["kind"],
        codec=row["codec"],
        media_type=row["media_type"],
        start_ms=row["start_ms"],
        file=TrackFile(
            path=row["path"],
            size_bytes=row["size_bytes"],
            sha256=row["sha256"],
            duration_ms=row["duration_ms"],
        ),
    )
