"""What an area is specialised in, how concentrated it is, and what its growth is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saidao.indicators.areas import (
    FEW,
    Figures,
    Weight,
    by_code,
    figures_of,
    has_closures,
    number,
)
from saidao.indicators.cube_sql import years_before
from saidao.indicators.cubes import Cubes
from saidao.indicators.selection import Selection, rolled_up
from saidao.kernels.shift_share import ShiftShare, shift_share
from saidao.kernels.specialisation import herfindahl_hirschman, krugman_specialisation
from saidao.store.cubes import Columns

__all__ = ["Profile", "Shift", "profile"]

SUMS = ("n", "employees", "employees_known", "value", "value_known", "dated", "before")

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


def gathered(table: Columns, upward: dict[str, str], codes: tuple[str, ...]) -> dict[str, Array]:
    """Return sums by the codes of a level, zero where an area has none."""
    place = {code: i for i, code in enumerate(codes)}
    where = np.array([place[upward[code]] for code in table["code"].tolist()], np.intp)
    made = {}
    for name in SUMS:
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
