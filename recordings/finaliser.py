"""Turns closed recordings into playable ones, one at a time, and takes up what a crash left behind."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from recordings import manifest as manifests
from recordings.compose import FILE_PREFIX
from recordings.errors import NothingRecorded, RecordingFault, RecordingOver
from telemed.domain.ids import ParticipantId, RecordingId, TrackId
from telemed.domain.recording import RecordedTrack, RecordingState, TrackFile, TrackSource

if TYPE_CHECKING:
    from recordings.manifest import Manifest, Playable, Playback
    from recordings.ports import Composer, RecordingLedger
    from recordings.recording_writer import Place

log = logging.getLogger(__name__)

CLOSING_POLL_S = 0.1
CLOSING_WAIT_S = 10.0
"""How long the room may take to note that a recording ended; afterwards it counts as broken off."""
RESUME_GRACE_S = 60.0
"""How long after a restart a room may come back and go on recording; browsers return within seconds."""
RUNNING = frozenset({RecordingState.RECORDING, RecordingState.PAUSED})


@dataclass(frozen=True)
class Job:
    """One recording to be made playable."""

    recording_id: RecordingId
    done: Callable[[str], None]
    """Called with the outcome's code."""
    is_orphan: bool


def _nobody(_code: str) -> None:
    """Nobody waits for a recording that a crash left behind."""


class Finaliser:
    """Composes recordings in the order in which they ended."""

    def __init__(
        self,
        place: Callable[[str], Place],
        ledger: RecordingLedger,
        composer: Composer,
        *,
        grace_s: float = RESUME_GRACE_S,
    ) -> None:
        self._place = place
        self._ledger = ledger
        self._composer = composer
        self._grace_s = grace_s
        self._jobs: asyncio.Queue[Job] = asyncio.Queue()
        self._orphans: set[RecordingId] = set()
        """Recordings that ran when the process ended."""
        self._adopted: set[RecordingId] = set()
        """Recordings that rooms of this process write."""

    def take(
        self, recording_id: str, done: Callable[[str], None] = _nobody, *, is_orphan: bool = False
    ) -> None:
        """Make a closed recording playable soon; of an orphan no room will note that it ended."""
        self._jobs.put_nowait(Job(RecordingId(recording_id), done, is_orphan))

    async def adopt(self, recording_id: str) -> None:
        """A room begins this recording or goes on with it. Raises RecordingOver when it is complete."""
        known = RecordingId(recording_id)
        if (await self._ledger.load(known)).state not in RUNNING:
            raise RecordingOver("the recording is complete already: ask for another one")
        self._adopted.add(known)

    async def run(self) -> None:
        """Take up what a crash left behind, then work until cancelled."""
        for recording in await self._ledger.unfinished():
            if recording.state in RUNNING:
                self._orphans.add(recording.id)
            else:
                self.take(recording.id)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._work(), name="recordings-finalise")
            group.create_task(self._take_orphans(), name="recordings-orphans")

    async def _take_orphans(self) -> None:
        await asyncio.sleep(self._grace_s)
        for recording_id in sorted(self._orphans):
            self.take(recording_id, is_orphan=True)
        self._orphans.clear()

    async def _work(self) -> None:
        while True:
            job = await self._jobs.get()
            try:
                await self._finalise(job)
            except Exception:
                # The edge of one job: the database may be away. The next start takes the recording up again.
                log.exception("recording stays unfinished", extra={"recording_id": job.recording_id})

    async def _finalise(self, job: Job) -> None:
        if job.is_orphan and job.recording_id in self._adopted:
            return  # its room came back
        if not job.is_orphan:
            await self._until_closed(job.recording_id)
        if (await self._ledger.recover(job.recording_id)).state is not RecordingState.FINALISING:
            return  # made playable before
        try:
            manifest = await self._composed(self._place(job.recording_id))
        except (RecordingFault, OSError) as error:
            code = error.code if isinstance(error, RecordingFault) else "disk_broken"
            log.exception(
                "recording cannot be played", extra={"recording_id": job.recording_id, "code": code}
            )
            await self._ledger.finish(job.recording_id, (), RecordingState.FAILED)
            job.done(code)
        else:
            tracks = recorded_tracks(manifest)
            await self._ledger.finish(job.recording_id, tracks, RecordingState.AVAILABLE)
            job.done("recording_finished")

    async def _until_closed(self, recording_id: RecordingId) -> None:
        """The room notes the end of a recording in its own time; a room that is gone does not."""
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSING_WAIT_S):
                while (await self._ledger.load(recording_id)).state in RUNNING:  # noqa: ASYNC110  # a database
                    await asyncio.sleep(CLOSING_POLL_S)

    async def _composed(self, place: Place) -> Manifest:
        try:
            manifest = await asyncio.to_thread(manifests.read, place.directory, place.keyring)
        except FileNotFoundError:
            raise NothingRecorded("the recording never reached the disk") from None
        if manifest.stage == "composed":
            return manifest
        playback = await self._composer.compose(place.directory)
        return await asyncio.to_thread(_keep, place, manifest, playback)


def recorded_tracks(manifest: Manifest) -> tuple[RecordedTrack, ...]:
    """What the database notes of the files to play: those that are one person's; the mix is everybody's."""
    playback = manifest.playback
    if playback is None:
        return ()
    return tuple(
        _track(manifest.recording_id, playback, file, ParticipantId(file.participant_id), file.source)
        for file in playback.files
        if file.participant_id is not None and file.source is not None
    )


def _track(
    recording_id: str, playback: Playback, file: Playable, participant_id: ParticipantId, source: str
) -> RecordedTrack:
    return RecordedTrack(
        id=TrackId(file.id),
        participant_id=participant_id,
        source=TrackSource(source),
        kind=file.kind,
        codec=file.codec,
        media_type=file.media_type,
        start_ms=playback.start_ms,
        file=TrackFile(
            path=f"{recording_id}/{file.file}",
            size_bytes=file.size_bytes,
            sha256=file.sha256,
            duration_ms=playback.duration_ms,
        ),
    )


def _keep(place: Place, manifest: Manifest, playback: Playback) -> Manifest:
    """Write what was made into the manifest; remove what an earlier try left behind."""
    composed = msgspec.structs.replace(manifest, stage="composed", playback=playback)
    manifests.write(place.directory, composed, place.keyring)
    kept = {file.file for file in playback.files}
    for path in place.directory.glob(f"{FILE_PREFIX}*"):
        if path.name not in kept:
            path.unlink()
    return composed
