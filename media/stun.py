"""The part of STUN that an ICE-lite agent needs: read a binding request, check it, answer it.

Written by hand because a general library costs ten times the CPU, and one malformed datagram of a
stranger must not cost an exception. Source: RFC 8489, RFC 8445 section 7.3.
"""

from __future__ import annotations

import hmac
import struct
from dataclasses import dataclass
from zlib import crc32

MAGIC = 0x2112A442
_MAGIC_BYTES = MAGIC.to_bytes(4, "big")
_HEADER = struct.Struct("!HH4s12s")
_ATTRIBUTE = struct.Struct("!HH")
_FINGERPRINT_XOR = 0x5354554E

BINDING_REQUEST = 0x0001
BINDING_SUCCESS = 0x0101
USERNAME = 0x0006
MESSAGE_INTEGRITY = 0x0008
XOR_MAPPED_ADDRESS = 0x0020
USE_CANDIDATE = 0x0025
FINGERPRINT = 0x8028
ICE_CONTROLLED = 0x8029

MAX_REQUEST = 548
"""Bytes; no browser's check comes near, and nothing larger needs an answer (RFC 8489 6.1)."""


@dataclass(frozen=True, slots=True)
class BindingRequest:
    """A well-formed binding request; not yet authenticated."""

    datagram: bytes
    transaction: bytes
    local_ufrag: str
    """Our half of USERNAME."""
    integrity_at: int
    """Offset of MESSAGE-INTEGRITY in the datagram."""
    nominates: bool
    is_controlled: bool
    """The sender says it is the controlled agent, as only we are."""

    def is_from(self, password: bytes) -> bool:
        """True when MESSAGE-INTEGRITY was made with this short-term password (RFC 8489 14.5)."""
        at = self.integrity_at
        covered = self.datagram[:2] + (at + 4).to_bytes(2, "big") + self.datagram[4:at]
        return hmac.compare_digest(hmac.digest(password, covered, "sha1"), self.datagram[at + 4 : at + 24])


def is_stun(datagram: bytes) -> bool:
    """The demultiplexing rule of RFC 7983, made strict by the magic cookie."""
    return len(datagram) >= _HEADER.size and datagram[0] < 4 and datagram[4:8] == _MAGIC_BYTES


def _attributes(datagram: bytes) -> dict[int, tuple[int, int]] | None:
    """Offset and size of each attribute's value, first of each type; None when lengths do not add up.

    Attributes after MESSAGE-INTEGRITY other than FINGERPRINT are ignored (RFC 8489 14.5).
    """
    found: dict[int, tuple[int, int]] = {}
    at, end = _HEADER.size, len(datagram)
    while at < end:
        if at + 4 > end:
            return None
        kind, size = _ATTRIBUTE.unpack_from(datagram, at)
        if at + 4 + size > end:
            return None
        if MESSAGE_INTEGRITY not in found or kind == FINGERPRINT:
            found.setdefault(kind, (at + 4, size))
        at += 4 + (size + 3 & ~3)
    return found


def _fingerprint_holds(datagram: bytes, place: tuple[int, int] | None) -> bool:
    if place is None or place != (len(datagram) - 4, 4):
        return False
    at = place[0]
    return crc32(datagram[: at - 4]) ^ _FINGERPRINT_XOR == int.from_bytes(datagram[at:], "big")


def parse_request(datagram: bytes) -> BindingRequest | None:
    """Read a binding request; None for anything else, whoever sent it."""
    if not is_stun(datagram) or len(datagram) > MAX_REQUEST:
        return None
    kind, length, _, transaction = _HEADER.unpack_from(datagram)
    if kind != BINDING_REQUEST or length != len(datagram) - _HEADER.size or length % 4:
        return None
    found = _attributes(datagram)
    if found is None or not _fingerprint_holds(datagram, found.get(FINGERPRINT)):
        return None
    name, integrity = found.get(USERNAME), found.get(MESSAGE_INTEGRITY)
    if name is None or integrity is None or integrity[1] != 20:
        return None
    username = datagram[name[0] : name[0] + name[1]].decode("ascii", "replace")
    return BindingRequest(
        datagram=datagram,
        transaction=transaction,
        local_ufrag=username.partition(":")[0],
        integrity_at=integrity[0] - 4,
        nominates=USE_CANDIDATE in found,
        is_controlled=ICE_CONTROLLED in found,
    )


def binding_success(transaction: bytes, ip: bytes, port: int, password: bytes) -> bytes:
    """The answer to an authenticated request: XOR-MAPPED-ADDRESS, MESSAGE-INTEGRITY, FINGERPRINT.

    ip: 4 or 16 bytes.
    """
    mask = _MAGIC_BYTES + transaction
    family = 1 if len(ip) == 4 else 2
    mapped = struct.pack("!BBH", 0, family, port ^ (MAGIC >> 16)) + bytes(
        a ^ b for a, b in zip(ip, mask, strict=False)
    )
    attribute = _ATTRIBUTE.pack(XOR_MAPPED_ADDRESS, len(mapped)) + mapped

    def header(length: int) -> bytes:
        return _HEADER.pack(BINDING_SUCCESS, length, _MAGIC_BYTES, transaction)

    covered = header(len(attribute) + 24) + attribute
    integrity = _ATTRIBUTE.pack(MESSAGE_INTEGRITY, 20) + hmac.digest(password, covered, "sha1")
    message = header(len(attribute) + 32) + attribute + integrity
    return message + struct.pack("!HHI", FINGERPRINT, 4, crc32(message) ^ _FINGERPRINT_XOR)
