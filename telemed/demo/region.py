"""Facilities and departments of the city, type by type as the statistics count them."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from telemed.demo.place_names import names_of
from telemed.domain.facility import Contact, Department, Facility, FacilityType, Place, Tier
from telemed.domain.ids import DepartmentId, FacilityId

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from telemed.demo.chance import Chance

COUNTS_FILE = Path(__file__).parent / "institutions.csv"
CITY = "包头市"
DIVISIONS = {
    "东河区": "150202", "昆都仑区": "150203", "青山区": "150204", "石拐区": "150205",
    "白云鄂博矿区": "150206", "九原区": "150207", "土默特右旗": "150221", "固阳县": "150222",
    "达尔罕茂明安联合旗": "150223",
}  # fmt: skip
URBAN = frozenset({"东河区", "昆都仑区", "青山区"})
"""Districts whose largest hospitals serve the whole city."""
CITY_WIDE = frozenset(
    {FacilityType.EMERGENCY_CENTRE, FacilityType.BLOOD_CENTRE, FacilityType.STATISTICS_CENTRE,
     FacilityType.CLINICAL_LABORATORY, FacilityType.RESEARCH_INSTITUTE}
)  # fmt: skip
HOSPITAL_TYPES = frozenset(
    {FacilityType.GENERAL_HOSPITAL, FacilityType.TCM_HOSPITAL, FacilityType.INTEGRATED_HOSPITAL,
     FacilityType.ETHNIC_HOSPITAL, FacilityType.SPECIALISED_HOSPITAL, FacilityType.MATERNAL_CHILD}
)  # fmt: skip
GRASSROOTS = {
    FacilityType.TOWNSHIP_HEALTH_CENTRE: Tier.TOWNSHIP,
    FacilityType.COMMUNITY_HEALTH_CENTRE: Tier.TOWNSHIP,
    FacilityType.VILLAGE_CLINIC: Tier.VILLAGE,
    FacilityType.COMMUNITY_HEALTH_STATION: Tier.VILLAGE,
    FacilityType.CLINIC: Tier.TOWNSHIP,
    FacilityType.OUTPATIENT_DEPARTMENT: Tier.TOWNSHIP,
}
UNDER = {
    FacilityType.VILLAGE_CLINIC: FacilityType.TOWNSHIP_HEALTH_CENTRE,
    FacilityType.COMMUNITY_HEALTH_STATION: FacilityType.COMMUNITY_HEALTH_CENTRE,
    FacilityType.TOWNSHIP_HEALTH_CENTRE: FacilityType.GENERAL_HOSPITAL,
    FacilityType.COMMUNITY_HEALTH_CENTRE: FacilityType.GENERAL_HOSPITAL,
}
"""Who guides whom inside a district."""
LARGE_DEPARTMENTS = (
    "神经内科", "心血管内科", "呼吸内科", "消化内科", "内分泌科", "肾内科", "普通外科", "骨科", "神经外科",
    "妇产科", "儿科", "皮肤科", "医学影像科", "超声科", "心电图室", "急诊科", "重症医学科",
)  # fmt: skip
SMALL_DEPARTMENTS = ("内科", "外科", "妇产科", "儿科", "急诊科", "医学影像科")
OWN_DEPARTMENTS = {
    FacilityType.TCM_HOSPITAL: ("中医科", "针灸推拿科", "康复科"),
    FacilityType.ETHNIC_HOSPITAL: ("蒙医科", "蒙医心身医学科"),
    FacilityType.MATERNAL_CHILD: ("妇产科", "儿科"),
}
FLAGSHIP_GRADE = "三级甲等"
COUNTY_GRADE = "二级甲等"


@dataclass(frozen=True, slots=True)
class DistrictCounts:
    """One row of the table: how many institutions of each type."""

    district: str
    total: int
    by_type: dict[FacilityType, int]


@dataclass(frozen=True, slots=True)
class Region:
    """All institutions and their departments."""

    facilities: tuple[Facility, ...]
    departments: tuple[Department, ...]

    def named(self, name: str) -> Facility:
        """Find an institution by its name; the first when districts share it."""
        return next(facility for facility in self.facilities if facility.name == name)

    def department(self, facility_id: FacilityId, name: str) -> Department:
        """Find a department of an institution."""
        return next(one for one in self.departments if one.facility_id == facility_id and one.name == name)


def district_counts() -> list[DistrictCounts]:
    """Read the table of 2015: 9 districts, 1,723 institutions."""
    with COUNTS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    types = [kind for kind in FacilityType if kind.value in rows[0]]
    return [
        DistrictCounts(row["district"], int(row["total"]), {kind: int(row[kind.value]) for kind in types})
        for row in rows
    ]


def build_region(chance: Chance, at: datetime) -> Region:
    """Invent every institution of the table. Parents stand before the institutions they guide."""
    facilities = [one for counts in district_counts() for one in _district(counts, chance, at)]
    departments = [one for facility in facilities for one in _departments(facility, chance, at)]
    return Region(tuple(facilities), tuple(departments))


def _district(counts: DistrictCounts, chance: Chance, at: datetime) -> list[Facility]:
    order = sorted(
        counts.by_type, key=lambda kind: (list(Tier).index(_tier(kind, counts.district, 0)), kind.value)
    )
    made: list[Facility] = []
    for kind in order:
        guides = [one for one in made if one.type is UNDER.get(kind)]
        for place, name in enumerate(names_of(kind, counts.district, counts.by_type[kind])):
            facility = _facility(kind, counts.district, name, place)
            parent = guides[place % len(guides)].id if guides else None
            made.append(
                replace(
                    facility,
                    id=FacilityId(chance.id_at(at)),
                    place=replace(facility.place, parent_id=parent),
                )
            )
    return made


def _facility(kind: FacilityType, district: str, name: str, place: int) -> Facility:
    tier = _tier(kind, district, place)
    division = DIVISIONS[district]
    city_flagship = kind is FacilityType.GENERAL_HOSPITAL and tier is Tier.CITY
    is_hospital = kind in HOSPITAL_TYPES
    grade = FLAGSHIP_GRADE if city_flagship else COUNTY_GRADE if is_hospital and place == 0 else ""
    return Facility(
        id=FacilityId(""),
        code=f"{division}{list(FacilityType).index(kind):02d}{place + 1:04d}",
        name=name,
        short_name=name.removeprefix(district),
        tier=tier,
        type=kind,
        grade=grade,
        place=Place(division_code=division, division_name=district),
        contact=Contact(name="值班室", phone=f"0472-0{int(division) % 100 * 1000 + place:06d}"),
    )


def _tier(kind: FacilityType, district: str, place: int) -> Tier:
    if kind in GRASSROOTS:
        return GRASSROOTS[kind]
    leads_the_city = kind is FacilityType.GENERAL_HOSPITAL and district in URBAN and place == 0
    return Tier.CITY if leads_the_city or kind in CITY_WIDE else Tier.COUNTY


def _departments(facility: Facility, chance: Chance, at: datetime) -> Iterator[Department]:
    for place, name in enumerate(_department_names(facility), 1):
        yield Department(
            id=DepartmentId(chance.id_at(at)),
            facility_id=facility.id,
            code=f"D{place:02d}",
            name=name,
            specialities=(name,),
            phone=facility.contact.phone,
        )


def _department_names(facility: Facility) -> tuple[str, ...]:
    if facility.type is FacilityType.GENERAL_HOSPITAL and facility.grade:
        return LARGE_DEPARTMENTS
    if facility.type is FacilityType.TOWNSHIP_HEALTH_CENTRE:
        return ("全科", "公共卫生科")
    if facility.type is FacilityType.COMMUNITY_HEALTH_CENTRE:
        return ("全科",)
    own = OWN_DEPARTMENTS.get(facility.type, ())
    return (
        (*own, *(name for name in SMALL_DEPARTMENTS if name not in own))
        if facility.type in HOSPITAL_TYPES
        else ()
    )
