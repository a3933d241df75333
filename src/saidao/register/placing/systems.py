"""Which coordinate system a register's coordinates are in.

A register that states both coordinates and the district gives itself away: read in the
right system, more of its points fall inside the district that they state. The systems of
China lie some hundred metres apart, so only points near a border tell them apart; whether
those are enough is a sign test over them. Where they are not, the answer is that it is
undecided, and someone who knows has to say.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from saidao.register.placing.conversion import DATUMS, check_system, to_wgs84
from saidao.register.placing.districts import AreaIndex
from saidao.terms.name import Name

__all__ = ["Detection", "Reading", "detect_system"]

SIGNIFICANT = 0.001
"""Probability of the sign test below which one system is held to be worse than another."""
FITS = 0.5
"""A system that puts fewer points than this share into their district fits not at all."""
SAME_DEGREES = 1e-7
"""Two systems that differ by less on every point are one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How well the coordinates fit when they are read in one system.

    Parameters
    ----------
    system : str
        As `saidao.register.placing.conversion.check_system` writes it.
    swapped : bool
        Whether latitude and longitude, or northing and easting, stand in each other's place.
    inside_stated : float or None
        Share of the points that state a district and lie in it; None where none states one.
    inside_area : float
        Share of the points that lie in any of the districts.
    """

    system: str
    swapped: bool
    inside_stated: float | None
    inside_area: float


@dataclass(frozen=True, slots=True)
class Detection:
    """Which system the coordinates are in, and how that is known.

    Parameters
    ----------
    system : str or None
        None where it is undecided.
    swapped : bool
        Whether latitude and longitude stand in each other's place.
    verdict : {'detected', 'undecided'}
    readings : tuple of Reading
        All that were tried, the best first.
    contenders : tuple of str
        The systems that cannot be told apart from the best by these points.
    difference, standard_error : float or None
        By how much the share of the best is above that of the next system that is another
        one on these points; None where there is no other.
    p_value : float or None
        Of the sign test between these two, one-sided.
    deciding : int
        How many points lie in their district by one of these two readings only.
    points : int
        Distinct places that were looked at.
    stated : int
        How many of them state a district.
    reason : Name
        Why, in a sentence.
    """

    system: str | None
    swapped: bool
    verdict: Literal["detected", "undecided"]
    readings: tuple[Reading, ...]
    contenders: tuple[str, ...]
    difference: float | None
    standard_error: float | None
    p_value: float | None
    deciding: int
    points: int
    stated: int
    reason: Name


@dataclass(frozen=True, slots=True, eq=False)
class _Trial:
    """One reading with what it says of each point."""

    reading: Reading
    right: NDArray[np.bool_]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


def detect_system(
    x: ArrayLike,
    y: ArrayLike,
    stated: ArrayLike | None,
    districts: AreaIndex,
    *,
    epsg: Sequence[str] = (),
    sample: int = 50_000,
    seed: int = 0,
) -> Detection:
    """Tell from the points and their stated districts which system they are in.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        What stands in the columns taken for longitude and latitude (easting, northing).
    stated : array_like of int, shape (n,), or None
        Position in ``districts.codes`` of the district that each row states; -1 where it
        states none that is known. Without any, only swapped and projected coordinates can
        be told from degrees, not the systems in degrees from each other.
    districts : AreaIndex
    epsg : sequence of str
        Further systems that may be meant, ``EPSG:2154``.
    sample : int
        Distinct places to look at, at most.
    seed : int
        For choosing them.

    Returns
    -------
    Detection
    """
    x, y, district = _distinct(x, y, stated, sample, seed)
    has_district = district >= 0
    by_district = bool(has_district.any())
    systems = [(name, swapped) for name in DATUMS for swapped in (False, True)]
    systems += [(check_system(name), swapped) for name in epsg for swapped in (False, True)]
    trials = [_try(x, y, district, districts, *one) for one in dict.fromkeys(systems)]
    trials = _without_twins(trials)
    trials.sort(key=lambda trial: -int(trial.right.sum()))
    counted = int(has_district.sum()) if by_district else len(x)
    best = trials[0]
    share = int(best.right.sum()) / counted if counted else 0.0
    others = trials[1:]
    if not by_district:
        # Without districts, the few points at the city's own border prove nothing of datums.
        others = [trial for trial in others if not _both_datums(trial, best)]
    tests = [(_sign_test(best.right, other.right), other) for other in others]
    rivals = [other for (p, _), other in tests if p >= SIGNIFICANT]
    if not by_district:
        rivals += [trial for trial in trials[1:] if _both_datums(trial, best)]
    contenders = (best, *rivals)
    decided = not rivals and share >= FITS
    difference, error, (p_value, deciding) = None, None, (None, 0)
    if others:
        gap = best.right.astype(np.int8) - others[0].right
        difference = float(gap.sum()) / max(counted, 1)
        # Points without a district are 0 in both and belong to neither share.
        spread = float((gap**2).sum()) / max(counted, 1) - difference**2
        error = math.sqrt(max(spread, 0.0) / max(counted, 1))
        p_value, deciding = tests[0][0]
    return Detection(
        system=best.reading.system if decided else None,
        swapped=best.reading.swapped,
        verdict="detected" if decided else "undecided",
        readings=tuple(trial.reading for trial in trials),
        contenders=tuple(dict.fromkeys(trial.reading.system for trial in contenders)),
        difference=difference,
        standard_error=error,
        p_value=p_value,
        deciding=deciding,
        points=len(x),
        stated=int(has_district.sum()),
        reason=_reason(best, rivals, share, counted, by_district=by_district),
    )


def _distinct(
    x: ArrayLike, y: ArrayLike, stated: ArrayLike | None, sample: int, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Return distinct finite places with their district, at most so many."""
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    district = np.full(x.shape, -1) if stated is None else np.asarray(stated, np.int64)
    known = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    rng = np.random.default_rng(seed)
    if known.size > 4 * sample:
        # Four times as many before looking for repeats: a place that repeats is one witness.
        known = rng.choice(known, 4 * sample, replace=False)
    places = np.column_stack([x[known], y[known], district[known]])
    places = np.unique(places, axis=0)
    if len(places) > sample:
        places = places[rng.choice(len(places), sample, replace=False)]
    return places[:, 0], places[:, 1], places[:, 2].astype(np.int64)


def _try(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    district: NDArray[np.int64],
    districts: AreaIndex,
    system: str,
    swapped: bool,
) -> _Trial:
    """Read the points in a system."""
    lon, lat = to_wgs84(y, x, system) if swapped else to_wgs84(x, y, system)
    found = districts.locate(lon, lat)
    inside = found >= 0
    area = float(inside.mean()) if inside.size else 0.0
    has_district = district >= 0
    if not has_district.any():
        return _Trial(Reading(system, swapped, None, area), inside, lon, lat)
    right = has_district & (found == district)
    share = float(right.sum() / has_district.sum())
    return _Trial(Reading(system, swapped, share, area), right, lon, lat)


def _without_twins(trials: list[_Trial]) -> list[_Trial]:
    """Leave out readings that give the same positions as an earlier one.

    Far from China its systems are WGS-84 itself.
    """
    kept: list[_Trial] = []
    for trial in trials:
        if not any(
            trial.reading.swapped == other.reading.swapped
            and np.allclose(trial.lon, other.lon, rtol=0, atol=SAME_DEGREES, equal_nan=True)
            and np.allclose(trial.lat, other.lat, rtol=0, atol=SAME_DEGREES, equal_nan=True)
            for other in kept
        ):
            kept.append(trial)
    return kept


def _both_datums(one: _Trial, other: _Trial) -> bool:
    """Say whether two readings are in degrees and swapped alike."""
    pair = one.reading, other.reading
    return all(reading.system in DATUMS for reading in pair) and pair[0].swapped == pair[1].swapped


def _sign_test(best: NDArray[np.bool_], other: NDArray[np.bool_]) -> tuple[float, int]:
    """Return how likely chance alone favours `best` as much, and how many points differ."""
    from scipy.stats import binom

    wins, losses = int((best & ~other).sum()), int((other & ~best).sum())
    if wins + losses == 0:
        return 1.0, 0
    return float(binom.sf(wins - 1, wins + losses, 0.5)), wins + losses


def _reason(
    best: _Trial, rivals: list[_Trial], share: float, counted: int, *, by_district: bool
) -> Name:
    """Say in a sentence why the system is decided or not."""
    if counted == 0:
        return Name("没有可用的坐标", "No row has coordinates")
    where = (
        Name("所填的区", "the district that they state")
        if by_district
        else Name("本地区", "the area")
    )
    name = best.reading.system
    if share < FITS:
        return Name(
            f"按任何一种坐标系，都只有不足一半的点落在{where.zh}内"
            f"（最好的是 {name}，{share:.1%}）；可能是投影坐标，请指明 EPSG 代码",
            f"In no system do half of the points lie in {where.en} (best: {name}, {share:.1%}); "
            "if they are projected, name the EPSG code",
        )
    if rivals:
        names = " / ".join(dict.fromkeys(t.reading.system for t in (best, *rivals)))
        if not by_district:
            return Name(
                f"没有填写区，无法区分 {names}，请指明",
                f"Without stated districts {names} cannot be told apart: say which it is",
            )
        return Name(
            f"靠近区界的点太少，无法区分 {names}，请指明",
            f"Too few points near borders to tell {names} apart: say which it is",
        )
    return Name(
        f"按 {name} 读取，{counted} 个不同的点中有 {share:.1%} 落在{where.zh}内，"
        "明显多于其他坐标系",
        f"Read as {name}, {share:.1%} of {counted} distinct points lie in {where.en}, "
        "clearly more than in any other system",
    )
