"""Quantities as people write them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidao.terms.wording import number_en, number_zh, period_name, quantity, tier_name

GLOSSARY = {"产业集群": "clusters", "龙头企业": "leading firms", "加氢站": "hydrogen stations"}


@pytest.mark.parametrize(
    ("arguments", "more", "zh", "en"),
    [
        ((">", 5e11, None, "CNY"), {}, "突破5000亿元", "above 500 bn CNY"),
        (("=", 3.5e11, None, "CNY"), {}, "达到3500亿元", "350 bn CNY"),
        ((">", 1.5e12, None, "CNY"), {}, "突破1.5万亿元", "above 1.5 tn CNY"),
        (("=", 1.064119e12, None, "CNY"), {}, "达到10641.19亿元", "1,064.119 bn CNY"),
        (("range", 5e11, 6e11, "CNY"), {}, "5000亿—6000亿元", "500 bn to 600 bn CNY"),
        (
            (">", 1e12, None, "CNY"),
            {"change": "increment"},
            "新增超过1万亿元",
            "adding above 1 tn CNY",
        ),
        (("<=", 2e7, None, "CNY"), {}, "不超过2000万元", "at most 20 mn CNY"),
        ((">=", 20, None, "percent"), {}, "20%以上", "at least 20%"),
        ((">", 50, None, "percent"), {"op": "share"}, "超过50%", "above 50%"),
        (("range", 5, 5.5, "percent"), {"op": "increase_by"}, "增长5%—5.5%", "up 5 to 5.5%"),
        (("=", 100, None, "percent"), {"op": "increase_by"}, "翻一番", "doubled"),
        (("=", 300, None, "percent"), {"op": "increase_by"}, "翻两番", "quadrupled"),
        (("=", 14, None, "percent"), {"op": "decrease_by"}, "下降14%", "down 14%"),
        (
            ("=", 9, None, "percentage_point"),
            {"op": "increase_by"},
            "提高9个百分点",
            "up 9 percentage points",
        ),
        (
            ("~", 20, None, "percent"),
            {"op": "growth_rate_per_year"},
            "年均增长20%左右",
            "about 20% a year",
        ),
        (("=", 3, None, "rank"), {"op": "rank"}, "第3位", "rank 3"),
        (("<=", 8, None, "rank"), {"op": "rank"}, "前8位", "among the top 8"),
        (
            (">=", 10, None, "count"),
            {"counted": "龙头企业"},
            "10家以上龙头企业",
            "at least 10 leading firms",
        ),
        (
            ("~", 70, None, "count"),
            {"counted": "加氢站"},
            "70座左右加氢站",
            "about 70 hydrogen stations",
        ),
        (
            ("=", 2, None, "count"),
            {"counted": "产业集群", "tier": 1e11},
            "2个千亿级产业集群",
            "2 clusters of the 100-billion class",
        ),
        (
            ("=", None, None, "count"),
            {"counted": "十亿级产业集群", "tier": 1e9},
            "若干个十亿级产业集群",
            "several clusters of the billion class",
        ),
        (("=", 1, None, "count"), {"counted": "加氢站"}, "1座加氢站", "1 hydrogen station"),
        # A noun that nobody has translated is quoted, so that one sees where it ends.
        ((">=", 3, None, "count"), {"counted": "船坞"}, "3个以上船坞", "at least 3 “船坞”"),
        (("=", None, None, "count"), {}, "若干", "several"),
        (("=", None, None, "CNY"), {"tier": 1e11}, "千亿级", "of the 100-billion class"),
        # The noun of an amount is what has the size, not what is counted.
        (
            ("=", None, None, "CNY"),
            {"tier": 1e10, "counted": "产业集群"},
            "百亿级",
            "of the 10-billion class",
        ),
        ((">", None, None, "CNY"), {"tier": 1e12}, "突破万亿级", "above the trillion class"),
        ((">=", None, None, "CNY"), {"tier": 1e11}, "千亿级以上", "at least the 100-billion class"),
        (("=", None, None, "t"), {"tier": 1e8}, "亿吨级", "of the 100-million t class"),
        (("=", None, None, "CNY"), {}, "未给出数值", "no figure given"),
        (("=", 0.036, None, "count/person"), {}, "每万人360", "360 per 10,000 people"),
        (
            ("=", 4.4e-5, None, "tce/CNY"),
            {},
            "达到0.44吨标准煤/万元",
            "0.44 t of coal equivalent/10,000 CNY",
        ),
        (("=", 1e7, None, "kW"), {}, "达到1000万千瓦", "10 GW"),
        (("<", 2030, None, "year"), {}, "2030年前", "before 2030"),
        (("~", 6, None, "km2"), {}, "6平方公里左右", "about 6 km²"),
    ],
)
def test_quantities(arguments: tuple[Any, ...], more: dict[str, Any], zh: str, en: str) -> None:
    words = quantity(*arguments, **more, glossary=GLOSSARY)
    assert (words.zh, words.en) == (zh, en)


@pytest.mark.parametrize(
    ("tier", "zh", "en"),
    [
        (1e12, "万亿级", "trillion class"),
        (5e11, "五千亿级", "500-billion class"),
        (1e11, "千亿级", "100-billion class"),
        (1e10, "百亿级", "10-billion class"),
        (1e9, "十亿级", "billion class"),
    ],
)
def test_size_classes(tier: float, zh: str, en: str) -> None:
    assert (tier_name(tier).zh, tier_name(tier).en) == (zh, en)


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("2024", "2024年", "2024"),
        ("2024-09", "2024年9月", "September 2024"),
        ("2024-09-30", "2024年9月30日", "30 September 2024"),
        ("2024-01/2024-09", "2024年1—9月", "January to September 2024"),
        ("2021/2025", "2021—2025年", "2021–2025"),
        (None, "时间不详", "no date given"),
    ],
)
def test_periods(period: str | None, zh: str, en: str) -> None:
    assert (period_name(period).zh, period_name(period).en) == (zh, en)


@given(st.integers(min_value=1, max_value=10**14))
def test_no_digit_of_a_whole_number_is_lost(value: int) -> None:
    scale = {"万亿": 10**12, "亿": 10**8, "万": 10**4}
    text = number_zh(value)
    unit = next((unit for unit in scale if text.endswith(unit)), "")
    number = float(text.removesuffix(unit)) * scale.get(unit, 1)
    # Twelve significant digits are kept; the sources give five.
    assert number == pytest.approx(value, rel=1e-6)


@given(st.floats(min_value=1, max_value=1e14))
def test_english_numbers_have_no_exponent(value: float) -> None:
    assert "e" not in number_en(value)
