"""Where the places of one name lie: medians and radii of groups of many rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saidao.register.placing.districts import great_circle_m

__all__ = ["Spot", "majorities", "spots"]

Numbers = NDArray[np.int64]
Array = NDArray[np.float64]

HOLDS = 0.9
"""Share of the places of a name that its radius holds."""
LATTICE = 1e5
"""Places nearer than a hundred-thousandth of a degree, a metre, are one."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the rows that name one thing lie.

    Parameters
    ----------
    name : int
    district : int
        The district whose rows these are; -1 for the rows of all districts.
    lon, lat : float
        Median of the distinct places, in degrees.
    radius_m : float
        Radius about it that holds nine tenths of them.
    places : int
        How many there are.
    only_district : int
        The district that nineteen in twenty of them are in, -1 where there is none.
    """

    name: int
    district: int
    lon: float
    lat: float
    radius_m: float
    places: int
    only_district: int


def spots(
    name: Numbers, district: Numbers, lon: Array, lat: Array, districts: int
) -> Iterator[Spot]:
    """Yield where names lie, in each district and in all.

    Parameters
    ----------
    name, district : ndarray of int64, shape (n,)
        Not negative.
    lon, lat : ndarray of shape (n,)
        Finite degrees.
    districts : int
        How many there are.
    """
    if not name.size:
        return
    x, y = (np.round((axis + 360.0) * LATTICE).astype(np.int64) for axis in (lon, lat))
    place = np.unique(x << 32 | y, return_inverse=True)[1].reshape(-1).astype(np.int64)
    # One row for each distinct place of a name; the district goes with the place.
    order = np.unique(name * (int(place.max()) + 1) + place, return_index=True)[1]
    name, district, lon, lat = name[order], district[order], lon[order], lat[order]
    only = majorities(name, district, 1, 0.95)
    yield from _summaries(name * districts + district, lon, lat, only, districts)
    yield from _summaries(name, lon, lat, only, None)


def majorities(name: Numbers, vote: Numbers, votes: int, share: float) -> dict[int, int]:
    """Return what most rows of a name say, where enough of them agree.

    Parameters
    ----------
    name, vote : ndarray of int64, shape (n,)
        Not negative.
    votes : int
        Rows that a name needs.
    share : float
        Share of them that has to say the same.
    """
    if not name.size:
        return {}
    width = int(vote.max()) + 1
    pair, count = np.unique(name * width + vote, return_counts=True)
    total = np.bincount(pair // width, weights=count)
    wins = (count >= share * total[pair // width]) & (total[pair // width] >= votes)
    return dict(zip((pair[wins] // width).tolist(), (pair[wins] % width).tolist(), strict=True))


def _summaries(
    group: Numbers, lon: Array, lat: Array, only: dict[int, int], districts: int | None
) -> Iterator[Spot]:
    """Yield the median and radius of each group."""
    number, own, places = np.unique(group, return_inverse=True, return_counts=True)
    own = own.reshape(-1)
    start = np.append(0, np.cumsum(places))[:-1]
    middle_lon, middle_lat = (_median(own, axis, start, places) for axis in (lon, lat))
    away = great_circle_m(lon, lat, middle_lon[own], middle_lat[own])
    ranked = away[np.lexsort((away, own))]
    radius = ranked[start + np.ceil(HOLDS * places).astype(np.int64) - 1]
    for k in range(number.size):
        whole = int(number[k])
        name, district = (whole, -1) if districts is None else divmod(whole, districts)
        yield Spot(
            name,
            district,
            float(middle_lon[k]),
            float(middle_lat[k]),
            float(radius[k]),
            int(places[k]),
            only.get(name, -1),
        )


def _median(own: Numbers, values: Array, start: Numbers, places: Numbers) -> Array:
    """Return the median of each group's values."""
    ranked = values[np.lexsort((values, own))]
    low, high = start + (places - 1) // 2, start + places // 2
    result: Array = (ranked[low] + ranked[high]) / 2
    return result
