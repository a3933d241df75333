"""A reading with some of its fields set right by a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, get_args

from saidao.errors import InvalidInput
from saidao.ledger.records import Assertion, Change, Subject
from saidao.ledger.resolve import Resolver, fold, measure_of
from saidao.packs.vocabulary import is_date
from saidao.statements.statement import Comparator, Firmness, Kind, Op
from saidao.statements.units import is_canonical

__all__ = ["FIELDS", "checked", "corrected"]

SCALES: Final = {"": 1.0, "k": 1e3, "mn": 1e6, "bn": 1e9, "tn": 1e12}
ENGLISH_NUMBER = re.compile(
    r"([-+]?[0-9][0-9,_]*(?:\.[0-9]+)?(?:e[-+]?[0-9]{1,3})?)\s*(k|mn|bn|tn)?", re.IGNORECASE
)
LONGEST = 200


def number(text: str) -> float:
    """Return a number as people write it: 3500亿, 350 bn, 350,000, 3.5e11."""
    if english := ENGLISH_NUMBER.fullmatch(text):
        return float(re.sub("[,_]", "", english[1])) * SCALES[(english[2] or "").lower()]
    # It comes with the whole reader, which showing an atlas does without.
    from saidao.statements.chinese.numerals import FIGURE, value_of

    if chinese := FIGURE.fullmatch(text):
        return value_of(chinese)[0]
    raise ValueError("a number, such as 3500亿, 350 bn or 350000000000")


def period(text: str) -> str:
    """Return an ISO period: a year, month or day, or two with a slash."""
    parts = text.split("/")
    if len(parts) > 2 or not all(is_date(part) for part in parts):
        raise ValueError("a year, month or day, such as 2025 or 2025-06, or two with a slash")
    return text


def unit(text: str) -> str:
    """Return a canonical unit."""
    if not is_canonical(text):
        raise ValueError("a canonical unit, such as CNY, percent, count or km2")
    return text


def words(text: str) -> str:
    """Return words of a bearable length."""
    if len(text) > LONGEST:
        raise ValueError(f"at most {LONGEST} characters")
    return text


def year(text: str) -> str:
    """Return a year."""
    if not re.fullmatch("[0-9]{4}", text):
        raise ValueError("a year")
    return text


def one_of(literal: Any) -> Callable[[str], str]:
    """Return what lets the values of a literal type through."""
    allowed = get_args(literal)

    def check(text: str) -> str:
        if text not in allowed:
            raise ValueError("one of " + ", ".join(allowed))
        return text

    return check


READ: Final[Mapping[str, Callable[[str], Any]]] = {
    "kind": one_of(Kind),
    "value": number,
    "value_high": number,
    "unit": unit,
    "cmp": one_of(Comparator),
    "op": one_of(Op),
    "counted": words,
    "tier": number,
    "period": period,
    "base_year": year,
    "firmness": one_of(Firmness),
    "change": one_of(Change),
    "indicator": words,
    "industry": words,
    "scope": words,
    "region": words,
    "driven_by": words,
}
FIELDS: Final = tuple(READ)
"""What of a reading may be corrected; what each value may be, `READ` says."""

NEEDED = {"kind", "unit", "cmp", "op", "change", "indicator", "region"}
"""Fields that may not be emptied."""

OF_SUBJECT = {
    *("unit", "op", "cmp", "counted", "tier", "change", "indicator", "industry", "scope"),
    *("region", "driven_by"),
}
"""Fields that change what a figure is about."""

PLACED_BY = {"unit", "counted", "tier", "indicator", "industry", "region"}
"""Fields by which a figure may come to belong to what the pack knows already."""


def checked(
    assertion: Assertion, fields: Iterable[tuple[str, str]], resolver: Resolver
) -> tuple[tuple[str, str], ...]:
    """Return corrections, checked one by one and together.

    Raises
    ------
    InvalidInput
        Names the field and says what may stand there.
    """
    found: dict[str, str] = {}
    for name, text in fields:
        if name not in READ:
            raise InvalidInput("correct", name, "one of " + ", ".join(FIELDS))
        text = text.strip()
        if not text and name in NEEDED:
            raise InvalidInput(name, "nothing", "a value")
        if text:
            try:
                READ[name](text)
            except ValueError as problem:
                raise InvalidInput(name, repr(text), str(problem)) from None
        found[name] = text
    if not found:
        raise InvalidInput(
            "correct", "nothing", "FIELD=VALUE, where FIELD is one of " + ", ".join(FIELDS)
        )
    known(found, resolver)
    result = corrected(assertion, tuple(found.items()), resolver)
    if result.value is None and result.tier is None:
        raise InvalidInput("value", "nothing", "a number, or a size class in tier")
    if (result.cmp == "range") != (result.value_high is not None):
        raise InvalidInput("value_high", repr(result.value_high), "the upper end of a range, only")
    return tuple(found.items())


def known(found: Mapping[str, str], resolver: Resolver) -> None:
    """Check what must be an id or a spelling of the pack."""
    text = found.get("indicator", "")
    if text and indicator_of(text, resolver) is None:
        near = sorted(resolver.indicators)
        raise InvalidInput("indicator", repr(text), "one of " + ", ".join(near))
    text = found.get("region", "")
    if text and region_of(text, resolver) is None:
        near = sorted(set(resolver.regions.ids.values()))
        raise InvalidInput("region", repr(text), "one of " + ", ".join(near))
    for name in ("industry", "driven_by"):
        text = found.get(name, "")
        if text and industry_of(text, resolver) is None:
            near = sorted(set(resolver.industries.ids.values()))
            raise InvalidInput(name, repr(text), "one of " + ", ".join(near))


def indicator_of(text: str, resolver: Resolver) -> str | None:
    """Return the indicator with an id or a word."""
    if text in resolver.measures.every:
        return text
    found = resolver.indicator_words.get(fold(text), ())
    return found[0].id if found else None


def region_of(text: str, resolver: Resolver) -> str | None:
    """Return the region with an id or a spelling."""
    ids = {*resolver.regions.ids.values(), resolver.city}
    return text if text in ids else resolver.regions.ids.get(fold(text))


def industry_of(text: str, resolver: Resolver) -> str | None:
    """Return the industry with an id or a spelling, several joined by ``+``."""
    ids = set(resolver.industries.ids.values())
    if all(part in ids for part in text.split("+")):
        return "+".join(sorted(text.split("+")))
    return resolver.industries.ids.get(fold(text))


def corrected(
    assertion: Assertion, fields: Sequence[tuple[str, str]], resolver: Resolver
) -> Assertion:
    """Return a reading with corrections laid over it.

    What was checked when it was written may since have left the pack: it then stands as
    it was worded, as with any word that the pack does not know.
    """
    given = {name: READ[name](text) if text else None for name, text in fields}
    plain = ("kind", "value", "value_high", "counted", "tier", "period", "base_year", "firmness")
    changes: dict[str, Any] = {name: given[name] for name in plain if name in given}
    if "op" in given:
        changes["op"] = given["op"]
        if given["op"] in get_args(Comparator):
            changes["cmp"] = given["op"]
    if "cmp" in given:
        changes["cmp"] = given["cmp"]
        if changes.get("op", assertion.op) in get_args(Comparator):
            changes["op"] = given["cmp"]
    if "kind" in given:
        target = given["kind"] == "target"
        changes["modality"] = (assertion.modality or "commitment") if target else None
        if not target:
            changes["firmness"] = None
    if changes.get("firmness"):
        changes["modality"] = "forecast" if changes["firmness"] == "expects" else "commitment"
    if "indicator" in given:
        changes["indicator_words"] = given["indicator"]
    if "scope" in given:
        changes["scope_words"] = given["scope"] or ""
    if "driven_by" in given:
        text = given["driven_by"] or ""
        changes["driven_by"] = industry_of(text, resolver) or text or None
    result = replace(assertion, **changes)
    return replace(result, subject=subject_of(result, given, resolver))


def subject_of(result: Assertion, given: Mapping[str, Any], resolver: Resolver) -> Subject:
    """Return what a corrected reading is about."""
    subject = result.subject
    if not OF_SUBJECT & set(given):
        return subject
    changes: dict[str, Any] = {}
    if "unit" in given:
        changes["unit"] = given["unit"]
    if "indicator" in given:
        text = given["indicator"]
        changes["indicator"] = indicator_of(text, resolver) or "?" + fold(text)
    if "industry" in given:
        text = given["industry"] or ""
        changes["industry"] = (industry_of(text, resolver) or "?" + fold(text)) if text else ""
    if "region" in given:
        changes["region"] = region_of(given["region"], resolver) or resolver.city
    if "scope" in given:
        changes["scope"] = fold(given["scope"] or "")
    if "change" in given:
        changes["change"] = given["change"]
    subject = replace(subject, **changes)
    if {"counted", "indicator"} & set(given):
        noun = resolver.noun(result.counted, resolver.measures.every.get(subject.indicator))
        subject = replace(subject, noun=noun)
    measure = measure_of(result.op, subject.unit)
    if result.op in {"increase_by", "decrease_by"} and measure == "level":
        subject = replace(subject, change="increment")
    driver = result.driven_by or ""
    subject = replace(
        subject,
        measure=measure,
        tier=result.tier if subject.unit == "count" else None,
        driver=driver if driver == subject.industry else "",
    )
    if "scope" in given or not PLACED_BY & set(given):
        return subject
    return resolver.meet(subject, subject.scope + (result.counted or "")) or subject
