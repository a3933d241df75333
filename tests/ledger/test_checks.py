"""What holds of every rule of arithmetic: its words, its figures, exact sums."""

from __future__ import annotations

from fractions import Fraction

from tests.ledger.sums import books, industry, subject, target

from saidao.ledger.checks import RULES, check
from saidao.ledger.checks.intervals import Interval, estimate, judged, total

WHOLE = industry("both", parts=["ocean", "drones"])


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
