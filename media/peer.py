"""One peer of a room: its transport, what it publishes and what it receives."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from media.bwe import BandwidthEstimate
from media.dtls import Dtls, DtlsState
from media.ice import Agent
from media.model import PeerState, TrackId
from media.rtp import ExtensionIds
from media.twcc import FeedbackWriter

if TYPE_CHECKING:
    from media.aiortc_bridge import Certificate
    from media.consumer import Consumer
    from media.engine import TransportId
    from media.model import PeerId
    from media.producer import LayerStream, Producer
    from media.sdp import Description

_FOLLOWS: dict[PeerState, frozenset[PeerState]] = {
    PeerState.CONNECTING: frozenset({PeerState.CONNECTED, PeerState.CLOSED}),
    PeerState.CONNECTED: frozenset({PeerState.DISCONNECTED, PeerState.CLOSED}),
    PeerState.DISCONNECTED: frozenset({PeerState.CONNECTED, PeerState.CLOSED}),
    PeerState.CLOSED: frozenset(),
}
"""The states that may come next."""


class Security:
    """The ICE and DTLS side of one PeerConnection of the browser."""

    def __init__(self, certificate: Certificate, offer: Description) -> None:
        self.certificate = certificate
        self.agent = Agent()
        self.dtls = Dtls(certificate, offer.identity.fingerprints)
        self.dtls_due_ns: int | None = None
        """When DTLS wants to repeat its last flight."""
        self._session = offer.session
        self._fingerprints = offer.identity.fingerprints
        self._ufrag = offer.identity.ufrag

    def is_same_connection(self, offer: Description) -> bool:
        """False when the offer comes of another PeerConnection, as after a reload."""
        return offer.session == self._session and offer.identity.fingerprints == self._fingerprints

    def restart_if_asked(self, offer: Description) -> bool:
        """New credentials of the browser restart ICE (RFC 8839 4.4.3); True when they are new."""
        if offer.identity.ufrag == self._ufrag:
            return False
        self._ufrag = offer.identity.ufrag
        self.agent.restart()
        return True

    @property
    def is_ready(self) -> bool:
        """Media can flow."""
        return self.dtls.state is DtlsState.FINISHED and self.agent.selected is not None


@dataclass(slots=True)
class Reception:
    """What the peer's own packets need."""

    ssrc: int = field(default_factory=lambda: 1 + secrets.randbits(31))
    """The sender of our RTCP."""
    feedback: FeedbackWriter = field(default_factory=FeedbackWriter)
    ids: ExtensionIds = field(default_factory=ExtensionIds)
    reported_ns: int = 0


@dataclass(slots=True)
class Downlink:
    """What the peer's path can carry."""

    estimate: BandwidthEstimate = field(default_factory=BandwidthEstimate)
    has_feedback: bool = False
    """Transport-wide feedback came, so the receiver's own estimate is not needed."""
    heights: dict[TrackId, int] = field(default_factory=dict)
    """How high the peer shows a track, in pixels."""
    resendable: float = 0.0
    """Packets that may be sent again now."""
    refilled_ns: int = 0

    def may_resend(self, packets: int, now_ns: int) -> int:
        """How many of `packets` may be sent again: repairs get a quarter of the path, never all of it."""
        rate = self.estimate.bps / 4 / _PACKET_BITS
        grown = self.resendable + (now_ns - self.refilled_ns) / 1e9 * rate
        self.refilled_ns = now_ns
        self.resendable = min(_RESEND_BURST, grown)
        allowed = min(packets, int(self.resendable))
        self.resendable -= allowed
        return allowed


_PACKET_BITS = 9600
_RESEND_BURST = 64.0
"""Packets; a receiver that misses more needs a key frame."""


class Peer:
    """All that is known of one peer."""

    def __init__(self, peer_id: PeerId, security: Security, transport: TransportId, now_ns: int) -> None:
        self.id = peer_id
        self.security = security
        self.transport = transport
        self.producers: dict[str, Producer] = {}
        """By mid."""
        self.consumers: dict[str, Consumer] = {}
        """By mid."""
        self.reception = Reception()
        self.downlink = Downlink()
        self.answers = 0
        self.since_ns = now_ns
        """When it came, or last showed life before there was any packet."""
        self.state = PeerState.CONNECTING

    def move(self, state: PeerState) -> bool:
        """Take the state if it may follow; True when it changed."""
        if state not in _FOLLOWS[self.state]:
            return False
        self.state = state
        return True

    def stream(self, ssrc: int) -> tuple[Producer, LayerStream] | None:
        """Whose SSRC of the peer's own streams it is."""
        for producer in self.producers.values():
            for layer in producer.layers:
                if layer.ssrc == ssrc and layer.stream is not None:
                    return producer, layer
        return None

    def consumer(self, ssrc: int) -> Consumer | None:
        """Whose SSRC of the streams that the peer gets it is."""
        return next((one for one in self.consumers.values() if one.spec.ssrc == ssrc), None)

    @property
    def rtt_ns(self) -> int:
        """The last round trip, from what the peer receives; 100 ms before any."""
        return min((one.rtt_ns for one in self.consumers.values()), default=100_000_000)
