"""The named accounts of the demo region. Names, logins and the password are printed in the README."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from telemed.domain.ids import AccountId, PractitionerId
from telemed.domain.people import Account, Practitioner
from telemed.domain.roles import CLINICAL, Role
from telemed.domain.scheduling import DutyHours

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from telemed.demo.chance import Chance
    from telemed.demo.region import Region
    from telemed.domain.facility import Facility

PASSWORD = "telemed-demo"  # noqa: S105  printed in the README, for invented data only
CENTRE = "昆都仑区人民医院"
"""The city's consultation centre works in its largest hospital."""
NORTH = "青山区人民医院"
EAST = "东河区人民医院"
BANNER = "土默特右旗人民医院"
GUYANG = "固阳县人民医院"
MONGOLIAN = "达尔罕茂明安联合旗蒙医医院"
DAMAO = "达尔罕茂明安联合旗人民医院"

DOCTOR = frozenset({Role.REQUESTING_DOCTOR})
EXPERT = frozenset({Role.SPECIALIST})
BOTH = frozenset({Role.REQUESTING_DOCTOR, Role.SPECIALIST})


@dataclass(frozen=True, slots=True)
class Person:
    """Who someone is and where they work."""

    login: str
    name: str
    roles: frozenset[Role]
    facility: str = ""
    """Its name, or district/type/place for one of many; empty for people of the region's administration."""
    title: str = ""
    speciality: str = ""
    """Also the department, where the facility has one of that name."""


def _one(role: Role) -> frozenset[Role]:
    return frozenset({role})


TOWNSHIP_1 = "土默特右旗/township_health_centre/0"
TOWNSHIP_2 = "土默特右旗/township_health_centre/4"
TOWNSHIP_3 = "固阳县/township_health_centre/1"
TOWNSHIP_4 = "达尔罕茂明安联合旗/township_health_centre/2"
VILLAGE_1 = "土默特右旗/village_clinic/0"
VILLAGE_2 = "固阳县/village_clinic/3"
VILLAGE_3 = "达尔罕茂明安联合旗/village_clinic/1"
VILLAGE_4 = "九原区/village_clinic/2"
COMMUNITY_1 = "昆都仑区/community_health_centre/0"
COMMUNITY_2 = "东河区/community_health_centre/5"

PEOPLE = (
    Person("village.li", "李志强", DOCTOR, VILLAGE_1, "乡村医生"),
    Person("village.zhang", "张桂兰", DOCTOR, VILLAGE_2, "乡村医生"),
    Person("village.bai", "白音那", DOCTOR, VILLAGE_3, "乡村医生"),
    Person("village.guo", "郭建国", DOCTOR, VILLAGE_4, "乡村医生"),
    Person("township.wang", "王海燕", DOCTOR, TOWNSHIP_1, "主治医师", "全科"),
    Person("township.zhao", "赵永军", DOCTOR, TOWNSHIP_2, "医师", "全科"),
    Person("township.meng", "孟和", DOCTOR, TOWNSHIP_3, "主治医师", "全科"),
    Person("township.su", "苏日娜", DOCTOR, TOWNSHIP_4, "医师", "全科"),
    Person("community.chen", "陈丽", DOCTOR, COMMUNITY_1, "主治医师", "全科"),
    Person("community.wu", "吴敏", DOCTOR, COMMUNITY_2, "主治医师", "全科"),
    Person("county.liu", "刘东升", BOTH, BANNER, "副主任医师", "急诊科"),
    Person("county.gao", "高秀梅", BOTH, GUYANG, "主治医师", "呼吸内科"),
    Person("county.ba", "巴特尔", BOTH, DAMAO, "副主任医师", "普通外科"),
    Person("specialist.zhou", "周文博", EXPERT, CENTRE, "主任医师", "神经内科"),
    Person("specialist.an", "安宁", EXPERT, CENTRE, "副主任医师", "神经内科"),
    Person("specialist.xu", "徐静", EXPERT, CENTRE, "主任医师", "心血管内科"),
    Person("specialist.lin", "林海", EXPERT, CENTRE, "副主任医师", "医学影像科"),
    Person("specialist.he", "何建平", EXPERT, CENTRE, "主任医师", "呼吸内科"),
    Person("specialist.song", "宋雅琴", EXPERT, CENTRE, "主任医师", "妇产科"),
    Person("specialist.huang", "黄晓东", EXPERT, CENTRE, "副主任医师", "儿科"),
    Person("specialist.tang", "唐立新", EXPERT, NORTH, "主任医师", "神经外科"),
    Person("specialist.ma", "马骏", EXPERT, NORTH, "副主任医师", "骨科"),
    Person("specialist.deng", "邓慧", EXPERT, NORTH, "主任医师", "内分泌科"),
    Person("specialist.feng", "冯国华", EXPERT, NORTH, "副主任医师", "消化内科"),
    Person("specialist.peng", "彭浩", EXPERT, EAST, "副主任医师", "肾内科"),
    Person("specialist.cao", "曹颖", EXPERT, EAST, "副主任医师", "皮肤科"),
    Person("specialist.wuyun", "乌云其其格", EXPERT, MONGOLIAN, "主任医师", "蒙医科"),
    Person("specialist.yang", "杨帆", EXPERT, CENTRE, "主治医师", "心血管内科"),
    Person("coordinator.sun", "孙玉洁", _one(Role.COORDINATOR), CENTRE),
    Person("coordinator.qian", "钱进", _one(Role.COORDINATOR), CENTRE),
    Person("coordinator.na", "那仁", _one(Role.COORDINATOR), BANNER),
    Person("admin.region", "段志刚", _one(Role.REGION_ADMIN)),
    Person("admin.centre", "韩雪", _one(Role.FACILITY_ADMIN), CENTRE),
    Person("admin.banner", "云飞", _one(Role.FACILITY_ADMIN), BANNER),
    Person("admin.township", "贺美丽", _one(Role.FACILITY_ADMIN), TOWNSHIP_1),
    Person("quality.yu", "余正平", _one(Role.QUALITY_REVIEWER), CENTRE),
    Person("auditor.shen", "沈严", _one(Role.AUDITOR)),
    Person("operator.jiang", "蒋涛", _one(Role.SYSTEM_OPERATOR)),
    Person("observer.ren", "任晓萌", _one(Role.OBSERVER), CENTRE),
    Person("observer.hao", "郝思远", _one(Role.OBSERVER), BANNER),
    Person("retired.du", "杜鹃", DOCTOR, TOWNSHIP_2, "医师", "全科"),
)
MORNING = (8 * 60 + 30, 12 * 60)
AFTERNOON = (14 * 60, 17 * 60 + 30)
WORKDAYS = range(5)
ROUND_THE_CLOCK = frozenset({"specialist.zhou", "specialist.an"})
"""On call every hour; the second has no cases, so that a visitor can begin one whenever they look."""
CLOSED = frozenset({"retired.du"})


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the region with account and, for clinical roles, licence."""

    person: Person
    account: Account
    practitioner: Practitioner | None
    facility_name: str


@dataclass(frozen=True, slots=True)
class Staff:
    """Everybody by login."""

    members: dict[str, Member]

    def __getitem__(self, login: str) -> Member:
        return self.members[login]

    def with_role(self, role: Role) -> list[Member]:
        """List who holds a role and may sign in."""
        return [one for one in self.members.values() if role in one.person.roles and one.account.is_active]

    def licence(self, login: str) -> Practitioner:
        """The practitioner behind a clinical account."""
        found = self.members[login].practitioner
        if found is None:
            raise LookupError("no practitioner")
        return found


def build_staff(region: Region, chance: Chance, at: datetime) -> Staff:
    """Give everybody an id, a facility and a licence."""
    return Staff({person.login: _member(person, region, chance, at) for person in PEOPLE})


def _member(person: Person, region: Region, chance: Chance, at: datetime) -> Member:
    facility = _facility(person.facility, region) if person.facility else None
    practitioner = None
    if facility is not None and person.roles & CLINICAL:
        departments = [one for one in region.departments if one.facility_id == facility.id]
        practitioner = Practitioner(
            id=PractitionerId(chance.id_at(at)),
            name=person.name,
            title=person.title,
            licence_number=f"DEMO{chance.whole(10**10, 10**11 - 1)}",
            facility_id=facility.id,
            department_id=next((one.id for one in departments if one.name == person.speciality), None),
            specialities=(person.speciality,)
            if person.speciality and Role.SPECIALIST in person.roles
            else (),
        )
    account = Account(
        id=AccountId(chance.id_at(at)),
        login=person.login,
        display_name=person.name,
        roles=person.roles,
        facility_id=facility.id if facility else None,
        practitioner_id=practitioner.id if practitioner else None,
        is_active=person.login not in CLOSED,
    )
    return Member(person, account, practitioner, facility.name if facility else "")


def _facility(where: str, region: Region) -> Facility:
    if "/" not in where:
        return region.named(where)
    district, kind, place = where.split("/")
    same = [
        one for one in region.facilities if one.place.division_name == district and one.type.value == kind
    ]
    return same[int(place)]


def duty_hours(staff: Staff) -> Iterator[DutyHours]:
    """Weekly hours of the specialists."""
    for member in staff.with_role(Role.SPECIALIST):
        if member.practitioner is None:
            continue
        always = member.person.login in ROUND_THE_CLOCK
        days = range(7) if always else WORKDAYS
        shifts = ((0, 24 * 60),) if always else (MORNING, AFTERNOON)
        for weekday in days:
            for start, end in shifts:
                yield DutyHours(
                    practitioner_id=member.practitioner.id,
                    weekday=weekday,
                    start_minute=start,
                    end_minute=end,
                )
