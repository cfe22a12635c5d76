"""What the services answer about cases. The HTTP edge maps these to its bodies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from telemed.domain.case_steps import CaseStep
from telemed.domain.consent import Consent
from telemed.domain.consultation import CaseEvent, Consultation
from telemed.domain.facility import Facility
from telemed.domain.ids import AccountId, RecordingId
from telemed.domain.invitation import Invitation
from telemed.domain.listing import Page
from telemed.domain.live_session import LiveSession
from telemed.domain.materials import Attachment, Ecg, MaterialKind, Series
from telemed.domain.opinion import Opinion
from telemed.domain.patient import Patient
from telemed.domain.people import Practitioner

Material = Series | Ecg | Attachment
"""Everything of a case but its record, which is the consultation itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A practitioner with department and facility."""

    practitioner: Practitioner
    department_name: str
    facility: Facility


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialBadge:
    """One kind of material of a case, counted."""

    kind: MaterialKind
    label: str
    """The modality of series, else empty."""
    count: int
    upload_percent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Possible:
    """What the actor may do with a case now."""

    steps: tuple[CaseStep, ...]
    primary: CaseStep | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as one row of a list."""

    consultation: Consultation
    patient: Patient | None
    """None for those who may not see whose case it is."""
    requester: Person
    expert: Person | None
    """The specialist who is asked or has accepted."""
    own_invitation: Invitation | None
    session: LiveSession | None
    """The planned, running or last session."""
    badges: tuple[MaterialBadge, ...]
    possible: Possible


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationView:
    """An invitation with the person."""

    invitation: Invitation
    expert: Person
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentView:
    """A consent and who wrote it down."""

    consent: Consent
    recorded_by: Person | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionView:
    """An opinion as the actor may see it.

    For the requesting side `opinion.draft` is None and `opinion.versions` holds issued versions only.
    """

    opinion: Opinion
    author: Person
    may_save: bool
    may_sign: bool
    may_amend: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseMatters:
    """What belongs to a case and is shown on its page."""

    consents: tuple[ConsentView, ...]
    materials: tuple[Material, ...]
    invitations: tuple[InvitationView, ...]
    opinions: tuple[OpinionView, ...]
    recording_ids: tuple[RecordingId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDetail:
    """Everything the case page shows."""

    view: CaseView
    is_full: bool
    """False: an invited specialist who has not accepted sees a summary; `matters` is empty then."""
    target_facility: Facility | None
    missing: tuple[str, ...]
    """Paths of what must be filled before submitting; `consent` when consent is missing."""
    matters: CaseMatters
    acknowledged_by: Person | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One event with the person behind it."""

    event: CaseEvent
    by: Person | None
    by_name: str
    """Display name of the account; also set for people who are no practitioners."""
    account_id: AccountId | None


class WorkView(Enum):
    """A saved view of the worklist: one field of the counts strip."""

    ALL = "all"
    TRIAGE = "triage"
    TODAY = "today"
    AWAITING_OPINION = "awaiting_opinion"
    OVERDUE = "overdue"
    DONE_THIS_MONTH = "done_this_month"
    DRAFTS = "drafts"
    RETURNED = "returned"
    OPEN = "open"
    TO_ACKNOWLEDGE = "to_acknowledge"
    INVITATIONS = "invitations"


class Hint(Enum):
    """What the line below a count says."""

    NONE = "none"
    OLDEST = "oldest"
    NEXT = "next"
    DUE_TODAY = "due_today"
    MOST_OVERDUE = "most_overdue"
    MEDIAN_HOURS = "median_hours"


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewCount:
    """One field of the counts strip."""

    view: WorkView
    count: int
    hint: Hint = Hint.NONE
    hint_at: datetime | None = None
    hint_value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklist:
    """The counts strip and one page of cases."""

    counts: tuple[ViewCount, ...]
    page: Page[CaseView]
