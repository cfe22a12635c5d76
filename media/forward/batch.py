"""A Linux UDP socket that receives and sends many datagrams with one system call each way.

libc is called through cffi, without a compiler. recvmmsg(2), sendmmsg(2).
"""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from typing import TYPE_CHECKING, Any

import cffi

from media.forward.wire import MAX_DATAGRAM, Slot, bind

if TYPE_CHECKING:
    from media.address import Address
    from media.forward.wire import Receiver

_BATCH = 64
_ROUNDS = 4
"""Full batches taken before the loop's other work gets its turn."""
_CLOSE_S = 0.001
_GATHER_S = 0.002
"""Waking up costs more than a packet: the rest of a picture may wait this long, its first packet does not."""
_MUCH = 8
_NAME_BYTES, _NAME_BYTES_4 = 28, 16
_MSG_DONTWAIT = 0x40
_MSG_TRUNC = 0x20
_SO_TIMESTAMPNS = 35
_CONTROL_BYTES = 32
"""CMSG_SPACE of a timespec. The kernel writes the size used back, which is this again, so it is set once."""
_STAMP = struct.Struct("=Qiiqq")
"""A control message that holds a timespec: length, level, type, seconds, nanoseconds (cmsg(3))."""
_EAGAIN, _EINTR, _ENOBUFS = 11, 4, 105

_DECLARATIONS = """
struct iovec { void *iov_base; size_t iov_len; };
struct msghdr {
    void *msg_name; unsigned int msg_namelen;
    struct iovec *msg_iov; size_t msg_iovlen;
    void *msg_control; size_t msg_controllen; int msg_flags;
};
struct mmsghdr { struct msghdr msg_hdr; unsigned int msg_len; };
int recvmmsg(int, struct mmsghdr *, unsigned int, int, void *);
int sendmmsg(int, struct mmsghdr *, unsigned int, int);
"""


class _Batch:
    """Message headers that point into slots, with room for each one's address."""

    def __init__(self, ffi: cffi.FFI) -> None:
        self._ffi = ffi
        self.slots = [Slot() for _ in range(_BATCH)]
        self.headers: Any = ffi.new(f"struct mmsghdr[{_BATCH}]")
        self._vectors: Any = ffi.new(f"struct iovec[{_BATCH}]")
        self._names: Any = ffi.new(f"char[{_BATCH * _NAME_BYTES}]")
        self.names: list[memoryview] = []
        self.items = [self.headers[at] for at in range(_BATCH)]
        self._controls: Any = ffi.new(f"char[{_BATCH * _CONTROL_BYTES}]")
        self.controls = memoryview(ffi.buffer(self._controls))
        self.vectors = [self._vectors[at] for at in range(_BATCH)]
        self.heads = [item.msg_hdr for item in self.items]
        for at, slot in enumerate(self.slots):
            self.vectors[at].iov_base = ffi.cast("void *", slot.pointer)
            self.vectors[at].iov_len = MAX_DATAGRAM
            self.heads[at].msg_name = self._names + at * _NAME_BYTES
            self.heads[at].msg_iov = ffi.addressof(self._vectors, at)
            self.heads[at].msg_iovlen = 1

    def set_family(self, family: int) -> None:
        """Addresses of the socket's family have one size; the kernel writes it back unchanged."""
        size = _NAME_BYTES if family == socket.AF_INET6 else _NAME_BYTES_4
        names = memoryview(self._ffi.buffer(self._names))
        self.names = [names[at * _NAME_BYTES : at * _NAME_BYTES + size] for at in range(_BATCH)]
        for head in self.heads:
            head.msg_namelen = size

    def want_stamps(self) -> None:
        """Give each header room for the time of arrival."""
        for at, head in enumerate(self.heads):
            head.msg_control = self._controls + at * _CONTROL_BYTES
            head.msg_controllen = _CONTROL_BYTES

    def arrival_ns(self, at: int) -> int:
        """When the kernel took the datagram, nanoseconds since the epoch; 0 when it does not say."""
        if self.heads[at].msg_controllen < _STAMP.size:
            return 0
        _, level, kind, seconds, rest = _STAMP.unpack_from(self.controls, at * _CONTROL_BYTES)
        is_stamp = level == socket.SOL_SOCKET and kind == _SO_TIMESTAMPNS
        return int(seconds) * 1_000_000_000 + int(rest) if is_stamp else 0


class BatchWire:
    """See media.forward.wire.Wire."""

    def __init__(self) -> None:
        """Raises OSError or AttributeError where libc has no recvmmsg."""
        ffi = cffi.FFI()
        ffi.cdef(_DECLARATIONS)
        libc: Any = ffi.dlopen(None)
        self._receive: Any = libc.recvmmsg
        self._send: Any = libc.sendmmsg
        self._ffi = ffi
        self._in = _Batch(ffi)
        self._out = _Batch(ffi)
        self._in.want_stamps()
        self._filled = 0
        self._socket: socket.socket | None = None
        self._receiver: Receiver
        self._read_s = 0.0
        self._gathering: asyncio.TimerHandle | None = None

    async def open(self, host: str, port: int, receiver: Receiver) -> int:
        """See Wire."""
        self._receiver = receiver
        self._socket = bind(host, port)
        for batch in (self._in, self._out):
            batch.set_family(self._socket.family)
        self._socket.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        asyncio.get_running_loop().add_reader(self._socket.fileno(), self._readable)
        return int(self._socket.getsockname()[1])

    def close(self) -> None:
        """See Wire."""
        if self._gathering is not None:
            self._gathering.cancel()
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket.fileno())
            self._socket.close()
            self._socket = None

    def _readable(self) -> None:
        """Take what is there at once; when packets follow each other closely, let some gather first."""
        before_s, self._read_s = self._read_s, time.monotonic()
        self._take_all()
        if self._socket is not None and self._read_s - before_s < _CLOSE_S:
            loop = asyncio.get_running_loop()
            loop.remove_reader(self._socket.fileno())
            self._gathering = loop.call_later(_GATHER_S, self._gathered)

    def _gathered(self) -> None:
        """Take what gathered; go on gathering while it is much, else wait for the socket again."""
        self._gathering = None
        if self._socket is None:
            return
        self._read_s = time.monotonic()
        loop = asyncio.get_running_loop()
        if self._take_all() >= _MUCH:
            self._gathering = loop.call_later(_GATHER_S, self._gathered)
        else:
            loop.add_reader(self._socket.fileno(), self._readable)

    def _take_all(self) -> int:
        taken = 0
        for _ in range(_ROUNDS):
            number = self._take_batch()
            taken += max(0, number)
            if number < _BATCH:
                break
        self.flush()
        return taken

    def _take_batch(self) -> int:
        """Receive up to a batch and hand it on; returns how many came."""
        if self._socket is None:
            return 0
        batch = self._in
        number: int = self._receive(
            self._socket.fileno(), batch.headers, _BATCH, _MSG_DONTWAIT, self._ffi.NULL
        )
        now_ns = time.monotonic_ns()
        shift_ns = now_ns - time.time_ns()
        receive, slots, names = self._receiver.datagram, batch.slots, batch.names
        for at in range(number):
            length = batch.items[at].msg_len
            if length and not batch.heads[at].msg_flags & _MSG_TRUNC:
                stamp_ns = batch.arrival_ns(at)
                arrived_ns = min(now_ns, stamp_ns + shift_ns) if stamp_ns else now_ns
                receive(slots[at], length, names[at].tobytes(), arrived_ns)
        return number

    def send(self, datagram: bytes, address: Address) -> None:
        """See Wire."""
        slot = self.slot()
        slot.view[: len(datagram)] = datagram
        self.commit(len(datagram), address)
        self.flush()

    def slot(self) -> Slot:
        """See Wire."""
        return self._out.slots[self._filled]

    def commit(self, length: int, address: Address) -> None:
        """See Wire."""
        at = self._filled
        batch = self._out
        batch.vectors[at].iov_len = length
        batch.names[at][:] = address
        self._filled = at + 1
        if self._filled == _BATCH:
            self.flush()

    def flush(self) -> None:
        """Send what is committed; what the kernel does not take now is dropped."""
        filled, self._filled = self._filled, 0
        if self._socket is None:
            return
        done = 0
        while done < filled:
            sent: int = self._send(
                self._socket.fileno(), self._out.headers + done, filled - done, _MSG_DONTWAIT
            )
            if sent > 0:
                done += sent
            elif self._ffi.errno in (_EAGAIN, _ENOBUFS):
                return
            elif self._ffi.errno != _EINTR:
                done += 1
