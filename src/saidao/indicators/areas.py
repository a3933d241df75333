"""What a register says of areas: counts, sums, shares, location quotients and growth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from saidao.indicators.cubes import Cubes
from saidao.indicators.grid import level as grid_of
from saidao.indicators.points import COARSEST_POINTS, read_points, sums_of
from saidao.indicators.selection import Selection
from saidao.kernels.shift_share import growth_rate
from saidao.kernels.specialisation import location_quotient, location_quotient_interval
from saidao.store.cubes import Columns, columns

__all__ = [
    "FEW",
    "SUMMED",
    "Figures",
    "Weight",
    "all_by_code",
    "area_figures",
    "area_sums",
    "by_code",
    "figures_of",
    "has_closures",
    "nothing",
]

Weight = Literal["establishments", "employees", "value"]
"""What shares and location quotients are of."""

SUMMED = ("n", "employees", "employees_known", "value", "value_known", "dated", "before")
"""The sums that every cube has."""

FEW = 10
"""Under so many establishments a warning stands beside every figure."""

LEVEL = 0.95
"""Confidence of the exact interval of a location quotient."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figures:
    """The selected establishments of one area.

    Fields are as in `saidao.answers.shapes.FiguresView`; NaN is None here.
    """

    count: int
    n: float
    total: int
    weighed: float
    weighed_total: float
    share: float | None
    share_of_city: float | None
    lq: float | None
    lq_low: float | None
    lq_high: float | None
    employees: float
    employees_known: float
    value: float
    value_known: float
    dated: float | None
    before: float | None
    growth: float | None
    city_weighed: float
    city_total: float
    everything: bool
    warnings: tuple[str, ...]


def sums(weight: str, condition: str) -> str:
    """Return the SQL of all sums of a group: of the selection, and of everything there."""
    return f"""
    coalesce(sum(n) FILTER ({weight} > 0), 0)::BIGINT AS count,
    coalesce(sum(n * {weight}), 0) AS n,
    coalesce(sum(employees * {weight}), 0) AS employees,
    coalesce(sum(employees_known * {weight}), 0) AS employees_known,
    coalesce(sum(value * {weight}), 0) AS value,
    coalesce(sum(value_known * {weight}), 0) AS value_known,
    coalesce(sum(dated * {weight}), 0) AS dated,
    coalesce(sum(before * {weight}), 0) AS before,
    coalesce(sum(n) FILTER ({condition}), 0)::BIGINT AS total,
    coalesce(sum(employees) FILTER ({condition}), 0) AS total_employees,
    coalesce(sum(value) FILTER ({condition}), 0) AS total_value
    """


@lru_cache(maxsize=512)
def area_sums(cubes: Cubes, level: str, selection: Selection) -> Columns:
    """Return the sums of a selection by area of a level; kept, so not to be changed."""
    table = cubes.table("areas")
    if selection.kind == "all":
        return columns(
            f"SELECT area, {sums('1', 'true')} FROM {table} WHERE level = ? "
            "GROUP BY area ORDER BY area",
            [level],
        )
    return columns(
        "WITH chosen AS (SELECT unnest(?::VARCHAR[]) AS code, unnest(?::DOUBLE[]) AS share) "
        f"SELECT area, {sums('share', 'TRUE')} FROM {table} LEFT JOIN chosen USING (code) "
        "WHERE level = ? AND code <> '' GROUP BY area ORDER BY area",
        [list(selection.codes), list(selection.shares), level],
    )


@lru_cache(maxsize=32)
def has_closures(cubes: Cubes) -> bool:
    """Return whether the register holds establishments that have closed."""
    found = columns(
        f"SELECT coalesce(sum(closed), 0)::BIGINT AS closed FROM {cubes.table('years')}"
    )
    return int(found["closed"][0]) > 0


def area_figures(
    cubes: Cubes,
    level: str,
    selection: Selection,
    weight: Weight = "establishments",
    extra: Iterable[str] = (),
) -> tuple[Figures, dict[str, Figures]]:
    """Return the city's figures and those of each area of a level, by area.

    Parameters
    ----------
    cubes : Cubes
    level : str
        ``city``, ``district``, ``town`` or ``park``.
    selection : Selection
    weight : str
        What shares and quotients are of.
    extra : iterable of str
        Warnings that hold for all areas of this level.
    """
    city = area_sums(cubes, "city", selection)
    table = area_sums(cubes, level, selection)
    closures = has_closures(cubes)
    whole = figures_of(city, city, weight, selection, cubes, closures)
    rows = figures_of(table, city, weight, selection, cubes, closures, tuple(extra))
    empty = dict(zip(table["area"].tolist(), rows, strict=True))
    return whole[0] if whole else nothing(), empty


def nothing() -> Figures:
    """Return the figures of a register without a row that counts."""
    return Figures(
        count=0,
        n=0.0,
        total=0,
        weighed=0.0,
        weighed_total=0.0,
        share=None,
        share_of_city=None,
        lq=None,
        lq_low=None,
        lq_high=None,
        employees=0.0,
        employees_known=0.0,
        value=0.0,
        value_known=0.0,
        dated=None,
        before=None,
        growth=None,
        city_weighed=0.0,
        city_total=0.0,
        everything=False,
        warnings=("few",),
    )


def figures_of(
    table: Columns,
    city: Columns,
    weight: Weight,
    selection: Selection,
    cubes: Cubes,
    closures: bool,
    extra: tuple[str, ...] = (),
    *,
    paired: bool = False,
) -> list[Figures]:
    """Return figures of rows of sums against the city's.

    Parameters
    ----------
    table, city : mapping of str to ndarray
        Sums as `area_sums` gives them; the city's have one row, or as many where `paired`.
    """
    if not len(table["n"]) or not len(city["n"]):
        return []
    part, total, city_part, city_total = weighed(table, city, weight)
    if not paired:
        city_part, city_total = city_part[:1], city_total[:1]
    grand = float(city_total[0])
    everything = selection.kind == "all"
    quotient = low = high = np.full(len(part), np.nan)
    if not everything:
        quotient = location_quotient(part, total, city_part, grand)
        if weight == "establishments":
            low, high = location_quotient_interval(part, total, city_part, grand, level=LEVEL)
    dated = cubes.register.as_of is not None and float(np.max(city["before"])) > 0
    growth = growth_rate(table["before"], np.maximum(table["dated"], 0)) if dated else None
    made = []
    for i in range(len(part)):
        before = float(table["before"][i]) if dated else None
        share_of_city = ratio(part[i], city_part[i if paired else 0])
        known = {
            "employees": float(table["employees_known"][i]),
            "value": float(table["value_known"][i]),
        }
        lq_low, lq_high = number(low[i]), number(high[i])
        warnings = list(extra)
        if table["count"][i] < FEW:
            warnings.append("few")
        if lq_low is not None and lq_high is not None and lq_low <= 1 <= lq_high:
            warnings.append("interval")
        if weight != "establishments" and known[weight] < table["n"][i] / 2:
            warnings.append("sizes")
        if before is not None and 0 < before < FEW:
            warnings.append("few_before")
        if dated and not closures:
            warnings.append("survivors")
        if selection.translated:
            warnings.append("translated")
        made.append(
            Figures(
                count=int(table["count"][i]),
                n=float(table["n"][i]),
                total=int(table["total"][i]),
                weighed=float(part[i]),
                weighed_total=float(total[i]),
                share=ratio(part[i], total[i]),
                share_of_city=share_of_city,
                lq=number(quotient[i]),
                lq_low=lq_low,
                lq_high=lq_high,
                employees=float(table["employees"][i]),
                employees_known=known["employees"],
                value=float(table["value"][i]),
                value_known=known["value"],
                dated=float(table["dated"][i]) if dated else None,
                before=before,
                growth=number(growth[i]) if growth is not None else None,
                city_weighed=float(city_part[i if paired else 0]),
                city_total=grand,
                everything=everything,
                warnings=tuple(warnings),
            )
        )
    return made


def weighed(table: Columns, city: Columns, weight: Weight) -> tuple[Array, Array, Array, Array]:
    """Return part and total of each area and of the city, in a weight, none below zero."""
    name = {"establishments": "n"}.get(weight, weight)
    whole = {"establishments": "total"}.get(weight, f"total_{weight}")

    def plain(columns_: Columns, field: str) -> Array:
        return np.maximum(np.asarray(columns_[field], np.float64), 0.0)

    part, total = plain(table, name), plain(table, whole)
    city_part, city_total = plain(city, name), plain(city, whole)
    # Sums of one thing taken in two orders differ in their last digits.
    return np.minimum(part, total), total, np.minimum(city_part, city_total), city_total


def ratio(part: float, whole: float) -> float | None:
    """Return a share, None where there is nothing to share."""
    return float(part) / float(whole) if whole > 0 else None


def number(value: float) -> float | None:
    """Return a number, None where it is none."""
    return None if np.isnan(value) else float(value)


def by_code(cubes: Cubes, level: str, area: str) -> Columns:
    """Return the sums of one area for each code that establishments have, by code.

    The level ``hex`` is that of hexagons, whose area is an H3 cell as a text.
    """
    if level == "hex":
        cell = int(area, 16)
        res = cell >> 52 & 15
        if res >= COARSEST_POINTS:
            return points_by_code(cubes, res, cell)
        sums = ", ".join(f"sum({name}) AS {name}" for name in SUMMED)
        return columns(
            f"SELECT code, {sums} FROM {cubes.table(f'cells-{res}')} "
            "WHERE cell = ? AND code <> '' GROUP BY code ORDER BY code",
            [cell],
        )
    return columns(
        f"SELECT code, {', '.join(SUMMED)} FROM {cubes.table('areas')} "
        "WHERE level = ? AND area = ? AND code <> '' ORDER BY code",
        [level, area],
    )


def points_by_code(cubes: Cubes, res: int, cell: int) -> Columns:
    """Return the same for one of the hexagons that are summed from points."""
    points = read_points(cubes.folder)
    at = np.searchsorted(grid_of(cubes, res).cells, np.uint64(cell))
    rows = np.flatnonzero(points.position(res) == at)
    rows = rows[points.columns["code"][rows] > 0]
    codes, ids = np.unique(points.columns["code"][rows], return_inverse=True)
    sums = sums_of(points, rows, ids, len(codes))
    return {
        "code": np.array([points.codes[code] for code in codes.tolist()], object),
        **{name: sums[name] for name in SUMMED},
    }


def all_by_code(cubes: Cubes, level: str) -> Columns:
    """Return the same for all areas of a level, by area and code."""
    return columns(
        f"SELECT area, code, {', '.join(SUMMED)} FROM {cubes.table('areas')} "
        "WHERE level = ? AND code <> '' ORDER BY area, code",
        [level],
    )
