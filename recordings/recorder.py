"""Records rooms: one more consumer of each room, a queue, and a thread that writes.

Nothing here can disturb a call: the tap only appends to a bounded list, files are written in a thread, and a
disk that is full, broken or slow ends or thins the recording and is reported.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from media.api import Tap
from recordings.desk import Desk, Storage
from recordings.errors import RecordingFault
from recordings.events import ConsentSet, Paused, Resumed
from recordings.inbox import Inbox
from signaling.ports import RecordingOrder

if TYPE_CHECKING:
    from collections.abc import Callable

    from recordings.events import Event
    from recordings.finaliser import Finaliser
    from recordings.ports import Report, RoomTaps

log = logging.getLogger(__name__)

T = TypeVar("T")

TICK_S = 0.1
STALL_S = 5.0
"""A write that takes longer is reported; the call goes on meanwhile."""
CLOSE_S = 5.0
"""How long a stopping server waits for files to be closed."""


def _nobody(_session_id: str, _code: str) -> None:
    """Until somebody listens."""


@dataclass
class Running:
    """One recording that runs."""

    order: RecordingOrder
    desk: Desk
    """Belongs to the writer thread."""
    inbox: Inbox = field(default_factory=Inbox)
    tap: Tap | None = None
    stopped_ns: int | None = None
    """Set: close it at the next tick."""
    dropped: int = 0
    """Packets of the inbox whose loss was reported."""


class Recorder:
    """All recordings of this process: signaling.ports.SessionRecorder. `run` is its life.

    What start, pause, resume and stop ask happens in order with the packets, within TICK_S; none of them
    waits for a disk.
    """

    def __init__(
        self,
        storage: Storage,
        taps: RoomTaps,
        finaliser: Finaliser,
        now_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._storage = storage
        self._taps = taps
        self._finaliser = finaliser
        self._now_ns = now_ns
        self._running: dict[str, Running] = {}
        """By recording id."""
        self._report: Report = _nobody

    def listen(self, report: Report) -> None:
        """Tell rooms what becomes of their recordings."""
        self._report = report

    async def start(self, order: RecordingOrder) -> None:
        """Record a room from now on, or go on after a restart.

        Raises MediaError when the room is not open, RecordingOver when the recording is complete.
        """
        if order.recording_id in self._running:
            return
        await self._finaliser.adopt(order.recording_id)
        running = Running(order, Desk(self._storage, order, self._now_ns()))
        running.tap = self._taps.tap(order.room_id, running.inbox)
        self._running[order.recording_id] = running

    async def set_consent(self, recording_id: str, participants: frozenset[str]) -> None:
        """Store the tracks of these participants only; until said, everybody in the room has agreed."""
        self._tell(recording_id, ConsentSet(participants, self._now_ns()))

    async def pause(self, recording_id: str) -> None:
        """Store nothing until resumed; the recording keeps a marked gap."""
        self._tell(recording_id, Paused(self._now_ns()))

    async def resume(self, recording_id: str) -> None:
        """Go on storing."""
        self._tell(recording_id, Resumed(self._now_ns()))

    async def stop(self, recording_id: str) -> None:
        """Complete the recording; it becomes available when its files are made."""
        running = self._running.get(recording_id)
        if running is None:
            self._finaliser.take(recording_id)
        elif running.stopped_ns is None:
            running.stopped_ns = self._now_ns()

    async def run(self) -> None:
        """Write what comes until cancelled; then close all files in order."""
        thread = ThreadPoolExecutor(1, thread_name_prefix="recording-writer")
        try:
            while True:
                await asyncio.sleep(TICK_S)
                for running in list(self._running.values()):
                    await self._serve(thread, running)
        finally:
            await self._close_all(thread)
            thread.shutdown(wait=False)

    def _tell(self, recording_id: str, event: Event) -> None:
        if (running := self._running.get(recording_id)) is not None:
            running.inbox.put(event)

    async def _serve(self, thread: ThreadPoolExecutor, running: Running) -> None:
        try:
            await self._write(thread, running)
            if running.stopped_ns is not None:
                await self._complete(thread, running, running.stopped_ns)
        except Exception as error:  # noqa: BLE001  # the edge of one recording: the others go on
            await self._give_up(thread, running, error)

    async def _write(self, thread: ThreadPoolExecutor, running: Running) -> None:
        write = partial(running.desk.write, running.inbox.take(), self._now_ns())
        for track_id in await self._in_thread(thread, running, write):
            self._taps.request_keyframe(track_id)
        if running.inbox.dropped > running.dropped:
            running.dropped = running.inbox.dropped
            self._report(running.order.session_id, "disk_slow")

    async def _complete(self, thread: ThreadPoolExecutor, running: Running, stopped_ns: int) -> None:
        self._let_go(running)
        await self._in_thread(thread, running, partial(running.desk.close, running.inbox.take(), stopped_ns))
        self._hand_over(running)

    async def _give_up(self, thread: ThreadPoolExecutor, running: Running, error: Exception) -> None:
        order, code = running.order, _code_of(error)
        extra = {"recording_id": order.recording_id, "session_id": order.session_id, "code": code}
        log.error("recording ended early", exc_info=error, extra=extra)
        self._let_go(running)
        await self._in_thread(thread, running, partial(running.desk.abandon, self._now_ns(), code))
        self._report(order.session_id, code)
        self._hand_over(running)

    def _hand_over(self, running: Running) -> None:
        self._finaliser.take(running.order.recording_id, partial(self._finished, running.order.session_id))

    def _finished(self, session_id: str, code: str) -> None:
        self._report(session_id, code)

    def _let_go(self, running: Running) -> None:
        self._running.pop(running.order.recording_id, None)
        if running.tap is not None:
            running.tap.close()

    async def _close_all(self, thread: ThreadPoolExecutor) -> None:
        """At the server's stop; the next start goes on or finalises."""
        for running in list(self._running.values()):
            self._let_go(running)
            close = partial(running.desk.close, running.inbox.take(), running.stopped_ns or self._now_ns())
            await asyncio.wait({asyncio.wrap_future(thread.submit(close))}, timeout=CLOSE_S)

    async def _in_thread(self, thread: ThreadPoolExecutor, running: Running, work: Callable[[], T]) -> T:
        """Run work in the writer thread; say so when the disk makes it wait."""
        future = asyncio.get_running_loop().run_in_executor(thread, work)
        done, _ = await asyncio.wait({future}, timeout=STALL_S)
        if not done:
            self._report(running.order.session_id, "disk_slow")
        return await future


def _code_of(error: Exception) -> str:
    if isinstance(error, OSError):
        return "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else "disk_broken"
    return error.code if isinstance(error, RecordingFault) else RecordingFault.code
