"""The request part of the consultation record (N30, N51 and the CDA data elements)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from telemed.domain.ids import FacilityId


class Urgency(Enum):
    """常规, 加急, 急诊 (N32)."""

    ROUTINE = "routine"
    URGENT = "urgent"
    EMERGENCY = "emergency"


URGENCY_RANK = {Urgency.EMERGENCY: 0, Urgency.URGENT: 1, Urgency.ROUTINE: 2}
"""Order in every list: emergencies first."""


class Mode(Enum):
    """实时 or 书面: a written consultation has no session (N03)."""

    LIVE = "live"
    WRITTEN = "written"


class Setting(Enum):
    """就诊类型."""

    OUTPATIENT = "outpatient"
    INPATIENT = "inpatient"
    VILLAGE_VISIT = "village_visit"


class CodeSystem(Enum):
    """Where a diagnosis code comes from (N97)."""

    NONE = ""
    ICD10 = "icd10"
    GBT15657 = "gbt15657"
    MONGOLIAN = "mongolian"


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """A diagnosis in words, coded when a code is known."""

    text: str
    code: str = ""
    system: CodeSystem = CodeSystem.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class VitalSigns:
    """What was measured; None is not measured."""

    temperature_c: float | None = None
    pulse_per_min: int | None = None
    respiration_per_min: int | None = None
    systolic_mmhg: int | None = None
    diastolic_mmhg: int | None = None
    oxygen_saturation_percent: int | None = None
    weight_kg: float | None = None

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was measured."""
        return self == VitalSigns()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Who is asked: speciality and title are demanded by N30."""

    speciality: str = ""
    required_title: str = ""
    facility_id: FacilityId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """How the patient is treated now."""

    setting: Setting = Setting.OUTPATIENT
    inpatient_number: str = ""
    ward: str = ""
    bed: str = ""
    admitted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """主诉, 现病史, 既往史, 过敏史, 家族史."""

    chief_complaint: str = ""
    present_history: str = ""
    past_history: str = ""
    allergies: str = ""
    family_history: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found so far and done about it."""

    summary: str = ""
    """病历摘要, DE06.00.182.00."""
    vital_signs: VitalSigns = VitalSigns()
    examination: str = ""
    preliminary_diagnoses: tuple[Diagnosis, ...] = ()
    treatment: str = ""
    """诊疗经过, DE06.00.296.00."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Why and what for, and the wishes."""

    reason: str = ""
    """会诊原因, DE06.00.039.00."""
    purpose: str = ""
    """会诊目的, DE06.00.214.00."""
    wished_time: str = ""
    interpreter: str = ""
    callback_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestForm:
    """What the requesting doctor writes; empty text is "not written yet"."""

    target: Target = field(default_factory=Target)
    stay: Stay = field(default_factory=Stay)
    history: History = field(default_factory=History)
    findings: Findings = field(default_factory=Findings)
    question: Question = field(default_factory=Question)


def missing_fields(form: RequestForm, urgency: Urgency) -> tuple[str, ...]:
    """Name the mandatory fields that are empty, as paths of the wire form, in the order of the page.

    An emergency needs only complaint, one question and a number to call back (reference 5.3.1).
    """
    present = _emergency_fields(form) if urgency is Urgency.EMERGENCY else _all_fields(form)
    return tuple(f"form.{name}" for name, is_there in present if not is_there)


def _emergency_fields(form: RequestForm) -> list[tuple[str, bool]]:
    return [
        ("chiefComplaint", _written(form.history.chief_complaint)),
        ("purpose", _written(form.question.purpose)),
        ("callbackPhone", _written(form.question.callback_phone)),
    ]


def _all_fields(form: RequestForm) -> list[tuple[str, bool]]:
    history, findings, question = form.history, form.findings, form.question
    return [
        ("speciality", _written(form.target.speciality)),
        ("requiredTitle", _written(form.target.required_title)),
        ("chiefComplaint", _written(history.chief_complaint)),
        ("presentHistory", _written(history.present_history)),
        ("summary", _written(findings.summary)),
        ("vitalSigns", not findings.vital_signs.is_empty),
        ("examination", _written(findings.examination)),
        ("preliminaryDiagnoses", bool(findings.preliminary_diagnoses)),
        ("treatment", _written(findings.treatment)),
        ("reason", _written(question.reason)),
        ("purpose", _written(question.purpose)),
        ("wishedTime", _written(question.wished_time)),
    ]


def _written(text: str) -> bool:
    return bool(text.strip())
