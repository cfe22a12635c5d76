"""QIDO answers are DICOM JSON, matched and paged as the standard says."""

from __future__ import annotations

import json

import pytest

from telemed.dicom.inspection import Display
from telemed.domain.ids import ConsultationId, StudyId
from telemed.domain.materials import Study
from telemed.http.dicom_json import study_json, wanted_studies, with_window
from telemed.http.faults import BadRequest


def study(number: int, **facts: str) -> Study:
    return Study(
        id=StudyId(str(number)), consultation_id=ConsultationId("c"), study_uid=f"1.2.{number}", **facts
    )


STUDIES = [
    study_json(study(1, date="20260101", patient_name="刘建国", accession_number="A1")),
    study_json(study(2, date="20260301", patient_name="WANG^GUILAN")),
    study_json(study(3)),
]


def uids(query: dict[str, str]) -> list[object]:
    return [one["0020000D"]["Value"] for one in wanted_studies(STUDIES, query)[0]]


def test_an_unknown_value_is_an_attribute_without_value() -> None:
    assert STUDIES[2]["00080020"] == {"vr": "DA"}
    assert STUDIES[0]["00100010"] == {"vr": "PN", "Value": [{"Alphabetic": "刘建国"}]}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, 3),
        ({"StudyInstanceUID": "1.2.1"}, 1),
        ({"0020000D": "1.2.1,1.2.3"}, 2),
        ({"StudyDate": "20260101-20260201"}, 1),
        ({"StudyDate": "20260201-"}, 1),
        ({"PatientName": "wang*"}, 1),
        ({"PatientName": "刘*"}, 1),
        ({"PatientName": "[w]*"}, 0),
        ({"AccessionNumber": "A1"}, 1),
        ({"includefield": "all", "fuzzymatching": "true"}, 3),
    ],
)
def test_keys_match_as_the_standard_says(query: dict[str, str], found: int) -> None:
    assert len(uids(query)) == found


def test_pages_say_whether_there_is_more() -> None:
    first, has_more = wanted_studies(STUDIES, {"limit": "2"})
    assert (len(first), has_more) == (2, True)
    rest, has_more = wanted_studies(STUDIES, {"limit": "2", "offset": "2"})
    assert (len(rest), has_more) == (1, False)


@pytest.mark.parametrize("value", ["x", "-1", "1e3"])
def test_a_limit_that_is_no_number_is_refused(value: str) -> None:
    with pytest.raises(BadRequest):
        wanted_studies(STUDIES, {"limit": value})


def test_a_computed_window_is_added_only_where_the_file_has_none() -> None:
    display = Display(window_center=40.0, window_width=400.0)
    added = json.loads(with_window(b'{"00080060":{"vr":"CS","Value":["CT"]}}', display))
    assert added["00281050"]["Value"] == [40.0]
    assert added["00281051"]["Value"] == [400.0]
    assert json.loads(with_window(b"{}", display))["00281050"]["Value"] == [40.0]
    own = b'{"00281050":{"vr":"DS","Value":[1]}}'
    assert with_window(own, display) == own
    assert with_window(b"{}", Display()) == b"{}"
