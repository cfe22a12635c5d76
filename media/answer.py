"""Writes the answer to an offer: ICE-lite, DTLS passive, one transport for all sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from media.ice import Credentials
from media.sdp import AUDIO_LEVEL, MID, REPAIRED_RID, RID, TRANSPORT_CC, Codec, Section

if TYPE_CHECKING:
    from collections.abc import Iterable


FORWARDED = {"audio": ("opus",), "video": ("vp8", "h264")}
"""Payload formats by kind of section."""

_FEEDBACK = {
    "audio": ("transport-cc",),
    "video": ("transport-cc", "goog-remb", "nack", "nack pli", "ccm fir"),
}
_EXTENSIONS_IN = (MID, RID, REPAIRED_RID, TRANSPORT_CC, AUDIO_LEVEL)
_EXTENSIONS_OUT = (MID, TRANSPORT_CC)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What the answer says of a stream that the peer will receive."""

    ssrc: int
    repair_ssrc: int
    stream_id: str
    """msid: tracks of one stream are played in sync."""
    track_id: str


@dataclass(frozen=True, slots=True)
class SectionAnswer:
    """What becomes of one section of the offer."""

    section: Section
    codec: Codec | None = None
    """None refuses the section."""
    receives: bool = False
    """The server receives on it."""
    outgoing: Outgoing | None = None

    @property
    def direction(self) -> str:
        """From the server's side."""
        if self.receives and self.outgoing:
            return "sendrecv"
        if self.receives:
            return "recvonly"
        return "sendonly" if self.outgoing else "inactive"


@dataclass(frozen=True, slots=True)
class Local:
    """The server's side of the transport."""

    credentials: Credentials
    fingerprint: str
    candidates: Sequence[tuple[str, int]] = field(default_factory=tuple)
    """Address and port of each host candidate."""


def preferred_codec(section: Section) -> Codec | None:
    """The first payload format of the offer that is forwarded; the offer's order is the peer's wish.

    H.264 must come in packetization mode 1, as all browsers send it.
    """
    for codec in section.codecs.values():
        if codec.name in FORWARDED.get(section.kind, ()) and (
            codec.name != "h264" or codec.parameters.get("packetization-mode") == "1"
        ):
            return codec
    return None


def matching_codec(section: Section, wanted: Codec) -> Codec | None:
    """The payload type under which the peer would receive a stream of another peer's codec.

    H.264 profiles are compared by profile_idc and constraints (RFC 6184 8.1); a peer without the very
    profile gets the nearest name, as decoders are wider than what they declare.
    """
    same = [
        codec
        for codec in section.codecs.values()
        if codec.name == wanted.name
        and codec.parameters.get("packetization-mode") == wanted.parameters.get("packetization-mode")
    ]
    profile = wanted.parameters.get("profile-level-id", "")[:4].lower()
    exact = [one for one in same if one.parameters.get("profile-level-id", "")[:4].lower() == profile]
    return next(iter(exact or same), None)


def write_answer(local: Local, answers: Sequence[SectionAnswer], version: int) -> str:
    """The answer's SDP; version rises with each answer to the same peer."""
    accepted = [one.section.mid for one in answers if one.codec is not None]
    lines = [
        "v=0",
        f"o=telemed 1 {version} IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        *([f"a=group:BUNDLE {' '.join(accepted)}"] if accepted else []),
        "a=ice-lite",
        "a=msid-semantic:WMS *",
    ]
    for answer in answers:
        lines += _section(local, answer)
    return "\r\n".join(lines) + "\r\n"


def _section(local: Local, answer: SectionAnswer) -> Iterable[str]:
    section, codec = answer.section, answer.codec
    if codec is None:
        formats = " ".join(str(one) for one in section.codecs) or "webrtc-datachannel"
        return [
            f"m={section.kind} 0 {section.protocol} {formats}",
            "c=IN IP4 0.0.0.0",
            f"a=mid:{section.mid}",
            "a=inactive",
        ]
    repair = section.repair_of(codec.payload_type)
    formats = f"{codec.payload_type}" + (f" {repair}" if repair is not None else "")
    return [
        f"m={section.kind} 9 {section.protocol} {formats}",
        "c=IN IP4 0.0.0.0",
        f"a=mid:{section.mid}",
        f"a={answer.direction}",
        "a=rtcp-mux",
        "a=rtcp-rsize",
        *_transport(local),
        *_formats(section.kind, codec, repair),
        *_extensions(answer),
        *_layers(answer),
        *_outgoing(answer.outgoing, has_repair=repair is not None),
    ]


def _transport(local: Local) -> list[str]:
    lines = [
        f"a=ice-ufrag:{local.credentials.ufrag}",
        f"a=ice-pwd:{local.credentials.password}",
        f"a=fingerprint:sha-256 {local.fingerprint}",
        "a=setup:passive",
    ]
    for index, (address, port) in enumerate(local.candidates):
        priority = (126 << 24) | ((65535 - index) << 8) | 255
        lines.append(f"a=candidate:{index + 1} 1 udp {priority} {address} {port} typ host")
    return [*lines, "a=end-of-candidates"]


def _formats(kind: str, codec: Codec, repair: int | None) -> list[str]:
    number = codec.payload_type
    channels = f"/{codec.channels}" if codec.channels > 1 else ""
    name = "opus" if codec.name == "opus" else codec.name.upper()
    lines = [f"a=rtpmap:{number} {name}/{codec.clock_rate_hz}{channels}"]
    parameters = dict(codec.parameters)
    if codec.name == "opus":
        parameters |= {"minptime": "10", "useinbandfec": "1"}
    if parameters:
        lines.append(f"a=fmtp:{number} " + ";".join(f"{name}={value}" for name, value in parameters.items()))
    lines += [f"a=rtcp-fb:{number} {one}" for one in _FEEDBACK[kind] if one in codec.feedback]
    if repair is not None:
        lines += [f"a=rtpmap:{repair} rtx/{codec.clock_rate_hz}", f"a=fmtp:{repair} apt={number}"]
    return lines


def _extensions(answer: SectionAnswer) -> list[str]:
    wanted = _EXTENSIONS_IN if answer.receives else _EXTENSIONS_OUT
    offered = answer.section.extensions
    return [f"a=extmap:{offered[uri]} {uri}" for uri in wanted if uri in offered]


def _layers(answer: SectionAnswer) -> list[str]:
    rids = answer.section.streams.rids
    if not answer.receives or not rids:
        return []
    return [*(f"a=rid:{rid} recv" for rid in rids), f"a=simulcast:recv {';'.join(rids)}"]


def _outgoing(outgoing: Outgoing | None, *, has_repair: bool) -> list[str]:
    if outgoing is None:
        return []
    stream, track = outgoing.stream_id, outgoing.track_id
    ssrcs = [outgoing.ssrc, outgoing.repair_ssrc] if has_repair else [outgoing.ssrc]
    lines = [f"a=msid:{stream} {track}"]
    if has_repair:
        lines.append(f"a=ssrc-group:FID {outgoing.ssrc} {outgoing.repair_ssrc}")
    for ssrc in ssrcs:
        lines += [f"a=ssrc:{ssrc} cname:{stream}", f"a=ssrc:{ssrc} msid:{stream} {track}"]
    return lines
