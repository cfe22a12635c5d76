"""What may happen to a peer's transport: strangers, moves, restarts, silence, goodbyes."""

from __future__ import annotations

import asyncio
import random
import socket
from typing import TYPE_CHECKING

import pytest

from media import rtcp
from media.api import MediaError, MediaPlane, MediaSettings, Offer, PeerState, PortUnusable, Source
from tests.support.rtp import until, vp8_payload

if TYPE_CHECKING:
    from tests.integration.media.conftest import Room
    from tests.support.rtp import Bot, Line


async def pair(room: Room, zhang: Bot, li: Bot) -> Line:
    """zhang speaks, li hears it."""
    voice = await zhang.publish(Source.MICROPHONE)
    await li.subscribe(room.track_of("zhang", "microphone").track_id, "audio")
    await until(lambda: zhang.connected.is_set() and li.connected.is_set())
    await heard(zhang, li, voice)
    return voice


async def heard(zhang: Bot, li: Bot, voice: Line) -> None:
    """Wait until li hears something new."""
    before = len(li.received)

    def speaks() -> bool:
        zhang.send(voice, b"hello", 960 * len(voice.streams[""].sent))
        return len(li.received) > before

    await until(speaks)


def stranger(room: Room) -> socket.socket:
    """A socket nobody invited."""
    one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    one.setblocking(False)
    one.connect(("127.0.0.1", room.plane.port))
    return one


async def test_garbage_from_strangers_disturbs_nobody_and_gets_no_answer(room: Room) -> None:
    chance = random.Random(7)
    async with room.bot("zhang") as zhang, room.bot("li") as li:
        voice = await pair(room, zhang, li)
        with stranger(room) as noise:
            for _ in range(300):
                first = chance.choice((0, 0, 1, 22, 63, 64, 128, 144, 191, 255))
                noise.send(bytes((first,)) + chance.randbytes(chance.randrange(1500)))
            noise.send(b"\x00\x01\x00\x08\x21\x12\xa4\x42" + bytes(20))
            noise.send(b"\x16\xfe\xfd" + bytes(60))
            await heard(zhang, li, voice)
            with pytest.raises(BlockingIOError):
                noise.recv(100)
        await until(lambda: room.plane.stats().refused > 250)


async def test_a_stolen_ufrag_without_the_password_moves_nothing(room: Room) -> None:
    async with room.bot("zhang") as zhang, room.bot("li") as li:
        voice = await pair(room, zhang, li)
        with stranger(room) as thief:
            genuine = zhang.send_datagram
            stolen: list[bytes] = []
            zhang.send_datagram = stolen.append
            zhang.check(password="guessed" * 4)
            zhang.send_datagram = genuine
            thief.send(stolen[0])
            await heard(zhang, li, voice)
            with pytest.raises(BlockingIOError):
                thief.recv(100)


async def test_a_recorded_check_sent_again_from_elsewhere_moves_nothing(room: Room) -> None:
    async with room.bot("zhang") as zhang, room.bot("li") as li:
        voice = await pair(room, zhang, li)
        recorded = li.check()
        await heard(zhang, li, voice)
        with stranger(room) as thief:
            thief.send(recorded)
            await heard(zhang, li, voice)
            with pytest.raises(BlockingIOError):
                thief.recv(100)


async def test_media_follows_a_peer_to_its_new_address(room: Room) -> None:
    async with room.bot("zhang") as zhang, room.bot("li") as li:
        voice = await pair(room, zhang, li)
        loop = asyncio.get_running_loop()
        moved, _ = await loop.create_datagram_endpoint(lambda: li, local_addr=("127.0.0.1", 0))
        li.attach(moved)
        li.check()
        await heard(zhang, li, voice)
        moved.close()


async def test_an_ice_restart_keeps_dtls_and_media(room: Room) -> None:
    async with room.bot("zhang") as zhang, room.bot("li") as li:
        voice = await pair(room, zhang, li)
        before = li.answer
        await li.restart_ice()
        assert _line(li.answer, "a=ice-ufrag") != _line(before, "a=ice-ufrag")
        assert _line(li.answer, "a=ssrc") == _line(before, "a=ssrc")
        assert _line(li.answer, "a=fingerprint") == _line(before, "a=fingerprint")
        await heard(zhang, li, voice)


def _line(sdp: str, start: str) -> str:
    return next(line for line in sdp.splitlines() if line.startswith(start))


async def test_a_new_connection_of_the_same_peer_takes_its_place(room: Room) -> None:
    async with room.bot("zhang") as zhang, room.bot("li") as li:
        await pair(room, zhang, li)
        async with room.bot("zhang") as again:
            voice = await again.publish(Source.MICROPHONE)
            assert len(room.tracks) == 1, "the old track went with the old connection"
            await li.subscribe(room.track_of("zhang", "microphone").track_id, "audio")
            await until(again.connected.is_set)
            await heard(again, li, voice)
    assert room.states.count(("zhang", PeerState.CLOSED)) == 1


async def test_a_silent_peer_is_disconnected_then_back_then_expired(room: Room) -> None:
    async with room.bot("zhang") as zhang:
        voice = await zhang.publish(Source.MICROPHONE)
        await room.reaches("zhang", PeerState.CONNECTED)
        genuine = zhang.send_datagram
        zhang.send_datagram = lambda _datagram: None
        await room.reaches("zhang", PeerState.DISCONNECTED)
        zhang.send_datagram = genuine
        room.states.clear()
        zhang.send(voice, b"back", 0)
        await room.reaches("zhang", PeerState.CONNECTED)
        zhang.send_datagram = lambda _datagram: None
        await room.reaches("zhang", PeerState.CLOSED)
        assert not room.tracks
        with pytest.raises(MediaError) as refused:
            room.plane.prefer("room", "zhang", "any", 100)
        assert refused.value.code == "media_no_peer"


async def test_a_goodbye_closes_the_peer_at_once(room: Room) -> None:
    async with room.bot("zhang") as zhang:
        await zhang.publish(Source.MICROPHONE)
        await room.reaches("zhang", PeerState.CONNECTED)
        await until(zhang.connected.is_set)
        zhang.close_dtls()
        await room.reaches("zhang", PeerState.CLOSED)
        assert not room.tracks


async def test_another_certificate_than_the_offer_names_is_refused(room: Room) -> None:
    async with room.bot("zhang") as zhang:
        genuine = zhang.sdp

        def forged() -> str:
            text = genuine()
            digest = _line(text, "a=fingerprint").split()[1]
            return text.replace(digest, ":".join(["00"] * 32))

        zhang.sdp = forged  # type: ignore[method-assign]  # the bot's offer, not the server's code
        await zhang.publish(Source.MICROPHONE)
        await room.reaches("zhang", PeerState.CLOSED)
        assert ("zhang", PeerState.CONNECTED) not in room.states


async def test_lossy_paths_still_connect_and_repair(room: Room) -> None:
    from tests.support.link import Link

    poor = Link(loss=0.1, delay_s=0.02, jitter_s=0.01, seed=3)
    async with room.bot("zhang", up=poor, down=poor) as zhang, room.bot("li") as li:
        camera = await zhang.publish(Source.CAMERA)
        track = room.track_of("zhang", "camera").track_id
        await li.subscribe(track, "video")
        await until(lambda: zhang.connected.is_set() and li.connected.is_set())
        number = 0
        answered: set[int] = set()

        def film() -> bool:
            nonlocal number
            number += 1
            messages = [one for packet in zhang.rtcp for one in rtcp.parse(packet)]
            zhang.rtcp.clear()
            asked = any(isinstance(one, rtcp.KeyframeRequest) for one in messages)
            for message in messages:
                if isinstance(message, rtcp.Nack):
                    for sequence in message.sequences:
                        answered.add(sequence)
                        zhang.resend(camera, sequence)
            if number < 300:
                zhang.send(camera, vp8_payload(number, is_key=asked or number == 1), number * 3000)
            sequences = sorted((one.sequence - li.of(track)[0].sequence) & 0xFFFF for one in li.of(track))
            return number > 320 and sequences == list(range(len(sequences))) and len(sequences) > 200

        await until(film, timeout_s=15)
        assert answered


async def test_a_taken_port_is_named(room: Room) -> None:
    plane = MediaPlane(MediaSettings(host="127.0.0.1", port=room.plane.port))
    with pytest.raises(PortUnusable) as refused:
        await plane.run()
    assert str(room.plane.port) in refused.value.message


async def test_refusals_have_codes_and_change_nothing(room: Room) -> None:
    async with room.bot("zhang") as zhang:
        line = await zhang.publish(Source.MICROPHONE)
        cases = {
            "media_no_room": ("elsewhere", Offer(zhang.sdp())),
            "sdp_malformed": ("room", Offer("v=0\r\n")),
            "media_mid_unknown": ("room", Offer(zhang.sdp(), publish={"9": Source.CAMERA})),
            "media_source_kind": ("room", Offer(zhang.sdp(), publish={line.mid: Source.CAMERA})),
        }
        many = {str(mid): Source.MICROPHONE for mid in range(9)}
        cases["media_too_many_tracks"] = ("room", Offer(zhang.sdp(), publish=many))
        for code, (room_id, offer) in cases.items():
            with pytest.raises(MediaError) as refused:
                await room.plane.negotiate(room_id, "zhang", offer)
            assert refused.value.code == code
        assert len(room.tracks) == 1


async def test_a_flood_of_offers_is_told_to_wait(room: Room) -> None:
    async with room.bot("zhang") as zhang:
        await zhang.publish(Source.MICROPHONE)

        async def flood() -> None:
            for _ in range(60):
                await zhang.offer()

        with pytest.raises(MediaError) as refused:
            await flood()
        assert (refused.value.code, refused.value.kind) == ("media_too_many_offers", "busy")


async def test_closing_the_room_closes_peers_tracks_and_taps(room: Room) -> None:
    async with room.bot("zhang") as zhang:
        await zhang.publish(Source.MICROPHONE)
        await room.reaches("zhang", PeerState.CONNECTED)
        room.plane.close_room("room")
        room.plane.close_room("room")
        room.plane.close_peer("room", "zhang")
        stats = room.plane.stats()
        assert (stats.rooms, stats.peers, stats.tracks) == (0, 0, 0)
        assert room.states[-1] == ("zhang", PeerState.CLOSED)
