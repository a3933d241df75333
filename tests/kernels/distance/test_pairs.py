"""Pairs of sites by their distance, counted and weighed."""

from __future__ import annotations

import numpy as np
import pytest
from tests.kernels.distance.plain import distances, pattern

from saidao.kernels.distance.lattice import Lattice, cell_counts, lattice_pairs
from saidao.kernels.distance.pairs import pair_counts, pair_weights, row_weights
from saidao.kernels.distance.sites import morton_order, place


@pytest.mark.parametrize("n", [0, 1, 2, 5, 63, 64, 65, 257, 900])
def test_pairs_are_counted_as_one_by_one(n: int) -> None:
    x, y = np.round(np.array(pattern(n, seed=n + 1)) * 8) / 8 + 1 / 64
    points = place(x, y).points
    got = pair_counts(points, 2.5, 20)
    expected, _ = np.histogram(distances(x, y), np.append(np.arange(21) * 2.5, np.inf))
    # A distance on an edge may fall to either side in single precision.
    assert got.sum() == n * (n - 1) // 2
    assert np.abs(np.cumsum(got) - np.cumsum(expected)).max() <= 2 + n // 100


def test_order_of_points_does_not_change_the_count_of_pairs() -> None:
    x, y = pattern(5_000)
    points = place(x, y).points
    sorted_points = np.ascontiguousarray(points[:, morton_order(points)])
    assert (pair_counts(points, 0.5, 60) == pair_counts(sorted_points, 0.5, 60)).all()


def test_weights_multiply_and_a_weight_is_that_many_plants_in_one_place() -> None:
    x, y = pattern(60)
    w = np.random.default_rng(2).integers(1, 5, 60)
    got = pair_weights(place(x, y).points, w.astype(float), 3.0, 30)
    twins = pair_counts(place(np.repeat(x, w), np.repeat(y, w)).points, 3.0, 30).astype(float)
    # Pairs of twins in one place are not pairs of plants.
    twins[0] -= (w * (w - 1) // 2).sum()
    np.testing.assert_allclose(got, twins, atol=1e-9)


def test_rows_leave_the_site_itself_out_and_sum_to_twice_the_pairs() -> None:
    x, y = pattern(700)
    points = place(x, y).points
    rows = row_weights(points, np.arange(700), points, np.ones(700, np.float32), 2.0, 40)
    assert (rows.sum(axis=1) == 699).all()
    np.testing.assert_array_equal(rows.sum(axis=0), 2 * pair_counts(points, 2.0, 40))


def test_lattice_counts_the_pairs_of_snapped_sites() -> None:
    x, y = pattern(400)
    grid = Lattice.snap(place(x, y).points, 0.5)
    ix, iy = np.divmod(grid.index, grid.shape[1])
    d = distances(ix * 0.5, iy * 0.5)
    got = lattice_pairs(
        cell_counts(grid.index, grid.shape[0] * grid.shape[1]), grid.shape, 0.5, 2.0, 30
    )
    # Each distance is shared between the two bins around it; means stay where they are.
    centre = (np.arange(30) + 0.5) * 2.0
    near = d[(d > 1.0) & (d < 40)]
    assert got.sum() == pytest.approx(400 * 399 / 2)
    t = d / 2.0 - 0.5
    low = np.maximum(np.floor(t), 0).astype(int)
    share = np.where(t < 0, 1.0, 1 - (t - np.floor(t)))
    expected = np.zeros(31)
    np.add.at(expected, np.minimum(low, 30), share)
    np.add.at(expected, np.minimum(np.maximum(np.floor(t) + 1, 0), 30).astype(int), 1 - share)
    # A pair of one cell is at -1/2: whole in the first bin.
    np.testing.assert_allclose(got[:30], expected[:30], atol=30)
    assert (got[1:20] * centre[1:20]).sum() == pytest.approx(near.sum(), rel=0.05)
