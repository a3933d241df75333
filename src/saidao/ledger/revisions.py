"""Which realised values were revised: a later vintage of the same figure supersedes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from saidao.ledger.records import ObservedValue
from saidao.ledger.resolve import fold
from saidao.packs.pack import Source

__all__ = ["superseded"]


def superseded(
    observations: Iterable[ObservedValue], sources: Mapping[str, Source]
) -> dict[str, str]:
    """Return the ids of revised values, each with the id of the value in force.

    Two values are vintages of one figure where measure, industry, scope, region, period,
    unit, definition and price basis are the same and the later one says its vintage and is
    not of low quality. What documents say at different times is no revision but a
    contradiction, unless one source says both. The earlier value stays in the ledger.

    Parameters
    ----------
    observations : iterable of ObservedValue
        In any order.
    sources : mapping
        By id; a value without a vintage was public when its source was issued.
    """
    figures: dict[tuple[object, ...], list[ObservedValue]] = {}
    for one in observations:
        if one.quality != "unusable" and one.period is not None:
            figures.setdefault(figure_of(one), []).append(one)
    found: dict[str, str] = {}
    for values in figures.values():
        stated = [one for one in values if one.vintage is not None and one.quality != "low"]
        if len(values) < 2 or not stated:
            continue
        newest = max(stated, key=lambda one: (one.vintage or "", one.id))
        for one in values:
            known = public_since(one, sources)
            if one is not newest and known is not None and known < (newest.vintage or ""):
                found[one.id] = newest.id
    return found


def figure_of(value: ObservedValue) -> tuple[object, ...]:
    """Return what a value is a vintage of."""
    definition = fold(value.definition.zh or value.definition.en) if value.definition else ""
    return (
        value.indicator,
        value.industry or "",
        fold(value.scope),
        value.region,
        value.period,
        value.period_type,
        value.unit,
        definition,
        value.prices,
        value.price_year,
        value.source if value.origin in {"document", "review"} else "",
    )


def public_since(value: ObservedValue, sources: Mapping[str, Source]) -> str | None:
    """Return the ISO date since which a value is public, None where nobody says."""
    if value.vintage is not None:
        return value.vintage
    source = sources.get(value.source)
    return source.issued if source is not None else None
