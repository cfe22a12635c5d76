"""One specialist's invitation 会诊邀请 (reference 5.3.1, per expert)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from telemed.domain.ids import AccountId, ConsultationId, InvitationId, PractitionerId
from telemed.domain.machine import next_state
from telemed.domain.scheduling import Span


class InvitationState(Enum):
    """Where an invitation stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DELEGATED = "delegated"
    TIMED_OUT = "timed_out"
    CLAIMED_BY_OTHER = "claimed_by_other"
    PREREADING = "prereading"
    JOINED = "joined"
    LEFT = "left"
    OPINION_DRAFT = "opinion_draft"
    SIGNED = "signed"
    REMOVED = "removed"
    CANCELLED = "cancelled"


class InvitationStep(Enum):
    """What moves an invitation."""

    ACCEPT = "accept"
    DECLINE = "decline"
    DELEGATE = "delegate"
    TIME_OUT = "time_out"
    LOSE = "lose"
    PREREAD = "preread"
    JOIN = "join"
    LEAVE = "leave"
    DRAFT_OPINION = "draft_opinion"
    SIGN = "sign"
    REMOVE = "remove"
    CANCEL = "cancel"


I = InvitationState  # noqa: E741  the table reads better with one letter
IS = InvitationStep
WORKING = (I.ACCEPTED, I.PREREADING, I.JOINED, I.LEFT)

INVITATION_TRANSITIONS: dict[tuple[InvitationState, InvitationStep], InvitationState] = {
    (I.OFFERED, IS.ACCEPT): I.ACCEPTED,
    (I.OFFERED, IS.DECLINE): I.DECLINED,
    (I.OFFERED, IS.DELEGATE): I.DELEGATED,
    (I.OFFERED, IS.TIME_OUT): I.TIMED_OUT,
    (I.OFFERED, IS.LOSE): I.CLAIMED_BY_OTHER,
    (I.ACCEPTED, IS.PREREAD): I.PREREADING,
    (I.ACCEPTED, IS.JOIN): I.JOINED,
    (I.PREREADING, IS.JOIN): I.JOINED,
    (I.LEFT, IS.JOIN): I.JOINED,
    (I.JOINED, IS.LEAVE): I.LEFT,
    **{(state, IS.DRAFT_OPINION): I.OPINION_DRAFT for state in WORKING},
    (I.OPINION_DRAFT, IS.SIGN): I.SIGNED,
    (I.SIGNED, IS.DRAFT_OPINION): I.OPINION_DRAFT,
    **{(state, IS.REMOVE): I.REMOVED for state in (*WORKING, I.OFFERED, I.OPINION_DRAFT)},
    **{(state, IS.CANCEL): I.CANCELLED for state in (I.OFFERED, *WORKING, I.OPINION_DRAFT)},
}

OPEN_INVITATIONS = frozenset({I.OFFERED})
TAKEN_PART = frozenset({*WORKING, I.OPINION_DRAFT, I.SIGNED})
"""The specialist has accepted and belongs to the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the specialist said, and when."""

    at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One specialist asked about one case."""

    id: InvitationId
    consultation_id: ConsultationId
    version: int = 1
    practitioner_id: PractitionerId
    state: InvitationState = InvitationState.OFFERED
    span: Span | None = None
    """The held slot; None for a written consultation."""
    note: str = ""
    offered_at: datetime
    offered_by: AccountId | None = None
    answer: Answer = Answer()

    def after(self, step: InvitationStep, now: datetime, reason: str = "") -> Invitation:
        """Take a step. Raises StepNotAllowed."""
        state = next_state(INVITATION_TRANSITIONS, self.state, step)
        answers = (InvitationStep.ACCEPT, InvitationStep.DECLINE, InvitationStep.TIME_OUT)
        answer = Answer(at=now, reason=reason) if step in answers else self.answer
        return replace(self, state=state, answer=answer)
