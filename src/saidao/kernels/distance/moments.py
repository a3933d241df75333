"""Mean, covariance and skewness of Kd when plants are put on sites at random.

A population has N sites; an industry's n plants occupy n of them, all subsets equally
likely (Duranton and Overman's null). With ``h_b(i, j) = 1`` where sites i and j are at a
distance of bin b, the shares of pairs ``U_b`` are a U-statistic, and Hoeffding's
decomposition gives their covariance from two matrices of the population:

- ``S0_b = sum_{i<j} h_b``, ``H_i(b) = sum_j h_b(i, j)``, ``mu = S0 / C(N, 2)``;
- ``g_i = (N-1)/(N-2) (H_i / (N-1) - mu)``, what a plant at site i adds by itself;
- ``V1 = mean g g'``; ``V2`` the same of what only a pair adds,
  ``diag(S0)/C(N,2) - mu mu' - 2 (N-2)/(N-1) V1``;
- ``Cov U = c1(n) V1 + c2(n) V2``.

Two matrices so serve every industry, every n, every bandwidth. The identities hold
exactly; the tests enumerate all subsets of small populations.

References
----------
.. [1] Hoeffding, W. (1948). A class of statistics with asymptotically normal distribution.
   Annals of Mathematical Statistics 19(3), 293-325.
.. [2] Duranton, G., Overman, H. G. (2005). Testing for localization using micro-geographic
   data. Review of Economic Studies 72(4), 1077-1106.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["ThirdMoments", "Weighting", "covariance_parts", "third_moments"]

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weighting:
    """How much of each part of the population's variance an industry's Kd has.

    ``Kd - mu = sum_i a_i g_i + sum_{i<j} b_ij gamma_ij`` over the industry's plants, with
    ``a_i = w_i (e1 - w_i) / A``, ``b_ij = w_i w_j / A`` and ``A`` the sum of products of
    weights over pairs; without weights ``a = 2/n`` and ``b = 1/C(n, 2)``.

    Parameters
    ----------
    linear, pairs : float
        ``Cov = linear * V1 + pairs * V2``.
    cube : float
        ``sum a_i**3``, times what is left at finite N.
    mixed : float
        Factor of ``E[g_1 g_2 gamma_12]`` in the third cumulant.
    heavy : float
        Factor of ``E[g_1 gamma_12**2]`` in it.
    tail : float
        Factor of ``E[gamma_12**3]`` in it.
    effective : float
        ``(sum a**2)**3 / (sum a**3)**2``: how many equal plants would be as near to a
        normal distribution. n without weights.
    """

    linear: float
    pairs: float
    cube: float
    mixed: float
    heavy: float
    tail: float
    effective: float

    @classmethod
    def of_count(cls, n: int, sites: int) -> Weighting:
        """Return the weighting of `n` plants of equal weight among `sites` (2 <= n <= sites)."""
        return cls._of_sums(n, *(float(n),) * 6, sites=sites)

    @classmethod
    def of_weights(cls, weights: Vector, sites: int) -> Weighting:
        """Return the weighting of plants that carry `weights` to whichever site they take."""
        e = [float((weights**k).sum()) for k in range(1, 7)]
        return cls._of_sums(len(weights), *e, sites=sites)

    @classmethod
    def _of_sums(
        cls,
        n: int,
        e1: float,
        e2: float,
        e3: float,
        e4: float,
        e5: float,
        e6: float,
        *,
        sites: int,
    ) -> Weighting:
        """Return the weighting from sums of powers of the weights."""
        big = float(sites)
        area = (e1 * e1 - e2) / 2
        # q_i = w_i (e1 - w_i): sums of its powers, and over pairs of products with w_i w_j.
        q1 = e1 * e1 - e2
        q2 = e1 * e1 * e2 - 2 * e1 * e3 + e4
        q3 = e1**3 * e3 - 3 * e1 * e1 * e4 + 3 * e1 * e5 - e6
        # sum_i q_i w_i and sum_i (q_i w_i)**2, of which pairs of different plants remain.
        qw = e1 * e2 - e3
        qw2 = e1 * e1 * e4 - 2 * e1 * e5 + e6
        mixed = (qw * qw - qw2) / 2
        # sum_{i != j} q_i (w_i w_j)**2 = sum_i q_i w_i**2 (e2 - w_i**2)
        heavy = e1 * e2 * e3 - e1 * e5 - e2 * e4 + e6
        pair2 = (e2 * e2 - e4) / 2
        pair3 = (e3 * e3 - e6) / 2
        shared = e2 * (e1 * e1 - e2) - 2 * e1 * e3 + 2 * e4
        apart = area * area - pair2 - shared
        linear = q2 - (q1 * q1 - q2) / (big - 1) if big > 1 else 0.0
        quadratic = pair2
        if big > 3:
            quadratic += -shared / (big - 2) + 2 * apart / ((big - 2) * (big - 3))
        elif big > 2:
            quadratic -= shared / (big - 2)
        left, skewed = (big - n) / big, (big - 2 * n) / big
        return cls(
            linear=max(0.0, linear) / area**2,
            pairs=max(0.0, quadratic) / area**2,
            cube=left * skewed * q3 / area**3,
            mixed=6 * left**2 * mixed / area**3,
            heavy=3 * left**2 * skewed * heavy / area**3,
            tail=(left * skewed) ** 2 * pair3 / area**3,
            effective=q2**3 / q3**2 if q3 > 0 else 0.0,
        )


def covariance_parts(
    sites: int, pairs: Vector, row_cross: Matrix, *, sampled: int | None = None
) -> tuple[Vector, Matrix, Matrix]:
    """Return mu, V1 and V2 of a population.

    Parameters
    ----------
    sites : int
        N, at least 4.
    pairs : ndarray of shape (b,)
        S0, pairs of sites in each bin, the bin of those beyond included.
    row_cross : ndarray of shape (b, b)
        ``sum_i H_i H_i'`` over all sites; or, where rows were sampled, the covariance of
        the rows (divided by their number) about their own mean.
    sampled : int, optional
        Number of sampled rows; without it `row_cross` is of all sites.

    Returns
    -------
    mu : ndarray of shape (b,)
        Expected shares of pairs.
    v1, v2 : ndarray of shape (b, b)
        See the module.
    """
    n = float(sites)
    count = n * (n - 1) / 2
    mu = pairs / count
    if sampled is None:
        v1 = row_cross / (n * (n - 1) ** 2) - np.outer(mu, mu)
    else:
        v1 = row_cross / (n - 1) ** 2
    v1 *= ((n - 1) / (n - 2)) ** 2
    v2 = np.diag(pairs) / count - np.outer(mu, mu) - 2 * (n - 2) / (n - 1) * v1
    return mu, v1, v2


@dataclass(frozen=True, slots=True)
class ThirdMoments:
    """Third moments of the parts of Kd at each distance, arrays of shape (d,)."""

    ggg: Vector
    ggk: Vector
    gkk: Vector
    kkk: Vector

    def cumulant(self, weighting: Weighting) -> Vector:
        """Return the third cumulant of Kd at each distance.

        The part of three pairs that close a triangle is left out; it vanishes with the
        bandwidth.
        """
        return (
            weighting.cube * self.ggg
            + weighting.mixed * self.ggk
            + weighting.heavy * self.gkk
            + weighting.tail * self.kkk
        )


def third_moments(
    mu: Vector, g: Matrix, gg_near: Vector, near2: Matrix, near3: Vector
) -> ThirdMoments:
    """Return the third moments of the parts of Kd.

    Parameters
    ----------
    mu : ndarray of shape (d,)
        Expected Kd.
    g : ndarray of shape (m, d)
        What a plant at each of m sites adds by itself.
    gg_near : ndarray of shape (d,)
        ``E[g_1 g_2 K_12]`` over pairs of sites, K the kernel at their distance.
    near2 : ndarray of shape (m, d)
        ``E[K_12**2 | 1]`` of each of the m sites.
    near3 : ndarray of shape (d,)
        ``E[K_12**3]``.

    Notes
    -----
    With ``gamma_12 = K_12 - mu - g_1 - g_2`` and ``E[K_12 | 1] = mu + g_1`` all but
    ``E[g_1 g_2 K_12]`` follows from single rows.
    """
    g2, g3 = np.square(g).mean(axis=0), (g**3).mean(axis=0)
    k2 = near2.mean(axis=0)
    gk2 = (g * near2).mean(axis=0)
    return ThirdMoments(
        ggg=g3,
        ggk=gg_near,
        gkk=gk2 - 2 * mu * g2 - g3 - 2 * gg_near,
        kkk=(
            near3
            - 3 * (mu * k2 + 2 * gk2)
            + 3 * (mu**3 + 6 * mu * g2 + 2 * g3 + 2 * gg_near)
            - (mu**3 + 6 * mu * g2 + 2 * g3)
        ),
    )
