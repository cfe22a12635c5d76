"""The session log: what happened in a live session, in the server's order.

What must survive a lost connection is an entry; what may be lost (pointers, levels, typing) never is.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from telemed.wire.base import Id, Key, Line, Milliseconds, Reply, Shared
from telemed.wire.views import Annotation, ViewChange

SeatRole = Literal["host", "requester", "expert", "coordinator", "observer", "guest"]
"""What someone is in this session; the rights are in signaling/permissions.py."""
Epoch = Annotated[int, Meta(ge=0, le=2**53 - 1)]
"""Rises with each hand-over of the presenter token."""
Seq = Annotated[int, Meta(ge=0, le=2**53 - 1)]
"""Position in the log, from 1; 0 stands before the first entry."""
ChatText = Annotated[str, Meta(min_length=1, max_length=2000)]
DeviceState = Literal["on", "off", "absent", "blocked"]


class Devices(Shared, frozen=True):
    """What one sends. Off: muted by choice; absent: there is none; blocked: the browser forbids it."""

    microphone: DeviceState
    camera: DeviceState
    screen: Literal["on", "off"]


class ParticipantJoined(Reply, frozen=True, tag="participant.joined"):
    """A seat was taken, or taken again after it was released."""

    account_id: Id
    display_name: Line
    facility_name: str
    role: SeatRole


class ParticipantReturned(Reply, frozen=True, tag="participant.returned"):
    """The same seat is connected again."""


class ParticipantLost(Reply, frozen=True, tag="participant.lost"):
    """The connection broke; the seat is kept for ten minutes."""


class ParticipantLeft(Reply, frozen=True, tag="participant.left"):
    """The seat is free."""

    reason: Literal["left", "timed_out", "removed"]


class SessionStarted(Reply, frozen=True, tag="session.started"):
    """The media clock stands at zero here."""


class SessionEnded(Reply, frozen=True, tag="session.ended"):
    """Nothing follows in this log."""

    reason: Literal["ended"]


class StageShown(Reply, frozen=True, tag="stage.shown"):
    """A material is on the stage, or nothing is."""

    material_id: Id | None


class ViewChanged(Reply, frozen=True, tag="view.changed"):
    """The view of the material on the stage changed; fields that are not there stay as they were."""

    change: ViewChange


class AnnotationPut(Reply, frozen=True, tag="annotation.put"):
    """An annotation is new or changed; this is the whole of it."""

    annotation: Annotation


class AnnotationRemoved(Reply, frozen=True, tag="annotation.removed"):
    """The annotation is gone for good; its uid is never used again."""

    uid: Key


class PresenterRequested(Reply, frozen=True, tag="presenter.requested"):
    """Someone asks for the presenter token."""


class PresenterWithdrawn(Reply, frozen=True, tag="presenter.withdrawn"):
    """The request no longer stands."""


class PresenterChanged(Reply, frozen=True, tag="presenter.changed"):
    """The token is with another participant, or with nobody."""

    holder_id: Id | None
    epoch: Epoch
    cause: Literal["joined", "granted", "taken", "released", "lost"]


class ChatPosted(Reply, frozen=True, tag="chat.posted"):
    """A line of chat."""

    text: ChatText


class HandSet(Reply, frozen=True, tag="hand.set"):
    """A hand is up or down."""

    raised: bool


class DevicesSet(Reply, frozen=True, tag="devices.set"):
    """A participant's devices changed."""

    devices: Devices


class RecordingAsked(Reply, frozen=True, tag="recording.asked"):
    """The session shall be recorded; everyone present is asked."""

    recording_id: Id


class RecordingConsented(Reply, frozen=True, tag="recording.consented"):
    """This participant agrees to this recording."""

    recording_id: Id


class RecordingDeclined(Reply, frozen=True, tag="recording.declined"):
    """This participant does not agree, or no longer."""

    recording_id: Id


class RecordingStarted(Reply, frozen=True, tag="recording.started"):
    """Everyone present consented; recording runs."""

    recording_id: Id


class RecordingPaused(Reply, frozen=True, tag="recording.paused"):
    """Nothing is recorded until it is resumed."""

    recording_id: Id
    cause: Literal["asked", "consent_withdrawn"]


class RecordingResumed(Reply, frozen=True, tag="recording.resumed"):
    """Recording runs again."""

    recording_id: Id


class RecordingStopped(Reply, frozen=True, tag="recording.stopped"):
    """The recording is complete."""

    recording_id: Id
    cause: Literal["asked", "ended", "failed"]


class RecordingGivenUp(Reply, frozen=True, tag="recording.given_up"):
    """The recording never began."""

    recording_id: Id
    cause: Literal["asked", "declined", "ended"]


EntryBody = (
    ParticipantJoined
    | ParticipantReturned
    | ParticipantLost
    | ParticipantLeft
    | SessionStarted
    | SessionEnded
    | StageShown
    | ViewChanged
    | AnnotationPut
    | AnnotationRemoved
    | PresenterRequested
    | PresenterWithdrawn
    | PresenterChanged
    | ChatPosted
    | HandSet
    | DevicesSet
    | RecordingAsked
    | RecordingConsented
    | RecordingDeclined
    | RecordingStarted
    | RecordingPaused
    | RecordingResumed
    | RecordingStopped
    | RecordingGivenUp
)


class LogEntry(Reply, frozen=True):
    """One line of the session log."""

    seq: Seq
    at_ms: Milliseconds
    """Server time, epoch milliseconds; never falls within a session."""
    media_ms: Milliseconds | None
    """Milliseconds since the session started; None before."""
    participant_id: Id | None
    """Whose doing it is; None: the server's own."""
    body: EntryBody
