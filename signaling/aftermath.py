"""What follows from committed entries outside the log: media, recorder, the last word to a connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from signaling.inputs import Heard, RecorderFailed, TrackCame, TrackWent
from signaling.ports import RecordingOrder
from signaling.recording_desk import RecordingDesk
from telemed.wire import entries as e
from telemed.wire.live import Bye, Track

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from media.api import PeerState, TrackInfo
    from signaling.deciding import Decider
    from signaling.hosting import Surroundings
    from signaling.inputs import Input
    from signaling.ledger import Ledger
    from signaling.mailbox import Mailbox
    from signaling.recording_desk import RecordingBody
    from telemed.wire.entries import LogEntry

LEFT: Mapping[str, Literal["left", "timed_out", "removed"]] = {
    "left": "left",
    "timed_out": "timed_out",
    "removed": "removed",
}


class MediaEvents:
    """Hears the media room and only puts what it hears into the mailbox."""

    def __init__(self, mailbox: Mailbox[Input]) -> None:
        self._mailbox = mailbox

    def track_added(self, track: TrackInfo) -> None:
        """A peer publishes a track."""
        self._mailbox.force(
            TrackCame(
                Track(
                    track_id=track.track_id,
                    participant_id=track.peer_id,
                    kind=track.kind.value,
                    source=track.source.value,
                )
            )
        )

    def track_removed(self, track_id: str) -> None:
        """The track is gone."""
        self._mailbox.force(TrackWent(track_id))

    def peer_state(self, peer_id: str, state: PeerState) -> None:
        """Browsers see the state of their own connection; the room does not need it."""

    def levels(self, levels: Mapping[str, int]) -> None:
        """Loudness, a few times a second."""
        self._mailbox.force(Heard(dict(levels)))


class Aftermath:
    """Acts on what was committed."""

    def __init__(
        self, ledger: Ledger, decider: Decider, around: Surroundings, mailbox: Mailbox[Input]
    ) -> None:
        self._ledger = ledger
        self._decider = decider
        self._around = around
        self._events = MediaEvents(mailbox)
        self._desk = RecordingDesk(around.recorder, lambda: mailbox.force(RecorderFailed()))

    @property
    def _session_id(self) -> str:
        return self._ledger.session_id

    async def run(self) -> None:
        """Serve the recorder until closed."""
        await self._desk.run()

    def close(self) -> None:
        """The room is over; `run` returns once the recorder has been told everything."""
        self._desk.close()

    def end(self) -> None:
        """Close the media room."""
        self._around.media.close_room(self._session_id)

    def take_up(self) -> None:
        """Open the media room, and go on with a recording that ran when the last process ended."""
        self._around.media.open_room(self._session_id, self._events)
        recording = self._ledger.state.recording
        if recording.recording_id is not None and recording.phase in ("recording", "paused"):
            self._wish(e.RecordingStarted(recording_id=recording.recording_id))
            if recording.phase == "paused":
                self._wish(e.RecordingPaused(recording_id=recording.recording_id, cause="asked"))

    async def follow(self, entries: Sequence[LogEntry]) -> None:
        """Do what the entries call for."""
        await self._replace()
        for entry in entries:
            match entry.body:
                case e.ParticipantLeft(reason=reason) if entry.participant_id is not None:
                    await self._dismiss(entry.participant_id, LEFT[reason])
                case e.SessionEnded():
                    for connection in self._decider.seating.connections():
                        await self._around.outbox.close(connection, Bye(reason="ended"))
                case (
                    e.RecordingStarted() | e.RecordingPaused() | e.RecordingResumed() | e.RecordingStopped()
                ) as body:
                    self._wish(body)
                case _:
                    pass

    async def _replace(self) -> None:
        replaced, new_pages = self._decider.seating.take_replaced()
        for connection in replaced:
            await self._around.outbox.close(connection, Bye(reason="taken_over"))
        for participant_id in new_pages:
            self._around.media.close_peer(self._session_id, participant_id)

    async def _dismiss(self, participant_id: str, reason: Literal["left", "timed_out", "removed"]) -> None:
        connection = self._decider.seating.stand_up(participant_id)
        self._decider.seating.forget(participant_id)
        self._around.media.close_peer(self._session_id, participant_id)
        if connection is not None:
            await self._around.outbox.close(connection, Bye(reason=reason))

    def _wish(self, body: RecordingBody) -> None:
        order = RecordingOrder(
            recording_id=body.recording_id,
            session_id=self._session_id,
            consultation_id=self._ledger.consultation_id,
            room_id=self._session_id,
            origin_ns=self._ledger.origin_ns or self._around.clock.monotonic_ns(),
        )
        self._desk.wish(body, order)
