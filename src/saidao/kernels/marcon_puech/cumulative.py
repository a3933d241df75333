"""Marcon and Puech's M: how much more of an industry is around its plants than elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from threadpoolctl import threadpool_limits

from saidao.kernels.distance.sites import EARTH_RADIUS, Metric
from saidao.kernels.marcon_puech.formula import best_n0, formula_nulls
from saidao.kernels.marcon_puech.industries import (
    Around,
    CurveNull,
    MarconPuech,
    around_plants,
    compared,
    industries_of,
    ratio,
    silent,
)
from saidao.kernels.marcon_puech.near_pairs import pair_neighbours
from saidao.kernels.marcon_puech.neighbourhoods import neighbour_sums
from saidao.kernels.marcon_puech.population import surroundings
from saidao.kernels.marcon_puech.simulation import simulated_nulls

__all__ = ["m_cumulative", "marcon_puech"]

Array = NDArray[np.float64]

BRUTE = 2_000
"""Above so many plants of one industry neighbours are looked for tile by tile."""

BRUTE_BETWEEN = 4_000
"""Likewise of two."""

GRID_PLANTS = 20_000
"""From so many plants on, wide radii are summed on the grids of the population, if it has any."""


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
    plants = around_plants(
        x, y, industry, r, reference, neighbour, weights, metric=metric, radius=radius
    )
    values = plants.weight[:, None]
    return _observed(plants, neighbour_sums(plants.sites, values, plants.chosen)[:, 0])


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
        least of 300, 500 and 700 at which the greatest skewness is at most 0.4 and the
        denominator's relative deviation at most 0.1, or 1,000; with weights also 1,000,
        1,500, 2,000 or 3,000, or 5,000.
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

    Notes
    -----
    Up to 200,000 plants all sums are those of every pair. Above, wide radii (from a 256th of
    the extent on) are summed on grids, for the population and for industries of 20,000 plants
    and more, and how far that is from the sums of every pair is measured and stated in
    `MarconPuech.choices`. By great circle this takes a plane on which no distance is off by
    more than 0.5 % (azimuthal equidistant about the middle of the plants); where there is
    none every pair is looked at, which takes minutes at a million plants.

    References
    ----------
    .. [1] Marcon, E. and Puech, F. (2010). Measures of the geographic concentration of
       industries: improving distance-based methods. Journal of Economic Geography 10(5),
       745-762.
    .. [2] Marcon, E. and Puech, F. (2017). A typology of distance-based measures of spatial
       concentration. Regional Science and Urban Economics 62, 56-67.
    """
    rng = np.random.default_rng(20100901) if rng is None else rng
    say = progress or silent
    of = industries_of(
        x, y, industry, r, weights, metric=metric, radius=radius, level=level, draws=draws
    )
    sites, weight = of.sites, of.weight

    say("population", 0, 1)
    moments = surroundings(sites, None if weights is None else weight)
    neighbours = moments.neighbours
    limit = n0
    if limit is None:
        limit = best_n0(moments, len(sites), of.tested, weighted=weights is not None)
    say("population", 1, 1)
    nulls: dict[int, CurveNull] = {}
    small = [n for n in of.tested if n <= limit]
    large = [n for n in of.tested if n > limit]
    if small:
        say("simulation", 0, 1)
        nulls |= simulated_nulls(sites, weight, neighbours, small, draws, rng)
    if large:
        say("bands", 0, 1)
        nulls |= formula_nulls(moments, len(sites), large, rng)

    def curve(own: NDArray[np.int64]) -> Array:
        plants = Around(sites, weight, own, own, same=True)
        if moments.totals.discs is None or len(own) < GRID_PLANTS:
            return _observed(plants, neighbours[own])
        near = moments.totals.own_around(own, None if weights is None else weight[own])
        return ratio(plants, near, neighbours[own])

    return compared(
        np.asarray(r, dtype=np.float64), of, of.observed(curve, say), nulls, level, joint,
        limit if small else 0, draws if small else 0,
        choices=moments.totals.choices(neighbours, None if weights is None else weight),
    )  # fmt: skip


def _observed(plants: Around, around: Array) -> Array:
    """Return M of plants around which `around` is known."""
    sites, weight, chosen, wanted = plants.sites, plants.weight, plants.chosen, plants.wanted
    if plants.same and len(chosen) > BRUTE:
        near = neighbour_sums(sites.take(chosen), weight[chosen, None])[:, 0]
    elif max(len(chosen), len(wanted)) > BRUTE_BETWEEN:
        values = np.zeros((len(sites), 1))
        values[wanted, 0] = weight[wanted]
        near = neighbour_sums(sites, values, chosen)[:, 0]
    else:
        near = pair_neighbours(
            sites.points[chosen], weight[chosen], sites.points[wanted], weight[wanted],
            sites.radii2, plants.same,
        )  # fmt: skip
    return ratio(plants, near, around)
