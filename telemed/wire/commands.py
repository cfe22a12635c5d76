"""What a client of a live session asks; once decoded, the room's own command. Rules: docs/protocol.md."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from telemed.wire.base import DicomUid, Id, Key, Request
from telemed.wire.entries import ChatText, Devices, Epoch, Seq
from telemed.wire.views import AnnotationDraft, FrameNumber, Point, ViewChange

Mid = Annotated[str, Meta(pattern="^[A-Za-z0-9+/_-]+$", min_length=1, max_length=16)]
"""A media section's mid, RFC 8843."""
TrackId = Annotated[str, Meta(pattern="^[A-Za-z0-9._:-]+$", min_length=1, max_length=80)]
TrackSource = Literal["microphone", "camera", "screen", "document"]
Sdp = Annotated[str, Meta(min_length=1, max_length=60_000)]


class Join(Request, frozen=True, tag="join"):
    """The first command on every connection."""

    protocol: int
    instance: Key
    """A name the page makes up when loaded. Another instance takes the seat over; the same one resumes it."""
    since: Seq = 0
    """The last entry this client applied; 0: none."""
    host: Key | None = None
    """`host` of the last Joined. Another host may not know what that one told, and sends the state."""
    consents_to_recording: bool = False
    """Needed to enter a session that is being recorded."""


class Resync(Request, frozen=True, tag="resync"):
    """The client saw a gap, or wants to be sure."""

    since: Seq


class Leave(Request, frozen=True, tag="leave"):
    """Give the seat up."""


class RemoveParticipant(Request, frozen=True, tag="participant.remove"):
    """The host takes a seat away."""

    participant_id: Id


class StartSession(Request, frozen=True, tag="session.start"):
    """Begin; both sides must be present (N07)."""


class EndSession(Request, frozen=True, tag="session.end"):
    """End for everyone."""


class ShowOnStage(Request, frozen=True, tag="stage.show"):
    """Put a material on the stage; None clears it."""

    epoch: Epoch
    material_id: Id | None


class SetView(Request, frozen=True, tag="view.set"):
    """Change the view of the material on the stage. The first change of a material carries every field."""

    epoch: Epoch
    material_id: Id
    change: ViewChange


class PutAnnotation(Request, frozen=True, tag="annotation.put"):
    """Draw or change; only the author may change."""

    annotation: AnnotationDraft


class RemoveAnnotation(Request, frozen=True, tag="annotation.remove"):
    """Erase; the author or the host."""

    uid: Key


class RequestPresenter(Request, frozen=True, tag="presenter.request"):
    """Ask for the presenter token, or withdraw the request."""

    wanted: bool = True


class GrantPresenter(Request, frozen=True, tag="presenter.grant"):
    """Hand the token over; the holder or the host."""

    participant_id: Id
    epoch: Epoch


class TakePresenter(Request, frozen=True, tag="presenter.take"):
    """Take the token; by role."""

    epoch: Epoch


class ReleasePresenter(Request, frozen=True, tag="presenter.release"):
    """Give the token up."""

    epoch: Epoch


class PostChat(Request, frozen=True, tag="chat.post"):
    """Say something in writing."""

    text: ChatText


class SetHand(Request, frozen=True, tag="hand.set"):
    """Raise or lower the hand."""

    raised: bool


class SetDevices(Request, frozen=True, tag="devices.set"):
    """Tell the others what one sends."""

    devices: Devices


class AskRecording(Request, frozen=True, tag="recording.ask"):
    """Ask everyone to be recorded; whoever asks consents."""


class ConsentToRecording(Request, frozen=True, tag="recording.consent"):
    """Agree or not; a refusal while recording pauses it."""

    given: bool


class PauseRecording(Request, frozen=True, tag="recording.pause"):
    """Stop writing for a while."""


class ResumeRecording(Request, frozen=True, tag="recording.resume"):
    """Go on; everyone present must have consented."""


class StopRecording(Request, frozen=True, tag="recording.stop"):
    """Complete the recording."""


class OfferMedia(Request, frozen=True, tag="media.offer"):
    """An SDP offer; the browser always offers, the server only answers (RFC 9429)."""

    sdp: Sdp
    publish: Annotated[dict[Mid, TrackSource], Meta(max_length=8)]
    """What each sending media section carries."""
    subscribe: Annotated[dict[Mid, TrackId], Meta(max_length=64)]
    """Which track each receiving media section wants."""
    is_fresh: bool = False
    """The browser made a new RTCPeerConnection: the one before is to be forgotten."""


class PreferMedia(Request, frozen=True, tag="media.prefer"):
    """How large each subscribed video is shown, so that no more is sent than is seen."""

    heights_px: Annotated[dict[TrackId, Annotated[int, Meta(ge=0, le=4320)]], Meta(max_length=64)]
    """0: not shown."""


CommandBody = (
    Join
    | Resync
    | Leave
    | RemoveParticipant
    | StartSession
    | EndSession
    | ShowOnStage
    | SetView
    | PutAnnotation
    | RemoveAnnotation
    | RequestPresenter
    | GrantPresenter
    | TakePresenter
    | ReleasePresenter
    | PostChat
    | SetHand
    | SetDevices
    | AskRecording
    | ConsentToRecording
    | PauseRecording
    | ResumeRecording
    | StopRecording
    | OfferMedia
    | PreferMedia
)


class Command(Request, frozen=True):
    """The `command` event: a body under an idempotency key. The same key from the same seat acts once."""

    id: Key
    body: CommandBody


class Pointer(Request, frozen=True):
    """Where someone points, in the coordinates of annotations."""

    material_id: Id
    at: Point
    sop_instance_uid: DicomUid | None = None
    frame: FrameNumber | None = None


class Signs(Request, frozen=True):
    """The `presence` event of a client: never stored, not acknowledged, may be dropped."""

    pointer: Pointer | UnsetType | None = UNSET
    """None: no longer pointing."""
    typing: bool | UnsetType = UNSET
