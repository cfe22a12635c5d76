"""The two parts of the form, readable by machine, the same bytes each time."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pypdf import PdfReader

from telemed.domain.consultation import Consultation, Course, Milestones, Origin, Terms
from telemed.domain.consultation_states import State
from telemed.domain.ids import (
    AccountId,
    ConsultationId,
    FacilityId,
    PatientId,
    PractitionerId,
)
from telemed.domain.opinion import (
    Advice,
    Certainty,
    OpinionContent,
    OpinionDiagnosis,
    OpinionFindings,
    OpinionVersion,
    Signature,
    VersionState,
)
from telemed.domain.patient import IdentifierSystem, Patient, PatientIdentifier
from telemed.domain.people import Sex
from telemed.domain.request_form import Findings, History, Question, RequestForm, Target, VitalSigns
from telemed.domain.scheduling import Span
from telemed.reports.opinion_pdf import OpinionPrinter
from telemed.reports.paper import OpinionPaper, Party

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def printer() -> OpinionPrinter:
    return OpinionPrinter()


def paper(findings: str = "心界不大，未闻及杂音。") -> OpinionPaper:
    form = RequestForm(
        target=Target(speciality="心血管内科", required_title="副主任医师"),
        history=History(chief_complaint="反复胸闷<3天", present_history="活动后加重，休息后缓解。"),
        findings=Findings(
            summary="男性，六十二岁。", vital_signs=VitalSigns(systolic_mmhg=148, diastolic_mmhg=92)
        ),
        question=Question(reason="诊断不明", purpose="是否需要转诊？"),
    )
    case = Consultation(
        id=ConsultationId("c"),
        number="HZ99010020260302" + "00007",
        state=State.OPINION_ISSUED,
        patient_id=PatientId("p"),
        terms=Terms(),
        origin=Origin(
            facility_id=FacilityId("f"), practitioner_id=PractitionerId("d"), account_id=AccountId("a")
        ),
        form=form,
        course=Course(milestones=Milestones(created_at=NOON, updated_at=NOON, submitted_at=NOON)),
    )
    number = PatientIdentifier(IdentifierSystem.CITIZEN_ID, "990100196403021234")
    patient = Patient(
        id=PatientId("p"), name="㛃小明", sex=Sex.MALE, birth_date=date(1964, 3, 2), identifiers=(number,)
    )
    return OpinionPaper(
        consultation=case,
        patient=patient,
        requester=Party(
            facility="萨拉齐镇中心卫生院", department="全科", practitioner="王医生", title="主治医师"
        ),
        expert=Party(facility="市中心医院", department="心血管内科", practitioner="周教授", title="主任医师"),
        version=version(findings),
        materials=("12导联心电图",),
        session=Span(NOON, NOON + timedelta(minutes=25)),
    )


def version(findings: str) -> OpinionVersion:
    content = OpinionContent(
        findings=OpinionFindings(
            findings=findings,
            diagnoses=(OpinionDiagnosis(text="冠心病", code="I25.1", certainty=Certainty.PROBABLE),),
        ),
        advice=Advice(treatment="卧床休息，低盐饮食。", follow_up="一周后复诊。"),
    )
    signature = Signature(
        practitioner_id=PractitionerId("x"),
        signed_at=NOON + timedelta(hours=1),
        algorithm="ed25519",
        key_id="0123456789abcdef",
        public_key=b"",
        value=b"",
    )
    return OpinionVersion(
        number=1,
        state=VersionState.ISSUED,
        content=content,
        canonical=b"{}",
        content_hash="ab12cd34ef56ab12" + "0" * 48,
        signature=signature,
        issued_at=NOON + timedelta(hours=1),
    )


def pages(pdf: bytes) -> list[str]:
    """Text of each page without blanks: lines break anywhere in Chinese."""
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_the_request_and_the_opinion_stand_on_separate_pages(printer: OpinionPrinter) -> None:
    first, second = pages(printer.render(paper()))
    for text in (
        "远程会诊申请单",
        "㛃小明",
        "反复胸闷<3天",
        "是否需要转诊？",
        "血压148/92mmHg",
        "王医生",
        "12导联心电图",
    ):
        assert text in first
    for text in ("远程会诊意见书", "冠心病（I25.1）考虑", "卧床休息", "周教授", "市中心医院", "第1版"):
        assert text in second
    assert "冠心病" not in first


def test_the_signature_its_time_and_the_verification_code_are_printed(printer: OpinionPrinter) -> None:
    _, second = pages(printer.render(paper()))
    assert "签名时间：2026年03月02日13:00" in second, "in the region's time"
    assert "验证码：AB12-CD34-EF56-AB12" in second
    assert "会诊时间2026年03月02日12:00至12:25" in second
    assert "ed25519" in second


def test_the_citizen_id_is_masked(printer: OpinionPrinter) -> None:
    text = "".join(pages(printer.render(paper())))
    assert "990*************34" in text
    assert "990100196403021234" not in text


def test_the_same_version_prints_to_the_same_bytes(printer: OpinionPrinter) -> None:
    assert printer.render(paper()) == printer.render(paper())
    assert printer.render(paper()) == OpinionPrinter().render(paper())


def test_an_amended_version_says_why(printer: OpinionPrinter) -> None:
    one = paper()
    amended = replace(one, version=replace(one.version, number=2, amended_because="补充冠脉造影结果"))
    text = "".join(pages(printer.render(amended)))
    assert "修订原因补充冠脉造影结果" in text
    assert "第2版" in text


def test_long_texts_run_over_pages_and_lose_nothing(printer: OpinionPrinter) -> None:
    long = "".join(f"第{n}句所见。" for n in range(1200))
    text = pages(printer.render(paper(long)))
    assert len(text) > 3
    body = "".join(text)
    assert all(f"第{n}句" in body for n in (0, 599, 1199))


def test_fonts_are_embedded(printer: OpinionPrinter) -> None:
    page = PdfReader(io.BytesIO(printer.render(paper()))).pages[1]
    fonts = page["/Resources"]["/Font"]  # type: ignore[index]  # a dictionary by the PDF standard
    used = [
        fonts[name].get_object() for name in fonts if "Noto" in str(fonts[name].get_object()["/BaseFont"])
    ]
    assert used
    assert all("/FontFile2" in font["/FontDescriptor"] for font in used)
