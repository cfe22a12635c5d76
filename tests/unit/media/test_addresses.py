"""Addresses in the socket layer's form."""

from __future__ import annotations

import socket

import pytest

from media.address import ip_and_port, network_of, pack
from media.addresses import told_addresses
from media.model import MediaSettings


@pytest.mark.parametrize(
    ("host", "family", "ip"),
    [
        ("192.0.2.9", socket.AF_INET, bytes((192, 0, 2, 9))),
        ("192.0.2.9", socket.AF_INET6, bytes((192, 0, 2, 9))),
        ("::ffff:192.0.2.9", socket.AF_INET6, bytes((192, 0, 2, 9))),
        ("2001:db8::1", socket.AF_INET6, bytes.fromhex("20010db8") + bytes(11) + b"\x01"),
    ],
)
def test_addresses_keep_ip_and_port(host: str, family: int, ip: bytes) -> None:
    assert ip_and_port(pack(host, 50000, family=family)) == (ip, 50000)


def test_one_source_is_an_ipv4_address_or_an_ipv6_network() -> None:
    assert network_of(pack("192.0.2.9", 1)) == network_of(pack("192.0.2.9", 2))
    assert network_of(pack("2001:db8::1", 1)) == network_of(pack("2001:db8::2", 1))
    assert network_of(pack("2001:db8::1", 1)) != network_of(pack("2001:db8:0:1::1", 1))


def test_configured_addresses_are_told_and_nothing_else() -> None:
    assert told_addresses(MediaSettings(public_addresses=("203.0.113.5",))) == ["203.0.113.5"]
    assert told_addresses(MediaSettings(host="192.0.2.1")) == ["192.0.2.1"]


def test_without_settings_the_same_machine_is_told_last() -> None:
    told = told_addresses(MediaSettings())
    assert told[-1] == "127.0.0.1"
    assert not [one for one in told if one.startswith(("fe80", "169.254", "::1"))]
