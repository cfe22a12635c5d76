"""What the media plane refuses, and why.

MediaError            code, kind, message for people, the field at fault
├── SdpRefused        the peer's offer cannot be used (kind invalid)
├── NoSuchRoom        the room is not open (kind missing)
├── NoSuchPeer        the peer never negotiated, or has left (kind missing)
├── TooBusy           a limit is reached; try again later (kind busy)
└── PortUnusable      the UDP port cannot be opened (kind broken)
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Whose fault it is and what the caller can do; the edges map it to a status."""

    INVALID = "invalid"
    REFUSED = "refused"
    MISSING = "missing"
    CONFLICT = "conflict"
    BUSY = "busy"
    BROKEN = "broken"


class MediaError(Exception):
    """Root of all errors of this package; `code` is stable and may be shown to clients."""

    def __init__(self, code: str, kind: Kind, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.kind = kind
        self.message = message
        self.field = field


class SdpRefused(MediaError):
    """The offer is malformed, too large, or asks for what this server does not do."""

    def __init__(self, code: str, message: str, field: str = "sdp") -> None:
        super().__init__(f"sdp_{code}", Kind.INVALID, message, field)


class NoSuchRoom(MediaError):
    """No room with this id is open."""

    def __init__(self) -> None:
        super().__init__("media_no_room", Kind.MISSING, "the room is not open: open it before negotiating")


class NoSuchPeer(MediaError):
    """The room has no peer with this id."""

    def __init__(self) -> None:
        super().__init__("media_no_peer", Kind.MISSING, "the peer has no connection: send an offer first")


class TooBusy(MediaError):
    """A limit on peers, tracks or negotiations is reached."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"media_{code}", Kind.BUSY, message)


class PortUnusable(MediaError):
    """The UDP port is taken or not allowed."""

    def __init__(self, port: int, reason: str) -> None:
        super().__init__(
            "media_port",
            Kind.BROKEN,
            f"UDP port {port} cannot be opened ({reason}): set media.port",
            "media.port",
        )
