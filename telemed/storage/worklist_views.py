"""The saved views of the worklist as SQL conditions."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from telemed.domain.consultation_states import ENDED, State
from telemed.domain.invitation import InvitationState
from telemed.domain.scheduling import REGION_ZONE
from telemed.storage.tables import consultations, invitations, sessions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement

    from telemed.domain.roles import Actor

C = consultations.c
DONE = (State.OPINION_ISSUED, State.ACKNOWLEDGED, State.CLOSED)


def in_states(states: Iterable[State]) -> ColumnElement[bool]:
    """Cases in some states."""
    return C.state.in_(sorted(state.value for state in states))


def still_open() -> ColumnElement[bool]:
    """Cases that have not come to an end."""
    return C.state.not_in(sorted(state.value for state in ENDED))


def planned_today(now: datetime) -> ColumnElement[bool]:
    """Cases whose session is planned on the region's present day."""
    start = datetime.combine(now.astimezone(REGION_ZONE).date(), time(), REGION_ZONE)
    planned = select(sessions.c.consultation_id).where(
        sessions.c.planned_start >= start, sessions.c.planned_start < start + timedelta(days=1)
    )
    return and_(C.id.in_(planned), in_states((State.SCHEDULED, State.IN_SESSION, State.SUSPENDED)))


def overdue(now: datetime) -> ColumnElement[bool]:
    """Cases whose running clock has passed its limit."""
    return and_(C.deadline_at < now, C.deadline_paused_at.is_(None))


def issued_this_month(now: datetime) -> ColumnElement[bool]:
    """Cases whose opinion was first issued in the region's present month."""
    local = now.astimezone(REGION_ZONE)
    first = datetime.combine(local.date().replace(day=1), time(), REGION_ZONE)
    return and_(C.issued_at >= first, in_states(DONE))


def asks(actor: Actor) -> ColumnElement[bool]:
    """Cases with an invitation that the actor has not answered."""
    open_ones = select(invitations.c.consultation_id).where(
        invitations.c.practitioner_id == actor.practitioner_id,
        invitations.c.state == InvitationState.OFFERED.value,
    )
    return C.id.in_(open_ones)
