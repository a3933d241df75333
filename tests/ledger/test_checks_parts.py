"""Parts against totals: of industries, of regions, of what a text names."""

from __future__ import annotations

import pytest
from tests.ledger.sums import (
    CITY,
    actual,
    books,
    found,
    industry,
    observed,
    placed,
    subject,
    target,
)

from saidao.ledger.checks import Books, check

WHOLE = industry("both", parts=["ocean", "drones"])


@pytest.mark.parametrize(
    ("cmp", "value", "expected"),
    [
        ("=", 8e11, {}),
        (">", 8e11, {}),
        ("=", 1e12, {"parts-total": "likely"}),
        ("=", 7e11, {"parts-total": "likely"}),
        (">", 7e11, {"parts-total": "bound"}),
        ("<=", 7e11, {"parts-total": "certain"}),
        ("~", 7.9e11, {}),
        ("~", 7e11, {"parts-total": "certain"}),
    ],
)
def test_parts_of_an_industry_make_its_total(
    cmp: str, value: float, expected: dict[str, str]
) -> None:
    given = books(
        target("whole", subject("both"), value, cmp=cmp),
        target("one", subject("ocean"), 5e11, cmp=">"),
        target("other", subject("drones"), 3e11),
        industries=[WHOLE],
    )
    if cmp == "=" and value > 8e11:
        # One part is open upwards: it may fill the gap.
        expected = {"parts-total": "bound"}
    assert found(given) == expected


def test_a_total_may_not_lack_a_part() -> None:
    given = books(
        target("whole", subject("both"), 4e11, cmp="<="),
        target("one", subject("ocean"), 5e11),
        industries=[WHOLE],
    )
    assert found(given) == {"parts-total": "certain"}


def test_overlapping_parts_are_never_added() -> None:
    whole = industry("both", parts=["ocean", "drones"])
    ocean = industry("ocean", overlaps=["drones"])
    below = books(
        target("whole", subject("both"), 7e11),
        target("one", subject("ocean"), 5e11),
        target("other", subject("drones"), 3e11),
        industries=[whole, ocean],
    )
    assert found(below) == {"parts-total": "bound"}
    above = books(
        target("whole", subject("both"), 9e11),
        target("one", subject("ocean"), 5e11),
        target("other", subject("drones"), 3e11),
        industries=[whole, ocean],
    )
    assert found(above) == {"parts-total": "likely"}
    within = books(
        target("whole", subject("both"), 4e11),
        target("one", subject("ocean"), 5e11),
        target("other", subject("drones"), 3e11),
        industries=[whole, ocean],
    )
    assert [one.figures for one in check(within)] == [(("total", "whole"), ("part", "one"))]


def test_measures_are_not_mixed() -> None:
    given = books(
        target("whole", subject("both", "size"), 1e11),
        target("one", subject("ocean", "output"), 5e11),
        target("other", subject("drones", "size", scope="规上"), 3e11),
        industries=[WHOLE],
    )
    assert found(given) == {}


def test_rounded_figures_are_given_their_rounding() -> None:
    parts = [
        observed("one", subject("ocean"), 2.5e11, "2024"),
        observed("other", subject("drones"), 7e11, "2024"),
    ]
    near = books(observed("whole", subject("both"), 9.6e11, "2024"), *parts, industries=[WHOLE])
    assert found(near) == {}
    far = books(observed("whole", subject("both"), 1.2e12, "2024"), *parts, industries=[WHOLE])
    assert found(far) == {"parts-total": "certain"}


def test_figures_of_other_periods_do_not_meet() -> None:
    given = books(
        observed("whole", subject("both"), 1e11, "2024"),
        observed("one", subject("ocean"), 9e11, "2023"),
        industries=[WHOLE],
    )
    assert found(given) == {}


def test_districts_cannot_have_more_than_the_city() -> None:
    parents = {"990101": CITY, "990102": CITY}
    city = observed("city", subject(), 5e11, "2024")
    one = observed("one", subject(region="990101"), 3e11, "2024")
    other = observed("other", subject(region="990102"), 4e11, "2024")
    assert found(books(city, one, parents=parents)) == {}
    assert found(books(city, one, other, parents=parents)) == {"regions-total": "certain"}
    low = observed("other", subject(region="990102"), 4e11, "2024", quality="low")
    assert found(books(city, one, low, parents=parents)) == {"regions-total": "likely"}


def listed(text: str, values: list[float | None], totals: dict[int, int]) -> Books:
    """Return the books of a text, one figure a clause; `totals` are parts to their total."""
    about = subject("", "?产值")
    clauses = [clause for clause in text.rstrip("。").replace("；", "，").split("，") if clause]
    figures = [
        actual(
            f"f{at}",
            about,
            value,
            "2024",
            passage=placed(text, clauses[at]),
            part_of=f"f{totals[at]}" if at in totals else None,
            indicator_words="".join(char for char in clauses[at] if not char.isdigit()),
        )
        for at, value in enumerate(values)
        if value is not None
    ]
    return books(*figures, texts={"paper": text})


def test_what_is_among_a_total_is_no_more_than_it() -> None:
    text = "总产值1234亿元，其中船舶801亿元，海工602亿元。"
    assert found(listed(text, [1.234e11, 8.01e10, 6.02e10], {1: 0})) == {"named-parts": "certain"}
    fits = "总产值1434亿元，其中船舶801亿元，海工602亿元。"
    assert found(listed(fits, [1.434e11, 8.01e10, 6.02e10], {1: 0})) == {}


def test_a_whole_that_is_divided_twice_is_not_counted_twice() -> None:
    text = "总产值1234亿元，其中船舶801亿元，海工402亿元；其中国企703亿元，民企502亿元。"
    given = listed(text, [1.234e11, 8.01e10, 4.02e10, 7.03e10, 5.02e10], {1: 0, 3: 0})
    assert found(given) == {}


def test_attributes_of_members_may_hold_twice() -> None:
    text = "企业1234亿元，其中高新技术企业801亿元，上市企业602亿元。"
    assert found(listed(text, [1.234e11, 8.01e10, 6.02e10], {1: 0})) == {}
    more = "企业1234亿元，其中高新技术企业1301亿元，上市企业602亿元。"
    assert found(listed(more, [1.234e11, 1.301e11, 6.02e10], {1: 0})) == {"named-parts": "certain"}


def test_years_are_parts_of_their_span() -> None:
    text = "十四五期间投资1000亿元，其中2021年601亿元，2022年502亿元。"
    whole, one, other = text.rstrip("。").split("，")
    about = subject("", "?投资")
    given = books(
        target("whole", about, 1e11, period="2021/2025", passage=placed(text, whole)),
        actual("one", about, 6.01e10, "2021", passage=placed(text, one), part_of="whole"),
        actual("two", about, 5.02e10, "2022", passage=placed(text, other), part_of="whole"),
        texts={"paper": text},
    )
    assert found(given) == {"named-parts": "likely"}


def test_a_sum_is_the_sum() -> None:
    text = "东区301亿元，西区202亿元，合计603亿元。"
    assert found(listed(text, [3.01e10, 2.02e10, 6.03e10], {})) == {"named-parts": "certain"}
    right = "东区301亿元，西区202亿元，合计503亿元。"
    assert found(listed(right, [3.01e10, 2.02e10, 5.03e10], {})) == {}
