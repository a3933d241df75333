"""M of very many plants: single precision where it is sure, wide radii on grids."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from saidao.kernels.distance.margins import Pearson
from saidao.kernels.marcon_puech import cumulative, marcon_puech, neighbour_totals
from saidao.kernels.marcon_puech.discs import Discs
from saidao.kernels.marcon_puech.formula import Shape, SkewedMargins, formula_nulls
from saidao.kernels.marcon_puech.near_pairs import pair_neighbours
from saidao.kernels.marcon_puech.neighbour_totals import NeighbourTotals
from saidao.kernels.marcon_puech.neighbourhoods import neighbour_sums, sites_in_order
from saidao.kernels.marcon_puech.population import surroundings
from saidao.kernels.marcon_puech.simulation import nested_m

Array = NDArray[np.float64]


@pytest.mark.parametrize("shift", [0.0, 4e6])
@pytest.mark.parametrize("same", [True, False])
def test_single_precision_decides_nothing_at_the_rim(shift: float, same: bool) -> None:
    """Of plants on a lattice thousands of pairs are at exactly r, in metres near a far origin."""
    rng = np.random.default_rng(1)
    points = np.zeros((700, 3))
    points[:, :2] = rng.integers(0, 40, (700, 2)) * 100.0 + shift
    others = points if same else points[::-1][:333] + np.array([100.0, 0, 0])
    radii = np.array([0.0, 100, 500, 1000, 1300])
    weights = rng.uniform(0.5, 2, len(others))
    far2 = np.square(points[:, None] - others).sum(axis=-1)
    assert (far2 == 500.0**2).sum() > 1000
    expected = np.stack([(far2 <= r * r) @ weights for r in radii], axis=1)
    if same:
        expected -= weights[:, None]
    found = pair_neighbours(points, weights, others, weights, radii**2, same)
    np.testing.assert_allclose(found, expected, atol=1e-9)


def _clustered(n: int, seed: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    town = rng.uniform(100, 900, (2, 30))[:, rng.integers(0, 30, n)]
    x, y = town + rng.normal(0, 15, (2, n))
    rural = rng.random(n) < 0.3
    x[rural], y[rural] = rng.uniform(0, 1000, (2, int(rural.sum())))
    return x, y


R = np.array([2.0, 5, 20, 60, 75, 160, 320])


def test_sums_on_grids_are_those_of_shares_of_cells() -> None:
    """Shares are symmetric, 1 within and 0 beyond the rim, and add up to the disc."""
    x, y = _clustered(2000, 3)
    x, y = np.append(x, [0, 1000]), np.append(y, [0, 1000])
    sites = sites_in_order(x, y, R)
    discs = Discs.of(sites, side=250)
    assert discs is not None
    assert [float(R[g.first]) for g in discs.grids] == [75, 320]
    n = len(sites)
    for grid in discs.grids:
        for k, disc in enumerate(grid.discs):
            radius = float(R[grid.first + k]) / grid.cell
            ends = (disc.right - disc.left + 1) / 2 + disc.part - 0.5
            assert 2 * ends.sum() == pytest.approx(math.pi * radius**2, rel=1e-3)
    value = np.random.default_rng(4).random(n)
    whole = discs.sums(value)
    # One site's value at a time gives the share of each pair.
    some = np.arange(0, n, 97)
    share = np.stack([discs.sums(value[[i]] * 0 + 1, np.array([i])) for i in some])
    np.testing.assert_allclose(share[:, :, some], share[:, :, some].transpose(2, 1, 0))
    far = np.hypot(*(sites.points[some, None] - sites.points)[:, :, :2].transpose(2, 0, 1))
    for k in range(whole.shape[0]):
        room = 2.2 * max(grid.cell for grid in discs.grids if grid.first <= discs.first + k)
        radius = float(R[discs.first + k])
        assert (share[:, k][far < radius - room] == 1).all()
        assert (share[:, k][far > radius + room] == 0).all()
        rim = share[:, k][np.abs(far - radius) < room / 2]
        assert ((rim > 0) & (rim < 1)).any()
    rows = np.array([0, 5, 1000])
    np.testing.assert_allclose(discs.sums(value, rows=rows), whole[:, rows])
    np.testing.assert_allclose(discs.sum_at(discs.first + 1, value, rows), whole[1, rows])
    both = discs.sums(value[some], some, some)
    np.testing.assert_allclose(both, np.einsum("iks,i->ks", share[:, :, some], value[some]))


def test_what_is_around_sites_is_right_but_for_the_rim() -> None:
    n = 20_000
    sites = sites_in_order(*_clustered(n, 5), R)
    exact = neighbour_sums(sites, np.ones((n, 1)))[:, 0]
    totals = NeighbourTotals(sites, Discs.of(sites, 4096), None)
    assert totals.discs is not None
    assert totals.discs.first == 1
    found = totals.all_around(None)
    np.testing.assert_array_equal(found[:, 0], exact[:, 0])
    off = np.abs(found - exact) / np.maximum(exact, 1)
    assert np.sqrt(np.square(off[:, 2:]).mean(axis=0)).max() < 0.04
    stated = totals.choices(found, None)
    assert stated["grid_from"] == 5
    assert 0 < float(str(stated["grid_error"])) < 0.2
    # A site on the grid has no neighbour, or at least half a one.
    assert ((found == 0) | (found >= 0.5)).all()
    assert (found[:, 1] == 0).any()
    own = np.arange(0, n, 7)
    np.testing.assert_allclose(
        totals.own_around(own, None)[:, 1:],
        totals.own_around(own, np.full(len(own), 1.0))[:, 1:],
        atol=1e-9,
    )


def _on_grids(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbour_totals, "GRID_FROM", 10_000)
    monkeypatch.setattr(neighbour_totals, "FINEST", 512)
    monkeypatch.setattr(neighbour_totals, "COARSE", 256)
    monkeypatch.setattr(cumulative, "GRID_PLANTS", 1_000)


def _industries(x: Array) -> NDArray[np.int64]:
    """Return three dealt out anywhere and one that is more often in the west."""
    rng = np.random.default_rng(6)
    industry = rng.permutation(np.repeat([0, 1, 2, 3], [40, 500, 3000, 16460]))
    industry[(industry == 3) & (x < 400) & (rng.random(len(x)) < 0.1)] = 2
    return industry


@pytest.mark.parametrize("weighted", [False, True])
def test_curves_and_bands_on_grids_are_those_of_every_pair(
    weighted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    x, y = _clustered(20_000, 7)
    weights = np.random.default_rng(8).lognormal(0, 0.7, 20_000) if weighted else None
    exact = marcon_puech(x, y, _industries(x), R, weights, draws=1000, n0=300)
    assert math.isnan(float(str(exact.choices["grid_from"])))
    _on_grids(monkeypatch)
    found = marcon_puech(x, y, _industries(x), R, weights, draws=1000, n0=300)
    assert found.choices["grid_from"] == 60
    deviation = (exact.local_high - exact.local_low) / (2 * 1.645)
    for name in ("observed", "mean", "local_low", "local_high", "global_low", "global_high"):
        off = (getattr(found, name) - getattr(exact, name)) / deviation
        assert np.abs(off).max() < 0.5, name
        assert np.sqrt(np.square(off).mean()) < 0.2, name
    assert found.verdict.tolist() == exact.verdict.tolist()
    assert found.verdict[2] == "localised"


def test_grids_of_great_circles_are_those_of_the_plane(monkeypatch: pytest.MonkeyPatch) -> None:
    _on_grids(monkeypatch)
    x, y = _clustered(20_000, 9)
    per_degree = math.pi / 180 * 6371.0088
    # Across the equator, where degrees are as good as a plane.
    lon, lat = (x - 500) / per_degree, (y - 500) / per_degree
    industry = _industries(x)
    flat = marcon_puech(x, y, industry, R, draws=200, n0=300)
    arcs = marcon_puech(lon, lat, industry, R, draws=200, n0=300, metric="great_circle")
    assert arcs.choices["grid_from"] == 60
    deviation = (flat.local_high - flat.local_low) / (2 * 1.645)
    assert np.sqrt(np.square((arcs.observed - flat.observed) / deviation).mean()) < 0.2
    # All around the globe there is no plane.
    wide = marcon_puech(
        x * 0.3 - 150, y * 0.1 - 50, industry, R, draws=200, n0=300, metric="great_circle"
    )
    assert math.isnan(float(str(wide.choices["grid_from"])))


def test_extremes_between_sizes_are_those_of_the_size() -> None:
    sites = sites_in_order(*_clustered(5000, 10), np.array([5.0, 15, 40, 100]))
    moments = surroundings(sites)
    sizes = list(range(400, 2400, 50))
    many = formula_nulls(moments, 5000, sizes, np.random.default_rng(1))
    one = formula_nulls(moments, 5000, [1150], np.random.default_rng(2))[1150]
    width = one.bands(0.05, False).global_high - one.bands(0.05, False).global_low
    for name in ("local_high", "global_low", "global_high"):
        off = getattr(many[1150].bands(0.05, False), name) - getattr(one.bands(0.05, False), name)
        assert (np.abs(off) < 0.02 * width).all(), name


def test_margins_have_the_skewness_they_are_given() -> None:
    skewness = np.array([-0.3, 0.2, 1.2, 1.3, 2.5])
    margins = SkewedMargins(skewness)
    nodes, share = np.polynomial.hermite_e.hermegauss(80)
    value = np.stack([margins.quantile(float(z)) for z in nodes])
    share = share / share.sum()
    np.testing.assert_allclose(share @ value, 0, atol=1e-3)
    np.testing.assert_allclose(share @ value**2, 1, atol=2e-3)
    np.testing.assert_allclose(share @ value**3, skewness, atol=0.02)
    for z in (-2.5, 0.3, 3.0):
        np.testing.assert_allclose(margins.score(margins.quantile(z)), z, atol=1e-6)


def test_few_pairs_at_narrow_radii_reject_no_more_than_the_level() -> None:
    """300 plants of 100,000, of which a few pairs are within the least radii."""
    rng = np.random.default_rng(11)
    count, n, draws = 100_000, 300, 2_000
    sites = sites_in_order(*_clustered(count, 12), np.array([1.0, 2, 3]))
    moments = surroundings(sites)
    null = formula_nulls(moments, count, [n], rng)[n]
    assert null.skewness > 2
    seeds = rng.integers(1, 2**63, draws, dtype=np.uint64)
    curves = nested_m(sites, np.ones(count), moments.neighbours, np.array([n]), seeds)[0]
    bands = null.bands(0.05, joint=False)
    assert (curves < bands.global_low).any(axis=1).mean() < 0.065
    assert (curves > bands.global_high).any(axis=1).mean() < 0.065
    pearson = replace(null, margins=Pearson(Shape.of(moments, n, count).skewness))
    assert (curves < pearson.bands(0.05, joint=False).global_low).any(axis=1).mean() > 0.08
