"""Clusters on data frames: each kind gets its own back, and clear refusals."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import pytest

from saidao import measures
from saidao.errors import InvalidInput

RNG = np.random.default_rng(6)
X, Y = RNG.uniform(0, 100, (2, 900))
MILL = np.hypot(X - 30, Y - 60) < 8
PLANTS = {"x": X, "y": Y, "trade": np.where(MILL, "mill", "shop")}
ASKED: dict[str, Any] = {"industry": "trade", "of": "mill", "draws": 99}


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, dict])
def test_a_cluster_of_mills(kind: Any) -> None:
    found = measures.clusters(kind(PLANTS), **ASKED, x="x", y="y")
    assert isinstance(found.summary, kind)
    assert list(found.summary["n"]) == [int(MILL.sum())]
    assert list(found.summary["p"]) == [found.p] == [0.01]
    assert ((found.label == 1) == MILL).all()
    assert abs(next(iter(found.summary["x"])) - 30) < 3


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
        ({"level": 2.0}, "level"),
        ({"reach": -1.0}, "reach"),
        ({"draws": 0}, "draws"),
        ({"weight": "trade"}, "numbers"),
    ],
)
def test_what_cannot_be_measured_is_refused(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        measures.clusters(pd.DataFrame(PLANTS), **{**ASKED, "x": "x", "y": "y", **changes})
