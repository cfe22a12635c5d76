"""Passes a room's wishes to the recorder, in order; the room's own loop never waits for disks."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from telemed.wire import entries as e

if TYPE_CHECKING:
    from collections.abc import Callable

    from signaling.ports import RecordingOrder, SessionRecorder

log = logging.getLogger(__name__)

RecordingBody = e.RecordingStarted | e.RecordingPaused | e.RecordingResumed | e.RecordingStopped


class RecordingDesk:
    """One room's queue to the recorder; its length is bounded by the few commands about recording."""

    def __init__(self, recorder: SessionRecorder, failed: Callable[[], None]) -> None:
        self._recorder = recorder
        self._failed = failed
        self._wishes: asyncio.Queue[tuple[RecordingBody, RecordingOrder] | None] = asyncio.Queue()

    def wish(self, body: RecordingBody, order: RecordingOrder) -> None:
        """Ask for what a committed entry says."""
        self._wishes.put_nowait((body, order))

    def close(self) -> None:
        """Let `run` return once everything is done."""
        self._wishes.put_nowait(None)

    async def run(self) -> None:
        """Do what is wished, until closed."""
        while (wish := await self._wishes.get()) is not None:
            try:
                await self._do(*wish)
            except Exception:
                log.exception("recorder failed", extra={"recording_id": wish[1].recording_id})
                self._failed()

    async def _do(self, body: RecordingBody, order: RecordingOrder) -> None:
        match body:
            case e.RecordingStarted():
                await self._recorder.start(order)
            case e.RecordingPaused():
                await self._recorder.pause(order.recording_id)
            case e.RecordingResumed():
                await self._recorder.resume(order.recording_id)
            case e.RecordingStopped():
                await self._recorder.stop(order.recording_id)
