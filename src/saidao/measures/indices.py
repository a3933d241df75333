"""Quotients and indices of a table of regions and industries."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from saidao.errors import InvalidInput
from saidao.measures.frames import Frame, Labels, summed

__all__ = ["concentration", "location_quotient", "specialisation"]

Array = NDArray[np.float64]
Against = Literal["whole", "others", "mean_of_others"]
INDICES = ("herfindahl_hirschman", "herfindahl_normalised", "krugman", "gini", "hoover")


def location_quotient(
    frame: Any,
    *,
    region: str,
    industry: str,
    activity: str | None = None,
    counted: bool | None = None,
    level: float = 0.95,
) -> Any:
    """Return the location quotient of every industry in every region.

    Parameters
    ----------
    frame : data frame
        A row for each establishment, or for each region and industry; rows of the same
        pair are added up. pandas, polars, Arrow or GeoPandas.
    region, industry : str
        Columns that say where, and in what.
    activity : str, optional
        Column that says how much (persons, CNY); each row counts as 1 by default.
    counted : bool, optional
        Whether `activity` counts establishments, so that an exact interval can be given.
        By default, where there is no `activity`.
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    data frame of the same kind
        A row for each region and industry, sorted: the two columns as named, ``activity``,
        ``share`` (of the region's activity), ``location_quotient`` and, where `counted`,
        ``lower`` and ``upper``. NaN in a region without activity. A GeoDataFrame keeps the
        geometry of its regions.

    Raises
    ------
    InvalidInput
        If a column is not there, has gaps or a number that is negative or not finite.

    References
    ----------
    .. [1] Florence, P. S. (1939). Report of the location of industry. London: PEP.

    See Also
    --------
    saidao.kernels.specialisation.location_quotient : The formula, on arrays.

    Examples
    --------
    >>> import pandas as pd
    >>> jobs = pd.DataFrame(
    ...     {
    ...         "district": ["east", "east", "west", "west"],
    ...         "industry": ["chips", "cars", "chips", "cars"],
    ...         "jobs": [3, 1, 1, 3],
    ...     }
    ... )
    >>> from saidao import measures
    >>> found = measures.location_quotient(
    ...     jobs, region="district", industry="industry", activity="jobs"
    ... )
    >>> found["location_quotient"].tolist()
    [0.5, 1.5, 1.5, 0.5]
    """
    from saidao.kernels import specialisation as kernels

    given = Frame(frame)
    where, what, table = _table(given, region, industry, activity)
    given.refuse_names("activity", "share", "location_quotient", "lower", "upper")
    if isinstance(level, bool) or not isinstance(level, int | float) or not 0 < level < 1:
        raise InvalidInput("level", repr(level), "a number between 0 and 1")
    rows, columns = np.indices(table.shape).reshape(2, -1)
    made: dict[str, Any] = {
        region: [where.values[k] for k in rows],
        industry: [what.values[k] for k in columns],
        "activity": table.ravel(),
        "share": kernels.industry_shares(table).ravel(),
        "location_quotient": kernels.location_quotient(table).ravel(),
    }
    if counted if counted is not None else activity is None:
        lower, upper = kernels.location_quotient_interval(table, level=level)
        made |= {"lower": lower.ravel(), "upper": upper.ravel()}
    return given.placed(made, where, rows)


def specialisation(
    frame: Any,
    *,
    region: str,
    industry: str,
    activity: str | None = None,
    against: Against = "others",
) -> Any:
    """Return how specialised every region is.

    Parameters
    ----------
    frame : data frame
        As for `location_quotient`.
    region, industry : str
        Columns that say where, and in what.
    activity : str, optional
        Column that says how much; each row counts as 1 by default.
    against : {"others", "whole", "mean_of_others"}
        What Krugman's index compares a region with.

    Returns
    -------
    data frame of the same kind
        A row for each region, sorted: ``activity``, ``industries`` (that it has),
        ``herfindahl_hirschman`` and ``herfindahl_normalised``, ``krugman`` (0 to 2),
        ``gini`` (of its location quotients) and ``hoover``. NaN where a region has no
        activity. A GeoDataFrame keeps the geometry of its regions.

    Raises
    ------
    InvalidInput
        If a column is not there, has gaps or a number that is negative or not finite, or
        `against` is another.

    References
    ----------
    .. [1] Krugman, P. (1991). Geography and Trade. Cambridge: MIT Press.

    See Also
    --------
    saidao.kernels.specialisation : The formulas, on arrays.

    Examples
    --------
    >>> import polars as pl
    >>> jobs = pl.DataFrame({"place": ["a", "a", "b", "b"], "trade": ["x", "y", "x", "z"]})
    >>> from saidao import measures
    >>> found = measures.specialisation(jobs, region="place", industry="trade")
    >>> found["krugman"].to_list()
    [1.0, 1.0]
    """
    from saidao.kernels import concentration as across
    from saidao.kernels import specialisation as kernels

    given = Frame(frame)
    where, _, table = _table(given, region, industry, activity)
    given.refuse_names("activity", "industries", *INDICES)
    _check_against(against)
    made = {
        region: where.values,
        "activity": table.sum(axis=1),
        "industries": (table > 0).sum(axis=1),
        "herfindahl_hirschman": kernels.herfindahl_hirschman(table, axis=1),
        "herfindahl_normalised": kernels.herfindahl_hirschman(table, axis=1, normalised=True),
        "krugman": kernels.krugman_specialisation(table, against=against),
        "gini": kernels.gini_specialisation(table),
        "hoover": across.hoover_concentration(table.T),
    }
    return given.placed(made, where, np.arange(len(where)))


def concentration(
    frame: Any,
    *,
    region: str,
    industry: str,
    activity: str | None = None,
    groups: str | None = None,
    against: Against = "others",
) -> Any:
    """Return how concentrated every industry is over regions.

    Parameters
    ----------
    frame : data frame
        As for `location_quotient`.
    region, industry : str
        Columns that say where, and in what.
    activity : str, optional
        Column that says how much; each row counts as 1 by default.
    groups : str, optional
        Column with the group (province, river bank) of each row's region, to split Theil's
        index between and within groups.
    against : {"others", "whole", "mean_of_others"}
        What Krugman's index compares an industry with.

    Returns
    -------
    data frame of the same kind
        A row for each industry, sorted: ``activity``, ``regions`` (that have it),
        ``herfindahl_hirschman`` and ``herfindahl_normalised``, ``krugman`` (0 to 2),
        ``gini`` (of its location quotients), ``hoover``, ``theil`` and, with `groups`,
        ``theil_between`` and ``theil_within``. NaN where an industry has no activity.
        pandas for GeoPandas, an industry having no place.

    Raises
    ------
    InvalidInput
        If a column is not there, has gaps or a number that is negative or not finite, a
        region has two groups, or `against` is another.

    References
    ----------
    .. [1] Brülhart, M. and Traeger, R. (2005). An account of geographic concentration
       patterns in Europe. Regional Science and Urban Economics 35(6), 597-624.

    See Also
    --------
    saidao.kernels.concentration : The formulas, on arrays.
    ellison_glaeser : Concentration with the sizes of plants taken out.

    Examples
    --------
    >>> import pandas as pd
    >>> firms = pd.DataFrame({"place": list("aaab"), "trade": list("xxyy")})
    >>> from saidao import measures
    >>> found = measures.concentration(firms, region="place", industry="trade")
    >>> found[["trade", "hoover"]].values.tolist()
    [['x', 0.25], ['y', 0.25]]
    """
    from saidao.kernels import concentration as kernels
    from saidao.kernels.specialisation import herfindahl_hirschman

    given = Frame(frame)
    where, what, table = _table(given, region, industry, activity)
    given.refuse_names("activity", "regions", *INDICES, "theil", "theil_between", "theil_within")
    _check_against(against)
    member = None
    if groups is not None:
        group = given.labels("groups", groups)
        member = np.full(len(where), -1, np.int64)
        member[where.code] = group.code
        if (member[where.code] != group.code).any():
            at = int(np.argmax(member[where.code] != group.code))
            raise InvalidInput(
                "groups",
                f"two groups of {where.values[where.code[at]]!r}",
                "one group for each region",
            )
    theil = kernels.theil_concentration(table, groups=member)
    made = {
        industry: what.values,
        "activity": table.sum(axis=0),
        "regions": (table > 0).sum(axis=0),
        "herfindahl_hirschman": herfindahl_hirschman(table, axis=0),
        "herfindahl_normalised": herfindahl_hirschman(table, axis=0, normalised=True),
        "krugman": kernels.krugman_concentration(table, against=against),
        "gini": kernels.gini_concentration(table),
        "hoover": kernels.hoover_concentration(table),
        "theil": [one.total for one in theil],
    }
    if groups is not None:
        made |= {
            "theil_between": [one.between for one in theil],
            "theil_within": [one.within for one in theil],
        }
    return given.made(made)


def _table(
    given: Frame, region: str, industry: str, activity: str | None
) -> tuple[Labels, Labels, Array]:
    """Return the regions, the industries, and the activity of each in each."""
    where, what = given.labels("region", region), given.labels("industry", industry)
    size = np.ones(len(where.code)) if activity is None else given.numbers("activity", activity)
    return where, what, summed(where, what, size)


def _check_against(against: str) -> None:
    """Refuse what Krugman's index has no such comparison for."""
    if against not in ("whole", "others", "mean_of_others"):
        raise InvalidInput("against", repr(against), "'others', 'whole' or 'mean_of_others'")
