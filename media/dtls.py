"""The server's side of DTLS-SRTP as bytes in, bytes out; no socket, no task, no clock.

The peer connects, we accept (setup:passive). Its certificate must match the fingerprints of its offer.
Source: RFC 5763, RFC 5764, RFC 8122.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from OpenSSL import SSL

from media.aiortc_bridge import export_keys, peer_fingerprint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from media.aiortc_bridge import Certificate, SrtpKeys

MTU = 1200
"""Bytes per datagram; fits every path that WebRTC media fits."""

_RECORD_HEADER = 13

ALGORITHMS = ("sha-256", "sha-384", "sha-512")


class DtlsState(Enum):
    """Where the handshake stands."""

    HANDSHAKE = "handshake"
    FINISHED = "finished"
    FAILED = "failed"
    CLOSED = "closed"


class Dtls:
    """One peer's DTLS connection."""

    def __init__(self, certificate: Certificate, fingerprints: Sequence[tuple[str, str]]) -> None:
        """fingerprints: (algorithm, value) pairs of the offer, both as written there."""
        self._fingerprints = fingerprints
        self._connection = SSL.Connection(certificate.context)
        self._connection.set_accept_state()
        self._connection.set_ciphertext_mtu(MTU)
        self.state = DtlsState.HANDSHAKE
        self.keys: SrtpKeys | None = None
        """Set when the handshake finished."""

    def receive(self, datagram: bytes) -> list[bytes]:
        """Take a datagram of the peer; returns datagrams to send back."""
        if self.state in (DtlsState.FAILED, DtlsState.CLOSED):
            return []
        self._connection.bio_write(datagram)
        if self.state is DtlsState.HANDSHAKE:
            self._advance()
        if self.state is DtlsState.FINISHED:
            self._drain()
        return self._pending()

    def timeout_s(self) -> float | None:
        """Seconds until `expire` should be called; None when nothing waits."""
        if self.state is not DtlsState.HANDSHAKE:
            return None
        left: float | None = self._connection.DTLSv1_get_timeout()
        return left

    def expire(self) -> list[bytes]:
        """Repeat the last flight."""
        self._connection.DTLSv1_handle_timeout()
        return self._pending()

    def close(self) -> list[bytes]:
        """Say goodbye; returns datagrams to send."""
        if self.state is not DtlsState.FINISHED:
            return []
        self.state = DtlsState.CLOSED
        try:
            self._connection.shutdown()
        except SSL.Error:
            return []
        return self._pending()

    def _advance(self) -> None:
        try:
            self._connection.do_handshake()
        except SSL.WantReadError:
            return
        except SSL.Error:
            self.state = DtlsState.FAILED
            return
        self.keys = export_keys(self._connection) if self._is_whom_the_offer_names() else None
        self.state = DtlsState.FAILED if self.keys is None else DtlsState.FINISHED

    def _is_whom_the_offer_names(self) -> bool:
        """Every fingerprint with an algorithm we know must match, and there must be one."""
        known = [(name.lower(), value) for name, value in self._fingerprints if name.lower() in ALGORITHMS]
        shown = {name: peer_fingerprint(self._connection, name) for name, _ in known}
        return bool(known) and all(shown[name] == value.upper() for name, value in known)

    def _drain(self) -> None:
        """Application data is not used; a close alert ends the connection."""
        try:
            while self._connection.recv(2048):
                pass
        except SSL.ZeroReturnError:
            self.state = DtlsState.CLOSED
        except SSL.Error:
            return

    def _pending(self) -> list[bytes]:
        try:
            flight = self._connection.bio_read(65536)
        except SSL.Error:
            return []
        return pack_records(flight)


def pack_records(flight: bytes) -> list[bytes]:
    """Cut a flight between records into datagrams of at most MTU bytes (RFC 6347 4.1.1)."""
    datagrams: list[bytes] = []
    start = at = 0
    while at + _RECORD_HEADER <= len(flight):
        size = _RECORD_HEADER + int.from_bytes(flight[at + 11 : at + 13], "big")
        if at > start and at + size - start > MTU:
            datagrams.append(flight[start:at])
            start = at
        at += size
    if start < len(flight):
        datagrams.append(flight[start:])
    return datagrams
