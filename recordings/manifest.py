"""What a recording consists of: one small file per recording, replaced as a whole at each change, and sealed.

It names the raw segments (one file per track and stretch of recording) and, once composed, the files to play.
It holds ids and times, nothing about a patient.
"""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, Literal

import msgspec

from recordings import durable
from recordings.errors import ManifestTampered

if TYPE_CHECKING:
    from pathlib import Path

    from recordings.keyring import Keyring

FILE_NAME = "manifest.json"

Stage = Literal["recording", "stopped", "composed"]
Source = Literal["microphone", "camera", "screen", "document"]
PlayableKind = Literal["video", "voice", "mix"]
"""One person's picture with everybody's sound; one person's sound; everybody's sound."""


class Span(msgspec.Struct, frozen=True):
    """A stretch of the media clock, milliseconds."""

    start_ms: int
    end_ms: int


class Segment(msgspec.Struct, frozen=True):
    """One raw file."""

    file: str
    track_id: str
    participant_id: str
    kind: Literal["audio", "video"]
    source: Source
    codec: str
    """opus, vp8 or h264."""
    chunks: int | None = None
    """Number of chunks when it was closed in order; None while it grows, and after a crash."""


class Playable(msgspec.Struct, frozen=True):
    """One file to play, made of raw segments."""

    id: str
    file: str
    kind: PlayableKind
    participant_id: str | None
    source: Source | None
    codec: str
    media_type: str
    size_bytes: int
    sha256: str
    """Of the plain bytes."""


class Speech(msgspec.Struct, frozen=True):
    """When one person was heard."""

    participant_id: str
    spans: tuple[Span, ...]


class Playback(msgspec.Struct, frozen=True):
    """The composed half of a recording: all files share one zero and one length."""

    start_ms: int
    """Media clock at the zero of every file."""
    duration_ms: int
    files: tuple[Playable, ...]
    speech: tuple[Speech, ...]


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A recording on disk."""

    recording_id: str
    session_id: str
    consultation_id: str
    origin_epoch_ms: int
    """Wall clock at media clock 0."""
    stage: Stage
    runs: tuple[Span, ...]
    """Stretches during which it ran; the last one has end_ms 0 while it runs."""
    segments: tuple[Segment, ...] = ()
    failure: str = ""
    """Stable code of what stopped it early; empty when nothing did."""
    playback: Playback | None = None


class Sealed(msgspec.Struct, frozen=True):
    """A manifest as it lies on disk."""

    key_version: int
    seal: str
    """HMAC-SHA-256 under the master key, base64."""
    content: msgspec.Raw


def write(directory: Path, manifest: Manifest, keyring: Keyring) -> None:
    """Replace the manifest in a recording's directory. Raises OSError."""
    content = msgspec.json.encode(manifest)
    seal = b64encode(keyring.seal(content, keyring.version)).decode()
    sealed = Sealed(keyring.version, seal, msgspec.Raw(content))
    durable.replace(directory / FILE_NAME, msgspec.json.encode(sealed))


def read(directory: Path, keyring: Keyring) -> Manifest:
    """Read and prove a manifest. Raises ManifestTampered, KeyMissing, FileNotFoundError."""
    try:
        sealed = msgspec.json.decode((directory / FILE_NAME).read_bytes(), type=Sealed)
        seal, content = b64decode(sealed.seal), bytes(sealed.content)
        if not hmac.compare_digest(seal, keyring.seal(content, sealed.key_version)):
            raise ManifestTampered("the manifest is not what was written")
        return msgspec.json.decode(content, type=Manifest)
    except (msgspec.MsgspecError, ValueError):
        raise ManifestTampered("the manifest cannot be read") from None
