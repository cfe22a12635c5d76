"""Recordings: what the recorder reports, and who may play what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from telemed.domain.consultation import Consultation
from telemed.domain.ids import ConsultationId
from telemed.domain.live_session import LiveSession, Participant
from telemed.domain.patient import Patient
from telemed.domain.recording import RecordedTrack, Recording
from telemed.domain.session_log import StoredEntry

if TYPE_CHECKING:
    from telemed.domain.ids import RecordingId, TrackId
    from telemed.domain.listing import Page, Paging
    from telemed.domain.recording import RecordingState
    from telemed.domain.roles import Actor


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

    async def of_actor(self, actor: Actor, wanted: RecordingFilter, paging: Paging) -> Page[RecordingView]:
        """List playable recordings within reach, newest first."""
        raise NotImplementedError

    async def read(self, actor: Actor, recording_id: RecordingId) -> RecordingDetail:
        """Describe one for replay. An audit entry. Raises NotFound."""
        raise NotImplementedError

    async def track(
        self, actor: Actor, recording_id: RecordingId, track_id: TrackId
    ) -> tuple[Recording, RecordedTrack]:
        """Find a track to play; the first of a browser session is an audit entry. Raises NotFound."""
        raise NotImplementedError

    async def load(self, recording_id: RecordingId) -> Recording:
        """Read one for the recorder. Raises NotFound."""
        raise NotImplementedError

    async def unfinished(self) -> tuple[Recording, ...]:
        """List what was being recorded or closed when the service stopped."""
        raise NotImplementedError

    async def recover(self, recording_id: RecordingId) -> Recording:
        """Bring a broken-off recording to finalising: its files are being closed."""
        raise NotImplementedError

    async def finish(
        self, recording_id: RecordingId, tracks: tuple[RecordedTrack, ...], state: RecordingState
    ) -> Recording:
        """Note closed files; state is available or failed. Raises StepNotAllowed."""
        raise NotImplementedError
