"""Which cases: scopes by relation, filters, orders, as SQL conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from telemed.domain.access import INVITED_UNTIL, Relation
from telemed.domain.consultation_states import AFTER_ISSUE, State
from telemed.domain.invitation import TAKEN_PART, InvitationState
from telemed.domain.listing import CaseFilter, Order
from telemed.storage.tables import consents, consultations, facilities, invitations, patients, practitioners

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import UnaryExpression

    from telemed.domain.roles import Actor

Condition = ColumnElement[bool]
"""What a case must meet; opaque outside the store."""

C = consultations.c
I = invitations.c  # noqa: E741  short for a column collection, as C beside it
SUBMITTED = C.submitted_at.is_not(None)


def every(*conditions: Condition) -> Condition:
    """All of several."""
    return and_(true(), *conditions)


def in_scope(actor: Actor, relations: Iterable[Relation], now: datetime) -> ColumnElement[bool]:
    """Build the condition that a case stands in one of these relations to the actor."""
    conditions = [_related(actor, relation, now) for relation in relations]
    return or_(*conditions) if conditions else false()


def _related(actor: Actor, relation: Relation, now: datetime) -> ColumnElement[bool]:
    match relation:
        case Relation.OWN:
            return C.account_id == actor.account_id
        case Relation.OFFERED:
            return _invited(actor, [InvitationState.OFFERED])
        case Relation.INVITED:
            recent = or_(C.state != State.CLOSED.value, C.updated_at >= now - INVITED_UNTIL)
            return and_(_invited(actor, TAKEN_PART), recent)
        case Relation.FACILITY:
            return and_(SUBMITTED, _of_facility(actor))
        case _:
            return _seen_by_office(relation)


def _seen_by_office(relation: Relation) -> ColumnElement[bool]:
    match relation:
        case Relation.CENTRE | Relation.REGION:
            return SUBMITTED
        case Relation.SAMPLE:
            return C.state.in_([state.value for state in AFTER_ISSUE])
        case Relation.AUDIENCE:
            taught = select(consents.c.consultation_id).where(
                consents.c.scopes.contains('"teaching"'), consents.c.withdrawn_at.is_(None)
            )
            open_states = [State.SCHEDULED.value, State.IN_SESSION.value]
            return and_(C.state.in_(open_states), C.id.in_(taught))
        case Relation.ANY:
            return true()
        case _:
            return false()


def _invited(actor: Actor, states: Iterable[InvitationState]) -> ColumnElement[bool]:
    asked = select(I.consultation_id).where(
        I.practitioner_id == actor.practitioner_id, I.state.in_([state.value for state in states])
    )
    return C.id.in_(asked)


def _of_facility(actor: Actor) -> ColumnElement[bool]:
    asked = (
        select(I.consultation_id)
        .join(practitioners, practitioners.c.id == I.practitioner_id)
        .where(practitioners.c.facility_id == actor.facility_id)
    )
    return or_(C.facility_id == actor.facility_id, C.id.in_(asked))


def matches(wanted: CaseFilter) -> ColumnElement[bool]:
    """Build the condition of a filter."""
    found: list[ColumnElement[bool]] = [true()]
    if wanted.states:
        found.append(C.state.in_(sorted(state.value for state in wanted.states)))
    if wanted.urgencies:
        found.append(C.urgency.in_(sorted(urgency.value for urgency in wanted.urgencies)))
    if wanted.mode is not None:
        found.append(C.mode == wanted.mode.value)
    if wanted.text:
        found.append(_text(wanted.text))
    return and_(*found, *_narrowed(wanted))


def _narrowed(wanted: CaseFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.speciality:
        found.append(C.speciality == wanted.speciality)
    if wanted.facility_id is not None:
        found.append(C.facility_id == wanted.facility_id)
    if wanted.patient_id is not None:
        found.append(C.patient_id == wanted.patient_id)
    if wanted.submitted_from is not None:
        found.append(C.submitted_at >= wanted.submitted_from)
    if wanted.submitted_to is not None:
        found.append(C.submitted_at < wanted.submitted_to)
    return found


def _text(part: str) -> ColumnElement[bool]:
    named = select(patients.c.id).where(patients.c.name.contains(part, autoescape=True))
    at = select(facilities.c.id).where(facilities.c.name.contains(part, autoescape=True))
    return or_(
        C.number.contains(part.upper(), autoescape=True), C.patient_id.in_(named), C.facility_id.in_(at)
    )


def ordered(order: Order) -> list[UnaryExpression[object]]:
    """Build the order; `deadline` puts emergencies first, then what is due soonest."""
    match order:
        case Order.DEADLINE:
            return [C.urgency_rank.asc(), C.deadline_at.asc().nulls_last(), C.id.asc()]
        case Order.NEWEST:
            return [C.updated_at.desc(), C.id.desc()]
        case Order.OLDEST:
            return [C.created_at.asc(), C.id.asc()]
