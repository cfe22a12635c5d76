"""The conversation in RTCP: what a peer's reports lead to, and what it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from media import rtcp, twcc
from media.rewrite import Clock
from media.router import stream_name

if TYPE_CHECKING:
    from media.engine import Engine, StreamId
    from media.peer import Peer
    from media.producer import LayerStream, Producer
    from media.router import Room

_REPORT_NS = 1_000_000_000
_MIN_INTERVAL_NS = 30_000_000


class Conversation:
    """RTCP with all peers."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.keyframe_requests = 0

    def heard(self, room: Room, peer: Peer, compound: bytes, now_ns: int) -> None:
        """Act on what a peer sent."""
        for message in rtcp.parse(compound):
            if isinstance(message, rtcp.SenderReport):
                self._sender_report(room, peer, message, now_ns)
            elif isinstance(message, rtcp.ReportBlock):
                if (consumer := peer.consumer(message.ssrc)) is not None:
                    consumer.reported(message.last_report, message.delay, now_ns)
            else:
                self._receiver_wish(room, peer, message, now_ns)

    def _receiver_wish(self, room: Room, peer: Peer, message: rtcp.Message, now_ns: int) -> None:
        match message:
            case rtcp.Nack():
                self._resend(peer, message, now_ns)
            case rtcp.KeyframeRequest():
                if (consumer := peer.consumer(message.ssrc)) is not None:
                    self.ask_keyframe(room, consumer.producer, now_ns)
            case rtcp.Remb():
                if not peer.downlink.has_feedback:
                    peer.downlink.estimate.limit(message.bps)
            case twcc.Feedback():
                self._judge_path(peer, message, now_ns)

    def _resend(self, peer: Peer, message: rtcp.Nack, now_ns: int) -> None:
        consumer = peer.consumer(message.ssrc)
        if consumer is not None:
            interval_ns = max(_MIN_INTERVAL_NS, consumer.rtt_ns)
            allowed = peer.downlink.may_resend(len(message.sequences), now_ns)
            self._engine.resend(consumer.down, message.sequences[:allowed], interval_ns)

    def _judge_path(self, peer: Peer, message: twcc.Feedback, now_ns: int) -> None:
        peer.downlink.has_feedback = True
        packets: list[tuple[int, int, int | None]] = []
        for offset, arrived in enumerate(message.arrivals):
            sent = self._engine.sent(peer.transport, (message.base + offset) & 0xFFFF)
            if sent is not None:
                packets.append((sent[1], sent[0], arrived))
        peer.downlink.estimate.feedback(packets, now_ns)

    def _sender_report(self, room: Room, peer: Peer, report: rtcp.SenderReport, now_ns: int) -> None:
        """Pass a publisher's clocks on to each receiver, on the scale that it sees (lip sync)."""
        found = peer.stream(report.ssrc)
        if found is None or found[1].stream is None:
            return
        producer, layer = found
        stream: StreamId = found[1].stream
        middle = report.ntp >> 16 & 0xFFFFFFFF
        layer.report = (middle, now_ns)
        self._engine.set_clock(stream, Clock(report.ntp, report.rtp))
        for transport, consumer in room.consumers_of(producer, stream):
            state = self._engine.down_state(consumer.down)
            if state is None:
                continue
            clock = (report.ntp, (report.rtp + state.timestamp_shift) & 0xFFFFFFFF)
            if transport is None:
                continue
            name = stream_name(producer)
            out = rtcp.sender_report(consumer.spec.ssrc, clock, state.packets, state.octets, name)
            self._engine.send_rtcp(transport, out)
            consumer.sender_report_sent(middle, now_ns)
        self._tell_taps(room, producer, stream, report)

    def _tell_taps(self, room: Room, producer: Producer, stream: StreamId, report: rtcp.SenderReport) -> None:
        for tap in room.taps:
            consumer = tap.consumers.get(producer.info.track_id)
            state = self._engine.down_state(consumer.down) if consumer is not None else None
            if state is not None and state.stream == stream:
                shifted = (report.rtp + state.timestamp_shift) & 0xFFFFFFFF
                tap.sink.sender_report(producer.info.track_id, report.ntp, shifted)

    # What peers are told.

    def ask_keyframe(self, room: Room, producer: Producer, now_ns: int) -> None:
        """Ask the publisher, at once or when the interval is over."""
        if producer.keyframes.ask(now_ns / 1e9):
            self._send_pli(room, producer)

    def repeat_keyframe_requests(self, room: Room, now_ns: int) -> None:
        """Send the requests that waited for the interval."""
        for producer in room.producers.values():
            if producer.keyframes.is_due(now_ns / 1e9):
                self._send_pli(room, producer)

    def _send_pli(self, room: Room, producer: Producer) -> None:
        peer = room.owner(producer)
        if peer is None:
            return
        self.keyframe_requests += 1
        plis = [rtcp.pli(peer.reception.ssrc, one.ssrc) for one in producer.layers if one.stream is not None]
        if plis:
            self._engine.send_rtcp(peer.transport, b"".join(plis))

    def ask_lost(self, peer: Peer, now_ns: int) -> None:
        """Ask the peer for missing packets of its video."""
        interval_ns = max(_MIN_INTERVAL_NS, peer.rtt_ns)
        video = (producer for producer in peer.producers.values() if producer.is_video)
        for layer in (one for producer in video for one in producer.layers):
            if layer.stream is not None:
                sequences = self._engine.wanted(layer.stream, now_ns, interval_ns)
                if sequences:
                    nack = rtcp.nack(peer.reception.ssrc, layer.ssrc, sequences)
                    self._engine.send_rtcp(peer.transport, nack)

    def tell(self, peer: Peer, now_ns: int) -> None:
        """Send what is due: arrivals for the peer's rate control, repeated NACKs, receiver reports."""
        layers = [one for producer in peer.producers.values() for one in producer.layers if one.stream]
        self._tell_arrivals(peer, layers)
        self.ask_lost(peer, now_ns)
        if layers and now_ns - peer.reception.reported_ns >= _REPORT_NS:
            peer.reception.reported_ns = now_ns
            self._report(peer, layers, now_ns)

    def _tell_arrivals(self, peer: Peer, layers: list[LayerStream]) -> None:
        arrivals = self._engine.take_arrivals(peer.transport)
        if not arrivals:
            return
        about = layers[0].ssrc if layers else 0
        for body in peer.reception.feedback.write(arrivals):
            self._engine.send_rtcp(peer.transport, rtcp.transport_cc(peer.reception.ssrc, about, body))

    def _report(self, peer: Peer, layers: list[LayerStream], now_ns: int) -> None:
        blocks = []
        for layer in layers:
            reception = self._engine.reception(layer.stream) if layer.stream is not None else None
            if reception is not None:
                middle, heard_ns = layer.report
                delay = (now_ns - heard_ns) * 65536 // 1_000_000_000 if middle else 0
                blocks.append((layer.ssrc, reception, middle, min(delay, 0xFFFFFFFF)))
        self._engine.send_rtcp(peer.transport, rtcp.receiver_report(peer.reception.ssrc, blocks))
