"""What was computed, in words: 5000亿元 + 3500亿元 = 8500亿元."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from saidao.ledger.checks.books import Figure
from saidao.ledger.checks.findings import Finding, finding_id
from saidao.ledger.checks.intervals import Certainty
from saidao.terms.name import Name
from saidao.terms.wording import quantity

__all__ = ["amount", "finding", "percent", "sentence", "stated", "summed"]


def amount(value: Fraction | float, unit: str) -> Name:
    """Return a bare amount, to six digits at most."""
    number = float(f"{float(value):.6g}")
    if unit == "count":
        return Name(f"{number:,.10g}".replace(",", ""), f"{number:,.10g}")
    told = quantity("=", number, None, unit)
    return Name(told.zh.removeprefix("达到"), told.en)


def percent(value: Fraction | float) -> Name:
    """Return a share of one in percent."""
    number = f"{100 * float(value):.3g}%"
    return Name(number, number)


def stated(figure: Figure) -> Name:
    """Return a figure as it is stated, comparator included."""
    subject = figure.subject
    if subject.unit == "count" and figure.value is not None:
        bare = amount(figure.value, "count")
        zh = {">": "超过", ">=": "不少于", "~": "约", "<=": "不超过", "<": "少于"}
        en = {">": "over ", ">=": "at least ", "~": "about ", "<=": "at most ", "<": "under "}
        return Name(zh.get(figure.cmp, "") + bare.zh, en.get(figure.cmp, "") + bare.en)
    told = quantity(figure.cmp, figure.value, figure.value_high, subject.unit, tier=figure.tier)
    return Name(told.zh.removeprefix("达到"), told.en)


def summed(figures: Sequence[Figure], total: Fraction) -> Name:
    """Return a sum with its parts: 5000亿元 + 3500亿元 = 8500亿元."""
    shown = [stated(one) for one in figures[:12]]
    dots = " + …" if len(figures) > 12 else ""
    whole = amount(total, figures[0].subject.unit)
    return Name(
        " + ".join(one.zh for one in shown) + f"{dots} = {whole.zh}",
        " + ".join(one.en for one in shown) + f"{dots} = {whole.en}",
    )


def sentence(zh: str, en: str, **names: Name) -> Name:
    """Return a sentence in both languages with the same amounts in it."""
    return Name(
        zh.format(**{key: name.zh for key, name in names.items()}),
        en.format(**{key: name.en or name.zh for key, name in names.items()}),
    )


def finding(
    rule: str, certainty: Certainty, figures: Sequence[tuple[str, Figure]], computed: Name
) -> Finding:
    """Return a finding on some figures, each with its role."""
    # A value of low quality, or one that another source gives otherwise, proves nothing.
    if certainty == "certain" and any(one.low_quality for _, one in figures):
        certainty = "likely"
    roles = tuple((role, one.id) for role, one in figures)
    return Finding(finding_id(rule, roles), rule, certainty, roles, computed)
