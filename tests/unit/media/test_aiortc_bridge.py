"""One test for each private member that the bridge relies on: an upgrade that moves one fails here."""

from __future__ import annotations

import pylibsrtp
import pytest
from aiortc.rtcdtlstransport import SRTP_PROFILES, RTCCertificate, certificate_digest
from OpenSSL import SSL

from media import aiortc_bridge as bridge
from media.dtls import MTU, Dtls, DtlsState, pack_records

PROFILE = pylibsrtp.Policy.SRTP_PROFILE_AEAD_AES_128_GCM
KEY = bytes(range(28))
RTP = b"\x80\x6f\x00\x01" + bytes(8) + b"payload"
RTCP = b"\x80\xc9\x00\x01" + bytes(4)


def slot(content: bytes) -> tuple[object, object]:
    memory = bridge.ffi.new("char[]", 2048)
    bridge.ffi.buffer(memory)[: len(content)] = content
    size = bridge.ffi.new("int *", len(content))
    return memory, size


def test_create_ssl_context_gives_a_context_that_can_be_shared() -> None:
    certificate = bridge.Certificate()
    assert isinstance(certificate.context, SSL.Context)
    assert certificate.context is certificate.context


def test_certificate_has_a_fingerprint_and_an_end() -> None:
    certificate = bridge.Certificate()
    assert len(certificate.fingerprint) == 95
    day = 86400.0
    import time

    now = time.time()
    assert not certificate.is_due(now + 20 * day)
    assert certificate.is_due(now + 25 * day)


@pytest.mark.parametrize(
    ("names", "packet"), [(("protect", "unprotect"), RTP), (("protect_rtcp", "unprotect_rtcp"), RTCP)]
)
def test_session_handle_and_binding_work_in_place(names: tuple[str, str], packet: bytes) -> None:
    """pylibsrtp.Session._srtp and pylibsrtp._binding."""
    there = bridge.SrtpContext(KEY, PROFILE, is_inbound=False)
    back = bridge.SrtpContext(KEY, PROFILE, is_inbound=True)
    memory, size = slot(packet)
    protect, unprotect = (getattr(bridge, name) for name in names)
    assert protect(there.handle, memory, size) == 0
    length = size[0]  # type: ignore[index]  # a cffi pointer
    assert len(packet) < length <= len(packet) + bridge.TRAILER
    assert unprotect(back.handle, memory, size) == 0
    assert bytes(bridge.ffi.buffer(memory)[: len(packet)]) == packet


def test_binding_refuses_a_forged_packet() -> None:
    back = bridge.SrtpContext(KEY, PROFILE, is_inbound=True)
    memory, size = slot(RTP + bytes(16))
    assert bridge.unprotect(back.handle, memory, size) != 0


def shake_hands(fingerprints: list[tuple[str, str]] | None = None) -> tuple[Dtls, SSL.Connection]:
    """Our server and a client of pyOpenSSL, in memory."""
    own = RTCCertificate.generateCertificate()
    client = SSL.Connection(own._create_ssl_context(SRTP_PROFILES))  # noqa: SLF001
    client.set_connect_state()
    if fingerprints is None:
        fingerprints = [(one.algorithm, one.value) for one in own.getFingerprints()]
    server = Dtls(bridge.Certificate(), fingerprints)
    for _ in range(6):
        try:
            client.do_handshake()
        except SSL.WantReadError:
            pass
        except SSL.Error:
            break
        try:
            flight = client.bio_read(4096)
        except SSL.Error:
            flight = b""
        for datagram in server.receive(flight) if flight else []:
            assert len(datagram) <= MTU
            client.bio_write(datagram)
    return server, client


def test_both_sides_of_a_handshake_have_the_same_keys() -> None:
    """export_keying_material, get_selected_srtp_profile and get_key_and_salt."""
    server, client = shake_hands()
    assert server.state is DtlsState.FINISHED
    keys = server.keys
    assert keys is not None
    name = client.get_selected_srtp_profile()
    profile = next(one for one in SRTP_PROFILES if one.openssl_profile == name)
    size = 2 * (profile.key_length + profile.salt_length)
    material = client.export_keying_material(b"EXTRACTOR-dtls_srtp", size)
    assert keys == (
        profile.libsrtp_profile,
        profile.get_key_and_salt(material, 0),
        profile.get_key_and_salt(material, 1),
    )


def test_a_certificate_that_the_offer_does_not_name_is_refused() -> None:
    other = bridge.Certificate().fingerprint
    for fingerprints in ([("sha-256", other)], [("md5", "AA")], []):
        server, _ = shake_hands(fingerprints)
        assert server.state is DtlsState.FAILED
        assert server.keys is None


def test_all_known_fingerprints_must_match() -> None:
    own = RTCCertificate.generateCertificate()
    digest = certificate_digest(own._cert, "sha-256")  # noqa: SLF001
    server, _ = shake_hands([("sha-256", digest)])
    assert server.state is DtlsState.FAILED


def test_a_goodbye_is_understood() -> None:
    server, client = shake_hands()
    client.shutdown()
    server.receive(client.bio_read(4096))
    assert server.state is DtlsState.CLOSED
    assert server.receive(b"\x16\xfe\xfdmore") == []


def test_noise_in_the_handshake_does_not_end_it() -> None:
    server = Dtls(bridge.Certificate(), [("sha-256", "AA")])
    for noise in (b"\x16", b"\x16\xfe\xfd" + bytes(40), b"\x17\xfe\xfd\x00\x01" + bytes(30)):
        server.receive(noise)
    assert server.state is DtlsState.HANDSHAKE
    assert server.timeout_s() is None or server.expire() == []


def test_flights_are_cut_between_records() -> None:
    def record(size: int) -> bytes:
        return b"\x16\xfe\xfd" + bytes(8) + size.to_bytes(2, "big") + bytes(size)

    parts = [record(600), record(500), record(700), record(100)]
    assert pack_records(b"".join(parts)) == [parts[0] + parts[1], parts[2] + parts[3]]
    assert pack_records(b"") == []
