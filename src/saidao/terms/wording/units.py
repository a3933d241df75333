"""Canonical units in both languages, and the words that Chinese counts things with."""

from __future__ import annotations

__all__ = ["PER_EN", "UNITS_EN", "UNITS_ZH", "classifier", "unit_en", "unit_zh"]

UNITS_ZH = {
    "CNY": "元",
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "HKD": "港元",
    "TWD": "新台币",
    "SGD": "新加坡元",
    "INR": "卢比",
    "JPY": "日元",
    "percent": "%",
    "percentage_point": "个百分点",
    "permille": "‰",
    "kW": "千瓦",
    "kWh": "千瓦时",
    "t": "吨",
    "tce": "吨标准煤",
    "toe": "吨油当量",
    "kg": "千克",
    "km": "公里",
    "m": "米",
    "km2": "平方公里",
    "m2": "平方米",
    "m3": "立方米",
    "ha": "公顷",
    "mu": "亩",
    "person": "人",
    "person_trip": "人次",
    "household": "户",
    "user": "户",
    "vehicle": "辆",
    "TEU": "标箱",
    "day": "天",
    "working_day": "个工作日",
    "month": "个月",
    "year": "年",
    "hour": "小时",
    "minute": "分钟",
    "ratio": "倍",
    "10k_person": "万人",
    "10k_CNY": "万元",
}

UNITS_EN = {
    "percentage_point": "percentage points",
    "permille": "per mille",
    "person": "people",
    "person_trip": "person-trips",
    "household": "households",
    "user": "users",
    "vehicle": "vehicles",
    "working_day": "working days",
    "day": "days",
    "month": "months",
    "year": "years",
    "hour": "hours",
    "minute": "minutes",
    "ratio": "times",
    "km2": "km²",
    "m2": "m²",
    "m3": "m³",
    "10k_person": "10,000 people",
    "10k_CNY": "10,000 CNY",
    "tce": "t of coal equivalent",
    "toe": "t of oil equivalent",
}

PER_EN = {"person": "person", "household": "household", "10k_person": "10,000 people"}
"""Units below a slash, where they differ from the same unit above it."""

CLASSIFIERS = {
    "企业": "家",
    "公司": "家",
    "机构": "家",
    "工厂": "家",
    "车间": "家",
    "银行": "家",
    "加氢站": "座",
    "加油站": "座",
    "站": "座",
    "桩": "个",
    "车": "辆",
    "汽车": "辆",
    "船": "艘",
    "产品": "款",
    "标准": "项",
    "技术": "项",
    "成果": "项",
    "工程": "项",
    "专利": "件",
    "首台突破": "项",
    "项目": "项",
    "零部件": "项",
    "供应链": "条",
    "人才": "名",
    "岗位": "个",
    "机器人": "台",
}
"""Ending of a counted noun to its classifier; the longest ending wins, 个 elsewhere."""

MODEL = "爆款"
"""Things of which models are counted, not pieces."""


def unit_zh(unit: str) -> str:
    """Return a canonical unit as Chinese people write it."""
    return "/".join(UNITS_ZH.get(part, part) for part in unit.split("/"))


def unit_en(unit: str) -> str:
    """Return a canonical unit as English people write it."""
    first, *rest = unit.split("/")
    if not rest:
        return UNITS_EN.get(first, first)
    below = (PER_EN.get(part, UNITS_EN.get(part, part)) for part in rest)
    return "/".join([UNITS_EN.get(first, first), *below])


def classifier(noun: str) -> str:
    """Return the word that stands between a number and a noun."""
    if noun.startswith(MODEL):
        return "款"
    endings = sorted((e for e in CLASSIFIERS if noun.endswith(e)), key=len)
    return CLASSIFIERS[endings[-1]] if endings else "个"
