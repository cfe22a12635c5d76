"""Every private member of aiortc and pylibsrtp that we rely on, against pinned versions.

aiortc brings the certificate, its OpenSSL context and the SRTP profiles; pylibsrtp brings libsrtp. The
rest of aiortc's stack is not used on the server: its transport starts a task per peer and its receiver a
decoder thread per track. tests/unit/media/test_aiortc_bridge.py has a test for each member.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import pylibsrtp
from aiortc.rtcdtlstransport import SRTP_PROFILES, RTCCertificate, certificate_digest
from pylibsrtp import _binding

if TYPE_CHECKING:
    from OpenSSL import SSL

ffi: Any = _binding.ffi
"""libsrtp's own cffi interface, for buffers that libsrtp works on in place."""

protect: Any = _binding.lib.srtp_protect
unprotect: Any = _binding.lib.srtp_unprotect
protect_rtcp: Any = _binding.lib.srtp_protect_rtcp
unprotect_rtcp: Any = _binding.lib.srtp_unprotect_rtcp

TRAILER = pylibsrtp.SRTP_MAX_SRTCP_TRAILER_LEN
"""Bytes that protection may add to a packet."""

REPLAY_WINDOW = 1024
"""Packets; RTP may arrive this late, as repaired packets do."""

ROTATE_BEFORE = timedelta(days=7)
"""A certificate this close to its end is not given to new peers."""


class SrtpKeys(NamedTuple):
    """Master keys with salts as DTLS exported them, and the profile they are for."""

    profile: int
    receive: bytes
    send: bytes


class Certificate:
    """The DTLS certificate of this process and the one OpenSSL context that all peers share."""

    def __init__(self) -> None:
        self._certificate = RTCCertificate.generateCertificate()
        self.context: SSL.Context = self._certificate._create_ssl_context(SRTP_PROFILES)  # noqa: SLF001

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the certificate as SDP writes it (RFC 8122 5)."""
        return next(one.value for one in self._certificate.getFingerprints() if one.algorithm == "sha-256")

    def is_due(self, wall_s: float) -> bool:
        """True when new peers should get another certificate; wall_s: seconds since the epoch."""
        return bool(self._certificate.expires - datetime.fromtimestamp(wall_s, UTC) < ROTATE_BEFORE)


def peer_fingerprint(connection: SSL.Connection, algorithm: str) -> str | None:
    """Digest of the certificate that the peer showed; None when it showed none."""
    certificate = connection.get_peer_certificate(as_cryptography=True)
    return None if certificate is None else str(certificate_digest(certificate, algorithm))


def export_keys(connection: SSL.Connection) -> SrtpKeys | None:
    """The server's SRTP keys of a finished handshake; None when no profile was agreed (RFC 5764 4.2)."""
    name = connection.get_selected_srtp_profile()
    profile = next((one for one in SRTP_PROFILES if one.openssl_profile == name), None)
    if profile is None:
        return None
    size = 2 * (profile.key_length + profile.salt_length)
    material = connection.export_keying_material(b"EXTRACTOR-dtls_srtp", size)
    client, server = (profile.get_key_and_salt(material, index) for index in (0, 1))
    return SrtpKeys(profile.libsrtp_profile, receive=client, send=server)


class SrtpContext:
    """One direction of SRTP: `handle` is what libsrtp's functions take."""

    def __init__(self, key: bytes, profile: int, *, is_inbound: bool) -> None:
        kind = pylibsrtp.Policy.SSRC_ANY_INBOUND if is_inbound else pylibsrtp.Policy.SSRC_ANY_OUTBOUND
        policy = pylibsrtp.Policy(key=key, ssrc_type=kind, srtp_profile=profile)
        policy.allow_repeat_tx = True
        policy.window_size = REPLAY_WINDOW
        self._session = pylibsrtp.Session(policy)
        self.handle: Any = self._session._srtp[0]  # noqa: SLF001
