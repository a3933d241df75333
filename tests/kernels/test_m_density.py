"""m against R's dbmss and a slow version; its bands against independent draws."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from saidao.kernels.distance.smoothing import rule_of_thumb
from saidao.kernels.marcon_puech import m_density, marcon_puech_density

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
Array = NDArray[np.float64]


def _density_of_r(x: Array, weights: Array, h: float, end: float) -> Array:
    """Return what R 4.2's ``density(x, bw=h, weights, from=0, to=end)`` gives at 512 points.

    Points are shared out to a grid, a transform smooths them, and what lies between is
    interpolated. Up to R 4.3 the kernel's grid is a little finer than that of the points.
    """
    n, low, high = 512, -4 * h, end + 4 * h
    at = (x - low) / ((high - low) / (n - 1))
    b = np.floor(at).astype(int)
    bins = np.zeros(2 * n)
    for part, near in ((b, b + 1 - at), (b + 1, at - b)):
        inside = (part >= 0) & (part < n)
        np.add.at(bins, part[inside], (weights * near)[inside])
    grid = np.linspace(0, 2 * (high - low), 2 * n)
    grid[n + 1 :] = -grid[n - 1 : 0 : -1]
    kernel = np.exp(-0.5 * (grid / h) ** 2) / (h * np.sqrt(2 * np.pi))
    smooth = np.fft.ifft(np.fft.fft(bins) * np.conj(np.fft.fft(kernel))).real[:n]
    return np.interp(np.linspace(0, end, n), np.linspace(low, high, n), np.maximum(0, smooth))


@pytest.mark.skipif(not (DATA / "dbmss_reference").is_dir(), reason="no outputs of dbmss beside")
def test_trees_of_paracou_as_dbmss() -> None:
    """Its last thousandth is R's density by a 512-point transform: with that, nine digits."""
    with (DATA / "dbmss_paracou16.csv").open(encoding="utf-8") as stream:
        trees = list(csv.DictReader(stream))
    x, y, weight = (np.array([float(row[n]) for row in trees]) for n in ("x", "y", "PointWeight"))
    kind = np.array([row["PointType"] for row in trees])
    curves: dict[tuple[str, str], list[float]] = defaultdict(list)
    with (DATA / "dbmss_reference" / "paracou16.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["measure"] == "m":
                curves[row["reference"], row["weighted"]].append(float(row["value"]))
    assert len(curves) == 4
    r = np.arange(101.0)
    far = _gaps(x, y, False)
    for (species, weighted), expected in curves.items():
        w = weight if weighted == "TRUE" else np.ones(len(x))
        found = m_density(x, y, kind, r, species, weights=w)
        assert np.abs(found / expected - 1).max() < 1e-3

        own = np.flatnonzero(kind == species)
        pairs = far[np.ix_(own, own)][np.triu_indices(len(own), 1)]
        h = rule_of_thumb(pairs[pairs <= 200])
        slow = _obvious(far, w, kind == species, kind == species, r, h)
        np.testing.assert_allclose(found, slow, rtol=1e-6)

        local = np.zeros(512)
        share = 0.0
        for i in own:
            others = np.flatnonzero(np.arange(len(x)) != i)
            mine = others[kind[others] == species]
            local += _density_of_r(far[i, mine], w[mine], h, 100) / _density_of_r(
                far[i, others], w[others], h, 100
            )
            share += w[mine].sum() / w[others].sum()
        by_r = np.interp(r, np.linspace(0, 100, 512), local / share)
        np.testing.assert_allclose(by_r, expected, rtol=1e-8)


def _gaps(x: Array, y: Array, globe: bool) -> Array:
    if not globe:
        return np.hypot(x[:, None] - x, y[:, None] - y)
    lon, lat = np.radians(x), np.radians(y)
    half = np.sin((lat[:, None] - lat) / 2) ** 2
    half += np.cos(lat[:, None]) * np.cos(lat) * np.sin((lon[:, None] - lon) / 2) ** 2
    return np.asarray(2 * 6371.0088 * np.arcsin(np.sqrt(half)))


def _obvious(far: Array, w: Array, own: Array, wanted: Array, r: Array, h: float) -> list[float]:
    """Return m as it is defined, of industries given as masks."""
    far, others = far[own], (1 - np.eye(len(w)))[own]
    found = []
    for distance in r:
        kernel = np.exp(-0.5 * ((far - distance) / h) ** 2) * others
        local = kernel[:, wanted] @ w[wanted] / (kernel @ w)
        every = (w[wanted].sum() - w * wanted) / (w.sum() - w)
        found.append(local.sum() / every[own].sum())
    return found


@pytest.mark.parametrize("globe", [False, True])
@pytest.mark.parametrize("other", ["a", "b"])
@pytest.mark.parametrize("weighted", [False, True])
def test_m_is_what_its_formula_says(globe: bool, other: str, weighted: bool) -> None:
    rng = np.random.default_rng(11)
    x, y = 5 + rng.random(150), 45 + rng.random(150)
    r, h = (np.linspace(0, 40, 9), 8.0) if globe else (np.linspace(0, 0.4, 9), 0.08)
    kind = rng.choice(list("abc"), 150)
    w = rng.lognormal(size=150) if weighted else np.ones(150)
    found = m_density(
        x, y, kind, r, "a", other, w if weighted else None,
        metric="great_circle" if globe else "planar", bandwidth=h,
    )  # fmt: skip
    expected = _obvious(_gaps(x, y, globe), w, kind == "a", kind == other, r, h)
    assert found == pytest.approx(np.array(expected), rel=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("weighted", [False, True])
def test_bands_hold_what_they_say(weighted: bool) -> None:
    """Of independent draws about 5 % are above the upper global band, 5 % below the lower."""
    rng = np.random.default_rng(5)
    count, n = 200, 30
    x, y = rng.random(count), rng.random(count) ** 2
    w = rng.lognormal(size=count) if weighted else None
    kind = np.where(np.arange(count) < n, "a", "b")
    r = np.linspace(0, 0.4, 9)
    found = marcon_puech_density(x, y, kind, r, w, bandwidth=0.06)
    curves = np.empty((400, len(r)))
    for curve in curves:
        curve[:] = m_density(x, y, rng.permutation(kind), r, "a", weights=w, bandwidth=0.06)
    above = (curves > found.global_high[0]).any(axis=1).mean()
    below = (curves < found.global_low[0]).any(axis=1).mean()
    assert 0.02 < above < 0.09
    assert 0.02 < below < 0.09
    assert curves.mean(axis=0) == pytest.approx(found.mean[0], abs=0.05)
    assert found.method.tolist() == ["simulated"] * 2


def test_a_planted_cluster_is_found_where_it_is() -> None:
    rng = np.random.default_rng(8)
    x, y = rng.random(500), rng.random(500)
    kind = rng.choice(["b", "c", "d", "e"], 500)
    kind[np.argsort(np.hypot(x - 0.4, y - 0.6))[:40:2]] = "a"
    r = np.linspace(0, 0.5, 21)
    found = marcon_puech_density(x, y, kind, r, draws=400)
    assert found.verdict[found.industries.tolist().index("a")] == "localised"
    assert found.observed[0, 1] > found.global_high[0, 1]
    assert found.observed[0, -1] < 1
    again = marcon_puech_density(x, y, kind, r, draws=400)
    assert np.array_equal(found.global_high, again.global_high)


def test_where_nothing_can_be_said() -> None:
    alone = marcon_puech_density([0, 1, 2, 3, 4], [0] * 5, list("aabbc"), [1, 2], draws=200)
    assert alone.verdict.tolist()[2] == "untested"
    assert np.isnan(alone.observed[2]).all()
    far = m_density([0, 100, 200, 300], [0] * 4, list("aabb"), [1, 100], "a", bandwidth=0.5)
    assert np.isnan(far[0])
    assert np.isfinite(far[1])


def test_industries_too_large_to_simulate_are_left_untested() -> None:
    rng = np.random.default_rng(3)
    x, y = rng.random((2, 60))
    kind = np.repeat(["a", "b"], [20, 40])
    found = marcon_puech_density(x, y, kind, [0.1, 0.3], draws=200, most=30)
    assert found.method.tolist() == ["simulated", "none"]
    assert found.verdict.tolist()[1] == "untested"
    assert np.isfinite(found.observed).all()


@pytest.mark.parametrize("value", [0.0, -1.0, float("nan")])
def test_a_bandwidth_above_0_is_needed(value: float) -> None:
    with pytest.raises(ValueError, match=r"bandwidth: got .*, expected a number above 0"):
        m_density([0, 1, 2, 3], [0] * 4, list("aabb"), [1.0], "a", bandwidth=value)
    with pytest.raises(ValueError, match="bandwidth: got"):
        marcon_puech_density([0, 1, 2, 3], [0] * 4, list("aabb"), [1.0], bandwidth=value)
