"""From histograms of distances to densities: the kernel's weights and its bandwidth.

Every smoothed density is linear in the histogram, ``Kd(r) = sum_b W(r, b) U_b`` with
``U_b`` the share of pairs in bin b. Reflection at 0, bandwidth and the distances asked for
are all in W, so that they are applied after counting, to observed counts and to the
moments of the population alike.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = [
    "SUPPORT",
    "rule_of_thumb",
    "rule_of_thumb_binned",
    "smooth",
    "smoothed",
    "smoothing_weights",
]

Vector = NDArray[np.float64]

SUPPORT = 4.5
"""Bandwidths beyond which the Gaussian kernel is taken as 0 (mass left out: 7e-6)."""


@njit(cache=True, nogil=True)
def _edge_weights(r, delta, bins, spread, cumulative, out):  # type: ignore[no-untyped-def]
    """Write for each r the weight of each bin, its pairs spread evenly over it."""
    root = 1.0 / (spread * math.sqrt(2.0))
    norm = spread / math.sqrt(2.0 * math.pi)
    for d in range(r.size):
        for mirror in range(2):
            # Reflection at 0: what falls below comes back, so -r is asked for as well.
            at = r[d] if mirror == 0 else -r[d]
            first = max(0, int((at - 6.5 * spread) / delta) - 1)
            last = bins if cumulative else min(bins, int((at + 6.5 * spread) / delta) + 2)
            if cumulative:
                # Integral of the kernel's distribution function over the bin.
                last = min(bins, int((at + 6.5 * spread) / delta) + 2)
                sign = 1.0 if mirror == 0 else -1.0
                for b in range(max(0, first)):
                    out[d, b] += sign
                if last <= first:
                    continue
                u = at - first * delta
                low = u * 0.5 * (1.0 + math.erf(u * root)) + norm * math.exp(-((u * root) ** 2))
                for b in range(first, last):
                    u = at - (b + 1) * delta
                    high = u * 0.5 * (1.0 + math.erf(u * root)) + norm * math.exp(
                        -((u * root) ** 2)
                    )
                    out[d, b] += sign * (low - high) / delta
                    low = high
            else:
                if last <= first:
                    continue
                low = math.erf((first * delta - at) * root)
                for b in range(first, last):
                    high = math.erf(((b + 1) * delta - at) * root)
                    out[d, b] += 0.5 * (high - low) / delta
                    low = high


def smoothing_weights(
    r: Vector, delta: float, bins: int, bandwidth: float, *, cumulative: bool = False
) -> Vector:
    """Return W, the weight of each bin of distances in the density at each distance.

    Parameters
    ----------
    r : ndarray of shape (d,)
        Distances asked for, at least 0.
    delta, bins
        The bins, as in `pairs.pair_counts`.
    bandwidth : float
        Standard deviation of the Gaussian kernel, above 0. The spread that bins add by
        themselves (``delta**2 / 6``) is taken off it, as far as there is so much.
    cumulative : bool
        Weights of the density's integral from 0 to r instead.

    Returns
    -------
    ndarray of float64, shape (d, bins + 1)
        The last column, of pairs beyond the last bin, is 0.

    Notes
    -----
    With reflection at 0 (Silverman 1986, 2.10) the weight of a pair at distance c is
    ``phi((r - c) / h) / h + phi((r + c) / h) / h``, here averaged over the bin; it
    integrates to 1 over ``r >= 0``.

    References
    ----------
    .. [1] Silverman, B. W. (1986). Density Estimation for Statistics and Data Analysis.
       Chapman and Hall.
    """
    spread = math.sqrt(max(bandwidth**2 - delta**2 / 6, (delta / 16) ** 2))
    out = np.zeros((len(r), bins + 1))
    _edge_weights(np.ascontiguousarray(r, np.float64), delta, bins, spread, cumulative, out)
    return out


@njit(cache=True, nogil=True, fastmath=True)
def _smooth(weights, counts, out):  # type: ignore[no-untyped-def]
    """Write ``weights @ counts`` of the bins that have weight, in double precision."""
    for d in range(weights.shape[0]):
        total = 0.0
        for b in range(weights.shape[1]):
            total += weights[d, b] * counts[b]
        out[d] = total


def smooth(weights: Vector, counts: Vector) -> Vector:
    """Return ``weights @ counts``, shape (d,).

    Compiled, because a linear algebra library would wake its own threads for a product
    that small, which costs more than the product where several of ours ask for one.
    """
    out = np.empty(weights.shape[0])
    _smooth(weights, np.ascontiguousarray(counts, np.float64), out)
    return out


def smoothed(
    r: Vector, delta: float, counts: Vector, bandwidth: float, *, cumulative: bool = False
) -> Vector:
    """Return the density of counts at each distance (times their sum), shape (d,).

    Parameters are those of `smoothing_weights`, with the counts of shape (bins + 1,). As
    many bins are taken as one as a sixth of the bandwidth holds.
    """
    fold = max(1, int(bandwidth / 6 / delta))
    bins = -(-(len(counts) - 1) // fold)
    padded = np.zeros(bins * fold)
    padded[: len(counts) - 1] = counts[:-1]
    folded = np.append(padded.reshape(bins, fold).sum(axis=1), 0.0)
    weights = smoothing_weights(r, delta * fold, bins, bandwidth, cumulative=cumulative)
    return smooth(weights, folded)


def _rule(deviation: float, quartiles: float, first: float, m: float) -> float:
    """Return 0.9 min(sd, IQR / 1.34) m**(-1/5) with the fallbacks of R's `bw.nrd0`."""
    low = min(deviation, quartiles / 1.34)
    if not low > 0:
        low = deviation if deviation > 0 else abs(first) if first != 0 else 1.0
    return float(0.9 * low * max(m, 1.0) ** -0.2)


def rule_of_thumb(distances: Vector) -> float:
    """Return Silverman's bandwidth of a sample, as R's ``bw.nrd0``.

    Parameters
    ----------
    distances : ndarray of shape (m,)
        At least one value.

    Returns
    -------
    float
        ``0.9 min(sd, IQR / 1.34) m**(-1/5)``; where that is 0, sd, else the first value,
        else 1 stands in for the spread.

    References
    ----------
    .. [1] Silverman (1986), equation 3.31.
    """
    m = len(distances)
    deviation = float(np.std(distances, ddof=1)) if m > 1 else 0.0
    low, high = np.quantile(distances, [0.25, 0.75])
    return _rule(deviation, float(high - low), float(distances[0]), m)


def rule_of_thumb_binned(counts: NDArray[np.int64], delta: float, limit: float) -> float:
    """Return Silverman's bandwidth of the distances up to `limit`, from their histogram.

    Parameters
    ----------
    counts : ndarray of shape (bins + 1,)
        Pairs by distance; the last entry is not looked at.
    delta : float
        Width of a bin.
    limit : float
        Greatest distance that counts.

    Returns
    -------
    float
        As `rule_of_thumb`, with each pair at the middle of its bin for the deviation and
        quartiles interpolated in the bin; 1 where there is no pair.
    """
    centre = (np.arange(len(counts) - 1) + 0.5) * delta
    weight = np.where(centre <= limit, counts[:-1], 0).astype(np.float64)
    m = float(weight.sum())
    if m == 0:
        return 1.0
    mean = float(weight @ centre) / m
    deviation = math.sqrt(max(0.0, float(weight @ (centre - mean) ** 2)) / max(m - 1, 1.0))
    below = np.concatenate([[0.0], np.cumsum(weight)]) / m
    edges = np.arange(len(counts)) * delta
    low, high = np.interp([0.25, 0.75], below, edges)
    return _rule(deviation, float(high - low), mean, m)
