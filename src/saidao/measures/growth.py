"""Shift-share analysis of a table of regions and industries at several dates."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from saidao.errors import InvalidInput
from saidao.measures.frames import Frame, summed

__all__ = ["dynamic_shift_share", "shift_share"]

Array = NDArray[np.float64]
Method = Literal["classic", "esteban_marquillas"]
PARTS = ("growth", "national_share", "industry_mix", "regional_shift", "allocation")


def shift_share(
    frame: Any,
    *,
    region: str,
    industry: str,
    start: str,
    end: str,
    method: Method = "classic",
    by_industry: bool = False,
) -> Any:
    """Split each region's growth into national share, industry mix and regional shift.

    The area of reference is the sum of all regions of the frame.

    Parameters
    ----------
    frame : data frame
        A row for each region and industry, or several that are added up. pandas, polars,
        Arrow or GeoPandas.
    region, industry : str
        Columns that say where, and in what.
    start, end : str
        Columns of activity at the two dates.
    method : {"classic", "esteban_marquillas"}
        Dunn's three parts, or four.
    by_industry : bool
        A row for each region and industry, rather than for each region.

    Returns
    -------
    data frame of the same kind
        Sorted: the columns as named, ``start``, ``growth``, ``national_share``,
        ``industry_mix``, ``regional_shift`` and, with four parts, ``allocation``; the
        parts sum to the growth. A GeoDataFrame keeps the geometry of its regions.

    Raises
    ------
    InvalidInput
        If a column is not there, has gaps or a number that is negative or not finite,
        nothing is there at the start, or `method` is another.

    References
    ----------
    .. [1] Dunn, E. S. (1960). A statistical and analytical technique for regional
       analysis. Papers of the Regional Science Association 6, 97-112.

    See Also
    --------
    saidao.kernels.shift_share.shift_share : The formula, on arrays.

    Examples
    --------
    >>> import pandas as pd
    >>> jobs = pd.DataFrame(
    ...     {
    ...         "place": ["a", "a", "b", "b"],
    ...         "trade": ["x", "y", "x", "y"],
    ...         "then": [10, 10, 10, 30],
    ...         "now": [20, 10, 10, 32],
    ...     }
    ... )
    >>> from saidao import measures
    >>> found = measures.shift_share(
    ...     jobs, region="place", industry="trade", start="then", end="now"
    ... )
    >>> found.round(6)[["growth", "national_share", "industry_mix", "regional_shift"]].values[0]
    array([10. ,  4. ,  1.5,  4.5])
    """
    from saidao.kernels.shift_share import shift_share as split

    given = Frame(frame)
    where, what = given.labels("region", region), given.labels("industry", industry)
    _check_method(method)
    given.refuse_names("start", *_parts(method))
    before = summed(where, what, given.numbers("start", start))
    after = summed(where, what, given.numbers("end", end))
    if not before.sum() > 0:
        raise InvalidInput("start", f"only zeros in {start!r}", "activity somewhere")
    parts = split(before, after, before.sum(axis=0), after.sum(axis=0), method=method)
    shown = parts if by_industry else parts.total()
    rows, columns = np.indices(before.shape).reshape(2, -1)
    if not by_industry:
        rows = np.arange(len(where))
    made: dict[str, Any] = {region: [where.values[k] for k in rows]}
    if by_industry:
        made[industry] = [what.values[k] for k in columns]
    made["start"] = (before if by_industry else before.sum(axis=1)).ravel()
    made |= {name: getattr(shown, name).ravel() for name in _parts(method)}
    return given.placed(made, where, rows)


def dynamic_shift_share(
    frame: Any,
    *,
    region: str,
    industry: str,
    year: str,
    activity: str,
    method: Method = "classic",
) -> Any:
    """Split each region's growth from year to year.

    Parameters
    ----------
    frame : data frame
        A row for each region, industry and year. pandas, polars, Arrow or GeoPandas.
    region, industry, year : str
        Columns that say where, in what and when.
    activity : str
        Column that says how much; where there is no row it is zero.
    method : {"classic", "esteban_marquillas"}
        Dunn's three parts, or four.

    Returns
    -------
    data frame of the same kind
        A row for each region and step, sorted: the region as named, ``from``, ``to`` and
        the parts, as `shift_share`. A GeoDataFrame keeps the geometry of its regions.

    Raises
    ------
    InvalidInput
        As `shift_share`, or if there are fewer than two years or one without activity.

    References
    ----------
    .. [1] Barff, R. A. and Knight, P. L. (1988). Dynamic shift-share analysis. Growth and
       Change 19(2), 1-10.

    Examples
    --------
    >>> import polars as pl
    >>> jobs = pl.DataFrame(
    ...     {"place": list("abab"), "trade": ["x"] * 4, "year": [1, 1, 2, 2], "n": [1, 3, 2, 3]}
    ... )
    >>> from saidao import measures
    >>> found = measures.dynamic_shift_share(
    ...     jobs, region="place", industry="trade", year="year", activity="n"
    ... )
    >>> found.select("place", "from", "to", "regional_shift").rows()
    [('a', 1, 2, 0.75), ('b', 1, 2, -0.75)]
    """
    from saidao.kernels.shift_share import dynamic_shift_share as split

    given = Frame(frame)
    where, what = given.labels("region", region), given.labels("industry", industry)
    when = given.labels("year", year)
    _check_method(method)
    given.refuse_names("from", "to", *_parts(method))
    size = given.numbers("activity", activity)
    if len(when) < 2:
        raise InvalidInput("year", f"one year in {year!r}", "two or more")
    table = np.stack(
        [summed(where, what, np.where(when.code == k, size, 0.0)) for k in range(len(when))]
    )
    for k, label in enumerate(when.values):
        if not table[k].sum() > 0:
            raise InvalidInput("activity", f"only zeros in {year} {label}", "activity somewhere")
    steps = [one.total() for one in split(table, table.sum(axis=1), method=method)]
    rows = np.repeat(np.arange(len(where)), len(steps))
    made: dict[str, Any] = {
        region: [where.values[k] for k in rows],
        "from": when.values[:-1] * len(where),
        "to": when.values[1:] * len(where),
    }
    made |= {
        name: np.stack([getattr(step, name) for step in steps], axis=1).ravel()
        for name in _parts(method)
    }
    return given.placed(made, where, rows)


def _check_method(method: str) -> None:
    """Refuse an unknown method."""
    if method not in ("classic", "esteban_marquillas"):
        raise InvalidInput("method", repr(method), "'classic' or 'esteban_marquillas'")


def _parts(method: Method) -> tuple[str, ...]:
    """Return the parts that a method has."""
    return PARTS if method == "esteban_marquillas" else PARTS[:-1]
