"""Reads a browser's offer into the few facts that forwarding needs.

Every malformed or oversized offer raises SdpRefused with a stable code and nothing else, whatever it
holds. What is not needed is not read. Source: RFC 8866, RFC 8843, RFC 8853, RFC 9429.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from media.errors import SdpRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_CHARACTERS = 512_000
"""A browser in a room of twelve writes about 200,000."""
MAX_LINE = 4096
MAX_SECTIONS = 96
MAX_PAYLOAD_TYPES = 128
MAX_RIDS = 4
MAX_SSRCS = 16

MID = "urn:ietf:params:rtp-hdrext:sdes:mid"
RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
REPAIRED_RID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"
TRANSPORT_CC = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"

DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,32}")
_ICE = re.compile(r"[A-Za-z0-9+/]{4,256}")
_HEX_PAIRS = re.compile(r"[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){15,63}")


@dataclass(slots=True)
class Codec:
    """One payload type of a section."""

    payload_type: int
    name: str = ""
    """Lower case."""
    clock_rate_hz: int = 0
    channels: int = 1
    parameters: dict[str, str] = field(default_factory=dict)
    feedback: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Identity:
    """Who the peer's transport is: ICE ufrag, DTLS fingerprints and role."""

    ufrag: str = ""
    password: str = ""
    fingerprints: list[tuple[str, str]] = field(default_factory=list)
    setup: str = ""


@dataclass(slots=True)
class Streams:
    """How a section's outgoing streams are named."""

    rids: list[str] = field(default_factory=list)
    """Simulcast layers that the peer sends, in its order."""
    ssrcs: list[int] = field(default_factory=list)
    """Declared SSRCs that are not repair streams; empty with simulcast."""
    repairs: dict[int, int] = field(default_factory=dict)
    """Repair SSRC of a declared SSRC (RFC 5576 FID)."""


@dataclass(slots=True)
class Section:
    """One m-line."""

    kind: str
    is_rejected: bool
    protocol: str
    codecs: dict[int, Codec] = field(default_factory=dict)
    mid: str = ""
    direction: str = "sendrecv"
    extensions: dict[str, int] = field(default_factory=dict)
    streams: Streams = field(default_factory=Streams)
    identity: Identity = field(default_factory=Identity)
    is_rtcp_mux: bool = False

    @property
    def sends(self) -> bool:
        """The peer would send on it."""
        return self.direction in ("sendrecv", "sendonly")

    @property
    def receives(self) -> bool:
        """The peer would receive on it."""
        return self.direction in ("sendrecv", "recvonly")

    def repair_of(self, payload_type: int) -> int | None:
        """The RTX payload type for another one (RFC 4588 8.1)."""
        for codec in self.codecs.values():
            if codec.name == "rtx" and codec.parameters.get("apt") == str(payload_type):
                return codec.payload_type
        return None


@dataclass(slots=True)
class Description:
    """A whole offer."""

    session: str
    """User name and session id of the o-line: the same for all offers of one PeerConnection."""
    identity: Identity
    sections: list[Section]
    bundled: list[str]


class _Reader:
    """Reads line by line; knows the line number for the error text."""

    def __init__(self, text: str) -> None:
        if len(text) > MAX_CHARACTERS:
            raise SdpRefused("too_large", f"the offer is longer than {MAX_CHARACTERS} characters")
        self._lines = text.replace("\r\n", "\n").split("\n")
        self.number = 0
        self.session = ""
        self.identity = Identity()
        self.bundled: list[str] = []
        self.sections: list[Section] = []

    def refuse(self, code: str, why: str) -> SdpRefused:
        return SdpRefused(code, f"line {self.number} of the offer: {why}")

    def read(self) -> None:
        for number, line in enumerate(self._lines, 1):
            self.number = number
            if len(line) > MAX_LINE:
                raise self.refuse("line_too_long", f"longer than {MAX_LINE} characters")
            try:
                self._line(line[:2], line[2:])
            except (ValueError, IndexError):
                raise self.refuse("malformed", "not understood") from None

    def _line(self, kind: str, value: str) -> None:
        if kind == "a=":
            name, _, rest = value.partition(":")
            self._attribute(name, rest)
        elif kind == "m=":
            self._media(value)
        elif kind == "o=":
            user, number, *_ = value.split(" ")
            self.session = f"{user} {number}"

    def _media(self, value: str) -> None:
        if len(self.sections) >= MAX_SECTIONS:
            raise self.refuse("too_many_sections", f"more than {MAX_SECTIONS} media sections")
        kind, port, protocol, *formats = value.split()
        section = Section(kind=kind, is_rejected=port == "0", protocol=protocol)
        if kind in ("audio", "video"):
            numbers = [_within(one, 0, 127) for one in formats[: MAX_PAYLOAD_TYPES + 1]]
            section.codecs = {number: Codec(number) for number in numbers}
        self.sections.append(section)

    def _attribute(self, name: str, value: str) -> None:
        identity = self.sections[-1].identity if self.sections else self.identity
        if reads_identity := _IDENTITY.get(name):
            reads_identity(identity, value)
        elif not self.sections:
            if name == "group" and value.startswith("BUNDLE "):
                self.bundled = value.split()[1:]
        elif name in DIRECTIONS:
            self.sections[-1].direction = name
        elif reads := _SECTION.get(name):
            reads(self.sections[-1], value)


def _within(text: str, low: int, high: int) -> int:
    """A decimal number in bounds; ValueError otherwise."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and low <= int(text) <= high):
        raise ValueError(text)
    return int(text)


def _matching(pattern: re.Pattern[str], text: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(text)
    return text


def _ufrag(identity: Identity, value: str) -> None:
    identity.ufrag = _matching(_ICE, value)


def _password(identity: Identity, value: str) -> None:
    identity.password = _matching(_ICE, value)


def _fingerprint(identity: Identity, value: str) -> None:
    algorithm, digest = value.split()
    if len(identity.fingerprints) < 4:
        identity.fingerprints.append((algorithm.lower(), _matching(_HEX_PAIRS, digest).upper()))


def _setup(identity: Identity, value: str) -> None:
    identity.setup = value


def _mid(section: Section, value: str) -> None:
    section.mid = _matching(_TOKEN, value)


def _bundle_only(section: Section, _value: str) -> None:
    section.is_rejected = False


def _rtcp_mux(section: Section, _value: str) -> None:
    section.is_rtcp_mux = True


def _rtpmap(section: Section, value: str) -> None:
    number, encoding = value.split()
    codec = section.codecs.get(int(number[:4]))
    if codec is not None:
        name, rate, *channels = encoding.split("/")
        codec.name = name.lower()
        codec.clock_rate_hz = _within(rate, 1, 400_000)
        codec.channels = _within(channels[0], 1, 8) if channels else 1


def _fmtp(section: Section, value: str) -> None:
    number, _, text = value.partition(" ")
    codec = section.codecs.get(int(number[:4]))
    if codec is not None:
        pairs = (one.strip().partition("=") for one in text.split(";")[:32])
        codec.parameters.update({name.lower(): given.strip() for name, _, given in pairs})


def _rtcp_fb(section: Section, value: str) -> None:
    number, _, what = value.partition(" ")
    for codec in section.codecs.values() if number == "*" else [section.codecs.get(int(number[:4]))]:
        if codec is not None and len(codec.feedback) < 16:
            codec.feedback.append(what)


def _extmap(section: Section, value: str) -> None:
    number, uri, *_ = value.split()
    identifier = _within(number.partition("/")[0], 1, 255)
    if identifier <= 14 and len(section.extensions) < 32:
        section.extensions.setdefault(uri, identifier)


def _simulcast(section: Section, value: str) -> None:
    words = value.split()
    wanted = dict(zip(words[::2], words[1::2], strict=True)).get("send", "")
    rids = [_matching(_TOKEN, one.split(",")[0].lstrip("~")) for one in wanted.split(";") if one]
    section.streams.rids = list(dict.fromkeys(rids))[:MAX_RIDS]


def _ssrc(section: Section, value: str) -> None:
    ssrc = _within(value.partition(" ")[0], 0, 0xFFFFFFFF)
    if ssrc not in section.streams.ssrcs and len(section.streams.ssrcs) < MAX_SSRCS:
        section.streams.ssrcs.append(ssrc)


def _ssrc_group(section: Section, value: str) -> None:
    semantics, *numbers = value.split()
    if semantics == "FID" and len(section.streams.repairs) < MAX_SSRCS:
        first, repair = (_within(one, 0, 0xFFFFFFFF) for one in numbers)
        section.streams.repairs[first] = repair


_IDENTITY: Mapping[str, Callable[[Identity, str], None]] = {
    "ice-ufrag": _ufrag,
    "ice-pwd": _password,
    "fingerprint": _fingerprint,
    "setup": _setup,
}
_SECTION: Mapping[str, Callable[[Section, str], None]] = {
    "mid": _mid,
    "bundle-only": _bundle_only,
    "rtcp-mux": _rtcp_mux,
    "rtpmap": _rtpmap,
    "fmtp": _fmtp,
    "rtcp-fb": _rtcp_fb,
    "extmap": _extmap,
    "simulcast": _simulcast,
    "ssrc": _ssrc,
    "ssrc-group": _ssrc_group,
}


def _identity_of(reader: _Reader) -> Identity:
    """The one transport of the bundle: session level, overridden by the first live section."""
    live = [section.identity for section in reader.sections if not section.is_rejected]
    first, session = live[0] if live else Identity(), reader.identity
    identity = Identity(
        ufrag=first.ufrag or session.ufrag,
        password=first.password or session.password,
        fingerprints=first.fingerprints or session.fingerprints,
        setup=first.setup or session.setup,
    )
    if not identity.ufrag or not identity.password:
        raise SdpRefused("no_ice", "the offer has no ICE ufrag and password")
    if not identity.fingerprints:
        raise SdpRefused("no_fingerprint", "the offer has no DTLS fingerprint")
    if identity.setup not in ("actpass", "active"):
        raise SdpRefused("setup", "the offer must let its sender be the DTLS client (setup:actpass)")
    return identity


def _check(section: Section, bundled: list[str]) -> None:
    if not section.mid:
        raise SdpRefused("no_mid", "a media section has no mid")
    if section.is_rejected or section.kind not in ("audio", "video"):
        return
    if section.mid not in bundled:
        raise SdpRefused("not_bundled", f"mid {section.mid} is not in the BUNDLE group")
    if not section.is_rtcp_mux:
        raise SdpRefused("no_rtcp_mux", f"mid {section.mid} does not multiplex RTCP")


def parse_offer(text: str) -> Description:
    """Read an offer; raises SdpRefused and nothing else."""
    reader = _Reader(text)
    reader.read()
    if not reader.session or not reader.sections:
        raise SdpRefused("malformed", "the offer has no o-line or no media section")
    mids = [section.mid for section in reader.sections]
    for section in reader.sections:
        _check(section, reader.bundled)
    if len(set(mids)) != len(mids):
        raise SdpRefused("mid_repeated", "two media sections have the same mid")
    return Description(reader.session, _identity_of(reader), reader.sections, reader.bundled)
