"""Builds recording for server.py."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordings.child_composer import ChildComposer
from recordings.desk import Storage
from recordings.finaliser import Finaliser
from recordings.http import RecordingHandlers
from recordings.keyring import Keyring
from recordings.recorder import Recorder
from recordings.recording_writer import Place
from telemed.http.registry import Extension

if TYPE_CHECKING:
    from pathlib import Path

    from recordings.ports import RoomTaps
    from telemed.services.live_sessions import LiveSessions
    from telemed.services.recordings import Recordings

DIRECTORY = "recordings"
KEY_FILE = "keys/recordings.json"


@dataclass(frozen=True)
class RecordingPlane:
    """Everything of recording that server.py handles."""

    recorder: Recorder
    """Give it to the live room as its signaling.ports.SessionRecorder; `recorder.listen(report)` once the
    room can be told what becomes of recordings."""
    extension: Extension
    """Give it to telemed.http.app.create_app."""
    finaliser: Finaliser

    async def run(self) -> None:
        """Record and finalise until cancelled; it closes open files before it ends.

        Start it after the database is open; cancel it after the rooms have ended and before the media plane.
        """
        async with asyncio.TaskGroup() as group:
            group.create_task(self.recorder.run(), name="recorder")
            group.create_task(self.finaliser.run(), name="finaliser")


def build(data_dir: Path, taps: RoomTaps, recordings: Recordings, sessions: LiveSessions) -> RecordingPlane:
    """Make the recording plane; the only thing it does at once is to read or make its key file.

    data_dir: holds recordings/ and keys/. taps: the MediaPlane. Raises OSError and ValueError when the
    key file cannot be read.
    """
    root, key_file = data_dir / DIRECTORY, data_dir / KEY_FILE
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    keyring = Keyring.open(key_file)

    def place(recording_id: str) -> Place:
        return Place(root / recording_id, keyring)

    finaliser = Finaliser(place, recordings, ChildComposer(key_file))
    handlers = RecordingHandlers(recordings, sessions, place)
    return RecordingPlane(Recorder(Storage(root, place), taps, finaliser), handlers.extension(), finaliser)
