"""What a question is about, in words: an industry with its fractional codes, or a code."""

from __future__ import annotations

import difflib

from saidao.answers.shapes.establishments import SelectionView
from saidao.errors import InvalidInput, NotFound
from saidao.indicators.cubes import Cubes
from saidao.indicators.selection import ALL, Selection, of_code, of_industry, scheme_of
from saidao.packs.pack import Industry
from saidao.store import Snapshot
from saidao.terms.name import Name

__all__ = [
    "industries_of_code",
    "selection_of",
    "selection_of_industry",
    "selection_view",
    "uncounted",
]

EVERYTHING = Name("全部行业", "All industries")
NO_CODES = Name(
    "没有公布的统计代码，也没有列出的成员代码，因此不能计数。",
    "No classification codes are published or stated for it, so nothing can be counted.",
)
NO_SCHEME = Name(
    "名录的行业分类没有对照表，因此不能计数。",
    "There is no crosswalk to the register's classification, so nothing can be counted.",
)


def selection_of(
    snapshot: Snapshot, cubes: Cubes, industry: str | None = None, code: str | None = None
) -> Selection | None:
    """Return the selection of an industry or a code, of everything where neither is named.

    Returns
    -------
    Selection or None
        None for an industry that cannot be counted; `uncounted` says why.

    Raises
    ------
    NotFound
        If there is no such industry.
    InvalidInput
        If both are named, or the code is none of the register's scheme.
    """
    if industry and code:
        raise InvalidInput("code", repr(code), "an industry or a code, not both")
    if code:
        return of_code(cubes, code)
    return selection_of_industry(snapshot, cubes, industry) if industry else ALL


def industry_row(snapshot: Snapshot, id: str) -> Industry:
    """Return an industry's row.

    Raises
    ------
    NotFound
    """
    row = snapshot.industries.get(id)
    if row is None:
        raise NotFound("industry", id, difflib.get_close_matches(id, snapshot.industries, n=3))
    return row


def selection_of_industry(snapshot: Snapshot, cubes: Cubes, id: str) -> Selection | None:
    """Return the selection of an industry, None where it cannot be counted.

    An industry without codes of its own that is said to consist of others is their union;
    where two of these hold a part of one class, the larger part is taken.
    """
    key = ("selection", cubes.register.id, cubes.key, id)
    if key not in snapshot.answered:
        snapshot.answered[key] = counted(snapshot, cubes, industry_row(snapshot, id))
    found: Selection | None = snapshot.answered[key]
    return found


def counted(snapshot: Snapshot, cubes: Cubes, row: Industry) -> Selection | None:
    """Return the selection of an industry's row."""
    if row.codes:
        try:
            return of_industry(cubes, row)
        except InvalidInput:
            return None
    parts = [selection_of_industry(snapshot, cubes, id) for id in row.parts if id != row.id]
    if not parts or any(part is None for part in parts):
        return None
    union: dict[str, float] = {}
    for part in parts:
        assert part is not None
        for code, share in part.weights.items():
            union[code] = max(share, union.get(code, 0.0))
    ordered = dict(sorted(union.items()))
    return Selection(
        "industry",
        row.id,
        tuple(ordered),
        tuple(ordered.values()),
        any(part is not None and part.translated for part in parts),
    )


def uncounted(row: Industry) -> Name:
    """Return why an industry cannot be counted."""
    return NO_SCHEME if row.codes else NO_CODES


def selection_view(
    snapshot: Snapshot,
    cubes: Cubes,
    selection: Selection | None,
    industry: str | None = None,
) -> SelectionView:
    """Return a selection as it is shown; `industry` names the one that could not be counted."""
    if industry:
        row = industry_row(snapshot, industry)
        chosen = selection or Selection("industry", row.id, (), ())
        basis = row.codes_basis if row.codes else ("derived" if chosen.codes else None)
        return SelectionView(
            kind="industry",
            id=row.id,
            name=row.name,
            codes=row.codes,
            codes_basis=basis,
            classes=tuple(zip(chosen.codes, chosen.shares, strict=True)),
            translated=chosen.translated,
            missing=uncounted(row) if selection is None else None,
        )
    assert selection is not None
    name = EVERYTHING
    if selection.kind == "code":
        known = scheme_of(cubes)
        name = known.name(selection.id) if known else Name(selection.id, selection.id)
    scheme = cubes.register.scheme
    return SelectionView(
        kind=selection.kind,
        id=selection.id,
        name=name,
        codes=((f"{scheme}:{selection.id}", 1.0),) if selection.kind == "code" else (),
        codes_basis=None,
        classes=tuple(zip(selection.codes, selection.shares, strict=True)),
        translated=False,
        missing=None,
    )


def industries_of_code(
    snapshot: Snapshot, cubes: Cubes, code: str
) -> tuple[tuple[str, Name, float], ...]:
    """Return the industries that hold a code of a register, with its share in each."""
    found = []
    for row in snapshot.industry:
        selection = selection_of_industry(snapshot, cubes, row.id)
        share = selection.weights.get(code, 0.0) if selection else 0.0
        if share > 0:
            found.append((row.id, row.name, share))
    return tuple(found)
