"""Indices of specialisation and concentration: published values, slow versions, properties."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.stats import binom

from saidao.kernels.concentration import (
    gini_concentration,
    hoover_concentration,
    krugman_concentration,
    theil_concentration,
)
from saidao.kernels.inequality import gini, hoover, lorenz, theil
from saidao.kernels.specialisation import (
    gini_specialisation,
    herfindahl_hirschman,
    industry_shares,
    krugman_specialisation,
    location_quotient,
    location_quotient_interval,
    region_shares,
)

Table = NDArray[np.float64]

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the reference data are not here")

TABLES = arrays(np.float64, (5, 4), elements=st.integers(0, 60).map(float)).filter(
    lambda table: bool((table.sum(axis=0) > 0).all() and (table.sum(axis=1) > 0).all())
)

# Gross domestic product of the 16 German states 2015, billion EUR (Statistische Ämter der
# Länder, Volkswirtschaftliche Gesamtrechnungen der Länder).
STATES = [460.69, 549.19, 124.16, 65.29, 31.59, 109.27, 263.44, 39.87]
STATES += [258.53, 645.59, 131.95, 35.03, 112.66, 56.22, 85.61, 56.81]


# Published values.


def test_location_quotient_of_farhauer_and_kroell() -> None:
    assert float(location_quotient(1714, 79006, 879213, 15593224)) == pytest.approx(
        0.3847623, abs=5e-8
    )


def test_herfindahl_of_doersam() -> None:
    assert herfindahl_hirschman([20, 50, 20, 10]) == pytest.approx(0.34)
    assert herfindahl_hirschman([20, 50, 20, 10], normalised=True) == pytest.approx(0.12)


def test_gini_of_doersam_and_of_the_german_states() -> None:
    assert gini([20, 50, 20, 10]) == pytest.approx(0.3)
    assert gini([20, 50, 20, 10], normalised=True) == pytest.approx(0.4)
    income = np.array([500, 1500, 2500, 4000, 7500, 15000])
    people = np.array([1000, 1200, 1600, 400, 200, 600])
    assert gini(income * people, people) == pytest.approx(0.5278, abs=5e-5)
    assert gini(STATES) == pytest.approx(0.5009, abs=5e-5)


def test_theil_of_stoermann() -> None:
    assert theil([10, 10, 10, 20, 50], kind="L").total == pytest.approx(0.2326302, abs=5e-8)


def test_locational_ginis_of_farhauer_and_kroell() -> None:
    industry = np.array([[500, 500, 1000, 7000, 1000]]).T
    total = [20000, 15000, 20000, 40000, 5000]
    assert gini_concentration(industry, total)[0] == pytest.approx(0.4068966, abs=5e-8)
    region = [[700, 600, 500, 10000, 40000]]
    nation = [30000, 15000, 10000, 60000, 50000]
    assert gini_specialisation(region, nation)[0] == pytest.approx(0.6222222, abs=5e-8)


def test_krugman_indices_of_farhauer_and_kroell() -> None:
    nordic = [
        [45000, 15000, 32000, 10000, 30000],  # Sweden
        [35000, 12000, 30000, 8000, 22000],
        [40000, 10000, 25000, 9000, 18000],
        [30000, 11000, 18000, 3000, 13000],
        [40000, 6000, 11000, 2000, 12000],
    ]
    sweden = krugman_specialisation(nordic, against="mean_of_others")[0]
    assert sweden == pytest.approx(0.1595, abs=5e-5)
    industries = np.array(
        [
            [4320, 7811, 3900, 2300, 47560],  # mining
            [20000, 11000, 31000, 8000, 20000],
            [40000, 10000, 25000, 9000, 16000],
            [10000, 11000, 14000, 14000, 13000],
            [7000, 7500, 11000, 1500, 36000],
        ]
    ).T
    mining = krugman_concentration(industries, against="mean_of_others")[0]
    assert mining == pytest.approx(0.8619, abs=5e-5)


@shared
def test_gini_of_freiburg_and_goettingen() -> None:
    freiburg = _columns("reat_Freiburg.csv")
    index = gini_specialisation([freiburg["e_Freiburg2014"]], freiburg["e_Germany2014"])[0]
    assert index == pytest.approx(0.2089009, abs=5e-8)
    goettingen = _columns("reat_Goettingen.csv")
    index = gini_specialisation([goettingen["Goettingen2017"][1:]], goettingen["BRD2017"][1:])[0]
    assert index == pytest.approx(0.359852, abs=5e-7)


@shared
def test_quotients_of_the_german_states() -> None:
    path = SHARED / "reat_G.regions.industries.csv"
    states, industries, jobs = _cells(path, "region_code", "ind_code", "emp_all")
    table = _table(states, industries, jobs)
    # Berlin's and Hamburg's by hand, from the same file.
    berlin, trade = sorted(set(states)).index("BE"), sorted(set(industries)).index("WZ08-G")
    by_hand = (
        sum(
            j
            for s, i, j in zip(states, industries, jobs, strict=True)
            if (s, i) == ("BE", "WZ08-G")
        )
        / sum(j for s, j in zip(states, jobs, strict=True) if s == "BE")
        / (sum(j for i, j in zip(industries, jobs, strict=True) if i == "WZ08-G") / sum(jobs))
    )
    assert location_quotient(table)[berlin, trade] == pytest.approx(by_hand, rel=1e-12)


# The obvious way.


@settings(deadline=None)
@given(table=TABLES)
def test_indices_are_what_their_formulas_say(table: Table) -> None:
    rows, columns = table.shape
    quotients = location_quotient(table)
    for r in range(rows):
        for i in range(columns):
            expected = (table[r, i] / table[r].sum()) / (table[:, i].sum() / table.sum())
            assert quotients[r, i] == pytest.approx(expected)
    for i in range(columns):
        share = table[:, i] / table[:, i].sum()
        every = table.sum(axis=1) / table.sum()
        assert hoover_concentration(table)[i] == pytest.approx(abs(share - every).sum() / 2)
        entropy = sum(a * math.log(a / b) for a, b in zip(share, every, strict=True) if a)
        assert theil_concentration(table)[i].total == pytest.approx(entropy, abs=1e-12)
        rest = np.delete(table, i, axis=1).sum(axis=1)
        other = abs(share - rest / rest.sum()).sum()
        assert krugman_concentration(table)[i] == pytest.approx(other)
        pairs = abs(quotients[:, i, None] - quotients[None, :, i]).sum()
        mean = quotients[:, i].mean()
        assert gini_concentration(table)[i] == pytest.approx(
            pairs / (2 * rows**2 * mean), abs=1e-12
        )
        # Weighted: mean difference of the quotients of two jobs drawn from all industries.
        weighted = (
            abs(quotients[:, i, None] - quotients[None, :, i]) * every[:, None] * every[None, :]
        ).sum() / 2
        assert gini_concentration(table, weighting="size")[i] == pytest.approx(weighted, abs=1e-12)


@settings(deadline=None)
@given(table=TABLES)
def test_concentration_of_a_table_is_specialisation_of_its_transpose(table: Table) -> None:
    np.testing.assert_allclose(region_shares(table), industry_shares(table.T).T)
    np.testing.assert_allclose(gini_concentration(table), gini_specialisation(table.T))
    for against in ("whole", "others", "mean_of_others"):
        np.testing.assert_allclose(
            krugman_concentration(table, against=against),
            krugman_specialisation(table.T, against=against),
        )
    np.testing.assert_allclose(
        krugman_specialisation(table, against="whole"), 2 * hoover_concentration(table.T)
    )


# Properties.


@settings(deadline=None)
@given(table=TABLES, factor=st.floats(0.01, 1000))
def test_units_and_order_change_nothing(table: Table, factor: float) -> None:
    order = [3, 0, 4, 2, 1]
    np.testing.assert_allclose(
        location_quotient(table[order] * factor), location_quotient(table)[order], rtol=1e-9
    )
    for index in (
        gini_concentration,
        hoover_concentration,
        krugman_concentration,
        lambda t: herfindahl_hirschman(t, axis=0),
    ):
        np.testing.assert_allclose(
            index(table[order] * factor), index(table), rtol=1e-9, atol=1e-12
        )


@settings(deadline=None)
@given(table=TABLES)
def test_quotients_average_to_one(table: Table) -> None:
    weights = table.sum(axis=1) / table.sum()
    np.testing.assert_allclose(weights @ location_quotient(table), 1.0)


def test_the_reference_can_be_wider_than_the_table() -> None:
    table = [[10, 20], [30, 40]]
    given = location_quotient(table, industry_total=[100, 300], grand_total=1000)
    assert given[0].tolist() == pytest.approx([(10 / 30) / 0.1, (20 / 30) / 0.3])


@settings(deadline=None)
@given(
    values=st.lists(st.floats(0.1, 100), min_size=4, max_size=12),
    kind=st.sampled_from(["T", "L"]),
    data=st.data(),
)
def test_theil_splits_between_and_within(
    values: list[float], kind: str, data: st.DataObject
) -> None:
    groups = data.draw(
        st.lists(st.integers(0, 2), min_size=len(values), max_size=len(values)).map(np.array)
    )
    weights = np.array(
        data.draw(st.lists(st.floats(0.1, 9), min_size=len(values), max_size=len(values)))
    )
    split = theil(values, weights, kind=kind, groups=groups)  # type: ignore[arg-type]
    assert split.between + split.within == pytest.approx(split.total, abs=1e-12)
    value = np.array(values)
    inside = 0.0
    for group in set(groups.tolist()):
        mine = groups == group
        part = (value if kind == "T" else weights)[mine].sum() / (
            value if kind == "T" else weights
        ).sum()
        inside += part * theil(value[mine], weights[mine], kind=kind).total  # type: ignore[arg-type]
    assert split.within == pytest.approx(inside, abs=1e-9)


def test_theil_of_groups_without_a_value() -> None:
    assert theil([0, 0, 1, 1], groups=[0, 0, 1, 1]).within == pytest.approx(0)
    assert theil([0, 1], kind="L").total == math.inf


@given(values=st.lists(st.integers(1, 99), min_size=1, max_size=9), times=st.integers(2, 4))
def test_repeating_everything_changes_no_inequality(values: list[int], times: int) -> None:
    assert gini(values * times) == pytest.approx(gini(values), abs=1e-12)
    assert hoover(values * times) == pytest.approx(hoover(values), abs=1e-12)
    assert theil(values * times).total == pytest.approx(theil(values).total, abs=1e-12)


@given(values=st.lists(st.integers(0, 99), min_size=1, max_size=9).filter(any))
def test_lorenz_curve_is_convex_below_the_diagonal(values: list[int]) -> None:
    weight, value = lorenz(values)
    assert (np.diff(value, 2) >= -1e-12).all()
    assert (value <= weight + 1e-12).all()


@pytest.mark.parametrize(("n", "share"), [(8, 0.3), (40, 0.05), (40, 0.6)])
def test_interval_of_a_quotient_covers_at_least_its_level(n: int, share: float) -> None:
    """Summed over every count: not a simulation."""
    counts = np.arange(n + 1.0)
    everyone, region = 10_000.0, 2_000.0
    lower, upper = location_quotient_interval(counts, region, n, everyone, level=0.9)
    truth = share / (region / everyone)
    assert binom.pmf(counts[lower > truth], n, share).sum() <= 0.05 + 1e-12
    assert binom.pmf(counts[upper < truth], n, share).sum() <= 0.05 + 1e-12
    quotients = location_quotient(counts, region, n, everyone)
    assert ((lower <= quotients) & (quotients <= upper)).all()


def test_interval_where_nothing_can_be_said() -> None:
    lower, upper = location_quotient_interval([[0, 0], [0, 7]])
    assert np.isnan(lower[0]).all()
    assert np.isnan(upper[:, 0]).all()
    assert upper[1, 1] == 1.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: location_quotient([[1, -1]]), "activity: got a negative value"),
        (lambda: location_quotient([[1, math.nan]]), "activity: got a value that is NaN"),
        (lambda: location_quotient([1, 2]), "activity: got 1 dimensions"),
        (lambda: location_quotient([[5]], region_total=[4]), "region_total: got less than"),
        (lambda: location_quotient([[5]], region_total=[9, 9]), "region_total: got shape"),
        (lambda: location_quotient([[5]], grand_total=3), "grand_total: got less than"),
        (lambda: location_quotient_interval([[5]], level=1), "level: got 1"),
        (lambda: gini([]), "values: got only zeros or nothing"),
        (lambda: gini([1], [0]), "weights: got a zero"),
        (lambda: theil([1, 2], groups=[1]), "groups: got shape"),
        (lambda: theil([1], kind="Q"), "kind: got 'Q'"),  # type: ignore[arg-type]
        (lambda: krugman_specialisation([[1]], against="me"), "against: got 'me'"),  # type: ignore[arg-type]
        (lambda: gini_concentration([[1], [1]], [1, 0]), "region_total: got a zero"),
        (lambda: gini_specialisation([[1, 1]], [1, 0]), "industry_total: got a zero"),
    ],
)
def test_what_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        call()


def test_empty_regions_and_industries_are_nan_and_harm_no_other() -> None:
    table = np.array([[3.0, 1, 0], [1, 3, 0], [0, 0, 0]])
    assert np.isnan(location_quotient(table)[2]).all()
    assert np.isnan(location_quotient(table)[:, 2]).all()
    for index in (gini_concentration, hoover_concentration, krugman_concentration):
        np.testing.assert_allclose(index(table), [*index(table[:2, :2]), np.nan])
    assert math.isnan(theil_concentration(table)[2].total)
    assert np.isnan(gini_specialisation(table)[2])


def _columns(name: str) -> dict[str, list[float]]:
    """Return the numeric columns of a file."""
    with (SHARED / name).open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return {
        key: [float(row[key]) for row in rows]
        for key in rows[0]
        if rows[0][key].replace(".", "", 1).isdigit()
    }


def _cells(path: Path, *names: str) -> tuple[list[str], list[str], list[float]]:
    """Return three columns of a file."""
    with path.open(encoding="utf-8") as stream:
        rows = [tuple(row[name] for name in names) for row in csv.DictReader(stream)]
    kept = [row for row in rows if row[2]]
    return [row[0] for row in kept], [row[1] for row in kept], [float(row[2]) for row in kept]


def _table(rows: list[str], columns: list[str], values: list[float]) -> Table:
    """Return a table of sums, rows and columns in the order of their names."""
    names, kinds = sorted(set(rows)), sorted(set(columns))
    table = np.zeros((len(names), len(kinds)))
    for row, column, value in zip(rows, columns, values, strict=True):
        table[names.index(row), kinds.index(column)] += value
    return table
