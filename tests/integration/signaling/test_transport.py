"""Hostile peers: each gets a clear end, nobody else notices, nothing is written but one line."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import socket as socket_module
from typing import TYPE_CHECKING

import aiohttp
import pytest
import socketio  # type: ignore[import-untyped]  # ships no types
from aiohttp import WSMsgType

from signaling.namespace import EdgeLimits
from signaling.transport import ADMISSION_S
from telemed.wire.live import NAMESPACE
from tests.integration.signaling.conftest import ACCOUNT_HEADER, Client, Place, serving
from tests.support.live import CT, LI, ZHANG

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from signaling.seats import Guest

QUERY = "/socket.io/?EIO=4&transport=websocket"


class RawSocket:
    """A WebSocket that speaks Engine.IO by hand."""

    def __init__(self, place: Place, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._place = place
        self.socket = socket

    async def connect_namespace(self, guest: Guest) -> None:
        """Authenticate as somebody."""
        token = json.dumps({"token": self._place.token(guest)})
        await self.socket.send_str(f"40{NAMESPACE},{token}")
        while not (await self.socket.receive_str()).startswith(f"40{NAMESPACE}"):
            pass

    async def until_closed(self, within_s: float = 5.0) -> None:
        """Read until the server closes."""
        async with asyncio.timeout(within_s):
            while (await self.socket.receive()).type not in (
                WSMsgType.CLOSE,
                WSMsgType.CLOSED,
                WSMsgType.CLOSING,
                WSMsgType.ERROR,
            ):
                pass


@pytest.fixture
async def stranger(place: Place) -> AsyncIterator[RawSocket]:
    """A socket that has the right origin and nothing else."""
    headers = {"Origin": place.origin, ACCOUNT_HEADER: LI.account_id}
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(place.origin + QUERY, headers=headers) as socket,
    ):
        yield RawSocket(place, socket)


async def test_lp01_polling_is_refused(place: Place) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(
            place.origin + "/socket.io/?EIO=4&transport=polling", headers={"Origin": place.origin}
        ) as response,
    ):
        assert response.status == 400


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null"])
async def test_lp02_another_origin_is_refused(place: Place, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            await session.ws_connect(place.origin + QUERY, headers=headers)
    assert refusal.value.status == 403


async def refusal_code(place: Place, headers: dict[str, str], auth: object) -> str:
    """Connect and return the stable code of the refusal."""
    socket = socketio.AsyncClient(reconnection=False)
    told: list[dict[str, dict[str, str]]] = []
    socket.on("connect_error", told.append, namespace=NAMESPACE)
    with pytest.raises(socketio.exceptions.ConnectionError):
        await socket.connect(
            place.origin,
            headers=headers,
            auth=auth,
            transports=["websocket"],
            namespaces=[NAMESPACE],
            retry=False,
        )
    return told[0]["data"]["code"]


async def test_lp03_a_token_is_used_once_and_by_its_account_only(place: Place) -> None:
    token = place.token(LI)
    own = place.headers(LI)
    assert await refusal_code(place, place.headers(ZHANG), {"token": token}) == "token_invalid"
    assert await refusal_code(place, own, {"token": token}) == "token_invalid"
    assert await refusal_code(place, own, {"token": 5}) == "token_invalid"
    assert await refusal_code(place, own, {"token": "x" * 300}) == "token_invalid"
    assert await refusal_code(place, {"Origin": place.origin}, {"token": place.token(LI)}) == "not_signed_in"


async def test_lp04_a_socket_that_never_authenticates_is_dropped(stranger: RawSocket) -> None:
    await stranger.until_closed(within_s=ADMISSION_S + 2)


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "x",
        "9",
        "4",
        "42",
        '42["command",{}]',
        f"42{NAMESPACE},",
        f"42{NAMESPACE},[",
        f"42{NAMESPACE},{{}}",
        f"42{NAMESPACE},[]",
        f"42{NAMESPACE},[5]",
        f'42{NAMESPACE},["connect",{{}}]',
        f'42{NAMESPACE},["command",{{}},{{}}]',
        f'42{NAMESPACE},99999999999999999999["command",{{}}]',
        f"40{NAMESPACE},{{}}",
        f'451-{NAMESPACE},["command",{{"_placeholder":true,"num":0}}]',
        f"43{NAMESPACE},7[]",
        "b4AAAA",
        f'42{NAMESPACE},["command",{"[" * 3000}{"]" * 3000}]',
    ],
)
async def test_lp08_a_malformed_frame_ends_the_connection_without_a_traceback(
    place: Place, stranger: RawSocket, frame: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await stranger.connect_namespace(LI)
    await stranger.socket.send_str(frame)
    await stranger.until_closed()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR or record.exc_info] == []
    other = await place.connect(ZHANG)
    await other.join()


async def test_lp03_who_ignores_the_goodbye_is_closed_with_the_next_frame(
    place: Place, stranger: RawSocket
) -> None:
    await stranger.connect_namespace(LI)
    await place.edge.cut({f"sign-in of {LI.account_id}"})
    await stranger.socket.send_str("3")
    await stranger.until_closed(within_s=2)


async def test_lp05_a_binary_frame_ends_the_connection(stranger: RawSocket) -> None:
    await stranger.connect_namespace(LI)
    await stranger.socket.send_bytes(b"\x00" * 10)
    await stranger.until_closed()


async def test_lp05_a_frame_beyond_the_limit_ends_the_connection(stranger: RawSocket) -> None:
    await stranger.connect_namespace(LI)
    await stranger.socket.send_str(f'42{NAMESPACE},["command","{"x" * 300_000}"]')
    await stranger.until_closed()


async def test_lp05_a_command_that_is_too_large_is_refused_and_the_connection_lives(place: Place) -> None:
    client = await joined(place)
    ack = await client.command({"type": "chat.post", "text": "x" * 70_000})
    assert ack["code"] == "too_large"
    assert (await client.command({"type": "chat.post", "text": "short"}))["ok"]


async def joined(place: Place) -> Client:
    client = await place.connect(LI)
    await client.join()
    return client


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"type": "no.such.command"}, "body.type"),
        ({"type": "hand.set", "raised": "yes"}, "body.raised"),
        ({"type": "hand.set"}, "body"),
        ({"type": "hand.set", "raised": True, "loud": 1}, "body"),
        ({"type": "chat.post", "text": ""}, "body.text"),
        ({"type": "chat.post", "text": "x" * 2001}, "body.text"),
        (
            {
                "type": "view.set",
                "epoch": 1,
                "materialId": "00000000-0000-0000-0000-0000000000c1",
                "change": {"type": "stack", "voi": {"center": 0, "width": 0}},
            },
            "body.change.voi.width",
        ),
        ([], "body"),
        (None, "body"),
    ],
)
async def test_lp12_a_bad_message_is_refused_with_the_field(place: Place, body: object, field: str) -> None:
    client = await joined(place)
    ack = await client.command(body)
    assert (ack["code"], ack["field"]) == ("bad_message", field)
    assert (await client.command({"type": "chat.post", "text": "still here"}))["ok"]


async def test_lp12_an_unknown_event_and_a_bad_key_are_refused(place: Place) -> None:
    client = await joined(place)
    assert (await client.raw("shout", {"text": "hi"}))["code"] == "bad_message"
    ack = await client.command({"type": "leave"}, key="spaces are bad")
    assert (ack["code"], ack["field"]) == ("bad_message", "id")


async def test_lp06_a_flood_is_refused_and_memory_stays_flat() -> None:
    async with serving(limits=EdgeLimits(ping_interval_s=0.3, commands_per_s=20, commands_burst=40)) as place:
        client = await joined(place)
        acks = await asyncio.gather(
            *(client.command({"type": "chat.post", "text": f"{number}"}) for number in range(100))
        )
        codes = [ack.get("code") for ack in acks]
        assert codes.count("flood") >= 50
        assert codes.count(None) >= 30
        assert len(client.state.chat) <= codes.count(None)


async def test_lp06_a_connection_that_does_not_stop_is_cut(stranger: RawSocket) -> None:
    await stranger.connect_namespace(LI)
    for _ in range(600):
        await stranger.socket.send_str(f'42{NAMESPACE},["presence",{{}}]')
    await stranger.until_closed()


async def test_lp07_a_reader_that_never_reads_is_cut_and_others_go_on() -> None:
    limits = EdgeLimits(0.3, 60.0, commands_per_s=10_000, commands_burst=10_000, queue_cuts=64)
    async with serving(limits=limits) as place:
        narrow = socket_module.socket()
        narrow.setsockopt(socket_module.SOL_SOCKET, socket_module.SO_RCVBUF, 4096)
        narrow.setblocking(False)
        await asyncio.get_running_loop().sock_connect(narrow, (place.server.host, place.server.port))
        reader, writer = await asyncio.open_connection(sock=narrow, limit=1024)
        request = (
            f"GET {QUERY} HTTP/1.1\r\nHost: {place.server.host}:{place.server.port}\r\n"
            f"Origin: {place.origin}\r\n{ACCOUNT_HEADER}: {LI.account_id}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        writer.write(request.encode())
        await reader.readuntil(b"\r\n\r\n")
        token = json.dumps({"token": place.token(LI)})
        writer.write(masked(f"40{NAMESPACE},{token}"))
        join = {"type": "join", "protocol": 1, "instance": "a-silent-page"}
        writer.write(masked(f'42{NAMESPACE},1["command",{json.dumps({"id": "key-00001", "body": join})}]'))
        talker = await place.connect(ZHANG)
        await talker.join()
        await talker.until(lambda one: len(one.state.participants) == 2)
        for version in range(1, 450):
            ack = await talker.command({"type": "annotation.put", "annotation": large_drawing(version)})
            assert ack["ok"], ack
            if any(seat.lost_at_ms is not None for seat in talker.state.participants):
                break
        await talker.until(lambda one: any(seat.lost_at_ms is not None for seat in one.state.participants))
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


def large_drawing(version: int) -> dict[str, object]:
    """About 14 kB, so that the buffers of the kernel are soon full."""
    points = [[12345.678901 + index, 54321.123456 - index] for index in range(512)]
    place = {"materialId": CT, "sopInstanceUid": None, "frame": None}
    return {"uid": "drawing-1", "kind": "freehand", "points": points, "text": "", "version": version, **place}


def masked(text: str) -> bytes:
    """A client's text frame with a mask of zeros."""
    data = text.encode()
    length = bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0xFE]) + len(data).to_bytes(2, "big")
    return b"\x81" + length + b"\x00" * 4 + data


async def test_the_driver_uses_our_web_socket_and_no_compression(place: Place) -> None:
    headers = {"Origin": place.origin}
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(place.origin + QUERY, headers=headers, compress=15) as socket,
    ):
        assert socket.compress == 0
        opened = json.loads((await socket.receive_str())[1:])
        assert opened["upgrades"] == []
        assert opened["maxPayload"] == 256 * 1024
