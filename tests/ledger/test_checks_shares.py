"""Shares and values per unit against what they are of."""

from __future__ import annotations

import pytest
from tests.ledger.sums import actual, books, found, observed, placed, subject, target

from saidao.ledger.checks import Books
from saidao.packs.pack import Indicator
from saidao.terms.name import Name

SHARE = Indicator("share", Name("占生产总值比重"), "percent", ("占全市生产总值的比重",))
GDP = Indicator("gdp", Name("生产总值"), "CNY", ("地区生产总值", "生产总值"))
VALUE_ADDED = Indicator("value-added", Name("增加值"), "CNY", ("增加值",))


@pytest.mark.parametrize(
    ("share", "expected"), [(20.0, {}), (20.1, {}), (26.0, {"share-level": "certain"})]
)
def test_a_share_is_the_part_by_the_whole(share: float, expected: dict[str, str]) -> None:
    given = books(
        observed("share", subject(indicator="share", unit="percent"), share, "2024"),
        observed("part", subject(indicator="value-added"), 2.013e11, "2024"),
        observed("whole", subject("", "gdp"), 1.004e12, "2024"),
        indicators=[SHARE, GDP, VALUE_ADDED],
    )
    assert found(given) == expected


def test_the_part_of_a_share_is_what_the_clause_before_speaks_of() -> None:
    text = "海洋产业营收达到300亿元，占全市营收的比重达到20%，全市营收达到2000亿元。"
    first, second, third = text.rstrip("。").split("，")
    given = books(
        target("part", subject("ocean", "revenue"), 3e10, passage=placed(text, first)),
        target(
            "share",
            subject("", "?占全市营收的比重", "percent"),
            20.0,
            op="share",
            passage=placed(text, second),
            indicator_words="占全市营收的比重",
        ),
        target(
            "whole",
            subject("", "?营收"),
            2e11,
            passage=placed(text, third),
            indicator_words="营收",
        ),
        texts={"paper": text},
    )
    assert found(given) == {"share-level": "likely"}


def test_a_total_by_area_is_the_value_per_area() -> None:
    indicators = [
        Indicator("per-area", Name("地均产值"), "CNY/km2", ("地均产值",)),
        Indicator("output", Name("产值"), "CNY", ("产值",)),
        Indicator("area", Name("面积"), "km2", ("面积",)),
    ]

    def given(per_area: float) -> Books:
        return books(
            observed("value", subject("", "per-area", "CNY/km2"), per_area, "2024"),
            observed("total", subject("", "output"), 2.04e11, "2024"),
            observed("area", subject("", "area", "km2"), 102.0, "2024"),
            indicators=indicators,
        )

    assert found(given(2.0e9)) == {}
    assert found(given(3.1e9)) == {"per-unit": "certain"}


def test_a_name_may_say_what_a_value_is_divided_by() -> None:
    def given(per_head: float) -> Books:
        return books(
            actual("value", subject("", "?人均生产总值"), per_head, "2024"),
            actual("total", subject("", "?生产总值"), 4.102e11, "2024"),
            actual("people", subject("", "?常住人口", "person"), 5.03e6, "2024"),
        )

    assert found(given(8.16e4)) == {}
    assert found(given(1.05e5)) == {"per-unit": "certain"}


def test_a_share_of_what_is_named_to_the_letter() -> None:
    text = "整车产值2000亿元，占汽车产值的比重达到70%，汽车产值达到2500亿元。"
    first, second, third = text.rstrip("。").split("，")
    given = books(
        target("part", subject("cars", "output"), 2e11, passage=placed(text, first)),
        target(
            "share",
            subject("?车", "?占汽车产值的比重", "percent"),
            70.0,
            op="share",
            passage=placed(text, second),
            indicator_words="占汽车产值的比重",
        ),
        target(
            "whole",
            subject("?汽车", "output"),
            2.5e11,
            passage=placed(text, third),
            indicator_words="汽车产值",
        ),
        texts={"paper": text},
    )
    assert found(given) == {"share-level": "likely"}
