"""The consultation request 会诊单: root of a case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from telemed.domain.consultation_states import EDITABLE, TRANSITIONS, State, Step
from telemed.domain.deadlines import Deadline, deadline_in
from telemed.domain.errors import StepNotAllowed
from telemed.domain.ids import AccountId, ConsultationId, EventId, FacilityId, PatientId, PractitionerId
from telemed.domain.machine import next_state
from telemed.domain.request_form import Mode, RequestForm, Urgency

NUMBER_PREFIX = "HZ"
DIVISION_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How quickly and how."""

    urgency: Urgency = Urgency.ROUTINE
    mode: Mode = Mode.LIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The inviting side: it owns the patient (N01)."""

    facility_id: FacilityId
    practitioner_id: PractitionerId
    account_id: AccountId
    department: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones:
    """When what happened; the figures are computed from these and from the events."""

    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    offered_at: datetime | None = None
    scheduled_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    issued_at: datetime | None = None
    acknowledged_at: datetime | None = None


class Adoption(Enum):
    """全部采纳, 部分采纳, 未采纳."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class Conformity(Enum):
    """符合, 基本符合, 不符合, 待定."""

    CONFORM = "conform"
    MOSTLY = "mostly"
    NOT = "not"
    OPEN = "open"


class ReferralDirection(Enum):
    """Where the patient goes next."""

    NONE = "none"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedFor:
    """What must be supplemented, and the answer."""

    items: tuple[str, ...]
    note: str = ""
    at: datetime
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """What the requester made of the opinion (N51, N53)."""

    at: datetime
    account_id: AccountId
    practitioner_id: PractitionerId | None = None
    adoption: Adoption
    reason: str = ""
    implementation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """Conformity of the diagnosis and the way on."""

    conformity: Conformity = Conformity.OPEN
    diagnosis_after: str = ""
    referral: ReferralDirection = ReferralDirection.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What people said about the course of the case."""

    returned_for: ReturnedFor | None = None
    end_reason: str = ""
    acknowledgement: Acknowledgement | None = None
    closing: Closing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """Time stamps and the running clock."""

    milestones: Milestones
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """A case. Every method gives a changed copy; the store raises `version`."""

    id: ConsultationId
    number: str
    version: int = 1
    state: State = State.DRAFT
    patient_id: PatientId
    terms: Terms = Terms()
    origin: Origin
    form: RequestForm
    course: Course
    notes: Notes = Notes()

    def after(self, step: Step, now: datetime, *, planned_start: datetime | None = None) -> Consultation:
        """Take a step: move the state, stamp the milestone, change the clock.

        Raises StepNotAllowed when the table has no such step.
        """
        state = next_state(TRANSITIONS, self.state, step)
        return replace(self, state=state, course=self._course_after(state, step, now, planned_start))

    def edited(self, form: RequestForm, terms: Terms, now: datetime) -> Consultation:
        """Replace the form. Raises StepNotAllowed outside draft and returned."""
        if self.state not in EDITABLE:
            raise StepNotAllowed(self.state, Edit.EDIT)
        return replace(self, form=form, terms=terms).touched(now)

    def touched(self, now: datetime) -> Consultation:
        """Note that something of the case changed."""
        milestones = replace(self.course.milestones, updated_at=now)
        return replace(self, course=replace(self.course, milestones=milestones))

    def _course_after(
        self, state: State, step: Step, now: datetime, planned_start: datetime | None
    ) -> Course:
        stamps = _stamped(self.course.milestones, step, now)
        running = self.course.deadline
        if step is Step.RETURN and running is not None:
            return Course(milestones=stamps, deadline=replace(running, paused_at=now))
        if step is Step.RESUBMIT and running is not None and running.is_paused:
            return Course(milestones=stamps, deadline=running.resumed(now))
        clock = deadline_in(state, self.terms.urgency, now, planned_start=planned_start)
        return Course(milestones=stamps, deadline=clock)


class Edit(Enum):
    """Changes that are no steps of the machine, but can be refused like one."""

    EDIT = "edit"
    ADD_MATERIAL = "add_material"
    REMOVE_MATERIAL = "remove_material"


def _stamped(milestones: Milestones, step: Step, now: datetime) -> Milestones:
    m = replace(milestones, updated_at=now)
    match step:
        case Step.SUBMIT:
            return replace(m, submitted_at=now)
        case Step.SUBMIT_EMERGENCY:
            return replace(m, submitted_at=now, accepted_at=now)
        case Step.ACCEPT:
            return replace(m, accepted_at=now)
        case Step.OFFER:
            return replace(m, offered_at=m.offered_at or now)
        case _:
            return _stamped_late(m, step, now)


def _stamped_late(m: Milestones, step: Step, now: datetime) -> Milestones:
    match step:
        case Step.SCHEDULE:
            return replace(m, scheduled_at=now)
        case Step.START:
            return replace(m, started_at=m.started_at or now)
        case Step.END | Step.ACCEPT_WRITTEN:
            return replace(m, ended_at=now)
        case Step.ISSUE_OPINION:
            return replace(m, issued_at=m.issued_at or now)
        case Step.ACKNOWLEDGE:
            return replace(m, acknowledged_at=now)
        case _:
            return m


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """One thing that happened to a case: an entry of its time line, never changed."""

    id: EventId
    consultation_id: ConsultationId
    at: datetime
    kind: str
    """Past participle, such as submitted, returned, material_added."""
    account_id: AccountId | None = None
    """None when the service acted by itself."""
    practitioner_id: PractitionerId | None = None
    from_state: State | None = None
    to_state: State | None = None
    text: str = ""


PARTICIPLES: dict[Step, str] = {
    Step.SUBMIT: "submitted",
    Step.SUBMIT_EMERGENCY: "submitted",
    Step.DELETE: "deleted",
    Step.RETURN: "returned",
    Step.RESUBMIT: "resubmitted",
    Step.ACCEPT: "accepted",
    Step.REJECT: "rejected",
    Step.TRANSFER: "transferred",
    Step.OFFER: "offered",
    Step.SCHEDULE: "scheduled",
    Step.RESCHEDULE: "rescheduled",
    Step.DECLINE_ALL: "all_declined",
    Step.ACCEPT_WRITTEN: "taken_in_writing",
    Step.START: "started",
    Step.MISS: "missed",
    Step.REOPEN_MISSED: "reopened",
    Step.SUSPEND: "suspended",
    Step.RESUME: "resumed",
    Step.GIVE_UP: "given_up",
    Step.END: "ended",
    Step.ISSUE_OPINION: "opinion_issued",
    Step.REQUEST_MORE: "more_requested",
    Step.ASK_AGAIN: "asked_again",
    Step.ACKNOWLEDGE: "acknowledged",
    Step.CLOSE: "closed",
    Step.CLOSE_UNACKNOWLEDGED: "closed_unacknowledged",
    Step.REOPEN: "reopened",
    Step.CANCEL: "cancelled",
    Step.EXPIRE: "expired",
    Step.VOID: "voided",
}


def consultation_number(division_code: str, day: date, sequence: int) -> str:
    """Print the number: HZ, six digits of division, yyyymmdd in the region's time, five of sequence."""
    division = division_code[:DIVISION_DIGITS].ljust(DIVISION_DIGITS, "0")
    return f"{NUMBER_PREFIX}{division}{day:%Y%m%d}{sequence:05d}"
