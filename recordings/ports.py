"""What recording needs from others: the room's packets, the recordings of the database, a composer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from media.api import PacketSink, RoomId, Tap
    from media.api import TrackId as MediaTrackId
    from recordings.manifest import Playback
    from telemed.domain.ids import RecordingId, SessionId, TrackId
    from telemed.domain.listing import Page, Paging
    from telemed.domain.recording import RecordedTrack, Recording, RecordingState
    from telemed.domain.roles import Actor
    from telemed.services.live_sessions import LiveSessionRecord
    from telemed.services.recordings import RecordingDetail, RecordingFilter, RecordingView


class RoomTaps(Protocol):
    """The media plane, as far as a recorder needs it."""

    def tap(self, room_id: RoomId, sink: PacketSink) -> Tap:
        """Hand the packets of every track of the room to `sink`; raises MediaError when it is not open."""

    def request_keyframe(self, track_id: MediaTrackId) -> None:
        """Ask the publisher of a track for a key frame."""


class RecordingLedger(Protocol):
    """The recordings of the database (telemed.services.recordings). Every call may raise TelemedError."""

    async def load(self, recording_id: RecordingId) -> Recording:
        """Read one."""

    async def unfinished(self) -> tuple[Recording, ...]:
        """List what was being recorded or closed when the service stopped."""

    async def recover(self, recording_id: RecordingId) -> Recording:
        """Bring a broken-off recording to finalising."""

    async def finish(
        self, recording_id: RecordingId, tracks: tuple[RecordedTrack, ...], state: RecordingState
    ) -> Recording:
        """Note closed files; state is available or failed."""


class Reading(Protocol):
    """Who may see and play what (telemed.services.recordings). Every call may raise TelemedError."""

    async def of_actor(self, actor: Actor, wanted: RecordingFilter, paging: Paging) -> Page[RecordingView]:
        """List playable recordings within reach."""

    async def read(self, actor: Actor, recording_id: RecordingId) -> RecordingDetail:
        """Describe one for replay; noted in the audit trail."""

    async def track(
        self, actor: Actor, recording_id: RecordingId, track_id: TrackId
    ) -> tuple[Recording, RecordedTrack]:
        """Find a track to play; noted in the audit trail."""


class SessionLogs(Protocol):
    """The sessions of the database (telemed.services.live_sessions)."""

    async def load(self, session_id: SessionId) -> LiveSessionRecord:
        """Read a session with its whole log."""


class Composer(Protocol):
    """Makes the files to play."""

    async def compose(self, directory: Path) -> Playback:
        """Compose the recording in a directory. Raises RecordingFault and OSError."""


Report = Callable[[str, str], None]
"""Called on the loop with session id and code: recording_finished; disk_full or disk_broken when it ended
early; disk_slow, which ends nothing. Only put it into a queue."""
