"""Invented patients: names, birth dates, and citizen IDs that no one can hold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from telemed.domain.citizen_id import check_character
from telemed.domain.ids import PatientId
from telemed.domain.patient import Details, IdentifierSystem, Patient, PatientIdentifier
from telemed.domain.people import Sex

if TYPE_CHECKING:
    from datetime import datetime

    from telemed.demo.chance import Chance
    from telemed.demo.staff import Member

NEVER_ISSUED = "990102"
"""Division codes above 82 were never given to a region (GB/T 2260): nobody has such a number."""
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
)
MALE = (
    "建国",
    "志刚",
    "海龙",
    "文斌",
    "永强",
    "国庆",
    "俊峰",
    "德胜",
    "宝山",
    "天佑",
    "立军",
    "浩然",
    "玉柱",
    "满仓",
)
FEMALE = (
    "秀英",
    "桂花",
    "淑珍",
    "丽娟",
    "雅琴",
    "晓红",
    "玉兰",
    "春梅",
    "美玲",
    "凤霞",
    "慧敏",
    "欣怡",
    "翠花",
    "喜莲",
)
MONGOLIAN_MALE = ("巴图", "朝鲁", "苏和", "额尔敦", "哈斯巴根", "布和")
MONGOLIAN_FEMALE = ("其木格", "娜仁", "萨仁高娃", "托娅", "乌日罕", "阿茹娜")
MONGOLIAN_SHARE = 8
"""One in so many."""
DAYS_A_YEAR = 365.25


def citizen_id(born: date, sequence: int, sex: Sex) -> str:
    """Make a number that passes GB 11643: region, birth date, sequence (odd for men), check character."""
    odd = sequence | 1 if sex is Sex.MALE else sequence & ~1
    first = f"{NEVER_ISSUED}{born:%Y%m%d}{odd % 1000:03d}"
    return first + check_character(first)


def invent_patient(
    chance: Chance, at: datetime, ages: tuple[int, int], sex: Sex | None, by: Member
) -> Patient:
    """Invent a patient of that age who was registered at that moment by somebody."""
    own = sex or chance.pick((Sex.MALE, Sex.FEMALE))
    born = at.date() - timedelta(days=int(chance.whole(*ages) * DAYS_A_YEAR) + chance.whole(20, 340))
    is_mongolian = chance.whole(1, MONGOLIAN_SHARE) == 1
    number = citizen_id(born, chance.whole(10, 989), own)
    card = f"15{chance.whole(10**9, 10**10 - 1)}"
    return Patient(
        id=PatientId(chance.id_at(at)),
        name=_name(chance, own, is_mongolian=is_mongolian),
        sex=own,
        birth_date=born,
        identifiers=(
            PatientIdentifier(IdentifierSystem.CITIZEN_ID, number),
            PatientIdentifier(IdentifierSystem.HEALTH_CARD, card),
        ),
        details=Details(
            phone=f"100{chance.whole(10**7, 10**8 - 1)}",
            address=by.facility_name.removesuffix("卫生室").removesuffix("卫生院"),
            ethnicity="蒙古族" if is_mongolian else "汉族",
        ),
        registered_by=by.account.id,
        registered_at_facility=by.account.facility_id,
    )


def _name(chance: Chance, sex: Sex, *, is_mongolian: bool) -> str:
    if is_mongolian:
        return chance.pick(MONGOLIAN_MALE if sex is Sex.MALE else MONGOLIAN_FEMALE)
    return chance.pick(SURNAMES) + chance.pick(MALE if sex is Sex.MALE else FEMALE)
