"""Cases as the client sees them: rows, the case page, the worklist, the time line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from telemed.http.form_bodies import form_body
from telemed.http.material_bodies import material_bodies
from telemed.http.opinion_bodies import brief_body
from telemed.http.patient_bodies import consent_body, patient_body
from telemed.http.reference_bodies import (
    optional_facility,
    optional_patient,
    optional_person,
    page_of,
    person_ref,
)
from telemed.wire import http_cases as wire
from telemed.wire.http_values import Deadline, MaterialBadge, Planned

if TYPE_CHECKING:
    from datetime import datetime

    from telemed.domain.consultation import Consultation
    from telemed.domain.deadlines import Deadline as DomainDeadline
    from telemed.domain.ids import AccountId
    from telemed.domain.listing import Page
    from telemed.domain.live_session import LiveSession
    from telemed.services import case_view as view

CONSENT = "consent"


def case_body(case: view.CaseView, now: datetime) -> wire.Case:
    """Show a case as one row."""
    consultation = case.consultation
    milestones = consultation.course.milestones
    return wire.Case(
        id=consultation.id,
        number=consultation.number,
        version=consultation.version,
        state=consultation.state,
        urgency=consultation.terms.urgency,
        mode=consultation.terms.mode,
        patient=optional_patient(case.patient, milestones.submitted_at or milestones.created_at),
        purpose=consultation.form.question.purpose,
        speciality=consultation.form.target.speciality,
        requester=person_ref(case.requester),
        expert=optional_person(case.expert),
        invitation_id=case.own_invitation.id if case.own_invitation else None,
        planned=_planned(case.session),
        materials=tuple(_badge(badge) for badge in case.badges),
        deadline=_deadline(consultation.course.deadline, now),
        submitted_at=milestones.submitted_at,
        updated_at=milestones.updated_at,
        allowed_steps=case.possible.steps,
        next_step=case.possible.primary,
    )


def _planned(session: LiveSession | None) -> Planned | None:
    if session is None:
        return None
    return Planned(session_id=session.id, start=session.planned.start, end=session.planned.end)


def _badge(badge: view.MaterialBadge) -> MaterialBadge:
    return MaterialBadge(
        kind=badge.kind, label=badge.label, count=badge.count, upload_percent=badge.upload_percent
    )


def _deadline(deadline: DomainDeadline | None, now: datetime) -> Deadline | None:
    if deadline is None:
        return None
    mood = deadline.mood(now)
    return Deadline(
        kind=deadline.kind,
        at=deadline.at,
        mood=mood,
        is_overdue=mood.value == "overdue",
        is_paused=deadline.is_paused,
    )


def consultation_body(detail: view.CaseDetail, now: datetime, reader: AccountId) -> wire.Consultation:
    """Show everything of the case page."""
    case, matters = detail.view, detail.matters
    consultation = case.consultation
    milestones = consultation.course.milestones
    at = milestones.submitted_at or milestones.created_at
    materials = material_bodies(consultation, case.requester, matters.materials, reader)
    return wire.Consultation(
        case=case_body(case, now),
        reach="full" if detail.is_full else "summary",
        patient=patient_body(case.patient, at) if case.patient and detail.is_full else None,
        form=form_body(consultation.form),
        target_facility=optional_facility(detail.target_facility),
        created_at=milestones.created_at,
        missing=tuple(_missing(field) for field in detail.missing),
        consents=tuple(consent_body(one) for one in matters.consents),
        materials=materials if detail.is_full else (),
        invitations=tuple(_invitation(one) for one in matters.invitations),
        returned_for=_returned_for(consultation),
        end_reason=consultation.notes.end_reason,
        opinions=tuple(brief_body(one.opinion, one.author) for one in matters.opinions),
        acknowledgement=_acknowledgement(consultation, detail.acknowledged_by),
        recording_ids=tuple(matters.recording_ids),
    )


def _missing(field: str) -> wire.Missing:
    return wire.Missing(field=field, code="consent_missing" if field == CONSENT else "field_empty")


def _invitation(one: view.InvitationView) -> wire.Invitation:
    invitation = one.invitation
    return wire.Invitation(
        id=invitation.id,
        version=invitation.version,
        expert=person_ref(one.expert),
        state=invitation.state,
        start=invitation.span.start if invitation.span else None,
        end=invitation.span.end if invitation.span else None,
        note=invitation.note,
        reason=invitation.answer.reason,
        offered_at=invitation.offered_at,
        answered_at=invitation.answer.at,
        is_mine=one.is_mine,
    )


def _returned_for(consultation: Consultation) -> wire.ReturnedFor | None:
    returned = consultation.notes.returned_for
    if returned is None:
        return None
    return wire.ReturnedFor(items=returned.items, note=returned.note, at=returned.at, answer=returned.answer)


def _acknowledgement(consultation: Consultation, by: view.Person | None) -> wire.Acknowledgement | None:
    said = consultation.notes.acknowledgement
    if said is None:
        return None
    return wire.Acknowledgement(
        at=said.at,
        by=optional_person(by),
        adoption=said.adoption,
        reason=said.reason,
        implementation=said.implementation,
    )


def worklist_body(found: view.Worklist, now: datetime) -> wire.Worklist:
    """Show the counts strip and one page."""
    return wire.Worklist(
        counts=tuple(_count(count) for count in found.counts),
        items=tuple(case_body(case, now) for case in found.page.items),
        page=page_of(found.page),
    )


def _count(count: view.ViewCount) -> wire.ViewCount:
    shown: wire.ViewCount = msgspec.convert(
        {
            "view": count.view.value,
            "count": count.count,
            "hint": count.hint.value,
            "hintAt": count.hint_at,
            "hintValue": count.hint_value,
        },
        wire.ViewCount,
    )
    return shown


def page_body(page: Page[view.CaseView], now: datetime) -> wire.ConsultationPage:
    """Show one page of cases."""
    return wire.ConsultationPage(items=tuple(case_body(case, now) for case in page.items), page=page_of(page))


def timeline_body(entries: tuple[view.TimelineEntry, ...]) -> wire.Timeline:
    """Show what happened."""
    return wire.Timeline(entries=tuple(_entry(entry) for entry in entries))


def _entry(entry: view.TimelineEntry) -> wire.TimelineEntry:
    event = entry.event
    return wire.TimelineEntry(
        at=event.at,
        kind=event.kind,
        by=optional_person(entry.by),
        by_name=entry.by_name,
        from_state=event.from_state,
        to_state=event.to_state,
        text=event.text,
    )
