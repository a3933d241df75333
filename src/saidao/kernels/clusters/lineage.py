"""What became of clusters between two days: born, grew, shrank, merged, split, died."""

from __future__ import annotations

from collections.abc import Hashable, Sequence, Set
from dataclasses import dataclass

__all__ = ["Change", "match_clusters"]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of descent.

    Parameters
    ----------
    kind : str
        ``born``, ``died``, ``grew``, ``shrank``, ``stayed``, ``merged`` or ``split``.
    before, after : tuple of int
        Indices of the clusters, empty for those born or died.
    """

    kind: str
    before: tuple[int, ...]
    after: tuple[int, ...]


def match_clusters(
    before: Sequence[Set[Hashable]],
    after: Sequence[Set[Hashable]],
    *,
    least_share: float = 0.3,
    tolerance: float = 0.1,
) -> tuple[Change, ...]:
    """Match clusters of two days by the members that they share.

    Two clusters belong together where they share at least `least_share` of the members
    of the smaller. One that belongs to several of the other day was split or merged;
    clusters that belong together through others are told as one change.

    Parameters
    ----------
    before, after : sequence of sets
        Members by what identifies them on both days.
    least_share : float
        In (0, 1].
    tolerance : float
        A change of size by no more than this share is ``stayed``.

    Returns
    -------
    tuple of Change
        Each cluster of either day in exactly one change, in order of the first index.

    Raises
    ------
    ValueError
        If `least_share` or `tolerance` is out of its range.

    Examples
    --------
    >>> match_clusters([{1, 2, 3, 4}, {5, 6, 7}], [{1, 2, 3, 4, 5, 6, 7}])
    (Change(kind='merged', before=(0, 1), after=(0,)),)
    """
    if not 0 < least_share <= 1:
        raise ValueError(f"least_share must be in (0, 1], got {least_share}")
    if tolerance < 0:
        raise ValueError(f"tolerance must not be negative, got {tolerance}")
    forward: dict[int, list[int]] = {old: [] for old in range(len(before))}
    backward: dict[int, list[int]] = {new: [] for new in range(len(after))}
    where: dict[Hashable, list[int]] = {}
    for new, members in enumerate(after):
        for member in members:
            where.setdefault(member, []).append(new)
    for old, members in enumerate(before):
        shared: dict[int, int] = {}
        for member in members:
            for new in where.get(member, ()):
                shared[new] = shared.get(new, 0) + 1
        for new, count in sorted(shared.items()):
            if count >= least_share * min(len(members), len(after[new])):
                forward[old].append(new)
                backward[new].append(old)
    changes, told = [], set()
    for start in forward:
        if start in told:
            continue
        olds, news, ahead = {start}, set[int](), [start]
        while ahead:
            old = ahead.pop()
            for new in forward[old]:
                if new not in news:
                    news.add(new)
                    fresh = set(backward[new]) - olds
                    olds |= fresh
                    ahead += sorted(fresh)
        told |= olds
        sizes = sum(len(before[i]) for i in olds), sum(len(after[i]) for i in news)
        kind = kind_of(len(olds), len(news), *sizes, tolerance)
        changes.append(Change(kind, tuple(sorted(olds)), tuple(sorted(news))))
    changes += [Change("born", (), (new,)) for new in backward if not backward[new]]
    return tuple(changes)


def kind_of(olds: int, news: int, size_before: int, size_after: int, tolerance: float) -> str:
    """Return the word for a change by how many clusters and members it joins."""
    if not news:
        return "died"
    if olds > news:
        return "merged"
    if news > olds:
        return "split"
    if size_after > size_before * (1 + tolerance):
        return "grew"
    return "shrank" if size_after < size_before * (1 - tolerance) else "stayed"
