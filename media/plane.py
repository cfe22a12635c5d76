"""The media plane: rooms, their peers, and the one UDP port they share."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from media.addresses import told_addresses
from media.aiortc_bridge import Certificate
from media.answer import Local, write_answer
from media.control import Control
from media.errors import NoSuchPeer, NoSuchRoom, PortUnusable, TooBusy
from media.forward.choice import make_engine
from media.limits import Limiter
from media.model import Answer, MediaStats
from media.negotiation import apply_offer, check_names, extension_ids
from media.peer import Peer, Security
from media.router import Room
from media.sdp import parse_offer
from media.tap import RoomTap

if TYPE_CHECKING:
    from media.model import MediaSettings, Offer, PacketSink, PeerId, RoomId, RoomListener, TrackId
    from media.sdp import Description

_TICK_S = 0.1
"""As often as browsers themselves report arrivals; what cannot wait wakes the tick."""


class Tap(Protocol):
    """An open tap on a room's packets."""

    def close(self) -> None:
        """No call of the sink follows; closing twice is allowed."""


class MediaPlane:
    """Selective forwarding for all rooms of this process, on one UDP port."""

    def __init__(self, settings: MediaSettings) -> None:
        self._settings = settings
        self._engine = make_engine(settings.engine)
        self._control = Control(settings, self._engine)
        self._certificate = Certificate()
        self._offers = Limiter(per_s=4, burst=40)
        """Offers per peer: each costs an answer, and a new connection a handshake."""
        self._joins = Limiter(per_s=50, burst=200)
        """New connections of everybody together: about 4 ms of CPU each."""
        self._addresses: list[str] = []
        self._port = 0
        self._started = asyncio.Event()

    async def run(self) -> None:
        """Serve until cancelled; raises PortUnusable when the port cannot be opened."""
        settings = self._settings
        try:
            self._port = await self._engine.open(settings.host, settings.port, self._control)
        except OSError as fault:
            raise PortUnusable(settings.port, fault.strerror or "unknown reason") from None
        self._addresses = told_addresses(settings)
        self._started.set()
        try:
            while True:
                self._control.tick(time.monotonic_ns())
                await self._pause()
        finally:
            self._started.clear()
            for room_id in list(self._control.rooms):
                self.close_room(room_id)
            self._engine.close()

    async def _pause(self) -> None:
        """Wait for the next tick, or for something that cannot."""
        wake = self._control.wake
        with suppress(TimeoutError):
            async with asyncio.timeout(_TICK_S):
                await wake.wait()
        wake.clear()

    async def started(self) -> None:
        """Return once the port is open."""
        await self._started.wait()

    @property
    def port(self) -> int:
        """The UDP port in use, once started."""
        return self._port

    def open_room(self, room_id: RoomId, listener: RoomListener) -> None:
        """Open a room; opening an open one again only replaces its listener."""
        there = self._control.rooms.get(room_id)
        if there is not None:
            there.listener = listener
        else:
            self._control.rooms[room_id] = Room(room_id, listener, self._engine)

    def close_room(self, room_id: RoomId) -> None:
        """Close a room, its peers and taps; closing what is not open is allowed."""
        room = self._control.rooms.pop(room_id, None)
        if room is None:
            return
        for peer in list(room.peers.values()):
            self._control.remove(room, peer)
        for tap in list(room.taps):
            tap.close()

    async def negotiate(self, room_id: RoomId, peer_id: PeerId, offer: Offer) -> Answer:
        """Answer a peer's offer, the first one and every later one.

        The first offer opens the peer. An offer from a new PeerConnection of the same peer (another DTLS
        fingerprint or SDP session) replaces the old transport. New ICE credentials restart ICE and keep
        DTLS and media. Raises SdpRefused, NoSuchRoom, TooBusy; the peer then stays as it was.
        """
        room = self._room(room_id)
        if not self._offers.allows((room_id, peer_id), time.monotonic()):
            raise TooBusy("too_many_offers", "too many offers in a short time: wait a second and offer again")
        description = parse_offer(offer.sdp)
        check_names(description, offer)
        peer = self._peer_for(room, peer_id, description)
        ids = extension_ids(description)
        peer.reception.ids = ids
        self._engine.set_extensions(peer.transport, ids, ids.transport_sequence)
        if peer.security.restart_if_asked(description):
            self._control.agents.put(peer.security.agent, (room, peer))
        sections = apply_offer(room, peer, description, offer)
        self._control.hurry()
        peer.answers += 1
        local = Local(
            credentials=peer.security.agent.credentials,
            fingerprint=peer.security.certificate.fingerprint,
            candidates=[(address, self._port) for address in self._addresses],
        )
        return Answer(write_answer(local, sections, peer.answers))

    def _room(self, room_id: RoomId) -> Room:
        room = self._control.rooms.get(room_id)
        if room is None:
            raise NoSuchRoom
        return room

    def _peer_for(self, room: Room, peer_id: PeerId, description: Description) -> Peer:
        there = room.peers.get(peer_id)
        if there is not None and there.security.is_same_connection(description):
            return there
        if there is None and len(room.peers) >= self._settings.peers_per_room:
            raise TooBusy("room_full", f"the room has {self._settings.peers_per_room} peers already")
        if not self._joins.allows("all", time.monotonic()):
            raise TooBusy("too_many_joins", "too many peers join at once: wait a second and offer again")
        if there is not None:
            self._control.remove(room, there)
        if self._certificate.is_due(time.time()):
            self._certificate = Certificate()
        security = Security(self._certificate, description)
        peer = Peer(peer_id, security, self._engine.add_transport(), time.monotonic_ns())
        self._control.add(room, peer)
        return peer

    def close_peer(self, room_id: RoomId, peer_id: PeerId) -> None:
        """Close a peer and remove its tracks; closing what is not there is allowed."""
        room = self._control.rooms.get(room_id)
        peer = room.peers.get(peer_id) if room is not None else None
        if room is not None and peer is not None:
            self._control.remove(room, peer)

    def prefer(self, room_id: RoomId, peer_id: PeerId, track_id: TrackId, height_px: int) -> None:
        """Say how large a peer shows a video track, so that a fitting simulcast layer is sent.

        height_px: height of the element in device pixels; 0 pauses the video. Default: the largest.
        Raises NoSuchRoom, NoSuchPeer; a track that the peer does not receive is remembered.
        """
        peer = self._room(room_id).peers.get(peer_id)
        if peer is None:
            raise NoSuchPeer
        heights = peer.downlink.heights
        heights.pop(track_id, None)
        heights[track_id] = height_px
        if len(heights) > _MOST_HEIGHTS:
            del heights[next(iter(heights))]
        for consumer in peer.consumers.values():
            if consumer.producer.info.track_id == track_id:
                consumer.height_px = height_px
        self._control.hurry()

    def tap(self, room_id: RoomId, sink: PacketSink) -> Tap:
        """Hand the packets of every track of the room to `sink`; raises NoSuchRoom."""
        room = self._room(room_id)

        def closed(tap: RoomTap) -> None:
            if tap in room.taps:
                room.taps.remove(tap)

        tap = RoomTap(self._engine, sink, closed)
        room.taps.append(tap)
        for producer in room.producers.values():
            tap.follow(producer)
        self._control.hurry()
        return tap

    def request_keyframe(self, track_id: TrackId) -> None:
        """Ask the publisher for a key frame; many askers make one request; unknown tracks are ignored."""
        for room in self._control.rooms.values():
            producer = room.producers.get(track_id)
            if producer is not None:
                self._control.conversation.ask_keyframe(room, producer, time.monotonic_ns())

    def stats(self) -> MediaStats:
        """Counters since start."""
        counters, rooms = self._engine.counters, self._control.rooms
        return MediaStats(
            rooms=len(rooms),
            peers=self._control.peers,
            tracks=sum(len(room.producers) for room in rooms.values()),
            packets_in=counters.packets_in,
            packets_out=counters.packets_out,
            bytes_in=counters.bytes_in,
            bytes_out=counters.bytes_out,
            resent=counters.resent,
            refused=counters.refused,
            keyframe_requests=self._control.conversation.keyframe_requests,
        )


_MOST_HEIGHTS = 64
