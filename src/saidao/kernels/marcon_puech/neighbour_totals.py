"""Sums over the neighbours of sites: every pair, or wide radii of very many sites on grids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saidao.kernels.marcon_puech.discs import PARTS, Discs
from saidao.kernels.marcon_puech.neighbourhoods import Neighbourhoods, neighbour_sums

__all__ = ["GRID_FROM", "NeighbourTotals"]

Array = NDArray[np.float64]

GRID_FROM = 200_000
"""Above so many sites wide radii are summed on grids."""

COARSE = 2048
"""Cells along a side where sums differ from radius to radius: each takes a grid of its own."""


@dataclass(frozen=True, slots=True)
class NeighbourTotals:
    """Sites, and how the sums over their neighbours are made.

    Attributes
    ----------
    sites : Neighbourhoods
    discs, coarse : Discs, optional
        Grids for wide radii: for values that are the same for all radii, and for others.
    """

    sites: Neighbourhoods
    discs: Discs | None
    coarse: Discs | None

    @classmethod
    def of(cls, sites: Neighbourhoods) -> NeighbourTotals:
        """Return them, on grids where there are very many sites."""
        if len(sites) <= GRID_FROM:
            return cls(sites, None, None)
        return cls(sites, Discs.of(sites), Discs.of(sites, COARSE))

    def all_around(self, weights: Array | None) -> Array:
        """Return the weight around every site within each radius, shape (n, d)."""
        every = np.ones(len(self.sites)) if weights is None else weights
        if self.discs is None:
            return neighbour_sums(self.sites, every[:, None])[:, 0]
        first = self.discs.first
        out = np.empty((len(every), len(self.sites.radii)))
        if first:
            out[:, :first] = neighbour_sums(self.sites.nearer(first), every[:, None])[:, 0]
        self.discs.sums(weights, out=out[:, first:])
        # Sums of whole numbers are exact; others leave a rest where there is no neighbour.
        rest = 0.0 if weights is None else max(every.min() / (2 * PARTS), 1e-12 * every.sum())
        for k in range(first, out.shape[1]):
            column = out[:, k] - every
            column[column <= rest] = 0.0
            out[:, k] = column
        return out

    def own_around(self, own: NDArray[np.int64], weights: Array | None) -> Array:
        """Return the weight of some sites around each of them, shape (own, d).

        On the same grids as what all sites have around them.
        """
        some = self.sites.take(own)
        every = np.ones(len(own)) if weights is None else weights
        if self.discs is None:
            return neighbour_sums(some, every[:, None])[:, 0]
        first = self.discs.first
        out = np.empty((len(own), len(self.sites.radii)))
        if first:
            out[:, :first] = neighbour_sums(some.nearer(first), every[:, None])[:, 0]
        self.discs.sums(weights, own, own, out[:, first:])
        out[:, first:] -= every[:, None]
        return out

    def fixed(self, values: Array, rows: NDArray[np.int64] | None) -> Array:
        """Return sums of values (n, c) around rows, shape (rows, c, d)."""
        if self.discs is None or rows is None:
            return neighbour_sums(self.sites, values, rows)
        first = self.discs.first
        out = np.empty((len(rows), values.shape[1], len(self.sites.radii)))
        if first:
            out[:, :, :first] = neighbour_sums(self.sites.nearer(first), values, rows)
        for c in range(values.shape[1]):
            one = np.ascontiguousarray(values[:, c])
            out[:, c, first:] = self.discs.sums(one, rows=rows) - one[rows, None]
        return out

    def shares(
        self,
        around: Array,
        terms: Sequence[tuple[Array | None, int]],
        rows: NDArray[np.int64] | None,
    ) -> list[Array]:
        """Return sums of ``factor / around**power`` around rows, for each term (rows, d).

        Parameters
        ----------
        around : ndarray of shape (n, d)
            What is around every site; where it is 0 a site adds nothing.
        terms : sequence of (ndarray of shape (n,) or None, int)
            Factor, 1 for None, and power.
        rows : ndarray of int, optional
        """
        count = around.shape[1]
        first = count if self.coarse is None or rows is None else self.coarse.first

        def values(k: int | slice, factor: Array | None, power: int) -> Array:
            part = around[:, k]
            found = np.divide(1.0, part, out=np.zeros_like(part), where=part > 0) ** power
            if factor is None:
                return found
            return found * (factor[:, None] if found.ndim == 2 else factor)

        out = []
        near = self.sites.nearer(first)
        for factor, power in terms:
            # One after the other: each takes as much room as all sites have distances.
            sums = np.empty((len(around) if rows is None else len(rows), count))
            if first:
                exact = values(slice(first), factor, power)
                sums[:, :first] = neighbour_sums(near, exact[:, None], rows)[:, 0]
            if self.coarse is not None and rows is not None:
                for k in range(first, count):
                    one = values(k, factor, power)
                    sums[:, k] = self.coarse.sum_at(k, one, rows) - one[rows]
            out.append(sums)
        return out
