"""The addresses that browsers are told to send media to."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

import ifaddr

if TYPE_CHECKING:
    from media.model import MediaSettings

_MOST = 12
LOOPBACK = "127.0.0.1"


def told_addresses(settings: MediaSettings) -> list[str]:
    """Configured ones, or the bound one, or those of the interfaces, then 127.0.0.1 for the same machine.

    Addresses that only mean something on one link are left out.
    """
    if settings.public_addresses:
        return list(settings.public_addresses)
    if settings.host:
        return [settings.host]
    found = [
        ip.ip if isinstance(ip.ip, str) else ip.ip[0]
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
    ]
    useful = [one for one in found if _is_reachable(one)]
    return [*sorted(useful, key=lambda one: ":" in one)[:_MOST], LOOPBACK]


def _is_reachable(text: str) -> bool:
    ip = ipaddress.ip_address(text)
    return not (ip.is_loopback or ip.is_link_local or ip.is_unspecified)
