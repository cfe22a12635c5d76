"""The life of a case from draft to closing, but for arranging it and writing the opinion."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from telemed.domain.access import Action, may
from telemed.domain.consent import may_submit
from telemed.domain.consultation import (
    Acknowledgement,
    Adoption,
    Closing,
    Consultation,
    Course,
    Milestones,
    Origin,
    ReturnedFor,
    Terms,
    consultation_number,
)
from telemed.domain.consultation_states import Step
from telemed.domain.errors import AccessRefused, AnswerMissing, ConsentMissing, RequestIncomplete
from telemed.domain.ids import ConsultationId, PatientId
from telemed.domain.invitation import InvitationState, InvitationStep
from telemed.domain.request_form import Urgency
from telemed.domain.scheduling import local_day
from telemed.services.case_reader import CONSENT, detail_of, missing_of
from telemed.services.case_view import CaseDetail, TimelineEntry
from telemed.services.desk import NO_RELATION, case_entity
from telemed.services.discretion import shown_events
from telemed.services.people_reader import persons
from telemed.services.releasing import release_all

if TYPE_CHECKING:
    from telemed.domain.request_form import RequestForm
    from telemed.domain.roles import Actor
    from telemed.services.desk import Act, Desk

DIVISION_UNKNOWN = "000000"


class Consultations:
    """Cases. Every change names the version it was decided on and raises StaleVersion when it is old."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def create(
        self, actor: Actor, patient_id: PatientId, terms: Terms, form: RequestForm
    ) -> CaseDetail:
        """Begin a draft."""
        if actor.practitioner_id is None or actor.facility_id is None:
            raise AccessRefused("Only doctors of a facility request consultations.")
        async with self._desk.act(actor) as act:
            await act.work.patients.get(patient_id)
            person = (await persons(act.work, [actor.practitioner_id]))[actor.practitioner_id]
            case = Consultation(
                id=ConsultationId(act.ids.new()),
                number=await self._new_number(act, person.facility.place.division_code),
                patient_id=patient_id,
                terms=terms,
                origin=Origin(
                    facility_id=actor.facility_id,
                    practitioner_id=actor.practitioner_id,
                    account_id=actor.account_id,
                    department=person.department_name,
                ),
                form=form,
                course=Course(milestones=Milestones(created_at=act.now, updated_at=act.now)),
            )
            act.permit(Action.CREATE_CASE, NO_RELATION, case_entity(case))
            await act.work.consultations.add(case)
            await act.tell(case, "created")
            return await self._page(act, case)

    async def read(self, actor: Actor, consultation_id: ConsultationId) -> CaseDetail:
        """Show the case page; an audit entry. Raises NotFound."""
        async with self._desk.act(actor) as act:
            known = await act.known(consultation_id)
            is_full = may(actor, Action.READ_CASE, known.relations)
            act.admit(known, Action.READ_CASE if is_full else Action.READ_SUMMARY)
            for invitation in known.invitations:
                is_own = invitation.practitioner_id == actor.practitioner_id
                if is_own and invitation.state is InvitationState.ACCEPTED:
                    await act.work.invitations.save(invitation.after(InvitationStep.PREREAD, act.now))
                    known = await act.known(consultation_id)
            return await detail_of(act, known)

    async def save(
        self, actor: Actor, consultation_id: ConsultationId, version: int, terms: Terms, form: RequestForm
    ) -> CaseDetail:
        """Replace the form of a draft or returned case."""
        async with self._desk.act(actor) as act:
            known = await act.case(consultation_id, Action.EDIT_CASE, version=version)
            edited = known.consultation.edited(form, terms, act.now)
            return await self._page(act, await act.work.consultations.save(edited))

    async def submit(self, actor: Actor, consultation_id: ConsultationId, version: int) -> CaseDetail:
        """Hand a draft in. Raises RequestIncomplete, ConsentMissing."""
        async with self._desk.act(actor) as act:
            known = await act.case(consultation_id, Action.SUBMIT_CASE, version=version)
            case = known.consultation
            is_emergency = case.terms.urgency is Urgency.EMERGENCY
            step = Step.SUBMIT_EMERGENCY if is_emergency else Step.SUBMIT
            case.after(step, act.now)
            await self._check_complete(act, case)
            return await self._page(act, await act.step(case, step))

    async def delete_draft(self, actor: Actor, consultation_id: ConsultationId, version: int) -> None:
        """Throw a draft away."""
        async with self._desk.act(actor) as act:
            known = await act.case(consultation_id, Action.DELETE_DRAFT, version=version)
            await act.step(known.consultation, Step.DELETE)

    async def resubmit(
        self, actor: Actor, consultation_id: ConsultationId, version: int, answer: str
    ) -> CaseDetail:
        """Hand a returned case in again."""
        async with self._desk.act(actor) as act:
            known = await act.case(consultation_id, Action.SUBMIT_CASE, version=version)
            case = known.consultation
            case.after(Step.RESUBMIT, act.now)
            await self._check_complete(act, case)
            asked = case.notes.returned_for
            if asked is not None:
                case = replace(case, notes=replace(case.notes, returned_for=replace(asked, answer=answer)))
            return await self._page(act, await act.step(case, Step.RESUBMIT, text=answer))

    async def accept(self, actor: Actor, consultation_id: ConsultationId, version: int) -> CaseDetail:
        """Take a submitted case on."""
        async with self._desk.act(actor) as act:
            known = await act.case(consultation_id, Action.ACCEPT_CASE, version=version)
            return await self._page(act, await act.step(known.consultation, Step.ACCEPT))

    async def send_back(
        self, actor: Actor, consultation_id: ConsultationId, version: int, items: tuple[str, ...], note: str
    ) -> CaseDetail:
        """Return a case for supplement. Raises AnswerMissing without items."""
        wanted = tuple(item.strip() for item in items if item.strip())
        if not wanted:
            raise AnswerMissing("Say what is to be supplemented.", field="items", remedy="Name an item.")
        async with self._desk.act(actor) as act:
            known = await act.case(consultation_id, Action.RETURN_CASE, version=version)
            case = known.consultation
            asked = ReturnedFor(items=wanted, note=note, at=act.now)
            case = replace(case, notes=replace(case.notes, returned_for=asked))
            text = "\n".join((*wanted, note)).strip()
            return await self._page(act, await act.step(case, Step.RETURN, text=text))

    async def reject(
        self, actor: Actor, consultation_id: ConsultationId, version: int, reason: str
    ) -> CaseDetail:
        """Refuse a case. Raises AnswerMissing without a reason."""
        _need(reason, "reason")
        async with self._desk.act(actor) as act:
            known = await act.case(consultation_id, Action.REJECT_CASE, version=version)
            return await self._page(act, await self._end(act, known.consultation, Step.REJECT, reason))

    async def cancel(
        self, actor: Actor, consultation_id: ConsultationId, version: int, reason: str
    ) -> CaseDetail:
        """Call a case off; slots are freed. Raises AnswerMissing without a reason."""
        _need(reason, "reason")
        async with self._desk.act(actor) as act:
            known = await act.case(consultation_id, Action.CANCEL_CASE, version=version)
            saved = await self._end(act, known.consultation, Step.CANCEL, reason)
            await release_all(act, known.invitations, saved.id)
            return await self._page(act, saved)

    async def acknowledge(
        self,
        actor: Actor,
        consultation_id: ConsultationId,
        version: int,
        adoption: Adoption,
        *,
        reason: str = "",
        implementation: str = "",
    ) -> CaseDetail:
        """Confirm the opinion. Raises AnswerMissing when not adopted in full and no reason is given."""
        if adoption is not Adoption.FULL:
            _need(reason, "reason")
        async with self._desk.act(actor) as act:
            known = await act.case(consultation_id, Action.ACKNOWLEDGE_CASE, version=version)
            note = Acknowledgement(
                at=act.now,
                account_id=actor.account_id,
                practitioner_id=actor.practitioner_id,
                adoption=adoption,
                reason=reason,
                implementation=implementation,
            )
            case = known.consultation
            case = replace(case, notes=replace(case.notes, acknowledgement=note))
            return await self._page(act, await act.step(case, Step.ACKNOWLEDGE, text=reason))

    async def close(
        self, actor: Actor, consultation_id: ConsultationId, version: int, closing: Closing
    ) -> CaseDetail:
        """Close an acknowledged case."""
        async with self._desk.act(actor) as act:
            known = await act.case(consultation_id, Action.CLOSE_CASE, version=version)
            case = known.consultation
            case = replace(case, notes=replace(case.notes, closing=closing))
            return await self._page(act, await act.step(case, Step.CLOSE))

    async def timeline(self, actor: Actor, consultation_id: ConsultationId) -> tuple[TimelineEntry, ...]:
        """Tell what happened, oldest first."""
        async with self._desk.act(actor) as act:
            known = await act.case(consultation_id, Action.READ_TIMELINE)
            events = shown_events(
                actor, known.relations, await act.work.consultations.events_of(consultation_id)
            )
            people = await persons(act.work, [event.practitioner_id for event in events])
            accounts = await act.work.accounts.of_ids({e.account_id for e in events if e.account_id})
            return tuple(
                TimelineEntry(
                    event=event,
                    by=people.get(event.practitioner_id) if event.practitioner_id else None,
                    by_name=accounts[event.account_id].display_name if event.account_id else "",
                    account_id=event.account_id,
                )
                for event in events
            )

    async def _page(self, act: Act, case: Consultation) -> CaseDetail:
        return await detail_of(act, await act.known(case.id))

    async def _end(self, act: Act, case: Consultation, step: Step, reason: str) -> Consultation:
        ended = replace(case, notes=replace(case.notes, end_reason=reason))
        return await act.step(ended, step, text=reason)

    async def _check_complete(self, act: Act, case: Consultation) -> None:
        consents = await act.work.consents.of_case(case.id)
        missing = missing_of(case, consents)
        if missing == (CONSENT,) and not may_submit(consents, case.terms.urgency):
            raise ConsentMissing(
                "The patient's consent to consultation and sharing is not recorded.",
                field=CONSENT,
                remedy="Record the consent and submit again.",
            )
        if missing:
            raise RequestIncomplete(missing)

    async def _new_number(self, act: Act, division_code: str) -> str:
        day = local_day(act.now)
        division = (division_code or DIVISION_UNKNOWN)[:6]
        sequence = await act.work.consultations.next_sequence(f"consultation:{division}:{day:%Y%m%d}")
        return consultation_number(division, day, sequence)


def _need(text: str, name: str) -> None:
    if not text.strip():
        raise AnswerMissing("A reason is mandatory here.", field=name, remedy="Give the reason.")
