"""Who may do what: role x relation x action, deny by default (reference 5.4). Pure.

The table names every allowed combination; what it does not name is refused. A specialist has a requesting
doctor's rights on cases of their own, because specialists ask upward in their facility's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from telemed.domain.consultation_states import AFTER_ISSUE, State
from telemed.domain.ids import AccountId, FacilityId, PractitionerId
from telemed.domain.roles import Actor, Role

INVITED_UNTIL = timedelta(days=30)
"""An invited specialist reads the case until 30 days after closing."""


class Relation(Enum):
    """How the actor stands to a case, a facility or an account."""

    OWN = "own"
    """The requesting doctor of the case, or the account itself."""
    OFFERED = "offered"
    """Invited and not yet answered."""
    INVITED = "invited"
    """Has accepted an invitation, until 30 days after closing."""
    CENTRE = "centre"
    """A submitted case, seen from the consultation centre."""
    FACILITY = "facility"
    """The actor's facility requested it or was invited, or is the object itself."""
    REGION = "region"
    """Anything in the region."""
    SAMPLE = "sample"
    """A case with an issued opinion, open to quality review."""
    AUDIENCE = "audience"
    """A case whose patient agreed to teaching, once it is scheduled."""
    ANY = "any"
    """No relation is needed."""


class Action(Enum):
    """Everything that can be asked of the services."""

    OWN_ACCOUNT = "own_account"
    CREATE_CASE = "create_case"
    LIST_CASE = "list_case"
    READ_SUMMARY = "read_summary"
    READ_CASE = "read_case"
    READ_TIMELINE = "read_timeline"
    EDIT_CASE = "edit_case"
    SUBMIT_CASE = "submit_case"
    DELETE_DRAFT = "delete_draft"
    ACCEPT_CASE = "accept_case"
    RETURN_CASE = "return_case"
    REJECT_CASE = "reject_case"
    OFFER_CASE = "offer_case"
    CANCEL_CASE = "cancel_case"
    ACKNOWLEDGE_CASE = "acknowledge_case"
    CLOSE_CASE = "close_case"
    ANSWER_INVITATION = "answer_invitation"
    GIVE_CONSENT = "give_consent"
    READ_MATERIAL = "read_material"
    ADD_MATERIAL = "add_material"
    REMOVE_MATERIAL = "remove_material"
    FIND_PATIENT = "find_patient"
    REGISTER_PATIENT = "register_patient"
    FIND_SPECIALIST = "find_specialist"
    READ_CALENDAR = "read_calendar"
    READ_SESSION = "read_session"
    JOIN_SESSION = "join_session"
    RUN_SESSION = "run_session"
    """Start, end, record."""
    LIST_RECORDING = "list_recording"
    PLAY_RECORDING = "play_recording"
    WRITE_OPINION = "write_opinion"
    SIGN_OPINION = "sign_opinion"
    READ_OPINION_DRAFT = "read_opinion_draft"
    READ_OPINION = "read_opinion"
    READ_FACILITY = "read_facility"
    CREATE_FACILITY = "create_facility"
    EDIT_FACILITY = "edit_facility"
    READ_USERS = "read_users"
    EDIT_USERS = "edit_users"
    READ_FIGURES = "read_figures"
    SEARCH_AUDIT = "search_audit"


Row = dict[Role, tuple[Relation, ...]]
"""Which relations suffice, by role."""

A = Action
RD, SP, CO = Role.REQUESTING_DOCTOR, Role.SPECIALIST, Role.COORDINATOR
FA, RA, QR = Role.FACILITY_ADMIN, Role.REGION_ADMIN, Role.QUALITY_REVIEWER
AU, SO, OB = Role.AUDITOR, Role.SYSTEM_OPERATOR, Role.OBSERVER
OWN, OFFERED, INVITED = Relation.OWN, Relation.OFFERED, Relation.INVITED
CENTRE, FACILITY, REGION = Relation.CENTRE, Relation.FACILITY, Relation.REGION
SAMPLE, AUDIENCE, ANY = Relation.SAMPLE, Relation.AUDIENCE, Relation.ANY

ASKING: Row = {RD: (OWN,), SP: (OWN,)}
READING: Row = {RD: (OWN,), SP: (OWN, INVITED), CO: (CENTRE,), QR: (SAMPLE,)}
LISTING: Row = {
    RD: (OWN,),
    SP: (OWN, OFFERED, INVITED),
    CO: (CENTRE,),
    FA: (FACILITY,),
    RA: (REGION,),
    QR: (SAMPLE,),
}
ARRANGING: Row = {CO: (CENTRE,)}
ANSWERING: Row = {SP: (OFFERED,)}
WRITING: Row = {SP: (INVITED,)}
MEETING: Row = {RD: (OWN,), SP: (OWN, INVITED), CO: (CENTRE,)}
REPLAYING: Row = {RD: (OWN,), SP: (OWN, INVITED), CO: (CENTRE,), QR: (SAMPLE,)}
EVERYBODY: Row = dict.fromkeys(Role, (ANY,))

ALLOWED: dict[Action, Row] = {
    A.OWN_ACCOUNT: dict.fromkeys(Role, (OWN,)),
    A.CREATE_CASE: {RD: (ANY,), SP: (ANY,)},
    A.LIST_CASE: LISTING,
    A.READ_SUMMARY: {**READING, SP: (*READING[SP], OFFERED)},
    A.READ_CASE: READING,
    A.READ_TIMELINE: {**READING, FA: (FACILITY,), RA: (REGION,)},
    A.EDIT_CASE: ASKING,
    A.SUBMIT_CASE: ASKING,
    A.DELETE_DRAFT: ASKING,
    A.ACCEPT_CASE: ARRANGING,
    A.RETURN_CASE: ARRANGING,
    A.REJECT_CASE: ARRANGING,
    A.OFFER_CASE: ARRANGING,
    A.CANCEL_CASE: {**ASKING, CO: (CENTRE,)},
    A.ACKNOWLEDGE_CASE: ASKING,
    A.CLOSE_CASE: ASKING,
    A.ANSWER_INVITATION: ANSWERING,
    A.GIVE_CONSENT: ASKING,
    A.READ_MATERIAL: READING,
    A.ADD_MATERIAL: ASKING,
    A.REMOVE_MATERIAL: ASKING,
    A.FIND_PATIENT: {RD: (ANY,), SP: (ANY,), CO: (ANY,)},
    A.REGISTER_PATIENT: {RD: (ANY,), SP: (ANY,)},
    A.FIND_SPECIALIST: {CO: (ANY,)},
    A.READ_CALENDAR: dict.fromkeys((RD, SP, CO, FA, RA), (ANY,)),
    A.READ_SESSION: {**MEETING, QR: (SAMPLE,), OB: (AUDIENCE,)},
    A.JOIN_SESSION: {**MEETING, OB: (AUDIENCE,)},
    A.RUN_SESSION: {RD: (OWN,), SP: (OWN, INVITED), CO: (CENTRE,)},
    A.LIST_RECORDING: REPLAYING,
    A.PLAY_RECORDING: REPLAYING,
    A.WRITE_OPINION: WRITING,
    A.SIGN_OPINION: WRITING,
    A.READ_OPINION_DRAFT: WRITING,
    A.READ_OPINION: READING,
    A.READ_FACILITY: EVERYBODY,
    A.CREATE_FACILITY: {RA: (REGION,)},
    A.EDIT_FACILITY: {FA: (FACILITY,), RA: (REGION,)},
    A.READ_USERS: {FA: (FACILITY,), RA: (REGION,)},
    A.EDIT_USERS: {FA: (FACILITY,), RA: (REGION,)},
    A.READ_FIGURES: {
        RD: (OWN,),
        SP: (OWN, INVITED),
        CO: (CENTRE,),
        FA: (FACILITY,),
        RA: (REGION,),
        QR: (REGION,),
    },
    A.SEARCH_AUDIT: {AU: (REGION,), FA: (FACILITY,)},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What of a case decides relations."""

    state: State
    is_submitted: bool
    """Drafts, also thrown away ones, are seen by their author only."""
    account_id: AccountId
    """Of the requesting doctor."""
    facility_id: FacilityId
    """That requested it."""
    offered: frozenset[PractitionerId] = frozenset()
    taken_part: frozenset[PractitionerId] = frozenset()
    """Specialists who have accepted."""
    invited_facilities: frozenset[FacilityId] = frozenset()
    closed_at: datetime | None = None
    may_be_taught: bool = False
    """The patient agreed to teaching use."""


def relations_to(actor: Actor, case: CaseFacts, now: datetime) -> frozenset[Relation]:
    """Collect every relation of an actor to a case."""
    submitted = case.is_submitted
    found = {
        Relation.OWN: case.account_id == actor.account_id,
        Relation.OFFERED: actor.practitioner_id in case.offered,
        Relation.INVITED: actor.practitioner_id in case.taken_part and not _is_long_closed(case, now),
        Relation.CENTRE: submitted,
        Relation.FACILITY: submitted and _is_of_facility(actor, case),
        Relation.REGION: submitted,
        Relation.SAMPLE: case.state in AFTER_ISSUE,
        Relation.AUDIENCE: case.may_be_taught and case.state in (State.SCHEDULED, State.IN_SESSION),
        Relation.ANY: True,
    }
    return frozenset(relation for relation, holds in found.items() if holds)


def _is_of_facility(actor: Actor, case: CaseFacts) -> bool:
    return actor.facility_id is not None and (
        actor.facility_id == case.facility_id or actor.facility_id in case.invited_facilities
    )


def _is_long_closed(case: CaseFacts, now: datetime) -> bool:
    return case.closed_at is not None and now - case.closed_at > INVITED_UNTIL


def may(actor: Actor, action: Action, relations: frozenset[Relation]) -> bool:
    """Say whether one of the actor's roles allows the action by one of the relations."""
    rows = ALLOWED[action]
    return any(relation in relations for role in actor.roles for relation in rows.get(role, ()))


def scope_of(actor: Actor, action: Action) -> frozenset[Relation]:
    """Collect the relations by which the actor could be allowed: what a list has to look for."""
    rows = ALLOWED[action]
    return frozenset(relation for role in actor.roles for relation in rows.get(role, ()))
