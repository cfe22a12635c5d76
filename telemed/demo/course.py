"""One invented case from its first word to its wanted state, through the tables of the domain."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from telemed.demo.paths import TAKEN_BY, Wanted, Who, steps_to, time_of
from telemed.demo.staff import Member
from telemed.demo.stories import Story
from telemed.domain.consent import Consent, ConsentForm, ConsentScope, SignerRelation, Signing, needs_guardian
from telemed.domain.consultation import (
    PARTICIPLES,
    Acknowledgement,
    Adoption,
    CaseEvent,
    Closing,
    Conformity,
    Consultation,
    Course,
    Milestones,
    Notes,
    Origin,
    ReturnedFor,
    Terms,
)
from telemed.domain.consultation_states import Step
from telemed.domain.ids import ConsentId, ConsultationId, EventId
from telemed.domain.patient import Patient
from telemed.domain.scheduling import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telemed.demo.chance import Chance
    from telemed.domain.request_form import RequestForm

CONSENT_TEXT_VERSION = "2026-01"
REASONS = {
    Step.REJECT: "申请资料与会诊目的不符，建议先完成基础检查后再申请。",
    Step.CANCEL: "患者已自行前往上级医院就诊。",
    Step.TRANSFER: "所需专业本中心无值班专家，转至省级中心。",
    Step.EXPIRE: "超过受理时限无人处理，系统自动关闭。",
    Step.VOID: "患者身份录入错误，经双人核对作废。",
    Step.MISS: "申请方未在约定时间入会。",
    Step.RETURN: "请补充近期心电图及化验结果。",
}
SUPPLEMENT = ("近一周心电图", "血常规及电解质结果")


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is in a case."""

    requester: Member
    coordinator: Member
    specialist: Member
    patient: Patient

    def of(self, who: Who) -> Member | None:
        """The person behind a part; None for the service itself."""
        parts = {
            Who.REQUESTER: self.requester,
            Who.COORDINATOR: self.coordinator,
            Who.SPECIALIST: self.specialist,
        }
        return parts.get(who)


@dataclass(frozen=True, slots=True)
class Taken:
    """A step at its time."""

    step: Step
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """A case as told so far: who, why, when. What hangs on it is made by meetings.py."""

    story: Story
    cast: Cast
    case: Consultation
    events: tuple[CaseEvent, ...]
    consent: Consent | None
    taken: tuple[Taken, ...]
    slot: Span | None

    def at(self, step: Step) -> datetime | None:
        """When a step was last taken."""
        return next((one.at for one in reversed(self.taken) if one.step is step), None)


def times_until(end: datetime, wanted: Wanted, chance: Chance) -> tuple[datetime, list[Taken]]:
    """Walk back from the time of the last step: when the draft began, and when each step was taken.

    A session starts on the half-hour grid, so that everything before it moves a little earlier.
    """
    steps = steps_to(wanted)
    lengths = [time_of(step, wanted.urgency, chance) for step in steps]
    moment = end - sum(lengths, timedelta())
    began = moment
    taken = []
    for step, length in zip(steps, lengths, strict=True):
        moment += length
        taken.append(Taken(step, moment))
    starts = [one.at for one in taken if one.step is Step.START]
    early = _past_grid(starts[0]) if starts else timedelta()
    until_start = (
        [one if one.at > starts[0] else Taken(one.step, one.at - early) for one in taken] if starts else taken
    )
    return began - early, until_start


def _past_grid(moment: datetime) -> timedelta:
    return timedelta(minutes=moment.minute % 30, seconds=moment.second, microseconds=moment.microsecond)


def tell(
    wanted: Wanted,
    when: tuple[datetime, Sequence[Taken]],
    writing: tuple[Story, Cast, RequestForm],
    chance: Chance,
    *,
    planned: Span | None = None,
) -> Told:
    """Take every step through the domain's own table.

    when: when the draft was opened, and the steps at their times. writing: story, people and the filled-in
    form. planned: the booked slot; else it begins with the START step, or an hour after it was scheduled.
    """
    began, taken = when
    story, cast, form = writing
    slot = planned or _slot(taken)
    case = _draft(wanted, began, cast, form, chance)
    consent = _consent(case, cast, taken[0].at, chance) if taken else None
    events = [_event(case, began, "created", cast.requester, chance)]
    for one in taken:
        before = case.state
        case = case.after(one.step, one.at, planned_start=slot.start if slot else None)
        case = replace(case, notes=_noted(case.notes, one, cast))
        who = cast.of(TAKEN_BY[one.step])
        if one.step is Step.ISSUE_OPINION:
            events.append(_event(case, one.at, "opinion_signed", who, chance))
        event = _event(case, one.at, PARTICIPLES[one.step], who, chance)
        text = cast.specialist.person.name if one.step is Step.OFFER else REASONS.get(one.step, "")
        events.append(replace(event, from_state=before, to_state=case.state, text=text))
    return Told(story, cast, case, tuple(events), consent, tuple(taken), slot)


def _slot(taken: Sequence[Taken]) -> Span | None:
    starts = [one.at for one in taken if one.step is Step.START]
    scheduled = [one.at for one in taken if one.step is Step.SCHEDULE]
    if not scheduled:
        return None
    start = (starts or [scheduled[-1] + timedelta(hours=1)])[0].replace(second=0, microsecond=0)
    return Span(start, start + timedelta(minutes=30))


def _draft(wanted: Wanted, began: datetime, cast: Cast, form: RequestForm, chance: Chance) -> Consultation:
    requester = cast.requester
    if requester.practitioner is None:
        raise LookupError("a requester needs a licence")
    return Consultation(
        id=ConsultationId(chance.id_at(began)),
        number="",
        patient_id=cast.patient.id,
        terms=Terms(urgency=wanted.urgency, mode=wanted.mode),
        origin=Origin(
            facility_id=requester.practitioner.facility_id,
            practitioner_id=requester.practitioner.id,
            account_id=requester.account.id,
            department=requester.person.speciality,
        ),
        form=form,
        course=Course(milestones=Milestones(created_at=began, updated_at=began)),
    )


def _event(case: Consultation, at: datetime, kind: str, who: Member | None, chance: Chance) -> CaseEvent:
    return CaseEvent(
        id=EventId(chance.id_at(at)),
        consultation_id=case.id,
        at=at,
        kind=kind,
        account_id=who.account.id if who else None,
        practitioner_id=who.practitioner.id if who and who.practitioner else None,
    )


def _consent(case: Consultation, cast: Cast, at: datetime, chance: Chance) -> Consent | None:
    moment = at - timedelta(minutes=2)
    guarded = needs_guardian(cast.patient.birth_date, at.date())
    scopes = {ConsentScope.CONSULTATION, ConsentScope.SHARING, ConsentScope.RECORDING}
    if chance.whole(1, 4) == 1:
        scopes.add(ConsentScope.TEACHING)
    signer = cast.patient.name[:1] + "某（监护人）" if guarded else cast.patient.name
    return Consent(
        id=ConsentId(chance.id_at(moment)),
        consultation_id=case.id,
        patient_id=cast.patient.id,
        scopes=frozenset(scopes),
        signing=Signing(
            form=ConsentForm.PAPER,
            signer_name=signer,
            relation=SignerRelation.GUARDIAN if guarded else SignerRelation.SELF,
            text_version=CONSENT_TEXT_VERSION,
            signed_at=moment,
            witness=cast.requester.person.name,
        ),
        recorded_by=cast.requester.account.id,
        recorded_by_practitioner=cast.requester.account.practitioner_id,
        recorded_at=moment,
    )


def _noted(notes: Notes, one: Taken, cast: Cast) -> Notes:
    requester = cast.requester.account
    match one.step:
        case Step.RETURN:
            asked = ReturnedFor(items=SUPPLEMENT, note=REASONS[Step.RETURN], at=one.at)
            return replace(notes, returned_for=asked)
        case Step.RESUBMIT if notes.returned_for is not None:
            return replace(notes, returned_for=replace(notes.returned_for, answer="已补充并上传。"))
        case Step.ACKNOWLEDGE:
            heard = Acknowledgement(
                at=one.at,
                account_id=requester.id,
                practitioner_id=requester.practitioner_id,
                adoption=Adoption.FULL,
                implementation="已按会诊意见执行，并告知患者及家属。",
            )
            return replace(notes, acknowledgement=heard)
        case Step.CLOSE:
            return replace(notes, closing=Closing(conformity=Conformity.CONFORM))
        case _ if one.step in REASONS:
            return replace(notes, end_reason=REASONS[one.step])
    return notes
