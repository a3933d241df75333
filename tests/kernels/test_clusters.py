"""Clusters against chance: planted ones are found, noise gives none, water makes none."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from saidao.kernels.clusters import Control, clusters_in, find_clusters
from saidao.kernels.clusters.chance import scan_few, scan_many
from saidao.kernels.clusters.control import SCALES, SIZES
from saidao.kernels.clusters.detection import STANDS_OUT, Scan
from saidao.kernels.clusters.drawing import draw_sites, put_back
from saidao.kernels.clusters.leaves import adjacency, neighbourhoods, partition, places_of
from saidao.kernels.clusters.scanning import disc_excess, excess, join, mark_all, root
from saidao.kernels.clusters.steps import in_steps
from saidao.kernels.clusters.surplus import apart


def town(rng: np.random.Generator, count: int, spread: float = 3_000.0) -> np.ndarray:
    """Return sites in metres: a dense middle and a thin land around it."""
    points = rng.normal(scale=spread, size=(count, 2))
    wide = rng.random(count) < 0.3
    points[wide] = rng.uniform(-30_000, 30_000, (int(wide.sum()), 2))
    return points


def marked(count: int, chosen: np.ndarray) -> np.ndarray:
    weight = np.zeros(count)
    weight[chosen] = 1.0
    return weight


def test_a_planted_cluster_is_found_where_it_lies():
    rng = np.random.default_rng(4)
    points = town(rng, 4_000)
    noise = rng.choice(4_000, 100, replace=False)
    around = np.argsort(np.hypot(points[:, 0] - 4_000, points[:, 1] - 2_000))[:80]
    planted = rng.choice(around, 30, replace=False)
    weight = marked(4_000, np.r_[noise, planted])
    found = find_clusters(*points.T, weight, draws=199, seed=1)
    assert len(found.clusters) == 1
    (cluster,) = found.clusters
    assert np.isin(planted, cluster.members).mean() > 0.9
    assert len(cluster.members) <= 40
    assert cluster.p == 1 / 200
    assert cluster.relative_risk_low > 3
    assert cluster.relative_risk_low < cluster.relative_risk < cluster.relative_risk_high
    assert set(np.flatnonzero(found.label == 0)) == set(cluster.members)
    assert cluster.cases == weight[cluster.sites].sum()


def test_expected_is_the_share_of_the_sites():
    rng = np.random.default_rng(4)
    points = town(rng, 1_000)
    weight = marked(1_000, np.argsort(np.hypot(*(points - 1_000).T))[:25])
    (cluster, *_) = find_clusters(*points.T, weight, draws=99).clusters
    assert cluster.expected == pytest.approx(25 * len(cluster.sites) / 1_000)
    inside, outside = cluster.cases / len(cluster.sites), 25 - cluster.cases
    if outside:
        assert cluster.relative_risk == pytest.approx(
            inside / (outside / (1_000 - len(cluster.sites)))
        )


@pytest.mark.slow
def test_density_alone_is_no_cluster():
    # The industry follows all establishments, most of which lie in the middle.
    rng = np.random.default_rng(11)
    points = town(rng, 1_200, spread=800)
    chances = [
        find_clusters(
            *points.T, marked(1_200, rng.choice(1_200, 100, replace=False)), draws=39, seed=seed
        ).p
        for seed in range(30)
    ]
    # At 5 % three of thirty would already be seldom (p = 0.19), six next to impossible.
    assert sum(p <= 0.05 for p in chances) < 6


@pytest.mark.slow
def test_no_more_maps_of_noise_hold_a_cluster_than_the_level_says():
    rng = np.random.default_rng(3)
    points = rng.uniform(size=(400, 2))
    hits = sum(
        bool(
            find_clusters(
                *points.T, marked(400, rng.choice(400, 40, replace=False)), draws=19, seed=seed
            ).clusters
        )
        for seed in range(120)
    )
    # Binomial(120, 0.05): 14 or more has a chance below 0.002.
    assert hits < 14


def test_an_island_does_not_inherit_the_cluster_of_the_shore():
    rng = np.random.default_rng(8)
    shore = rng.uniform([0, 0], [10_000, 10_000], (2_000, 2))
    island = rng.uniform([30_000, 0], [31_000, 1_000], (40, 2))
    points = np.r_[shore, island]
    rich = np.argsort(np.hypot(shore[:, 0] - 9_500, shore[:, 1] - 500))[:60]
    weight = marked(2_040, np.r_[rng.choice(rich, 40, replace=False), 2_005])
    found = find_clusters(*points.T, weight, reach=5_000, draws=99)
    assert len(found.clusters) == 1
    assert not np.isin(np.arange(2_000, 2_040), found.clusters[0].sites).any()


def test_a_river_parts_no_cluster_and_makes_none():
    # Two banks 600 m apart, no establishment on the water; the cluster lies on both.
    east = []
    for seed in range(4):
        rng = np.random.default_rng(seed)
        points = rng.uniform(0, 10_000, (3_000, 2))
        points = points[np.abs(points[:, 0] - 5_000) > 300]
        near = np.flatnonzero(np.hypot(points[:, 0] - 5_000, points[:, 1] - 5_000) < 1_000)
        chosen = rng.choice(near, len(near) // 2, replace=False)
        weight = marked(len(points), np.r_[chosen, rng.choice(len(points), 60, replace=False)])
        found = find_clusters(*points.T, weight, reach=2_000, draws=99)
        assert len(found.clusters) == 1
        assert np.isin(chosen, found.clusters[0].members).mean() > 0.7
        east.append((points[found.clusters[0].members, 0] > 5_000).mean())
    assert min(east) > 0
    assert 0.3 < np.mean(east) < 0.7


def test_fractional_shares_count_as_shares():
    rng = np.random.default_rng(5)
    points = town(rng, 2_000)
    near = np.argsort(np.hypot(*points.T))[:100]
    weight = np.zeros(2_000)
    weight[rng.choice(2_000, 100, replace=False)] = 0.5
    weight[rng.choice(near, 60, replace=False)] = 0.5
    found = find_clusters(*points.T, weight, draws=99)
    halves = find_clusters(*points.T, 2 * weight, draws=99)
    assert len(found.clusters) == 1
    assert found.clusters[0].cases == pytest.approx(halves.clusters[0].cases / 2)
    assert found.p == halves.p


@pytest.mark.parametrize(("move", "scale"), [((0, 0), 1.0), ((1e6, -2e6), 1.0), ((0, 0), 0.001)])
def test_moving_or_scaling_the_map_changes_nothing(move, scale):
    rng = np.random.default_rng(6)
    points = town(rng, 1_500)
    weight = marked(1_500, np.argsort(np.hypot(*(points - 2_000).T))[:30])
    plain = find_clusters(*points.T, weight, draws=49, reach=8_000)
    other = find_clusters(*(points * scale + move).T, weight, draws=49, reach=8_000 * scale)
    assert [one.members.tolist() for one in other.clusters] == [
        one.members.tolist() for one in plain.clusters
    ]
    assert other.p == plain.p


def test_the_same_seed_gives_the_same_answer_whatever_the_threads():
    import numba

    rng = np.random.default_rng(2)
    points = town(rng, 3_000)
    weight = marked(3_000, rng.choice(3_000, 200, replace=False))
    before = numba.get_num_threads()
    try:
        numba.set_num_threads(1)
        one = find_clusters(*points.T, weight, draws=49, seed=7).p
        numba.set_num_threads(before)
        assert find_clusters(*points.T, weight, draws=49, seed=7).p == one
    finally:
        numba.set_num_threads(before)


def test_none_or_all_of_the_industry_or_no_sites():
    same = np.arange(50.0)
    assert find_clusters(same, same, np.zeros(50)).clusters == ()
    assert find_clusters(same, same, np.ones(50)).clusters == ()
    assert find_clusters([], [], []).clusters == ()


@pytest.mark.parametrize(("sites", "cases"), [(50, 10), (2_000, 100), (30_000, 900)])
def test_rows_in_order_of_industry_at_one_address_are_no_cluster(sites, cases):
    # Nothing but the order of rows tells the cases apart from the others there.
    same = np.zeros(sites)
    weight = marked(sites, np.arange(cases))
    found = find_clusters(same, same, weight, draws=39, most_leaves=5_000)
    assert found.clusters == ()
    assert found.p > 0.05


def test_a_tower_is_a_cluster_whole_or_not_at_all():
    rng = np.random.default_rng(1)
    tower = np.repeat(np.arange(40), 50)
    at = rng.uniform(0, 10_000, (40, 2))[tower]
    rich = rng.choice(np.flatnonzero(tower == 7), 30, replace=False)
    weight = marked(2_000, np.union1d(rich, rng.choice(2_000, 150, replace=False)))
    for order in (np.argsort(-weight, kind="stable"), rng.permutation(2_000)):
        (cluster,) = find_clusters(*at[order].T, weight[order], draws=99).clusters
        assert (tower[order][cluster.sites] == 7).all()
        assert len(cluster.sites) == 50


def test_all_cases_at_one_address_among_others_elsewhere():
    rng = np.random.default_rng(2)
    points = rng.uniform(size=(1_000, 2))
    points[:60] = 0.4
    (cluster, *others) = find_clusters(*points.T, marked(1_000, np.arange(60)), draws=99).clusters
    assert not others
    assert set(range(60)) <= set(cluster.members.tolist())
    assert len(cluster.sites) < 90


@pytest.mark.parametrize("share", [0.4, 0.5])
def test_a_large_industry_has_clusters_by_its_odds(share):
    # Of twice a share of 50 % there can be none: what counts is twice the odds.
    rng = np.random.default_rng(3)
    points = rng.uniform(size=(2_000, 2))
    inside = np.hypot(*(points - 0.5).T) < 0.2
    rich = rng.random(2_000) < np.where(inside, 0.9, share - 0.1)
    (cluster,) = find_clusters(*points.T, rich.astype(float), draws=99).clusters
    assert inside[cluster.sites].mean() > 0.8
    even = rng.random(2_000) < share
    assert find_clusters(*points.T, even.astype(float), draws=99).p > 0.05


@pytest.mark.parametrize("slope", [0.0, 2.0])
def test_sites_on_one_line(slope):
    along = np.arange(400.0)
    rich = np.abs(along - 150) < 10
    found = find_clusters(along, slope * along, rich.astype(float), draws=99)
    assert [one.members.tolist() for one in found.clusters] == [np.flatnonzero(rich).tolist()]


def test_fifty_sites_are_enough_for_a_plain_cluster():
    rng = np.random.default_rng(5)
    points = rng.uniform(size=(50, 2))
    near = np.argsort(np.hypot(*(points - 0.5).T))[:9]
    (cluster,) = find_clusters(*points.T, marked(50, near), draws=99).clusters
    assert np.isin(near, cluster.members).mean() > 0.7
    assert find_clusters(*points.T, marked(50, rng.choice(50, 9, False)), draws=99).p > 0.05


def test_a_long_cluster_is_one():
    # Along a road, eight times as long as wide: no disc holds it.
    rng = np.random.default_rng(8)
    points = rng.uniform(-10, 10, (4_000, 2))
    road = (np.abs(points[:, 0]) < 6) & (np.abs(points[:, 1]) < 0.75)
    planted = rng.choice(np.flatnonzero(road), int(road.sum()) * 2 // 3, replace=False)
    weight = marked(4_000, np.r_[planted, rng.choice(4_000, 150, replace=False)])
    (cluster, *others) = find_clusters(*points.T, weight, draws=99).clusters
    assert np.isin(planted, cluster.members).mean() > 0.8
    assert not any(road[one.sites].any() for one in others)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"x": [0.0, np.nan, 1.0]}, "finite"),
        ({"weight": [1.0, -1.0, 0.0]}, "negative"),
        ({"y": [0.0]}, "one length"),
        ({"level": 0.0}, "level"),
        ({"reach": -1.0}, "reach"),
        ({"draws": 0}, "at least 1"),
        ({"least_relative_risk": 0.5}, "at least 1"),
    ],
)
def test_what_cannot_be_used_is_refused(changes, words):
    good = {"x": [0.0, 1.0, 2.0], "y": [0.0, 1.0, 2.0], "weight": [1.0, 0.0, 0.0]}
    with pytest.raises(ValueError, match=words):
        find_clusters(**{**good, **changes})


def test_excess_is_that_of_two_shares():
    assert excess(3.0, 50.0, 20.0, 200.0) == 0.0
    # 10 of 40 inside, 10 of 60 outside, 20 of 100 in all, by hand.
    by_hand = (
        10 * np.log(0.25) + 30 * np.log(0.75) + 10 * np.log(1 / 6) + 50 * np.log(5 / 6)
        - 20 * np.log(0.2) - 80 * np.log(0.8)
    )  # fmt: skip
    assert excess(10.0, 40.0, 20.0, 100.0) == pytest.approx(by_hand)
    # All cases inside; all sites inside cases.
    assert excess(5.0, 10.0, 5.0, 50.0) == pytest.approx(
        5 * np.log(0.5) + 5 * np.log(0.5) - 5 * np.log(0.1) - 45 * np.log(0.9)
    )
    assert excess(5.0, 5.0, 5.0, 50.0) == pytest.approx(-5 * np.log(0.1) - 45 * np.log(0.9))


def greatest_plainly(control, scan, asked, draws, seed):
    """Scan random maps as the real one, with one map and one leaf after another."""
    greatest = np.zeros((draws, len(STANDS_OUT) + 1))
    order = np.arange(len(control.leaf), dtype=np.int32)
    moved = np.empty(len(asked.steps), np.int64)
    count, sites = len(control.sizes), len(control.leaf)
    for draw in range(draws):
        draw_sites(order, moved, seed, draw)
        drawn = control.leaf[order[: len(moved)]]
        assert len(set(order[: len(moved)].tolist())) == len(moved)
        put_back(order, moved)
        assert (order == np.arange(sites)).all()
        cases = np.bincount(drawn, asked.steps, count).astype(np.int64)
        heat, most = np.zeros(count, np.uint8), np.zeros(len(SIZES), np.int64)
        needed = (SCALES, control.kind, scan.needed, scan.needed_inside)
        mark_all(cases, control.nearest, control.within, SIZES, *needed, heat, most)
        total = asked.steps.sum() / asked.unit
        for threshold in range(len(STANDS_OUT)):
            hot = heat > threshold
            joined = control.edges[hot[control.edges].all(axis=1)]
            graph = coo_array((np.ones(len(joined)), joined.T), shape=(count, count))
            part = connected_components(graph, directed=False)[1]
            for one in set(part[hot].tolist()):
                leaves = np.flatnonzero(hot & (part == one))
                found = excess(
                    cases[leaves].sum() / asked.unit, control.sizes[leaves].sum(), total, sites
                )
                greatest[draw, threshold] = max(greatest[draw, threshold], found)
        for size, each in zip(SIZES.tolist(), most.tolist(), strict=True):
            found = disc_excess(each / asked.unit, size, sites / count, total, sites, asked.least)
            greatest[draw, -1] = max(greatest[draw, -1], found)
    return greatest


@pytest.mark.parametrize("reach", [0.1, 0.4, np.inf])
@pytest.mark.parametrize(
    ("sites", "cases", "shares"),
    [(300, 2, False), (300, 6, False), (300, 6, True), (300, 150, True), (900, 30, False),
     (900, 30, True)],
)  # fmt: skip
def test_all_ways_of_scanning_by_chance_say_the_same(sites, cases, shares, reach):
    rng = np.random.default_rng(cases)
    points = rng.uniform(size=(sites, 2))
    points[: sites // 5] = points[sites // 5 : 2 * (sites // 5)]
    control = Control(*points.T, reach=reach, most_leaves=300)
    weight = marked(sites, rng.choice(sites, cases, replace=False))
    if shares:
        weight *= rng.choice([0.25, 0.4, 1.0], sites)
    scan = Scan(control, weight, np.flatnonzero(weight), 2.0)
    ground = scan.ground()
    for kind in (np.uint16, np.uint32):
        asked = scan.asked(kind)
        plain = greatest_plainly(control, scan, asked, 7, 5)
        assert (plain > 0).any()
        for scanned in (scan_few, scan_many):
            found = np.zeros_like(plain)
            scanned(ground, asked, 5, 7, 0, 1, found)
            np.testing.assert_allclose(found, plain, rtol=1e-12)


@pytest.mark.parametrize(
    ("weights", "steps"),
    [
        ([0.4, 1.0, 0.4], [2, 5, 2]),
        ([3.0, 3.0], [1, 1]),
        ([0.33, 1.0], [33, 100]),
        ([0.1, 0.2, 0.7], [1, 2, 7]),
    ],
)
def test_shares_are_counted_in_steps_of_their_own(weights, steps):
    assert in_steps(np.array(weights)).tolist() == steps


def test_other_weights_are_rounded_to_fine_steps():
    weights = np.random.default_rng(3).lognormal(size=500)
    steps = in_steps(weights)
    assert steps.sum() == pytest.approx(2_000_000_000, abs=500)
    assert steps / steps.sum() == pytest.approx(weights / weights.sum(), rel=1e-5)
    assert in_steps(np.array([1e-300, 1.0])).tolist() == [1, 2_000_000_000]


def test_a_random_map_of_fewer_cases_lies_in_that_of_more():
    for draws in range(3):
        found = []
        for count in (5, 40):
            order, moved = np.arange(100, dtype=np.int32), np.empty(count, np.int64)
            draw_sites(order, moved, 9, draws)
            found.append(order[:count].tolist())
        assert found[1][:5] == found[0]


def test_all_sites_are_drawn_as_often():
    counts = np.zeros((3, 12))
    order, moved = np.arange(12, dtype=np.int32), np.empty(3, np.int64)
    for draw in range(6_000):
        draw_sites(order, moved, 4, draw)
        counts[np.arange(3), order[:3]] += 1
        put_back(order, moved)
    # Chi-square of 11 degrees of freedom: above 31.3 once in a thousand.
    assert (((counts - 500) ** 2 / 500).sum(axis=1) < 31.3).all()


def test_an_industry_has_the_same_clusters_alone_and_after_others():
    rng = np.random.default_rng(12)
    points = town(rng, 1_500)
    near = np.argsort(np.hypot(*(points - 2_000).T))[:60]
    industries = [marked(1_500, rng.choice(1_500, n, replace=False)) for n in (30, 200, 30)]
    industries[2][rng.choice(near, 30, replace=False)] = 1.0
    among = Control(*points.T)
    for weight in (*industries, industries[0]):
        one = clusters_in(among, weight, draws=49)
        alone = find_clusters(*points.T, weight, draws=49)
        assert (one.p, one.refused, one.label.tolist()) == (
            alone.p, alone.refused, alone.label.tolist(),
        )  # fmt: skip
    # Two of one size ask for the same random maps.
    assert len(among.by_chance) == 3


def test_each_leaf_of_a_place_touches_its_own_and_the_next_place():
    x = np.array([0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 9.0])
    edges = adjacency(x, np.zeros(8), places_of(x, np.zeros(8)), 2.0)
    for without in range(5):
        # Whichever leaf of the first place is cold, the others are joined to the second.
        heat = np.ones(8, np.uint8)
        heat[without] = 0
        parent = np.arange(8, dtype=np.int32)
        join(edges, heat, 0, parent)
        tops = {root(parent, leaf) for leaf in range(7) if leaf != without}
        assert len(tops) == 1
        assert root(parent, 7) == 7


@given(
    st.integers(1, 400).flatmap(
        lambda n: st.tuples(st.just(n), st.integers(1, 50), st.integers(0, 2**32 - 1))
    )
)
def test_leaves_hold_the_same_number_of_sites(drawn):
    count, most, seed = drawn
    rng = np.random.default_rng(seed)
    # Few distinct places, so that many lie at one.
    x, y = rng.integers(0, 5, count) * 1.0, rng.integers(0, 5, count) * 1.0
    sizes = np.bincount(partition(x, y, most))
    assert sizes.sum() == count
    assert sizes.max() - sizes.min() <= (1 if count > most else 0)
    assert len(sizes) <= max(most, 1)


def test_a_leaf_is_its_own_first_neighbour_even_among_others_at_its_place():
    nearest, within = neighbourhoods(np.zeros(20), np.zeros(20), 8, 1.0)
    assert (nearest[:, 0] == np.arange(20)).all()
    assert all(len(set(row)) == 8 for row in nearest.tolist())
    assert (within == 8).all()


def test_the_greatest_over_families_tests_as_its_own_rank_says():
    # Excess of two families of unlike size; the real map is the greatest at the second only.
    rng = np.random.default_rng(0)
    by_chance = rng.exponential([1.0, 100.0], (99, 2))
    real = float(by_chance[:, 1].max() + 500)
    inner, outer = np.array([3, 4]), np.array([2, 3, 4, 5])
    middling = float(np.median(by_chance[:, 0])) + 0.1
    found = [[(0.1, outer), (middling, np.array([9]))], [(real, inner)]]
    first, second = apart(found, by_chance, lambda leaves: leaves, 10)
    assert (first.leaves.tolist(), first.p) == ([3, 4], 1 / 100)
    # The wide one holds the dense one and is left out; the other stays and is no cluster.
    assert second.leaves.tolist() == [9]
    assert second.p > 0.5
    # Where one reaches over the place of another it is left out as well.
    (alone,) = apart(found, by_chance, lambda leaves: np.union1d(leaves, [9]), 10)
    assert alone.leaves.tolist() == [3, 4, 9]


def test_of_places_as_sure_as_one_another_the_one_of_most_surplus_is_taken():
    # Both beyond all random maps; the wide one by more beyond what its family has by chance.
    by_chance = np.random.default_rng(1).exponential([1.0, 5.0], (99, 2))
    narrow, wide = np.array([3, 4]), np.arange(8)
    (taken,) = apart([[(40.0, narrow)], [(80.0, wide)]], by_chance, lambda leaves: leaves, 8)
    assert taken.leaves.tolist() == wide.tolist()


def test_a_wide_thin_cluster_and_a_dense_one_are_both_found():
    rng = np.random.default_rng(12)
    points = rng.uniform(0, 10_000, (4_000, 2))
    dense = np.argsort(np.hypot(*(points - [2_000, 2_000]).T))[:40]
    thin = np.argsort(np.hypot(*(points - [7_500, 7_500]).T))[:300]
    chosen = [rng.choice(dense, 25, False), rng.choice(thin, 60, False)]
    weight = marked(4_000, np.r_[rng.choice(4_000, 80, False), *chosen])
    found = find_clusters(*points.T, weight, draws=99)
    for planted in chosen:
        assert any(np.isin(planted, one.members).mean() > 0.6 for one in found.clusters)
