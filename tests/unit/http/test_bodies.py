"""What a client saved is what it reads again; what the store holds is shown without loss."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telemed.domain.consultation import ReferralDirection
from telemed.domain.ids import AccountId, ConsultationId, UploadId
from telemed.domain.materials import Upload, UploadName, UploadResult, UploadState
from telemed.domain.opinion import Certainty
from telemed.domain.request_form import CodeSystem, Setting, Urgency
from telemed.http.form_bodies import form_body, form_from
from telemed.http.material_bodies import read_da, readable_dt, upload_body
from telemed.http.opinion_bodies import content_body, content_from
from telemed.wire import http_form, http_opinions

TEXT = st.text(max_size=20)
MOMENT = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SIGNS = st.builds(
    http_form.VitalSigns,
    temperature_c=st.none() | st.floats(30, 42),
    pulse_per_min=st.none() | st.integers(0, 200),
    oxygen_saturation_percent=st.none() | st.integers(0, 100),
)
FORMS = st.builds(
    http_form.RequestForm,
    target_facility_id=st.none() | st.uuids().map(str),
    setting=st.sampled_from(Setting),
    admitted_at=st.none() | MOMENT,
    chief_complaint=TEXT,
    present_history=TEXT,
    past_history=TEXT,
    allergies=TEXT,
    family_history=TEXT,
    summary=TEXT,
    vital_signs=SIGNS,
    examination=TEXT,
    preliminary_diagnoses=st.lists(
        st.builds(http_form.Diagnosis, text=TEXT, code=TEXT, system=st.sampled_from(CodeSystem)), max_size=3
    ).map(tuple),
    treatment=TEXT,
    reason=TEXT,
    purpose=TEXT,
    wished_time=TEXT,
    interpreter=TEXT,
    callback_phone=TEXT,
    ward=TEXT,
    bed=TEXT,
    inpatient_number=TEXT,
)
OPINION_TEXTS = (
    "findings", "image_findings", "ecg_findings", "differential", "tests", "treatment", "medication",
    "procedure", "observation", "follow_up", "teaching_points",
)  # fmt: skip
CONTENTS = st.builds(
    http_opinions.OpinionContent,
    **dict.fromkeys(OPINION_TEXTS, TEXT),
    diagnoses=st.lists(
        st.builds(http_opinions.OpinionDiagnosis, text=TEXT, code=TEXT, certainty=st.sampled_from(Certainty)),
        max_size=3,
    ).map(tuple),
    referral=st.builds(
        http_opinions.ReferralAdvice,
        direction=st.sampled_from(ReferralDirection),
        where=TEXT,
        urgency=st.sampled_from(Urgency),
    ),
    evidence=st.lists(
        st.builds(
            http_opinions.Evidence,
            material_id=st.uuids().map(str),
            sop_instance_uid=st.none() | st.just("1.2.3"),
            frame=st.none() | st.integers(1, 9),
            annotation_uid=st.none() | st.just("mark-0001"),
            session_seq=st.none() | st.integers(1, 9),
            note=TEXT,
        ),
        max_size=2,
    ).map(tuple),
)


FULL_FORM: dict[str, object] = {
    "speciality": "心内科", "requiredTitle": "主任医师", "inpatientNumber": "1", "ward": "2", "bed": "3",
    "chiefComplaint": "胸痛", "presentHistory": "4", "pastHistory": "5", "allergies": "6",
    "familyHistory": "7",
    "summary": "8", "examination": "9", "treatment": "10", "reason": "11", "purpose": "12",
    "wishedTime": "13", "interpreter": "14", "callbackPhone": "15",
    "targetFacilityId": "01890000-0000-7000-8000-000000000000",
    "setting": "inpatient",
    "admittedAt": "2026-11-25T08:00:00Z",
    "vitalSigns": {
        "temperatureC": 36.6,
        "pulsePerMin": 80,
        "respirationPerMin": 16,
        "systolicMmhg": 120,
        "diastolicMmhg": 80,
        "oxygenSaturationPercent": 98,
        "weightKg": 70,
    },
    "preliminaryDiagnoses": [{"text": "肺结节", "code": "R91", "system": "icd10"}],
}  # fmt: skip


@given(FORMS)
def test_a_form_comes_back_as_it_was_sent(form: http_form.RequestForm) -> None:
    assert form_body(form_from(form)) == form


@given(CONTENTS)
def test_an_opinion_comes_back_as_it_was_sent(content: http_opinions.OpinionContent) -> None:
    assert content_body(content_from(content)) == content


def test_a_filled_form_loses_no_field() -> None:
    """Every field differs from its default, so that a forgotten one shows."""
    full = msgspec.convert(FULL_FORM, http_form.RequestForm)
    fields = msgspec.structs.fields(http_form.RequestForm)
    assert all(getattr(full, field.name) != field.default for field in fields)
    assert form_body(form_from(full)) == full


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20201231", date(2020, 12, 31)),
        ("", None),
        ("2020-12-31", None),
        ("20201301", None),
        ("20200230", None),
    ],
)
def test_a_dicom_date_is_read_or_unknown(text: str, day: date | None) -> None:
    assert read_da(text) == day


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("20130522122116", "2013-05-22T12:21:16"),
        ("201305221221", "2013-05-22T12:21:00"),
        ("20130522122116.123456+0800", "2013-05-22T12:21:16"),
        ("20130522", "2013-05-22"),
        ("", ""),
        ("noon", ""),
    ],
)
def test_a_dicom_moment_is_shown_without_inventing_a_zone(text: str, shown: str) -> None:
    assert readable_dt(text) == shown


def upload(state: UploadState, result: UploadResult | None = None) -> Upload:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    return Upload(
        id=UploadId("u"),
        consultation_id=ConsultationId("c"),
        account_id=AccountId("a"),
        name=UploadName(filename="ct.dcm", size_bytes=10),
        state=state,
        result=result or UploadResult(),
        created_at=now,
        expires_at=now + timedelta(days=1),
    )


def test_an_upload_tells_its_progress_and_why_it_was_refused() -> None:
    assert upload_body(upload(UploadState.RECEIVING), 4).received_bytes == 4
    assert upload_body(upload(UploadState.RECEIVING), None).received_bytes == 0
    refused = upload_body(
        upload(UploadState.REFUSED, UploadResult(code="truncated", message="It ends too early.")), None
    )
    assert refused.received_bytes == 10
    assert refused.error is not None
    assert refused.error.code == "truncated"
