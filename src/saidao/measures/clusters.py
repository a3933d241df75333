"""Clusters of an industry among the places of all industries, on a data frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from saidao.errors import InvalidInput
from saidao.measures.places import Metric, Place, places

__all__ = ["ClustersByIndustry", "FoundClusters", "clusters", "clusters_by_industry"]

if TYPE_CHECKING:
    from saidao.kernels.clusters import Cluster

Array = NDArray[np.float64]
Rows = dict[str, list[Any]]

COLUMNS = (
    "cluster", "n", "places", "expected", "relative_risk", "relative_risk_low",
    "relative_risk_high", "p", "x", "y",
)  # fmt: skip
"""Of a table of clusters."""


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


@dataclass(frozen=True, slots=True)
class ClustersByIndustry:
    """The clusters of all industries of a table.

    Attributes
    ----------
    summary : data frame
        A row for each industry, of the kind that was given: its label, ``n`` (places of
        it), ``clusters``, ``in_clusters`` (share of its places in them), ``p`` (as
        `FoundClusters` has it) and ``passes`` (whether it stays among the clustered ones at
        a false discovery rate of `rate`).
    clusters : data frame
        A row for each cluster of each industry: its label and the columns of
        `FoundClusters.summary`.
    label : ndarray of shape (n_rows,), int32
        The cluster of each row among those of its industry, 0 in none.
    rate : float
    level : float
    draws : int
    unit : str
        Of `reach`.
    """

    summary: Any
    clusters: Any
    label: NDArray[np.int32]
    rate: float
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
    px, py = _plane(place)
    cases = np.where(chosen, shares, 0.0)
    if chosen.all():
        raise InvalidInput("of", "all rows", "other industries beside it, to hold it against")
    if not cases.any():
        raise InvalidInput("weight", "0 in all rows of the industry", "a share above 0")
    found = find_clusters(
        px, py, cases, reach=np.inf if reach is None else reach, level=level,
        least_relative_risk=least_relative_risk, draws=draws, seed=seed,
    )  # fmt: skip
    return FoundClusters(
        given.made(_rows(found.clusters, place)), found.label + np.int32(1), found.p,
        found.refused, level, draws, place.unit,
    )  # fmt: skip


def clusters_by_industry(
    points: Any,
    *,
    industry: str,
    x: str | None = None,
    y: str | None = None,
    weight: str | None = None,
    metric: Metric | None = None,
    reach: float | None = None,
    level: float = 0.05,
    rate: float = 0.05,
    least_relative_risk: float = 2.0,
    draws: int = 999,
    seed: int = 0,
    progress: Callable[[str, int, int], None] | None = None,
) -> ClustersByIndustry:
    """Find for each industry where it sits together more than all industries do.

    Each industry has the clusters that `clusters` finds for it alone. Where an industry
    passes is decided over all of them, after Benjamini and Hochberg (1995).

    Parameters
    ----------
    points, industry, x, y, weight, metric, reach, level, least_relative_risk, draws, seed
        As for `clusters`.
    rate : float
        False discovery rate over industries, in (0, 1).
    progress : callable, optional
        Called as ``progress(industry, done, total)``.

    Returns
    -------
    ClustersByIndustry
        Industries in order of their label. An industry of fewer than three places has no
        cluster and a p of 1.

    Raises
    ------
    InvalidInput
        As `clusters`; if there is one industry alone, or its column is named as one of the
        answer's.

    References
    ----------
    .. [1] Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate.
       Journal of the Royal Statistical Society B 57(1), 289-300.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> side = np.arange(0.0, 30.0)
    >>> x, y = (part.ravel() for part in np.meshgrid(side, side))
    >>> plants = pd.DataFrame({"x": x, "y": y, "trade": np.where(x + y < 6, "mill", "shop")})
    >>> from saidao import measures
    >>> found = measures.clusters_by_industry(plants, industry="trade", x="x", y="y", draws=99)
    >>> mill = found.summary.set_index("trade").loc["mill"]
    >>> int(mill["clusters"]), bool(mill["passes"])
    (1, True)
    """
    from saidao.kernels.clusters import Control, clusters_in

    _check(level=level, reach=reach, least_relative_risk=least_relative_risk)
    _check_counts(draws=draws, seed=seed)
    if not 0 < rate < 1:
        raise InvalidInput("rate", repr(rate), "a share between 0 and 1, such as 0.05")
    given, labels, place = places(points, industry, x, y, metric)
    if len(labels) < 2:
        raise InvalidInput("industry", f"{industry!r} with one label alone", "two or more")
    given.refuse_names(*COLUMNS, "clusters", "in_clusters", "passes")
    shares = np.ones(len(labels.code)) if weight is None else given.numbers("weight", weight)
    control = Control(*_plane(place), reach=np.inf if reach is None else reach)
    label = np.zeros(len(labels.code), np.int32)
    names = labels.values
    counts = np.bincount(labels.code, minlength=len(names))
    all_rows: Rows = {}
    summary: Rows = {industry: names, "n": counts.tolist(), "clusters": [], "in_clusters": []}
    chances = np.ones(len(names))
    for number, name in enumerate(names):
        mine = labels.code == number
        found = clusters_in(
            control, np.where(mine, shares, 0.0), level=level,
            least_relative_risk=least_relative_risk, draws=draws, seed=seed,
        )  # fmt: skip
        chances[number] = found.p
        label[mine] = found.label[mine] + 1
        rows = {industry: [name] * len(found.clusters), **_rows(found.clusters, place)}
        for column, values in rows.items():
            all_rows.setdefault(column, []).extend(values)
        summary["clusters"].append(len(found.clusters))
        summary["in_clusters"].append(float(np.mean(label[mine] > 0)))
        if progress is not None:
            progress(str(name), number + 1, len(names))
    ordered = np.sort(chances)
    under = ordered[ordered <= rate * np.arange(1, len(names) + 1) / len(names)]
    limit = under[-1] if len(under) else -1.0
    summary["p"] = chances.tolist()
    summary["passes"] = (chances <= limit).tolist()
    return ClustersByIndustry(
        given.made(summary), given.made(all_rows), label, rate, level, draws, place.unit
    )


def _rows(found: Sequence[Cluster], place: Place) -> Rows:
    """Return a row for each cluster, as columns."""
    numbers: Rows = {
        "cluster": list(range(1, len(found) + 1)),
        "n": [len(one.members) for one in found],
        "places": [len(one.sites) for one in found],
        "x": [float(place.x[one.members].mean()) for one in found],
        "y": [float(place.y[one.members].mean()) for one in found],
    }
    return {
        name: numbers[name] if name in numbers else [float(getattr(one, name)) for one in found]
        for name in COLUMNS
    }


def _plane(place: Place) -> tuple[Array, Array]:
    """Return coordinates in one unit of length."""
    if place.metric == "great_circle":
        return _projected(place.x, place.y)
    return place.x, place.y


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
