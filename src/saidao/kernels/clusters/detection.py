"""Find where an industry sits together more than chance allows, and how surely."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from saidao.kernels.clusters.control import SCALES, SIZES, Control
from saidao.kernels.clusters.leaves import MOST_LEAVES
from saidao.kernels.clusters.steps import in_steps
from saidao.kernels.clusters.surplus import apart

if TYPE_CHECKING:
    from saidao.kernels.clusters.chance import Asked, Ground

__all__ = ["Cluster", "Clustering", "clusters_in", "find_clusters"]

STANDS_OUT = (1e-2, 1e-3, 1e-4)
"""Chances that a neighbourhood stands out by itself, falling.

They decide only which components are tested: wide and thin clusters show at the first, and
the last draws the bounds of dense ones.
"""

NEVER = 2**40
"""Steps that no neighbourhood has."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster, with what speaks for it.

    Parameters
    ----------
    sites : ndarray of int
        Indices of all sites, of whatever industry, in its leaves.
    members : ndarray of int
        Indices of the sites of the industry among them.
    cases : float
        Sum of the members' weights.
    expected : float
        What chance would put among `sites`.
    relative_risk : float
        Share of the industry among `sites` over its share elsewhere, at least 1; infinite
        where all of the industry lies here.
    relative_risk_low, relative_risk_high : float
        Its 95 % interval by the exact odds of two counts, not corrected for the cluster
        having been searched for.
    excess : float
        Kulldorff's log-likelihood ratio.
    p : float
        Chance that a map without any cluster holds a place with so great an excess.
    """

    sites: NDArray[np.int64]
    members: NDArray[np.int64]
    cases: float
    expected: float
    relative_risk: float
    relative_risk_low: float
    relative_risk_high: float
    excess: float
    p: float


@dataclass(frozen=True, slots=True)
class Clustering:
    """The clusters of one industry, the greatest excess first.

    Parameters
    ----------
    clusters : tuple of Cluster
        Those with ``p <= level``.
    label : ndarray of shape (n_sites,), int32
        Index of the cluster of each member site, -1 for all others.
    refused : int
        Places that stood out and that chance would give too often.
    p : float
        The least p of any place; 1 where nothing stood out more than half of the random maps do.
    level, draws, leaves : float, int, int
        What was asked, random maps made, leaves used.
    """

    clusters: tuple[Cluster, ...]
    label: NDArray[np.int32]
    refused: int
    p: float
    level: float
    draws: int
    leaves: int


def find_clusters(
    x: ArrayLike,
    y: ArrayLike,
    weight: ArrayLike,
    *,
    reach: float = np.inf,
    level: float = 0.05,
    least_relative_risk: float = 2.0,
    least_members: int = 3,
    draws: int = 999,
    seed: int = 0,
    most_leaves: int = MOST_LEAVES,
) -> Clustering:
    r"""Find clusters of an industry against all establishments as the control.

    The sites of all industries are grouped into leaves of equal size. Two families of places
    are looked at. *Discs* are a leaf with its nearest ones, up to 256, as of Kulldorff.
    *Components* may have any shape: a leaf stands out where the industry's share among its
    nearest 4, 8, 16 and up to 256 leaves is more than chance allows, at each of three levels
    (`STANDS_OUT`); those that stand out and touch (share an edge of the Delaunay
    triangulation no longer than `reach`) are one. Of either kind only those count whose odds
    are `least_relative_risk` times those overall. The excess of a place is the logarithm of
    the likelihood ratio of two shares against one,

    .. math:: \lambda = c \log\frac{c}{e} + (C - c) \log\frac{C - c}{C - e}
        + (n - c) \log\frac{n - c}{n - e} + (N - C - n + c) \log\frac{N - C - n + c}{N - C - n + e}

    for :math:`c` of all :math:`C` cases on :math:`n` of all :math:`N` sites, where
    :math:`e = C n / N` are expected. The same scan runs over `draws` maps on which the
    industry's weights lie on sites drawn without replacement. A place is a cluster where no
    more than the share `level` of those maps holds one with as great an excess, measured in
    what the greatest excess of its family varies by. So on a map without clusters the chance
    of any cluster at all is at most `level`, and the false discovery rate with it, exactly and
    for any pattern of sites: density, rivers and islands are in the control as well. Of
    places over one another the one least by chance is taken, and of those as sure as one
    another the one whose excess is farthest beyond what its family has by chance. Sites at
    one address are taken together.

    Parameters
    ----------
    x, y : array_like of shape (n_sites,)
        Coordinates of all establishments in one unit of length, projected. Finite.
    weight : array_like of shape (n_sites,)
        Share of each establishment that belongs to the industry, 0 to 1 or any
        non-negative weight; 0 for the others.
    reach : float
        Neighbours farther apart than this do not count, in the unit of `x`.
    level : float
        Chance of a false cluster on a map without clusters, in (0, 1).
    least_relative_risk : float
        How many times its odds overall an industry must have in a cluster; at least 1. For
        a small industry that is so many times its share. It says what is called a cluster,
        and has no part in how sure it is.
    least_members : int
        Clusters of fewer sites of the industry are not reported.
    draws : int
        Random maps; ``p`` cannot be less than ``1 / (draws + 1)``.
    seed : int
        Of the random maps; the same seed gives the same answer on any machine.
    most_leaves : int
        The finest division of the sites.

    Returns
    -------
    Clustering
        No cluster where fewer than `least_members` sites belong to the industry or all do.

    Raises
    ------
    ValueError
        If shapes disagree, a value is not finite, a weight is negative, or a setting is
        out of its range.

    References
    ----------
    .. [1] Kulldorff, M. (1997). A spatial scan statistic. Communications in Statistics:
       Theory and Methods 26(6), 1481-1496.
    .. [2] Nichols, T. and Holmes, A. (2002). Nonparametric permutation tests for
       functional neuroimaging. Human Brain Mapping 15(1), 1-25.

    Examples
    --------
    Ten shops of a kind side by side among a hundred in a row:

    >>> import numpy as np
    >>> along = np.arange(100.0)
    >>> kind = (along >= 40) & (along < 50)
    >>> found = find_clusters(along, np.zeros(100), kind, draws=99)
    >>> [len(one.members) for one in found.clusters]
    [10]
    """
    control = Control(x, y, reach=reach, most_leaves=most_leaves)
    return clusters_in(
        control,
        weight,
        level=level,
        least_relative_risk=least_relative_risk,
        least_members=least_members,
        draws=draws,
        seed=seed,
    )


def clusters_in(
    control: Control,
    weight: ArrayLike,
    *,
    level: float = 0.05,
    least_relative_risk: float = 2.0,
    least_members: int = 3,
    draws: int = 999,
    seed: int = 0,
) -> Clustering:
    """Find the clusters of one industry of many: `find_clusters` on a control made before.

    Parameters
    ----------
    control : Control
        All establishments.
    weight, level, least_relative_risk, least_members, draws, seed
        As for `find_clusters`.

    Returns
    -------
    Clustering

    Raises
    ------
    ValueError
        As `find_clusters`.
    """
    weights = checked(weight, len(control.leaf))
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, got {level}")
    if not 1 <= least_relative_risk < np.inf:
        raise ValueError(f"least_relative_risk must be at least 1, got {least_relative_risk}")
    for name, value, least in (
        ("least_members", least_members, 1),
        ("draws", draws, 1),
        ("seed", seed, 0),
    ):
        if not isinstance(value, int | np.integer) or not least <= value < 2**63:
            raise ValueError(f"{name} must be a whole number of at least {least}, got {value}")
    cases = np.flatnonzero(weights > 0)
    none = np.full(len(weights), -1, np.int32)
    if len(cases) < least_members or len(cases) == len(weights):
        return Clustering((), none, 0, 1.0, level, draws, 0)
    return Scan(control, weights, cases, least_relative_risk).clusters(
        level, least_members, draws, seed
    )


def checked(weight: ArrayLike, count: int) -> NDArray[np.float64]:
    """Return weights as an array, refused where they cannot be used."""
    weights = np.ascontiguousarray(weight, np.float64)
    if weights.shape != (count,):
        raise ValueError(f"x, y and weight must be of one length, got {weights.shape} weights")
    if not np.isfinite(weights).all():
        raise ValueError("weight must be finite")
    if (weights < 0).any():
        raise ValueError("weight must not be negative")
    return weights


class Scan:
    """One industry on its control, with what neighbourhoods need to stand out."""

    def __init__(
        self,
        control: Control,
        weights: NDArray[np.float64],
        cases: NDArray[np.int64],
        least_relative_risk: float,
    ) -> None:
        self.control, self.weights, self.cases = control, weights, cases
        self.steps = np.zeros(len(weights), np.int64)
        self.steps[cases] = in_steps(weights[cases])
        self.total = int(self.steps.sum())
        self.unit = float(np.sum(self.steps.astype(np.float64) ** 2) / self.total)
        share = self.total / len(weights) / self.unit
        self.least = least_relative_risk * share / (1 - share + least_relative_risk * share)
        self.needed, self.needed_inside = self._needed(share)

    def _needed(self, share: float) -> tuple[NDArray[np.int64], ...]:
        """Return the steps that neighbourhoods of each kind need to stand out, and inner ones.

        Weights are counted in units whose variance is that of a count; the tail is the
        binomial one. A scale that is not used needs what there never is.
        """
        around, inside = self.control.sites_around, self.control.sites_inside
        different, which = np.unique(around, return_inverse=True)
        tail = stats.binom.isf(np.array(STANDS_OUT), different[:, None], share) + 1
        least = np.maximum(tail, self.least * different[:, None])[which]
        found = []
        for needed in (least.reshape(*around.shape, -1), inside * self.least):
            # Of what is a whole number of units, rounding must not ask a step more.
            steps = np.ceil(needed * self.unit * (1 - 1e-6))
            found.append(np.nan_to_num(steps, nan=NEVER).astype(np.int64))
        return tuple(found)

    def clusters(self, level: float, least_members: int, draws: int, seed: int) -> Clustering:
        """Scan the map and as many random ones, and keep what chance would not give."""
        from saidao.kernels.clusters.scanning import mark_all

        control = self.control
        count = len(control.sizes)
        cases = np.bincount(control.leaf, self.steps, count).astype(np.int64)
        heat = np.zeros(count, np.uint8)
        mark_all(
            cases, control.nearest, control.within, SIZES, SCALES, control.kind, self.needed,
            self.needed_inside, heat, np.zeros(len(SIZES), np.int64),
        )  # fmt: skip
        label = np.full(len(self.weights), -1, np.int32)
        by_chance = self._by_chance(draws, seed)
        discs = self._discs(cases, float(np.median(by_chance[:, -1])))
        found = [*self._components(cases, heat), discs]
        clusters: list[Cluster] = []
        refused, least_p = 0, 1.0
        for one in apart(found, by_chance, control.whole, count):
            least_p = min(least_p, one.p)
            within = np.zeros(count, np.bool_)
            within[one.leaves] = True
            sites = np.flatnonzero(within[control.leaf])
            members = sites[self.weights[sites] > 0]
            cluster = self._cluster(sites, members, one.p)
            if one.p > level or len(members) < least_members or cluster.excess <= 0:
                refused += 1
                continue
            label[members] = len(clusters)
            clusters.append(cluster)
        return Clustering(tuple(clusters), label, refused, least_p, level, draws, count)

    def _components(
        self, cases: NDArray[np.int64], heat: NDArray[np.uint8]
    ) -> list[list[tuple[float, NDArray[np.int64]]]]:
        """Return the components of each threshold with their excess."""
        from saidao.kernels.clusters.scanning import join

        parent = np.arange(len(heat), dtype=np.int32)
        found: list[list[tuple[float, NDArray[np.int64]]]] = [[] for _ in STANDS_OUT]
        for threshold in reversed(range(len(STANDS_OUT))):
            join(self.control.edges, heat, threshold, parent)
            tops = parent.copy()
            while (tops != tops[tops]).any():
                tops = tops[tops]
            hot = np.flatnonzero(heat > threshold)
            hot = hot[np.argsort(tops[hot], kind="stable")]
            bounds = np.flatnonzero(np.diff(tops[hot])) + 1
            for leaves in np.split(hot, bounds) if len(hot) else ():
                sites = float(self.control.sizes[leaves].sum())
                found[threshold].append((self._excess(float(cases[leaves].sum()), sites), leaves))
        return found

    def _discs(
        self, cases: NDArray[np.int64], usual: float
    ) -> list[tuple[float, NDArray[np.int64]]]:
        """Return around each leaf the disc of greatest excess, where it is more than usual.

        Where none is, the greatest alone: the others are no candidates.
        """
        from saidao.kernels.clusters.scanning import best_discs

        near = self.control.nearest
        found, size = np.zeros(len(cases)), np.zeros(len(cases), np.int32)
        best_discs(
            cases,
            near,
            self.control.within,
            SIZES,
            self.unit,
            self.total / self.unit,
            float(len(self.weights)),
            self.least,
            found,
            size,
        )
        return [
            (float(found[leaf]), near[leaf, : size[leaf]].astype(np.int64))
            for leaf in np.flatnonzero((found > 0) & (found >= min(usual, found.max())))
        ]

    def _excess(self, cases: float, sites: float) -> float:
        """Return the excess of so many cases on so many sites."""
        from saidao.kernels.clusters.scanning import excess

        total = self.total / self.unit
        return float(excess(cases / self.unit, sites, total, float(len(self.weights))))

    def ground(self) -> Ground:
        """Return what random maps are scanned on."""
        from saidao.kernels.clusters.chance import Ground

        control = self.control
        return Ground(
            control.leaf, control.sizes, control.nearest, control.within, control.kind,
            SIZES, SCALES, *control.turned, *control.touching,
        )  # fmt: skip

    def asked(self, kind: type[np.uint16 | np.uint32] | None = None) -> Asked:
        """Return what random maps are asked, in the smaller kind of number that is enough."""
        from saidao.kernels.clusters.chance import Asked

        # The largest come first: whose weights are the same asks the same of an order of sites.
        steps = np.sort(self.steps[self.cases])[::-1].copy()
        in_disc = int(np.sort(self.control.sizes)[-int(SIZES[-1]) :].sum())
        narrow = steps[:in_disc].sum() < np.iinfo(np.uint16).max
        kind = kind or (np.uint16 if narrow else np.uint32)
        never = int(np.iinfo(kind).max)
        needed: Any = np.minimum(self.needed, never).astype(kind)
        inside: Any = np.minimum(self.needed_inside, never).astype(kind)
        return Asked(steps, needed, inside, never, self.unit, self.least)

    def _by_chance(self, draws: int, seed: int) -> NDArray[np.float64]:
        """Return the greatest excess of each random map, made once for industries alike."""
        import numba

        from saidao.kernels.clusters.chance import greatest_by_chance

        asked = self.asked()
        key = (asked.steps.tobytes(), self.least, draws, seed)
        known = self.control.by_chance
        if key not in known:
            known[key] = greatest_by_chance(
                self.ground(), asked, draws=draws, seed=seed, threads=numba.get_num_threads()
            )
        return known[key]

    def _cluster(self, sites: NDArray[np.int64], members: NDArray[np.int64], p: float) -> Cluster:
        """Return a cluster with its figures."""
        cases = float(self.weights[members].sum())
        sites_in, sites_out = len(sites), len(self.weights) - len(sites)
        total = float(self.weights.sum())
        outside = total - cases
        unit = float(np.sum(self.weights**2) / total)
        inside_n, outside_n = cases / unit, max(outside, 0.0) / unit
        # Given both counts together, the one inside is binomial (Przyborowski, Wilenski 1940).
        low = stats.beta.ppf(0.025, inside_n, outside_n + 1)
        high = stats.beta.ppf(0.975, inside_n + 1, outside_n) if outside_n > 0 else 1.0
        odds = sites_out / sites_in
        return Cluster(
            sites,
            members,
            cases,
            total * sites_in / len(self.weights),
            float(cases / outside * odds) if outside > 0 else np.inf,
            float(low / (1 - low) * odds),
            float(high / (1 - high) * odds) if high < 1 else np.inf,
            self._excess(float(self.steps[members].sum()), float(sites_in)),
            p,
        )
