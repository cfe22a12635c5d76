"""Runs recordings.compose as a process of its own: the live call keeps its interpreter to itself."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from recordings.errors import ChunkTampered, KeyMissing, NothingRecorded, RecordingFault
from recordings.outcome import Composed, Refused

if TYPE_CHECKING:
    from recordings.manifest import Playback

PACKAGE_ROOT = Path(__file__).resolve().parents[1]
LIMIT_S = 4 * 3600.0
"""Far longer than the longest session takes; a child that hangs is ended."""


class ComposingFailed(RecordingFault):
    """The child ended without an answer."""

    code = "recording_compose_failed"


FAULTS: dict[str, type[RecordingFault]] = {
    fault.code: fault for fault in (ChunkTampered, KeyMissing, NothingRecorded)
}


class ChildComposer:
    """A Composer that starts one child per recording."""

    def __init__(self, key_file: Path) -> None:
        self._key_file = key_file

    async def compose(self, directory: Path) -> Playback:
        """Compose the recording in a directory. Raises RecordingFault and OSError."""
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "recordings.compose", os.fspath(directory), os.fspath(self._key_file),
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.fspath(PACKAGE_ROOT)},
        )  # fmt: skip
        try:
            async with asyncio.timeout(LIMIT_S):
                answer, _ = await child.communicate()
        except TimeoutError:
            raise ComposingFailed("composing took too long") from None
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        return _playback(answer)


def _playback(answer: bytes) -> Playback:
    try:
        outcome: Composed | Refused = msgspec.json.decode(answer, type=Composed | Refused)
    except msgspec.MsgspecError:
        raise ComposingFailed("the composing process ended early") from None
    if isinstance(outcome, Refused):
        raise FAULTS.get(outcome.code, ComposingFailed)("the recording cannot be composed")
    return outcome.playback
