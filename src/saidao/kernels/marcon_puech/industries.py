"""What M and m have in common: checked plants, the test of every curve, the answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from saidao.kernels.distance.bands import Bands
from saidao.kernels.distance.labels import checked_labels, grouped
from saidao.kernels.distance.pairs import in_threads
from saidao.kernels.distance.sites import Metric
from saidao.kernels.marcon_puech.neighbourhoods import Neighbourhoods, sites_in_order
from saidao.kernels.validation import quotient

__all__ = [
    "Around",
    "CurveNull",
    "Industries",
    "MarconPuech",
    "around_plants",
    "compared",
    "industries_of",
    "ratio",
    "silent",
]

Array = NDArray[np.float64]

SIDE_BY_SIDE = 16
"""Industries whose curves are made before progress is told."""

LEAST_OTHERS = 1e-13
"""Least share of all weight that is not of one plant alone."""

LEAST_WEIGHT = 1e-30
"""Least weight beside the heaviest: sums of reciprocals and of cubes stay finite."""


@dataclass(frozen=True, slots=True)
class MarconPuech:
    """M, or m, of every industry of a population, with bands.

    Arrays have a row for each industry and, where said, a column for each distance.

    Attributes
    ----------
    r : ndarray of shape (d,)
        Distances.
    industries : ndarray of shape (i,)
        Labels, sorted.
    n : ndarray of int64, shape (i,)
        Plants.
    observed, mean, local_low, local_high, global_low, global_high : ndarray of shape (i, d)
        The curve, its expectation under the null and the bands. NaN where an industry has
        fewer than two plants; `observed` also where no plant has any neighbour there.
    verdict : ndarray of str, shape (i,)
        ``localised`` (above the upper global band somewhere), ``dispersed`` (nowhere
        above, somewhere below the lower one), ``neither``, or ``untested``.
    z_high, z_low : ndarray of shape (i,)
        Greatest and least normal score of the curve over distances.
    p_localised, p_dispersed : ndarray of shape (i,)
        Share of null curves whose greatest (least) score is as extreme.
    method : ndarray of str, shape (i,)
        ``simulated``, ``pearson`` or ``none``.
    skewness : ndarray of shape (i,)
        Greatest absolute skewness over distances, where Pearson III was used.
    level : float
        Of the bands.
    joint : bool
        Whether both sides share it.
    n0 : int
        Up to so many plants the null was simulated.
    draws : int
        Of the simulation.
    bandwidth : float
        Of m's kernel; NaN for M.
    choices : mapping
        Of M on more than 200,000 plants: ``grid_from``, the distance from which on sums were
        made on grids (NaN for none); ``cells``, the sides of their cells; ``grid_error``, by
        how much what is around a plant there is off, root mean square at 128 plants, relative,
        the greatest over distances.
    """

    r: Array
    industries: NDArray[np.generic]
    n: NDArray[np.int64]
    observed: Array
    mean: Array
    local_low: Array
    local_high: Array
    global_low: Array
    global_high: Array
    verdict: NDArray[np.str_]
    z_high: Array
    z_low: Array
    p_localised: Array
    p_dispersed: Array
    method: NDArray[np.str_]
    skewness: Array
    level: float
    joint: bool
    n0: int
    draws: int
    bandwidth: float
    choices: Mapping[str, object] = field(default_factory=dict)


class CurveNull(Protocol):
    """Distribution of the curve of so many plants under the null."""

    @property
    def method(self) -> str:
        """Where it comes from."""
        ...

    @property
    def skewness(self) -> float:
        """Greatest absolute skewness over distances; NaN where simulated."""
        ...

    def bands(self, level: float, joint: bool) -> Bands:
        """Return the mean and the bands."""
        ...

    def reach(self, observed: Array) -> tuple[float, float]:
        """Return the least and the greatest normal score of a curve."""
        ...

    def p_values(self, lowest: float, highest: float) -> tuple[float, float]:
        """Return the p-values of the least and the greatest score of a curve."""
        ...


@dataclass(frozen=True, slots=True)
class Around:
    """Plants around which plants of the same or of another industry are looked for.

    Attributes
    ----------
    sites : Neighbourhoods
        All plants, in Morton order, as are the other arrays.
    weight : ndarray of shape (n,)
        Positive.
    chosen, wanted : ndarray of int
        Numbers of the plants of reference and of those looked for.
    same : bool
        Whether the two are one industry, none of whose plants is its own neighbour.
    """

    sites: Neighbourhoods
    weight: Array
    chosen: NDArray[np.int64]
    wanted: NDArray[np.int64]
    same: bool


def around_plants(
    x: ArrayLike,
    y: ArrayLike,
    industry: ArrayLike,
    r: ArrayLike,
    reference: object,
    neighbour: object | None,
    weights: ArrayLike | None,
    *,
    metric: Metric,
    radius: float,
) -> Around:
    """Check and return one industry around another.

    Parameters are those of `m_cumulative`.

    Raises
    ------
    ValueError
        If shapes disagree, a value is not finite or out of range, or no plant has a label.
    """
    sites = sites_in_order(x, y, r, metric=metric, radius=radius)
    labels = checked_labels(industry, len(sites))[sites.order]
    weight = _checked_weights(weights, len(sites))[sites.order]
    other = reference if neighbour is None else neighbour
    for name, label in (("reference", reference), ("neighbour", other)):
        if np.ndim(label):  # type: ignore[arg-type]
            raise ValueError(f"{name}: got {label!r}, expected one label")
    chosen, wanted = np.flatnonzero(labels == reference), np.flatnonzero(labels == other)
    for name, found, label in (("reference", chosen, reference), ("neighbour", wanted, other)):
        if not len(found):
            raise ValueError(f"{name}: got {label!r}, expected a label that some plant has")
    return Around(sites, weight, chosen, wanted, bool(reference == other))


@dataclass(frozen=True, slots=True)
class Industries:
    """All plants of a population by industry.

    Attributes
    ----------
    sites : Neighbourhoods
        In Morton order.
    weight : ndarray of shape (n,)
        Positive; in the same order.
    labels : ndarray of shape (i,)
        Of the industries, sorted.
    sizes : ndarray of int64, shape (i,)
        Plants of each.
    members : list of ndarray of int
        Their numbers in Morton order.
    tested : list of int
        The sizes above 1, ascending, each once.
    """

    sites: Neighbourhoods
    weight: Array
    labels: NDArray[np.generic]
    sizes: NDArray[np.int64]
    members: list[NDArray[np.int64]]
    tested: list[int]

    def observed(
        self, curve: Callable[[NDArray[np.int64]], Array], say: Callable[[str, int, int], None]
    ) -> Array:
        """Return the curves of all industries of two plants or more, shape (i, d)."""
        found = np.full((len(self.labels), len(self.sites.radii2)), np.nan)
        say("industries", 0, len(self.sizes))
        for start in range(0, len(self.members), SIDE_BY_SIDE):
            some = [own for own in self.members[start : start + SIDE_BY_SIDE] if len(own) > 1]
            curves = iter(in_threads(curve, some))
            for i, own in enumerate(self.members[start : start + SIDE_BY_SIDE], start):
                if len(own) > 1:
                    found[i] = next(curves)
            say("industries", min(start + SIDE_BY_SIDE, len(self.sizes)), len(self.sizes))
        return found


def industries_of(
    x: ArrayLike,
    y: ArrayLike,
    industry: ArrayLike,
    r: ArrayLike,
    weights: ArrayLike | None,
    *,
    metric: Metric,
    radius: float,
    level: float,
    draws: int,
) -> Industries:
    """Check what a test of every industry is given.

    Parameters are those of `marcon_puech`.

    Raises
    ------
    ValueError
        If shapes disagree, a value is not finite or out of range, or there are fewer than
        4 plants.
    """
    if not 0 < level < 0.5:
        raise ValueError(f"level: got {level}, expected a number above 0 and below 0.5")
    if draws < 200:
        raise ValueError(f"draws: got {draws}, expected at least 200")
    sites = sites_in_order(x, y, r, metric=metric, radius=radius)
    count = len(sites)
    if count < 4:
        raise ValueError(f"x: got {count} plants, expected at least 4")
    weight = _checked_weights(weights, count)[sites.order]
    labels, code, sizes = grouped(checked_labels(industry, count)[sites.order])
    members = np.split(np.argsort(code, kind="stable"), np.cumsum(sizes)[:-1])
    tested = sorted({int(n) for n in sizes if n > 1})
    return Industries(sites, weight, labels, sizes, members, tested)


def _checked_weights(weights: ArrayLike | None, n: int) -> Array:
    """Return checked weights."""
    if weights is None:
        return np.ones(n)
    weight = np.asarray(weights, dtype=np.float64)
    if weight.shape != (n,):
        raise ValueError(f"weights: got shape {weight.shape}, expected {(n,)}")
    if not np.isfinite(weight).all() or (weight <= 0).any():
        raise ValueError("weights: got a value that is not positive, expected positive numbers")
    # Only ratios matter: by a power of two no digit changes, and products stay finite.
    weight = np.asarray(np.ldexp(weight, -int(np.frexp(weight.max(initial=0.0))[1])))
    # What the others weigh is divided by.
    if n > 1 and weight.sum() - weight.max() < LEAST_OTHERS * weight.sum():
        raise ValueError("weights: got a plant that weighs more than all others by far")
    if (weight < LEAST_WEIGHT).any():
        raise ValueError("weights: got weights too far apart for double precision")
    return weight


def silent(part: str, done: int, total: int) -> None:
    """Take notice of progress, and say nothing."""


def ratio(plants: Around, near: Array, around: Array) -> Array:
    """Return M or m from what is around each plant of reference.

    Parameters
    ----------
    plants : Around
    near, around : ndarray of shape (chosen, d)
        Weight of the plants looked for, and of all plants, at each distance.

    Returns
    -------
    ndarray of shape (d,)
        NaN where no plant has a neighbour.
    """
    weight, chosen = plants.weight, plants.chosen
    if len(weight) == 1:
        return np.full(near.shape[1], np.nan)
    share = weight[plants.wanted].sum() - (weight[chosen] if plants.same else 0.0)
    share = share / (weight.sum() - weight[chosen])
    some = around > 0
    top = np.divide(near, around, out=np.zeros_like(near), where=some).sum(axis=0)
    return quotient(top, (share[:, None] * some).sum(axis=0))


def compared(
    r: Array,
    industries: Industries,
    observed: Array,
    nulls: Mapping[int, CurveNull],
    level: float,
    joint: bool,
    n0: int,
    draws: int,
    bandwidth: float = math.nan,
    choices: Mapping[str, object] | None = None,
) -> MarconPuech:
    """Compare every curve with its null.

    Parameters
    ----------
    r : ndarray of shape (d,)
        Distances.
    industries : Industries
    observed : ndarray of shape (i, d)
        Their curves.
    nulls : mapping
        Of each size that is tested.
    level, joint
        As for `marcon_puech`.
    n0, draws : int
        Up to which size nulls were simulated, and with how many draws; 0 where none was.
    bandwidth : float
        Of m.
    choices : mapping, optional
        What else is to be said of how sums were made.
    """
    labels, sizes, count = industries.labels, industries.sizes, len(industries.sites)
    curves = {
        name: np.full(observed.shape, np.nan)
        for name in ("mean", "local_low", "local_high", "global_low", "global_high")
    }
    numbers = {
        name: np.full(len(labels), np.nan)
        for name in ("z_high", "z_low", "p_localised", "p_dispersed", "skewness")
    }
    verdict = np.full(len(labels), "untested", dtype="<U9")
    method = np.full(len(labels), "none", dtype="<U9")
    for i, n in enumerate(sizes.tolist()):
        if n not in nulls:
            continue
        null = nulls[n]
        bands = null.bands(level, joint)
        for name, rows in curves.items():
            rows[i] = getattr(bands, name)
        method[i] = null.method
        numbers["skewness"][i] = null.skewness
        # Without any neighbour nothing is seen either way: simulated curves are 1 there too,
        # and in single precision.
        seen = np.where(np.isfinite(observed[i]), observed[i], 1.0)
        seen = seen.astype(np.float32).astype(np.float64)
        low, high = null.reach(seen) if n < count else (0.0, 0.0)
        p_low, p_high = null.p_values(low, high) if n < count else (1.0, 1.0)
        numbers["z_low"][i], numbers["z_high"][i] = low, high
        numbers["p_dispersed"][i], numbers["p_localised"][i] = p_low, p_high
        # Rounding of the last digit is no evidence.
        room = 1e-6 * np.maximum(seen, 1.0)
        if n < count and (seen > bands.global_high + room).any():
            verdict[i] = "localised"
        elif n < count and (seen < bands.global_low - room).any():
            verdict[i] = "dispersed"
        else:
            verdict[i] = "neither"
    return MarconPuech(
        r=r, industries=labels, n=sizes, observed=observed, verdict=verdict,
        method=method, level=level, joint=joint, n0=n0, draws=draws,
        bandwidth=bandwidth, choices=choices or {}, **curves, **numbers,
    )  # fmt: skip
