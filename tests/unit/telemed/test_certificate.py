"""The local certificate is kept, and renewed when it must be."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509

from telemed.certificate import LIFETIME, keep_certificate

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_certificate_names_every_address_and_its_key_is_private(tmp_path: Path) -> None:
    made = keep_certificate(tmp_path, ["localhost", "10.0.0.7"], NOW)
    certificate = x509.load_pem_x509_certificate(made.chain.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(name.value) for name in names] == ["localhost", "10.0.0.7"]
    assert made.private_key.stat().st_mode & 0o077 == 0


def test_a_certificate_that_still_serves_is_kept(tmp_path: Path) -> None:
    first = keep_certificate(tmp_path, ["localhost"], NOW).chain.read_bytes()
    assert keep_certificate(tmp_path, ["localhost"], NOW + timedelta(days=9)).chain.read_bytes() == first


def test_a_new_address_or_a_near_end_makes_a_new_certificate(tmp_path: Path) -> None:
    first = keep_certificate(tmp_path, ["localhost"], NOW).chain.read_bytes()
    second = keep_certificate(tmp_path, ["localhost", "10.0.0.7"], NOW).chain.read_bytes()
    third = keep_certificate(tmp_path, ["localhost"], NOW + LIFETIME - timedelta(days=3)).chain.read_bytes()
    assert len({first, second, third}) == 3
