"""m, the density of M: how much more of an industry is at a distance than elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from threadpoolctl import threadpool_limits

from saidao.kernels.distance.bands import spaced
from saidao.kernels.distance.population import Bandwidths
from saidao.kernels.distance.sites import EARTH_RADIUS, Metric, place
from saidao.kernels.distance.smoothing import rule_of_thumb
from saidao.kernels.marcon_puech.industries import (
    Around,
    MarconPuech,
    around_plants,
    compared,
    industries_of,
    ratio,
    silent,
)
from saidao.kernels.marcon_puech.rings import Rings
from saidao.kernels.marcon_puech.simulation import SIZES, nulls_of_curves
from saidao.kernels.marcon_puech.ties import TiedNull

__all__ = ["m_density", "marcon_puech_density"]

Array = NDArray[np.float64]


def m_density(
    x: ArrayLike,
    y: ArrayLike,
    industry: ArrayLike,
    r: ArrayLike,
    reference: object,
    neighbour: object | None = None,
    weights: ArrayLike | None = None,
    *,
    metric: Metric = "planar",
    bandwidth: float | None = None,
    radius: float = EARTH_RADIUS,
) -> Array:
    r"""Return m: the share of an industry at a distance from plants, over its share everywhere.

    .. math:: m(r) = \frac{\sum_{i \in S} \sum_{j \in N} w_j K(r - d_{ij})
              / \sum_j w_j K(r - d_{ij})}
              {\sum_{i \in S} (W^N - w_i [i \in N]) / (W - w_i)}

    with :math:`K` a Gaussian kernel and no plant its own neighbour. Where M looks at all that
    is within r, m looks at what is at r. Plants without any neighbour within five bandwidths
    of r are left out of both sums.

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
    bandwidth : float, optional
        Of the kernel. Without it, Silverman's rule on the distances from plants of
        `reference` to those of `neighbour` up to twice the last of `r`, as the exact mode
        of R's dbmss.
    radius : float
        Radius of the globe.

    Returns
    -------
    ndarray of shape (d,)
        0 or more; 1 where the industry is as frequent at r from its plants as everywhere.
        NaN where no plant has a neighbour.

    Raises
    ------
    ValueError
        If shapes disagree, a value is not finite or out of range, or no plant has a label.

    References
    ----------
    .. [1] Lang, G., Marcon, E. and Puech, F. (2020). Distance-based measures of spatial
       concentration: introducing a relative density function. Annals of Regional Science
       64, 243-265.

    Examples
    --------
    Two plants of one industry side by side among four:

    >>> x, y = [0, 1, 9, 9], [0, 0, 0, 1]
    >>> m_density(x, y, list("aabc"), [1, 8], "a", bandwidth=0.5).round(6).tolist()
    [3.0, 0.0]
    """
    plants = around_plants(
        x, y, industry, r, reference, neighbour, weights, metric=metric, radius=radius
    )
    distances = np.asarray(r, dtype=np.float64)
    globe = radius if metric == "great_circle" else 0.0
    points, weight = plants.sites.points, plants.weight
    h = bandwidth
    if h is None:
        h = _own_rule(points, plants.chosen, plants.wanted, globe, 2 * float(distances[-1]))
    rings = Rings(distances, _checked_bandwidth(h), globe)
    around = rings.around(points, weight, plants.chosen)
    near = rings.sums(points, weight, plants.chosen, plants.wanted)
    return ratio(plants, near, around)


# As for `marcon_puech`: parts are worked on side by side, each on one core.
@threadpool_limits.wrap(limits=1, user_api="blas")
def marcon_puech_density(
    x: ArrayLike,
    y: ArrayLike,
    industry: ArrayLike,
    r: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    metric: Metric = "planar",
    bandwidth: float | None = None,
    level: float = 0.05,
    joint: bool = False,
    draws: int = 5_000,
    most: int = 1_500,
    radius: float = EARTH_RADIUS,
    rng: np.random.Generator | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> MarconPuech:
    """Test every industry by m at every distance.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        Where all plants are: plane coordinates, or longitude and latitude in degrees.
    industry : array_like of shape (n,)
        Label of each plant's industry.
    r : array_like of shape (d,)
        Distances, ascending, none negative, the last above 0.
    weights : array_like of shape (n,), optional
        Weight of each plant (employees), positive; they stay at their sites under the null.
    metric : {"planar", "great_circle"}
        How distance is measured.
    bandwidth : float, optional
        Of all curves and bands alike. Without it, Silverman's rule on the population's
        pair distances up to twice the last of `r`, for the plants of the median industry.
    level, joint
        As for `saidao.kernels.distance.duranton_overman`: `level` a side, or of both.
    draws : int
        Of the simulation, at least 200.
    most : int
        Industries of more plants have a curve, and are not tested: the time of a draw grows
        with the square of the plants of the largest.
    radius : float
        Radius of the globe.
    rng : numpy.random.Generator, optional
        Without it a generator of fixed seed: the same input gives the same answer.
    progress : callable, optional
        Called as ``progress(part, done, total)``.

    Returns
    -------
    MarconPuech
        As `marcon_puech` gives it, of m; every null is simulated.

    Raises
    ------
    ValueError
        If shapes disagree, a value is not finite or out of range, or there are fewer than
        4 plants.

    References
    ----------
    .. [1] Lang, G., Marcon, E. and Puech, F. (2020). Distance-based measures of spatial
       concentration: introducing a relative density function. Annals of Regional Science
       64, 243-265.
    """
    rng = np.random.default_rng(20200401) if rng is None else rng
    say = progress or silent
    of = industries_of(
        x, y, industry, r, weights, metric=metric, radius=radius, level=level, draws=draws
    )
    points, weight = of.sites.points, of.weight
    tested = [n for n in of.tested if n <= most]
    distances = np.asarray(r, dtype=np.float64)
    if not distances[-1] > 0:
        raise ValueError("r: got only 0, expected distances above 0")
    h = bandwidth
    if h is None:
        rule = Bandwidths.of_sites(place(x, y, metric, radius), 2 * float(distances[-1]))
        h = rule.of(int(np.median(of.sizes[of.sizes > 1])) if tested else 2)
    rings = Rings(distances, _checked_bandwidth(h), radius if metric == "great_circle" else 0.0)

    say("population", 0, 1)
    around = rings.around(points, weight, np.arange(len(points)))
    say("population", 1, 1)
    nulls: dict[int, TiedNull] = {}
    if tested:
        say("simulation", 0, 1)
        knots = spaced(tested, SIZES)
        seeds = rng.integers(1, 2**63, draws, dtype=np.uint64)
        curves = rings.draws(points, weight, around, np.asarray(knots), seeds)
        nulls = nulls_of_curves(curves, knots, tested)
        say("simulation", 1, 1)

    def curve(own: NDArray[np.int64]) -> Array:
        near = rings.sums(points, weight, own, own)
        return ratio(Around(of.sites, weight, own, own, same=True), near, around[own])

    return compared(
        distances, of, of.observed(curve, say), nulls, level, joint,
        max(tested, default=0), draws if tested else 0, float(h),
    )  # fmt: skip


def _own_rule(
    points: Array,
    chosen: NDArray[np.int64],
    wanted: NDArray[np.int64],
    globe: float,
    limit: float,
) -> float:
    """Return Silverman's bandwidth of the distances between two industries up to `limit`."""
    near = []
    for i in chosen:
        # Each pair of one industry once; no plant is a pair with itself.
        others = wanted[wanted > i] if np.array_equal(chosen, wanted) else wanted
        gap = np.sqrt(np.square(points[others] - points[i]).sum(axis=1))
        if globe:
            gap = 2 * globe * np.arcsin(np.minimum(gap / (2 * globe), 1.0))
        near.append(gap[gap <= limit])
    every = np.concatenate(near)
    return rule_of_thumb(every) if len(every) else max(limit, 1.0)


def _checked_bandwidth(bandwidth: float) -> float:
    """Return a bandwidth above 0."""
    if not (math.isfinite(bandwidth) and bandwidth > 0):
        raise ValueError(f"bandwidth: got {bandwidth}, expected a number above 0")
    return bandwidth
