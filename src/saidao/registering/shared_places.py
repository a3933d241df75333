"""Places and days that stand for less than they say: a town for all in it, a first day for none.

A register whose addresses end at the town often has the town's point for coordinates. That
shows where towns have several establishments and all of each stand at one point. Where
addresses name streets it is not looked for: the firms of one tower stand at one point too,
and rightly so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from saidao.register.placing.addresses import Address

__all__ = [
    "NO_TOWNS", "TownPlaces", "names_town_only", "place_keys", "town_places", "zero_days",
]  # fmt: skip

Numbers = NDArray[Any]

FEWEST: Final = 20
"""Towns with several establishments that are needed to say anything."""
MOST: Final = 0.9
MANY: Final = 0.5
"""Share of these towns whose establishments all stand at one point: from `MOST` on all
coordinates are their town's, from `MANY` on those of the towns of which it is seen."""
SEEN: Final = 3
"""Establishments at one point by which a single town shows it."""
WHOLE: Final = 0.95
"""Share of the rows whose address names only a town from which unseen places are taken so too."""
EARTH_M: Final = 6_371_008.8
CAPPED: Final = 0.9
"""Quantile of the radii beyond which a lonely town's is not taken, nor at the other end that of
two towns that are nearly one."""

ZERO_DAYS: Final = ("0001-01-01", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01",
                    "1970-01-01")  # fmt: skip
"""Days from which computers count: what they write where they know none."""
AROUND: Final = 5 * 366
"""Days before and after within which others must be as many as stand on such a day."""


@dataclass(frozen=True, slots=True)
class TownPlaces:
    """Places that stand for a town.

    Parameters
    ----------
    keys : ndarray of uint64
        Keys of their coordinates as they stand in the source, sorted.
    radius_m : ndarray of float
        Distance to the next town's point, within which the town lies.
    of_others : float
        Radius of the places that were not seen; NaN where these are taken as stated.
    """

    keys: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64), repr=False)
    radius_m: Numbers = field(default_factory=lambda: np.zeros(0), repr=False)
    of_others: float = np.nan

    def radius(self, keys: NDArray[np.uint64]) -> Numbers:
        """Return the radius of places that stand for a town, NaN for all others."""
        if not len(self.keys):
            return np.full(len(keys), np.nan)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.radius_m[at], self.of_others)


NO_TOWNS: Final = TownPlaces()


def names_town_only(addresses: Sequence[Address]) -> NDArray[np.bool_]:
    """Return which addresses name a town or postcode, and nothing within it."""
    return np.array(
        [
            bool(one.town or one.postcode) and not (one.street or one.zone or one.elsewhere)
            for one in addresses
        ],
        np.bool_,
    )


def town_places(
    x: Numbers, y: Numbers, lon: Numbers, lat: Numbers, town: Numbers, who: NDArray[np.uint64]
) -> tuple[TownPlaces, str]:
    """Return which places stand for a town, and what shows it in words; empty where nothing does.

    Parameters
    ----------
    x, y : ndarray of float
        As they stand in the source.
    lon, lat : ndarray of float
        WGS-84 degrees; NaN where there is no place.
    town : ndarray of int
        Number of the address of rows whose address names only a town; -1 for all others.
    who : ndarray of uint64
        A number for each establishment: the same one twice shows nothing.
    """
    placed = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    keys, where = np.unique(place_keys(x[placed], y[placed]), return_inverse=True)
    where = where.reshape(-1)
    rows = np.flatnonzero(town[placed] >= 0)
    if not len(rows):
        return NO_TOWNS, ""
    firms = distinct(town[placed][rows], who[placed][rows])
    points = distinct(town[placed][rows], where[rows])
    several = firms >= 2
    single = several & (points == 1)
    if several.sum() < FEWEST or single.sum() < MANY * several.sum():
        return NO_TOWNS, ""
    share = single.sum() / several.sum()
    shown = points >= 1 if share >= MOST else single & (firms >= SEEN)
    of_town = np.zeros(len(keys), np.bool_)
    of_town[where[rows][shown[town[placed][rows]]]] = True
    # A place where a row names a street is one of its own.
    of_town[where[town[placed] < 0]] = False
    first = np.unique(where, return_index=True)[1][of_town]
    radius = to_next(lon[placed][first], lat[placed][first])
    is_whole = share >= MOST and len(rows) >= WHOLE * len(placed)
    places = TownPlaces(keys[of_town], radius, float(np.median(radius)) if is_whole else np.nan)
    told = (
        f"of {int(several.sum()):,} towns with several establishments and no street in their "
        f"addresses, {int(single.sum()):,} have them all at one point: such coordinates say the "
        f"town, and where it lies within {np.median(radius) / 1000:.1f} km (half of them), the "
        "distance to the next town's point"
    )
    return places, told


def distinct(group: Numbers, of: Numbers) -> Numbers:
    """Return how many different numbers each group has."""
    pairs = np.unique(np.rec.fromarrays([group, of]))
    counts: Numbers = np.bincount(pairs["f0"])
    return counts


def to_next(lon: Numbers, lat: Numbers) -> Numbers:
    """Return metres from each point to the next one."""
    from scipy.spatial import cKDTree

    theta, phi = np.radians(lon), np.radians(lat)
    unit = np.column_stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)])
    chord = cKDTree(unit).query(unit, k=2)[0][:, 1]
    metres = 2 * EARTH_M * np.arcsin(np.minimum(chord / 2, 1.0))
    least, most = np.quantile(metres, [1 - CAPPED, CAPPED])
    capped: Numbers = np.clip(metres, least, most)
    return capped


def zero_days(days: Numbers) -> dict[int, int]:
    """Return the days that stand for none, and how many rows have them.

    A computer's first day stands for none where more rows have it than all other days of the
    five years before and after it.

    Parameters
    ----------
    days : ndarray of float
        Since 1970-01-01; NaN for none.

    Examples
    --------
    >>> zero_days(np.array([-25567.0, -25567.0, -25000.0, 11000.0]))
    {-25567: 2}
    """
    found = {}
    for text in ZERO_DAYS:
        day = int(np.datetime64(text, "D").astype(int))
        rows = int((days == day).sum())
        if rows > 1 and rows > int((np.abs(days - day) <= AROUND).sum()) - rows:
            found[day] = rows
    return found


def place_keys(x: Numbers, y: Numbers) -> NDArray[np.uint64]:
    """Return a number for each exact pair of coordinates."""
    one = np.ascontiguousarray(x, np.float64).view(np.uint64)
    other = np.ascontiguousarray(y, np.float64).view(np.uint64)
    keys = (one * np.uint64(0x9E3779B97F4A7C15)) ^ (other * np.uint64(0xD6E8FEB86659FD93))
    mixed: NDArray[np.uint64] = keys ^ (keys >> np.uint64(31))
    return mixed
