"""The request form: flat on the wire, grouped in the domain."""

from __future__ import annotations

from telemed.domain import request_form as domain
from telemed.domain.ids import FacilityId
from telemed.wire import http_form as wire


def form_from(form: wire.RequestForm) -> domain.RequestForm:
    """Group what a client sent."""
    facility = form.target_facility_id
    return domain.RequestForm(
        target=domain.Target(
            speciality=form.speciality.strip(),
            required_title=form.required_title.strip(),
            facility_id=FacilityId(facility) if facility else None,
        ),
        stay=domain.Stay(
            setting=form.setting,
            inpatient_number=form.inpatient_number,
            ward=form.ward,
            bed=form.bed,
            admitted_at=form.admitted_at,
        ),
        history=domain.History(
            chief_complaint=form.chief_complaint,
            present_history=form.present_history,
            past_history=form.past_history,
            allergies=form.allergies,
            family_history=form.family_history,
        ),
        findings=_findings_from(form),
        question=domain.Question(
            reason=form.reason,
            purpose=form.purpose,
            wished_time=form.wished_time,
            interpreter=form.interpreter,
            callback_phone=form.callback_phone,
        ),
    )


def _findings_from(form: wire.RequestForm) -> domain.Findings:
    signs = form.vital_signs
    return domain.Findings(
        summary=form.summary,
        vital_signs=domain.VitalSigns(
            temperature_c=signs.temperature_c,
            pulse_per_min=signs.pulse_per_min,
            respiration_per_min=signs.respiration_per_min,
            systolic_mmhg=signs.systolic_mmhg,
            diastolic_mmhg=signs.diastolic_mmhg,
            oxygen_saturation_percent=signs.oxygen_saturation_percent,
            weight_kg=signs.weight_kg,
        ),
        examination=form.examination,
        preliminary_diagnoses=tuple(
            domain.Diagnosis(text=one.text, code=one.code, system=one.system)
            for one in form.preliminary_diagnoses
        ),
        treatment=form.treatment,
    )


def form_body(form: domain.RequestForm) -> wire.RequestForm:
    """Flatten for the client."""
    target, stay, history = form.target, form.stay, form.history
    findings, question = form.findings, form.question
    return wire.RequestForm(
        speciality=target.speciality,
        required_title=target.required_title,
        target_facility_id=target.facility_id,
        setting=stay.setting,
        inpatient_number=stay.inpatient_number,
        ward=stay.ward,
        bed=stay.bed,
        admitted_at=stay.admitted_at,
        chief_complaint=history.chief_complaint,
        present_history=history.present_history,
        past_history=history.past_history,
        allergies=history.allergies,
        family_history=history.family_history,
        summary=findings.summary,
        vital_signs=_signs_body(findings.vital_signs),
        examination=findings.examination,
        preliminary_diagnoses=tuple(
            wire.Diagnosis(text=one.text, code=one.code, system=one.system)
            for one in findings.preliminary_diagnoses
        ),
        treatment=findings.treatment,
        reason=question.reason,
        purpose=question.purpose,
        wished_time=question.wished_time,
        interpreter=question.interpreter,
        callback_phone=question.callback_phone,
    )


def _signs_body(signs: domain.VitalSigns) -> wire.VitalSigns:
    return wire.VitalSigns(
        temperature_c=signs.temperature_c,
        pulse_per_min=signs.pulse_per_min,
        respiration_per_min=signs.respiration_per_min,
        systolic_mmhg=signs.systolic_mmhg,
        diastolic_mmhg=signs.diastolic_mmhg,
        oxygen_saturation_percent=signs.oxygen_saturation_percent,
        weight_kg=signs.weight_kg,
    )
