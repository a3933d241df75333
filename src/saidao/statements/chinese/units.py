"""Unit words of Chinese and the canonical unit and factor that each stands for.

To add a unit, add a row. `unit_at` returns the longest word that stands at a place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from saidao.statements.units import LATIN_SYMBOLS


class Unit(NamedTuple):
    """A unit word's meaning.

    `family` groups units that rules treat alike: money, rate (percent, points, tenths),
    multiple (倍), physical, duration, count, person.
    """

    canonical: str
    factor: float
    family: str


def _words(text: str) -> tuple[str, ...]:
    """Words of a list written as one text."""
    return tuple(text.split())


_MONEY: Final = {
    "元人民币": "CNY", "人民币": "CNY", "元": "local", "块钱": "local", "圆": "local",
    "美元": "USD", "美金": "USD", "欧元": "EUR", "英镑": "GBP", "港元": "HKD", "港币": "HKD",
    "元港币": "HKD", "元港元": "HKD", "新加坡元": "SGD", "新台币": "TWD", "元新台币": "TWD",
    "台币": "TWD", "日元": "JPY", "日圆": "JPY", "韩元": "KRW", "卢比": "INR", "林吉特": "MYR",
    "令吉": "MYR", "澳元": "AUD", "澳门元": "MOP", "澳门币": "MOP", "元美元": "USD",
}  # fmt: skip

_PHYSICAL: Final[dict[str, tuple[str, float]]] = {
    "吨": ("t", 1), "公吨": ("t", 1), "吨标准煤": ("tce", 1), "吨标煤": ("tce", 1),
    "吨油当量": ("toe", 1), "吨二氧化碳当量": ("t", 1), "吨二氧化碳": ("t", 1), "公斤": ("kg", 1),
    "千克": ("kg", 1), "克": ("g", 1), "克标准煤": ("g", 1), "克标煤": ("g", 1),
    "千克标准煤": ("kg", 1), "千克标煤": ("kg", 1), "毫克": ("mg", 1), "微克": ("ug", 1),
    "斤": ("jin", 1), "公里": ("km", 1), "千米": ("km", 1), "车道公里": ("km", 1), "米": ("m", 1),
    "皮长公里": ("km", 1), "延米": ("m", 1), "海里": ("nautical_mile", 1), "平方公里": ("km2", 1),
    "平方千米": ("km2", 1), "平方米": ("m2", 1), "平米": ("m2", 1), "公顷": ("ha", 1),
    "亩": ("mu", 1), "英亩": ("acre", 1), "亩次": ("mu", 1), "立方米": ("m3", 1), "方": ("m3", 1),
    "立方": ("m3", 1), "升": ("L", 1), "桶": ("barrel", 1), "千瓦": ("kW", 1),
    "瓩": ("kW", 1), "瓦": ("kW", 1e-3),
    "兆瓦": ("kW", 1e3), "吉瓦": ("kW", 1e6), "太瓦": ("kW", 1e9),
    "千瓦时": ("kWh", 1), "度电": ("kWh", 1), "度": ("kWh", 1),
    "兆瓦时": ("kWh", 1e3), "吉瓦时": ("kWh", 1e6), "太瓦时": ("kWh", 1e9),
    "千瓦小时": ("kWh", 1), "吉焦": ("GJ", 1), "标箱": ("TEU", 1), "标准箱": ("TEU", 1),
    "个标箱": ("TEU", 1), "个标准箱": ("TEU", 1), "个20呎标准货柜": ("TEU", 1), "分贝": ("dB", 1),
    "摄氏度": ("°C", 1), "℃": ("°C", 1), "°C": ("°C", 1), "度C": ("°C", 1),
    "辆": ("vehicle", 1), "辆次": ("count", 1), "人公里": ("count", 1), "吨公里": ("count", 1),
}  # fmt: skip

_RATES: Final[dict[str, tuple[str, float]]] = {
    "%": ("percent", 1), "个百分点": ("percentage_point", 1), "百分点": ("percentage_point", 1),
    "个百分百点": ("percentage_point", 1), "成": ("percent", 10), "折": ("percent", 10),
    "‰": ("percent", 0.1), "个千分点": ("percentage_point", 0.1),
    "千分点": ("percentage_point", 0.1),
}  # fmt: skip

_DURATIONS: Final[dict[str, str]] = {
    "个月": "month", "年": "year", "个工作日": "working_day", "工作日": "working_day",
    "个自然日": "day", "天": "day", "日": "day", "周": "week", "个星期": "week", "星期": "week",
    "小时": "hour", "个小时": "hour", "分钟": "minute", "秒": "second", "周岁": "year",
    "岁": "year", "学年": "year", "个学期": "count", "个季度": "count",
}  # fmt: skip

_PEOPLE: Final[dict[str, tuple[str, str]]] = {
    "人次": ("person_trip", "person"), "个人才": ("person", "person"), "人才": ("person", "person"),
    "人口": ("person", "person"),
    "人": ("person", "person"), "名": ("person", "person"), "位": ("person", "person"),
    "户": ("household", "count"), "个住户": ("household", "count"), "户次": ("count", "count"),
    "户家庭": ("household", "count"), "个家庭": ("household", "count"),
}  # fmt: skip

_MEASURE_WORDS: Final = _words(
    "个 家 项 条 座 所 台 套 件 艘 架 颗 枚 株 棵 头 只 头只 羽 匹 口 处 块 宗 笔 份 场 场次 部 "
    "款 种 类 支 对 张 本 册 门 间 栋 幢 片 段 班 趟 列 例 起 站 单 对次 架次 班次 标段 发 "
    "艘次 列次 床 台套 台（套） 台次 批次 课时 车次 趟次 万件 尾 根 眼 蒸吨 P EFLOPS PFLOPS "
    "EFlops PFlops EB PB TB ZB 盏 剂次 剂 车位 泊位 学位 床位 省份 城市 省市 社区 街镇 区县 "
    "县区 市州 市县 家次 千伏安 人份 案 篇 幅 亿次 次 批 盘 顶 丛 市 县 镇 村 省 组 "
    "席 伙 标准机架 个标准机架 机架"
)
_WEAK: Final = frozenset(
    _words(
        "次 批 单 站 省 市 县 镇 村 类 种 部 片 段 班 根 尾 对 本 间 门 发 列 眼 篇 口 头 面 只 "
        "起 支 场 条 城市 社区 P 盘 案 幅 顶 丛 组 份 例 处 块 件 张 台"
    )
)
"""Measure words that are also common word parts: trusted only after an Arabic figure."""


def _table() -> dict[str, Unit]:
    """All unit words of the tables above."""
    table: dict[str, Unit] = {}
    for word in _MEASURE_WORDS:
        table[word] = Unit("count", 1.0, "count")
    for symbol, (canonical, factor) in LATIN_SYMBOLS.items():
        family = "rate" if canonical in ("percent", "permille") else "physical"
        table[symbol] = Unit(canonical, factor, family)
    for word, currency in _MONEY.items():
        table[word] = Unit(currency, 1.0, "money")
    for word, (canonical, factor) in _PHYSICAL.items():
        table[word] = Unit(canonical, float(factor), "physical")
    for word, (canonical, factor) in _RATES.items():
        table[word] = Unit(canonical, float(factor), "rate")
    for word, canonical in _DURATIONS.items():
        table[word] = Unit(canonical, 1.0, "duration")
    for word, (canonical, family) in _PEOPLE.items():
        table[word] = Unit(canonical, 1.0, family)
    table["倍"] = Unit("ratio", 1.0, "multiple")
    return table


UNITS: Final[Mapping[str, Unit]] = _table()
_LONGEST: Final[Mapping[str, int]] = {
    first: max(len(word) for word in UNITS if word[0] == first) for first in {w[0] for w in UNITS}
}

PER: Final[Mapping[str, str]] = {
    "天": "day", "日": "day", "年": "year", "月": "month", "小时": "hour", "人": "person",
    "公顷": "ha", "亩": "mu", "立方米": "m3", "平方米": "m2", "平方公里": "km2", "公里": "km",
    "吨": "t", "千瓦时": "kWh", "度": "kWh", "千瓦": "kW", "瓩": "kW", "升": "L", "户": "household",
    "万元": "CNY_10k", "标准立方米": "m3", "标箱": "TEU", "辆": "vehicle", "m3": "m3", "km": "km",
    "t": "t", "kWh": "kWh", "MWh": "MWh", "d": "day", "a": "year", "h": "hour", "笔": "笔",
    "人天": "person/day", "人·天": "person/day", "人/天": "person/day", "人/月": "person/month",
    "人/年": "person/year", "人·年": "person/year", "公斤": "kg", "瓦": "W", "桶": "barrel",
    "盎司": "ounce", "蒲式耳": "bushel", "km2": "km2", "m2": "m2", "ha": "ha",
}  # fmt: skip
"""What may stand under a slash: 微克/立方米, 元/人·天."""

CURRENCY_BEFORE: Final[Mapping[str, str]] = {
    "US$": "USD", "HK$": "HKD", "NT$": "TWD", "S$": "SGD", "$": "dollar", "￥": "CNY", "¥": "CNY",
    "€": "EUR", "£": "GBP", "人民币": "CNY", "新台币": "TWD", "港币": "HKD", "RMB": "CNY",
    "美金": "USD", "MOP$": "MOP", "人民币约": "CNY", "USD": "USD",
}  # fmt: skip
"""Currency marks in front of a figure."""

BARE_UNITS: Final[tuple[tuple[str, str], ...]] = (
    ("人口", "person"), ("人才", "person"), ("就业", "person"), ("劳动力", "person"),
    ("人数", "person"), ("从业人员", "person"), ("职工", "person"), ("用户", "user"),
    ("会员", "user"), ("客流", "person_trip"), ("系数", "ratio"), ("指数", "ratio"),
    ("比值", "ratio"), ("收入比", "ratio"), ("之比", "ratio"), ("倍差", "ratio"),
    ("生师比", "ratio"), ("容积率", "ratio"), ("PUE", "ratio"), ("电能利用效率", "ratio"),
    ("总和生育率", "ratio"), ("护理人员", "person"), ("学生", "person"), ("旅客", "person_trip"),
    ("人次", "person_trip"),
    ("游客", "person_trip"), ("活跃用户", "user"), ("预期寿命", "year"),
    ("员额", "person"), ("编制", "person"), ("兵力", "person"), ("职数", "person"),
)  # fmt: skip
"""Heads of indicators whose figure often stands without a unit (人才需求超千万)."""


def unit_at(text: str, position: int) -> tuple[str, Unit] | None:
    """Return the longest unit word that starts at `position`, None where there is none.

    Examples
    --------
    >>> unit_at("26.3微克/立方米", 4)[0]
    '微克'
    """
    longest = _LONGEST.get(text[position : position + 1], 0)
    for length in range(longest, 0, -1):
        word = text[position : position + length]
        unit = UNITS.get(word)
        if unit is not None and len(word) == length:
            return word, unit
    return None


BREAKS: Final[Mapping[str, str]] = {
    "部": "门委队分署长件落位", "件": "套装事", "方": "面案向式便针法位可略才", "口": "岸子号",
    "站": "点台位", "条": "例件款理", "项": "目", "场": "所地景馆面", "点": "位多",
    "类": "别型似", "份": "额", "名": "单录", "块": "状链", "位": "于置列居次数",
    "处": "理置罚方于", "门": "诊类槛", "片": "区面", "间": "隔", "列": "车入为支", "例": "如",
    "起": "步草降点到来重源", "对": "比外口标接应于话象照", "本": "科市省区级质级土地来身",
    "次": "数序要生全", "单": "位项体价产打一元", "头": "部雁", "家": "庭园里长", "周": "边期转年",
    "天": "然气候津", "日": "均常前内期报益", "户": "外型籍口均",
    "人": "工均才口民员机造大参群力们体文行", "年": "度代轻龄级均来会产", "米": "其线",
    "支": "持付部撑队出柱行", "台": "湾账阶风帐", "具": "备有", "册": "子", "套": "餐牌利路",
    "章": "节", "期": "间货", "市": "场民区域", "县": "域级城", "镇": "区街域", "村": "民庄级",
    "省": "级份会内道", "段": "落", "班": "子组级", "批": "发次准复示", "组": "织合成建团",
    "元": "宇素件器旦", "度": "过假量", "吨": "位级", "斤": "计", "升": "级学温值格",
    "克": "服难隆", "里": "程", "层": "次级面", "根": "本据", "盘": "活子", "尾": "水矿",
    "眼": "下前", "只": "有要能增是", "款": "项", "张": "江掖家口力", "所": "有属需在以",
    "枚": "举", "幅": "度员", "届": "时", "篇": "章", "伙": "伴食计同",
    "发": "展电布放挥明现生行改射动达源言起票掘出型热", "面": "向积临对貌",
}  # fmt: skip
"""What behind a measure word makes another word of it (11部 + 门 is 部门)."""


def is_weak(word: str) -> bool:
    """Return whether a measure word is only trusted after an Arabic figure."""
    return word in _WEAK
