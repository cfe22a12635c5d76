"""Chinese words of the statutory form, and values as the form writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telemed.domain.consultation import ReferralDirection
from telemed.domain.opinion import Certainty
from telemed.domain.people import Sex
from telemed.domain.request_form import Mode, Setting, Urgency
from telemed.domain.scheduling import REGION_ZONE

if TYPE_CHECKING:
    from datetime import datetime

    from telemed.domain.request_form import VitalSigns

URGENCY = {Urgency.ROUTINE: "常规", Urgency.URGENT: "加急", Urgency.EMERGENCY: "急诊"}
MODE = {Mode.LIVE: "实时交互会诊", Mode.WRITTEN: "书面会诊"}
SETTING = {Setting.OUTPATIENT: "门诊", Setting.INPATIENT: "住院", Setting.VILLAGE_VISIT: "村卫生室就诊"}
SEX = {Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNKNOWN: "未知", Sex.UNSPECIFIED: "未说明"}
CERTAINTY = {
    Certainty.CONFIRMED: "确诊",
    Certainty.PROBABLE: "考虑",
    Certainty.POSSIBLE: "待排",
    Certainty.EXCLUDED: "排除",
}
REFERRAL = {ReferralDirection.NONE: "不需转诊", ReferralDirection.UP: "上转", ReferralDirection.DOWN: "下转"}
NOTHING = "—"


def moment(value: datetime | None) -> str:
    """Write a time in the region's zone, to the minute; a dash when there is none."""
    return value.astimezone(REGION_ZONE).strftime("%Y年%m月%d日 %H:%M") if value else NOTHING


def vital_signs(signs: VitalSigns) -> str:
    """Write what was measured, in the order of a ward chart."""
    pressure = f"{signs.systolic_mmhg or '?'}/{signs.diastolic_mmhg or '?'}"
    has_pressure = signs.systolic_mmhg is not None or signs.diastolic_mmhg is not None
    parts = (
        ("体温", signs.temperature_c, "℃"),
        ("脉搏", signs.pulse_per_min, "次/分"),
        ("呼吸", signs.respiration_per_min, "次/分"),
        ("血压", pressure if has_pressure else None, "mmHg"),
        ("血氧饱和度", signs.oxygen_saturation_percent, "%"),
        ("体重", signs.weight_kg, "kg"),
    )
    return "  ".join(f"{name} {value}{unit}" for name, value, unit in parts if value is not None)
