"""Sums of the rows of a register by area, year, hexagon and park: in pieces, then together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from saidao.indicators.ancestors import Cells
from saidao.indicators.cube_rows import NO_YEAR, Rows
from saidao.indicators.groups import Ids, joined, numbered

__all__ = [
    "SUMMED",
    "Table",
    "Weights",
    "area_sums",
    "cell_sums",
    "hexagon_sums",
    "merged",
    "park_sums",
    "yearly",
]

SUMMED = {
    "n": np.int32,
    "employees": np.float64,
    "employees_known": np.int32,
    "value": np.float64,
    "value_known": np.int32,
    "dated": np.int32,
    "before": np.int32,
}
"""What every cube says of a group of establishments: of those that are open, but for `before`,
which were open on the earlier day. `dated` are those whose day of opening is known."""

SITE = ("cell_4", "cell_5", "cell_6", "cell_7", "finest")
"""A site of the hexagons: places that are in the same ones and known equally well."""

Table = dict[str, NDArray[Any]]
"""Columns of one length: those that tell groups apart, then their sums."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each row adds to each of `SUMMED`."""

    columns: dict[str, NDArray[Any]]

    @classmethod
    def of(cls, rows: Rows) -> Weights:
        """Return what rows add."""
        made: dict[str, NDArray[Any]] = {"n": rows.open, "before": rows.before}
        for name in ("employees", "value"):
            values = getattr(rows, name)
            known = rows.open & ~np.isnan(values)
            made[name] = np.where(known, values, 0.0)
            made[f"{name}_known"] = known
        made["dated"] = rows.open & (rows.opened != NO_YEAR)
        return cls(made)

    def taken(self, chosen: Ids) -> Weights:
        """Return those of some rows."""
        return Weights({name: values[chosen] for name, values in self.columns.items()})

    def sums(self, ids: Ids, groups: int) -> Table:
        """Return the sums of each group."""
        return {
            name: np.bincount(ids, self.columns[name], groups).astype(kind)
            for name, kind in SUMMED.items()
        }


def grouped(high: NDArray[Any], low: NDArray[Any]) -> tuple[Ids, Ids]:
    """Number the different pairs of two columns of numbers, and say where each is first."""
    return numbered(joined(high, low))


def area_sums(rows: Rows, weights: Weights) -> tuple[Table, Table]:
    """Return the sums by district, town and code, and openings and closings by year.

    Returns
    -------
    areas : Table
        ``district``, ``town``, ``code`` and `SUMMED`.
    events : Table
        ``district``, ``code``, ``year``, ``opened``, ``closed``: of establishments whose day
        of opening is known.
    """
    by_district, first = grouped(rows.district, rows.code)
    town, at = grouped(by_district, rows.town)
    areas = {
        "district": rows.district[at],
        "town": rows.town[at],
        "code": rows.code[at],
        **weights.sums(town, len(at)),
    }
    dated = rows.opened != NO_YEAR
    shut = np.flatnonzero(dated & (rows.closed != NO_YEAR))
    born = np.flatnonzero(dated)
    years = np.concatenate([rows.opened[born], rows.closed[shut]])
    groups = np.concatenate([by_district[born], by_district[shut]])
    ids, at = grouped(groups, years.astype(np.int64) - NO_YEAR)
    events = {
        "district": rows.district[first][groups[at]],
        "code": rows.code[first][groups[at]],
        "year": years[at],
        "opened": np.bincount(ids[: len(born)], minlength=len(at)),
        "closed": np.bincount(ids[len(born) :], minlength=len(at)),
    }
    return areas, events


def cell_sums(
    rows: Rows, placed: Ids, weights: Weights, cells: dict[int, Cells]
) -> tuple[Table, Table]:
    """Return the sums of placed rows by site and code.

    Parameters
    ----------
    rows : Rows
    placed : ndarray of int
        Those of them that have a place.
    weights : Weights
        Of the placed ones.
    cells : dict of int to Cells
        Of the placed ones.

    Returns
    -------
    sites : Table
        The columns of `SITE`, one row a site.
    sums : Table
        ``site``, ``code`` and `SUMMED`.
    """
    finest = rows.finest[placed]
    site, at = grouped(cells[7].ids, cells[6].ids)
    for each in (cells[5].ids, cells[4].ids, finest):
        site, at = grouped(site, each)
    sites: Table = {f"cell_{res}": cells[res].cells[cells[res].ids[at]] for res in (4, 5, 6, 7)}
    sites["finest"] = finest[at]
    code = rows.code[placed]
    ids, at = grouped(site, code)
    return sites, {"site": site[at], "code": code[at], **weights.sums(ids, len(at))}


def park_sums(
    rows: Rows, weights: Weights, circle: dict[int, Ids], address: dict[int, Ids]
) -> tuple[Table, Table]:
    """Return the sums of the rows in or near parks by code, and what says that they are.

    Parameters
    ----------
    rows : Rows
    weights : Weights
    circle, address : dict of int to ndarray of int
        Rows in the circle of each park, and those whose address names it.

    Returns
    -------
    sums : Table
        ``park``, ``code`` and `SUMMED`.
    parks : Table
        ``park``, ``in_circle``, ``by_address``: how many open ones.
    """
    both = sorted({*circle, *address})
    none = np.empty(0, np.int64)
    parts = [
        np.union1d(circle.get(park, none), address[park]) if park in address else circle[park]
        for park in both
    ]
    chosen = np.concatenate([none, *parts])
    park = np.repeat(np.array(both, np.int64), [len(part) for part in parts])
    code = rows.code[chosen]
    ids, at = grouped(park, code)
    sums = {"park": park[at], "code": code[at], **weights.taken(chosen).sums(ids, len(at))}
    counts = (
        np.array([np.count_nonzero(rows.open[by.get(park, none)]) for park in both], np.int64)
        for by in (circle, address)
    )
    return sums, dict(
        zip(("park", "in_circle", "by_address"), (np.array(both), *counts), strict=True)
    )


def merged(tables: Sequence[Table], keys: Sequence[str]) -> Table:
    """Return tables as one, with the sums of the groups that several of them have.

    Parameters
    ----------
    tables : sequence of Table
        Of the same columns.
    keys : sequence of str
        Columns that tell groups apart; the others are summed.
    """
    whole = {name: np.concatenate([one[name] for one in tables]) for name in tables[0]}
    ids = np.zeros(len(whole[keys[0]]), np.int64)
    at = ids[:1]
    for name in keys:
        ids, at = grouped(ids, numbered(whole[name].astype(np.uint64))[0])
    return {
        name: values[at] if name in keys else np.bincount(ids, values, len(at)).astype(values.dtype)
        for name, values in whole.items()
    }


def merged_sites(tables: Sequence[Table]) -> tuple[Table, list[Ids]]:
    """Return all sites of several tables, and for each table which of them its own ones are."""
    whole = {name: np.concatenate([one[name] for one in tables]) for name in SITE}
    ids = np.zeros(len(whole["finest"]), np.int64)
    at = ids[:1]
    for name in SITE:
        ids, at = grouped(ids, numbered(whole[name].astype(np.uint64))[0])
    ends = np.cumsum([len(one["finest"]) for one in tables])[:-1]
    return {name: values[at] for name, values in whole.items()}, np.split(ids, ends)


def hexagon_sums(pieces: Sequence[tuple[Table, Table]]) -> dict[int, Table]:
    """Return the sums of the hexagons of each resolution that is summed from sites.

    Parameters
    ----------
    pieces : sequence of two tables
        As `cell_sums` returns them.

    Returns
    -------
    dict of int to Table
        By resolution: ``cell``, ``code`` and `SUMMED`.
    """
    sites, places = merged_sites([sites for sites, _ in pieces])
    sums = merged(
        [
            {**table, "site": place[table["site"]]}
            for (_, table), place in zip(pieces, places, strict=True)
        ],
        ("site", "code"),
    )
    found = {}
    for res in (7, 6, 5, 4):
        cells, cell = np.unique(sites[f"cell_{res}"], return_inverse=True)
        fits = (sites["finest"] >= res)[sums["site"]]
        coarse = {name: values[fits] for name, values in sums.items() if name != "site"}
        coarse = merged([{"cell": cell[sums["site"][fits]], **coarse}], ("cell", "code"))
        found[res] = {**coarse, "cell": cells[coarse["cell"]]}
    return found


def yearly(events: Table) -> Table:
    """Return openings and closings with the stock at the end of each year, in order.

    Parameters
    ----------
    events : Table
        As `area_sums` returns them.

    Returns
    -------
    Table
        ``district``, -1 for the city, ``code``, ``year``, ``stock``, ``opened``, ``closed``.
    """
    city = {**events, "district": np.full(len(events["year"]), -1)}
    table = merged([events, city], ("district", "code", "year"))
    order = np.lexsort((table["year"], table["code"], table["district"]))
    table = {name: values[order] for name, values in table.items()}
    change = table["opened"] - table["closed"]
    stock = np.cumsum(change)
    ids, first = grouped(table["district"] + 1, table["code"])
    table["stock"] = stock - (stock - change)[first][ids]
    return table
