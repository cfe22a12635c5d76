"""Invented names of places and institutions, enough of them that none repeats within a district."""

from __future__ import annotations

from itertools import product

from telemed.domain.facility import FacilityType


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


VILLAGE_FRONT = ("东", "西", "南", "北", "上", "下", "前", "后", "大", "小", "新", "古")
VILLAGE_BACK = _words(
    """
    柳树湾 榆树沟 沙梁 水泉 白彦花 哈业脑包 乌兰计 什拉门更 将军尧 海子 圪堵 五犋牛 二道河 三盛公
    杨家圪旦 毛岱 黑沙图 银号 兴顺西 忽鸡沟 德胜 怀朔 查干 巴音 红泥井 满都拉 明安 召沟 大苏吉 牛场湾
    """
)
TOWNSHIP = _words(
    """
    萨如拉 沟门 美岱 苏波盖 双龙 明沙淖 大青山 九峰 银匠窑 金山 下湿壕 西斗铺 怀朔 兴顺 乌克忽洞 石宝
    希拉穆仁 巴音花 达尔汗 查干哈达 满都拉 百灵 小文公 哈林格尔 麻池 古城湾 沙尔沁 万水泉 全巴图 国庆
    忽吉图 红山
    """
)
STREET = _words(
    """
    河东 回民 东兴 铁西 和平路 财神庙 西脑包 南门外 二里半 杨圪楞 林荫 团结 阿尔丁 白云路 前进 市府东路
    黄河 鞍山道 友谊 先锋道 少先路 幸福路 自由路 科学路 富强路 青福 万青路 稀土路 民主路 文化路 建设路
    钢铁 昆工路 乌兰道 莫尼 劳动路 育才 春光 景苑 滨河 西河 新春 丰景 松石 凯旋 红星 恒大 纺织 奥林 赛罕
    """
)
SHOP = _words(
    """
    康泰 仁和 济民 广济 博爱 同德 益寿 惠民 百信 安康 福瑞 德仁 春晖 颐和 明德 瑞祥 永康 天佑 润泽 普济
    佳和 华康 众康 宏仁 世康 诚信 长青 和顺 善德 吉安 瑞康 益民 康宁 同济 百草 岐黄 杏林 橘井 青囊 养正
    嘉禾 瑞安 天和 润康 正和 宝康 佑安 合众 新民 爱民
    """
)
CLINIC_BACK = ("诊所", "中医诊所", "口腔诊所", "内科诊所", "儿科诊所", "蒙医诊所")
SPECIALISED = (
    "肿瘤",
    "眼科",
    "口腔",
    "骨科",
    "传染病",
    "精神卫生",
    "皮肤病",
    "肛肠",
    "妇产",
    "康复",
    "胸科",
    "心血管病",
)

SINGLE = {
    FacilityType.CDC: "疾病预防控制中心",
    FacilityType.HEALTH_EDUCATION: "健康教育所",
    FacilityType.MATERNAL_CHILD: "妇幼保健院",
    FacilityType.EMERGENCY_CENTRE: "紧急救援中心",
    FacilityType.BLOOD_CENTRE: "中心血站",
    FacilityType.HEALTH_SUPERVISION: "卫生监督所",
    FacilityType.FAMILY_PLANNING: "计划生育服务站",
    FacilityType.SANATORIUM: "疗养院",
    FacilityType.RESEARCH_INSTITUTE: "医学研究所",
    FacilityType.STATISTICS_CENTRE: "卫生统计信息中心",
    FacilityType.CLINICAL_LABORATORY: "临床检验中心",
    FacilityType.OTHER: "健康体检中心",
}
"""Types of which a district has few: district, a distinguishing word from the second on, and this."""
HOSPITALS = {
    FacilityType.GENERAL_HOSPITAL: ("人民医院", "第一医院", "中心医院", "第二医院", "铁路医院", "职工医院"),
    FacilityType.TCM_HOSPITAL: ("中医医院", "仁和中医医院", "杏林中医医院"),
    FacilityType.INTEGRATED_HOSPITAL: ("中西医结合医院", "同德中西医结合医院"),
    FacilityType.ETHNIC_HOSPITAL: ("蒙医医院", "蒙中医院"),
    FacilityType.SPECIALISED_HOSPITAL: tuple(f"{word}医院" for word in SPECIALISED),
}


def names_of(kind: FacilityType, district: str, count: int) -> list[str]:
    """Give `count` different names for institutions of one type in one district."""
    names = _all_names(kind, district, count)
    if len(names) < count:
        raise ValueError("not enough invented names")
    return names[:count]


def _all_names(kind: FacilityType, district: str, count: int) -> list[str]:
    match kind:
        case _ if kind in HOSPITALS:
            names = [f"{district}{name}" for name in HOSPITALS[kind]]
        case FacilityType.VILLAGE_CLINIC:
            names = [f"{front}{back}村卫生室" for back, front in product(VILLAGE_BACK, VILLAGE_FRONT)]
        case FacilityType.TOWNSHIP_HEALTH_CENTRE:
            names = [f"{name}镇卫生院" for name in _turned(TOWNSHIP, district)]
        case FacilityType.COMMUNITY_HEALTH_CENTRE:
            names = [f"{name}社区卫生服务中心" for name in _turned(STREET, district)]
        case FacilityType.COMMUNITY_HEALTH_STATION:
            names = [f"{name}社区卫生服务站" for name in _turned(STREET, district)]
        case FacilityType.OUTPATIENT_DEPARTMENT:
            names = [f"{district}{name}综合门诊部" for name in SHOP]
        case FacilityType.CLINIC:
            names = [f"{name}{back}" for back, name in product(CLINIC_BACK, SHOP)]
        case _:
            names = [f"{district}{SHOP[n - 1] if n else ''}{SINGLE[kind]}" for n in range(count)]
    return names


def _turned(names: tuple[str, ...], district: str) -> list[str]:
    """Begin each district elsewhere in the list, so that neighbours do not share all names."""
    start = sum(ord(letter) for letter in district) % len(names)
    return [*names[start:], *names[:start]]
