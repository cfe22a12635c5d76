"""Endpoint x person x case: whoever the access table does not name is refused, everybody else gets through.

What is expected comes from the relations that the region was built with and the domain's table, not from the
edge or the services. A route without a probe fails.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from telemed.domain.access import Relation, may
from telemed.domain.ids import ConsultationId
from telemed.domain.materials import Attachment, Ecg, Series
from telemed.wire.routes import ROUTES, Reach, Route
from tests.integration.http.conftest import World, as_
from tests.support.probes import MATERIALS, PROBES, UPLOAD, Case, Probe, announcing
from tests.support.region import CAST, DRAFT, ISSUED, OFFERED, PATIENT_NAME, PLANNED
from tests.support.tus_client import TusClient

if TYPE_CHECKING:
    from collections.abc import Mapping

OWN = [route for route in ROUTES if route.provider == "telemed"]
REFUSED = frozenset({401, 403, 404, 429})
R = Relation
ANYBODY = {
    DRAFT: set[R](),
    OFFERED: {R.CENTRE, R.REGION},
    PLANNED: {R.CENTRE, R.REGION, R.AUDIENCE},
    ISSUED: {R.CENTRE, R.REGION, R.SAMPLE},
}
"""Relations that everybody has to a case; the role decides what they are worth."""
PERSONAL = {
    **{("doctor", case): {R.OWN} for case in ANYBODY},
    ("asked", OFFERED): {R.OFFERED},
    ("expert", PLANNED): {R.INVITED},
    ("expert", ISSUED): {R.INVITED},
}
TAKING_PART = (1, 3)
"""Facilities that requested the cases, and from which a specialist was invited."""


def relations(name: str, case: Case) -> frozenset[Relation]:
    """How someone stands to a case. Without a case: whatever a list could be opened by."""
    if case is None:
        return frozenset(set(R) - {R.INVITED, R.OFFERED})
    found = {R.ANY, *ANYBODY[case], *PERSONAL.get((name, case), ())}
    if case != DRAFT and CAST[name].facility in TAKING_PART:
        found.add(R.FACILITY)
    return frozenset(found)


def is_expected(route: Route, probe: Probe, name: str, case: Case) -> bool:
    if route.access.reach is not Reach.OPEN and CAST[name].role not in route.access.roles:
        return False
    if probe.expected is not None:
        return probe.expected(name)
    assert probe.action is not None
    return may(CAST[name].actor(), probe.action, relations(name, case))


async def found_materials(world: World) -> dict[str, str]:
    """Ids and UIDs of what the issued case holds."""
    found: dict[str, str] = {"frame": "1"}
    for material in await world.services.materials.of_case(CAST["doctor"].actor(), ConsultationId(ISSUED)):
        match material:
            case Series():
                found |= {"studyUid": material.study.study_uid, "seriesUid": material.series_uid}
            case Ecg():
                found |= {"ecgId": material.id}
            case Attachment():
                found |= {"attachmentId": material.id, "materialId": material.id}
    doctor = CAST["doctor"].actor()
    images = await world.services.materials.instances(doctor, found["studyUid"], found["seriesUid"])
    return {**found, "instanceUid": images[0].sop_instance_uid}


async def begun_upload(world: World) -> dict[str, str]:
    begun = await TusClient(world.browser, as_("doctor"), DRAFT).announce(10)
    return {"uploadId": begun.headers["Location"].rpartition("/")[2]}


async def paths_of(world: World, probe: Probe, case: Case) -> Mapping[str, str]:
    if probe.needs == MATERIALS:
        return await found_materials(world)
    return await begun_upload(world) if probe.needs == UPLOAD else probe.paths(case)


def address(route: Route, paths: Mapping[str, str]) -> str:
    path = route.path
    for name, value in paths.items():
        path = path.replace("{" + name + "}", value)
    assert "{" not in path, path
    return path


def test_every_route_has_a_probe() -> None:
    assert set(PROBES) == {route.name for route in OWN}


@pytest.mark.parametrize("route", OWN, ids=lambda route: route.name)
async def test_access(world: World, route: Route) -> None:
    probe = PROBES[route.name]
    for case in probe.cases:
        for name in CAST:
            paths = await paths_of(world, probe, case)
            answer = await world.browser.request(
                route.method,
                address(route, paths),
                params=dict(probe.query),
                json=probe.body,
                headers={
                    **as_(name),
                    **probe.headers,
                    **(announcing(case) if route.name == "createUpload" else {}),
                },
            )
            expected = is_expected(route, probe, name, case)
            said = await answer.text(errors="replace")
            got_through = answer.status not in REFUSED
            assert got_through == expected, (name, case, answer.status, said)
            assert answer.status < 500, (name, case, said)
            assert expected or PATIENT_NAME not in said, (name, case)


@pytest.mark.parametrize("path", ["/api/consultations", "/api/consultations.csv"])
async def test_lists_for_the_region_name_no_patient(world: World, path: str) -> None:
    answer = await world.browser.get(path, headers=as_("region"))
    said = await answer.text()
    assert "HZ150299" in said
    assert PATIENT_NAME not in said


async def test_reading_and_refusals_are_audited(world: World) -> None:
    await world.browser.get(f"/api/consultations/{ISSUED}", headers=as_("doctor"))
    await world.browser.get(f"/api/consultations/{ISSUED}", headers=as_("stranger"))
    trail = await (await world.browser.get("/api/audit", headers=as_("auditor"))).json()
    rows = [(row["actorName"], row["isAllowed"]) for row in trail["items"] if row["consultationId"] == ISSUED]
    assert ("doctor", True) in rows
    assert ("stranger", False) in rows
