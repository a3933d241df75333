"""Ellison and Glaeser's indices, from a list of plants."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from saidao.errors import InvalidInput
from saidao.measures.frames import Frame, Labels, summed

__all__ = ["coagglomeration", "ellison_glaeser"]


def ellison_glaeser(plants: Any, *, region: str, industry: str, size: str | None = None) -> Any:
    """Return how far each industry's plants cluster beyond what their sizes would give.

    Parameters
    ----------
    plants : data frame
        A row for each plant of every industry: all together are what an industry is held
        against. pandas, polars, Arrow or GeoPandas.
    region, industry : str
        Columns that say where, and in what.
    size : str, optional
        Column of the plants' sizes (persons); each plant counts as 1 by default.

    Returns
    -------
    data frame of the same kind
        A row for each industry, sorted: ``plants``, ``size`` (their sum), ``gamma``,
        ``maurel_sedillot``, ``concentration`` (raw, G), ``plant_herfindahl`` and ``z``
        (near normal with many plants). Indices are NaN for fewer than two plants.
        pandas for GeoPandas, an industry having no place.

    Raises
    ------
    InvalidInput
        If a column is not there, has gaps or a number that is negative or not finite, or
        no plant has any size.

    References
    ----------
    .. [1] Ellison, G. and Glaeser, E. L. (1997). Geographic concentration in U.S.
       manufacturing industries: a dartboard approach. Journal of Political Economy
       105(5), 889-927.

    See Also
    --------
    saidao.kernels.agglomeration.ellison_glaeser_plants : The formulas, on arrays.

    Examples
    --------
    >>> import pandas as pd
    >>> plants = pd.DataFrame(
    ...     {"city": list("aabbab"), "trade": list("xxyyzz"), "jobs": [5, 5, 5, 5, 5, 5]}
    ... )
    >>> from saidao import measures
    >>> found = measures.ellison_glaeser(plants, region="city", industry="trade", size="jobs")
    >>> found["gamma"].tolist()
    [1.0, 1.0, -1.0]
    """
    from saidao.kernels.agglomeration import ellison_glaeser_plants

    given = Frame(plants, "plants")
    where, what, jobs = _columns(given, region, industry, size)
    given.refuse_names(
        "plants", "size", "gamma", "maurel_sedillot", "concentration", "plant_herfindahl", "z"
    )
    found = ellison_glaeser_plants(jobs, what.code, where.code, n_industries=len(what))
    return given.made(
        {
            industry: what.values,
            "plants": found.plants,
            "size": np.bincount(what.code, jobs, len(what)),
            "gamma": found.gamma,
            "maurel_sedillot": found.maurel_sedillot,
            "concentration": found.concentration,
            "plant_herfindahl": found.plant_herfindahl,
            "z": found.z,
        }
    )


def coagglomeration(plants: Any, *, region: str, industry: str, size: str | None = None) -> Any:
    """Return for each pair of industries whether their plants seek the same regions.

    Parameters
    ----------
    plants : data frame
        As for `ellison_glaeser`.
    region, industry : str
        Columns that say where, and in what.
    size : str, optional
        Column of the plants' sizes; each plant counts as 1 by default.

    Returns
    -------
    data frame of the same kind
        A row for each pair: the column as named, ``other``, and ``coagglomeration``, from
        the highest to the lowest; pairs with an industry of no size are left out.
        pandas for GeoPandas.

    Raises
    ------
    InvalidInput
        As `ellison_glaeser`.

    References
    ----------
    .. [1] Ellison, G., Glaeser, E. L. and Kerr, W. R. (2010). What causes industry
       agglomeration? Evidence from coagglomeration patterns. American Economic Review
       100(3), 1195-1213.

    Examples
    --------
    >>> import pandas as pd
    >>> plants = pd.DataFrame({"city": list("aabb"), "trade": list("xyxz")})
    >>> from saidao import measures
    >>> found = measures.coagglomeration(plants, region="city", industry="trade")
    >>> found.values.tolist()
    [['x', 'y', 0.0], ['x', 'z', 0.0], ['y', 'z', -1.0]]
    """
    from saidao.kernels.agglomeration import coagglomeration as pairs_of

    given = Frame(plants, "plants")
    where, what, jobs = _columns(given, region, industry, size)
    given.refuse_names("other", "coagglomeration")
    table = summed(where, what, jobs)
    pairs = pairs_of(table, table.sum(axis=1))
    one, other = np.triu_indices(len(what), 1)
    values = pairs[one, other]
    known = np.flatnonzero(np.isfinite(values))
    order = known[np.argsort(-values[known], kind="stable")]
    return given.made(
        {
            industry: [what.values[k] for k in one[order]],
            "other": [what.values[k] for k in other[order]],
            "coagglomeration": values[order],
        }
    )


def _columns(
    given: Frame, region: str, industry: str, size: str | None
) -> tuple[Labels, Labels, NDArray[np.float64]]:
    """Return regions, industries and sizes of plants."""
    where, what = given.labels("region", region), given.labels("industry", industry)
    jobs = np.ones(len(where.code)) if size is None else given.numbers("size", size)
    if not jobs.sum() > 0:
        raise InvalidInput("size", f"only zeros in {size!r}", "a plant of some size")
    return where, what, jobs
