"""One track from packets to files. Runs in the writer thread; never decodes.

Order -> frames -> segment. A segment is opened by the first whole frame and closed when the track ends, the
recording pauses or consent is withdrawn; a jump of the sender's timestamps starts another.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from recordings.clock import NS_PER_MS, TrackClock
from recordings.depacketise import depacketiser, shape_of
from recordings.reorder import ReorderBuffer
from recordings.rtp import MalformedPacket, parse
from recordings.segment_writer import SegmentWriter, track_header

if TYPE_CHECKING:
    from media.api import TrackInfo
    from recordings.chunk_file import ChunkWriter
    from recordings.depacketise import Frame, VideoShape
    from recordings.reorder import Ordered

KEYFRAME_INTERVAL_NS = 1_000_000_000
"""A publisher is asked for a key frame at most this often."""
REFRESH_NS = 15_000_000_000
"""Browsers send key frames only when asked; a replay cannot jump between them."""
JUMP_MS = 10_000
"""Sender's and our clock disagree by more: the sender counts from somewhere else now."""


class SegmentFiles(Protocol):
    """Where segments are kept."""

    def open(self, track: TrackInfo) -> ChunkWriter:
        """Make the next file of a track and note it. Raises OSError."""

    def closed(self, file: ChunkWriter) -> None:
        """Note that a file came to its authenticated end. Raises OSError."""


class TrackWriter:
    """Writes one track of one recording."""

    def __init__(self, track: TrackInfo, files: SegmentFiles, origin_ns: int) -> None:
        """Raises ValueError when the codec cannot be stored.

        origin_ns: monotonic time of media clock 0.
        """
        self._track = track
        self._files = files
        self._origin_ns = origin_ns
        self._order = ReorderBuffer()
        self._frames = depacketiser(track.codec)
        self._segment: SegmentWriter | None = None
        self._file: ChunkWriter | None = None
        self._report: tuple[int, int] | None = None
        """The latest sender report, for a segment that opens later."""
        self._has_keyframes = track.kind == "video"
        self._asked_ns = 0
        self._key_ns = 0
        """When the latest key frame came."""
        self.malformed = 0
        """Packets that could not be read."""

    def packet(self, data: bytes, arrived_ns: int) -> None:
        """Take one RTP packet as it came. Raises OSError."""
        try:
            packet = parse(data, arrived_ns)
        except MalformedPacket:
            self.malformed += 1
            return
        self._take(self._order.push(packet))

    def sender_report(self, ntp_time: int, timestamp: int) -> None:
        """Take a sender report (RFC 3550 6.4.1)."""
        self._report = (ntp_time, timestamp)
        if self._segment is not None:
            self._segment.reported(ntp_time, timestamp)

    def advance(self, now_ns: int) -> bool:
        """Let time pass; True when the publisher should be asked for a key frame. Raises OSError."""
        self._take(self._order.advance(now_ns))
        if self._segment is not None:
            self._segment.advance(now_ns)
        interval_ns = KEYFRAME_INTERVAL_NS if self._frames.needs_keyframe else REFRESH_NS
        if not self._has_keyframes or now_ns - max(self._asked_ns, self._key_ns) < interval_ns:
            return False
        self._asked_ns = now_ns
        return True

    def close(self) -> None:
        """Write what is held and close the file in order. Raises OSError; nothing stays open."""
        try:
            self._take(self._order.drain())
        except OSError:
            self.abandon()
            raise
        self._close_segment()

    def abandon(self) -> None:
        """Let go of the file after the disk refused."""
        segment, self._segment = self._segment, None
        if segment is not None:
            with suppress(OSError):
                segment.abandon()

    def _take(self, packets: list[Ordered]) -> None:
        for ordered in packets:
            for frame in self._frames.push(ordered):
                self._write(frame)

    def _write(self, frame: Frame) -> None:
        if self._segment is not None and self._has_jumped(self._segment, frame):
            self._close_segment()
        if self._segment is None:
            try:
                self._segment = self._open_segment(frame)
            except ValueError:
                self._frames.restart()  # the key frame does not describe itself: wait for one that does
                return
        if frame.is_key:
            self._key_ns = frame.arrived_ns
        self._segment.add(frame)

    def _has_jumped(self, segment: SegmentWriter, frame: Frame) -> bool:
        waited_ms = (frame.arrived_ns - segment.latest_arrival_ns) / NS_PER_MS
        return abs(segment.file_ms(frame.timestamp) - segment.latest_ms - waited_ms) > JUMP_MS

    def _open_segment(self, frame: Frame) -> SegmentWriter:
        shape = self._shape(frame)
        clock = TrackClock(self._track.clock_rate_hz, frame.timestamp, self._origin_ns)
        if self._report is not None:
            clock.reported(*self._report)
        self._file = file = self._files.open(self._track)
        try:
            return SegmentWriter(file, track_header(self._track.codec, shape), clock, frame.arrived_ns)
        except OSError:
            file.abandon()
            raise

    def _shape(self, frame: Frame) -> VideoShape | None:
        return None if self._track.kind == "audio" else shape_of(self._track.codec, frame.data)

    def _close_segment(self) -> None:
        segment, self._segment = self._segment, None
        file, self._file = self._file, None
        if segment is not None and file is not None:
            segment.close()
            self._files.closed(file)
