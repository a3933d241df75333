"""The backtest: no hindsight, the same figures every time, and the figures themselves."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bench.backtest import KERNELS, PAGE, TESTS, Scored, backtest, folds
from bench.backtest_page import BEGIN, END, differences, renewed
from bench.past_targets import past_targets, rows
from saidao.kernels.attainment import FAMILIES
from saidao.kernels.attainment_fit import Past, fit_attainment
from saidao.kernels.attainment_model import named, read_model, tables
from saidao.kernels.calibration import brier_score, coverage

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def past() -> list[Past]:
    """The past targets."""
    return past_targets()


def brier(scored: Sequence[Scored]) -> float:
    """Brier score of the model."""
    said = [one.model for one in scored]
    return float(brier_score(said, [float(one.past.attained) for one in scored]).mean())


def covered(scored: Sequence[Scored]) -> float:
    """Coverage of the intervals of outcomes."""
    intervals = [one.interval for one in scored if one.interval is not None]
    return coverage(*zip(*intervals, strict=True))


def test_facts_are_whole() -> None:
    facts, series = rows("targets"), rows("series")
    assert len({row["id"] for row in facts}) == len(facts)
    sources = {row["source"] for row in rows("sources")}
    assert {row["source"] for row in series} == sources
    points = [(row["series"], row["year"]) for row in series]
    assert len(set(points)) == len(points)
    known = {row["series"] for row in series}
    for row in facts:
        assert row["family"] in FAMILIES, row["id"]
        assert row["attained"] in {"yes", "no", "partly"}, row["id"]
        assert row["evidence"] in {"read", "statement"}, row["id"]
        assert row["target_source"], row["id"]
        assert row["outcome_source"], row["id"]
        assert row["outcome_read_at"], row["id"]
        assert not row["series"] or row["series"] in known, row["id"]
        assert int(row["set_on"][:4]) <= int(row["deadline"]), row["id"]


def test_attained_follows_from_the_figures() -> None:
    checked = 0
    for row in rows("targets"):
        if row["decided_by"] != "figure" or not row["value"] or not row["outcome"]:
            continue
        value, outcome = float(row["value"]), round(float(row["outcome"]), 2)
        if row["programme"] == "eu-renewables-2020":
            outcome = round(outcome, 1)  # Eurostat judges by one decimal.
        if row["direction"] == "two":
            continue
        side = 1 if row["direction"] == "up" else -1
        strict = row["comparator"] in {">", "<"}
        met = side * (outcome - value) > (1e-9 if strict else -1e-9)
        assert met == (row["attained"] == "yes"), row["id"]
        checked += 1
    assert checked > 400


def test_forecasts_see_only_what_was_published(past: list[Past]) -> None:
    lags = {row["id"]: int(row["lag"]) for row in rows("targets")}
    assert any(one.years for one in past)
    for one in past:
        if one.years:
            assert one.years[-1] <= one.target.set_year - 1 - lags[one.id]


@pytest.mark.parametrize("test", TESTS)
def test_folds_keep_apart_what_shares_a_fate(past: list[Past], test: str) -> None:
    scored = 0
    for fitted_on, held_out in folds(past, test):
        scored += len(held_out)
        if test == "place and year":
            assert not {one.cluster for one in fitted_on} & {one.cluster for one in held_out}
        elif test == "programme and year":
            held = {one.programme_year for one in held_out}
            assert not {one.programme_year for one in fitted_on} & held
        elif test == "programme":
            held = {one.target.programme for one in held_out}
            assert not {one.target.programme for one in fitted_on} & held
        else:
            due = max(one.target.deadline for one in fitted_on)
            assert due < min(one.target.set_year for one in held_out)
    assert scored == len(past) or test == "forward"


def test_a_scored_outcome_changes_nothing_that_is_said_of_it(past: list[Past]) -> None:
    """Turning every outcome of a programme leaves what was said of it as it was."""
    some = past[::4]
    name = some[10].target.programme
    turned = [
        dataclasses.replace(one, attained=not one.attained, outcome=None)
        if one.target.programme == name
        else one
        for one in some
    ]
    said = [
        {one.past.id: one.model for one in backtest(given, "programme")} for given in (some, turned)
    ]
    own = [one.id for one in some if one.target.programme == name]
    assert own
    assert [said[0][id_] for id_ in own] == [said[1][id_] for id_ in own]
    others = [one.id for one in some if one.target.programme != name]
    assert [said[0][id_] for id_ in others] != [said[1][id_] for id_ in others]


def test_the_shipped_tables_are_what_the_facts_give(past: list[Past]) -> None:
    shipped = read_model(KERNELS)
    fitted = fit_attainment(past)
    assert fitted.mean == pytest.approx(shipped.mean, abs=1e-5)
    assert fitted.covariance == pytest.approx(shipped.covariance, abs=1e-5)
    assert fitted.known == shipped.known
    for form, errors in shipped.errors.items():
        assert fitted.errors[form].low == pytest.approx(errors.low, abs=1e-5)
        assert fitted.errors[form].high == pytest.approx(errors.high, abs=1e-5)
    again = fit_attainment(past_targets())
    assert tables(named(again)) == tables(named(fitted))


def test_without_its_programme(past: list[Past]) -> None:
    scored = backtest(past, "programme")
    assert brier(scored) == pytest.approx(0.219, abs=0.002)
    assert covered(scored) == pytest.approx(0.77, abs=0.02)
    ahead = {one.baseline: one.brier_intervals["place and year"][0] for one in differences(scored)}
    assert ahead["base rate of the programme"] > 0
    assert ahead["constant"] > 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("test", "expected"), [("place and year", 0.182), ("programme and year", 0.205)]
)
def test_better_than_each_baseline(past: list[Past], test: str, expected: float) -> None:
    scored = backtest(past, test)
    assert len(scored) == len(past) == 582
    assert brier(scored) == pytest.approx(expected, abs=0.002)
    assert 0.75 < covered(scored) < 0.85
    found = differences(scored)
    assert len(found) == 6
    for one in found:
        assert one.brier_intervals["place and year"][0] > 0, one.baseline
        assert one.log_intervals["place and year"][0] > 0, one.baseline


def test_the_page_names_the_shipped_table() -> None:
    text = PAGE.read_text(encoding="utf-8")
    generated = text.partition(BEGIN)[2].partition(END)[0].strip()
    assert f"`{read_model(KERNELS).name}`" in generated
    assert renewed(text, generated) == text
    said = {family for family in FAMILIES if f"| `{family}` |" in generated}
    assert said == set(FAMILIES)


def test_the_picture_is_small_and_inert() -> None:
    text = (ROOT / "docs" / "methods" / "attainment-reliability.svg").read_text(encoding="utf-8")
    assert len(text) < 10_000
    assert "<script" not in text
    assert "href" not in text


def test_outcomes_are_neither_rare_nor_sure(past: list[Past]) -> None:
    assert 0.4 < np.mean([one.attained for one in past]) < 0.8
