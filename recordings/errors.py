"""What can go wrong with stored recordings.

RecordingFault
├── KeyMissing          the master key that wrapped a file's key is not in the key file
├── ChunkTampered       bytes are not what was written
├── ManifestTampered    a manifest does not carry this store's seal
├── NothingRecorded     no stored packet could be made into a file
└── RecordingOver       the recording is complete; nothing can be added

They are faults of our store, not of a caller: a branch of telemed's tree, of the kind `broken`.
"""

from __future__ import annotations

from telemed.domain.errors import Kind, TelemedError


class RecordingFault(TelemedError):
    """Root of this package's errors."""

    code = "recording_broken"
    kind = Kind.BROKEN


class KeyMissing(RecordingFault):
    """The key file lacks a version that a file needs: restore it from the backup."""

    code = "recording_key_missing"


class ChunkTampered(RecordingFault):
    """A chunk fails its authentication, is out of place, or chunks are missing at the end."""

    code = "recording_tampered"


class ManifestTampered(RecordingFault):
    """The manifest is not what this store wrote."""

    code = "recording_manifest_tampered"


class NothingRecorded(RecordingFault):
    """The recording holds no frame."""

    code = "recording_empty"


class RecordingOver(RecordingFault):
    """The recording is complete; another one can be asked for."""

    code = "recording_over"
