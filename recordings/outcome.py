"""What the composing process answers."""

from __future__ import annotations

import msgspec

from recordings.manifest import Playback


class Composed(msgspec.Struct, frozen=True, tag="composed"):
    """The files are there."""

    playback: Playback


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """They cannot be made."""

    code: str
