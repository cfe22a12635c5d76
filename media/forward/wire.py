"""What the Python engine needs of a socket, and the version that asyncio serves on every platform."""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from contextlib import suppress
from typing import Any, Protocol

from media.address import Address, ip_and_port, pack
from media.aiortc_bridge import ffi

SLOT_BYTES = 2048
"""Room for a datagram with the protection added to it."""
MAX_DATAGRAM = 1600
"""Larger ones are dropped: no WebRTC sender makes them."""
BUFFER_BYTES = 4 << 20
"""Asked of the kernel in each direction: half a second of fifty cameras while the process is busy."""
_SO_SNDBUFFORCE, _SO_RCVBUFFORCE = 32, 33


class Slot:
    """A buffer that libsrtp and Python both see."""

    __slots__ = ("_memory", "pointer", "view")

    def __init__(self) -> None:
        self._memory = ffi.new("char[]", SLOT_BYTES)
        self.pointer: Any = self._memory
        self.view = memoryview(ffi.buffer(self._memory, SLOT_BYTES)).cast("B")


class Receiver(Protocol):
    """Takes datagrams out of slots."""

    def datagram(self, slot: Slot, length: int, source: Address, arrived_ns: int) -> None:
        """The slot may be used again as soon as this returns; arrived_ns is on time.monotonic_ns."""


class Wire(Protocol):
    """A UDP socket with slots to send from."""

    async def open(self, host: str, port: int, receiver: Receiver) -> int:
        """Bind and receive; returns the port; raises OSError."""

    def close(self) -> None:
        """Stop at once."""

    def send(self, datagram: bytes, address: Address) -> None:
        """Send at once; dropped when the socket is full."""

    def slot(self) -> Slot:
        """A slot to fill; the same one until it is committed."""

    def commit(self, length: int, address: Address) -> None:
        """Send the slot with the rest of the batch."""

    def flush(self) -> None:
        """Send what is committed."""


def bind(host: str, port: int) -> socket.socket:
    """A non-blocking UDP socket; without a host on every address, IPv6 included where there is any."""
    for family in (socket.AF_INET6, socket.AF_INET):
        if host and (family == socket.AF_INET6) != (":" in host):
            continue
        try:
            return _bound(family, host or ("::" if family == socket.AF_INET6 else "0.0.0.0"), port)  # noqa: S104
        except OSError as fault:
            if family == socket.AF_INET or fault.errno not in _NO_IPV6:
                raise
    raise OSError(f"no address family for {host}")


_NO_IPV6 = (97, 99, 10047, 10049)
"""EAFNOSUPPORT and EADDRNOTAVAIL of Linux and Windows."""


def _enlarge(one: socket.socket) -> None:
    """Ask for large buffers: past the system's limit where we may, else up to it."""
    for option, forced in ((socket.SO_RCVBUF, _SO_RCVBUFFORCE), (socket.SO_SNDBUF, _SO_SNDBUFFORCE)):
        one.setsockopt(socket.SOL_SOCKET, option, BUFFER_BYTES)
        if sys.platform == "linux":
            with suppress(OSError):
                one.setsockopt(socket.SOL_SOCKET, forced, BUFFER_BYTES)


def _bound(family: int, host: str, port: int) -> socket.socket:
    one = socket.socket(family, socket.SOCK_DGRAM)
    try:
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1 if host != "::" else 0)
        _enlarge(one)
        one.setblocking(False)  # noqa: FBT003
        one.bind((host, port))
    except OSError:
        one.close()
        raise
    return one


class AsyncioWire(asyncio.DatagramProtocol):
    """A datagram endpoint of the running loop: one callback and one system call per packet."""

    def __init__(self) -> None:
        self._in = Slot()
        self._out = Slot()
        self._receiver: Receiver | None = None
        self._transport: asyncio.DatagramTransport | None = None
        self._family: int = socket.AF_INET6
        self._names: dict[Address, tuple[str, int]] = {}
        self._is_full = False

    async def open(self, host: str, port: int, receiver: Receiver) -> int:
        """See Wire."""
        self._receiver = receiver
        bound = bind(host, port)
        self._family = bound.family
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, sock=bound)
        return int(bound.getsockname()[1])

    def close(self) -> None:
        """See Wire."""
        if self._transport is not None:
            self._transport.abort()
            self._transport = None

    def datagram_received(self, data: bytes, addr: tuple[Any, ...]) -> None:
        """Copy into the slot, so that libsrtp can work in place."""
        if self._receiver is None or not 0 < len(data) <= MAX_DATAGRAM:
            return
        self._in.view[: len(data)] = data
        scope = addr[3] if len(addr) == 4 else 0
        source = pack(addr[0], addr[1], family=self._family, scope=scope)
        self._receiver.datagram(self._in, len(data), source, time.monotonic_ns())

    def pause_writing(self) -> None:
        """The kernel takes no more: what comes now is dropped, old media is worth nothing."""
        self._is_full = True

    def resume_writing(self) -> None:
        """The kernel takes packets again."""
        self._is_full = False

    def error_received(self, exc: Exception) -> None:
        """A peer's port is closed: silence will tell."""

    def send(self, datagram: bytes | memoryview, address: Address) -> None:
        """See Wire."""
        if self._transport is not None and not self._is_full:
            self._transport.sendto(datagram, self._name(address))

    def slot(self) -> Slot:
        """See Wire."""
        return self._out

    def commit(self, length: int, address: Address) -> None:
        """See Wire."""
        self.send(self._out.view[:length], address)

    def flush(self) -> None:
        """Nothing waits."""

    def _name(self, address: Address) -> tuple[str, int]:
        """The form asyncio wants; kept, as there are few and packets are many."""
        known = self._names.get(address)
        if known is None:
            if len(self._names) > _MAX_NAMES:
                self._names.clear()
            known = self._names[address] = _name_of(address, self._family)
        return known


_MAX_NAMES = 4096


def _name_of(address: Address, family: int) -> tuple[str, int]:
    ip, port = ip_and_port(address)
    if len(ip) == 4:
        host = socket.inet_ntop(socket.AF_INET, ip)
        return (host, port) if family == socket.AF_INET else (f"::ffff:{host}", port)
    host = socket.inet_ntop(socket.AF_INET6, ip)
    scope = int.from_bytes(address[24:28], sys.byteorder)
    return (f"{host}%{scope}" if scope else host, port)
