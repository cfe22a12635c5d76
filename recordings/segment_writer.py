"""One growing Matroska file of one track: clusters of a second, encrypted, on disk before the next begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from recordings import matroska

if TYPE_CHECKING:
    from recordings.chunk_file import ChunkWriter
    from recordings.clock import TrackClock
    from recordings.depacketise import Frame, VideoShape

TRACK_NUMBER = 1
CLUSTER_NS = 1_000_000_000
"""How much a kill may cost; also how often the disk is made to keep what it has."""
CLUSTER_SPAN_MS = 5_000
"""A block stands at most 32 s from its cluster's start (RFC 9559 10.2); silence in a track may be longer."""
CODEC_IDS = {"opus": "A_OPUS", "red": "A_OPUS", "vp8": "V_VP8", "h264": "V_MPEG4/ISO/AVC"}


def track_header(codec: str, shape: VideoShape | None) -> matroska.Track:
    """The track entry of a file. codec: opus, red, vp8 or h264; shape: None for audio."""
    if shape is None:
        return matroska.opus_track(TRACK_NUMBER)
    return matroska.Track(
        TRACK_NUMBER,
        CODEC_IDS[codec],
        codec_private=shape.codec_private,
        width_px=shape.width_px,
        height_px=shape.height_px,
    )


class SegmentWriter:
    """Takes frames in order; everything it is given is on disk at most CLUSTER_NS later."""

    def __init__(self, file: ChunkWriter, header: matroska.Track, clock: TrackClock, now_ns: int) -> None:
        """Raises OSError."""
        self._file = file
        self._clock = clock
        self._blocks: list[matroska.Block] = []
        self._flushed_ns = now_ns
        self.latest_ms = 0.0
        """File time of the newest frame."""
        self.latest_arrival_ns = now_ns
        self._file.append(matroska.growing_header(header))

    @property
    def chunks(self) -> int:
        """Number of chunks in the file."""
        return self._file.chunks

    def add(self, frame: Frame) -> None:
        """Take the next frame. Raises OSError."""
        file_ms = max(self._clock.file_ms(frame.timestamp), 0.0)
        self._clock.arrived(file_ms, frame.arrived_ns)
        time_ms = round(file_ms)
        if self._blocks and not 0 <= time_ms - self._blocks[0].time_ms < CLUSTER_SPAN_MS:
            self._write_cluster()
        self._blocks.append(matroska.Block(TRACK_NUMBER, time_ms, frame.is_key, frame.data))
        self.latest_ms, self.latest_arrival_ns = file_ms, frame.arrived_ns

    def file_ms(self, timestamp: int) -> float:
        """Where an RTP timestamp lies in the file."""
        return self._clock.file_ms(timestamp)

    def reported(self, ntp_time: int, timestamp: int) -> None:
        """Take a sender report of this track."""
        self._clock.reported(ntp_time, timestamp)

    def advance(self, now_ns: int) -> None:
        """Bring a finished second to disk. Raises OSError."""
        if now_ns - self._flushed_ns >= CLUSTER_NS and self._blocks:
            self._flush()
            self._flushed_ns = now_ns

    def close(self) -> None:
        """Write what is left and the authenticated end. Raises OSError; the file is closed in any case."""
        try:
            self._write_cluster()
            self._write_mark()
        except OSError:
            self._file.abandon()
            raise
        self._file.seal()

    def abandon(self) -> None:
        """Close without writing: the disk has refused."""
        self._file.abandon()

    def _flush(self) -> None:
        self._write_cluster()
        self._write_mark()
        self._file.sync()

    def _write_cluster(self) -> None:
        if self._blocks:
            blocks, self._blocks = self._blocks, []
            self._file.append(matroska.cluster(blocks[0].time_ms, blocks))

    def _write_mark(self) -> None:
        mark = self._clock.mark(self.latest_ms)
        if mark is not None:
            self._file.mark(msgspec.json.encode(mark))
