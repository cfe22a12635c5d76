"""A track that a peer publishes: its simulcast layers, key frame requests and sender reports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from media.engine import StreamId, StreamSpec
from media.keyframes import KeyframeRequests
from media.layers import Layer
from media.model import TrackKind

if TYPE_CHECKING:
    from media.engine import Engine, StreamState, TransportId
    from media.model import TrackInfo
    from media.sdp import Codec, Section

_STOPPED_NS = 1_500_000_000
"""A layer that is this long behind the track's others does not run. A track that is silent as a whole, as a
still screen is, goes on as it was."""


@dataclass(slots=True)
class LayerStream:
    """One simulcast layer, or the only stream of the track."""

    rid: str
    ssrc: int = 0
    stream: StreamId | None = None
    """None until its first packet."""
    repair_ssrc: int | None = None
    bps: float = 0.0
    measured: tuple[int, int] = (0, 0)
    """Time in ns and octets of the last measurement."""
    report: tuple[int, int] = (0, 0)
    """Middle bits of the last sender report's NTP time, and when it came in ns."""


class Producer:
    """One published track."""

    def __init__(self, info: TrackInfo, section: Section, codec: Codec) -> None:
        self.info = info
        self.mid = section.mid
        self.codec = codec
        self.layers = [LayerStream(rid) for rid in section.streams.rids or [""]]
        """From low to high, as the offer lists them."""
        self.keyframes = KeyframeRequests()
        self.repair_payload_type = section.repair_of(codec.payload_type)

    @property
    def is_video(self) -> bool:
        """Layers and key frames matter."""
        return self.info.kind is TrackKind.VIDEO

    def fits(self, section: Section, codec: Codec) -> bool:
        """A later offer still describes this very track."""
        rids = section.streams.rids or [""]
        return codec == self.codec and rids == [layer.rid for layer in self.layers]

    def spec(self, ssrc: int) -> StreamSpec:
        """How the engine receives a stream of this track."""
        codec = self.codec
        return StreamSpec(ssrc, codec.payload_type, codec.name, codec.clock_rate_hz, self.repair_payload_type)

    def layer(self, rid: str) -> LayerStream | None:
        """The layer with this rid; the only one of a track without simulcast answers to any."""
        if len(self.layers) == 1 and not self.layers[0].rid:
            return self.layers[0]
        return next((one for one in self.layers if one.rid == rid), None)

    def latch(self, engine: Engine, transport: TransportId, layer: LayerStream, ssrc: int) -> StreamId:
        """Receive `ssrc` as this layer; the SSRC before it is forgotten."""
        if layer.stream is not None:
            engine.drop_stream(layer.stream)
        layer.ssrc = ssrc
        layer.stream = engine.add_stream(transport, self.spec(ssrc))
        if layer.repair_ssrc is not None:
            engine.set_repair(layer.stream, layer.repair_ssrc)
        return layer.stream

    def latch_repair(self, engine: Engine, layer: LayerStream, ssrc: int) -> None:
        """Take `ssrc` for the layer's repair stream."""
        layer.repair_ssrc = ssrc
        if layer.stream is not None:
            engine.set_repair(layer.stream, ssrc)

    def measure(self, engine: Engine, now_ns: int) -> list[Layer]:
        """The layers as they are now; call it at most a few times a second."""
        states = [
            engine.stream_state(layer.stream) if layer.stream is not None else None for layer in self.layers
        ]
        latest_ns = max((state.heard_ns for state in states if state is not None), default=0)
        return [
            _measured(layer, state, latest_ns, now_ns)
            for layer, state in zip(self.layers, states, strict=True)
        ]


def _measured(layer: LayerStream, state: StreamState | None, latest_ns: int, now_ns: int) -> Layer:
    if state is None:
        return Layer(0.0, 0, is_running=False)
    at_ns, octets = layer.measured
    elapsed_s = (now_ns - at_ns) / 1e9
    if at_ns and elapsed_s > 0.2:
        layer.bps += ((state.octets - octets) * 8 / elapsed_s - layer.bps) * 0.4
    if not at_ns or elapsed_s > 0.2:
        layer.measured = (now_ns, state.octets)
    is_running = state.heard_ns > 0 and latest_ns - state.heard_ns < _STOPPED_NS
    return Layer(layer.bps, state.height_px, is_running)
