"""The request form (N30 and the consultation record's request part)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from telemed.domain.request_form import CodeSystem, Setting
from telemed.wire.base import Shared
from telemed.wire.http_values import Id, Instant, Line, Text  # noqa: TC001 - msgspec reads them


class Diagnosis(Shared, frozen=True, kw_only=True):
    """A diagnosis in words, with its code when one is known."""

    text: Annotated[str, Meta(min_length=1, max_length=200)]
    code: Line = ""
    system: CodeSystem = CodeSystem.NONE


class VitalSigns(Shared, frozen=True, kw_only=True):
    """What was measured; null is not measured."""

    temperature_c: Annotated[float, Meta(ge=20, le=46)] | None = None
    pulse_per_min: Annotated[int, Meta(ge=0, le=400)] | None = None
    respiration_per_min: Annotated[int, Meta(ge=0, le=150)] | None = None
    systolic_mmhg: Annotated[int, Meta(ge=0, le=400)] | None = None
    diastolic_mmhg: Annotated[int, Meta(ge=0, le=300)] | None = None
    oxygen_saturation_percent: Annotated[int, Meta(ge=0, le=100)] | None = None
    weight_kg: Annotated[float, Meta(ge=0, le=500)] | None = None


class RequestForm(Shared, frozen=True, kw_only=True):
    """What the requesting doctor writes. Empty text is "not written yet": drafts may be incomplete."""

    speciality: Line = ""
    """Speciality required of the invited doctor (N30)."""
    required_title: Line = ""
    target_facility_id: Id | None = None
    setting: Setting = Setting.OUTPATIENT
    inpatient_number: Line = ""
    ward: Line = ""
    bed: Line = ""
    admitted_at: Instant | None = None
    chief_complaint: Text = ""
    present_history: Text = ""
    past_history: Text = ""
    allergies: Text = ""
    family_history: Text = ""
    summary: Text = ""
    """Case summary, DE06.00.182.00."""
    vital_signs: VitalSigns = VitalSigns()
    examination: Text = ""
    preliminary_diagnoses: Annotated[tuple[Diagnosis, ...], Meta(max_length=20)] = ()
    treatment: Text = ""
    """Treatment so far and response, DE06.00.296.00."""
    reason: Text = ""
    """Reason for consultation, DE06.00.039.00."""
    purpose: Text = ""
    """Purpose and questions, DE06.00.214.00."""
    wished_time: Line = ""
    interpreter: Line = ""
    """Language an interpreter is wanted for; empty is none."""
    callback_phone: Line = ""
