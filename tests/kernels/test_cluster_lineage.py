"""What became of clusters from one day to the next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidao.kernels.clusters import match_clusters


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ([{1, 2, 3}], [], [("died", (0,), ())]),
        ([], [{1, 2, 3}], [("born", (), (0,))]),
        ([{1, 2, 3}], [{1, 2, 3, 4, 5}], [("grew", (0,), (0,))]),
        ([{1, 2, 3, 4, 5}], [{1, 2, 3}], [("shrank", (0,), (0,))]),
        ([{1, 2, 3}], [{1, 2, 3}], [("stayed", (0,), (0,))]),
        ([{1, 2, 3}, {4, 5, 6}], [{1, 2, 3, 4, 5, 6}], [("merged", (0, 1), (0,))]),
        ([{1, 2, 3, 4, 5, 6}], [{1, 2, 3}, {4, 5, 6}], [("split", (0,), (0, 1))]),
        ([{1, 2, 3}], [{7, 8, 9}], [("died", (0,), ()), ("born", (), (0,))]),
        # One in six is too little to be the same cluster.
        ([{1, 2, 3, 4, 5, 6}], [{6, 7, 8, 9, 10, 11}], [("died", (0,), ()), ("born", (), (0,))]),
    ],
)
def test_what_became_of_clusters(before, after, told):
    found = match_clusters(before, after)
    assert [(one.kind, one.before, one.after) for one in found] == told


@given(
    st.lists(st.sets(st.integers(0, 30), min_size=1), max_size=6),
    st.lists(st.sets(st.integers(0, 30), min_size=1), max_size=6),
)
def test_every_cluster_of_either_day_is_told_of_once(before, after):
    found = match_clusters(before, after)
    assert sorted(i for one in found for i in one.before) == list(range(len(before)))
    assert sorted(i for one in found for i in one.after) == list(range(len(after)))
