"""The warm parent of the parsers: imports once, then forks one limited child per file.

Run as `python -m telemed.dicom.worker`. It reads length-prefixed MessagePack jobs from standard input and
answers each on standard output. It never opens a foreign file itself; what a child does to itself, it
survives.
"""

from __future__ import annotations

import logging
import os
import resource
import select
import signal
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from telemed.dicom.examine import examine
from telemed.dicom.inspection import Damaged, Inspection
from telemed.dicom.limits import Limits
from telemed.dicom.reasons import Reason

if TYPE_CHECKING:
    from typing import BinaryIO, NoReturn

LENGTH_BYTES = 4
LARGEST_ANSWER_BYTES = 64 * 1024 * 1024
OPEN_FILES = 64
CHUNK_BYTES = 65536
KILLED_FOR_TIME = frozenset({signal.SIGXCPU, signal.SIGKILL})
"""The kernel answers a CPU limit with SIGXCPU, then SIGKILL."""


class Job(msgspec.Struct, frozen=True):
    """One file to look into."""

    path: str
    target: str
    limits: Limits


def send(file: BinaryIO, payload: bytes) -> None:
    """Write one message."""
    file.write(len(payload).to_bytes(LENGTH_BYTES, "big") + payload)
    file.flush()


def main() -> None:
    """Serve jobs until standard input closes."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)  # pydicom logs values of the data set
    np.percentile(
        np.arange(4), (1, 99)
    )  # numpy loads half of itself at the first call: once, not in each child
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    decoder = msgspec.msgpack.Decoder(Job)
    send(answers, b"")  # ready: the time of starting is nobody's file's fault
    while len(prefix := source.read(LENGTH_BYTES)) == LENGTH_BYTES:
        job = decoder.decode(source.read(int.from_bytes(prefix, "big")))
        send(answers, _in_child(job))


def _in_child(job: Job) -> bytes:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _live_and_die(job, writing)
    os.close(writing)
    try:
        answer = _read_until(reading, time.monotonic() + job.limits.wall_s)
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if answer is None:
        return _refusal(Reason.TOO_SLOW)
    return answer or _refusal(_cause_of_death(status))


def _read_until(reading: int, deadline: float) -> bytes | None:
    """Collect the child's whole answer; None when it is late, nothing when it is absurdly large."""
    whole = bytearray()
    while (left := deadline - time.monotonic()) > 0 and len(whole) <= LARGEST_ANSWER_BYTES:
        ready, _, _ = select.select([reading], [], [], left)
        if not ready:
            return None
        chunk = os.read(reading, CHUNK_BYTES)
        if not chunk:
            return bytes(whole)
        whole += chunk
    return b"" if len(whole) > LARGEST_ANSWER_BYTES else None


def _refusal(reason: Reason) -> bytes:
    return msgspec.msgpack.encode(Damaged(reason))


def _cause_of_death(status: int) -> Reason:
    killer = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return Reason.TOO_SLOW if killer in KILLED_FOR_TIME else Reason.PARSER_DIED


def _live_and_die(job: Job, writing: int) -> NoReturn:
    """Limit this process, look into the file, answer, and leave without any clean-up."""
    try:
        _confine(job.limits)
        found: Inspection = examine(Path(job.path), Path(job.target), job.limits)
        with os.fdopen(writing, "wb") as out:
            out.write(msgspec.msgpack.encode(found))
    except MemoryError:
        os.write(writing, _refusal(Reason.TOO_MUCH_MEMORY))
    except BaseException:  # noqa: BLE001  the child's edge: whatever it is, the parent gives the verdict
        os._exit(1)
    os._exit(0)


def _confine(limits: Limits) -> None:
    """Set the kernel's limits. Address space counts from what the warm parent already maps."""
    mapped = _mapped_bytes()
    if mapped is not None:
        space = mapped + limits.memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_s, limits.cpu_s + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.pixel_bytes, limits.pixel_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)  # a call in progress matters more than an upload


def _mapped_bytes() -> int | None:
    """Address space in use; None on systems that do not tell (macOS, which does not enforce it either)."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:
        return None
    return pages * resource.getpagesize()


if __name__ == "__main__":
    main()
