"""What lies at a distance from sites: sums with a Gaussian kernel, compiled."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from saidao.kernels.distance.pairs import in_threads
from saidao.kernels.distance.simulation import draw_sites

__all__ = ["Rings"]

Array = NDArray[np.float64]

REACH = 5.0
"""Bandwidths beyond which nothing is looked for."""

FINE = 32
"""Knots of the kernel in a bandwidth; between them it is interpolated."""

MOST_KNOTS = 20_000

CHUNK = 50


class Rings:
    """A Gaussian kernel around each distance asked for, known at knots of distance.

    Parameters
    ----------
    r : ndarray of shape (d,)
        Distances.
    bandwidth : float
        Deviation of the kernel.
    globe : float
        Radius of the globe on which points stand; 0 in the plane.
    """

    def __init__(self, r: Array, bandwidth: float, globe: float) -> None:
        reach = float(r[-1]) + REACH * bandwidth
        self.globe = globe
        self.delta = max(bandwidth / FINE, reach / MOST_KNOTS)
        # One knot below 0 and two beyond the last, for a cubic through four of them.
        knots = np.arange(-1, math.ceil(reach / self.delta) + 3) * self.delta
        far = (knots[:, None] - r) / bandwidth
        near = np.abs(far) <= REACH
        self.table = np.ascontiguousarray(np.exp(-0.5 * far * far))
        self.first = np.where(near.any(axis=1), near.argmax(axis=1), 0)
        last = len(r) - near[:, ::-1].argmax(axis=1)
        self.last = np.where(near.any(axis=1), last, 0)

    def sums(
        self, points: Array, weight: Array, chosen: NDArray[np.int64], wanted: NDArray[np.int64]
    ) -> Array:
        """Return the weight of `wanted` at each distance from `chosen`, shape (chosen, d).

        No site is its own neighbour. The kernel is a cubic between knots: right to 1e-7 of
        its peak.
        """
        others, other_weights = points[wanted], weight[wanted]
        out = np.empty((len(chosen), self.table.shape[1]))
        step = max(64, -(-len(chosen) // 64))

        def work(start: int) -> None:
            some = chosen[start : start + step]
            found = np.zeros((len(some), len(self.table)))
            _histograms(
                points[some], some, others, wanted, other_weights, self.delta, self.globe, found
            )
            out[start : start + step] = found @ self.table

        in_threads(work, range(0, len(chosen), step))
        return out

    def around(self, points: Array, weight: Array, chosen: NDArray[np.int64]) -> Array:
        """Return what all sites are at each distance from `chosen`, shape (chosen, d).

        0 where it is less than the lightest of all is at five bandwidths.
        """
        found = self.sums(points, weight, chosen, np.arange(len(points)))
        least = weight.min() * math.exp(-0.5 * REACH * REACH)
        return np.where(found < least, 0.0, found)

    def draws(
        self,
        points: Array,
        weight: Array,
        around: Array,
        sizes: NDArray[np.int64],
        seeds: NDArray[np.uint64],
    ) -> NDArray[np.float32]:
        """Return m of nested random subsets, shape (sizes, draws, d).

        Its numerator is a sum over pairs, here with the kernel linear between knots.
        """
        inverse = np.divide(1.0, around, out=np.zeros_like(around), where=around > 0)
        out = np.empty((len(sizes), len(seeds), around.shape[1]), np.float32)

        def work(start: int) -> None:
            part = slice(start, start + CHUNK)
            _draws(
                points, weight, float(weight.sum()), inverse, self.table, self.first, self.last,
                self.delta, self.globe, sizes, seeds[part], out[:, part],
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
    end = out.shape[1] - 3
    for i in range(points.shape[0]):
        for j in range(others.shape[0]):
            if own[i] != names[j]:
                at = _gap(points, i, others, j, globe) / delta
                if at < end:
                    b = int(at)
                    t, w = at - b, weights[j]
                    out[i, b] -= w * t * (t - 1) * (t - 2) / 6
                    out[i, b + 1] += w * (t + 1) * (t - 1) * (t - 2) / 2
                    out[i, b + 2] -= w * (t + 1) * t * (t - 2) / 2
                    out[i, b + 3] += w * (t + 1) * t * (t - 1) / 6


@njit(cache=True, nogil=True, error_model="numpy")
def _draws(  # type: ignore[no-untyped-def]
    points, weights, whole, inverse, table, first, last, delta, globe, sizes, seeds, out
):
    """Write m of nested random subsets: its numerator is a sum over their pairs."""
    end, d, largest = table.shape[0] - 3, table.shape[1], sizes[-1]
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
                        b = 1 + int(at)
                        part = at + 1 - b
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
