"""The rows of both parts of the form, as label and text. No layout here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telemed.domain.consultation import ReferralDirection
from telemed.domain.patient import IdentifierSystem, age_text
from telemed.domain.request_form import CodeSystem, Mode
from telemed.reports.words import (
    CERTAINTY,
    MODE,
    NOTHING,
    REFERRAL,
    SETTING,
    SEX,
    URGENCY,
    moment,
    vital_signs,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telemed.domain.opinion import OpinionContent, OpinionDiagnosis, ReferralAdvice
    from telemed.domain.patient import Patient
    from telemed.domain.request_form import Diagnosis, RequestForm
    from telemed.reports.paper import OpinionPaper

Rows = list[tuple[str, str]]
NUMBER_WORDS = {
    IdentifierSystem.CITIZEN_ID: "身份证号",
    IdentifierSystem.PASSPORT: "护照号",
    IdentifierSystem.TEMPORARY: "临时号",
}


def request_rows(paper: OpinionPaper) -> tuple[Rows, Rows]:
    """Part one: facts in pairs, then the texts. Facts without a value show a dash, texts are left out."""
    case, form = paper.consultation, paper.consultation.form
    pairs = [
        ("会诊编号", case.number),
        ("类型", f"{URGENCY[case.terms.urgency]} · {MODE[case.terms.mode]}"),
        *_patient_pairs(paper.patient, paper),
        ("就诊类型", SETTING[form.stay.setting]),
        ("住院号/病区/床号", _joined((form.stay.inpatient_number, form.stay.ward, form.stay.bed))),
        ("申请机构", paper.requester.facility),
        ("申请科室", paper.requester.department or NOTHING),
        ("申请医师", _joined((paper.requester.practitioner, paper.requester.title), " ")),
        ("联系电话", paper.requester.phone or form.question.callback_phone or NOTHING),
        ("拟邀专业", paper.speciality or form.target.speciality or NOTHING),
        ("职称要求", form.target.required_title or NOTHING),
    ]
    return pairs, _written([*_history_rows(form), ("附送资料", "；".join(paper.materials))])


def _patient_pairs(patient: Patient, paper: OpinionPaper) -> Rows:
    number = next(iter(patient.identifiers), None)
    name = NUMBER_WORDS.get(number.system, "证件号") if number else "身份证号"
    submitted = paper.consultation.course.milestones.submitted_at or paper.signed_at
    return [
        ("患者姓名", patient.name),
        ("性别", SEX[patient.sex]),
        ("年龄", age_text(patient.birth_date, submitted) or NOTHING),
        (name, number.masked if number else NOTHING),
    ]


def _history_rows(form: RequestForm) -> Rows:
    history, findings, question = form.history, form.findings, form.question
    return [
        ("主诉", history.chief_complaint),
        ("现病史", history.present_history),
        ("既往史", history.past_history),
        ("过敏史", history.allergies),
        ("家族史", history.family_history),
        ("病历摘要", findings.summary),
        ("生命体征", vital_signs(findings.vital_signs)),
        ("体格检查", findings.examination),
        ("初步诊断", "；".join(_diagnosis(one) for one in findings.preliminary_diagnoses)),
        ("诊疗经过", findings.treatment),
        ("会诊原因", question.reason),
        ("会诊目的", question.purpose),
        ("期望时间", question.wished_time),
    ]


def _diagnosis(diagnosis: Diagnosis) -> str:
    code = f"（{diagnosis.code}）" if diagnosis.code and diagnosis.system is not CodeSystem.NONE else ""
    return diagnosis.text + code


def opinion_rows(paper: OpinionPaper) -> tuple[Rows, Rows]:
    """Part two: who and when in pairs, then the opinion."""
    session = paper.session
    when = f"{moment(session.start)} 至 {moment(session.end)[-5:]}" if session else moment(paper.signed_at)
    pairs = [
        ("会诊编号", paper.consultation.number),
        ("患者姓名", paper.patient.name),
        ("会诊机构", paper.expert.facility),
        ("会诊科室", paper.expert.department or NOTHING),
        ("会诊医师", _joined((paper.expert.practitioner, paper.expert.title), " ")),
        ("会诊时间", when),
        ("会诊方式", MODE[Mode.LIVE if session else paper.consultation.terms.mode]),
        ("版本", f"第 {paper.version.number} 版"),
    ]
    rows = _content_rows(paper.version.content)
    if paper.version.amended_because:
        rows.append(("修订原因", paper.version.amended_because))
    return pairs, rows


def _content_rows(content: OpinionContent) -> Rows:
    findings, advice = content.findings, content.advice
    evidence = "；".join(one.note for one in content.evidence if one.note)
    return _written(
        [
            ("会诊所见", findings.findings),
            ("影像所见", findings.image_findings),
            ("心电图所见", findings.ecg_findings),
            ("诊断意见", _numbered(findings.diagnoses)),
            ("鉴别诊断", findings.differential),
            ("检查建议", advice.tests),
            ("治疗建议", advice.treatment),
            ("用药建议", advice.medication),
            ("操作建议", advice.procedure),
            ("观察要点", advice.observation),
            ("转诊建议", _referral(advice.referral)),
            ("随访", advice.follow_up),
            ("带教要点", advice.teaching_points),
            ("依据", evidence),
        ]
    )


def _numbered(diagnoses: Sequence[OpinionDiagnosis]) -> str:
    return "\n".join(
        f"{place}. {one.text}{f'（{one.code}）' if one.code else ''}　{CERTAINTY[one.certainty]}"
        for place, one in enumerate(diagnoses, 1)
    )


def _referral(advice: ReferralAdvice) -> str:
    if advice.direction is ReferralDirection.NONE:
        return REFERRAL[advice.direction]
    return _joined((REFERRAL[advice.direction], advice.where, URGENCY[advice.urgency]), "　")


def signature_lines(paper: OpinionPaper) -> list[str]:
    """Who signed what, and how to check it."""
    signature = paper.version.signature
    return [
        f"会诊医师（电子签名）：{paper.expert.practitioner}　{paper.expert.title}",
        f"会诊机构：{paper.expert.facility}　{paper.expert.department}",
        f"签名时间：{moment(signature.signed_at)}",
        f"签名算法：{signature.algorithm}　密钥编号：{signature.key_id}",
        f"验证码：{paper.verification_code}",
    ]


def _written(rows: Rows) -> Rows:
    return [(name, text) for name, text in rows if text.strip()]


def _joined(parts: Sequence[str], by: str = " / ") -> str:
    return by.join(part for part in parts if part) or NOTHING
