"""Between the consultations table and the aggregate."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from telemed.domain.consultation import Consultation, Course, Milestones, Notes, Origin, Terms
from telemed.domain.consultation_states import State
from telemed.domain.deadlines import Deadline, DeadlineKind
from telemed.domain.ids import AccountId, ConsultationId, FacilityId, PatientId, PractitionerId
from telemed.domain.request_form import URGENCY_RANK, Mode, RequestForm, Urgency
from telemed.storage.rows import from_json, to_json

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

MILESTONES = tuple(field.name for field in fields(Milestones))


def values_of(case: Consultation) -> dict[str, object]:
    """Spread a consultation over the columns."""
    clock = case.course.deadline
    return {
        "id": case.id,
        "number": case.number,
        "version": case.version,
        "state": case.state.value,
        "urgency": case.terms.urgency.value,
        "urgency_rank": URGENCY_RANK[case.terms.urgency],
        "mode": case.terms.mode.value,
        "patient_id": case.patient_id,
        "facility_id": case.origin.facility_id,
        "practitioner_id": case.origin.practitioner_id,
        "account_id": case.origin.account_id,
        "department": case.origin.department,
        "speciality": case.form.target.speciality,
        "form": to_json(case.form),
        "notes": to_json(case.notes),
        **{name: getattr(case.course.milestones, name) for name in MILESTONES},
        "deadline_kind": clock.kind.value if clock else None,
        "deadline_started_at": clock.started_at if clock else None,
        "deadline_at": clock.at if clock else None,
        "deadline_paused_at": clock.paused_at if clock else None,
    }


def case_of(row: RowMapping) -> Consultation:
    """Gather a consultation from the columns."""
    return Consultation(
        id=ConsultationId(row["id"]),
        number=row["number"],
        version=row["version"],
        state=State(row["state"]),
        patient_id=PatientId(row["patient_id"]),
        terms=Terms(urgency=Urgency(row["urgency"]), mode=Mode(row["mode"])),
        origin=Origin(
            facility_id=FacilityId(row["facility_id"]),
            practitioner_id=PractitionerId(row["practitioner_id"]),
            account_id=AccountId(row["account_id"]),
            department=row["department"],
        ),
        form=from_json(row["form"], RequestForm),
        course=Course(
            milestones=Milestones(**{name: row[name] for name in MILESTONES}), deadline=_clock(row)
        ),
        notes=from_json(row["notes"], Notes),
    )


def _clock(row: RowMapping) -> Deadline | None:
    if row["deadline_kind"] is None:
        return None
    return Deadline(
        kind=DeadlineKind(row["deadline_kind"]),
        started_at=row["deadline_started_at"],
        at=row["deadline_at"],
        paused_at=row["deadline_paused_at"],
    )
