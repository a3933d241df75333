"""Books for tests of arithmetic, from assertions and observations alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.ledger.builders import assertion

from saidao.ledger import Assertion, ObservedValue, Passage, Subject, reconcile
from saidao.ledger.checks import Books, books_of, check
from saidao.ledger.records import Intake
from saidao.packs.pack import Indicator, Industry, Linkage
from saidao.terms.name import Name

CITY = "990000"


def subject(
    industry: str = "ocean", indicator: str = "size", unit: str = "CNY", **more: Any
) -> Subject:
    """Return what a figure of the invented city is about."""
    values = {"scope": "", "region": CITY, "measure": "level", "change": "stock"} | more
    return Subject(indicator=indicator, industry=industry, unit=unit, **values)


def target(id: str, about: Subject, value: float | None, **changes: Any) -> Assertion:
    """Return a target for 2030."""
    return assertion(id, subject=about, value=value, **changes)


def actual(id: str, about: Subject, value: float, period: str, **changes: Any) -> Assertion:
    """Return a realised value that a document states."""
    return assertion(
        id, kind="actual", modality=None, subject=about, value=value, period=period, **changes
    )


def observed(id: str, about: Subject, value: float, period: str, **changes: Any) -> ObservedValue:
    """Return a realised value of a pack."""
    values: dict[str, Any] = {
        "origin": "pack",
        "period_type": "year",
        "cmp": "=",
        "definition": None,
        "vintage": None,
        "source": "S001",
        "quality": "published",
    }
    return ObservedValue(
        id=id,
        indicator=about.indicator,
        industry=about.industry or None,
        scope=about.scope,
        region=about.region,
        period=period,
        value=value,
        unit=about.unit,
        **(values | changes),
    )


def industry(id: str, parts: Iterable[str] = (), overlaps: Iterable[str] = ()) -> Industry:
    """Return an industry that consists of others."""
    return Industry(id, Name(id), parts=tuple(parts), overlaps=tuple(overlaps))


def books(
    *figures: Assertion | ObservedValue,
    industries: Iterable[Industry] = (),
    parents: Mapping[str, str] | None = None,
    linkages: Iterable[Linkage] = (),
    indicators: Iterable[Indicator] = (),
    texts: Mapping[str, str] | None = None,
) -> Books:
    """Return the books of a ledger that holds these figures."""
    stated = tuple(one for one in figures if isinstance(one, Assertion))
    values = tuple(one for one in figures if isinstance(one, ObservedValue))
    ledger = reconcile([Intake(stated, values)], {}, {}, ("authority", "date"))
    return books_of(
        ledger,
        industries=industries,
        parents=parents,
        linkages=linkages,
        indicators=indicators,
        texts=texts,
    )


def placed(text: str, quote: str, document: str = "paper") -> Passage:
    """Return a passage of a text."""
    start = text.index(quote)
    return Passage(document, start, start + len(quote), quote)


def found(given: Books) -> dict[str, str]:
    """Return the rules that found something, with how sure they are."""
    return {one.rule: one.certainty for one in check(given)}
