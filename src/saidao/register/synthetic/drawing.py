"""Establishments drawn from a calibration: industry, place, size, revenue, day of opening."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saidao.kernels.proportional_fitting import controlled_rounding
from saidao.packs.synthetic import SyntheticRegister
from saidao.register.synthetic.calibration import Calibration, Tilt
from saidao.register.synthetic.choosing import Whole, chosen
from saidao.register.synthetic.grid import Grid
from saidao.register.synthetic.places import Park, drawn_places, inside
from saidao.register.synthetic.sizes import drawn_revenue, drawn_sizes
from saidao.terms.industry_codes import Scheme

__all__ = ["Draw", "draw"]

EPOCH = dt.date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Draw:
    """Made-up establishments as arrays of one length, sorted by district and division.

    `district` and `code` are positions in `districts` and `classes`; `revenue` is in CNY,
    NaN where none was published; `opened` counts days from 1 January 1970.
    """

    districts: tuple[str, ...]
    classes: tuple[str, ...]
    district: NDArray[np.int16]
    code: NDArray[np.int16]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    employees: NDArray[np.int64]
    revenue: NDArray[np.float64]
    opened: NDArray[np.int32]

    def __len__(self) -> int:
        """Return how many there are."""
        return int(self.district.size)


def draw(
    design: SyntheticRegister,
    calibration: Calibration,
    grid: Grid,
    scheme: Scheme,
    *,
    establishments: int | None = None,
    parks: Sequence[Park] = (),
    leanings: Mapping[str, Sequence[str]] | None = None,
) -> Draw:
    """Draw the establishments of a design.

    Parameters
    ----------
    design : SyntheticRegister
    calibration : Calibration
    grid : Grid
        Its districts are the calibration's.
    scheme : Scheme
    establishments : int, optional
        How many; the design's own number by default. Employees and revenue are the city's,
        in the proportion of this number to `Calibration.total_units`.
    parks : sequence of Park, optional
    leanings : mapping of str to sequence of str, optional
        As in `calibrate`.
    """
    number = design.establishments if establishments is None else establishments
    rng = np.random.Generator(np.random.PCG64(design.seed))
    counts = counts_of(calibration, number)
    district, leaf = expanded(counts)
    cell = district.astype(np.int64) * len(calibration.leaves) + leaf
    classes = scheme.classes
    tilt = Tilt(design, calibration.districts, leanings or {})
    code = drawn_classes(calibration, scheme, tilt, cell, rng)
    place = drawn_places(
        design, calibration, grid, parks, counts, cell, district, code, scheme, rng
    )
    lon, lat = inside(grid, place, rng)
    employees = drawn_sizes(design, calibration, counts, cell, number, rng)
    return Draw(
        districts=calibration.districts,
        classes=classes,
        district=district.astype(np.int16),
        code=code.astype(np.int16),
        lon=lon,
        lat=lat,
        employees=employees,
        revenue=drawn_revenue(calibration, counts, employees, number, rng),
        opened=drawn_days(design, calibration, district.size, rng),
    )


def counts_of(calibration: Calibration, number: int) -> Whole:
    """Return how many establishments each district has in each division.

    Exact in each part of the city and in each part of a district, to the rounding of the
    whole; a division of the city is met wherever that leaves a way.
    """
    parts = np.arange(len(calibration.parts))
    by_part = np.column_stack(
        [calibration.units[:, calibration.part_of == part].sum(axis=1) for part in parts]
    )
    wanted = controlled_rounding(by_part, number)
    counts = np.zeros(calibration.units.shape, np.int64)
    for part in parts:
        columns = np.nonzero(calibration.part_of == part)[0]
        rows = wanted[:, part]
        table = calibration.units[:, columns]
        sums = table.sum(axis=1, keepdims=True)
        # Rows of whole numbers make the rounding of the rows the rounding that was wanted.
        exact = np.divide(table, sums, out=np.zeros_like(table), where=sums > 0) * rows[:, None]
        counts[:, columns] = controlled_rounding(exact, int(rows.sum()))
    return counts


def expanded(counts: Whole) -> tuple[Whole, Whole]:
    """Return district and division of each establishment."""
    districts, leaves = counts.shape
    flat = counts.ravel()
    cells = np.repeat(np.arange(districts * leaves, dtype=np.int64), flat)
    return cells // leaves, cells % leaves


def drawn_classes(
    calibration: Calibration,
    scheme: Scheme,
    tilt: Tilt,
    cell: Whole,
    rng: np.random.Generator,
) -> Whole:
    """Return the class of each establishment, as its position in the scheme's classes."""
    position = {code: number for number, code in enumerate(scheme.classes)}
    codes: list[int] = []
    weights: list[int] = []
    ends = [0]
    below = {leaf: scheme.below(leaf) for leaf in calibration.leaves}
    for district in calibration.districts:
        for leaf in calibration.leaves:
            for code in below[leaf]:
                codes.append(position[code])
                # Classes of what is left over in their group are smaller than the named ones.
                share = 1 if code.endswith("9") else 2
                weights.append(round(100 * share * tilt(district, code)))
            ends.append(len(codes))
    return np.array(codes, np.int64)[chosen(np.array(weights, np.int64), ends, cell, rng)]


def drawn_days(
    design: SyntheticRegister, calibration: Calibration, size: int, rng: np.random.Generator
) -> NDArray[np.int32]:
    """Return the day on which each opened, none after the day of the register."""
    last = dt.date.fromisoformat(design.as_of)
    if not calibration.entries:
        return np.full(size, np.iinfo(np.int32).min, np.int32)
    years = [year for year, _ in calibration.entries]
    weights = np.array([max(1, round(entries)) for _, entries in calibration.entries], np.int64)
    first = np.array([dt.date(year, 1, 1).toordinal() - EPOCH for year in years])
    following = np.array([dt.date(year + 1, 1, 1).toordinal() - EPOCH for year in years])
    lengths = np.minimum(following, last.toordinal() - EPOCH + 1) - first
    at = chosen(weights, [0, weights.size], np.zeros(size, np.int64), rng)
    days = first[at] + np.floor(rng.random(size) * lengths[at]).astype(np.int64)
    opened: NDArray[np.int32] = days.astype(np.int32)
    return opened
