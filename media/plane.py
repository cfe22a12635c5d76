"""The media plane: rooms, their peers, and the one UDP port they share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from media.model import (
        Answer,
        MediaSettings,
        MediaStats,
        Offer,
        PacketSink,
        PeerId,
        RoomId,
        RoomListener,
        TrackId,
    )


class Tap(Protocol):
    """An open tap on a room's packets."""

    def close(self) -> None:
        """No call of the sink follows; closing twice is allowed."""


class MediaPlane:
    """Selective forwarding for all rooms of this process, on one UDP port."""

    def __init__(self, settings: MediaSettings) -> None:
        self._settings = settings

    async def run(self) -> None:
        """Serve until cancelled; raises PortUnusable when the port cannot be opened."""
        raise NotImplementedError

    async def started(self) -> None:
        """Return once the port is open."""
        raise NotImplementedError

    @property
    def port(self) -> int:
        """The UDP port in use, once started."""
        raise NotImplementedError

    def open_room(self, room_id: RoomId, listener: RoomListener) -> None:
        """Open a room; opening an open one again only replaces its listener."""
        raise NotImplementedError

    def close_room(self, room_id: RoomId) -> None:
        """Close a room, its peers and taps; closing what is not open is allowed."""
        raise NotImplementedError

    async def negotiate(self, room_id: RoomId, peer_id: PeerId, offer: Offer) -> Answer:
        """Answer a peer's offer, the first one and every later one.

        The first offer opens the peer. An offer from a new PeerConnection of the same peer (another DTLS
        fingerprint or SDP session) replaces the old transport. New ICE credentials restart ICE and keep
        DTLS and media. Raises SdpRefused, NoSuchRoom, TooBusy; the peer then stays as it was.
        """
        raise NotImplementedError

    def close_peer(self, room_id: RoomId, peer_id: PeerId) -> None:
        """Close a peer and remove its tracks; closing what is not there is allowed."""
        raise NotImplementedError

    def prefer(self, room_id: RoomId, peer_id: PeerId, track_id: TrackId, height_px: int) -> None:
        """Say how large a peer shows a video track, so that a fitting simulcast layer is sent.

        height_px: height of the element in device pixels; 0 pauses the video. Default: the largest.
        Raises NoSuchRoom, NoSuchPeer; a track that the peer does not receive is remembered.
        """
        raise NotImplementedError

    def tap(self, room_id: RoomId, sink: PacketSink) -> Tap:
        """Hand the packets of every track of the room to `sink`; raises NoSuchRoom."""
        raise NotImplementedError

    def request_keyframe(self, track_id: TrackId) -> None:
        """Ask the publisher for a key frame; many askers make one request; unknown tracks are ignored."""
        raise NotImplementedError

    def stats(self) -> MediaStats:
        """Counters since start."""
        raise NotImplementedError
