r"""What a population of sites contributes to every industry's bands of M, computed once.

An industry has n of the N sites, all subsets equally likely; weights stay at the sites.
With :math:`D_i(r)` the weight within r of site i, :math:`u_i = 1/D_i`,
:math:`e_i = [D_i > 0]` and :math:`a_i = e_i / (W - w_i)`, the numerator and the denominator
of M are sums over pairs of the industry's plants,

.. math:: h_{ij} = [d_{ij} \le r](w_j u_i + w_i u_j), \qquad g_{ij} = w_j a_i + w_i a_j,

whose means over all pairs of sites are the same, :math:`\mu(r)`. So :math:`M - 1` is, to
first order, a U-statistic with the kernel :math:`f = (h - g) / \mu` of mean 0: exactly so
without weights where every site has a neighbour, as then the denominator does not vary.
Hoeffding's decomposition of `saidao.kernels.distance.moments` applies as it stands.

Sums over pairs come down to sums over sites of what :func:`neighbour_sums` gives, by
exchanging the order of summation: with :math:`c_i(r) = \sum_{d_{ij} \le r} w_j u_j(r)` and
:math:`D^2_i` the sum of squared weights within r, for :math:`r \le r'`

.. math:: \sum_{i<j} h_{ij}(r) h_{ij}(r')
          = \sum_i (D^2_i(r)\, u_i(r) + w_i c_i(r))\, u_i(r').

On many sites the sums over single sites are taken over some, evenly along the Morton curve
and with weights half by their weight; what is around each of these is exact up to 200,000 sites.

Two things are of second order and matter for the shape. Three pairs that close a triangle
add to the third cumulant, ever more the wider r; they are known of a sample of sites. And
the denominator varies, with Y its relative deviation: :math:`M - 1 \approx L - L Y` with L
the U-statistic, which moves the mean by -cov(L, Y) and the third cumulant by
-6 var(L) cov(L, Y).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saidao.kernels.distance.moments import ThirdMoments
from saidao.kernels.distance.pairs import in_threads
from saidao.kernels.marcon_puech.neighbour_totals import NeighbourTotals
from saidao.kernels.marcon_puech.neighbourhoods import Neighbourhoods, neighbour_sums

__all__ = ["Surroundings", "surroundings"]

Array = NDArray[np.float64]

EVERY = 30_000
"""Up to so many sites what single sites add is summed over all of them."""

ROWS = 20_000
"""Above, over so many, taken evenly along the Morton curve."""

TRIANGLE_SITES = 600
"""Sites among which triangles are looked at."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Moments of M over a population, for any number of plants.

    Attributes
    ----------
    totals : NeighbourTotals
        How neighbours were summed.
    neighbours : ndarray of shape (n, d)
        Weight of all sites within each radius of each site, itself left out; Morton order.
    v1, v2 : ndarray of shape (d, d)
        What single plants and what pairs add to the covariance; see
        `saidao.kernels.distance.moments`.
    third : ThirdMoments
        For the skewness.
    triangle : ndarray of shape (d,)
        ``E[gamma_12 gamma_23 gamma_13]``.
    lean, spread : ndarray of shape (d,)
        ``E[g y]`` and ``E[y**2]``, y what a single plant adds to the denominator's relative
        deviation.
    """

    totals: NeighbourTotals
    neighbours: Array
    v1: Array
    v2: Array
    third: ThirdMoments
    triangle: Array
    lean: Array
    spread: Array


def surroundings(sites: Neighbourhoods, weights: Array | None = None) -> Surroundings:
    """Return the moments of M.

    Parameters
    ----------
    sites : Neighbourhoods
        At least 4 sites.
    weights : ndarray of shape (n,), optional
        Weight at each site, in Morton order; 1 by default.

    Returns
    -------
    Surroundings
        Exact up to 30,000 sites where there are no weights and each site has a neighbour; to
        second order else (the denominator of M varies then).
    """
    count = float(len(sites))
    every = np.ones(len(sites)) if weights is None else weights
    totals = NeighbourTotals.of(sites)
    neighbours = totals.all_around(weights)
    rows, factor, chance = _rows(every)
    whole = _Whole.of(every, neighbours)
    scale, q, wa, a2 = whole.scale, whole.q, whole.wa, whole.a2
    apart = 1 / (every.sum() - every)

    def own(values: Array) -> Array:
        """Return the rows of an array."""
        return values if rows is None else values[rows]

    here = own(neighbours)
    u = np.divide(1.0, here, out=np.zeros_like(here), where=here > 0)
    w, b, f = own(every[:, None]), own(apart[:, None]), factor[:, None]
    e = (u > 0).astype(np.float64)
    a = e * b
    c, u2 = totals.shares(neighbours, [(None, 1), (None, 2)], rows)
    if weights is None:
        # The same sums serve where all weights are 1, all sites but one weighing N - 1.
        squares = cubes = here
        wc, ub, wwc = c, c * b, c
        wb = wwb = squares * b
        wbb = wb * b
    else:
        terms = [(every, 1), (apart, 1), (every**2, 1)]
        wc, ub, wwc = totals.shares(neighbours, terms, rows)
        one, two, three, by = every, every**2, every**3, apart
        powers = np.stack([two, three, one * by, two * by, one * by * by], axis=1)
        squares, cubes, wb, wwb, wbb = totals.fixed(powers, rows).transpose(1, 0, 2)

    def mean(values: Array) -> Array:
        """Return the mean over all sites of what is known of the rows."""
        return np.asarray((f * values).sum(axis=0) / count)

    g = w * (c - q + a) * scale / (count - 2)
    g -= mean(g)
    v1 = (f * g).T @ g / count
    y = ((e + w * (q - a)) * scale - (count - 1)) / (count - 2) * (scale > 0)

    pairs = count * (count - 1) / 2
    hh = np.triu((f * (squares * u + w * wc)).T @ u)
    hh += np.triu(hh, 1).T
    hg = (f * (squares * u + w * wc)).T @ a
    v2 = (hh - hg - hg.T + whole.gg) * (np.outer(scale, scale) / pairs)
    v2 -= 2 * (count - 2) / (count - 1) * v1

    some = sites if rows is None else sites.take(rows)
    near_g, near_gu = neighbour_sums(some, np.stack([f * w * g, f * g * u], axis=1)).transpose(
        1, 0, 2
    )
    wg, ga = (f * w * g).sum(axis=0), (f * g * a).sum(axis=0)
    cross = u * near_g + w * near_gu - a * (wg - f * w * g) - w * (ga - f * g * a)
    ggk = mean(g * cross) * scale / (count - 1)

    h2 = u * u * squares + 2 * w * u * wc + w * w * u2
    mixed = squares * u * a + w * u * wb + w * a * wc + w * w * ub
    w2 = float(np.square(every).sum())
    g2 = a * a * (w2 - w * w) + 2 * w * a * (wa - w * a) + w * w * (a2 - a * a)
    near2 = (h2 - 2 * mixed + g2) * np.square(scale) / (count - 1)
    near3 = (
        mean(2 * u**3 * cubes + 6 * u * u * w * wwc)
        - 6 * mean(u * u * (a * cubes + w * wwb) + 2 * w * u * a * wwc)
        + 6 * mean(u * a * (a * cubes + 2 * w * wwb) + w * w * u * wbb)
        - whole.g3 / count
    )
    near3 *= scale**3 / (count - 1)
    ggg, gk2 = mean(g**3), mean(g * near2)
    third = ThirdMoments(
        ggg=ggg,
        ggk=ggk,
        gkk=gk2 - ggg - 2 * ggk,
        kkk=near3 - 6 * gk2 + 4 * ggg + 6 * ggk,
    )
    triangle = _triangles(some, w[:, 0], u, a, g, scale, factor * chance, chance, int(count))
    v1, v2 = (v1 + v1.T) / 2, (v2 + v2.T) / 2
    return Surroundings(totals, neighbours, v1, v2, third, triangle, mean(g * y), whole.spread)


@dataclass(frozen=True, slots=True)
class _Whole:
    """Sums over all sites at each distance, of `a`, of g over pairs, and of y's squares."""

    scale: Array
    q: Array
    wa: Array
    a2: Array
    g3: Array
    gg: Array
    spread: Array

    @classmethod
    def of(cls, w: Array, neighbours: Array) -> _Whole:
        """Return the sums; one distance after the other, to spare room."""
        count, whole = float(len(w)), float(w.sum())
        b = 1 / (whole - w)
        left = b * b * (float(np.square(w).sum()) - 2 * w * w)
        parts = np.stack([b, w * b, b * b, w * b * b, w * w * b, (w * b) ** 3, left], axis=1)
        every, cubes = parts.sum(axis=0), float((w**3).sum())
        thirds = b**3
        third = thirds.sum()
        sums = np.zeros((7, neighbours.shape[1]))
        for k in range(neighbours.shape[1]):
            # Few sites are alone, and fewer the wider the radius.
            lone = np.flatnonzero(neighbours[:, k] == 0)
            some = count - len(lone)
            # Where no site has a neighbour M is nowhere defined, and nothing varies.
            scale = count * (count - 1) / 2 / some if some else 0.0
            q, wa, a2, wa2, w2a, wa3, both = every - parts[lone].sum(axis=0)
            a3 = third - thirds[lone].sum()
            y = (w * (q - b) + 1) * scale - (count - 1)
            y[lone] = w[lone] * q * scale - (count - 1)
            y *= (scale > 0) / (count - 2)
            g3 = cubes * a3 + 3 * wa2 * w2a
            sums[:, k] = scale, q, wa, a2, 2 * (g3 - 4 * wa3), both, np.dot(y, y) / count
        # Who has a neighbour within r has one within all that is more.
        at = np.minimum.outer(np.arange(sums.shape[1]), np.arange(sums.shape[1]))
        gg = sums[5][at] + np.outer(sums[2], sums[2])
        return cls(sums[0], sums[1], sums[2], sums[3], sums[4], gg, sums[6])


def _rows(w: Array) -> tuple[NDArray[np.int64] | None, Array, Array]:
    """Return the sites that stand for all, how many each stands for, and its chance.

    None for all sites.
    """
    count = len(w)
    chance = 0.5 / count + 0.5 * w / w.sum()
    if count <= EVERY:
        return None, np.ones(count), chance
    along = np.cumsum(chance)
    steps = (np.arange(ROWS) + 0.5) * (along[-1] / ROWS)
    rows, times = np.unique(np.searchsorted(along, steps), return_counts=True)
    return rows, times / (ROWS * chance[rows]), chance[rows]


def _triangles(
    sites: Neighbourhoods,
    w: Array,
    u: Array,
    a: Array,
    g: Array,
    scale: Array,
    share: Array,
    chance: Array,
    count: int,
) -> Array:
    """Return the mean product of what the pairs of three sites add, at each distance.

    Of all sites, or of a sample by `share`, which gives each of them its `chance`.
    """
    m = min(TRIANGLE_SITES, len(sites))
    picked = np.arange(m)
    if m < len(sites):
        share = share / share.sum()
        picked = np.random.default_rng(TRIANGLE_SITES).choice(len(sites), m, p=share)
    else:
        chance = np.full(m, 1 / count)
    points, w, u, a, g, chance = (part[picked] for part in (sites.points, w, u, a, g, chance))
    far2 = np.square(points[:, None] - points).sum(axis=-1)
    # A site that was drawn twice is no pair with itself.
    even = (picked[:, None] != picked) / np.sqrt(chance[:, None] * chance)

    def one(k: int) -> float:
        pair = (far2 <= sites.radii2[k]) * (w * u[:, k, None] + w[:, None] * u[:, k])
        pair -= w * a[:, k, None] + w[:, None] * a[:, k]
        pair = (pair * scale[k] - g[:, k, None] - g[:, k]) * even
        light = pair.astype(np.float32)
        return float(np.vdot((light @ light).astype(np.float64), pair))

    sums = np.array(in_threads(one, range(len(scale))))
    trios = float(m) * (m - 1) * (m - 2) if m < len(sites) else float(count) ** 3
    return np.asarray(sums / trios / (float(count) * (count - 1) * (count - 2)))
