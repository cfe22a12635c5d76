"""A local certificate, so that other computers of the same network may use camera and microphone.

Browsers give both only to secure origins. The certificate is self-signed: each browser asks once.
A facility with a certificate of its own names it in the settings instead.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LIFETIME = timedelta(days=397)
"""Browsers refuse server certificates that live longer than 398 days."""
RENEW_BEFORE = timedelta(days=30)


class Certificate(NamedTuple):
    """Where the two files lie."""

    chain: Path
    private_key: Path


def keep_certificate(folder: Path, addresses: Sequence[str], now: datetime) -> Certificate:
    """Return the kept certificate; make a new one when there is none, it ends soon, or an address is new.

    addresses: IP addresses and host names that browsers will open, as text.
    """
    kept = Certificate(folder / "certificate.pem", folder / "certificate.key")
    if not _still_serves(kept, addresses, now):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make(kept, addresses, now)
    return kept


def local_addresses() -> list[str]:
    """Names and addresses under which this computer can be reached on its networks."""
    found = ["localhost", "127.0.0.1", "::1", socket.gethostname()]
    for family, probe in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            # Connecting a datagram socket sends nothing; it only asks the routing table for our address.
            with socket.socket(family, socket.SOCK_DGRAM) as query:
                query.connect((probe, 9))
                found.append(query.getsockname()[0])
        except OSError:
            continue
    return list(dict.fromkeys(found))


def _still_serves(kept: Certificate, addresses: Sequence[str], now: datetime) -> bool:
    if not (kept.chain.is_file() and kept.private_key.is_file()):
        return False
    certificate = x509.load_pem_x509_certificate(kept.chain.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    held = {str(name.value) for name in names}
    return certificate.not_valid_after_utc - RENEW_BEFORE > now and set(addresses) <= held


def _make(kept: Certificate, addresses: Sequence[str], now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "telemed on this network")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectAlternativeName([_name(address) for address in addresses]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    descriptor = os.open(kept.private_key, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret)
    kept.chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _name(address: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(address))
    except ValueError:
        return x509.DNSName(address)
