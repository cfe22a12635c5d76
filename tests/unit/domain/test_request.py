"""Request form, patient, consent, steps of the case page, ids."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemed.domain.access import Relation
from telemed.domain.case_steps import PRIMARY, RULES, CaseStep, allowed_steps, next_step
from telemed.domain.consent import (
    Consent,
    ConsentForm,
    ConsentScope,
    SignerRelation,
    Signing,
    given_scopes,
    may_submit,
    needs_guardian,
)
from telemed.domain.consultation import Terms, consultation_number
from telemed.domain.consultation_states import ENDED, State
from telemed.domain.errors import StepNotAllowed, TelemedError
from telemed.domain.ids import AccountId, ConsentId, ConsultationId, PatientId, uuid7
from telemed.domain.patient import IdentifierSystem, Patient, PatientIdentifier, age_text, mask, normalised
from telemed.domain.people import Sex
from telemed.domain.request_form import RequestForm, Urgency, missing_fields
from telemed.domain.roles import Actor, Role
from tests.support.cases import NOW, a_case
from tests.support.clinic import FORM


def test_a_complete_form_lacks_nothing() -> None:
    assert missing_fields(FORM, Urgency.ROUTINE) == ()


def test_an_empty_form_names_every_mandatory_field() -> None:
    missing = missing_fields(RequestForm(), Urgency.ROUTINE)
    assert "form.purpose" in missing
    assert "form.requiredTitle" in missing
    assert len(missing) == 12


def test_an_emergency_needs_complaint_question_and_call_back() -> None:
    missing = missing_fields(RequestForm(), Urgency.EMERGENCY)
    assert missing == ("form.chiefComplaint", "form.purpose", "form.callbackPhone")


def test_blanks_are_not_written_text() -> None:
    blank = replace(FORM, question=replace(FORM.question, purpose="  \n"))
    assert missing_fields(blank, Urgency.ROUTINE) == ("form.purpose",)


def test_a_form_changes_only_as_draft_or_returned() -> None:
    for state in State:
        case = a_case(state)
        if state in (State.DRAFT, State.RETURNED):
            assert case.edited(FORM, Terms(), NOW).form == FORM
            continue
        with pytest.raises(StepNotAllowed):
            case.edited(FORM, Terms(), NOW)


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(1968, 3, 14), "58岁"),
        (date(2024, 11, 25), "2岁"),
        (date(2024, 11, 26), "23月"),
        (date(2026, 9, 25), "2月"),
        (date(2026, 11, 13), "12天"),
        (None, ""),
    ],
)
def test_an_age_is_said_as_wards_do(born: date | None, said: str) -> None:
    assert age_text(born, date(2026, 11, 25)) == said


@given(st.text(min_size=1, max_size=40))
def test_a_mask_keeps_length_and_hides_the_middle(value: str) -> None:
    shown = mask(value)
    assert len(shown) == len(value)
    assert len(value) - sum(one == "*" for one in shown) <= 5 or "*" in value


def test_numbers_and_names_stay_out_of_prints() -> None:
    identifier = PatientIdentifier(IdentifierSystem.HEALTH_CARD, "H123456")
    patient = Patient(id=PatientId("p"), name="刘建国", sex=Sex.MALE, identifiers=(identifier,))
    assert "刘" not in repr(patient)
    assert "H123" not in repr(identifier)


def test_numbers_match_without_blanks_and_in_capitals() -> None:
    given_number = PatientIdentifier(IdentifierSystem.HEALTH_CARD, " h12 34x ")
    assert normalised(given_number).value == "H1234X"


def consent(*scopes: ConsentScope) -> Consent:
    """Make a consent."""
    signing = Signing(
        form=ConsentForm.PAPER,
        signer_name="刘",
        relation=SignerRelation.SELF,
        text_version="1",
        signed_at=NOW,
    )
    return Consent(
        id=ConsentId("c"),
        consultation_id=ConsultationId("case"),
        patient_id=PatientId("p"),
        scopes=frozenset(scopes),
        signing=signing,
        recorded_by=AccountId("a"),
        recorded_at=NOW,
    )


def test_consultation_and_sharing_are_needed_and_may_come_apart() -> None:
    one, other = consent(ConsentScope.CONSULTATION), consent(ConsentScope.SHARING)
    assert not may_submit([one], Urgency.URGENT)
    assert may_submit([one, other], Urgency.URGENT)
    assert may_submit([], Urgency.EMERGENCY)


def test_a_withdrawn_consent_does_not_count() -> None:
    assert given_scopes([replace(consent(ConsentScope.TEACHING), withdrawn_at=NOW)]) == frozenset()


def test_under_fourteen_a_guardian_consents() -> None:
    today = date(2026, 11, 25)
    assert needs_guardian(date(2012, 11, 26), today)
    assert not needs_guardian(date(2012, 11, 25), today)
    assert not needs_guardian(None, today)


def test_each_open_state_has_one_next_thing_for_somebody() -> None:
    for state in frozenset(State) - ENDED:
        assert PRIMARY[state]


def test_a_coordinator_accepts_and_the_author_edits() -> None:
    centre = Actor(account_id=AccountId("a"), display_name="", roles=frozenset({Role.COORDINATOR}))
    steps = allowed_steps(centre, frozenset({Relation.CENTRE}), State.SUBMITTED)
    assert set(steps) == {CaseStep.ACCEPT, CaseStep.RETURN, CaseStep.REJECT, CaseStep.CANCEL}
    assert next_step(steps, State.SUBMITTED) is CaseStep.ACCEPT
    assert allowed_steps(centre, frozenset({Relation.OWN}), State.SUBMITTED) == ()


def test_every_button_has_a_rule() -> None:
    assert {step for step, _, _ in RULES} == set(CaseStep)


def test_a_number_names_division_day_and_sequence() -> None:
    assert consultation_number("150202001", date(2026, 11, 25), 7) == "HZ1502022026112500007"


@given(st.integers(0, 2**48 - 1), st.integers(0, 2**74 - 1), st.integers(0, 2**74 - 1))
def test_a_uuid7_sorts_by_time_and_then_by_its_random_part(ms: int, one: int, other: int) -> None:
    made = [uuid7(ms, min(one, other)), uuid7(ms, max(one, other)), uuid7(ms + 1, 0)]
    if ms + 1 < 2**48:
        assert made == sorted(made)
    assert all(text[14] == "7" and text[19] in "89ab" for text in made)


def leaves(kind: type[TelemedError]) -> list[type[TelemedError]]:
    """Walk the tree of errors."""
    return [kind, *(leaf for child in kind.__subclasses__() for leaf in leaves(child))]


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [leaf.code for leaf in leaves(TelemedError)]
    assert len(codes) == len(set(codes))


def test_milestones_move_only_forward() -> None:
    assert a_case().touched(NOW + timedelta(hours=1)).course.milestones.updated_at == NOW + timedelta(hours=1)
