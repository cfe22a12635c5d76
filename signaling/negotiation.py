"""Which tracks exist, and one offer at a time. The browser always offers, so there is no glare (RFC 9429)."""

from __future__ import annotations

from signaling.refusals import LiveRefusal
from telemed.wire.live import LiveCode, Track, TrackList


class TrackBook:
    """The tracks of a room; its revision rises with every change."""

    def __init__(self) -> None:
        self._tracks: dict[str, Track] = {}
        self._revision = 0

    def add(self, track: Track) -> None:
        """A participant publishes a track."""
        self._tracks[track.track_id] = track
        self._revision += 1

    def remove(self, track_id: str) -> None:
        """The track is gone."""
        if self._tracks.pop(track_id, None) is not None:
            self._revision += 1

    def list(self) -> TrackList:
        """Return what clients are told; they subscribe to it in their next offer."""
        return TrackList(revision=self._revision, tracks=tuple(self._tracks.values()))


class OfferGate:
    """Lets one offer of each participant through at a time."""

    def __init__(self) -> None:
        self._busy: set[str] = set()

    def enter(self, participant_id: str) -> None:
        """Begin an offer. Raises LiveRefusal(busy) while another is being answered."""
        if participant_id in self._busy:
            raise LiveRefusal(LiveCode.BUSY, "One offer at a time: wait for the answer.")
        self._busy.add(participant_id)

    def leave(self, participant_id: str) -> None:
        """The offer is answered, or was refused."""
        self._busy.discard(participant_id)
