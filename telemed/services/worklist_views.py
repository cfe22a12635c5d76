"""Which views of the worklist each role has, and what each holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telemed.domain.consultation_states import State
from telemed.domain.roles import Role
from telemed.services.case_view import WorkView
from telemed.storage import worklist_views as held

if TYPE_CHECKING:
    from datetime import datetime

    from telemed.domain.roles import Actor
    from telemed.storage.case_queries import Condition

V = WorkView

VIEWS_OF_ROLE: dict[Role, tuple[WorkView, ...]] = {
    Role.COORDINATOR: (V.ALL, V.TRIAGE, V.TODAY, V.AWAITING_OPINION, V.OVERDUE, V.DONE_THIS_MONTH),
    Role.SPECIALIST: (V.ALL, V.INVITATIONS, V.TODAY, V.AWAITING_OPINION, V.OVERDUE, V.DONE_THIS_MONTH),
    Role.REQUESTING_DOCTOR: (V.ALL, V.DRAFTS, V.RETURNED, V.OPEN, V.TO_ACKNOWLEDGE, V.DONE_THIS_MONTH),
}
"""The fields of the counts strip, in order."""

WAITING: tuple[tuple[Role, WorkView], ...] = (
    (Role.COORDINATOR, V.TRIAGE),
    (Role.SPECIALIST, V.INVITATIONS),
    (Role.SPECIALIST, V.AWAITING_OPINION),
    (Role.REQUESTING_DOCTOR, V.RETURNED),
    (Role.REQUESTING_DOCTOR, V.TO_ACKNOWLEDGE),
)
"""What waits for a step of whom."""

TRIAGE = (State.SUBMITTED, State.ACCEPTED)


def condition_of(view: WorkView, actor: Actor, now: datetime) -> Condition:
    """Build the condition of a view; the actor's scope is another one, joined by the caller."""
    match view:
        case WorkView.ALL:
            return held.still_open()
        case WorkView.TODAY:
            return held.planned_today(now)
        case WorkView.OVERDUE:
            return held.overdue(now)
        case WorkView.DONE_THIS_MONTH:
            return held.issued_this_month(now)
        case WorkView.INVITATIONS:
            return held.asks(actor)
        case _:
            return _by_state(view)


def _by_state(view: WorkView) -> Condition:
    match view:
        case WorkView.TRIAGE:
            return held.in_states(TRIAGE)
        case WorkView.AWAITING_OPINION:
            return held.in_states([State.AWAITING_OPINION])
        case WorkView.DRAFTS:
            return held.in_states([State.DRAFT])
        case WorkView.RETURNED:
            return held.in_states([State.RETURNED])
        case WorkView.TO_ACKNOWLEDGE:
            return held.in_states([State.OPINION_ISSUED])
        case _:
            return held.in_states(OPEN)


OPEN = frozenset(State) - {
    State.DRAFT,
    State.RETURNED,
    State.OPINION_ISSUED,
    State.ACKNOWLEDGED,
    State.CLOSED,
    State.CANCELLED,
    State.REJECTED,
    State.TRANSFERRED,
    State.NO_SHOW,
    State.EXPIRED,
    State.VOIDED,
}
"""Handed in and under way."""
