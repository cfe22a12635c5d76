"""The live rooms of this node: finds or opens the room of a connection and carries commands to it."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from media.api import Kind as MediaKind
from media.api import MediaError, Offer, Source
from signaling.cluster import InProcessLeases
from signaling.hosting import BUSY, HubLimits, RoomHost, Surroundings
from signaling.inputs import CatchUp, Do, Enter, Gone, RecorderFailed, Signed
from signaling.mailbox import MailboxFull
from signaling.negotiation import OfferGate
from signaling.refusals import LiveRefusal, not_joined
from telemed.wire.base import PROTOCOL
from telemed.wire.commands import Join, OfferMedia, PreferMedia, Resync
from telemed.wire.live import Accepted, Applied, Bye, LiveCode, MediaAnswer, Refused

if TYPE_CHECKING:
    from signaling.cluster import RoomLeases
    from signaling.inputs import Answer, Asked
    from signaling.ports import Clock, LiveStore, MediaSession, Outbox, Seat, SessionRecorder
    from telemed.wire.commands import Command, Signs

log = logging.getLogger(__name__)

RECORDER_BROKE = frozenset({"disk_full", "disk_broken"})
"""Reports of recordings.ports.Report that end a recording."""


class LiveHub:
    """Owner of the rooms. Construct it once, give it an outbox (build_socket_server does), await `run`.

    LiveHub(store, media, recorder, clock, limits=HubLimits(), leases=InProcessLeases())
        store: signaling.live_store.SessionStore around telemed.services.live_sessions
        media: media.api.MediaPlane; recorder: recordings.recorder.Recorder
        clock: signaling.clock.SystemClock()
    """

    def __init__(
        self,
        store: LiveStore,
        media: MediaSession,
        recorder: SessionRecorder,
        clock: Clock,
        *,
        limits: HubLimits | None = None,
        leases: RoomLeases | None = None,
    ) -> None:
        self._parts = (store, media, recorder, clock)
        self.limits = limits or HubLimits()
        self._leases = leases or InProcessLeases()
        self._around: Surroundings | None = None
        self._group: asyncio.TaskGroup | None = None
        self._hosts: dict[str, RoomHost] = {}
        self._seats: dict[str, Seat] = {}
        """By connection."""
        self._offers = OfferGate()
        self._idle = asyncio.Event()
        self._idle.set()

    def attach(self, outbox: Outbox) -> None:
        """Say how connections are reached; once, before `run`."""
        store, media, recorder, clock = self._parts
        self._around = Surroundings(store, media, recorder, outbox, clock, self.limits)

    async def run(self) -> None:
        """Serve rooms until cancelled."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                self._group = None

    async def admit(self, connection: str, token: str, account_id: str) -> Seat:
        """Turn a token into a seat for a connection. Raises LiveRefusal(token_invalid)."""
        async with asyncio.timeout(self.limits.commit_timeout_s):
            seat = await self._parts[0].redeem(token, account_id)
        self._seats[connection] = seat
        return seat

    async def command(self, connection: str, command: Command) -> Accepted | Refused:
        """Carry a command to the room of the connection and return what it is answered."""
        seat = self._seats.get(connection)
        if seat is None:
            return not_joined().ack
        try:
            return await self._carry(connection, seat, command)
        except LiveRefusal as refusal:
            return refusal.ack
        except MediaError as error:
            return media_refusal(error)
        except (MailboxFull, TimeoutError):
            return BUSY

    def signs(self, connection: str, signs: Signs) -> None:
        """Take what may be lost."""
        seat = self._seats.get(connection)
        host = None if seat is None else self._hosts.get(seat.session_id)
        if seat is None or host is None:
            return
        try:
            host.post(Signed(connection, seat.guest.participant_id, signs))
        except MailboxFull:
            log.debug("signs dropped", extra={"session_id": seat.session_id})

    def gone(self, connection: str) -> None:
        """A connection broke."""
        seat = self._seats.pop(connection, None)
        host = None if seat is None else self._hosts.get(seat.session_id)
        if seat is not None and host is not None:
            host.mailbox.force(Gone(connection, seat.guest.participant_id))

    def hear_recorder(self, session_id: str, code: str) -> None:
        """Take the recorder's report (Recorder.listen): a recording that broke is stopped for everyone."""
        host = self._hosts.get(session_id)
        if host is not None and code in RECORDER_BROKE:
            host.mailbox.force(RecorderFailed())

    async def until_idle(self) -> None:
        """Wait until no room is in memory."""
        await self._idle.wait()

    async def _carry(self, connection: str, seat: Seat, command: Command) -> Accepted | Refused:
        match command.body:
            case OfferMedia() as offer:
                return Accepted(body=await self._negotiate(connection, seat, offer))
            case PreferMedia() as wishes:
                return Accepted(body=self._prefer(connection, seat, wishes))
            case _:
                return await self._ask(connection, seat, command)

    async def _ask(self, connection: str, seat: Seat, command: Command) -> Accepted | Refused:
        answer: Answer = asyncio.get_running_loop().create_future()
        body, participant_id = command.body, seat.guest.participant_id
        one: Asked
        match body:
            case Join():
                require_protocol(body)
                one = Enter(connection, seat.guest, command.id, body, answer)
            case Resync():
                one = CatchUp(connection, participant_id, body, answer)
            case _:
                one = Do(connection, participant_id, command.id, body, answer)
        self._host(seat.session_id).post(one)
        async with asyncio.timeout(self.limits.answer_timeout_s):
            return await answer

    async def _negotiate(self, connection: str, seat: Seat, offer: OfferMedia) -> MediaAnswer:
        participant_id = seat.guest.participant_id
        self._seated_host(connection, seat)
        self._offers.enter(participant_id)
        if offer.is_fresh:
            self._surroundings().media.close_peer(seat.session_id, participant_id)
        try:
            async with asyncio.timeout(self.limits.negotiate_timeout_s):
                wanted = Offer(
                    sdp=offer.sdp,
                    publish={mid: Source(source) for mid, source in offer.publish.items()},
                    subscribe=offer.subscribe,
                )
                answer = await self._surroundings().media.negotiate(seat.session_id, participant_id, wanted)
        finally:
            self._offers.leave(participant_id)
        return MediaAnswer(sdp=answer.sdp)

    def _prefer(self, connection: str, seat: Seat, wishes: PreferMedia) -> Applied:
        host = self._seated_host(connection, seat)
        media = self._surroundings().media
        for track_id, height_px in wishes.heights_px.items():
            media.prefer(seat.session_id, seat.guest.participant_id, track_id, height_px)
        return Applied(seq=host.seq)

    def _seated_host(self, connection: str, seat: Seat) -> RoomHost:
        host = self._hosts.get(seat.session_id)
        if host is None or not host.sits(seat.guest.participant_id, connection):
            raise not_joined()
        return host

    def _host(self, session_id: str) -> RoomHost:
        host = self._hosts.get(session_id)
        if host is None:
            host = self._open(session_id)
        return host

    def _open(self, session_id: str) -> RoomHost:
        if self._group is None:
            raise LiveRefusal(LiveCode.BUSY, "The server is starting or stopping; try again.")
        host = RoomHost(session_id, self._surroundings())
        self._hosts[session_id] = host
        self._idle.clear()
        self._group.create_task(self._keep(host), name=f"room-{session_id}")
        return host

    async def _keep(self, host: RoomHost) -> None:
        try:
            async with self._leases.held(host.session_id):
                await host.run()
        except LiveRefusal as refusal:
            log.warning("room not opened", extra={"session_id": host.session_id, "code": refusal.code.value})
            await self._send_away(host.session_id)
        except Exception:
            log.exception("room failed", extra={"session_id": host.session_id})
            await self._send_away(host.session_id)
        finally:
            self._hosts.pop(host.session_id, None)
            host.turn_away()
            if not self._hosts:
                self._idle.set()

    async def _send_away(self, session_id: str) -> None:
        """Close the connections of a room that cannot be served here; they come back by themselves."""
        for connection, seat in list(self._seats.items()):
            if seat.session_id == session_id:
                await self._surroundings().outbox.close(connection, Bye(reason="moved"))

    def _surroundings(self) -> Surroundings:
        if self._around is None:
            raise LiveRefusal(LiveCode.BUSY, "The server is starting; try again.")
        return self._around


def media_refusal(error: MediaError) -> Refused:
    """Tell a busy media plane, which is tried again, from an offer that cannot be used."""
    code = LiveCode.BUSY if error.kind is MediaKind.BUSY else LiveCode.MEDIA_REFUSED
    return Refused(
        code=code, message=error.message, field=None if error.field is None else f"body.{error.field}"
    )


def require_protocol(join: Join) -> None:
    """Raise LiveRefusal(wrong_protocol) when the client speaks another version."""
    if join.protocol != PROTOCOL:
        raise LiveRefusal(
            LiveCode.WRONG_PROTOCOL,
            f"This server speaks protocol {PROTOCOL}; load the page again.",
            field="body.protocol",
        )
