"""The state of a live room: what a fold of the session log gives, on the server and in every browser."""

from __future__ import annotations

from typing import Literal

from telemed.wire.base import Id, Key, Line, Milliseconds, Reply
from telemed.wire.entries import ChatText, Devices, Epoch, SeatRole, Seq
from telemed.wire.views import Annotation, ViewState

CHAT_KEPT = 500
"""A room shows this many lines of chat; the log has them all."""

SeatConsent = Literal["unknown", "given", "declined"]


class Participant(Reply, frozen=True):
    """A seat that is held."""

    participant_id: Id
    account_id: Id
    display_name: Line
    facility_name: str
    role: SeatRole
    lost_at_ms: Milliseconds | None
    """None: connected; otherwise since when not."""
    devices: Devices
    hand_raised_at_ms: Milliseconds | None
    consent: SeatConsent
    """To being recorded in this session."""


class Presenter(Reply, frozen=True):
    """Who may change the stage."""

    holder_id: Id | None
    epoch: Epoch
    requests: tuple[Id, ...]
    """Who asks for the token, first come first."""


class RoomRecording(Reply, frozen=True):
    """The recording of this session; a session may be recorded several times, one after the other."""

    phase: Literal["off", "consent_pending", "recording", "paused"]
    recording_id: Id | None
    asked_by_id: Id | None


class ChatLine(Reply, frozen=True):
    """A line of chat with its place in the log."""

    seq: Seq
    at_ms: Milliseconds
    participant_id: Id
    display_name: Line
    text: ChatText


class RoomState(Reply, frozen=True):
    """Everything that participants share, apart from what may be lost."""

    seq: Seq
    """The last entry in this state."""
    at_ms: Milliseconds
    """When that entry was made; 0 before the first."""
    phase: Literal["lobby", "live", "ended"]
    started_at_ms: Milliseconds | None
    participants: tuple[Participant, ...]
    """In the order of joining."""
    presenter: Presenter
    stage_material_id: Id | None
    views: tuple[ViewState, ...]
    """The last view of each material, in the order of first showing."""
    annotations: tuple[Annotation, ...]
    removed_annotations: tuple[Key, ...]
    """Tombstones: these uids never come back."""
    chat: tuple[ChatLine, ...]
    """The last CHAT_KEPT lines."""
    recording: RoomRecording


EMPTY_ROOM = RoomState(
    seq=0,
    at_ms=0,
    phase="lobby",
    started_at_ms=None,
    participants=(),
    presenter=Presenter(holder_id=None, epoch=0, requests=()),
    stage_material_id=None,
    views=(),
    annotations=(),
    removed_annotations=(),
    chat=(),
    recording=RoomRecording(phase="off", recording_id=None, asked_by_id=None),
)
"""The room before the first entry."""
