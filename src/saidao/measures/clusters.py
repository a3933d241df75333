"""Clusters of an industry among the places of all industries, on a data frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from saidao.errors import InvalidInput
from saidao.measures.places import Metric, places

__all__ = ["FoundClusters", "clusters"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FoundClusters:
    """Clusters that chance would not give.

    Attributes
    ----------
    summary : data frame
        A row for each cluster, of the kind that was given: ``cluster`` (from 1, the least by
        chance first), ``n`` (places of the industry in it), ``places`` (of all industries),
        ``expected``, ``relative_risk`` with ``relative_risk_low`` and ``relative_risk_high``
        (95 %, not corrected for the search), ``p``, ``x`` and ``y`` (middle of its places, as
        they were given).
    label : ndarray of shape (n_rows,), int32
        The cluster of each row of the industry, 0 for all other rows.
    p : float
        Chance that a map without clusters holds what stands out most here.
    refused : int
        What stood out and chance would give too often.
    level : float
    draws : int
    unit : str
        Of `reach`.
    """

    summary: Any
    label: NDArray[np.int32]
    p: float
    refused: int
    level: float
    draws: int
    unit: str


def clusters(
    points: Any,
    *,
    industry: str,
    of: Any,
    x: str | None = None,
    y: str | None = None,
    weight: str | None = None,
    metric: Metric | None = None,
    reach: float | None = None,
    level: float = 0.05,
    least_relative_risk: float = 2.0,
    draws: int = 999,
    seed: int = 0,
) -> FoundClusters:
    """Find where an industry sits together more than all industries do.

    Parameters
    ----------
    points : data frame
        A row for each place of every industry: those of the others are the control, so that
        a town, a river or an island is no cluster. pandas, polars, Arrow, or a GeoDataFrame
        of points.
    industry : str
        Column that says in what.
    of : label or sequence of labels
        The industry, or several that count as one.
    x, y : str, optional
        Columns of coordinates: in one unit, or longitude and latitude in degrees. A
        GeoDataFrame has them in its geometry.
    weight : str, optional
        Column with the share of each place that belongs to its industry, 1 by default.
    metric : {"planar", "great_circle"}, optional
        As for `duranton_overman`. Degrees are projected around the middle of the places.
    reach : float, optional
        Places farther apart are no neighbours: kilometres along great circles, else in the
        unit of the coordinates. No limit by default.
    level : float
        Chance that a map without clusters shows any.
    least_relative_risk : float
        How many times its odds overall an industry must have in a cluster: nearly so many
        times its share, unless that is large.
    draws : int
        Random maps.
    seed : int
        Of the random maps.

    Returns
    -------
    FoundClusters

    Raises
    ------
    InvalidInput
        As `duranton_overman`; if no row is `of` the industry or all are, all its weights
        are 0, or a setting is out of range.

    See Also
    --------
    saidao.kernels.clusters.find_clusters : The same on arrays, with how it works.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> side = np.arange(0.0, 30.0)
    >>> x, y = (part.ravel() for part in np.meshgrid(side, side))
    >>> plants = pd.DataFrame({"x": x, "y": y, "trade": np.where(x + y < 6, "mill", "shop")})
    >>> from saidao import measures
    >>> found = measures.clusters(plants, industry="trade", of="mill", x="x", y="y", draws=99)
    >>> len(found.summary), int((found.label == 1).sum())
    (1, 21)
    """
    from saidao.kernels.clusters import find_clusters

    _check(level=level, reach=reach, least_relative_risk=least_relative_risk)
    _check_counts(draws=draws, seed=seed)
    given, labels, place = places(points, industry, x, y, metric)
    several = isinstance(of, Sequence | set | frozenset | np.ndarray) and not isinstance(of, str)
    wanted = list(of) if several else [of]
    missing = [one for one in wanted if one not in labels.values]
    if missing or not wanted:
        there = ", ".join(map(str, labels.values[:5]))
        raise InvalidInput("of", repr(missing[0] if missing else of), f"labels such as {there}")
    chosen = np.array([label in wanted for label in labels.values])[labels.code]
    shares = np.ones(len(chosen)) if weight is None else given.numbers("weight", weight)
    px, py = place.x, place.y
    if place.metric == "great_circle":
        px, py = _projected(px, py)
    cases = np.where(chosen, shares, 0.0)
    if chosen.all():
        raise InvalidInput("of", "all rows", "other industries beside it, to hold it against")
    if not cases.any():
        raise InvalidInput("weight", "0 in all rows of the industry", "a share above 0")
    found = find_clusters(
        px, py, cases, reach=np.inf if reach is None else reach, level=level,
        least_relative_risk=least_relative_risk, draws=draws, seed=seed,
    )  # fmt: skip
    rows = found.clusters
    summary: dict[str, Any] = {
        "cluster": list(range(1, len(rows) + 1)),
        "n": [len(one.members) for one in rows],
        "places": [len(one.sites) for one in rows],
    }
    for name in ("expected", "relative_risk", "relative_risk_low", "relative_risk_high", "p"):
        summary[name] = [float(getattr(one, name)) for one in rows]
    for name, values in (("x", place.x), ("y", place.y)):
        summary[name] = [float(values[one.members].mean()) for one in rows]
    return FoundClusters(
        given.made(summary), found.label + np.int32(1), found.p, found.refused, level, draws,
        place.unit,
    )  # fmt: skip


def _check(level: float, reach: float | None, least_relative_risk: float) -> None:
    """Refuse settings that are out of range."""
    if not 0 < level < 1:
        raise InvalidInput("level", repr(level), "a chance between 0 and 1, such as 0.05")
    if reach is not None and not reach > 0:
        raise InvalidInput("reach", repr(reach), "a distance above 0, or None for no limit")
    if not 1 <= least_relative_risk < np.inf:
        raise InvalidInput("least_relative_risk", repr(least_relative_risk), "1 or more")


def _check_counts(draws: int, seed: int) -> None:
    """Refuse numbers of maps and seeds that are none."""
    for name, value, least in (("draws", draws, 1), ("seed", seed, 0)):
        if not isinstance(value, int | np.integer) or not least <= value < 2**63:
            raise InvalidInput(name, repr(value), f"a whole number, {least} or more")


def _projected(lon: Array, lat: Array) -> tuple[Array, Array]:
    """Return degrees as kilometres around the middle of the places."""
    from pyproj import Transformer

    middle = f"+lat_0={float(np.median(lat)):.6f} +lon_0={float(np.median(lon)):.6f}"
    plane = f"+proj=aeqd {middle} +datum=WGS84 +units=km"
    x, y = Transformer.from_crs("EPSG:4326", plane, always_xy=True).transform(lon, lat)
    return np.asarray(x, np.float64), np.asarray(y, np.float64)
