"""Transport addresses as bytes: the socket layer's own form, so that packets need no translation.

28 bytes are a `sockaddr_in6`, 16 bytes a `sockaddr_in`, both as Linux lays them out.
"""

from __future__ import annotations

import ipaddress
import socket
import struct
from typing import TypeAlias

Address: TypeAlias = bytes

_IN4 = struct.Struct("=H2s4s8x")
_IN6 = struct.Struct("=H2sI16sI")
_MAPPED = bytes(10) + b"\xff\xff"


def pack(host: str, port: int, *, family: int = socket.AF_INET6, scope: int = 0) -> Address:
    """The address in the form of a socket of `family`; an IPv4 host is mapped for an IPv6 socket."""
    ip = ipaddress.ip_address(host.partition("%")[0])
    wire_port = port.to_bytes(2, "big")
    if family == socket.AF_INET:
        return _IN4.pack(family, wire_port, ip.packed)
    packed = ip.packed if ip.version == 6 else _MAPPED + ip.packed
    return _IN6.pack(family, wire_port, 0, packed, scope)


def ip_and_port(address: Address) -> tuple[bytes, int]:
    """The 4 or 16 bytes of the IP address, mapped IPv4 unwrapped, and the port."""
    port = int.from_bytes(address[2:4], "big")
    if len(address) < _IN6.size:
        return address[4:8], port
    ip = address[8:24]
    return (ip[12:], port) if ip.startswith(_MAPPED) else (ip, port)


def network_of(address: Address) -> bytes:
    """What one source can be expected to own: an IPv4 address, or an IPv6 /64."""
    ip, _ = ip_and_port(address)
    return ip[:8] if len(ip) == 16 else ip
