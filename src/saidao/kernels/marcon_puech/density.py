"""m, the density of M: how much more of an industry is at a distance than elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from saidao.kernels.distance.bands import spaced
from saidao.kernels.distance.pairs import in_threads
from saidao.kernels.distance.population import Bandwidths
from saidao.kernels.distance.simulation import draw_sites
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
from saidao.kernels.marcon_puech.simulation import SIZES, nulls_of_curves
from saidao.kernels.marcon_puech.ties import TiedNull

__all__ = ["m_density", "marcon_puech_density"]

Array = NDArray[np.float64]

REACH = 5.0
"""Bandwidths beyond which the Gaussian kernel is taken as 0."""

FINE = 32
"""Knots of the kernel in a bandwidth; between two of them it is interpolated."""

MOST_KNOTS = 20_000

CHUNK = 50


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
    kernel = _Kernel(distances, _checked_bandwidth(h))
    around = kernel.sums(points, weight, plants.chosen, np.arange(len(points)), globe)
    near = kernel.sums(points, weight, plants.chosen, plants.wanted, globe)
    return ratio(plants, near, around)


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
    draws: int = 2_000,
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
        Of the simulation, at least 200. Their time grows with the square of the plants of
        the largest industry.
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
    points, weight, tested = of.sites.points, of.weight, of.tested
    distances = np.asarray(r, dtype=np.float64)
    if not distances[-1] > 0:
        raise ValueError("r: got only 0, expected distances above 0")
    h = bandwidth
    if h is None:
        rule = Bandwidths.of_sites(place(x, y, metric, radius), 2 * float(distances[-1]))
        h = rule.of(int(np.median(of.sizes[of.sizes > 1])) if tested else 2)
    kernel = _Kernel(distances, _checked_bandwidth(h))
    globe = radius if metric == "great_circle" else 0.0

    say("population", 0, 1)
    every = np.arange(len(points))
    around = kernel.sums(points, weight, every, every, globe)
    say("population", 1, 1)
    nulls: dict[int, TiedNull] = {}
    if tested:
        say("simulation", 0, 1)
        knots = spaced(tested, SIZES)
        seeds = rng.integers(1, 2**63, draws, dtype=np.uint64)
        curves = kernel.draws(points, weight, around, np.asarray(knots), seeds, globe)
        nulls = nulls_of_curves(curves, knots, tested)
        say("simulation", 1, 1)

    def curve(own: NDArray[np.int64]) -> Array:
        near = kernel.sums(points, weight, own, own, globe)
        return ratio(Around(of.sites, weight, own, own, same=True), near, around[own])

    return compared(
        distances, of, of.observed(curve, say), nulls, level, joint,
        max(tested, default=0), draws if tested else 0,
    )  # fmt: skip


class _Kernel:
    """A Gaussian kernel at knots of distance, for each distance asked for."""

    def __init__(self, r: Array, bandwidth: float) -> None:
        reach = float(r[-1]) + REACH * bandwidth
        self.delta = max(bandwidth / FINE, reach / MOST_KNOTS)
        knots = np.arange(math.ceil(reach / self.delta) + 2) * self.delta
        far = (knots[:, None] - r) / bandwidth
        near = np.abs(far) <= REACH
        self.table = np.ascontiguousarray(np.where(near, np.exp(-0.5 * far * far), 0.0))
        self.first = np.where(near.any(axis=1), near.argmax(axis=1), 0)
        last = len(r) - near[:, ::-1].argmax(axis=1)
        self.last = np.where(near.any(axis=1), last, 0)

    def sums(
        self,
        points: Array,
        weight: Array,
        chosen: NDArray[np.int64],
        wanted: NDArray[np.int64],
        globe: float,
    ) -> Array:
        """Return what is at each distance from `chosen`, shape (chosen, d)."""
        others, other_weights = points[wanted], weight[wanted]
        out = np.empty((len(chosen), self.table.shape[1]))
        step = max(64, -(-len(chosen) // 64))

        def work(start: int) -> None:
            some = chosen[start : start + step]
            found = np.zeros((len(some), len(self.table)))
            _histograms(points[some], some, others, wanted, other_weights, self.delta, globe, found)
            out[start : start + step] = found @ self.table

        in_threads(work, range(0, len(chosen), step))
        return out

    def draws(
        self,
        points: Array,
        weight: Array,
        around: Array,
        sizes: NDArray[np.int64],
        seeds: NDArray[np.uint64],
        globe: float,
    ) -> NDArray[np.float32]:
        """Return m of nested random subsets, shape (sizes, draws, d)."""
        inverse = np.divide(1.0, around, out=np.zeros_like(around), where=around > 0)
        out = np.empty((len(sizes), len(seeds), around.shape[1]), np.float32)

        def work(start: int) -> None:
            part = slice(start, start + CHUNK)
            _draws(
                points, weight, float(weight.sum()), inverse, self.table, self.first, self.last,
                self.delta, globe, sizes, seeds[part], out[:, part],
            )  # fmt: skip

        in_threads(work, range(0, len(seeds), CHUNK))
        return out


@njit(inline="always")
def _gap(points, i, others, j, globe):  # type: ignore[no-untyped-def]
    """Return the distance between two points; `globe` is the radius, 0 in the plane."""
    dx, dy = points[i, 0] - others[j, 0], points[i, 1] - others[j, 1]
    dz = points[i, 2] - others[j, 2]
    straight = math.sqrt(dx * dx + dy * dy + dz * dz)
    if globe == 0.0:
        return straight
    return 2 * globe * math.asin(min(1.0, straight / (2 * globe)))


@njit(cache=True, nogil=True)
def _histograms(points, own, others, names, weights, delta, globe, out):  # type: ignore[no-untyped-def]
    """Add the weight of the others to the knots around their distance from each point."""
    last = out.shape[1] - 1
    for i in range(points.shape[0]):
        for j in range(others.shape[0]):
            if own[i] != names[j]:
                at = _gap(points, i, others, j, globe) / delta
                if at < last:
                    b = int(at)
                    out[i, b] += weights[j] * (b + 1 - at)
                    out[i, b + 1] += weights[j] * (at - b)


@njit(cache=True, nogil=True, error_model="numpy")
def _draws(  # type: ignore[no-untyped-def]
    points, weights, whole, inverse, table, first, last, delta, globe, sizes, seeds, out
):
    """Write m of nested random subsets: its numerator is a sum over their pairs."""
    end, d, largest = table.shape[0] - 1, table.shape[1], sizes[-1]
    taken = np.empty(largest, np.int64)
    place = np.empty((largest, 3))
    w = np.empty(largest)
    u = np.empty((largest, d))
    top = np.empty(d)
    for s in range(seeds.size):
        draw_sites(seeds[s], points.shape[0], taken)
        for a in range(largest):
            site = taken[a]
            place[a] = points[site]
            w[a] = weights[site]
            u[a] = inverse[site]
        top[:] = 0.0
        done, own = 0, 0.0
        for c in range(sizes.size):
            for i in range(done, sizes[c]):
                own += w[i]
                for j in range(i):
                    at = _gap(place, i, place, j, globe) / delta
                    if at < end:
                        b = int(at)
                        part = at - b
                        for k in range(first[b], last[b + 1]):
                            kernel = (1 - part) * table[b, k] + part * table[b + 1, k]
                            top[k] += kernel * (w[j] * u[i, k] + w[i] * u[j, k])
            done = sizes[c]
            for k in range(d):
                bottom = 0.0
                for i in range(done):
                    if u[i, k] > 0:
                        bottom += (own - w[i]) / (whole - w[i])
                # Where no plant has a neighbour there is nothing to be seen either way.
                out[c, s, k] = top[k] / bottom if bottom > 0 else 1.0


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
