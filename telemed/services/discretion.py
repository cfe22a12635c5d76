"""How much of a case someone sees who may not see all of it. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from telemed.domain.access import Action, may
from telemed.domain.consultation import Notes
from telemed.domain.patient import Patient
from telemed.domain.request_form import Findings, History, Question, RequestForm

if TYPE_CHECKING:
    from collections.abc import Iterable

    from telemed.domain.access import Relation
    from telemed.domain.consultation import CaseEvent, Consultation
    from telemed.domain.roles import Actor

BEFORE_ISSUE = frozenset({"opinion_signed", "opinion_amended"})
"""Events that the requesting side learns of only by the issued version."""


def shown_case(actor: Actor, relations: frozenset[Relation], case: Consultation) -> Consultation:
    """Keep what the actor may see of the form: all, a summary, or only speciality and title."""
    if may(actor, Action.READ_CASE, relations):
        return case
    if may(actor, Action.READ_SUMMARY, relations):
        return replace(case, form=_summary(case.form), notes=Notes())
    return replace(case, form=RequestForm(target=case.form.target), notes=Notes())


def shown_patient(actor: Actor, relations: frozenset[Relation], patient: Patient) -> Patient | None:
    """Keep what the actor may see of the patient: all, family name with age and sex, or nothing."""
    if may(actor, Action.READ_CASE, relations):
        return patient
    if may(actor, Action.READ_SUMMARY, relations):
        return Patient(
            id=patient.id, name=patient.name[:1] + "**", sex=patient.sex, birth_date=patient.birth_date
        )
    return None


def shown_events(
    actor: Actor, relations: frozenset[Relation], events: Iterable[CaseEvent]
) -> tuple[CaseEvent, ...]:
    """Keep what the actor may know of a time line.

    That an opinion is signed or being amended stays with those who may see drafts; what people wrote stays
    with those who may read the case.
    """
    sees_drafts = may(actor, Action.READ_OPINION_DRAFT, relations)
    kept = (event for event in events if sees_drafts or event.kind not in BEFORE_ISSUE)
    if may(actor, Action.READ_CASE, relations):
        return tuple(kept)
    return tuple(replace(event, text="") for event in kept)


def _summary(form: RequestForm) -> RequestForm:
    return RequestForm(
        target=form.target,
        history=History(chief_complaint=form.history.chief_complaint),
        findings=Findings(
            summary=form.findings.summary, preliminary_diagnoses=form.findings.preliminary_diagnoses
        ),
        question=Question(
            reason=form.question.reason,
            purpose=form.question.purpose,
            wished_time=form.question.wished_time,
            interpreter=form.question.interpreter,
        ),
    )
