"""Sums over the neighbours of sites: every pair, or wide radii of very many sites on grids."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saidao.kernels.distance.pairs import in_threads
from saidao.kernels.marcon_puech.discs import Discs
from saidao.kernels.marcon_puech.near_pairs import pair_neighbours
from saidao.kernels.marcon_puech.neighbourhoods import Neighbourhoods, neighbour_sums

__all__ = ["GRID_FROM", "NeighbourTotals"]

Array = NDArray[np.float64]

GRID_FROM = 200_000
"""Above so many sites wide radii are summed on grids."""

SAMPLE = 128
"""Sites at which sums on grids are compared with those of every pair."""

FINEST = 4096
"""Cells along the longer side of the finest grid."""

COARSE = 2048
"""Likewise where sums differ from radius to radius: each takes a grid of its own."""


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
        return cls(sites, Discs.of(sites, FINEST), Discs.of(sites, COARSE))

    def all_around(self, weights: Array | None) -> Array:
        """Return the weight around every site within each radius, shape (n, d)."""
        every = np.ones(len(self.sites)) if weights is None else weights
        if self.discs is None:
            return neighbour_sums(self.sites, every[:, None])[:, 0]
        first = self.discs.first
        # Distance by distance, as all sums over all sites are made.
        out = np.empty((len(self.sites.radii), len(every)))
        if first:
            out[:first] = neighbour_sums(self.sites.nearer(first), every[:, None])[:, 0].T
        self.discs.sums(weights, out=out[first:])
        # A neighbour on the rim counts in part. Less than half of the lightest is none: what is
        # divided by it would weigh more than all else.
        least = every.min() / 2
        for found in out[first:]:
            found -= every
            found[found < least] = 0.0
        return out.T

    def choices(self, around: Array, weights: Array | None) -> dict[str, object]:
        """Return what was summed on grids, and how far that is from the sums of every pair.

        Parameters
        ----------
        around : ndarray of shape (n, d)
            What `all_around` returned.
        weights : ndarray of shape (n,), optional
        """
        if self.discs is None:
            return {"grid_from": math.nan, "cells": (), "grid_error": 0.0}
        sites, first = self.sites, self.discs.first
        rows = np.linspace(0, len(sites) - 1, SAMPLE).round().astype(np.int64)
        every = np.ones(len(sites)) if weights is None else weights
        exact = pair_neighbours(
            sites.points[rows], every[rows], sites.points, every, sites.radii2, same=True
        )[:, first:]
        found, some = around[rows, first:], exact > 0
        off = np.divide(found - exact, exact, out=np.zeros_like(exact), where=some)
        rms = np.sqrt(np.square(off).sum(axis=0) / np.maximum(some.sum(axis=0), 1))
        return {
            "grid_from": float(sites.radii[first]),
            "cells": tuple(float(cell) for cell in self.discs.cells),
            "grid_error": float(rms.max()),
        }

    def own_around(self, own: NDArray[np.int64], weights: Array | None) -> Array:
        """Return the weight of some sites around each of them, shape (own, d).

        On the same grids as what all sites have around them.
        """
        some = self.sites.take(own)
        every = np.ones(len(own)) if weights is None else weights
        if self.discs is None:
            return neighbour_sums(some, every[:, None])[:, 0]
        first = self.discs.first
        out = np.empty((len(self.sites.radii), len(own)))
        if first:
            out[:first] = neighbour_sums(some.nearer(first), every[:, None])[:, 0].T
        self.discs.sums(weights, own, own, out[first:])
        out[first:] -= every
        return out.T

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
            out[:, c, first:] = (self.discs.sums(one, rows=rows) - one[rows]).T
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
        sums = [np.empty((len(around) if rows is None else len(rows), count)) for _ in terms]

        def values(part: Array) -> list[Array]:
            inverse = np.divide(1.0, part, out=np.zeros_like(part), where=part > 0)
            powers = {power: inverse**power for _, power in terms}
            return [
                powers[power] if factor is None else (powers[power].T * factor).T
                for factor, power in terms
            ]

        if first:
            stacked = np.stack(values(around[:, :first]), axis=1)
            found = neighbour_sums(self.sites.nearer(first), stacked, rows)
            for k, out in enumerate(sums):
                out[:, :first] = found[:, k]
        coarse = self.coarse
        if coarse is not None and rows is not None:

            def wide(k: int) -> None:
                for out, one in zip(sums, values(around[:, k]), strict=True):
                    out[:, k] = coarse.sum_at(k, one, rows) - one[rows]

            in_threads(wide, range(first, count))
        return sums
