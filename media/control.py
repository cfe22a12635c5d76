"""Decides for all rooms what the engine does: the events of packets in, commands out."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from media import stun
from media.address import Address, network_of
from media.dtls import DtlsState
from media.feedback import Conversation
from media.ice import Table
from media.limits import Limiter
from media.model import PeerState
from media.rtp import extension

if TYPE_CHECKING:
    from media.engine import DownId, Engine, TransportId
    from media.model import MediaSettings, PeerId, RoomId
    from media.peer import Peer
    from media.producer import Producer
    from media.router import Room

log = logging.getLogger("media.control")

_LAYERS_NS = 500_000_000
_LEVELS_NS = 200_000_000
_SILENT = -127


class Control:
    """See media.engine.EngineEvents; `tick` does what waits for time."""

    def __init__(self, settings: MediaSettings, engine: Engine) -> None:
        self.rooms: dict[RoomId, Room] = {}
        self.wake = asyncio.Event()
        """Set when `tick` should not wait for its time."""
        self.conversation = Conversation(engine)
        self.agents: Table[tuple[Room, Peer]] = Table()
        self._settings = settings
        self._engine = engine
        self._peers: dict[TransportId, tuple[Room, Peer]] = {}
        self._checks = Limiter(per_s=100, burst=400)
        """STUN checks per source; a browser sends up to 20 a second for each pair it tries."""
        self._latches = Limiter(per_s=5, burst=64)
        """New SSRCs per transport."""
        self._due = [0, 0]
        """When layers and levels are next looked at."""

    # Peers.

    def add(self, room: Room, peer: Peer) -> None:
        """Take a new peer in."""
        room.peers[peer.id] = peer
        self._peers[peer.transport] = (room, peer)
        self.agents.put(peer.security.agent, (room, peer))
        room.listener.peer_state(peer.id, peer.state)

    def remove(self, room: Room, peer: Peer) -> None:
        """Take a peer out and say goodbye; its tracks are gone."""
        if self._peers.pop(peer.transport, None) is None:
            return
        self.agents.drop(peer.security.agent)
        target = peer.security.agent.selected
        for datagram in peer.security.dtls.close() if target is not None else []:
            self._engine.send(datagram, target or b"")
        room.leave(peer)
        self._engine.drop_transport(peer.transport)
        self.hurry()
        if peer.move(PeerState.CLOSED):
            room.listener.peer_state(peer.id, PeerState.CLOSED)

    def hurry(self) -> None:
        """Look at the layers at the next tick, which comes at once."""
        self._due[0] = 0
        self.wake.set()

    @property
    def peers(self) -> int:
        """How many there are."""
        return len(self._peers)

    # Events of the engine.

    def stun(self, datagram: bytes, source: Address) -> None:
        """Answer an authentic check; everything else gets silence."""
        now_s = time.monotonic()
        request = stun.parse_request(datagram)
        found = self.agents.find(request.local_ufrag) if request is not None else None
        if request is None or found is None or not self._checks.allows(network_of(source), now_s):
            self._engine.counters.refused += 1
            return
        agent, (_, peer) = found
        checked = agent.check(request, source, now_s)
        if checked is None:
            self._engine.counters.refused += 1
            return
        if checked.forgotten is not None:
            self._engine.dismiss(checked.forgotten)
        if checked.is_new:
            self._engine.admit(peer.transport, source)
        if checked.nominated:
            self._engine.route(peer.transport, source)
        self._engine.send(checked.reply, source)

    def dtls(self, transport: TransportId, datagram: bytes, source: Address) -> None:
        """Advance the handshake."""
        found = self._peers.get(transport)
        if found is None:
            return
        room, peer = found
        dtls = peer.security.dtls
        for answer in dtls.receive(datagram):
            self._engine.send(answer, source)
        wait_s = dtls.timeout_s()
        peer.security.dtls_due_ns = None if wait_s is None else time.monotonic_ns() + int(wait_s * 1e9)
        if dtls.keys is not None:
            self._engine.set_keys(transport, dtls.keys)
            dtls.keys = None
            self.hurry()
            self._watch(room, peer, time.monotonic_ns())
        elif dtls.state in (DtlsState.CLOSED, DtlsState.FAILED):
            log.info("peer ended its transport", extra={"peer": peer.id, "dtls": dtls.state.value})
            self.remove(room, peer)

    def rtcp(self, transport: TransportId, compound: bytes) -> None:
        """Hand it to the conversation."""
        found = self._peers.get(transport)
        if found is not None:
            self.conversation.heard(*found, compound, time.monotonic_ns())

    def lost(self, transport: TransportId) -> None:
        """Ask for the packets at once; `tick` repeats it."""
        found = self._peers.get(transport)
        if found is not None:
            self.conversation.ask_lost(found[1], time.monotonic_ns())

    def switched(self, down: DownId) -> None:
        """Nothing depends on it here."""

    def unknown(self, transport: TransportId, packet: bytes) -> None:
        """Recognise a new stream by its MID and RID (RFC 8843 9.2, RFC 8852), and receive it."""
        found = self._peers.get(transport)
        if found is None or not self._latches.allows(transport, time.monotonic()):
            return
        peer = found[1]
        ids = peer.reception.ids
        producer = _producer_of(peer, packet)
        if producer is None:
            return
        ssrc = int.from_bytes(packet[8:12], "big")
        payload_type = packet[1] & 0x7F
        repaired = _text(extension(packet, ids.repaired_rid))
        layer = producer.layer(repaired or _text(extension(packet, ids.rid)))
        if layer is None:
            return
        if payload_type == producer.repair_payload_type:
            producer.latch_repair(self._engine, layer, ssrc)
        elif payload_type == producer.codec.payload_type:
            producer.latch(self._engine, transport, layer, ssrc)
            found[0].select_single(producer)
            self.hurry()

    # Time.

    def tick(self, now_ns: int) -> None:
        """Do what is due; call it some ten times a second."""
        for room, peer in list(self._peers.values()):
            self._watch(room, peer, now_ns)
            self.conversation.tell(peer, now_ns)
        layers, levels = (now_ns >= due for due in self._due)
        for room in self.rooms.values():
            self.conversation.repeat_keyframe_requests(room, now_ns)
            if layers:
                self._choose_layers(room, now_ns)
            if levels:
                self._tell_levels(room)
        if layers:
            self._due[0] = now_ns + _LAYERS_NS
        if levels:
            self._due[1] = now_ns + _LEVELS_NS

    def _choose_layers(self, room: Room, now_ns: int) -> None:
        for peer in room.peers.values():
            if peer.security.is_ready:
                for producer in room.choose_layers(peer, now_ns):
                    self.conversation.ask_keyframe(room, producer, now_ns)
        for tap in room.taps:
            for producer in tap.choose_layers(now_ns):
                self.conversation.ask_keyframe(room, producer, now_ns)

    def _watch(self, room: Room, peer: Peer, now_ns: int) -> None:
        """Follow the peer's state by what was heard of it."""
        security = peer.security
        if security.dtls_due_ns is not None and now_ns >= security.dtls_due_ns:
            self._repeat_flight(peer, now_ns)
        checked_ns = int((security.agent.heard_s or 0) * 1e9)
        silence_ns = now_ns - max(peer.since_ns, checked_ns, self._engine.heard_ns(peer.transport))
        if silence_ns > self._settings.expires_after_s * 1e9:
            log.info("peer expired", extra={"peer": peer.id})
            self.remove(room, peer)
            return
        is_silent = silence_ns > self._settings.disconnected_after_s * 1e9
        state = PeerState.DISCONNECTED if is_silent else PeerState.CONNECTED
        if security.is_ready and peer.move(state):
            room.listener.peer_state(peer.id, state)

    def _repeat_flight(self, peer: Peer, now_ns: int) -> None:
        security = peer.security
        target = security.agent.selected or next(iter(security.agent.addresses), None)
        for datagram in security.dtls.expire() if target is not None else []:
            self._engine.send(datagram, target or b"")
        wait_s = security.dtls.timeout_s()
        security.dtls_due_ns = None if wait_s is None else now_ns + int(wait_s * 1e9)

    def _tell_levels(self, room: Room) -> None:
        levels: dict[PeerId, int] = {}
        for peer in room.peers.values():
            audio = [one for one in peer.producers.values() if not one.is_video]
            states = [
                self._engine.stream_state(layer.stream)
                for producer in audio
                for layer in producer.layers
                if layer.stream is not None
            ]
            if audio:
                levels[peer.id] = max((-state.level for state in states if state), default=_SILENT)
        if levels != room.levels:
            room.levels = levels
            room.listener.levels(dict(levels))


def _text(value: bytes | None) -> str:
    return value.decode("ascii", "replace") if value else ""


def _producer_of(peer: Peer, packet: bytes) -> Producer | None:
    """By MID; without one, by a payload type that only one track of the peer uses."""
    mid = extension(packet, peer.reception.ids.mid)
    if mid is not None:
        return peer.producers.get(_text(mid))
    payload_type = packet[1] & 0x7F
    fitting = [one for one in peer.producers.values() if payload_type == one.codec.payload_type]
    return fitting[0] if len(fitting) == 1 else None
