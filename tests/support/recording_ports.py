"""Fakes at the recorder's ports."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from media.api import PacketSink
from recordings.events import ClockReported, PacketCame
from signaling.ports import RecordingOrder
from telemed.domain.ids import ConsultationId, RecordingId, SessionId
from telemed.domain.recording import RecordedTrack, Recording, RecordingState

if TYPE_CHECKING:
    from tests.support.recorded_session import Published

SECOND_NS = 1_000_000_000
RECORDING = RecordingId("r1")


@dataclass
class HandClock:
    """A monotonic clock that a test moves."""

    ns: int = 100 * SECOND_NS

    def __call__(self) -> int:
        """Now."""
        return self.ns


@dataclass
class FakeTap:
    """A tap that takes its sink away when it is closed."""

    taps: FakeTaps
    sink: PacketSink

    def close(self) -> None:
        """No call of the sink follows."""
        if self.sink in self.taps.sinks:
            self.taps.sinks.remove(self.sink)


@dataclass
class FakeTaps:
    """A media plane with one room, whose packets a test sends."""

    clock: HandClock
    sinks: list[PacketSink] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def tap(self, room_id: str, sink: PacketSink) -> FakeTap:
        """Hand the packets of the room to the sink."""
        assert room_id == "room"
        self.sinks.append(sink)
        return FakeTap(self, sink)

    def request_keyframe(self, track_id: str) -> None:
        """Remember the request."""
        self.asked.append(track_id)

    def send(self, *published: Published) -> None:
        """Hand over all packets of the tracks as they arrive, beginning now; the clock goes on meanwhile."""
        timed = sorted((item for one in published for item in one.events()), key=lambda item: item[0])
        begin_ns = self.clock.ns
        for at_s, event in timed:
            self.clock.ns = begin_ns + round(at_s * SECOND_NS)
            for sink in self.sinks:
                if isinstance(event, PacketCame):
                    sink.packet(event.track, event.data, self.clock.ns)
                elif isinstance(event, ClockReported):
                    sink.sender_report(event.track_id, event.ntp_time, event.timestamp)


def stored(state: RecordingState) -> Recording:
    """The recording as the database has it."""
    return Recording(
        id=RECORDING, session_id=SessionId("s1"), consultation_id=ConsultationId("c1"), state=state
    )


class FakeLedger:
    """One recording."""

    def __init__(self, state: RecordingState = RecordingState.RECORDING) -> None:
        self.recording = stored(state)
        self._changed = asyncio.Event()

    async def load(self, recording_id: RecordingId) -> Recording:
        """Read it."""
        assert recording_id == RECORDING
        return self.recording

    async def unfinished(self) -> tuple[Recording, ...]:
        """It, when it was left open."""
        ended = {RecordingState.AVAILABLE, RecordingState.FAILED, RecordingState.OFF}
        return () if self.recording.state in ended else (self.recording,)

    async def recover(self, recording_id: RecordingId) -> Recording:
        """Bring it to finalising, if it ran or failed."""
        if self.recording.state in {RecordingState.AVAILABLE, RecordingState.FINALISING}:
            return self.recording
        return self.note(RecordingState.FINALISING)

    def note(self, state: RecordingState) -> Recording:
        """Note a state, as a room does."""
        return self._set(replace(self.recording, state=state))

    async def finish(
        self, recording_id: RecordingId, tracks: tuple[RecordedTrack, ...], state: RecordingState
    ) -> Recording:
        """Note closed files."""
        assert self.recording.state is RecordingState.FINALISING
        return self._set(replace(self.recording, id=recording_id, tracks=tracks, state=state))

    async def ended(self) -> Recording:
        """Wait until it is available or failed."""
        async with asyncio.timeout(45):
            while self.recording.state not in {RecordingState.AVAILABLE, RecordingState.FAILED}:
                self._changed.clear()
                await self._changed.wait()
        return self.recording

    def _set(self, recording: Recording) -> Recording:
        self.recording = recording
        self._changed.set()
        return recording


class Reports:
    """Collects what a recorder reports."""

    def __init__(self) -> None:
        self._codes: asyncio.Queue[str] = asyncio.Queue()

    def __call__(self, session_id: str, code: str) -> None:
        """Take one report."""
        assert session_id == "s1"
        self._codes.put_nowait(code)

    async def next(self) -> str:
        """The next report."""
        async with asyncio.timeout(45):
            return await self._codes.get()


def order(clock: HandClock) -> RecordingOrder:
    """Record session s1 in the fake room, its media clock beginning now."""
    return RecordingOrder("r1", "s1", "c1", "room", clock.ns)
