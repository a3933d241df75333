"""Tables with given margins: their properties, and tables worked by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from saidao.kernels.proportional_fitting import (
    controlled_rounding,
    largest_remainder,
    proportional_fit,
)

SIZES = st.tuples(st.integers(1, 8), st.integers(1, 8))
TABLES = SIZES.flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.floats(0.25, 64.0, width=32))
)


def test_a_table_whose_fit_has_a_closed_form() -> None:
    # The odds ratio of the seed, 4, stays: a (a - 10) = 4 (60 - a) (50 - a).
    fitted = proportional_fit([[2, 1], [1, 2]], [60, 40], [50, 50])
    first = (430 - 40_900**0.5) / 6
    assert fitted == pytest.approx(np.array([[first, 60 - first], [50 - first, first - 10]]))


@given(TABLES, st.randoms(use_true_random=False))
def test_margins_are_met_and_ratios_kept(table: np.ndarray, random) -> None:
    other = table * np.array([[random.uniform(0.5, 2.0) for _ in row] for row in table])
    rows, columns = other.sum(axis=1), other.sum(axis=0)
    fitted = proportional_fit(table, rows, columns)
    assert fitted.sum(axis=1) == pytest.approx(rows, rel=1e-6)
    assert fitted.sum(axis=0) == pytest.approx(columns, rel=1e-6)
    # Factors of rows and columns leave every odds ratio as it was.
    ratio = np.log(fitted / table)
    assert ratio == pytest.approx(
        ratio[:, :1] + ratio[:1, :] - ratio[0, 0] * np.ones_like(table), abs=1e-5
    )


def test_rows_that_are_not_known_take_what_the_columns_give() -> None:
    fitted = proportional_fit([[1, 1], [3, 1]], [np.nan, 10], [20, 20])
    assert fitted.sum(axis=0) == pytest.approx([20, 20])
    assert fitted[1].sum() == pytest.approx(10)


def test_fixed_cells_stay() -> None:
    held = [[7.0, np.nan, np.nan], [np.nan, np.nan, 0.0]]
    fitted = proportional_fit(np.ones((2, 3)), [20, 10], [10, 10, 10], fixed=held)
    assert fitted[0, 0] == 7.0
    assert fitted[1, 2] == 0.0
    assert fitted.sum(axis=1) == pytest.approx([20, 10])


@pytest.mark.parametrize(
    ("seed", "rows", "columns", "fixed", "words"),
    [
        ([[1, 1]], [1, 2], [1, 2], None, "shapes disagree"),
        ([[1, -1]], [2], [1, 1], None, "not negative"),
        ([[1, 1]], [3], [1, 1], None, "add up to"),
        ([[1, 1]], [2], [1, 1], [[5, np.nan]], "exceed a margin"),
        ([[0, 0], [1, 1]], [1, 1], [1, 1], None, "a row has a sum"),
        ([[0, 1], [0, 1]], [1, 1], [1, 1], None, "a column has a sum"),
        ([[1, 0], [1, 0], [0, 1]], [1, 1, 2], [3, 1], None, "cannot all be met"),
        ([[1, np.nan]], [2], [1, 1], None, "must be known"),
    ],
)
def test_what_cannot_be(seed, rows, columns, fixed, words) -> None:
    with pytest.raises(ValueError, match=words):
        proportional_fit(seed, rows, columns, fixed=fixed, iterations=200)


@given(
    arrays(np.float64, st.integers(1, 30), elements=st.floats(0, 1e6, width=32)),
    st.integers(0, 10_000),
)
def test_shares_add_up_and_are_off_by_less_than_one(weights: np.ndarray, total: int) -> None:
    if not weights.sum():
        if total:
            with pytest.raises(ValueError, match="no weights"):
                largest_remainder(weights, total)
        return
    shares = largest_remainder(weights, total)
    assert shares.sum() == total
    assert (shares[weights == 0] == 0).all()
    assert (np.abs(shares - weights / weights.sum() * total) < 1.0 + 1e-6).all()


def test_seats_of_a_parliament() -> None:
    # Worked by hand: quotas 4.7, 1.6, 1.59, 1.2, 0.6 and 0.31 of ten seats.
    votes = [47_000, 16_000, 15_900, 12_000, 6_000, 3_100]
    assert largest_remainder(votes, 10).tolist() == [5, 2, 1, 1, 1, 0]


@given(TABLES, st.integers(0, 5000))
def test_a_rounded_table_has_rounded_margins(table: np.ndarray, total: int) -> None:
    counts = controlled_rounding(table, total)
    assert counts.sum() == total
    assert (counts >= 0).all()
    if not total:
        return
    assert counts.sum(axis=1).tolist() == largest_remainder(table.sum(axis=1), total).tolist()
    assert counts.sum(axis=0).tolist() == largest_remainder(table.sum(axis=0), total).tolist()
    assert np.abs(counts - table / table.sum() * total).max() < 2.0
