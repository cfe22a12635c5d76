"""A peer without a browser: real ICE, DTLS and SRTP over a real UDP socket, with packets of our making.

Its parts are aioice's STUN, pyOpenSSL as DTLS client and pylibsrtp, not the server's own, so that both
sides cannot share a mistake.
"""

from __future__ import annotations

import asyncio
import re
import secrets
import struct
import time
from collections import defaultdict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pylibsrtp
from aioice import stun
from aiortc.rtcdtlstransport import SRTP_PROFILES, RTCCertificate
from aiortc.rtp import RtcpPsfbPacket, pack_remb_fci
from OpenSSL import SSL

from media.api import Offer, Source, TrackId
from tests.support.link import PERFECT, Link

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from media.api import Answer

OPUS, VP8, VP8_RTX, H264 = 111, 96, 97, 102
MID_ID, RID_ID, REPAIRED_ID, SEQUENCE_ID, LEVEL_ID = 4, 10, 11, 3, 1

_EXTENSIONS = {
    MID_ID: "urn:ietf:params:rtp-hdrext:sdes:mid",
    RID_ID: "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id",
    REPAIRED_ID: "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id",
    SEQUENCE_ID: "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
    LEVEL_ID: "urn:ietf:params:rtp-hdrext:ssrc-audio-level",
}
_REMB = bytes(RtcpPsfbPacket(fmt=15, ssrc=1, media_ssrc=0, fci=pack_remb_fci(10_000_000, [1])))
"""We can receive 10 Mbit/s."""

_FORMATS = {
    "audio": [
        "a=rtpmap:111 opus/48000/2",
        "a=rtcp-fb:111 transport-cc",
        "a=fmtp:111 minptime=10;useinbandfec=1",
    ],
    "video": [
        "a=rtpmap:96 VP8/90000",
        "a=rtcp-fb:96 goog-remb",
        "a=rtcp-fb:96 transport-cc",
        "a=rtcp-fb:96 ccm fir",
        "a=rtcp-fb:96 nack",
        "a=rtcp-fb:96 nack pli",
        "a=rtpmap:97 rtx/90000",
        "a=fmtp:97 apt=96",
        "a=rtpmap:102 H264/90000",
        "a=fmtp:102 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
        "a=rtcp-fb:102 nack pli",
    ],
}


@dataclass
class Sending:
    """One RTP stream that a bot sends."""

    ssrc: int = field(default_factory=lambda: 1 + secrets.randbits(31))
    sequence: int = field(default_factory=lambda: secrets.randbelow(65536))
    sent: dict[int, bytes] = field(default_factory=dict)


@dataclass
class Line:
    """One m-line of a bot."""

    mid: str
    kind: str
    source: Source | None = None
    track_id: TrackId | None = None
    rids: tuple[str, ...] = ()
    streams: dict[str, Sending] = field(default_factory=lambda: defaultdict(Sending))
    ssrc: int = 0
    """What the answer says we receive."""
    repair_ssrc: int = 0

    @property
    def direction(self) -> str:
        if self.source is not None:
            return "sendonly"
        return "recvonly" if self.track_id is not None else "inactive"


@dataclass(frozen=True)
class Received:
    """One RTP packet that a bot got."""

    track_id: TrackId
    sequence: int
    timestamp: int
    payload: bytes
    is_marked: bool
    is_repair: bool
    arrived_ns: int


def vp8_payload(
    picture_id: int, *, is_key: bool, size: int = 200, height_px: int = 360, tl0: int = 0
) -> bytes:
    """A VP8 packet that holds a whole frame: descriptor with 15-bit picture id and TL0PICIDX."""
    descriptor = struct.pack("!BBHBB", 0x90, 0xE0, 0x8000 | picture_id & 0x7FFF, tl0 & 0xFF, 0x20)
    if is_key:
        frame = b"\x10\x00\x00\x9d\x01\x2a" + struct.pack("<HH", height_px * 16 // 9, height_px)
    else:
        frame = b"\x11\x00\x00"
    return descriptor + frame + bytes(max(0, size - len(descriptor) - len(frame)))


class Bot(asyncio.DatagramProtocol):
    """See the module's text; made by `bot`."""

    def __init__(self, negotiate: Callable[[Offer], Awaitable[Answer]], up: Link, down: Link) -> None:
        self._negotiate = negotiate
        self._links = (up, down)
        self._certificate = RTCCertificate.generateCertificate()
        self._dtls = SSL.Connection(self._certificate._create_ssl_context(SRTP_PROFILES))  # noqa: SLF001
        self._dtls.set_connect_state()
        self._session = secrets.randbits(60)
        self._password = secrets.token_hex(12)
        self._remote = ("", "")
        self._protect: pylibsrtp.Session | None = None
        self._unprotect: pylibsrtp.Session | None = None
        self._transport_sequence = 0
        self._changed = asyncio.Condition()
        self.ufrag = secrets.token_hex(4)
        self.lines: list[Line] = []
        self.connected = asyncio.Event()
        self.received: list[Received] = []
        self.rtcp: list[bytes] = []
        self.counted: int | None = None
        """Set to 0 to count datagrams instead of reading them, for measurements."""
        self.wrong = 0
        """Packets that did not decrypt or belong to no line."""
        self.answer = ""
        self.server = ("127.0.0.1", 0)

    # Signalling.

    async def publish(self, source: Source, rids: tuple[str, ...] = ()) -> Line:
        """Offer one more track."""
        kind = "audio" if source is Source.MICROPHONE else "video"
        line = Line(str(len(self.lines)), kind, source=source, rids=rids)
        self.lines.append(line)
        await self.offer()
        return line

    async def subscribe(self, track_id: TrackId, kind: str) -> Line:
        """Offer to receive one more track."""
        line = Line(str(len(self.lines)), kind, track_id=track_id)
        self.lines.append(line)
        await self.offer()
        return line

    async def offer(self) -> None:
        """Offer all lines as they are now, and take the answer."""
        answer = await self._negotiate(
            Offer(
                sdp=self.sdp(),
                publish={line.mid: line.source for line in self.lines if line.source is not None},
                subscribe={line.mid: line.track_id for line in self.lines if line.track_id is not None},
            )
        )
        self._take(answer.sdp)

    async def restart_ice(self) -> None:
        """Offer new credentials."""
        self.ufrag = secrets.token_hex(4)
        await self.offer()
        self.check()

    @property
    def fingerprint(self) -> tuple[str, str]:
        """Algorithm and digest of our certificate."""
        one = self._certificate.getFingerprints()[0]
        return one.algorithm, one.value

    def sdp(self) -> str:
        """The offer."""
        mids = " ".join(line.mid for line in self.lines)
        head = ["v=0", f"o=- {self._session} 2 IN IP4 127.0.0.1", "s=-", "t=0 0", f"a=group:BUNDLE {mids}"]
        return "\r\n".join(head + [text for line in self.lines for text in self._section(line)]) + "\r\n"

    def _section(self, line: Line) -> list[str]:
        formats = "111" if line.kind == "audio" else "96 97 102"
        algorithm, digest = self.fingerprint
        lines = [
            f"m={line.kind} 9 UDP/TLS/RTP/SAVPF {formats}",
            "c=IN IP4 0.0.0.0",
            f"a=ice-ufrag:{self.ufrag}",
            f"a=ice-pwd:{self._password}",
            f"a=fingerprint:{algorithm} {digest}",
            "a=setup:actpass",
            f"a=mid:{line.mid}",
            f"a={line.direction}",
            "a=rtcp-mux",
            *(f"a=extmap:{number} {uri}" for number, uri in _EXTENSIONS.items()),
            *_FORMATS[line.kind],
        ]
        if line.rids:
            lines += [f"a=rid:{rid} send" for rid in line.rids]
            lines.append(f"a=simulcast:send {';'.join(line.rids)}")
        return lines

    def _take(self, answer: str) -> None:
        self.answer = answer
        _head, *sections = answer.split("m=")
        for line, section in zip(self.lines, sections, strict=True):
            if found := re.search(r"a=ssrc-group:FID (\d+) (\d+)", section):
                line.ssrc, line.repair_ssrc = int(found[1]), int(found[2])
            elif found := re.search(r"a=ssrc:(\d+) cname", section):
                line.ssrc = int(found[1])
        self._remote = (_value(answer, "ice-ufrag"), _value(answer, "ice-pwd"))
        port = int(answer.split("a=candidate:", 1)[1].split()[5])
        self.server = ("127.0.0.1", port)

    # Transport.

    def attach(self, transport: asyncio.DatagramTransport) -> None:
        """Take the socket."""
        up, down = self._links
        self.send_datagram = up.carry(lambda datagram: transport.sendto(datagram, self.server))
        self._arrive = down.carry(self._datagram)
        self.local_port = int(transport.get_extra_info("sockname")[1])

    def datagram_received(self, data: bytes, addr: object) -> None:
        self._arrive(data)

    def error_received(self, exc: Exception) -> None:
        """The server is down."""

    def check(self, password: str | None = None) -> bytes:
        """Send a nominating STUN check; returns it."""
        ufrag, own = self._remote
        message = stun.Message(
            stun.Method.BINDING,
            stun.Class.REQUEST,
            attributes={
                "USERNAME": f"{ufrag}:{self.ufrag}",
                "PRIORITY": 1,
                "ICE-CONTROLLING": 1,
                "USE-CANDIDATE": None,
            },
        )
        message.add_message_integrity((own if password is None else password).encode())
        datagram = bytes(message)
        self.send_datagram(datagram)
        return datagram

    async def run(self) -> None:
        """Keep checking, and finish DTLS; a handshake that stands still is pushed on."""
        while True:
            if self.server[1]:
                if self._remote[0]:
                    self.check()
                if not self.connected.is_set():
                    self._dtls.DTLSv1_handle_timeout()
                    self._handshake()
                else:
                    self.send_rtcp(_REMB)
            await asyncio.sleep(0.1 if not self.connected.is_set() else 1.0)

    def _datagram(self, data: bytes) -> None:
        if data[0] < 4:
            if not self.connected.is_set():
                self._handshake()
        elif 19 < data[0] < 64:
            self._dtls.bio_write(data)
            self._handshake()
        elif self.counted is not None:
            self.counted += 1
        elif self._unprotect is not None:
            self._media(data)

    def _handshake(self) -> None:
        if self._unprotect is not None:
            return
        try:
            self._dtls.do_handshake()
        except SSL.WantReadError:
            self._flush()
            return
        self._flush()
        name = self._dtls.get_selected_srtp_profile()
        profile = next(one for one in SRTP_PROFILES if one.openssl_profile == name)
        size = 2 * (profile.key_length + profile.salt_length)
        material = self._dtls.export_keying_material(b"EXTRACTOR-dtls_srtp", size)
        self._protect, self._unprotect = (
            pylibsrtp.Session(
                pylibsrtp.Policy(
                    key=profile.get_key_and_salt(material, index),
                    ssrc_type=kind,
                    srtp_profile=profile.libsrtp_profile,
                )
            )
            for index, kind in (
                (0, pylibsrtp.Policy.SSRC_ANY_OUTBOUND),
                (1, pylibsrtp.Policy.SSRC_ANY_INBOUND),
            )
        )
        self.connected.set()

    def _flush(self) -> None:
        try:
            self.send_datagram(self._dtls.bio_read(1500))
        except SSL.Error:
            return

    def close_dtls(self) -> None:
        """Say goodbye as a closing browser does."""
        self._dtls.shutdown()
        self._flush()

    # Media.

    def send(
        self,
        line: Line,
        payload: bytes,
        timestamp: int,
        *,
        rid: str = "",
        level: int = 20,
        is_marked: bool = True,
    ) -> int:
        """Send one packet of a line; returns its sequence number."""
        stream = line.streams[rid]
        stream.sequence = (stream.sequence + 1) & 0xFFFF
        self._transport_sequence = (self._transport_sequence + 1) & 0xFFFF
        values = [(MID_ID, line.mid.encode()), (SEQUENCE_ID, self._transport_sequence.to_bytes(2, "big"))]
        values += [(RID_ID, rid.encode())] if rid else []
        values += [(LEVEL_ID, bytes((0x80 | level,)))] if line.kind == "audio" else []
        extension = b"".join(bytes((number << 4 | len(value) - 1,)) + value for number, value in values)
        extension += bytes(-len(extension) % 4)
        kind = (OPUS if line.kind == "audio" else VP8) | (0x80 if is_marked else 0)
        packet = (
            struct.pack("!BBHII", 0x90, kind, stream.sequence, timestamp & 0xFFFFFFFF, stream.ssrc)
            + struct.pack("!HH", 0xBEDE, len(extension) // 4)
            + extension
            + payload
        )
        stream.sent[stream.sequence] = packet
        self.send_plain(packet)
        return stream.sequence

    def send_plain(self, packet: bytes) -> None:
        """Protect and send a packet as it is."""
        assert self._protect is not None
        self.send_datagram(self._protect.protect(packet))

    def resend(self, line: Line, sequence: int, rid: str = "") -> None:
        """Answer a NACK by the repair stream (RFC 4588)."""
        packet = line.streams[rid].sent[sequence]
        start = 16 + 4 * int.from_bytes(packet[14:16], "big")
        repair = line.streams[f"{rid}~"]
        repair.sequence = (repair.sequence + 1) & 0xFFFF
        values = [(MID_ID, line.mid.encode())] + ([(REPAIRED_ID, rid.encode())] if rid else [])
        extension = b"".join(bytes((number << 4 | len(value) - 1,)) + value for number, value in values)
        extension += bytes(-len(extension) % 4)
        head = struct.pack("!BBH", 0x90, packet[1] & 0x80 | VP8_RTX, repair.sequence)
        self.send_plain(
            head
            + packet[4:8]
            + repair.ssrc.to_bytes(4, "big")
            + struct.pack("!HH", 0xBEDE, len(extension) // 4)
            + extension
            + struct.pack("!H", sequence)
            + packet[start:]
        )

    def send_rtcp(self, compound: bytes) -> None:
        """Protect and send RTCP."""
        assert self._protect is not None
        self.send_datagram(self._protect.protect_rtcp(compound))

    def _media(self, data: bytes) -> None:
        assert self._unprotect is not None
        try:
            if 191 < data[1] < 224:
                self.rtcp.append(self._unprotect.unprotect_rtcp(data))
            else:
                self._packet(self._unprotect.unprotect(data))
        except pylibsrtp.Error:
            self.wrong += 1

    def _packet(self, packet: bytes) -> None:
        first, kind, sequence, timestamp, ssrc = struct.unpack_from("!BBHII", packet)
        start = 12
        if first & 16:
            start += 4 + 4 * int.from_bytes(packet[14:16], "big")
        payload = packet[start:]
        line = next((one for one in self.lines if ssrc in (one.ssrc, one.repair_ssrc)), None)
        if line is None or line.track_id is None:
            self.wrong += 1
            return
        is_repair = ssrc == line.repair_ssrc
        if is_repair:
            sequence, payload = int.from_bytes(payload[:2], "big"), payload[2:]
        self.received.append(
            Received(
                track_id=line.track_id,
                sequence=sequence,
                timestamp=timestamp,
                payload=payload,
                is_marked=bool(kind & 0x80),
                is_repair=is_repair,
                arrived_ns=time.monotonic_ns(),
            )
        )

    def of(self, track_id: TrackId) -> list[Received]:
        """What came of one track."""
        return [one for one in self.received if one.track_id == track_id]


def _value(sdp: str, name: str) -> str:
    found = re.search(rf"a={name}:(\S+)", sdp)
    assert found is not None, f"no {name} in the answer"
    return found[1]


@asynccontextmanager
async def bot(
    negotiate: Callable[[Offer], Awaitable[Answer]], *, up: Link = PERFECT, down: Link = PERFECT
) -> AsyncIterator[Bot]:
    """A bot with its socket open; it connects by itself after its first offer."""
    loop = asyncio.get_running_loop()
    transport, made = await loop.create_datagram_endpoint(
        lambda: Bot(negotiate, up, down), local_addr=("127.0.0.1", 0)
    )
    made.attach(transport)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(made.run(), name="bot")
        try:
            yield made
        finally:
            task.cancel()
            transport.close()
            await asyncio.sleep(0)


async def until(holds: Callable[[], object], timeout_s: float = 8.0) -> None:
    """Return as soon as the condition holds; TimeoutError when it never does."""
    async with asyncio.timeout(timeout_s):
        while not holds():  # noqa: ASYNC110  # what is waited for happens on the other side of a socket
            await asyncio.sleep(0.01)
