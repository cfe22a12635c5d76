"""Who steers the stage, and what is on it. One holder, an epoch that rises with each hand-over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from signaling.folding import participant_of
from signaling.permissions import Right, may, require
from signaling.refusals import LiveRefusal
from signaling.viewing import ViewIncomplete, merge, view_of
from telemed.wire.entries import (
    PresenterChanged,
    PresenterRequested,
    PresenterWithdrawn,
    StageShown,
    ViewChanged,
)
from telemed.wire.live import LiveCode

if TYPE_CHECKING:
    from signaling.draft import Draft
    from telemed.wire import commands as c
    from telemed.wire.room import Participant, RoomState

AUTO_RELEASE_MS = 10_000
"""A holder whose connection broke loses the token after this long."""


def request(command: c.RequestPresenter, draft: Draft, actor: Participant) -> None:
    """Ask for the token, or take the request back."""
    require(actor, Right.PRESENT)
    presenter = draft.state.presenter
    asks = actor.participant_id in presenter.requests
    if command.wanted and not asks and presenter.holder_id != actor.participant_id:
        draft.add(PresenterRequested(), actor.participant_id)
    if not command.wanted and asks:
        draft.add(PresenterWithdrawn(), actor.participant_id)


def grant(command: c.GrantPresenter, draft: Draft, actor: Participant) -> None:
    """Hand the token over: the holder to anyone who may present, a moderator also another's token."""
    state = draft.state
    if state.presenter.holder_id != actor.participant_id:
        require(actor, Right.MODERATE)
    _require_epoch(state, command.epoch)
    target = participant_of(state, command.participant_id)
    if target is None:
        raise LiveRefusal(
            LiveCode.NO_SUCH_PARTICIPANT, "Nobody here has this id.", field="body.participantId"
        )
    require(target, Right.PRESENT)
    _pass_on(draft, target.participant_id, actor, "granted")


def take(command: c.TakePresenter, draft: Draft, actor: Participant) -> None:
    """Take the token, whoever holds it."""
    require(actor, Right.PRESENT)
    _require_epoch(draft.state, command.epoch)
    _pass_on(draft, actor.participant_id, actor, "taken")


def release(command: c.ReleasePresenter, draft: Draft, actor: Participant) -> None:
    """Give the token up; nobody holds it then."""
    _require_presenter(draft.state, actor, command.epoch)
    change = PresenterChanged(holder_id=None, epoch=draft.state.presenter.epoch + 1, cause="released")
    draft.add(change, actor.participant_id)


def show(command: c.ShowOnStage, draft: Draft, actor: Participant) -> None:
    """Put a material on the stage."""
    _require_presenter(draft.state, actor, command.epoch)
    if command.material_id is not None and command.material_id not in draft.materials:
        raise LiveRefusal(
            LiveCode.NO_SUCH_MATERIAL, "This case has no such material.", field="body.materialId"
        )
    if command.material_id != draft.state.stage_material_id:
        draft.add(StageShown(material_id=command.material_id), actor.participant_id)


def set_view(command: c.SetView, draft: Draft, actor: Participant) -> None:
    """Change how the material on the stage is seen."""
    state = draft.state
    _require_presenter(state, actor, command.epoch)
    if command.material_id != state.stage_material_id:
        raise LiveRefusal(
            LiveCode.NOT_ON_STAGE, "Another material is on the stage by now.", field="body.materialId"
        )
    old = view_of(state.views, command.material_id)
    try:
        new = merge(old, command.material_id, command.change)
    except ViewIncomplete as gap:
        field = f"body.change.{gap.field}"
        raise LiveRefusal(LiveCode.INCOMPLETE_VIEW, str(gap), field=field) from None
    if new != old:
        draft.add(ViewChanged(change=command.change), actor.participant_id)


def offer_free_token(draft: Draft, newcomer: Participant) -> None:
    """Give the token to someone who joins when nobody holds it."""
    presenter = draft.state.presenter
    if presenter.holder_id is None and may(newcomer, Right.PRESENT):
        change = PresenterChanged(
            holder_id=newcomer.participant_id, epoch=presenter.epoch + 1, cause="joined"
        )
        draft.add(change, newcomer.participant_id)


def take_from_lost(draft: Draft) -> None:
    """Free the token when its holder is gone, or has been away for too long."""
    presenter = draft.state.presenter
    if presenter.holder_id is None:
        return
    holder = participant_of(draft.state, presenter.holder_id)
    deadline = release_due_ms(draft.state)
    if holder is None or (deadline is not None and deadline <= draft.moment.at_ms):
        draft.add(PresenterChanged(holder_id=None, epoch=presenter.epoch + 1, cause="lost"), None)


def release_due_ms(state: RoomState) -> int | None:
    """When the token falls from a holder who is away; None: it does not."""
    holder = participant_of(state, state.presenter.holder_id)
    if holder is None or holder.lost_at_ms is None:
        return None
    return holder.lost_at_ms + AUTO_RELEASE_MS


def _pass_on(draft: Draft, to: str, actor: Participant, cause: Literal["granted", "taken"]) -> None:
    presenter = draft.state.presenter
    if presenter.holder_id == to:
        return
    change = PresenterChanged(holder_id=to, epoch=presenter.epoch + 1, cause=cause)
    draft.add(change, actor.participant_id)


def _require_presenter(state: RoomState, actor: Participant, epoch: int) -> None:
    if state.presenter.holder_id != actor.participant_id:
        raise LiveRefusal(
            LiveCode.NOT_PRESENTER,
            "Only the presenter does this; ask for the token, or take it.",
            presenter=state.presenter,
        )
    _require_epoch(state, epoch)


def _require_epoch(state: RoomState, epoch: int) -> None:
    if epoch != state.presenter.epoch:
        raise LiveRefusal(
            LiveCode.STALE_EPOCH,
            "The presenter token changed hands meanwhile.",
            field="body.epoch",
            presenter=state.presenter,
        )
