"""How cases of each state came there: steps, how long each took, and who took it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

from telemed.domain.consultation_states import State, Step
from telemed.domain.request_form import Mode, Urgency

if TYPE_CHECKING:
    from telemed.demo.chance import Chance

LIVE = (
    Step.SUBMIT, Step.ACCEPT, Step.OFFER, Step.SCHEDULE, Step.START, Step.END, Step.ISSUE_OPINION,
    Step.ACKNOWLEDGE, Step.CLOSE,
)  # fmt: skip
WRITTEN = (
    Step.SUBMIT, Step.ACCEPT, Step.OFFER, Step.ACCEPT_WRITTEN, Step.ISSUE_OPINION, Step.ACKNOWLEDGE,
    Step.CLOSE,
)  # fmt: skip
EMERGENCY = (
    Step.SUBMIT_EMERGENCY, Step.OFFER, Step.SCHEDULE, Step.START, Step.END, Step.ISSUE_OPINION,
    Step.ACKNOWLEDGE, Step.CLOSE,
)  # fmt: skip
SUPPLEMENTED = (Step.SUBMIT, Step.RETURN, Step.RESUBMIT, *LIVE[1:])
"""Once in a while something was missing first."""
SIDE_ENDS: dict[State, tuple[Step, ...]] = {
    State.DRAFT: (),
    State.RETURNED: (Step.SUBMIT, Step.RETURN),
    State.SUSPENDED: (*LIVE[:5], Step.SUSPEND),
    State.CANCELLED: (*LIVE[:4], Step.CANCEL),
    State.REJECTED: (Step.SUBMIT, Step.REJECT),
    State.TRANSFERRED: (Step.SUBMIT, Step.ACCEPT, Step.TRANSFER),
    State.NO_SHOW: (*LIVE[:4], Step.MISS),
    State.EXPIRED: (Step.SUBMIT, Step.EXPIRE),
    State.VOIDED: (Step.SUBMIT, Step.VOID),
}
LAST_OF: dict[State, Step] = {
    State.SUBMITTED: Step.SUBMIT,
    State.ACCEPTED: Step.ACCEPT,
    State.OFFERED: Step.OFFER,
    State.SCHEDULED: Step.SCHEDULE,
    State.IN_SESSION: Step.START,
    State.AWAITING_OPINION: Step.END,
    State.OPINION_ISSUED: Step.ISSUE_OPINION,
    State.ACKNOWLEDGED: Step.ACKNOWLEDGE,
    State.CLOSED: Step.CLOSE,
}
M = timedelta(minutes=1)
TOOK: dict[Step, tuple[int, int]] = {
    Step.SUBMIT: (8, 45), Step.SUBMIT_EMERGENCY: (3, 8), Step.RETURN: (15, 90), Step.RESUBMIT: (30, 300),
    Step.ACCEPT: (5, 110), Step.REJECT: (10, 120), Step.OFFER: (4, 60), Step.SCHEDULE: (6, 240),
    Step.START: (90, 1500), Step.END: (14, 38), Step.ISSUE_OPINION: (8, 180), Step.ACKNOWLEDGE: (20, 700),
    Step.CLOSE: (60, 2400), Step.CANCEL: (30, 400), Step.TRANSFER: (10, 60), Step.EXPIRE: (3000, 4300),
    Step.MISS: (95, 100), Step.ACCEPT_WRITTEN: (10, 300), Step.VOID: (20, 100), Step.SUSPEND: (11, 15),
}  # fmt: skip
"""Minutes from the step before, at least and at most."""
TOOK_IN_EMERGENCY: dict[Step, tuple[int, int]] = {
    Step.OFFER: (1, 3), Step.SCHEDULE: (1, 6), Step.START: (3, 12), Step.ISSUE_OPINION: (4, 40),
    Step.ACKNOWLEDGE: (5, 60),
}  # fmt: skip


class Who(Enum):
    """Who takes a step."""

    REQUESTER = "requester"
    COORDINATOR = "coordinator"
    SPECIALIST = "specialist"
    SERVICE = "service"


TAKEN_BY: dict[Step, Who] = {
    Step.SUBMIT: Who.REQUESTER, Step.SUBMIT_EMERGENCY: Who.REQUESTER, Step.RESUBMIT: Who.REQUESTER,
    Step.START: Who.REQUESTER, Step.END: Who.REQUESTER, Step.ACKNOWLEDGE: Who.REQUESTER,
    Step.CLOSE: Who.REQUESTER, Step.DELETE: Who.REQUESTER,
    Step.CANCEL: Who.REQUESTER, Step.RETURN: Who.COORDINATOR, Step.ACCEPT: Who.COORDINATOR,
    Step.REJECT: Who.COORDINATOR, Step.OFFER: Who.COORDINATOR, Step.TRANSFER: Who.COORDINATOR,
    Step.VOID: Who.COORDINATOR, Step.SCHEDULE: Who.SPECIALIST, Step.ACCEPT_WRITTEN: Who.SPECIALIST,
    Step.ISSUE_OPINION: Who.SPECIALIST, Step.EXPIRE: Who.SERVICE, Step.MISS: Who.SERVICE,
    Step.SUSPEND: Who.SERVICE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What kind of case is to be invented."""

    state: State
    urgency: Urgency = Urgency.ROUTINE
    mode: Mode = Mode.LIVE
    is_supplemented: bool = False


def steps_to(wanted: Wanted) -> tuple[Step, ...]:
    """Name the steps that lead from draft to the wanted state."""
    if wanted.state in SIDE_ENDS:
        return SIDE_ENDS[wanted.state]
    path: tuple[Step, ...]
    if wanted.urgency is Urgency.EMERGENCY:
        path = EMERGENCY
    elif wanted.mode is Mode.WRITTEN:
        path = WRITTEN
    else:
        path = SUPPLEMENTED if wanted.is_supplemented else LIVE
    last = LAST_OF[wanted.state]
    if last is Step.END and wanted.mode is Mode.WRITTEN:
        last = Step.ACCEPT_WRITTEN
    return path[: path.index(last) + 1]


def time_of(step: Step, urgency: Urgency, chance: Chance) -> timedelta:
    """Choose how long a step took after the one before."""
    quick = TOOK_IN_EMERGENCY if urgency is Urgency.EMERGENCY else TOOK
    low, high = quick.get(step, TOOK[step])
    return chance.span(low * M, high * M)
