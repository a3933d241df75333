"""What an area is specialised in, how concentrated it is, and what its growth is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saidao.indicators.areas import (
    FEW,
    SUMMED,
    Figures,
    Weight,
    all_by_code,
    area_sums,
    by_code,
    figures_of,
    has_closures,
    number,
)
from saidao.indicators.cube_rows import years_before
from saidao.indicators.cubes import Cubes
from saidao.indicators.selection import ALL, Selection, rolled_up
from saidao.kernels.shift_share import ShiftShare, shift_share
from saidao.kernels.specialisation import herfindahl_hirschman, krugman_specialisation
from saidao.store.cubes import Columns

__all__ = ["AreaIndices", "Profile", "Shift", "area_indices", "industry_shift", "profile"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shift:
    """Shift-share of an area against the city; arrays have one value an industry."""

    since: str
    until: str
    codes: tuple[str, ...]
    before: Array
    after: Array
    classic: ShiftShare
    homothetic: float | None
    """Regional shift of the city's mix, after Esteban-Marquillas; None where an industry has
    no growth rate."""
    allocation: float | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """One area over all industries of a level of the classification."""

    codes: tuple[str, ...]
    figures: tuple[Figures, ...]
    hhi: float | None
    effective: float | None
    krugman: float | None
    total: float
    shift: Shift | None


def profile(
    cubes: Cubes,
    level: str,
    area: str,
    depth: int,
    weight: Weight = "establishments",
) -> Profile:
    """Return what an area is specialised in.

    Parameters
    ----------
    cubes : Cubes
    level, area : str
        As in the cubes: ``district`` and its code, ``park`` and its id, ``city`` and ``""``.
    depth : int
        Level of the classification: 1 for sections, 2 for divisions and so on.
    weight : str
        What shares, quotients and indices are of.
    """
    upward = rolled_up(cubes, depth)
    codes = tuple(sorted(set(upward.values())))
    here = gathered(by_code(cubes, level, area), upward, codes)
    city = gathered(by_code(cubes, "city", ""), upward, codes)
    approximate = ("approximate",) if level == "park" else ()
    figures = figures_of(
        with_totals(here),
        with_totals(city),
        weight,
        Selection("code", "", (), ()),
        cubes,
        has_closures(cubes),
        approximate,
        paired=True,
    )
    field = {"establishments": "n"}.get(weight, weight)
    sizes, whole = np.maximum(here[field], 0), np.maximum(city[field], 0)
    hhi = krugman = None
    if sizes.sum() > 0:
        hhi = float(herfindahl_hirschman(sizes))
        # The area is part of the city: the rest of it is the second row.
        rest = np.maximum(whole - sizes, 0)
        krugman = number(krugman_specialisation(np.stack([sizes, rest]), against="whole")[0])
    present = [i for i, one in enumerate(figures) if one.n > 0 or (one.before or 0) > 0]
    return Profile(
        codes=tuple(codes[i] for i in present),
        figures=tuple(figures[i] for i in present),
        hhi=hhi,
        effective=1 / hhi if hhi else None,
        krugman=krugman,
        total=float(sizes.sum()),
        shift=shift(cubes, codes, here, city),
    )


@dataclass(frozen=True, slots=True)
class AreaIndices:
    """Indices of many areas at once, one value an area; NaN where there is nothing to tell.

    `national`, `mix` and `regional` sum to `after - before`, in establishments.
    """

    areas: tuple[str, ...]
    industries: NDArray[np.int64]
    total: Array
    count: Array
    hhi: Array
    krugman: Array
    before: Array
    after: Array
    national: Array
    mix: Array
    regional: Array


def area_indices(
    cubes: Cubes, level: str, depth: int, weight: Weight = "establishments"
) -> AreaIndices:
    """Return how specialised all areas of a level are, and what their growth is made of.

    Parameters
    ----------
    cubes : Cubes
    level : str
        ``district``, ``town`` or ``park``.
    depth : int
        Level of the classification: 1 for sections, 2 for divisions and so on.
    weight : str
        What the indices of specialisation are of; growth is of establishments.
    """
    upward = rolled_up(cubes, depth)
    codes = tuple(sorted(set(upward.values())))
    place = {code: i for i, code in enumerate(codes)}
    table = all_by_code(cubes, level)
    areas, row = np.unique(table["area"].astype(str), return_inverse=True)
    column = np.array([place[upward[code]] for code in table["code"].tolist()], np.intp)
    city = gathered(by_code(cubes, "city", ""), upward, codes)

    def spread(name: str) -> Array:
        made = np.zeros((len(areas), len(codes)))
        np.add.at(made, (row.reshape(-1), column), np.asarray(table[name], np.float64))
        return np.maximum(made, 0)

    field = {"establishments": "n"}.get(weight, weight)
    sizes, whole = spread(field), np.maximum(city[field], 0)
    hhi = krugman = np.full(len(areas), np.nan)
    if sizes.size:
        hhi = np.asarray(herfindahl_hirschman(sizes))
        # Areas may overlap and leave out parts of the city: each is held against all of it.
        pairs = [np.stack([own, np.maximum(whole - own, 0)]) for own in sizes]
        krugman = np.array([krugman_specialisation(one, against="whole")[0] for one in pairs])
    before, after = spread("before"), spread("dated")
    there = (city["before"] > 0) | (city["dated"] > 0)
    parts = np.full((3, len(areas)), np.nan)
    if cubes.register.as_of is not None and city["before"].sum() > 0 and len(areas):
        made = shift_share(
            before[:, there], after[:, there], city["before"][there], city["dated"][there]
        ).total()
        parts = np.stack([made.national_share, made.industry_mix, made.regional_shift])
    return AreaIndices(
        areas=tuple(areas.tolist()),
        industries=(sizes > 0).sum(axis=1),
        total=sizes.sum(axis=1),
        count=spread("n").sum(axis=1),
        hhi=hhi,
        krugman=krugman,
        before=before.sum(axis=1),
        after=after.sum(axis=1),
        national=parts[0],
        mix=parts[1],
        regional=parts[2],
    )


def industry_shift(cubes: Cubes, selection: Selection) -> Shift | None:
    """Return the shift-share of a selection over districts, whose codes stand for industries.

    The industry's growth in a district is split into that of everything in the city, that of
    the industry there beyond it, and that of the district's own beyond this.

    Returns
    -------
    Shift or None
        None where nothing is known of an earlier day.
    """
    as_of = cubes.register.as_of
    city, table = (area_sums(cubes, level, selection) for level in ("city", "district"))
    whole = area_sums(cubes, "city", ALL)
    if as_of is None or not len(city["before"]) or not city["before"][0] > 0:
        return None

    def beside_rest(name: str) -> Array:
        own = float(city[name][0])
        return np.array([own, max(float(whole[name][0]) - own, 0.0)])

    before, after = (np.maximum(np.asarray(table[name], float), 0) for name in ("before", "dated"))
    empty = np.zeros(len(before))
    parts = shift_share(
        np.stack([before, empty], axis=1),
        np.stack([after, empty], axis=1),
        beside_rest("before"),
        beside_rest("dated"),
    )
    classic = ShiftShare(
        growth=parts.growth[:, 0],
        national_share=parts.national_share[:, 0],
        industry_mix=parts.industry_mix[:, 0],
        regional_shift=parts.regional_shift[:, 0],
        allocation=parts.allocation[:, 0],
    )
    warnings = [] if has_closures(cubes) else ["survivors"]
    if before.sum() < FEW:
        warnings.append("few")
    return Shift(
        since=years_before(as_of),
        until=as_of,
        codes=tuple(table["area"].tolist()),
        before=before,
        after=after,
        classic=classic,
        homothetic=None,
        allocation=None,
        warnings=tuple(warnings),
    )


def gathered(table: Columns, upward: dict[str, str], codes: tuple[str, ...]) -> dict[str, Array]:
    """Return sums by the codes of a level, zero where an area has none."""
    place = {code: i for i, code in enumerate(codes)}
    where = np.array([place[upward[code]] for code in table["code"].tolist()], np.intp)
    made = {}
    for name in SUMMED:
        made[name] = np.zeros(len(codes))
        np.add.at(made[name], where, np.asarray(table[name], np.float64))
    return made


def with_totals(table: dict[str, Array]) -> Columns:
    """Return sums by code with the area's totals beside each."""
    one = np.ones(len(table["n"]))
    return {
        **table,
        "count": table["n"].astype(np.int64),
        "total": one * table["n"].sum(),
        "total_employees": one * table["employees"].sum(),
        "total_value": one * table["value"].sum(),
    }


def shift(
    cubes: Cubes, codes: tuple[str, ...], here: dict[str, Array], city: dict[str, Array]
) -> Shift | None:
    """Return the shift-share of an area; None where nothing is known of an earlier day."""
    as_of = cubes.register.as_of
    if as_of is None or not city["before"].sum() > 0 or not here["before"].sum() > 0:
        return None
    there = (city["before"] > 0) | (city["dated"] > 0)
    before, after = here["before"][there], here["dated"][there]
    reference = city["before"][there], city["dated"][there]
    classic = shift_share(before, after, *reference)
    four = shift_share(before, after, *reference, method="esteban_marquillas").total()
    warnings = [] if has_closures(cubes) else ["survivors"]
    if before.sum() < FEW:
        warnings.append("few")
    return Shift(
        since=years_before(as_of),
        until=as_of,
        codes=tuple(code for code, kept in zip(codes, there, strict=True) if kept),
        before=before,
        after=after,
        classic=classic,
        homothetic=number(float(four.regional_shift)),
        allocation=number(float(four.allocation)),
        warnings=tuple(warnings),
    )
