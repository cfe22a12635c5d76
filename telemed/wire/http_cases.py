"""Bodies of the worklist, the case and its steps."""

from __future__ import annotations

from typing import Literal

from telemed.domain.case_steps import CaseStep
from telemed.domain.consultation import Adoption
from telemed.domain.consultation_states import State
from telemed.domain.invitation import InvitationState
from telemed.domain.request_form import Mode, Urgency
from telemed.wire.base import Reply, Request
from telemed.wire.http_form import RequestForm
from telemed.wire.http_materials import Material
from telemed.wire.http_opinions import OpinionBrief
from telemed.wire.http_patients import Consent, Patient
from telemed.wire.http_values import (
    Count,
    Deadline,
    FacilityRef,
    Id,
    Instant,
    Line,
    MaterialBadge,
    Page,
    PageNumber,
    PageSize,
    PatientBrief,
    PersonRef,
    Planned,
    Version,
)

View = Literal[
    "all",
    "triage",
    "today",
    "awaiting_opinion",
    "overdue",
    "done_this_month",
    "drafts",
    "returned",
    "open",
    "to_acknowledge",
    "invitations",
]
"""A saved view of the worklist: one field of the counts strip."""


class WorklistQuery(Request, frozen=True, kw_only=True):
    """Which cases; lists are comma separated."""

    view: View | None = None
    q: Line | None = None
    """Part of a patient's name, a case number or a facility."""
    state: Line | None = None
    urgency: Line | None = None
    speciality: Line | None = None
    facility: Id | None = None
    sort: Literal["deadline", "newest", "oldest"] = "deadline"
    page: PageNumber = 1
    size: PageSize = 50


class ViewCount(Reply, frozen=True, kw_only=True):
    """One field of the counts strip; the line below the number is told by `hint`."""

    view: View
    count: Count
    hint: Literal["none", "oldest", "next", "due_today", "most_overdue", "median_hours"]
    hint_at: Instant | None
    hint_value: float | None


class Case(Reply, frozen=True, kw_only=True):
    """A consultation as one row of a list."""

    id: Id
    number: str
    version: Version
    state: State
    urgency: Urgency
    mode: Mode
    patient: PatientBrief | None
    """Null for those who see lists without names."""
    purpose: str
    speciality: str
    requester: PersonRef
    expert: PersonRef | None
    """The specialist who is asked or has accepted."""
    invitation_id: Id | None
    """The caller's own invitation, if there is one to answer."""
    planned: Planned | None
    materials: tuple[MaterialBadge, ...]
    deadline: Deadline | None
    submitted_at: Instant | None
    updated_at: Instant
    allowed_steps: tuple[CaseStep, ...]
    next_step: CaseStep | None
    """The one primary action of the caller in this state."""


class Worklist(Reply, frozen=True, kw_only=True):
    """The counts strip and one page of cases; emergencies first, then by deadline."""

    counts: tuple[ViewCount, ...]
    items: tuple[Case, ...]
    page: Page


class ConsultationQuery(Request, frozen=True, kw_only=True):
    """Cases in the caller's scope, in any state."""

    q: Line | None = None
    state: Line | None = None
    urgency: Line | None = None
    mode: Mode | None = None
    speciality: Line | None = None
    facility: Id | None = None
    patient: Id | None = None
    submitted_from: Instant | None = None
    submitted_to: Instant | None = None
    sort: Literal["deadline", "newest", "oldest"] = "newest"
    page: PageNumber = 1
    size: PageSize = 50


class ConsultationPage(Reply, frozen=True, kw_only=True):
    """One page of consultations."""

    items: tuple[Case, ...]
    page: Page


class CreateConsultation(Request, frozen=True, kw_only=True):
    """A new draft. Everything but the patient may be filled in later."""

    patient_id: Id
    urgency: Urgency = Urgency.ROUTINE
    mode: Mode = Mode.LIVE
    form: RequestForm | None = None


class SaveConsultation(Request, frozen=True, kw_only=True):
    """The whole form as it now stands (drafts and returned cases)."""

    version: Version
    urgency: Urgency
    mode: Mode
    form: RequestForm


class Missing(Reply, frozen=True, kw_only=True):
    """A field that must be filled before the case can be submitted."""

    field: str
    """Path in the form, such as form.purpose, or consent."""
    code: str


class Invitation(Reply, frozen=True, kw_only=True):
    """One expert's invitation."""

    id: Id
    version: Version
    expert: PersonRef
    state: InvitationState
    start: Instant | None
    end: Instant | None
    note: str
    reason: str
    """Why it was declined."""
    offered_at: Instant
    answered_at: Instant | None
    is_mine: bool


class ReturnedFor(Reply, frozen=True, kw_only=True):
    """What the coordinator asked to supplement."""

    items: tuple[str, ...]
    note: str
    at: Instant
    answer: str


class Acknowledgement(Reply, frozen=True, kw_only=True):
    """What the requester made of the opinion."""

    at: Instant
    by: PersonRef | None
    adoption: Adoption
    reason: str
    implementation: str


class Consultation(Reply, frozen=True, kw_only=True):
    """Everything the case page shows. `summary` only: an invited expert who has not yet accepted."""

    case: Case
    reach: Literal["full", "summary"]
    patient: Patient | None
    form: RequestForm
    target_facility: FacilityRef | None
    created_at: Instant
    missing: tuple[Missing, ...]
    consents: tuple[Consent, ...]
    materials: tuple[Material, ...]
    invitations: tuple[Invitation, ...]
    returned_for: ReturnedFor | None
    end_reason: str
    """Why it was rejected or cancelled."""
    opinions: tuple[OpinionBrief, ...]
    acknowledgement: Acknowledgement | None
    recording_ids: tuple[Id, ...]


class TimelineEntry(Reply, frozen=True, kw_only=True):
    """One thing that happened to a case."""

    at: Instant
    kind: str
    """Past-participle word, such as submitted, returned, material_added, consent_given."""
    by: PersonRef | None
    """Null when the service acted by itself, or somebody who is no practitioner."""
    by_name: str
    """Empty when the service acted by itself."""
    from_state: State | None
    to_state: State | None
    text: str
    """The reason or items given, in the words of the person."""


class Timeline(Reply, frozen=True, kw_only=True):
    """What happened to a case, oldest first."""

    entries: tuple[TimelineEntry, ...]
