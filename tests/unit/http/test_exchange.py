"""A body or query that is wrong is refused with the path of the field."""

from __future__ import annotations

import msgspec
import pytest
from aiohttp.test_utils import make_mocked_request

from telemed.http.exchange import invalid, path_number, read_query
from telemed.http.faults import Unprocessable
from telemed.wire.http_cases import CreateConsultation, WorklistQuery
from telemed.wire.http_scheduling import CalendarQuery, SpecialistQuery

PATIENT = "01890000-0000-7000-8000-000000000000"


def field_of(raw: str) -> str | None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(raw, type=CreateConsultation)
    return invalid("body_invalid", caught.value).body.field


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        ("{}", "patientId"),
        ('{"patientId": 3}', "patientId"),
        (f'{{"patientId": "{PATIENT}", "colour": 1}}', "colour"),
        (
            f'{{"patientId": "{PATIENT}", "form": {{"vitalSigns": {{"pulsePerMin": -1}}}}}}',
            "form.vitalSigns.pulsePerMin",
        ),
        (
            f'{{"patientId": "{PATIENT}", "form": {{"preliminaryDiagnoses": [{{}}]}}}}',
            "form.preliminaryDiagnoses[0].text",
        ),
        ("[]", None),
    ],
)
def test_the_field_at_fault_is_named(raw: str, field: str | None) -> None:
    assert field_of(raw) == field


def test_a_query_is_read_into_its_types() -> None:
    query = read_query(make_mocked_request("GET", "/?view=triage&page=3&q="), WorklistQuery)
    assert (query.view, query.page, query.q) == ("triage", 3, None)
    span = read_query(
        make_mocked_request("GET", "/?from=2026-11-25T00:00:00Z&to=2026-11-26T00:00:00%2B08:00"),
        CalendarQuery,
    )
    assert span.from_.isoformat() == "2026-11-25T00:00:00+00:00"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=x", "page"),
        ("view=none", "view"),
        ("page=1&page=2", "page"),
        ("colour=red", "colour"),
        ("q=" + "x" * 201, "q"),
    ],
)
def test_a_wrong_parameter_is_named(query: str, field: str) -> None:
    with pytest.raises(Unprocessable) as caught:
        read_query(make_mocked_request("GET", f"/?{query}"), WorklistQuery)
    assert caught.value.body.field == field


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(Unprocessable):
        read_query(make_mocked_request("GET", "/?from=2026-11-25T00:00:00"), SpecialistQuery)


@pytest.mark.parametrize("text", ["0", "-1", "x", "1e3", "٣", "9" * 12])
def test_a_number_of_the_path_counts_from_one(text: str) -> None:
    with pytest.raises(Unprocessable):
        path_number(make_mocked_request("GET", "/", match_info={"number": text}), "number")
