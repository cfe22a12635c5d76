"""The region has exactly the institutions of the table, under names of their own."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from telemed.demo.chance import Chance
from telemed.demo.region import Region, build_region, district_counts
from telemed.demo.staff import PASSWORD, PEOPLE, build_staff
from telemed.domain.facility import FacilityType, Tier
from telemed.domain.roles import Role

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def region() -> Region:
    return build_region(Chance("test"), NOW)


def test_there_are_nine_districts_and_1723_institutions(region: Region) -> None:
    assert len(district_counts()) == 9
    assert len(region.facilities) == 1723
    assert sum(row.total for row in district_counts()) == 1723


def test_every_district_has_what_the_table_counts(region: Region) -> None:
    found = Counter((one.place.division_name, one.type) for one in region.facilities)
    for row in district_counts():
        assert sum(row.by_type.values()) == row.total
        for kind, count in row.by_type.items():
            assert found[row.district, kind] == count, (row.district, kind)


def test_names_and_codes_do_not_repeat(region: Region) -> None:
    assert len({one.code for one in region.facilities}) == 1723
    assert len({(one.place.division_code, one.name) for one in region.facilities}) == 1723
    assert len({one.id for one in region.facilities}) == 1723


def test_parents_stand_before_the_institutions_they_guide(region: Region) -> None:
    seen = set()
    for one in region.facilities:
        assert one.place.parent_id is None or one.place.parent_id in seen
        seen.add(one.id)
    villages = [one for one in region.facilities if one.type is FacilityType.VILLAGE_CLINIC]
    with_parent = [one for one in villages if one.place.parent_id]
    assert len(with_parent) == len(villages)
    assert all(one.tier is Tier.VILLAGE for one in villages)


def test_hospitals_have_departments_with_specialities(region: Region) -> None:
    holders = {one.facility_id for one in region.departments}
    hospitals = [one for one in region.facilities if one.type is FacilityType.GENERAL_HOSPITAL]
    assert all(one.id in holders for one in hospitals)
    assert all(one.specialities for one in region.departments)


def test_some_forty_people_hold_every_role(region: Region) -> None:
    staff = build_staff(region, Chance("test"), NOW)
    assert 38 <= len(staff.members) == len(PEOPLE) <= 45
    assert all(staff.with_role(role) for role in Role)
    assert len(PASSWORD) >= 10
