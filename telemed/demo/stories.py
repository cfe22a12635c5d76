"""Invented clinical courses, read from stories.toml, as request forms and opinions."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from telemed.domain.consultation import ReferralDirection
from telemed.domain.opinion import (
    Advice,
    Certainty,
    OpinionContent,
    OpinionDiagnosis,
    OpinionFindings,
    ReferralAdvice,
)
from telemed.domain.people import Sex
from telemed.domain.request_form import (
    CodeSystem,
    Diagnosis,
    Findings,
    History,
    Question,
    RequestForm,
    Setting,
    Stay,
    Target,
    Urgency,
    VitalSigns,
)

if TYPE_CHECKING:
    from telemed.demo.chance import Chance

FILE = Path(__file__).parent / "stories.toml"


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the specialist says in a story."""

    findings: str
    diagnoses: tuple[tuple[str, str, str], ...]
    """Text, ICD-10 code, certainty."""
    referral: tuple[str, str, str]
    """Direction, where, urgency."""
    treatment: str
    follow_up: str
    image: str = ""
    ecg: str = ""
    differential: str = ""
    tests: str = ""
    medication: str = ""
    procedure: str = ""
    observation: str = ""


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One invented course of disease."""

    id: str
    speciality: str
    required_title: str
    ages: tuple[int, int]
    complaint: str
    present: str
    past: str
    allergies: str
    family: str
    summary: str
    examination: str
    treatment: str
    reason: str
    purpose: str
    wished_time: str
    diagnoses: tuple[tuple[str, str], ...]
    vitals: VitalSigns
    opinion: Said
    sex: Sex | None = None


def read_stories() -> dict[str, Story]:
    """Read all stories by id."""
    with FILE.open("rb") as file:
        raw = tomllib.load(file)["story"]
    stories: list[Story] = msgspec.convert(raw, list[Story])
    return {story.id: story for story in stories}


def request_form(story: Story, chance: Chance, *, callback_phone: str) -> RequestForm:
    """Fill the form in as the requesting doctor did."""
    complaint = story.complaint.format(days=chance.whole(2, 12), hours=chance.whole(2, 6))
    diagnoses = tuple(
        Diagnosis(text=text, code=code, system=CodeSystem.ICD10) for text, code in story.diagnoses
    )
    return RequestForm(
        target=Target(speciality=story.speciality, required_title=story.required_title),
        stay=Stay(setting=Setting.OUTPATIENT),
        history=History(
            chief_complaint=complaint,
            present_history=story.present,
            past_history=story.past,
            allergies=story.allergies,
            family_history=story.family,
        ),
        findings=Findings(
            summary=story.summary,
            vital_signs=story.vitals,
            examination=story.examination,
            preliminary_diagnoses=diagnoses,
            treatment=story.treatment,
        ),
        question=Question(
            reason=story.reason,
            purpose=story.purpose,
            wished_time=story.wished_time,
            callback_phone=callback_phone,
        ),
    )


def opinion_content(story: Story) -> OpinionContent:
    """What the specialist writes in the end."""
    said = story.opinion
    direction, where, urgency = said.referral
    return OpinionContent(
        findings=OpinionFindings(
            findings=said.findings,
            image_findings=said.image,
            ecg_findings=said.ecg,
            diagnoses=tuple(
                OpinionDiagnosis(text=text, code=code, certainty=Certainty(certainty))
                for text, code, certainty in said.diagnoses
            ),
            differential=said.differential,
        ),
        advice=Advice(
            tests=said.tests,
            treatment=said.treatment,
            medication=said.medication,
            procedure=said.procedure,
            observation=said.observation,
            referral=ReferralAdvice(
                direction=ReferralDirection(direction), where=where, urgency=Urgency(urgency)
            ),
            follow_up=said.follow_up,
        ),
    )
