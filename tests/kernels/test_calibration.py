"""Scores: what the docstrings claim, and slow obvious versions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidao.kernels.calibration import (
    brier_score,
    cluster_bootstrap,
    coverage,
    decompose,
    log_score,
    reliability,
)

PAIRS = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 1)), min_size=1, max_size=60)


@settings(deadline=None)
@given(PAIRS)
def test_murphys_parts_add_up(pairs: list[tuple[int, int]]) -> None:
    said = [tenth / 10 for tenth, _ in pairs]
    happened = [one for _, one in pairs]
    parts = decompose(said, happened)
    whole = parts.reliability - parts.resolution + parts.uncertainty
    assert whole == pytest.approx(float(brier_score(said, happened).mean()), abs=1e-12)


@settings(deadline=None)
@given(PAIRS)
def test_the_base_rate_is_the_best_constant(pairs: list[tuple[int, int]]) -> None:
    happened = [one for _, one in pairs]
    rate = float(np.mean(happened))
    best = brier_score([rate] * len(happened), happened).mean()
    for other in (0.0, 0.25, 0.5, 1.0):
        assert best <= brier_score([other] * len(happened), happened).mean() + 1e-12


def test_log_score_of_a_sure_mistake_is_finite() -> None:
    assert log_score([0.0], [1])[0] == pytest.approx(-np.log(0.01))


def test_bins_hold_every_forecast_once() -> None:
    rng = np.random.default_rng(3)
    said = np.concatenate([rng.random(200), [0.0, 0.2, 0.4, 1.0]])
    happened = (rng.random(204) < said).astype(float)
    bins = reliability(said, happened, rng)
    assert sum(one.count for one in bins) == len(said)
    assert all(one.low <= one.forecast <= one.high for one in bins)


def test_honest_probabilities_lie_in_their_bands() -> None:
    rng = np.random.default_rng(4)
    inside = total = 0
    for _ in range(60):
        said = rng.random(150)
        happened = (rng.random(150) < said).astype(float)
        bins = reliability(said, happened, rng, draws=400)
        inside += sum(one.band[0] <= one.observed <= one.band[1] for one in bins)
        total += len(bins)
    assert 0.86 < inside / total < 0.97


def test_clusters_are_drawn_whole() -> None:
    # Two clusters of equal sign: rows alone would give a much narrower interval.
    rng = np.random.default_rng(5)
    difference, cluster = [1.0] * 50 + [-1.0] * 50, ["a"] * 50 + ["b"] * 50
    low, high = cluster_bootstrap(difference, cluster, rng)
    assert (low, high) == (-1.0, 1.0)
    alone = cluster_bootstrap(difference, [str(i) for i in range(100)], rng)
    assert -0.3 < alone[0] < 0 < alone[1] < 0.3


def test_bootstrap_of_single_rows_is_the_textbook_interval() -> None:
    rng = np.random.default_rng(6)
    rows = rng.normal(0.5, 1.0, 400)
    low, high = cluster_bootstrap(rows, [str(i) for i in range(400)], rng)
    error = rows.std(ddof=1) / 20
    assert low == pytest.approx(rows.mean() - 1.96 * error, abs=0.012)
    assert high == pytest.approx(rows.mean() + 1.96 * error, abs=0.012)


def test_coverage_counts_the_ends() -> None:
    assert coverage([0, 0, 0, 0], [1, 1, 1, 1], [0, 1, 2, -0.1]) == 0.5


@pytest.mark.parametrize(
    ("said", "happened"), [([], []), ([0.5], [0, 1]), ([1.2], [1]), ([0.5], [2])]
)
def test_what_is_no_forecast_is_refused(said: list[float], happened: list[int]) -> None:
    for score in (brier_score, log_score, decompose):
        with pytest.raises(ValueError, match=r"must|equally"):
            score(said, happened)


def test_what_has_no_clusters_is_refused() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="cluster"):
        cluster_bootstrap([0.1, 0.2], ["a"], rng)
    with pytest.raises(ValueError, match="equally"):
        coverage([0], [1, 1], [0])
