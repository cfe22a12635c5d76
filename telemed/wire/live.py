"""What the live protocol answers and tells. Rules: docs/protocol.md.

Commands are in telemed/wire/commands.py, views and annotations in views.py, log entries in entries.py, the
state that a fold of the entries gives in room.py.
"""

from __future__ import annotations

import enum
from typing import Literal

from telemed.wire.base import Id, Key, Message, Milliseconds, Reply
from telemed.wire.commands import Join, OfferMedia, Pointer, Resync, TrackId, TrackSource
from telemed.wire.entries import LogEntry, Seq
from telemed.wire.room import Presenter, RoomState
from telemed.wire.views import Annotation

NAMESPACE = "/live"
"""The Socket.IO namespace."""


class LiveCode(enum.StrEnum):
    """Why a command was refused; stable."""

    BAD_MESSAGE = "bad_message"
    """Not decodable: an unknown type or field, a wrong type, a value out of bounds."""
    TOO_LARGE = "too_large"
    FLOOD = "flood"
    BUSY = "busy"
    BROKEN = "broken"
    """The server's fault; nothing was changed."""
    WRONG_PROTOCOL = "wrong_protocol"
    NOT_SIGNED_IN = "not_signed_in"
    TOKEN_INVALID = "token_invalid"  # noqa: S105 - a code, not a secret
    NOT_JOINED = "not_joined"
    NOT_ALLOWED = "not_allowed"
    ROOM_FULL = "room_full"
    SESSION_ENDED = "session_ended"
    NOT_STARTED = "not_started"
    ALREADY_STARTED = "already_started"
    START_NEEDS_BOTH_SIDES = "start_needs_both_sides"
    CONSENT_NEEDED = "consent_needed"
    NOT_PRESENTER = "not_presenter"
    STALE_EPOCH = "stale_epoch"
    STEP_NOT_ALLOWED = "step_not_allowed"
    """The case or the session has moved on: its state machine has no such step."""
    NO_SUCH_PARTICIPANT = "no_such_participant"
    NO_SUCH_MATERIAL = "no_such_material"
    NOT_ON_STAGE = "not_on_stage"
    INCOMPLETE_VIEW = "incomplete_view"
    STALE_VERSION = "stale_version"
    ANNOTATION_REMOVED = "annotation_removed"
    ANNOTATION_FOREIGN = "annotation_foreign"
    ROOM_HOLDS_TOO_MUCH = "room_holds_too_much"
    RECORDING_STATE = "recording_state"
    MEDIA_REFUSED = "media_refused"


class Track(Reply, frozen=True):
    """A media track that can be subscribed to."""

    track_id: TrackId
    participant_id: Id
    kind: Literal["audio", "video"]
    source: TrackSource


class TrackList(Reply, frozen=True):
    """The `tracks` event: every track of the room. A higher revision replaces a lower one."""

    revision: int
    tracks: tuple[Track, ...]


class IceServer(Reply, frozen=True):
    """As RTCIceServer of the W3C."""

    urls: tuple[str, ...]
    username: str | None
    credential: str | None


class Joined(Reply, frozen=True):
    """The seat and where the room stands: either the whole state, or the entries the client lacks."""

    participant_id: Id
    host: Key
    """Names the loop that serves the room; give it back with `since` when joining again."""
    server_ms: Milliseconds
    state: RoomState | None
    entries: tuple[LogEntry, ...]
    tracks: TrackList
    ice_servers: tuple[IceServer, ...]


class Resynced(Reply, frozen=True):
    """As in Joined."""

    state: RoomState | None
    entries: tuple[LogEntry, ...]
    tracks: TrackList


class Applied(Reply, frozen=True):
    """Committed; the log then stood at `seq`."""

    seq: Seq


class MediaAnswer(Reply, frozen=True):
    """The SDP answer."""

    sdp: str


AckBody = Joined | Resynced | Applied | MediaAnswer


class Accepted(Reply, frozen=True):
    """The command was committed."""

    body: Message
    ok: bool = True


class Refused(Reply, frozen=True):
    """The command changed nothing."""

    code: LiveCode
    message: str
    """For people, in English; clients translate by code."""
    ok: bool = False
    field: str | None = None
    """Path of the field at fault, such as `body.change.voi.width`."""
    presenter: Presenter | None = None
    """With not_presenter and stale_epoch: who holds the token now."""
    annotation: Annotation | None = None
    """With stale_version: the annotation as it stands."""


REPLIES: dict[type[Message], type[Message]] = {Join: Joined, Resync: Resynced, OfferMedia: MediaAnswer}
"""What is acknowledged for a command; Applied for all others."""


class PointerShown(Reply, frozen=True):
    """A participant's pointer; None: hidden."""

    participant_id: Id
    pointer: Pointer | None


class Level(Reply, frozen=True):
    """How loud a participant is."""

    participant_id: Id
    dbov: int
    """0 loudest to -127 silence, RFC 6464."""


class Presence(Reply, frozen=True):
    """The `presence` event of the server, at most 30 a second: only what changed since the last one."""

    pointers: tuple[PointerShown, ...]
    levels: tuple[Level, ...]
    typing: tuple[Id, ...] | None
    """Everyone who is writing now; None: unchanged."""


class Entries(Reply, frozen=True):
    """The `entries` event: in order, without gaps between them."""

    entries: tuple[LogEntry, ...]


class StateTold(Reply, frozen=True):
    """The `state` event: what was told was taken back by a failure; this is how the room stands."""

    state: RoomState


class Bye(Reply, frozen=True):
    """The `bye` event: the last word before the server closes the connection."""

    reason: Literal[
        "left", "taken_over", "removed", "ended", "too_slow", "flood", "timed_out", "moved", "closing"
    ]


SERVER_EVENTS: dict[str, type[Message]] = {
    "entries": Entries,
    "state": StateTold,
    "presence": Presence,
    "tracks": TrackList,
    "bye": Bye,
}
