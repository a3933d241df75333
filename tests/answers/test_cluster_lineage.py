"""What becomes of clusters between two days, and their size classes, each kind once by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from tests.answers.test_clusters import TODAY, atlas_with

from saidao.answers.cluster_tiers import counted
from saidao.answers.clusters import clusters
from saidao.answers.shapes.clusters import ClustersView
from saidao.atlas import Atlas

OLD, NEW, GONE = {"opened": "2005-01-01"}, {"opened": "2022-01-01"}, "2021-06-30"
PLACES = {
    "grew": (10.2, 50.2),
    "shrank": (10.7, 50.2),
    "stayed": (11.2, 50.2),
    "born": (10.2, 50.8),
    "died": (10.7, 50.8),
    "merged": (11.2, 50.8),
    "split": (11.6, 50.5),
}
REVENUE = {"grew": 1e9, "shrank": 1e7, "stayed": 2e10, "born": 1e8, "died": 1e9, "merged": 3e10}
"""Of each yard, in CNY; none is known where one was split."""


def yards_at(
    rng: np.random.Generator, kind: str, count: int, east: float = 0.0, **dates: str
) -> Iterator[dict[str, Any]]:
    """Return builders of ships' parts within some hundred metres of a place."""
    lon, lat = PLACES[kind]
    for x, y in rng.uniform(-0.004, 0.004, (count, 2)):
        place = {"lon": lon + east + x, "lat": lat + y}
        yield {"code": "3734", "value": REVENUE.get(kind), **place, **dates}


def pair(rng: np.random.Generator, kind: str, **middle: str) -> Iterator[dict[str, Any]]:
    """Return two yards 5 km apart, others between them, and yards there on one of the days."""
    yield from yards_at(rng, kind, 14, -0.035, **OLD)
    yield from yards_at(rng, kind, 14, 0.035, **OLD)
    lon, lat = PLACES[kind]
    for number, (x, y) in enumerate(rng.uniform(-1, 1, (110, 2))):
        place = {"lon": lon + 0.028 * x, "lat": lat + 0.004 * y}
        if number < 50:
            yield {"code": "3734", "value": REVENUE.get(kind), **place, **middle}
        else:
            yield {"code": "6513", **place, **OLD}


def rows() -> list[dict[str, Any]]:
    """Return a thinly settled land with seven places where something happens."""
    rng = np.random.default_rng(3)
    found = [
        {"code": "6513", "lon": 10.0 + 0.06 * (k % 32), "lat": 50.0 + 0.05 * (k // 32), **OLD}
        for k in range(640)
    ]
    gone = {**OLD, "closed": GONE}
    found += [
        *yards_at(rng, "grew", 12, **OLD), *yards_at(rng, "grew", 12, **NEW),
        *yards_at(rng, "shrank", 12, **OLD), *yards_at(rng, "shrank", 12, **gone),
        *yards_at(rng, "stayed", 15, **OLD),
        *yards_at(rng, "born", 15, **NEW),
        *yards_at(rng, "died", 15, **gone),
        *pair(rng, "merged", **NEW), *pair(rng, "split", **gone),
    ]  # fmt: skip
    return [
        {
            "establishment": str(k),
            "name": f"示例 {k}",
            "code_basis": "given",
            "employees": 10.0,
            **row,
        }
        for k, row in enumerate(found)
    ]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> ClustersView:
    folder = atlas_with(tmp_path_factory.mktemp("city"), rows(), synthetic=True)
    with Atlas.open(folder) as atlas:
        return clusters(atlas.snapshot, folder, TODAY, code="3734")


def at(view: ClustersView, kind: str) -> list[tuple[str, int | None, int]]:
    """Return what became of the clusters near a place, with their sizes on both days."""
    lon, lat = PLACES[kind]
    return sorted(
        (one.change, one.before, one.establishments)
        for one in view.clusters
        if abs(one.lon - lon) < 0.08 and abs(one.lat - lat) < 0.05
    )


@pytest.mark.slow
def test_one_grew_one_shrank_and_one_stayed(found: ClustersView) -> None:
    assert found.dated
    assert at(found, "grew") == [("grew", 12, 24)]
    assert at(found, "shrank") == [("shrank", 24, 12)]
    assert at(found, "stayed") == [("stayed", 15, 15)]


def test_one_was_born_and_one_died(found: ClustersView) -> None:
    assert at(found, "born") == [("born", None, 15)]
    assert at(found, "died") == []
    assert found.died == (15,)


def test_two_merged_and_one_was_split(found: ClustersView) -> None:
    ((change, before, after),) = at(found, "merged")
    assert (change, before) == ("merged", 28)
    assert after == pytest.approx(28 + 50, abs=8)
    halves = at(found, "split")
    assert [change for change, _, _ in halves] == ["split", "split"]
    assert [size for _, _, size in halves] == pytest.approx([14, 14], abs=3)
    assert {before for _, before, _ in halves} == {halves[0][1]}
    assert halves[0][1] == pytest.approx(28 + 50, abs=8)


def test_size_classes_by_hand(found: ClustersView) -> None:
    classes = {}
    for kind in PLACES:
        lon, lat = PLACES[kind]
        classes[kind] = {
            (one.tier.basis, one.tier.tier)
            for one in found.clusters
            if abs(one.lon - lon) < 0.08 and abs(one.lat - lat) < 0.05
        }
    assert classes == {
        "grew": {("value", 1e10)},  # 24 of 1 bn: 百亿级
        "shrank": {("value", None)},  # 12 of 10 m: below all classes
        "stayed": {("value", 1e11)},  # 15 of 20 bn: 千亿级
        "born": {("value", 1e9)},  # 15 of 0.1 bn: 十亿级
        "died": set(),
        "merged": {("value", 1e12)},  # some 78 of 30 bn: 万亿级
        "split": {("none", None)},  # no revenue is known
    }


@pytest.mark.parametrize("tier", [1e9, 1e10, 1e11, 1e12])
def test_a_promise_of_a_class_counts_those_of_that_class_alone(
    found: ClustersView, tier: float
) -> None:
    measured, basis, reason = counted(found.clusters, tier)
    assert (measured, basis) == (1, "value")
    # The two that have no size are told of, and so is what the plan leaves open.
    assert "Another 2 clusters have no size" in reason.en
    assert "does not say what bounds a cluster" in reason.en


def test_a_promise_cannot_be_counted_where_no_size_is_known(found: ClustersView) -> None:
    bare = tuple(one for one in found.clusters if one.tier.basis == "none")
    measured, basis, reason = counted(bare, 1e10)
    assert (measured, basis) == (None, "none")
    assert "No size class" in reason.en
