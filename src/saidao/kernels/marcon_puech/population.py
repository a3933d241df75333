r"""What a population of sites contributes to every industry's bands of M, computed once.

An industry has n of the N sites, all subsets equally likely. With :math:`D_i(r)` the
neighbours of site i within r, :math:`u_i = 1/D_i`, :math:`e_i = [D_i > 0]`, the numerator
and the denominator of M are sums over pairs of the industry's plants,

.. math:: h_{ij} = [d_{ij} \le r](u_i + u_j), \qquad g_{ij} = (e_i + e_j) / (N - 1),

whose means over all pairs of sites are the same, :math:`\mu(r)`. So :math:`M - 1` is, to
first order, a U-statistic with the kernel :math:`f = (h - g) / \mu` of mean 0: exactly so
where every site has a neighbour, as then the denominator does not vary. Hoeffding's
decomposition of `saidao.kernels.distance.moments` applies as it stands.

Sums over pairs come down to sums over sites of what :func:`neighbour_sums` gives, by
exchanging the order of summation: with :math:`c_i(r) = \sum_{d_{ij} \le r} u_j(r)`,

.. math:: \sum_{i<j} h_{ij}(r) h_{ij}(r') = \sum_i (e_i(r) + c_i(r))\, u_i(r'), \quad r \le r'.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saidao.kernels.distance.moments import ThirdMoments, third_moments
from saidao.kernels.marcon_puech.neighbourhoods import Neighbourhoods, neighbour_sums

__all__ = ["Surroundings", "surroundings"]

Array = NDArray[np.float64]


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
    """

    neighbours: Array
    v1: Array
    v2: Array
    third: ThirdMoments


def surroundings(sites: Neighbourhoods) -> Surroundings:
    """Return the moments of M where every plant counts the same.

    Parameters
    ----------
    sites : Neighbourhoods
        At least 4 sites.

    Returns
    -------
    Surroundings
        Exact for N sites each of which has a neighbour; to first order where some have
        none (M leaves those out, so that its denominator varies).
    """
    count = float(len(sites))
    neighbours = neighbour_sums(sites, np.ones((len(sites), 1)))[:, 0]
    e = (neighbours > 0).astype(np.float64)
    u = np.divide(1.0, neighbours, out=np.zeros_like(neighbours), where=neighbours > 0)
    around = neighbour_sums(sites, np.stack([u, u * u], axis=1))
    c, c2 = around[:, 0], around[:, 1]
    share = 1 / (count - 1)
    a = e * share
    q, a2 = a.sum(axis=0), np.square(a).sum(axis=0)
    pairs = count * (count - 1) / 2
    some = e.sum(axis=0)
    # Where no site has a neighbour M is nowhere defined, and nothing varies.
    scale = np.divide(pairs, some, out=np.zeros_like(some), where=some > 0)
    g = (c - q + a) * scale / (count - 2)
    v1 = g.T @ g / count

    both = np.outer(scale, scale) / pairs
    hh = np.triu((e + c).T @ u)
    hh += np.triu(hh, 1).T
    hg = (e + c).T @ a
    gg = (count - 2) * (a.T @ a) + np.outer(q, q)
    v2 = (hh - hg - hg.T + gg) * both - 2 * (count - 2) / (count - 1) * v1

    near = neighbour_sums(sites, np.stack([g, g * u], axis=1))
    ga = (g * a).sum(axis=0)
    total = g.sum(axis=0)
    cross = u * near[:, 0] + near[:, 1] - a * (total - g) - (ga - g * a)
    gg_near = (g * cross).sum(axis=0) * scale / (count * (count - 1))

    h2 = u * u * neighbours + 2 * u * c + c2
    h1 = e + c
    near2 = h2 - 4 * share * h1 + (count - 1) * a * a + 2 * a * (q - a) + a2 - a * a
    near2 *= np.square(scale) / (count - 1)
    a3 = (a**3).sum(axis=0)
    h3 = (2 * u**3 * neighbours + 6 * u * u * c).sum(axis=0)
    near3 = (
        h3
        - 6 * share * h2.sum(axis=0)
        + 12 * share**2 * h1.sum(axis=0)
        - (2 * (count - 1) * a3 + 6 * (q * a2 - a3))
    )
    near3 *= scale**3 / (count * (count - 1))
    third = third_moments(np.zeros(len(scale)), g, gg_near, near2, near3)
    return Surroundings(neighbours, (v1 + v1.T) / 2, (v2 + v2.T) / 2, third)
