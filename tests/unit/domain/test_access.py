"""Role x relation x action: deny by default."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemed.domain.access import (
    ALLOWED,
    INVITED_UNTIL,
    Action,
    CaseFacts,
    Relation,
    may,
    relations_to,
    scope_of,
)
from telemed.domain.consultation_states import State
from telemed.domain.ids import AccountId, FacilityId
from telemed.domain.roles import SERVICE, Actor, Role
from tests.support.cases import EXPERT, HOME, NOW

FACTS = CaseFacts(
    state=State.SCHEDULED,
    is_submitted=True,
    account_id=AccountId("doctor"),
    facility_id=HOME,
    taken_part=frozenset({EXPERT}),
    invited_facilities=frozenset({FacilityId("away")}),
)
WRITES = {
    Action.EDIT_CASE, Action.SUBMIT_CASE, Action.ACCEPT_CASE, Action.SIGN_OPINION, Action.WRITE_OPINION,
    Action.ACKNOWLEDGE_CASE, Action.ADD_MATERIAL, Action.GIVE_CONSENT,
}  # fmt: skip


def someone(*roles: Role, account: str = "somebody", facility: str = "elsewhere") -> Actor:
    """Make an actor."""
    return Actor(
        account_id=AccountId(account),
        display_name=account,
        roles=frozenset(roles),
        facility_id=FacilityId(facility),
    )


def test_every_action_has_a_row() -> None:
    assert set(ALLOWED) == set(Action)


def test_what_the_table_does_not_name_is_refused() -> None:
    for role, relation, action in product(Role, Relation, Action):
        named = relation in ALLOWED[action].get(role, ())
        assert may(someone(role), action, frozenset({relation})) is named


@given(st.frozensets(st.sampled_from(Relation)), st.sampled_from(Action))
def test_without_a_role_nothing_is_allowed(relations: frozenset[Relation], action: Action) -> None:
    assert not may(SERVICE, action, relations)


@given(
    st.frozensets(st.sampled_from(Role)), st.sampled_from(Action), st.frozensets(st.sampled_from(Relation))
)
def test_more_roles_never_allow_less(
    roles: frozenset[Role], action: Action, relations: frozenset[Relation]
) -> None:
    parts = any(may(someone(role), action, relations) for role in roles)
    assert may(someone(*roles), action, relations) is parts


def test_the_operator_of_the_system_never_reaches_a_case() -> None:
    own = {Action.OWN_ACCOUNT, Action.READ_FACILITY}
    allowed = {action for action in Action if Role.SYSTEM_OPERATOR in ALLOWED[action]}
    assert allowed == own


@pytest.mark.parametrize("role", [Role.FACILITY_ADMIN, Role.REGION_ADMIN, Role.AUDITOR])
def test_administrators_and_auditors_read_no_case(role: Role) -> None:
    for action in (Action.READ_CASE, Action.READ_SUMMARY, Action.READ_MATERIAL, Action.READ_OPINION):
        assert role not in ALLOWED[action]


def test_only_the_author_writes_and_only_the_asker_acknowledges() -> None:
    for action in WRITES:
        assert not {Role.QUALITY_REVIEWER, Role.OBSERVER, Role.AUDITOR} & set(ALLOWED[action])


def test_the_requester_owns_and_a_colleague_has_no_relation_of_their_own() -> None:
    owner = relations_to(someone(account="doctor", facility=HOME), FACTS, NOW)
    colleague = relations_to(someone(facility=HOME), FACTS, NOW)
    assert Relation.OWN in owner
    assert not may(someone(Role.REQUESTING_DOCTOR), Action.READ_CASE, colleague)


def test_an_expert_is_invited_until_thirty_days_after_closing() -> None:
    expert = replace(someone(Role.SPECIALIST), practitioner_id=EXPERT)
    closed = replace(FACTS, state=State.CLOSED, closed_at=NOW)
    assert Relation.INVITED in relations_to(expert, closed, NOW + INVITED_UNTIL)
    later = NOW + INVITED_UNTIL + timedelta(seconds=1)
    assert Relation.INVITED not in relations_to(expert, closed, later)


def test_nobody_without_a_practitioner_is_invited() -> None:
    assert Relation.INVITED not in relations_to(someone(Role.SPECIALIST), FACTS, NOW)


def test_a_draft_belongs_to_its_author_alone() -> None:
    draft = replace(FACTS, state=State.DRAFT, is_submitted=False, taken_part=frozenset())
    assert relations_to(someone(facility=HOME), draft, NOW) == {Relation.ANY}


def test_the_facility_of_an_invited_expert_has_the_case_in_its_lists() -> None:
    assert Relation.FACILITY in relations_to(someone(facility="away"), FACTS, NOW)
    assert Relation.FACILITY not in relations_to(someone(facility="nowhere"), FACTS, NOW)


def test_a_scope_is_the_union_over_roles() -> None:
    both = someone(Role.REQUESTING_DOCTOR, Role.COORDINATOR)
    assert scope_of(both, Action.LIST_CASE) == {Relation.OWN, Relation.CENTRE}
    assert scope_of(someone(), Action.LIST_CASE) == frozenset()
