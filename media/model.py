"""The values and ports that the media plane shares with its callers.

Ids are opaque strings: the media plane stores and returns them, and reads nothing into them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias

RoomId: TypeAlias = str
PeerId: TypeAlias = str
TrackId: TypeAlias = str


class TrackKind(StrEnum):
    """What a track carries."""

    AUDIO = "audio"
    VIDEO = "video"


class Source(StrEnum):
    """Where a published track comes from; the client says it for each mid it sends on."""

    MICROPHONE = "microphone"
    CAMERA = "camera"
    SCREEN = "screen"
    DOCUMENT = "document"


class PeerState(StrEnum):
    """How a peer's transport stands."""

    CONNECTING = "connecting"
    """Negotiated; no media path yet."""
    CONNECTED = "connected"
    """ICE nominated and DTLS finished."""
    DISCONNECTED = "disconnected"
    """Nothing heard for `disconnected_after_s`; comes back by itself when packets return."""
    CLOSED = "closed"
    """Closed by the caller, by DTLS, or after `expires_after_s` of silence; its tracks are gone."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A browser's offer: one PeerConnection per peer, the browser always offers."""

    sdp: str
    publish: Mapping[str, Source] = field(default_factory=dict)
    """For each mid that sends: where its track comes from."""
    subscribe: Mapping[str, TrackId] = field(default_factory=dict)
    """For each mid that receives: which track it shows. A track that is gone is answered `inactive`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The server's answer to an offer."""

    sdp: str


@dataclass(frozen=True, slots=True)
class TrackInfo:
    """A published track, known from the moment its offer was answered."""

    track_id: TrackId
    peer_id: PeerId
    kind: TrackKind
    source: Source
    codec: str
    """Lower case name of the RTP payload format: opus, vp8 or h264."""
    clock_rate_hz: int


class RoomListener(Protocol):
    """Hears what happens in a room.

    Called on the event loop's thread from inside the packet path: only put the event into a queue.
    """

    def track_added(self, track: TrackInfo) -> None:
        """A peer publishes a track; subscribers may ask for it at once."""

    def track_removed(self, track_id: TrackId) -> None:
        """The track is gone; subscribers should stop their transceiver at the next offer."""

    def peer_state(self, peer_id: PeerId, state: PeerState) -> None:
        """The peer's transport changed its state; said once for each change."""

    def levels(self, levels: Mapping[PeerId, int]) -> None:
        """Loudness of each peer that sends audio, in dBov from -127 (silent) to 0; at most 5 times a second.

        Only sent when somebody's level changed. Source: RFC 6464.
        """


class PacketSink(Protocol):
    """Hears the packets of a room, for a recorder.

    Called on the event loop's thread from inside the packet path: only put the packet into a queue.
    """

    def track_added(self, track: TrackInfo) -> None:
        """Said for the tracks that exist when the tap is opened, and for each that comes later."""

    def track_removed(self, track_id: TrackId) -> None:
        """No packet of this track follows."""

    def packet(self, track: TrackInfo, rtp: bytes, arrived_ns: int) -> None:
        """One decrypted RTP packet without header extensions.

        SSRC, payload type, sequence numbers and timestamps of a track are continuous even when the
        simulcast layer behind it changes (always at a key frame). Packets come as they arrive: late and
        repaired ones out of order.
        arrived_ns: time.monotonic_ns() of the arrival.
        """

    def sender_report(self, track_id: TrackId, ntp_time: int, rtp_time: int) -> None:
        """The publisher's clocks at one instant, rtp_time on the scale of the packets given above.

        ntp_time: 64 bits, 32.32 fixed point seconds since 1900 by the publisher's clock (RFC 3550 6.4.1).
        The same clock serves all tracks of one peer.
        """


@dataclass(frozen=True, slots=True)
class MediaSettings:
    """How the media plane listens and when it gives up."""

    port: int = 0
    """UDP port for all peers; 0 takes a free one (see MediaPlane.port)."""
    host: str = ""
    """Address to bind; empty is every address, IPv6 included where there is any."""
    public_addresses: tuple[str, ...] = ()
    """Addresses that browsers are told; empty takes those of this host's interfaces and 127.0.0.1."""
    disconnected_after_s: float = 4.0
    """Silence after which a peer counts as disconnected; browsers send a STUN check at least every 2.5 s."""
    expires_after_s: float = 30.0
    """Silence after which a peer is closed (consent expiry, RFC 7675 5.1)."""
    peers_per_room: int = 32
    engine: str = "auto"
    """auto, portable (Linux, batched system calls) or asyncio."""


@dataclass(frozen=True, slots=True)
class MediaStats:
    """Counters since start; monotonic but for the first three."""

    rooms: int
    peers: int
    tracks: int
    packets_in: int
    """RTP packets that passed authentication."""
    packets_out: int
    """RTP packets sent, retransmissions included."""
    bytes_in: int
    bytes_out: int
    resent: int
    """Packets sent again on a receiver's request."""
    refused: int
    """Datagrams from strangers, broken ones, and replays, all dropped."""
    keyframe_requests: int
    """PLI sent to publishers."""
