"""What someone can do with a case now, and which of it is the one next thing. Pure, over the tables."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from telemed.domain.access import Action, Relation, may
from telemed.domain.consultation_states import EDITABLE, MATERIAL_MAY_COME, TRANSITIONS, State, Step

if TYPE_CHECKING:
    from telemed.domain.roles import Actor


class CaseStep(Enum):
    """A button of the case page."""

    EDIT = "edit"
    SUBMIT = "submit"
    DELETE = "delete"
    RESUBMIT = "resubmit"
    ACCEPT = "accept"
    RETURN = "return"
    REJECT = "reject"
    CANCEL = "cancel"
    OFFER = "offer"
    ANSWER = "answer"
    JOIN = "join"
    START = "start"
    WRITE_OPINION = "write_opinion"
    SIGN_OPINION = "sign_opinion"
    AMEND_OPINION = "amend_opinion"
    ACKNOWLEDGE = "acknowledge"
    CLOSE = "close"
    CONSENT = "consent"
    UPLOAD = "upload"


def _where(step: Step) -> frozenset[State]:
    return frozenset(state for (state, taken) in TRANSITIONS if taken is step)


C = CaseStep
S = State
OPINION_MAY_COME = frozenset({S.SCHEDULED, S.IN_SESSION, S.SUSPENDED, S.AWAITING_OPINION, S.OPINION_ISSUED})
SIGNABLE = frozenset({S.IN_SESSION, S.AWAITING_OPINION, S.OPINION_ISSUED, S.ACKNOWLEDGED, S.CLOSED})
AMENDABLE = frozenset({S.OPINION_ISSUED, S.ACKNOWLEDGED, S.CLOSED})
JOINABLE = frozenset({S.SCHEDULED, S.IN_SESSION, S.SUSPENDED})

RULES: tuple[tuple[CaseStep, Action, frozenset[State]], ...] = (
    (C.ANSWER, Action.ANSWER_INVITATION, frozenset({S.OFFERED})),
    (C.RESUBMIT, Action.SUBMIT_CASE, _where(Step.RESUBMIT)),
    (C.SUBMIT, Action.SUBMIT_CASE, _where(Step.SUBMIT)),
    (C.EDIT, Action.EDIT_CASE, EDITABLE),
    (C.ACCEPT, Action.ACCEPT_CASE, _where(Step.ACCEPT)),
    (C.OFFER, Action.OFFER_CASE, _where(Step.OFFER)),
    (C.JOIN, Action.JOIN_SESSION, JOINABLE),
    (C.START, Action.RUN_SESSION, _where(Step.START)),
    (C.SIGN_OPINION, Action.SIGN_OPINION, SIGNABLE),
    (C.WRITE_OPINION, Action.WRITE_OPINION, OPINION_MAY_COME),
    (C.AMEND_OPINION, Action.WRITE_OPINION, AMENDABLE),
    (C.ACKNOWLEDGE, Action.ACKNOWLEDGE_CASE, _where(Step.ACKNOWLEDGE)),
    (C.CLOSE, Action.CLOSE_CASE, _where(Step.CLOSE)),
    (C.RETURN, Action.RETURN_CASE, _where(Step.RETURN)),
    (C.REJECT, Action.REJECT_CASE, _where(Step.REJECT)),
    (C.CANCEL, Action.CANCEL_CASE, _where(Step.CANCEL)),
    (C.DELETE, Action.DELETE_DRAFT, _where(Step.DELETE)),
    (C.CONSENT, Action.GIVE_CONSENT, MATERIAL_MAY_COME),
    (C.UPLOAD, Action.ADD_MATERIAL, MATERIAL_MAY_COME),
)
"""In the order in which they are proposed."""

PRIMARY: dict[State, tuple[CaseStep, ...]] = {
    S.DRAFT: (C.EDIT,),
    S.SUBMITTED: (C.ACCEPT,),
    S.RETURNED: (C.RESUBMIT,),
    S.ACCEPTED: (C.OFFER,),
    S.OFFERED: (C.ANSWER, C.OFFER),
    S.SCHEDULED: (C.JOIN,),
    S.IN_SESSION: (C.JOIN,),
    S.SUSPENDED: (C.JOIN,),
    S.AWAITING_OPINION: (C.WRITE_OPINION,),
    S.OPINION_ISSUED: (C.ACKNOWLEDGE,),
    S.ACKNOWLEDGED: (C.CLOSE,),
}
"""The one thing that moves a case on, by who may do it."""


def allowed_steps(actor: Actor, relations: frozenset[Relation], state: State) -> tuple[CaseStep, ...]:
    """Collect what role, relation and state allow together."""
    return tuple(step for step, action, states in RULES if state in states and may(actor, action, relations))


def next_step(allowed: tuple[CaseStep, ...], state: State) -> CaseStep | None:
    """Pick the primary action, if the actor has one."""
    return next((step for step in PRIMARY.get(state, ()) if step in allowed), None)
