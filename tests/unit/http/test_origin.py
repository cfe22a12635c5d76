"""Unsafe requests need the origin, the fetch site and the mark to be right."""

from __future__ import annotations

import pytest

from telemed.http.origin import fault_of, own_origins

OWN = own_origins("localhost:8080", {"https://hz.example"}, is_secure=False)
MARKED = {"X-Telemed": "1"}


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_an_unsafe_request_without_the_mark_is_refused(method: str) -> None:
    assert fault_of(method, {}, OWN) == "mark_missing"
    assert fault_of(method, {"X-Telemed": "0"}, OWN) == "mark_missing"
    assert fault_of(method, MARKED, OWN) is None


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:8081", "https://hz.example.evil.example"]
)
def test_another_origin_is_refused_even_with_the_mark(origin: str) -> None:
    assert fault_of("POST", {**MARKED, "Origin": origin}, OWN) == "origin_refused"


@pytest.mark.parametrize("origin", ["http://localhost:8080", "https://hz.example"])
def test_own_origins_pass(origin: str) -> None:
    assert fault_of("POST", {**MARKED, "Origin": origin}, OWN) is None


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_browser_that_says_cross_site_is_refused(site: str) -> None:
    assert fault_of("POST", {**MARKED, "Sec-Fetch-Site": site}, OWN) == "origin_refused"


def test_reading_needs_no_mark() -> None:
    assert fault_of("GET", {"Origin": "https://evil.example"}, OWN) is None


def test_a_page_that_came_over_plain_http_may_not_call_a_secure_service() -> None:
    secure = own_origins("hz.example", (), is_secure=True)
    assert fault_of("POST", {**MARKED, "Origin": "http://hz.example"}, secure) == "origin_refused"
    assert fault_of("POST", {**MARKED, "Origin": "https://hz.example"}, secure) is None
