"""The seam between bytes and decisions.

An engine owns the socket and every packet: demultiplexing by address, SRTP, forwarding, rewriting, the
packet caches and the counters. It decides nothing: the control side tells it which streams exist, who
receives what, and what to resend. A native engine takes this place without a change above it. Handles
are plain integers for that reason. All calls and events are on the event loop's thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NewType, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from media.address import Address
    from media.aiortc_bridge import SrtpKeys
    from media.reception import ReceptionReport
    from media.rewrite import Clock
    from media.rtp import ExtensionIds

TransportId = NewType("TransportId", int)
StreamId = NewType("StreamId", int)
DownId = NewType("DownId", int)


@dataclass(frozen=True, slots=True)
class StreamSpec:
    """An incoming RTP stream: one SSRC, one simulcast layer."""

    ssrc: int
    payload_type: int
    codec: str
    rate_hz: int
    repair_payload_type: int | None = None

    @property
    def is_video(self) -> bool:
        """Video is cached for resending, asked for when lost, and switched at key frames only."""
        return self.codec != "opus"


@dataclass(frozen=True, slots=True)
class DownSpec:
    """An outgoing RTP stream."""

    ssrc: int
    payload_type: int
    rate_hz: int
    repair_ssrc: int
    repair_payload_type: int | None = None
    """None: packets are resent as they were."""
    is_numbered: bool = False
    """Packets carry our transport-wide sequence number; only where the receiver will report on it."""


@dataclass(frozen=True, slots=True)
class StreamState:
    """What an incoming stream did so far."""

    packets: int
    octets: int
    """Payload bytes."""
    heard_ns: int
    """Arrival of the last packet, time.monotonic_ns; 0 before the first."""
    height_px: int
    """Of the last VP8 key frame; 0 when unknown."""
    level: int
    """Loudest audio level since last asked, 0 loudest to 127; 127 when none came."""


@dataclass(frozen=True, slots=True)
class DownState:
    """What an outgoing stream did so far."""

    packets: int
    octets: int
    stream: StreamId | None
    """What it carries."""
    waits_for: StreamId | None
    """What it will carry from the next key frame on."""
    timestamp_shift: int
    """Outgoing minus incoming timestamp of `stream`."""


@dataclass(slots=True)
class Counters:
    """Since start."""

    packets_in: int = 0
    packets_out: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    resent: int = 0
    refused: int = 0


class EngineEvents(Protocol):
    """What an engine passes up."""

    def stun(self, datagram: bytes, source: Address) -> None:
        """A datagram that looks like STUN, from anybody."""

    def dtls(self, transport: TransportId, datagram: bytes, source: Address) -> None:
        """A datagram that looks like DTLS, from an admitted address."""

    def rtcp(self, transport: TransportId, compound: bytes) -> None:
        """An authenticated RTCP packet."""

    def unknown(self, transport: TransportId, packet: bytes) -> None:
        """An authenticated RTP packet of an SSRC without a stream; it is tried again after this returns."""

    def lost(self, transport: TransportId) -> None:
        """Video packets of the transport's peer are missing since just now."""

    def switched(self, down: DownId) -> None:
        """The outgoing stream carries what was selected."""


class Engine(Protocol):
    """See the module's text. Unknown handles are ignored: control and packets race at close."""

    counters: Counters

    async def open(self, host: str, port: int, events: EngineEvents) -> int:
        """Bind and start to receive; returns the port. Raises OSError."""

    def close(self) -> None:
        """Close the socket."""

    def send(self, datagram: bytes, address: Address) -> None:
        """Send as it is: STUN and DTLS."""

    def add_transport(self) -> TransportId:
        """A peer's transport, without address and keys yet."""

    def drop_transport(self, transport: TransportId) -> None:
        """With its streams and down streams."""

    def admit(self, transport: TransportId, address: Address) -> None:
        """Take DTLS and media of this address for the transport's."""

    def dismiss(self, address: Address) -> None:
        """Take nothing but STUN from this address."""

    def route(self, transport: TransportId, address: Address) -> None:
        """Send the transport's media there."""

    def set_keys(self, transport: TransportId, keys: SrtpKeys) -> None:
        """Media flows from now on."""

    def set_extensions(self, transport: TransportId, ids: ExtensionIds, out_sequence: int) -> None:
        """Numbers of header extensions; out_sequence: for our transport-wide numbers."""

    def send_rtcp(self, transport: TransportId, compound: bytes) -> None:
        """Protect and send; dropped before keys and route are known."""

    def add_stream(self, transport: TransportId, spec: StreamSpec) -> StreamId:
        """Receive this SSRC."""

    def set_repair(self, stream: StreamId, ssrc: int) -> None:
        """Packets of this SSRC repair the stream (RFC 4588)."""

    def drop_stream(self, stream: StreamId) -> None:
        """Receivers keep their down streams, which carry nothing then."""

    def set_clock(self, stream: StreamId, clock: Clock) -> None:
        """What the last sender report said."""

    def add_down(self, transport: TransportId, spec: DownSpec) -> DownId:
        """Send a stream to this transport."""

    def add_tap(self, spec: DownSpec, packet: Callable[[bytes, int], None]) -> DownId:
        """Hand a stream's packets and their arrival in ns to a function instead."""

    def drop_down(self, down: DownId) -> None:
        """End an outgoing stream."""

    def select(self, down: DownId, stream: StreamId | None) -> None:
        """Carry this stream: audio at once, video from its next key frame; None: nothing, at once."""

    def resend(self, down: DownId, sequences: Sequence[int], interval_ns: int) -> None:
        """Send these again if they are still there, each at most once per interval."""

    def wanted(self, stream: StreamId, now_ns: int, interval_ns: int) -> list[int]:
        """Sequence numbers to ask the publisher for now."""

    def reception(self, stream: StreamId) -> ReceptionReport | None:
        """For a receiver report; None before the first packet."""

    def stream_state(self, stream: StreamId) -> StreamState | None:
        """None when there is no such stream."""

    def down_state(self, down: DownId) -> DownState | None:
        """None when there is no such down stream."""

    def heard_ns(self, transport: TransportId) -> int:
        """Arrival of the last authenticated packet; 0 before the first."""

    def take_arrivals(self, transport: TransportId) -> list[tuple[int, int]]:
        """Transport-wide number and arrival in ns of what came since last asked."""

    def sent(self, transport: TransportId, sequence: int) -> tuple[int, int] | None:
        """When in ns, and how large, a packet with this transport-wide number went out."""
