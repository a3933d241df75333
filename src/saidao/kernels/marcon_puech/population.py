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

from saidao.kernels.distance.moments import ThirdMoments, third_moments
from saidao.kernels.distance.pairs import in_threads
from saidao.kernels.marcon_puech.neighbourhoods import Neighbourhoods, neighbour_sums

__all__ = ["Surroundings", "surroundings"]

Array = NDArray[np.float64]

TRIANGLE_SITES = 600
"""Sites among which triangles are looked at."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Moments of M over a population, for any number of plants.

    Attributes
    ----------
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
        Exact where there are no weights and each site has a neighbour; to second order else
        (the denominator of M varies then). With weights the last of the third moments,
        which matters least, leaves out what is small where few sites are neighbours.
    """
    count = float(len(sites))
    w = np.ones((len(sites), 1)) if weights is None else weights[:, None]
    whole, w2 = float(w.sum()), float((w * w).sum())
    powers = [w] if weights is None else [w, w * w, w**3]
    sums = neighbour_sums(sites, np.concatenate(powers, axis=1)).transpose(1, 0, 2)
    neighbours, squares, cubes = sums if len(powers) > 1 else (sums[0], sums[0], sums[0])
    e = (neighbours > 0).astype(np.float64)
    u = np.divide(1.0, neighbours, out=np.zeros_like(neighbours), where=neighbours > 0)
    b = 1 / (whole - w)
    a = e * b
    q = a.sum(axis=0)
    pairs = count * (count - 1) / 2
    some = e.sum(axis=0)
    # Where no site has a neighbour M is nowhere defined, and nothing varies.
    scale = np.divide(pairs, some, out=np.zeros_like(some), where=some > 0)
    if weights is None:
        # The same sums serve where all weights are 1, all sites but one weighing N - 1.
        c, u2 = neighbour_sums(sites, np.stack([u, u * u], axis=1)).transpose(1, 0, 2)
        wc, wb, ub = c, neighbours * b, c * b
    else:
        wu = w * u
        channels = [u, u * u, wu, (w * b) * np.ones_like(u), u * b, w * wu]
        found = neighbour_sums(sites, np.stack(channels, axis=1)).transpose(1, 0, 2)
        c, u2, wc, wb, ub, wwc = found
    g = w * (c - q + a) * scale / (count - 2)
    v1 = g.T @ g / count
    y = ((e + w * (q - a)) * scale - (count - 1)) / (count - 2) * (scale > 0)
    lean, spread = (g * y).mean(axis=0), np.square(y).mean(axis=0)

    hh = np.triu((squares * u + w * wc).T @ u)
    hh += np.triu(hh, 1).T
    hg = (squares * u + w * wc).T @ a
    wa = (w * a).sum(axis=0)
    gg = (a * (w2 - 2 * w * w)).T @ a + np.outer(wa, wa)
    v2 = (hh - hg - hg.T + gg) * (np.outer(scale, scale) / pairs)
    v2 -= 2 * (count - 2) / (count - 1) * v1

    near = neighbour_sums(sites, np.stack([w * g, g * u], axis=1))
    wg, ga = (w * g).sum(axis=0), (g * a).sum(axis=0)
    cross = u * near[:, 0] + w * near[:, 1] - a * (wg - w * g) - w * (ga - g * a)
    gg_near = (g * cross).sum(axis=0) * scale / (count * (count - 1))

    h2 = u * u * squares + 2 * w * u * wc + w * w * u2
    mixed = squares * u * a + w * u * wb + w * a * wc + w * w * ub
    a2 = np.square(a).sum(axis=0)
    g2 = a * a * (w2 - w * w) + 2 * w * a * (wa - w * a) + w * w * (a2 - a * a)
    near2 = (h2 - 2 * mixed + g2) * np.square(scale) / (count - 1)
    if weights is None:
        h3 = (2 * u**3 * neighbours + 6 * u * u * c).sum(axis=0)
        a3 = (a**3).sum(axis=0)
        share = 1 / (count - 1)
        near3 = (
            h3
            - 6 * share * h2.sum(axis=0)
            + 12 * share**2 * (e + c).sum(axis=0)
            - (2 * (count - 1) * a3 + 6 * (q * a2 - a3))
        )
    else:
        near3 = (2 * u**3 * cubes + 6 * u * wu * wwc).sum(axis=0)
    near3 *= scale**3 / (count * (count - 1))
    third = third_moments(np.zeros(len(scale)), g, gg_near, near2, near3)
    triangle = _triangles(sites, w[:, 0], u, a, g, scale)
    v1, v2 = (v1 + v1.T) / 2, (v2 + v2.T) / 2
    return Surroundings(neighbours, v1, v2, third, triangle, lean, spread)


def _triangles(
    sites: Neighbourhoods, w: Array, u: Array, a: Array, g: Array, scale: Array
) -> Array:
    """Return the mean product of what the pairs of three sites add, at each distance.

    Of all sites, or of a sample in which half are drawn by their weight.
    """
    count = len(sites)
    m = min(TRIANGLE_SITES, count)
    rows, chance = np.arange(count), np.full(count, 1 / count)
    if m < count:
        chance = 0.5 / count + 0.5 * w / w.sum()
        rows = np.random.default_rng(TRIANGLE_SITES).choice(count, m, p=chance / chance.sum())
    points, w, u, a, g, chance = (part[rows] for part in (sites.points, w, u, a, g, chance))
    far2 = np.square(points[:, None] - points).sum(axis=-1)
    # A site that was drawn twice is no pair with itself.
    other = rows[:, None] != rows
    even = other / np.sqrt(chance[:, None] * chance)

    def one(k: int) -> float:
        pair = (far2 <= sites.radii2[k]) * (w * u[:, k, None] + w[:, None] * u[:, k])
        pair -= w * a[:, k, None] + w[:, None] * a[:, k]
        pair = (pair * scale[k] - g[:, k, None] - g[:, k]) * even
        return float(np.vdot(pair @ pair, pair))

    sums = np.array(in_threads(one, range(len(scale))))
    trios = float(m) * (m - 1) * (m - 2) if m < count else float(count) ** 3
    return np.asarray(sums / trios / (float(count) * (count - 1) * (count - 2)))
