"""Versions of plans: which promises are the same one, and what became of them."""

from __future__ import annotations

from typing import Any

import pytest
from tests.ledger.sums import subject, target

from saidao.ledger import Assertion
from saidao.ledger.version_changes import MIRRORED, changes_between
from saidao.ledger.versions import Vocabulary, compare, follow, promises

WORDS = Vocabulary(
    indicators={
        "size": ("产业规模", "规模"),
        "output": ("产值",),
        "new-share": ("新车占比",),
        "level-share": ("占新车的比例",),
        "green-share": ("绿电占比",),
    },
    industries={"robots": "智能机器人", "robot-related": "机器人关联产业", "ocean": "海洋产业"},
    overlaps={
        "robots": frozenset({"robot-related", "ocean"}),
        "robot-related": frozenset({"robots"}),
        "ocean": frozenset({"robots"}),
    },
)


def said(value: float | None = 3e11, **changes: Any) -> Assertion:
    """Return a promise of 300 bn by 2030, with changes."""
    about = changes.pop("about", subject())
    return target(changes.pop("id", "one"), about, value, **({"firmness": "commits"} | changes))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (said(), said(), ("unchanged",)),
        (said(), said(4e11), ("raised",)),
        (said(), said(2e11), ("lowered",)),
        # A ceiling that comes down asks for more.
        (said(cmp="<="), said(2e11, cmp="<="), ("raised",)),
        # 突破 → 达到 → 左右, 确保 → 力争.
        (said(cmp=">"), said(), ("softened",)),
        (said(cmp="~"), said(), ("hardened",)),
        (said(), said(firmness="strives"), ("softened",)),
        (said(firmness="expects"), said(firmness="commits"), ("hardened",)),
        # Two signs of strength that point apart are both shown.
        (said(), said(cmp=">", firmness="strives"), ("hardened", "softened")),
        # The deadline.
        (said(), said(period="2028"), ("brought_forward",)),
        (said(), said(period="2032"), ("put_off",)),
        (said(), said(4e11, period="2032"), ("rolled_over",)),
        (said(), said(2e11, period="2032"), ("lowered", "put_off")),
        (said(), said(2e11, period="2028"), ("drawn_in",)),
        (said(), said(4e11, period="2028"), ("raised", "brought_forward")),
        (said(), said(period=None), ("unchanged",)),
        # A class and an amount inside it.
        (said(None, tier=1e11), said(3e11), ("hardened",)),
        (said(None, tier=1e10), said(3e11), ("raised", "hardened")),
        (said(3e11), said(None, tier=1e11), ("softened",)),
        # A range.
        (said(3e11, value_high=5e11, cmp="range"), said(4e11, value_high=5e11, cmp="range"),
         ("raised",)),
    ],
)  # fmt: skip
def test_what_became_of_a_promise(
    before: Assertion, after: Assertion, expected: tuple[str, ...]
) -> None:
    assert changes_between(before, after) == expected
    mirrored = {MIRRORED[name] for name in expected}  # type: ignore[index]
    assert set(changes_between(after, before)) == mirrored


def test_a_share_that_is_kept_up_is_not_put_off() -> None:
    share = subject(indicator="share", unit="percent")
    classes = changes_between(said(20.0, about=share), said(20.0, about=share, period="2035"))
    assert classes == ("rolled_over",)


def test_a_rate_for_a_later_span_is_lower_and_not_late() -> None:
    rate = subject(measure="growth", unit="percent")
    before = said(6.0, about=rate, period="2025")
    assert changes_between(before, said(5.0, about=rate)) == ("lowered",)
    assert changes_between(said(5.0, about=rate), before) == ("raised",)
    assert changes_between(before, said(7.0, about=rate)) == ("rolled_over",)


def test_a_date_that_moves_is_a_deadline_that_moves() -> None:
    year = subject("", "peak-year", "year")
    before = said(2025.0, about=year, period="2025", cmp="<")
    after = said(2030.0, about=year, period="2030", cmp="<")
    assert changes_between(before, after) == ("put_off",)
    assert changes_between(after, before) == ("brought_forward",)


def test_other_members_of_the_same_number() -> None:
    four = subject("", "clusters", "count", tier=1e12)
    before = said(2.0, about=four, members=("ocean", "robots"))
    after = said(2.0, about=four, members=("ocean", "ships"))
    assert changes_between(before, after) == ("rescoped",)


def classes(before: list[Assertion], after: list[Assertion]) -> dict[str, tuple[str, ...]]:
    """Return what became of each promise, by the earlier id or the later."""
    return {one.before or one.after or "": one.classes for one in compare(before, after, WORDS)}


def test_dropped_and_new() -> None:
    firms = subject(indicator="firms", unit="count")
    assert classes([said()], [said(3.0, id="two", about=firms)]) == {
        "one": ("dropped",),
        "two": ("new",),
    }


def test_another_measure_of_one_industry_is_redefined() -> None:
    output = subject(indicator="output")
    pairs = compare([said(about=output, cmp=">")], [said(id="two")], WORDS)
    assert [(one.classes, one.tolerated) for one in pairs] == [
        (("softened", "redefined"), ("indicator",))
    ]


def test_a_wider_industry_is_rescoped_where_the_names_and_the_pack_say_so() -> None:
    before, after = subject("robots"), subject("robot-related")
    pairs = compare([said(1e10, about=before)], [said(1e11, id="two", about=after)], WORDS)
    assert [(one.classes, one.tolerated) for one in pairs] == [
        (("raised", "rescoped"), ("industry",))
    ]
    # They share members as well, but no word: those are two promises.
    assert classes([said(about=before)], [said(id="two", about=subject("ocean"))]) == {
        "one": ("dropped",),
        "two": ("new",),
    }


def test_shares_of_one_thing_are_matched_by_their_words() -> None:
    def share(id: str, name: str, value: float) -> Assertion:
        about = subject("ocean", name, "percent")
        return said(value, id=id, about=about, op="share")

    assert classes([share("one", "new-share", 50.0)], [share("two", "level-share", 70.0)]) == {
        "one": ("raised", "redefined")
    }
    assert classes([share("one", "new-share", 50.0)], [share("two", "green-share", 70.0)]) == {
        "one": ("dropped",),
        "two": ("new",),
    }


def test_doubling_and_a_level_are_one_promise() -> None:
    double = said(
        100.0, about=subject(measure="increase", unit="percent"), op="increase_by", base_year="2025"
    )
    (one,) = compare([double], [said(id="two")], WORDS)
    assert (one.classes, one.tolerated) == (("redefined",), ("measure",))


def test_the_nearest_year_is_meant() -> None:
    before = [said(id="b27", period="2027"), said(id="b30")]
    after = [said(4e11, id="a30"), said(5e11, id="a35", period="2035")]
    # Both speak of 2030; the interim year of the one was dropped, the other's is new.
    assert classes(before, after) == {"b27": ("dropped",), "b30": ("raised",), "a35": ("new",)}


def test_a_place_is_never_another() -> None:
    district = subject(region="990101")
    assert classes([said()], [said(id="two", about=district)]) == {
        "one": ("dropped",),
        "two": ("new",),
    }


def test_a_size_class_is_never_another() -> None:
    def clusters(id: str, tier: float, value: float) -> Assertion:
        return said(value, id=id, about=subject(indicator="clusters", unit="count", tier=tier))

    before = [clusters("b1", 1e12, 2.0), clusters("b2", 5e11, 4.0)]
    after = [clusters("a1", 1e12, 4.0), clusters("a2", 5e11, 2.0)]
    assert classes(before, after) == {"b1": ("raised",), "b2": ("lowered",)}


def test_one_reading_of_each_promise() -> None:
    readings = [said(id="b", cmp=">"), said(id="a"), said(id="c", period="2035")]
    assert [one.id for one in promises(readings)] == ["b", "c"]
    assert [one.id for one in promises(readings, lambda one: one.id)] == ["a", "c"]
    assert promises([said(kind="actual")]) == ()


def test_a_promise_through_time() -> None:
    first = [said(id="first"), said(9.0, id="firms", about=subject("ocean", "firms", "count"))]
    threads = follow(
        [first, [], [said(4e11, id="second")], [said(4e11, id="third", period="2035")]], WORDS
    )
    assert [one.assertions for one in threads] == [("first", "second", "third"), ("firms",)]
    assert [step.classes for step in threads[0].steps] == [("raised",), ("put_off",)]


WORDED = Vocabulary()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("?海洋产业总产值", "?海洋产业总产值", True),
        ("?海洋产业总产值", "?海洋经济总产值", True),
        ("?海洋产业总产值", "?高新技术企业数", False),
    ],
)
def test_without_a_catalogue_words_decide(one: str, other: str, same: bool) -> None:
    before = said(about=subject("?海洋", one))
    after = said(id="two", about=subject("?海洋产业", other))
    assert (len(compare([before], [after], WORDED)) == 1) is same
