"""What recording needs from others: the room's packets, the recordings of the database, a composer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from media.api import PacketSink, RoomId, Tap, TrackId
    from recordings.manifest import Playback
    from telemed.domain.ids import RecordingId
    from telemed.domain.recording import RecordedTrack, Recording, RecordingState


class RoomTaps(Protocol):
    """The media plane, as far as a recorder needs it."""

    def tap(self, room_id: RoomId, sink: PacketSink) -> Tap:
        """Hand the packets of every track of the room to `sink`; raises MediaError when it is not open."""

    def request_keyframe(self, track_id: TrackId) -> None:
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


class Composer(Protocol):
    """Makes the files to play."""

    async def compose(self, directory: Path) -> Playback:
        """Compose the recording in a directory. Raises RecordingFault and OSError."""


Report = Callable[[str, str], None]
"""Called on the loop with session id and code: recording_finished; disk_full or disk_broken when it ended
early; disk_slow, which ends nothing. Only put it into a queue."""
