"""Clusters on data frames: each kind gets its own back, and clear refusals."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from scipy import stats

from saidao import measures
from saidao.errors import InvalidInput

RNG = np.random.default_rng(6)
X, Y = RNG.uniform(0, 100, (2, 900))
MILL = np.hypot(X - 30, Y - 60) < 8
PLANTS = {"x": X, "y": Y, "trade": np.where(MILL, "mill", "shop")}
ASKED: dict[str, Any] = {"industry": "trade", "of": "mill", "draws": 99}


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, pa.table, dict])
def test_a_cluster_of_mills(kind: Any) -> None:
    frame = kind(PLANTS)
    found = measures.clusters(frame, **ASKED, x="x", y="y")
    assert isinstance(found.summary, type(frame))
    rows = {
        name: np.asarray(found.summary[name]).tolist() for name in ("cluster", "n", "p", "x", "y")
    }
    assert (rows["cluster"], rows["n"]) == ([1], [int(MILL.sum())])
    assert rows["p"] == [found.p] == [0.01]
    assert ((found.label == 1) == MILL).all()
    assert np.hypot(rows["x"][0] - 30, rows["y"][0] - 60) < 3


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, pa.table, dict])
def test_noise_has_no_cluster(kind: Any) -> None:
    noise = np.random.default_rng(3).permutation(PLANTS["trade"])
    frame = kind({**PLANTS, "trade": noise})
    found = measures.clusters(frame, **ASKED, x="x", y="y")
    assert isinstance(found.summary, type(frame))
    assert len(found.summary["n"]) == 0
    assert not found.label.any()
    assert found.p > 0.05


def test_two_clusters_among_noise_with_the_surest_first() -> None:
    far = np.hypot(X - 75, Y - 20) < 6
    rng = np.random.default_rng(5)
    rich = (MILL & (rng.random(len(X)) < 0.8)) | far | (rng.random(len(X)) < 0.03)
    trade = np.where(rich, "mill", "shop")
    found = measures.clusters(pd.DataFrame({**PLANTS, "trade": trade}), **ASKED, x="x", y="y")
    assert list(found.summary["cluster"]) == [1, 2]
    assert found.summary["p"].is_monotonic_increasing
    assert (found.summary["relative_risk_low"] > 2).all()
    for planted in (MILL, far):
        mine = found.label[planted & (trade == "mill")]
        assert (mine == np.bincount(mine).argmax()).mean() > 0.9
    assert set(found.label[trade == "shop"]) == {0}


def test_no_share_above_nothing_is_refused() -> None:
    frame = pd.DataFrame({**PLANTS, "part": np.where(MILL, 0.0, 1.0)})
    with pytest.raises(InvalidInput, match="share above 0"):
        measures.clusters(frame, **ASKED, x="x", y="y", weight="part")


def test_degrees_are_projected() -> None:
    lon, lat = 10 + X / 100, 60 + Y / 200
    frame = gpd.GeoDataFrame(
        {"trade": PLANTS["trade"]}, geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326"
    )
    found = measures.clusters(frame, **ASKED, reach=20)
    assert found.unit == "km"
    assert len(found.summary) == 1
    named = measures.clusters(
        pd.DataFrame({"lon": lon, "lat": lat, "trade": PLANTS["trade"]}),
        **ASKED, x="lon", y="lat", metric="great_circle", reach=20,
    )  # fmt: skip
    assert (named.label == found.label).all()


def test_several_labels_count_as_one_and_half_shares_as_half() -> None:
    split = np.where(MILL & (X < 30), "saw", PLANTS["trade"])
    frame = pd.DataFrame({**PLANTS, "trade": split, "part": 0.5})
    found = measures.clusters(
        frame, industry="trade", of=["mill", "saw"], x="x", y="y", weight="part", draws=99
    )
    assert (found.label == 1).sum() == MILL.sum()
    whole = measures.clusters(pd.DataFrame(PLANTS), **ASKED, x="x", y="y").summary
    assert found.summary["expected"][0] == pytest.approx(whole["expected"][0] / 2)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"of": "bank"}, "mill"),
        ({"of": []}, "labels"),
        ({"x": "z"}, "column"),
        ({"of": ["mill", "bank"]}, "bank"),
        ({"of": ["mill", "shop"]}, "other industries"),
        ({"level": 2.0}, "level"),
        ({"level": float("nan")}, "level"),
        ({"reach": -1.0}, "reach"),
        ({"draws": 0}, "draws"),
        ({"draws": 9.5}, "draws"),
        ({"seed": -1}, "seed"),
        ({"least_relative_risk": 0.5}, "least_relative_risk"),
        ({"weight": "trade"}, "numbers"),
    ],
)
def test_what_cannot_be_measured_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        measures.clusters(pd.DataFrame(PLANTS), **{**ASKED, "x": "x", "y": "y", **changes})


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, pa.table, dict])
def test_all_industries_have_the_clusters_that_each_has_alone(kind: Any) -> None:
    rng = np.random.default_rng(8)
    trade = np.where(MILL, "mill", rng.choice(["shop", "bank", "inn"], len(X), p=[0.8, 0.15, 0.05]))
    frame = kind({**PLANTS, "trade": trade})
    asked: dict[str, Any] = {"industry": "trade", "x": "x", "y": "y", "draws": 99, "seed": 4}
    found = measures.clusters_by_industry(frame, **asked)
    assert isinstance(found.summary, type(frame))
    assert isinstance(found.clusters, type(frame))
    rows = {name: np.asarray(found.summary[name]).tolist() for name in ("trade", "n", "p")}
    assert rows["trade"] == ["bank", "inn", "mill", "shop"]
    assert sum(rows["n"]) == len(X)
    assert np.asarray(found.summary["passes"]).tolist() == [False, False, True, False]
    assert np.asarray(found.clusters["trade"]).tolist() == ["mill"]
    for name, p in zip(rows["trade"], rows["p"], strict=True):
        alone = measures.clusters(frame, of=name, **asked)
        assert alone.p == p
        mine = trade == name
        assert (alone.label[mine] == found.label[mine]).all()


def test_those_pass_that_benjamini_and_hochberg_let() -> None:
    rng = np.random.default_rng(9)
    x, y = rng.uniform(0, 100, (2, 1_200))
    trade = rng.choice([f"t{k}" for k in range(12)], 1_200).astype(object)
    for number in range(4):
        near = np.argsort(np.hypot(x - 25 - 50 * (number % 2), y - 25 - 50 * (number // 2)))[:40]
        trade[rng.choice(near, 25, replace=False)] = f"t{number}"
    asked: dict[str, Any] = {"industry": "trade", "x": "x", "y": "y", "draws": 199}
    found = measures.clusters_by_industry({"trade": trade, "x": x, "y": y}, **asked, rate=0.2)
    p, passes = np.asarray(found.summary["p"]), np.asarray(found.summary["passes"])
    ours = stats.false_discovery_control(p) <= 0.2
    assert (passes == ours).all()
    assert 4 <= passes.sum() < 12


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"rate": 0.0}, "rate"), ({"industry": "one"}, "one label"), ({"industry": "n"}, "another name")],
)  # fmt: skip
def test_what_all_industries_cannot_be_asked(changes: dict[str, Any], words: str) -> None:
    frame = {**PLANTS, "one": np.full(len(X), "a"), "n": PLANTS["trade"]}
    asked: dict[str, Any] = {"industry": "trade", "x": "x", "y": "y", **changes}
    with pytest.raises(InvalidInput, match=words):
        measures.clusters_by_industry(frame, **asked)
