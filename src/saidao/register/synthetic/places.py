"""Where made-up establishments stand: in a park, in a cluster of their industry, or anywhere."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saidao.packs.synthetic import SyntheticRegister
from saidao.register.synthetic.calibration import Calibration
from saidao.register.synthetic.choosing import Whole, chosen
from saidao.register.synthetic.grid import Grid
from saidao.terms.industry_codes import Scheme

__all__ = ["Park", "drawn_places", "inside"]

UNITS_PER_CLUSTER = 120
MOST_CLUSTERS = 12
TAIL = 6
"""How many radii from its middle a cluster goes on."""


@dataclass(frozen=True, slots=True)
class Park:
    """A circle, and the codes of the industries that it is for."""

    lon: float
    lat: float
    radius_m: float
    districts: tuple[str, ...]
    codes: tuple[str, ...]


def drawn_places(
    design: SyntheticRegister,
    calibration: Calibration,
    grid: Grid,
    parks: Sequence[Park],
    counts: Whole,
    cell: Whole,
    district: Whole,
    code: Whole,
    scheme: Scheme,
    rng: np.random.Generator,
) -> Whole:
    """Return the square of each establishment: in a park, in a cluster or anywhere."""
    pull = grid.pull(calibration.employees.sum(axis=1)).ravel()
    squares = np.concatenate(grid.squares)
    ends = np.concatenate([[0], np.cumsum([found.size for found in grid.squares])])
    place = squares[chosen(pull[squares], ends, district, rng)]
    gathered = rng.random(cell.size) < design.clustering
    place = np.where(
        gathered, in_clusters(design, grid, pull, squares, ends, counts, cell, rng), place
    )
    return in_parks(design, calibration, grid, parks, scheme, district, code, place, rng)


def in_clusters(
    design: SyntheticRegister,
    grid: Grid,
    pull: Whole,
    squares: Whole,
    ends: Whole,
    counts: Whole,
    cell: Whole,
    rng: np.random.Generator,
) -> Whole:
    """Return for each a square near one of the middles of its district and division."""
    flat = counts.ravel()
    many = np.where(flat > 0, np.minimum(1 + flat // UNITS_PER_CLUSTER, MOST_CLUSTERS), 0)
    owner = np.repeat(np.arange(flat.size), many) // counts.shape[1]
    middles = squares[chosen(pull[squares], ends, owner, rng)]
    starts = np.concatenate([[0], np.cumsum(many)])[:-1]
    # The first of a division's clusters is its largest.
    share = rng.random(cell.size)
    which = np.floor(share * share * many[cell]).astype(np.int64)
    middle = middles[starts[cell] + which]
    rows, columns, weights = kernel(design.cluster_radius_m / grid.step_m)
    step = chosen(weights, [0, weights.size], np.zeros(cell.size, np.int64), rng)
    row, column = middle // grid.columns + rows[step], middle % grid.columns + columns[step]
    held = (row >= 0) & (row < grid.owner.shape[0]) & (column >= 0) & (column < grid.columns)
    moved = np.where(held, row * grid.columns + column, middle)
    owners = grid.owner.ravel()
    return np.where(owners[moved] == owners[middle], moved, middle)


def kernel(radius: float) -> tuple[Whole, Whole, Whole]:
    """Return steps from the middle of a cluster, in squares, with their weights."""
    reach = max(1, math.ceil(TAIL * radius))
    rows, columns = (axis.ravel() for axis in np.mgrid[-reach : reach + 1, -reach : reach + 1])
    distance = (rows * rows + columns * columns) / (radius * radius)
    weights = np.floor(1_000_000.0 / ((1.0 + distance) * (1.0 + distance))).astype(np.int64)
    near = (rows * rows + columns * columns <= reach * reach) & (weights > 0)
    return rows[near], columns[near], weights[near]


def in_parks(
    design: SyntheticRegister,
    calibration: Calibration,
    grid: Grid,
    parks: Sequence[Park],
    scheme: Scheme,
    district: Whole,
    code: Whole,
    place: Whole,
    rng: np.random.Generator,
) -> Whole:
    """Move part of the establishments of the parks' industries into the parks."""
    classes = scheme.classes
    owners = grid.owner.ravel()
    lists: dict[int, list[Whole]] = {}
    for park in parks:
        near = grid.within(park.lon, park.lat, park.radius_m)
        for number, name in enumerate(calibration.districts):
            if park.districts and name not in park.districts:
                continue
            found = near[owners[near] == number]
            if not found.size:
                continue
            for position, each in enumerate(classes):
                if park.codes and each.startswith(park.codes):
                    lists.setdefault(number * len(classes) + position, []).append(found)
    lucky, which, spot = (rng.random(place.size) for _ in range(3))
    if not lists:
        return place
    keys = np.array(sorted(lists), np.int64)
    stretches = [found for key in keys.tolist() for found in lists[key]]
    choices = np.array([len(lists[key]) for key in keys.tolist()], np.int64)
    first = np.concatenate([[0], np.cumsum(choices)])[:-1]
    sizes = np.array([found.size for found in stretches], np.int64)
    begins = np.concatenate([[0], np.cumsum(sizes)])[:-1]
    key = district * len(classes) + code
    at = np.minimum(np.searchsorted(keys, key), keys.size - 1)
    rows = np.nonzero((keys[at] == key) & (lucky < design.park_share))[0]
    at = at[rows]
    stretch = first[at] + np.floor(which[rows] * choices[at]).astype(np.int64)
    step = np.floor(spot[rows] * sizes[stretch]).astype(np.int64)
    moved = place.copy()
    moved[rows] = np.concatenate(stretches)[begins[stretch] + step]
    return moved


def inside(
    grid: Grid, place: Whole, rng: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return a point in each square, in WGS-84 degrees to a tenth of a metre."""
    # Kept off the edges, so that rounding never takes a point out of its district.
    east, north = (0.001 + 0.998 * rng.random(place.size) for _ in range(2))
    lon = grid.west + (place % grid.columns + east) * grid.width
    lat = grid.south + (place // grid.columns + north) * grid.height
    return np.round(lon, 6), np.round(lat, 6)
