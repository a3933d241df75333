"""Kd of one pattern: how often two of its points are at a distance r."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .pairs import pair_counts, pair_weights
from .sites import EARTH_RADIUS, Metric, morton_order, place
from .smoothing import SUPPORT, rule_of_thumb, rule_of_thumb_binned, smoothing_weights

__all__ = ["Density", "checked_distances", "checked_weights", "kd"]

Vector = NDArray[np.float64]

FEW, FINE, COARSE = 2_000, 256, 32
"""Up to so many points a bin is a 256th of the bandwidth, else a 32nd: what binning shifts
is lost among many pairs."""
MOST_BINS = 20_000
EXACT_RULE = 1_000
"""Up to so many points the bandwidth is taken from the distances themselves."""


@dataclass(frozen=True, slots=True)
class Density:
    """Kd of one pattern.

    Parameters
    ----------
    r : ndarray of shape (d,)
        Distances.
    kd : ndarray of shape (d,)
        Density of pair distances at r, per unit of distance; at least 0, and NaN where
        there are fewer than two points (or no pair of positive weight).
    cumulative : ndarray of shape (d,)
        Its integral from 0 to r, in [0, 1].
    bandwidth : float
        Of the Gaussian kernel.
    n : int
        Points.
    """

    r: Vector
    kd: Vector
    cumulative: Vector
    bandwidth: float
    n: int


def checked_distances(r: ArrayLike) -> Vector:
    """Return distances as a vector.

    Raises
    ------
    ValueError
        If there are none, or they are not finite, below 0, not ascending or all 0.
    """
    out = np.asarray(r, dtype=np.float64)
    if out.ndim != 1 or not len(out):
        raise ValueError(f"r must be a vector of at least one distance, got shape {out.shape}")
    if not np.isfinite(out).all() or out[0] < 0 or (np.diff(out) <= 0).any() or out[-1] <= 0:
        raise ValueError("r must be finite, at least 0, ascending, and end above 0")
    return out


def checked_weights(weights: ArrayLike, n: int) -> Vector:
    """Return weights as a vector of length n, the greatest between 1/2 and 1.

    Raises
    ------
    ValueError
        If the length differs, or a weight is not finite or below 0.
    """
    out = np.asarray(weights, dtype=np.float64)
    if out.shape != (n,):
        raise ValueError(f"weights must have one value for each point, got shape {out.shape}")
    if not np.isfinite(out).all() or (out < 0).any():
        raise ValueError("weights must be finite and at least 0")
    # Only ratios matter: by a power of two, so that products of very large or very small
    # weights stay finite and no digit changes.
    return np.asarray(np.ldexp(out, -int(np.frexp(out.max(initial=0.0))[1])))


def kd(
    x: ArrayLike,
    y: ArrayLike,
    r: ArrayLike,
    weights: ArrayLike | None = None,
    metric: Metric = "planar",
    *,
    bandwidth: float | None = None,
    radius: float = EARTH_RADIUS,
) -> Density:
    """Return Duranton and Overman's K-density of one pattern, and its integral.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        Plane coordinates, or longitude and latitude in degrees.
    r : array_like of shape (d,)
        Distances, at least 0, ascending, the last above 0; in the unit of `x` and `y`, or
        of `radius` (kilometres).
    weights : array_like of shape (n,), optional
        A pair counts as the product of its weights; without them, as 1.
    metric : {"planar", "great_circle"}
    bandwidth : float, optional
        Of the Gaussian kernel. Without it, Silverman's rule on the distances up to twice
        the last of `r`, weights left aside, as the exact mode of R's dbmss.
    radius : float
        Radius of the globe.

    Returns
    -------
    Density

    Raises
    ------
    ValueError
        If shapes disagree, or a coordinate, distance, weight or the bandwidth is not
        finite or out of range.

    Notes
    -----
    ``Kd(r) = sum_{i<j} w_i w_j [phi((r - d_ij) / h) + phi((r + d_ij) / h)] / (h sum w_i
    w_j)``: all pairs are in the denominator, and what the kernel puts below 0 is reflected.
    Distances are binned at a 256th of the bandwidth, at a 32nd above 2,000 points, where
    that takes no more than 20,000 bins.

    References
    ----------
    .. [1] Duranton, G., Overman, H. G. (2005). Testing for localization using
       micro-geographic data. Review of Economic Studies 72(4), 1077-1106.
    """
    distances = checked_distances(r)
    sites = place(x, y, metric, radius)
    n = len(sites)
    carried = None if weights is None else checked_weights(weights, n)
    if bandwidth is not None and not (math.isfinite(bandwidth) and bandwidth > 0):
        raise ValueError(f"bandwidth must be finite and above 0, got {bandwidth}")
    nothing = np.full(len(distances), np.nan)
    if n < 2:
        return Density(distances, nothing, nothing.copy(), math.nan, n)
    along = morton_order(sites.points)
    points = sites.take(along)
    r_max = float(distances[-1])
    h = bandwidth if bandwidth is not None else _own_rule(points, sites.curvature, 2 * r_max)
    delta = max(h / (FINE if n <= FEW else COARSE), (r_max + SUPPORT * h) / MOST_BINS)
    bins = math.ceil((r_max + SUPPORT * h) / delta)
    if carried is None:
        counts = pair_counts(points, delta, bins, sites.curvature).astype(np.float64)
        total = n * (n - 1) / 2
    else:
        along_weights = np.ascontiguousarray(carried[along])
        counts = pair_weights(points, along_weights, delta, bins, sites.curvature)
        total = float(carried.sum() ** 2 - np.square(carried).sum()) / 2
        if not total > 1e-12 * float(carried.sum()) ** 2:
            return Density(distances, nothing, nothing.copy(), h, n)
    share = counts / total
    return Density(
        distances,
        smoothing_weights(distances, delta, bins, h) @ share,
        smoothing_weights(distances, delta, bins, h, cumulative=True) @ share,
        h,
        n,
    )


def _own_rule(points: NDArray[np.float32], curvature: float, limit: float) -> float:
    """Return Silverman's bandwidth of the distances up to `limit`."""
    n = points.shape[1]
    if n <= EXACT_RULE:
        i, j = np.triu_indices(n, 1)
        gap = points[:, i].astype(np.float64) - points[:, j]
        distance = np.sqrt(np.square(gap).sum(axis=0))
        if curvature:
            diameter = 1 / math.sqrt(curvature)
            distance = diameter * np.arcsin(np.minimum(distance / diameter, 1.0))
        near = distance[distance <= limit]
        return rule_of_thumb(near) if len(near) else 1.0
    bins = 4_096
    delta = limit / bins
    return rule_of_thumb_binned(pair_counts(points, delta, bins, curvature), delta, limit)
