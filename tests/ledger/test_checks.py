"""Each rule of arithmetic: what it finds, how sure it is, and what it leaves alone."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.ledger.sums import (
    CITY,
    actual,
    books,
    industry,
    observed,
    placed,
    subject,
    target,
)

from saidao.ledger.checks import RULES, Books, check
from saidao.ledger.checks.intervals import Interval, estimate, judged, total
from saidao.packs.pack import Indicator, Linkage
from saidao.terms.name import Name

WHOLE = industry("both", parts=["ocean", "drones"])


def found(given: Books) -> dict[str, str]:
    """Return the rules that found something, with how sure they are."""
    return {one.rule: one.certainty for one in check(given)}


# Parts against totals --------------------------------------------------------------------


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


# Changes against levels ------------------------------------------------------------------


def growth(value: float, **more: object) -> object:
    """Return a growth a year to 2030 from 2020."""
    about = subject(measure="growth", unit="percent")
    return target("rate", about, value, op="growth_rate_per_year", base_year="2020", **more)


@pytest.mark.parametrize(
    ("rate", "level", "expected"),
    [
        (10.0, 2.6e11, {}),
        (10.0, 4e11, {"rate-path": "likely"}),
        (10.0, 2e11, {"rate-path": "likely"}),
    ],
)
def test_a_base_grows_to_its_level(rate: float, level: float, expected: dict[str, str]) -> None:
    given = books(
        growth(rate),  # type: ignore[arg-type]
        observed("base", subject(), 1e11, "2020"),
        target("level", subject(), level),
    )
    assert found(given) == expected


def test_a_floor_for_the_rate_is_a_bound() -> None:
    given = books(
        growth(10.0, cmp=">="),  # type: ignore[arg-type]
        observed("base", subject(), 1e11, "2020"),
        target("level", subject(), 4e11, cmp=">"),
    )
    assert found(given) == {"rate-path": "bound"}


def test_prices_stand_between_real_growth_and_levels() -> None:
    about = subject("", "gdp", "percent", measure="growth")
    rate = target("rate", about, 5.0, op="growth_rate_per_year", base_year="2020")
    base = observed("base", subject("", "gdp"), 1e12, "2020")
    for level, expected in ((1.63e12, {}), (2.1e12, {}), (3e12, {"rate-path": "likely"})):
        assert found(books(rate, base, target("level", subject("", "gdp"), level))) == expected


def test_who_was_there_may_have_gone() -> None:
    firms = subject(indicator="firms", unit="count")
    more = subject(indicator="firms", unit="count", change="increment")
    added = target("added", more, 300.0, op="increase_by", base_year="2024", counted="企业")
    base = observed("base", firms, 800.0, "2024")
    assert found(books(added, base, target("end", firms, 1000.0))) == {"increment-stock": "bound"}


def test_measures_that_shall_fall_may_fall() -> None:
    about = subject("", "concentration", "ug")
    goal = target("goal", about, 30.0, issued="2026-05-01")
    assert found(books(goal, observed("seen", about, 35.0, "2025"))) == {}
    assert found(books(goal, target("early", about, 33.0, period="2027"))) == {}


def test_without_a_base_nothing_is_computed() -> None:
    given = books(growth(10.0), target("level", subject(), 9e12))  # type: ignore[arg-type]
    assert found(given) == {}


def test_doubling_means_twice_the_base() -> None:
    about = subject(measure="increase", unit="percent")
    double = target("double", about, 100.0, op="increase_by", base_year="2020")
    base = observed("base", subject(), 5e11, "2020")
    right = books(double, base, target("level", subject(), 1e12))
    wrong = books(double, base, target("level", subject(), 8e11))
    assert found(right) == {}
    assert found(wrong) == {"increase-level": "likely"}
    assert "翻" not in check(wrong)[0].computed.zh


def test_a_fall_leaves_the_rest() -> None:
    about = subject("", "energy", "percent", measure="decrease")
    level = subject("", "energy", "tce/CNY")
    fall = target("fall", about, 20.0, op="decrease_by", base_year="2020")
    base = observed("base", level, 5e-5, "2020")
    assert found(books(fall, base, target("level", level, 4e-5, cmp="<="))) == {}
    assert found(books(fall, base, target("level", level, 4.8e-5))) == {"increase-level": "likely"}


def test_growth_a_year_and_growth_in_all() -> None:
    about = subject(measure="increase", unit="percent")
    whole = target("whole", about, 100.0, op="increase_by", base_year="2020")
    assert found(books(growth(7.2), whole)) == {}  # type: ignore[arg-type]
    assert found(books(growth(12.0), whole)) == {"rate-increase": "likely"}  # type: ignore[arg-type]


def test_what_is_added_makes_the_difference_of_stocks() -> None:
    firms = subject(indicator="firms", unit="count")
    more = subject(indicator="firms", unit="count", change="increment")
    added = target("added", more, 300.0, op="increase_by", base_year="2024", counted="企业")
    base = observed("base", firms, 800.0, "2024")
    right = books(added, base, target("end", firms, 1100.0))
    wrong = books(added, base, target("end", firms, 2000.0))
    assert found(right) == {}
    assert found(wrong) == {"increment-stock": "likely"}
    assert found(books(added, target("end", firms, 200.0))) == {"increment-stock": "likely"}
    assert found(books(added, target("end", firms, 400.0))) == {}


def test_years_make_the_span() -> None:
    more = subject(indicator="firms", unit="count", change="increment")
    text = "2024年新增100家，2025年新增120家，2024至2025年新增300家。"
    clauses = text.rstrip("。").split("，")

    def added(id: str, value: float, period: str, clause: str) -> object:
        return actual(id, more, value, period, op="increase_by", passage=placed(text, clause))

    given = books(
        added("one", 100.0, "2024", clauses[0]),  # type: ignore[arg-type]
        added("two", 120.0, "2025", clauses[1]),  # type: ignore[arg-type]
        added("span", 300.0, "2024/2025", clauses[2]),  # type: ignore[arg-type]
        texts={"paper": text},
    )
    assert found(given) == {"years-span": "likely"}


# Shares and values per unit --------------------------------------------------------------

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


# Size classes ----------------------------------------------------------------------------


def classes(tier: float, value: float, id: str) -> object:
    """Return a number of clusters of one size class."""
    about = subject(indicator="clusters", unit="count", tier=tier)
    return target(id, about, value, counted="产业集群", tier=tier)


def test_size_classes_fit_into_the_whole() -> None:
    both = (classes(1e11, 2.0, "large"), classes(1e10, 5.0, "small"))
    fits = books(*both, target("whole", subject(), 3e11))  # type: ignore[arg-type]
    # Two of the hundred billion are among the five of ten billion at least.
    assert found(fits) == {}
    small = books(*both, target("whole", subject(), 1.5e11))  # type: ignore[arg-type]
    assert found(small) == {"tier-counts": "likely"}
    floor = books(*both, target("whole", subject(), 1.5e11, cmp=">"))  # type: ignore[arg-type]
    assert found(floor) == {"tier-counts": "bound"}


def test_members_of_a_class_are_promised_as_large() -> None:
    about = subject("", "clusters", "count", tier=1e12)
    four = target("class", about, 2.0, counted="产业集群", tier=1e12, members=("drones", "ocean"))
    given = books(
        four, target("one", subject("ocean"), 6.5e11), target("two", subject("drones"), 1.2e12)
    )
    assert [(one.rule, one.certainty) for one in check(given)] == [("tier-members", "likely")]
    assert ("member", "one") in check(given)[0].figures


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("，即船舶、海工和航运。", {"member-count": "likely"}),
        ("，即船舶、海工、航运、软件和信息服务。", {}),
        ("，即船舶、海工、航运和水产。", {}),
        ("，包括船舶、海工。", {}),
        ("，即船舶、海工等。", {}),
        ("，面向船舶、海工和航运。", {}),
        ("（船舶、海工、航运、水产、旅游）。", {"member-count": "likely"}),
    ],
)
def test_as_many_names_as_the_number_says(rest: str, expected: dict[str, str]) -> None:
    text = "打造4个产业集群" + rest
    about = subject("", "clusters", "count")
    four = target("four", about, 4.0, counted="产业集群", passage=placed(text, "打造4个产业集群"))
    assert found(books(four, texts={"paper": text})) == expected


def test_english_names_are_counted_too() -> None:
    text = "The city will form four clusters, namely ships, drones and ports. More will come."
    quote = "The city will form four clusters"
    about = subject("", "clusters", "count")
    four = target("four", about, 4.0, counted="clusters", passage=placed(text, quote))
    assert found(books(four, texts={"paper": text})) == {"member-count": "likely"}
    three = target("four", about, 3.0, counted="clusters", passage=placed(text, quote))
    assert found(books(three, texts={"paper": text})) == {}


# Targets against what was before ---------------------------------------------------------


def test_a_target_that_was_reached_before_it_was_set() -> None:
    goal = target("goal", subject(), 3e11, issued="2026-05-01")
    assert found(books(goal, observed("seen", subject(), 3.2e11, "2025"))) == {
        "already-reached": "certain"
    }
    assert found(books(goal, observed("seen", subject(), 2.8e11, "2025"))) == {}
    # What comes after the target is progress.
    assert found(books(goal, observed("seen", subject(), 3.2e11, "2027"))) == {}


def test_the_same_of_another_definition_is_only_likely() -> None:
    goal = target("goal", subject(), 3e11, issued="2026-05-01")
    seen = observed("seen", subject("shipping", "output"), 3.2e11, "2025")
    link = Linkage("size", "ocean", "output", "", "proxy", Name("口径不同", "another"), "shipping")
    given = books(goal, seen, linkages=[link])
    assert found(given) == {"already-reached": "likely"}
    assert "口径不同" in check(given)[0].computed.zh


def test_keeping_what_is_there_is_a_target() -> None:
    text = "港口吞吐量保持在3000亿元以上"
    goal = target("goal", subject(), 3e11, issued="2026-05-01", passage=placed(text, text))
    assert found(books(goal, observed("seen", subject(), 3.2e11, "2025"))) == {}


def test_a_later_target_is_no_less() -> None:
    early = target("early", subject(), 3e11, period="2027")
    assert found(books(early, target("late", subject(), 2e11))) == {"later-less": "likely"}
    assert found(books(early, target("late", subject(), 2e11, cmp=">"))) == {"later-less": "bound"}
    assert found(books(early, target("late", subject(), 3e11))) == {"later-same": "bound"}
    assert found(books(early, target("late", subject(), 4e11))) == {}


def test_a_share_may_be_kept_up_and_a_ceiling_may_fall() -> None:
    share = subject(indicator="share", unit="percent")
    assert found(books(target("a", share, 20.0, period="2027"), target("b", share, 20.0))) == {}
    assert (
        found(
            books(
                target("a", subject(), 3e11, period="2027", cmp="<="),
                target("b", subject(), 2e11, cmp="<="),
            )
        )
        == {}
    )


# What the parts of a text say ------------------------------------------------------------


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


# What holds of all of them ---------------------------------------------------------------


def test_findings_name_their_rule_and_figures() -> None:
    given = books(
        target("whole", subject("both"), 7e11, cmp="<="),
        target("one", subject("ocean"), 5e11),
        target("other", subject("drones"), 3e11),
        industries=[WHOLE],
    )
    (one,) = check(given)
    assert one.rule in RULES
    assert one.figures == (("total", "whole"), ("part", "one"), ("part", "other"))
    assert one.computed.zh == "5000亿元 + 3000亿元 = 8000亿元，而合计为不超过7000亿元"
    assert (
        one.computed.en
        == "500 bn CNY + 300 bn CNY = 800 bn CNY, while the total is at most 700 bn CNY"
    )
    assert check(given, ["later-less"]) == ()
    assert check(given)[0].id == one.id


def test_every_rule_is_told_in_both_languages() -> None:
    for rule in RULES.values():
        assert all((rule.name.zh, rule.name.en, rule.asks.zh, rule.asks.en)), rule.id


def test_sums_are_exact() -> None:
    tenth = estimate("=", 0.1, None, target=True)
    assert tenth is not None
    assert total([tenth] * 3).point == Fraction(3, 10)
    three = estimate("=", 0.3, None, target=True)
    assert three is not None
    assert judged(total([tenth] * 3), three) is None


def test_a_size_class_is_all_that_it_may_mean() -> None:
    vague = estimate("=", None, None, target=True, tier=5e11)
    assert vague is not None
    assert vague.hard == Interval(Fraction(5 * 10**11), Fraction(10**12))
