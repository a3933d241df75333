"""Marcon and Puech's M: how much more of an industry is around its plants than elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from threadpoolctl import threadpool_limits

from saidao.kernels.distance.bands import Null
from saidao.kernels.distance.margins import Pearson, field_extremes
from saidao.kernels.distance.moments import Weighting
from saidao.kernels.distance.pairs import in_threads
from saidao.kernels.distance.sites import EARTH_RADIUS, Metric
from saidao.kernels.marcon_puech.neighbourhoods import (
    Neighbourhoods,
    neighbour_sums,
    pair_neighbours,
    sites_in_order,
)
from saidao.kernels.marcon_puech.population import Surroundings, surroundings
from saidao.kernels.marcon_puech.simulation import simulated_nulls
from saidao.kernels.validation import quotient

__all__ = ["MarconPuech", "m_cumulative", "marcon_puech"]

Array = NDArray[np.float64]

SKEW_LIMIT = 0.3
"""Pearson III stands in for simulation below this skewness."""

N0_CHOICES = (300, 500, 700, 1000)
N0_WEIGHTED = 2000
"""With weights M is a ratio whose denominator varies: the moments hold for many plants."""

BRUTE = 4_000
"""Above so many plants neighbours are looked for tile by tile."""


@dataclass(frozen=True, slots=True)
class MarconPuech:
    """M of every industry of a population, with bands.

    Arrays have a row for each industry and, where said, a column for each distance.

    Attributes
    ----------
    r : ndarray of shape (d,)
        Distances.
    industries : ndarray of shape (i,)
        Labels, sorted.
    n : ndarray of int64, shape (i,)
        Plants.
    observed, mean, local_low, local_high, global_low, global_high : ndarray of shape (i, d)
        M, its expectation under the null and the bands. NaN where an industry has fewer
        than two plants; `observed` also where no plant has any neighbour within r.
    verdict : ndarray of str, shape (i,)
        ``localised`` (above the upper global band somewhere), ``dispersed`` (nowhere
        above, somewhere below the lower one), ``neither``, or ``untested``.
    z_high, z_low : ndarray of shape (i,)
        Greatest and least normal score of the curve over distances.
    p_localised, p_dispersed : ndarray of shape (i,)
        Share of null curves whose greatest (least) score is as extreme.
    method : ndarray of str, shape (i,)
        ``simulated``, ``pearson`` or ``none``.
    skewness : ndarray of shape (i,)
        Greatest absolute skewness over distances, where Pearson III was used.
    level : float
        Of the bands.
    joint : bool
        Whether both sides share it.
    n0 : int
        Up to so many plants the null was simulated.
    draws : int
        Of the simulation.
    """

    r: Array
    industries: NDArray[np.generic]
    n: NDArray[np.int64]
    observed: Array
    mean: Array
    local_low: Array
    local_high: Array
    global_low: Array
    global_high: Array
    verdict: NDArray[np.str_]
    z_high: Array
    z_low: Array
    p_localised: Array
    p_dispersed: Array
    method: NDArray[np.str_]
    skewness: Array
    level: float
    joint: bool
    n0: int
    draws: int


def m_cumulative(
    x: ArrayLike,
    y: ArrayLike,
    industry: ArrayLike,
    r: ArrayLike,
    reference: object,
    neighbour: object | None = None,
    weights: ArrayLike | None = None,
    *,
    metric: Metric = "planar",
    radius: float = EARTH_RADIUS,
) -> Array:
    r"""Return M: the share of an industry around plants, over its share everywhere.

    .. math:: M(r) = \frac{\sum_{i \in S} W^N_i(r) / W_i(r)}
              {\sum_{i \in S} (W^N - w_i [i \in N]) / (W - w_i)}

    with :math:`W_i(r)` the weight of all plants within r of plant i, itself left out, and
    :math:`W^N_i(r)` that of the neighbour industry. Plants without any neighbour within r
    are left out of both sums.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        Where all plants of all industries are: plane coordinates, or longitude and
        latitude in degrees.
    industry : array_like of shape (n,)
        Label of each plant's industry.
    r : array_like of shape (d,)
        Distances, ascending, none negative; in the unit of `x` and `y`, or of `radius`.
    reference, neighbour : label
        Around the plants of which industry what is looked for; by default the same.
    weights : array_like of shape (n,), optional
        Weight of each plant (employees), positive; 1 by default.
    metric : {"planar", "great_circle"}
        How distance is measured.
    radius : float
        Radius of the globe.

    Returns
    -------
    ndarray of shape (d,)
        0 or more; 1 where the industry is as frequent around its plants as everywhere,
        2 where it is twice as frequent. NaN where no plant has a neighbour.

    Raises
    ------
    ValueError
        If shapes disagree, a value is not finite or out of range, or no plant has a label.

    References
    ----------
    .. [1] Marcon, E. and Puech, F. (2010). Measures of the geographic concentration of
       industries: improving distance-based methods. Journal of Economic Geography 10(5),
       745-762.

    Examples
    --------
    Two plants of one industry side by side among four:

    >>> m_cumulative([0, 1, 9, 9], [0, 0, 0, 1], list("aabc"), [2, 20], "a").tolist()
    [3.0, 1.0]
    """
    sites = sites_in_order(x, y, r, metric=metric, radius=radius)
    labels = checked_labels(industry, len(sites))
    weight = checked_weights(weights, len(sites))
    order = sites.order
    labels, weight = labels[order], weight[order]
    other = reference if neighbour is None else neighbour
    chosen, wanted = np.flatnonzero(labels == reference), np.flatnonzero(labels == other)
    for name, found, label in (("reference", chosen, reference), ("neighbour", wanted, other)):
        if not len(found):
            raise ValueError(f"{name}: got {label!r}, expected a label that some plant has")
    around = neighbour_sums(sites, weight[:, None], chosen)[:, 0]
    return _observed(sites, weight, chosen, wanted, around, same=bool(reference == other))


# As for `duranton_overman`: sizes are worked on side by side, each on one core.
@threadpool_limits.wrap(limits=1, user_api="blas")
def marcon_puech(
    x: ArrayLike,
    y: ArrayLike,
    industry: ArrayLike,
    r: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    metric: Metric = "planar",
    level: float = 0.05,
    joint: bool = False,
    n0: int | None = None,
    draws: int = 5_000,
    radius: float = EARTH_RADIUS,
    rng: np.random.Generator | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> MarconPuech:
    r"""Test every industry by M at every distance.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        Where all plants are: plane coordinates, or longitude and latitude in degrees. All
        together are the population on which an industry could have settled.
    industry : array_like of shape (n,)
        Label of each plant's industry.
    r : array_like of shape (d,)
        Distances, ascending, none negative; in the unit of `x` and `y`, or of `radius`.
    weights : array_like of shape (n,), optional
        Weight of each plant (employees), positive. Under the null weights stay at their
        sites and industries are dealt out anew: an industry of n plants is any n of all
        plants with their sizes.
    metric : {"planar", "great_circle"}
        How distance is measured.
    level, joint
        As for `saidao.kernels.distance.duranton_overman`: `level` a side, or of both.
    n0 : int, optional
        Up to so many plants the null is simulated, above it is computed. By itself: the
        least of 300, 500 and 700 at which the greatest skewness is at most 0.3, or 1,000;
        with weights, 2,000.
    draws : int
        Of the simulation, at least 200.
    radius : float
        Radius of the globe.
    rng : numpy.random.Generator, optional
        Without it a generator of fixed seed: the same input gives the same answer.
    progress : callable, optional
        Called as ``progress(part, done, total)``.

    Returns
    -------
    MarconPuech
        Observed curves, bands and verdicts.

    Raises
    ------
    ValueError
        If shapes disagree, a value is not finite or out of range, or there are fewer than
        4 plants.

    References
    ----------
    .. [1] Marcon, E. and Puech, F. (2010). Measures of the geographic concentration of
       industries: improving distance-based methods. Journal of Economic Geography 10(5),
       745-762.
    .. [2] Marcon, E. and Puech, F. (2017). A typology of distance-based measures of spatial
       concentration. Regional Science and Urban Economics 62, 56-67.
    """
    if not 0 < level < 0.5:
        raise ValueError(f"level: got {level}, expected a number above 0 and below 0.5")
    if draws < 200:
        raise ValueError(f"draws: got {draws}, expected at least 200")
    rng = np.random.default_rng(20100901) if rng is None else rng
    say = progress or _silent
    sites = sites_in_order(x, y, r, metric=metric, radius=radius)
    count = len(sites)
    if count < 4:
        raise ValueError(f"x: got {count} plants, expected at least 4")
    weight = checked_weights(weights, count)[sites.order]
    labels, code, sizes = np.unique(
        checked_labels(industry, count)[sites.order], return_inverse=True, return_counts=True
    )
    members = np.split(np.argsort(code.ravel(), kind="stable"), np.cumsum(sizes)[:-1])
    tested = sorted({int(n) for n in sizes if n > 1})

    say("population", 0, 1)
    nulls: dict[int, Null] = {}
    means: dict[int, Array] = {}
    moments = surroundings(sites, None if weights is None else weight)
    neighbours = moments.neighbours
    limit = n0
    if limit is None:
        limit = _best_n0(moments, count, tested) if weights is None else N0_WEIGHTED
    say("population", 1, 1)
    small = [n for n in tested if n <= limit]
    large = [n for n in tested if n > limit]
    if small:
        say("simulation", 0, 1)
        for n, found in simulated_nulls(sites, weight, neighbours, small, draws, rng).items():
            nulls[n], means[n] = found.null, found.mean
    if large:
        say("bands", 0, 1)
        nulls |= _analytic_nulls(moments, count, large, rng)

    def curve(own: NDArray[np.int64]) -> Array:
        return _observed(sites, weight, own, own, neighbours[own], same=True)

    say("industries", 0, len(sizes))
    observed = np.full((len(labels), len(sites.radii2)), np.nan)
    for i, own in enumerate(members):
        if len(own) > 1:
            observed[i] = curve(own)
        say("industries", i + 1, len(sizes))
    return compared(
        np.asarray(r, dtype=np.float64), labels, sizes, observed, nulls, means, count, level, joint,
        limit if small else 0, draws if small else 0,
    )  # fmt: skip


def _silent(part: str, done: int, total: int) -> None:
    """Take notice of progress, and say nothing."""


def checked_labels(industry: ArrayLike, n: int) -> NDArray[np.generic]:
    """Return checked labels."""
    labels = np.asarray(industry)
    if labels.shape != (n,):
        raise ValueError(f"industry: got shape {labels.shape}, expected {(n,)}")
    if labels.dtype.kind == "f" and not np.isfinite(labels).all():
        raise ValueError("industry: got NaN, expected a label for each plant")
    return labels


def checked_weights(weights: ArrayLike | None, n: int) -> Array:
    """Return checked weights."""
    if weights is None:
        return np.ones(n)
    weight = np.asarray(weights, dtype=np.float64)
    if weight.shape != (n,):
        raise ValueError(f"weights: got shape {weight.shape}, expected {(n,)}")
    if not np.isfinite(weight).all() or (weight <= 0).any():
        raise ValueError("weights: got a value that is not positive, expected positive numbers")
    # Only ratios matter: by a power of two no digit changes, and products stay finite.
    return np.asarray(np.ldexp(weight, -int(np.frexp(weight.max(initial=0.0))[1])))


def _observed(
    sites: Neighbourhoods,
    weight: Array,
    chosen: NDArray[np.int64],
    wanted: NDArray[np.int64],
    around: Array,
    *,
    same: bool,
) -> Array:
    """Return M of plants `wanted` around plants `chosen`."""
    if max(len(chosen), len(wanted)) > BRUTE:
        values = np.zeros((len(sites), 1))
        values[wanted, 0] = weight[wanted]
        near = neighbour_sums(sites, values, chosen)[:, 0]
    else:
        near = pair_neighbours(
            sites.points[chosen], weight[chosen], sites.points[wanted], weight[wanted],
            sites.radii2, same,
        )  # fmt: skip
    every = weight.sum() - weight[chosen]
    share = (weight[wanted].sum() - (weight[chosen] if same else 0.0)) / every
    some = around > 0
    top = np.divide(near, around, out=np.zeros_like(near), where=some).sum(axis=0)
    bottom = (share[:, None] * some).sum(axis=0)
    return quotient(top, bottom)


def _skewness(moments: Surroundings, n: int, sites: int) -> tuple[Array, Array, Array]:
    """Return the skewness, the deviation and the covariance of M."""
    weighting = Weighting.of_count(n, sites)
    covariance = weighting.linear * moments.v1 + weighting.pairs * moments.v2
    variance = np.maximum(np.diag(covariance), 0.0)
    varies = variance > 1e-20
    safe = np.where(varies, variance, 1.0)
    skew = np.where(varies, moments.third.cumulant(weighting) / safe**1.5, 0.0)
    return skew, np.sqrt(np.where(varies, variance, 0.0)), covariance


def _best_n0(moments: Surroundings, sites: int, sizes: list[int]) -> int:
    """Return the least size above which skewness is small enough for Pearson III."""
    for n in N0_CHOICES[:-1]:
        if n >= sites or n >= max(sizes, default=2):
            return n
        if np.abs(_skewness(moments, n, sites)[0]).max() <= SKEW_LIMIT:
            return n
    return N0_CHOICES[-1]


def _analytic_nulls(
    moments: Surroundings, sites: int, sizes: list[int], rng: np.random.Generator
) -> dict[int, Null]:
    """Return the null of every size from the moments of the population."""

    def one(task: tuple[int, np.random.Generator]) -> tuple[int, Null]:
        n, seed = task
        skew, deviation, covariance = _skewness(moments, n, sites)
        extremes = field_extremes((covariance + covariance.T) / 2, seed)
        worst = float(np.abs(skew).max())
        mean = np.ones(len(skew))
        return n, Null(mean, deviation, Pearson(skew), ((extremes, 1.0),), "pearson", worst)

    return dict(in_threads(one, zip(sizes, rng.spawn(len(sizes)), strict=True)))


def compared(
    r: Array,
    labels: NDArray[np.generic],
    sizes: NDArray[np.int64],
    observed: Array,
    nulls: dict[int, Null],
    means: dict[int, Array],
    count: int,
    level: float,
    joint: bool,
    n0: int,
    draws: int,
) -> MarconPuech:
    """Compare every curve with its null."""
    curves = {
        name: np.full(observed.shape, np.nan)
        for name in ("mean", "local_low", "local_high", "global_low", "global_high")
    }
    numbers = {
        name: np.full(len(labels), np.nan)
        for name in ("z_high", "z_low", "p_localised", "p_dispersed", "skewness")
    }
    verdict = np.full(len(labels), "untested", dtype="<U9")
    method = np.full(len(labels), "none", dtype="<U9")
    for i, n in enumerate(sizes.tolist()):
        if n < 2:
            continue
        null = nulls[n]
        bands = null.bands(level, joint)
        for name, rows in curves.items():
            rows[i] = getattr(bands, name)
        method[i] = null.method
        numbers["skewness"][i] = null.skewness
        curves["mean"][i] = means.get(n, bands.mean)
        # Without any neighbour nothing is seen either way: simulated curves are 1 there too,
        # and in single precision.
        seen = np.where(np.isfinite(observed[i]), observed[i], 1.0)
        seen = seen.astype(np.float32).astype(np.float64)
        z = np.zeros(len(r)) if n == count else null.scores(seen)
        low, high = float(z.min()), float(z.max())
        p_low, p_high = null.p_values(low, high) if n < count else (1.0, 1.0)
        numbers["z_low"][i], numbers["z_high"][i] = low, high
        numbers["p_dispersed"][i], numbers["p_localised"][i] = p_low, p_high
        # Rounding of the last digit is no evidence.
        room = 1e-6 * np.maximum(seen, 1.0)
        if n < count and (seen > bands.global_high + room).any():
            verdict[i] = "localised"
        elif n < count and (seen < bands.global_low - room).any():
            verdict[i] = "dispersed"
        else:
            verdict[i] = "neither"
    return MarconPuech(
        r=r, industries=labels, n=sizes.astype(np.int64), observed=observed, verdict=verdict,
        method=method, level=level, joint=joint, n0=n0, draws=draws, **curves, **numbers,
    )  # fmt: skip
