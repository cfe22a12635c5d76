"""Reads cases with what stands around them, in a fixed number of queries, cut to what may be seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from telemed.domain.access import Action, may
from telemed.domain.case_steps import CaseStep, allowed_steps, next_step
from telemed.domain.consent import may_submit
from telemed.domain.consultation_states import EDITABLE, State
from telemed.domain.invitation import TAKEN_PART, Invitation, InvitationState
from telemed.domain.opinion import Opinion, OpinionState
from telemed.domain.request_form import missing_fields
from telemed.services.badges import badges_of
from telemed.services.case_view import (
    CaseDetail,
    CaseMatters,
    CaseView,
    ConsentView,
    InvitationView,
    Material,
    OpinionView,
    Possible,
)
from telemed.services.discretion import shown_case, shown_patient
from telemed.services.people_reader import persons

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from telemed.domain.consent import Consent
    from telemed.domain.consultation import Consultation
    from telemed.domain.ids import ConsultationId, PractitionerId
    from telemed.domain.roles import Actor
    from telemed.services.case_view import Person
    from telemed.services.desk import Act, KnownCase
    from telemed.storage.work import Work

EMPTY = CaseMatters(consents=(), materials=(), invitations=(), opinions=(), recording_ids=())
CONSENT = "consent"
"""Stands among the missing fields when consent is what is missing."""


async def materials_of(
    work: Work, ids: Sequence[ConsultationId]
) -> dict[ConsultationId, tuple[Material, ...]]:
    """List the materials of several cases: images, then ECGs, then photos and documents."""
    series = await work.studies.series_of_cases(ids)
    ecgs = await work.ecgs.of_cases(ids)
    attachments = await work.attachments.of_cases(ids)
    return {
        case_id: (*series.get(case_id, ()), *ecgs.get(case_id, ()), *attachments.get(case_id, ()))
        for case_id in ids
    }


async def views_of(act: Act, cases: Sequence[KnownCase]) -> tuple[CaseView, ...]:
    """Make rows of lists."""
    work, ids = act.work, [known.consultation.id for known in cases]
    patients = await work.patients.of_ids({known.consultation.patient_id for known in cases})
    people = await persons(work, _people_in(cases))
    sessions = await work.sessions.of_cases(ids)
    materials = await materials_of(work, ids)
    uploads = await work.uploads.of_cases(ids)
    opinions = await work.opinions.of_cases(ids)
    views = []
    for known in cases:
        case = known.consultation
        planned = sessions.get(case.id, ())
        invitation = leading(known.invitations)
        views.append(
            CaseView(
                consultation=shown_case(act.actor, known.relations, case),
                patient=shown_patient(act.actor, known.relations, patients[case.patient_id]),
                requester=people[case.origin.practitioner_id],
                expert=people.get(invitation.practitioner_id) if invitation else None,
                own_invitation=_own(act.actor, known.invitations),
                session=planned[-1] if planned else None,
                badges=badges_of(materials[case.id], uploads.get(case.id, ())),
                possible=possible_steps(act.actor, known, opinions.get(case.id, ())),
            )
        )
    return tuple(views)


async def detail_of(act: Act, known: KnownCase) -> CaseDetail:
    """Make the case page."""
    case = known.consultation
    view = (await views_of(act, [known]))[0]
    is_full = may(act.actor, Action.READ_CASE, known.relations)
    target_id = case.form.target.facility_id
    facilities = await act.work.facilities.of_ids([target_id] if target_id else [])
    consents = await act.work.consents.of_case(case.id)
    note = case.notes.acknowledgement
    people = await persons(act.work, [note.practitioner_id if note else None])
    return CaseDetail(
        view=view,
        is_full=is_full,
        target_facility=facilities.get(target_id) if target_id else None,
        missing=missing_of(case, consents) if is_full and case.state in EDITABLE else (),
        matters=await _matters(act, known, consents) if is_full else EMPTY,
        acknowledged_by=people.get(note.practitioner_id) if note and note.practitioner_id else None,
    )


def missing_of(case: Consultation, consents: Sequence[Consent]) -> tuple[str, ...]:
    """Name what must be there before the case can be submitted."""
    missing = missing_fields(case.form, case.terms.urgency)
    return missing if may_submit(consents, case.terms.urgency) else (*missing, CONSENT)


def possible_steps(actor: Actor, known: KnownCase, opinions: Sequence[Opinion]) -> Possible:
    """Say what the actor may do, and what of it comes first."""
    state = known.consultation.state
    allowed = allowed_steps(actor, known.relations, state)
    own = next((each for each in opinions if each.author_id == actor.practitioner_id), None)
    impossible = _impossible(own)
    steps = tuple(step for step in allowed if step not in impossible)
    primary = next_step(steps, state)
    is_asked = any(each.state is InvitationState.OFFERED for each in known.invitations)
    if primary is CaseStep.OFFER and state is State.OFFERED and is_asked:
        primary = None  # the next move is the specialist's
    return Possible(steps=steps, primary=primary)


def _impossible(own: Opinion | None) -> set[CaseStep]:
    is_draft = own is not None and own.state in (OpinionState.DRAFT, OpinionState.IN_REVIEW)
    found = set()
    if not is_draft:
        found.add(CaseStep.SIGN_OPINION)
    if own is None or own.state is not OpinionState.ISSUED:
        found.add(CaseStep.AMEND_OPINION)
    if own is not None and not is_draft:
        found.add(CaseStep.WRITE_OPINION)
    return found


def leading(invitations: Sequence[Invitation]) -> Invitation | None:
    """Pick the invitation that stands for the case: the accepted one, else the latest open one."""
    taken = [each for each in invitations if each.state in TAKEN_PART]
    open_ones = [each for each in invitations if each.state is InvitationState.OFFERED]
    return next(iter(taken or open_ones[::-1]), None)


def opinion_view(actor: Actor, known: KnownCase, opinion: Opinion, author: Person) -> OpinionView | None:
    """Cut an opinion to what the actor may see; None when that is nothing yet."""
    is_own = opinion.author_id == actor.practitioner_id
    may_write = is_own and may(actor, Action.WRITE_OPINION, known.relations)
    if not may(actor, Action.READ_OPINION_DRAFT, known.relations):
        if not opinion.shown_versions:
            return None
        opinion = replace(opinion, draft=None, versions=opinion.shown_versions, state=OpinionState.ISSUED)
    return OpinionView(
        opinion=opinion,
        author=author,
        may_save=may_write and opinion.state is OpinionState.DRAFT,
        may_sign=may_write and CaseStep.SIGN_OPINION in possible_steps(actor, known, [opinion]).steps,
        may_amend=may_write and opinion.state is OpinionState.ISSUED,
    )


def opinion_views(
    actor: Actor, known: KnownCase, opinions: Iterable[Opinion], people: Mapping[PractitionerId, Person]
) -> tuple[OpinionView, ...]:
    """Cut several opinions."""
    views = (opinion_view(actor, known, each, people[each.author_id]) for each in opinions)
    return tuple(view for view in views if view is not None)


async def _matters(act: Act, known: KnownCase, consents: Sequence[Consent]) -> CaseMatters:
    case = known.consultation
    opinions = await act.work.opinions.of_case(case.id)
    recordings = await act.work.recordings.of_case(case.id)
    materials = await materials_of(act.work, [case.id])
    people = await persons(
        act.work,
        [
            *(each.practitioner_id for each in known.invitations),
            *(each.author_id for each in opinions),
            *(each.recorded_by_practitioner for each in consents),
        ],
    )
    may_play = may(act.actor, Action.LIST_RECORDING, known.relations)
    return CaseMatters(
        consents=tuple(
            ConsentView(
                consent=each,
                recorded_by=people.get(each.recorded_by_practitioner)
                if each.recorded_by_practitioner
                else None,
            )
            for each in consents
        ),
        materials=materials[case.id],
        invitations=tuple(
            InvitationView(
                invitation=each,
                expert=people[each.practitioner_id],
                is_mine=each.practitioner_id == act.actor.practitioner_id,
            )
            for each in known.invitations
        ),
        opinions=opinion_views(act.actor, known, opinions, people),
        recording_ids=tuple(each.id for each in recordings) if may_play else (),
    )


def _own(actor: Actor, invitations: Sequence[Invitation]) -> Invitation | None:
    mine = [each for each in invitations if each.practitioner_id == actor.practitioner_id]
    return mine[-1] if mine else None


def _people_in(cases: Sequence[KnownCase]) -> set[PractitionerId]:
    found = {known.consultation.origin.practitioner_id for known in cases}
    return found | {each.practitioner_id for known in cases for each in known.invitations}
