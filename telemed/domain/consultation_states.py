"""States and steps of a consultation request 会诊单, reference 5.3.1, as one table.

Read it by columns: from this state, this step leads there. Who may take a step is said in access.py,
what must hold before it in the services. An emergency goes from draft straight to offered; a written
consultation skips scheduled and in_session.
"""

from __future__ import annotations

from enum import Enum


class State(Enum):
    """Where a consultation stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    OFFERED = "offered"
    SCHEDULED = "scheduled"
    IN_SESSION = "in_session"
    SUSPENDED = "suspended"
    AWAITING_OPINION = "awaiting_opinion"
    OPINION_ISSUED = "opinion_issued"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    TRANSFERRED = "transferred"
    NO_SHOW = "no_show"
    EXPIRED = "expired"
    VOIDED = "voided"


class Step(Enum):
    """What moves a consultation."""

    SUBMIT = "submit"
    SUBMIT_EMERGENCY = "submit_emergency"
    DELETE = "delete"
    RETURN = "return"
    RESUBMIT = "resubmit"
    ACCEPT = "accept"
    REJECT = "reject"
    TRANSFER = "transfer"
    OFFER = "offer"
    SCHEDULE = "schedule"
    RESCHEDULE = "reschedule"
    DECLINE_ALL = "decline_all"
    ACCEPT_WRITTEN = "accept_written"
    START = "start"
    MISS = "miss"
    REOPEN_MISSED = "reopen_missed"
    SUSPEND = "suspend"
    RESUME = "resume"
    GIVE_UP = "give_up"
    END = "end"
    ISSUE_OPINION = "issue_opinion"
    REQUEST_MORE = "request_more"
    ASK_AGAIN = "ask_again"
    ACKNOWLEDGE = "acknowledge"
    CLOSE = "close"
    CLOSE_UNACKNOWLEDGED = "close_unacknowledged"
    REOPEN = "reopen"
    CANCEL = "cancel"
    EXPIRE = "expire"
    VOID = "void"


S = State
BEFORE_SESSION = (S.SUBMITTED, S.RETURNED, S.ACCEPTED, S.OFFERED, S.SCHEDULED)
UNARRANGED = (S.SUBMITTED, S.ACCEPTED, S.OFFERED)

TRANSITIONS: dict[tuple[State, Step], State] = {
    (S.DRAFT, Step.SUBMIT): S.SUBMITTED,
    (S.DRAFT, Step.SUBMIT_EMERGENCY): S.OFFERED,
    (S.DRAFT, Step.DELETE): S.VOIDED,
    (S.SUBMITTED, Step.RETURN): S.RETURNED,
    (S.RETURNED, Step.RESUBMIT): S.SUBMITTED,
    (S.SUBMITTED, Step.ACCEPT): S.ACCEPTED,
    (S.SUBMITTED, Step.REJECT): S.REJECTED,
    **{(state, Step.TRANSFER): S.TRANSFERRED for state in UNARRANGED},
    (S.ACCEPTED, Step.OFFER): S.OFFERED,
    (S.OFFERED, Step.OFFER): S.OFFERED,
    (S.OFFERED, Step.SCHEDULE): S.SCHEDULED,
    (S.OFFERED, Step.DECLINE_ALL): S.ACCEPTED,
    (S.OFFERED, Step.ACCEPT_WRITTEN): S.AWAITING_OPINION,
    (S.SCHEDULED, Step.RESCHEDULE): S.SCHEDULED,
    (S.SCHEDULED, Step.START): S.IN_SESSION,
    (S.SCHEDULED, Step.MISS): S.NO_SHOW,
    (S.NO_SHOW, Step.REOPEN_MISSED): S.ACCEPTED,
    (S.IN_SESSION, Step.SUSPEND): S.SUSPENDED,
    (S.SUSPENDED, Step.RESUME): S.IN_SESSION,
    (S.SUSPENDED, Step.GIVE_UP): S.ACCEPTED,
    (S.IN_SESSION, Step.END): S.AWAITING_OPINION,
    (S.AWAITING_OPINION, Step.ISSUE_OPINION): S.OPINION_ISSUED,
    (S.OPINION_ISSUED, Step.ISSUE_OPINION): S.OPINION_ISSUED,
    (S.ACKNOWLEDGED, Step.ISSUE_OPINION): S.OPINION_ISSUED,
    (S.AWAITING_OPINION, Step.REQUEST_MORE): S.RETURNED,
    (S.OPINION_ISSUED, Step.ASK_AGAIN): S.AWAITING_OPINION,
    (S.OPINION_ISSUED, Step.ACKNOWLEDGE): S.ACKNOWLEDGED,
    (S.ACKNOWLEDGED, Step.CLOSE): S.CLOSED,
    (S.OPINION_ISSUED, Step.CLOSE_UNACKNOWLEDGED): S.CLOSED,
    (S.CLOSED, Step.REOPEN): S.OPINION_ISSUED,
    **{(state, Step.CANCEL): S.CANCELLED for state in BEFORE_SESSION},
    **{(state, Step.EXPIRE): S.EXPIRED for state in UNARRANGED},
    **{(state, Step.VOID): S.VOIDED for state in State if state not in (S.DRAFT, S.VOIDED)},
}

ENDED = frozenset(
    {S.CLOSED, S.CANCELLED, S.REJECTED, S.TRANSFERRED, S.NO_SHOW, S.EXPIRED, S.VOIDED}
)  # fmt: skip
"""Nothing waits for anybody in these."""
EDITABLE = frozenset({S.DRAFT, S.RETURNED})
"""The form can be changed in these."""
MATERIAL_MAY_COME = frozenset(State) - ENDED - {S.OPINION_ISSUED, S.ACKNOWLEDGED}
MATERIAL_MAY_GO = frozenset({S.DRAFT, S.SUBMITTED, S.RETURNED, S.ACCEPTED, S.OFFERED, S.SCHEDULED})
"""What a session may have shown stays (N58)."""
AFTER_ISSUE = frozenset({S.OPINION_ISSUED, S.ACKNOWLEDGED, S.CLOSED})
