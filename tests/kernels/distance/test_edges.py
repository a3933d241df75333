"""What Kd, M and m say where there is next to nothing to say, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from saidao.kernels.distance import duranton_overman, kd
from saidao.kernels.marcon_puech import (
    m_cumulative,
    m_density,
    marcon_puech,
    marcon_puech_density,
)

R = [0.1, 0.5, 1.0]
EVERY: list[Callable[..., Any]] = [duranton_overman, marcon_puech, marcon_puech_density]
X, Y = np.random.default_rng(3).random((2, 40))
LABELS = np.arange(40) % 3

every = pytest.mark.parametrize("test", EVERY, ids=["kd", "m", "m-density"])


@pytest.mark.parametrize("n", [0, 1])
def test_kd_of_less_than_a_pair_is_not_a_number(n: int) -> None:
    found = kd(X[:n], Y[:n], R)
    assert np.isnan(found.kd).all()
    assert (found.n, np.isnan(found.bandwidth)) == (n, True)


def test_kd_of_two_points_at_one_place_is_the_kernel_at_0() -> None:
    found = kd([3, 3], [4, 4], R)
    r = np.array(R)
    expected = 2 / found.bandwidth / np.sqrt(2 * np.pi) * np.exp(-((r / found.bandwidth) ** 2) / 2)
    np.testing.assert_allclose(found.kd, expected, rtol=1e-3)


def test_kd_without_a_pair_of_weight_is_not_a_number() -> None:
    assert np.isnan(kd([0, 1, 2], [0, 0, 0], R, [0, 0, 0]).kd).all()
    assert np.isnan(kd([0, 1, 2], [0, 0, 0], R, [1, 0, 0]).kd).all()


@every
@pytest.mark.parametrize("n", range(4))
def test_fewer_than_four_sites_are_refused(test: Callable[..., Any], n: int) -> None:
    with pytest.raises(ValueError, match="at least 4"):
        test(X[:n], Y[:n], LABELS[:n], R)


@every
def test_one_industry_everywhere_can_lie_in_one_way_only(test: Callable[..., Any]) -> None:
    for n in (4, 40):
        found = test(X[:n], Y[:n], np.zeros(n, int), R, draws=200)
        assert found.verdict.tolist() == ["neither"]
        assert (found.p_localised[0], found.p_dispersed[0]) == (1.0, 1.0)


@every
def test_industries_of_one_plant_are_not_tested(test: Callable[..., Any]) -> None:
    found = test(X, Y, np.arange(40), R, draws=200)
    assert set(found.verdict.tolist()) == {"untested"}
    assert np.isnan(found.global_high).all()


@every
@pytest.mark.parametrize("place", [(0.0, 0.0), (5e5, 4e6)])
def test_all_at_one_place_is_evidence_of_nothing(
    test: Callable[..., Any], place: tuple[float, float]
) -> None:
    found = test(np.full(40, place[0]), np.full(40, place[1]), LABELS, R, draws=200)
    assert set(found.verdict.tolist()) == {"neither"}
    assert (found.p_localised == 1).all()


def test_all_at_one_place_is_no_evidence_with_bandwidths_of_their_own_either() -> None:
    found = duranton_overman(np.zeros(40), np.zeros(40), LABELS, R, draws=200, bandwidth="sample")
    assert set(found.verdict.tolist()) == {"neither"}
    assert (found.gamma == 0).all()


@every
@pytest.mark.parametrize(
    "labels",
    [
        np.where(LABELS > 0, LABELS, np.nan),
        np.array([None, *["a"] * 39], object),
        np.array([np.nan, *["a"] * 39], object),
        np.array(["NaT", *["2020-01-01"] * 39], "M8[D]"),
        np.ma.masked_array(LABELS, mask=LABELS == 0),
    ],
    ids=["nan", "none", "nan among text", "nat", "masked"],
)
def test_missing_labels_are_refused(test: Callable[..., Any], labels: Any) -> None:
    with pytest.raises(ValueError, match="industry must not be NaN or missing"):
        test(X, Y, labels, R, draws=200)


@every
def test_labels_without_order_are_refused(test: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match="labels of one kind"):
        test(X, Y, np.array([1, *["a"] * 39], object), R, draws=200)


@every
def test_labels_of_any_kind_give_one_answer(test: Callable[..., Any]) -> None:
    names = [LABELS, LABELS - 1, LABELS + 70_000, np.array(["a", "b", "c"], object)[LABELS]]
    found = [test(X, Y, labels, R, draws=200) for labels in names]
    for one, labels in zip(found, names, strict=True):
        assert one.industries.tolist() == sorted(set(labels.tolist()))
        np.testing.assert_array_equal(one.global_high, found[0].global_high)
        np.testing.assert_array_equal(one.observed, found[0].observed)


@every
@pytest.mark.parametrize("radius", [0.0, -1.0, np.nan, np.inf])
def test_a_globe_without_a_radius_is_refused(test: Callable[..., Any], radius: float) -> None:
    with pytest.raises(ValueError, match="radius must be above 0"):
        test(X, Y, LABELS, R, metric="great_circle", radius=radius)


@every
@pytest.mark.parametrize("far", [1e30, 1e300])
def test_coordinates_beyond_single_precision_are_refused(
    test: Callable[..., Any], far: float
) -> None:
    with pytest.raises(ValueError, match="larger unit"):
        test(X * far, Y, LABELS, R)


@every
@pytest.mark.parametrize(
    "r", [[1.0, 0.5], [-1.0, 1.0], [np.nan, 1.0], [1.0, np.inf], [1.0, 1.0], [], 1.0]
)
def test_distances_out_of_order_are_refused(test: Callable[..., Any], r: Any) -> None:
    with pytest.raises(ValueError, match=r"^r\b"):
        test(X, Y, LABELS, r)


def test_plants_of_no_weight_are_in_no_pair_of_kd() -> None:
    weights = (LABELS > 0).astype(float)
    found = duranton_overman(X, Y, LABELS, R, weights, draws=200)
    assert found.verdict[0] == "untested"
    np.testing.assert_allclose(found.observed[1], kd(
        X[LABELS == 1], Y[LABELS == 1], R, bandwidth=float(found.bandwidth[1])
    ).kd, rtol=0.02)  # fmt: skip


@pytest.mark.parametrize("test", [marcon_puech, marcon_puech_density], ids=["m", "m-density"])
def test_weights_of_which_nothing_is_left_are_refused(test: Callable[..., Any]) -> None:
    one = np.ones(40)
    for weights in (np.r_[1e20, one[1:]], np.r_[one[1:], 1e-40]):
        with pytest.raises(ValueError, match=r"^weights: got"):
            test(X, Y, LABELS, R, weights)


@pytest.mark.parametrize("measure", [m_cumulative, m_density])
def test_m_around_a_lone_plant_is_not_a_number(measure: Callable[..., Any]) -> None:
    assert np.isnan(measure([0], [0], ["a"], R, "a")).all()


@pytest.mark.parametrize("measure", [m_cumulative, m_density])
def test_several_labels_for_one_are_refused(measure: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match=r"^reference: got .* expected one label"):
        measure([0, 1], [0, 0], ["a", "b"], R, ["a", "b"])


def test_rows_that_say_nothing_of_a_variance_are_refused() -> None:
    with pytest.raises(ValueError, match="rows must be at least 2"):
        duranton_overman(X, Y, LABELS, R, rows=1)
