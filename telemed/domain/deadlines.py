"""The clock that runs for a case: what must happen next, until when (N32-N39)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from telemed.domain.consultation_states import State
from telemed.domain.request_form import Urgency


class DeadlineKind(Enum):
    """What the clock waits for."""

    ACCEPT = "accept"
    ARRANGE = "arrange"
    ANSWER = "answer"
    START = "start"
    OPINION = "opinion"
    ACKNOWLEDGE = "acknowledge"
    SUPPLEMENT = "supplement"


class DeadlineMood(Enum):
    """How near it is."""

    CALM = "calm"
    NEAR = "near"
    OVERDUE = "overdue"


H = timedelta(hours=1)
M = timedelta(minutes=1)

LIMITS: dict[tuple[DeadlineKind, Urgency], timedelta] = {
    (DeadlineKind.ACCEPT, Urgency.ROUTINE): 4 * H,
    (DeadlineKind.ACCEPT, Urgency.URGENT): 2 * H,
    (DeadlineKind.ACCEPT, Urgency.EMERGENCY): 10 * M,
    (DeadlineKind.ARRANGE, Urgency.ROUTINE): 48 * H,
    (DeadlineKind.ARRANGE, Urgency.URGENT): 24 * H,
    (DeadlineKind.ARRANGE, Urgency.EMERGENCY): 30 * M,
    (DeadlineKind.ANSWER, Urgency.ROUTINE): 24 * H,
    (DeadlineKind.ANSWER, Urgency.URGENT): 8 * H,
    (DeadlineKind.ANSWER, Urgency.EMERGENCY): 10 * M,
    (DeadlineKind.OPINION, Urgency.ROUTINE): 24 * H,
    (DeadlineKind.OPINION, Urgency.URGENT): 12 * H,
    (DeadlineKind.OPINION, Urgency.EMERGENCY): 1 * H,
    (DeadlineKind.ACKNOWLEDGE, Urgency.ROUTINE): 24 * H,
    (DeadlineKind.ACKNOWLEDGE, Urgency.URGENT): 12 * H,
    (DeadlineKind.ACKNOWLEDGE, Urgency.EMERGENCY): 2 * H,
}
"""Default profile: arranged within 48 h (N32), emergency answer 10 min (N39), opinion 24 h limit (N38)."""

START_GRACE = timedelta(minutes=30)
"""After this a planned session counts as missed (reference 5.3.1)."""
NEAR_SHARE = 0.25
"""The last quarter of a limit warns."""

CLOCK_OF_STATE: dict[State, DeadlineKind] = {
    State.SUBMITTED: DeadlineKind.ACCEPT,
    State.ACCEPTED: DeadlineKind.ARRANGE,
    State.OFFERED: DeadlineKind.ANSWER,
    State.AWAITING_OPINION: DeadlineKind.OPINION,
    State.OPINION_ISSUED: DeadlineKind.ACKNOWLEDGE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A running or paused clock."""

    kind: DeadlineKind
    started_at: datetime
    at: datetime
    paused_at: datetime | None = None
    """Set while the case is returned for supplement."""

    @property
    def is_paused(self) -> bool:
        """Say whether the clock stands still."""
        return self.paused_at is not None

    def mood(self, now: datetime) -> DeadlineMood:
        """Say how near the limit is."""
        clock = self.paused_at or now
        if clock >= self.at:
            return DeadlineMood.OVERDUE
        near = self.at - clock <= (self.at - self.started_at) * NEAR_SHARE
        return DeadlineMood.NEAR if near else DeadlineMood.CALM

    def resumed(self, now: datetime) -> Deadline:
        """Let it run on with what was left when it was paused."""
        if self.paused_at is None:
            return self
        pause = now - self.paused_at
        return replace(self, at=self.at + pause, started_at=self.started_at + pause, paused_at=None)


def deadline_in(
    state: State, urgency: Urgency, now: datetime, *, planned_start: datetime | None = None
) -> Deadline | None:
    """Start the clock of a state, or none where nothing waits."""
    if state is State.SCHEDULED and planned_start is not None:
        return Deadline(kind=DeadlineKind.START, started_at=now, at=planned_start + START_GRACE)
    kind = CLOCK_OF_STATE.get(state)
    if kind is None:
        return None
    return Deadline(kind=kind, started_at=now, at=now + LIMITS[kind, urgency])
