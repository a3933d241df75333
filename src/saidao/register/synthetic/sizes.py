"""How large made-up establishments are: employees and revenue that add up to what is known."""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from saidao.kernels.proportional_fitting import controlled_rounding, largest_remainder
from saidao.packs.synthetic import SyntheticRegister
from saidao.register.synthetic.calibration import Calibration
from saidao.register.synthetic.choosing import Whole

__all__ = ["drawn_revenue", "drawn_sizes"]

LEVELS = 16384
"""Steps of the table of sizes: the largest stands at 1 in 32,768."""
SIZE_UNIT = 1000
REVENUE_SIGMA = 0.5
"""Of the logarithm of revenue per employee, within a division of a district."""


@lru_cache(maxsize=1)
def normal_quantiles() -> tuple[float, ...]:
    """Return the middles of `LEVELS` equal parts of the standard normal distribution."""
    inverse = NormalDist().inv_cdf
    return tuple(inverse((2 * level + 1) / (2 * LEVELS)) for level in range(LEVELS))


@lru_cache(maxsize=4)
def quantiles(sigma: float) -> Whole:
    """Return the quantiles of a lognormal with median `SIZE_UNIT`, as whole numbers."""
    scaled = (max(1, round(SIZE_UNIT * math.exp(sigma * z))) for z in normal_quantiles())
    return np.fromiter(scaled, np.int64, LEVELS)


def shared_out(weights: Whole, starts: Whole, ends: Whole, totals: Whole, group: Whole) -> Whole:
    """Share out each group's whole total among its members by weight, to the last one."""
    running = np.cumsum(weights)
    before = np.concatenate([[0], running])[starts]
    sums = np.concatenate([[0], running])[ends] - before
    wanted = np.zeros_like(totals)
    np.copyto(wanted, totals, where=sums > 0)
    done = (running - before[group]) / np.maximum(sums, 1)[group]
    # The last member of a group always comes to exactly one, so that all is given out.
    reached = np.floor(done * wanted[group]).astype(np.int64)
    given: Whole = np.diff(reached, prepend=0)
    firsts = starts[ends > starts]
    given[firsts] = reached[firsts]
    return given


def divided(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a quotient, zero where there is nothing to divide by."""
    return np.divide(one, other, out=np.zeros_like(one), where=other > 0)


def drawn_sizes(
    design: SyntheticRegister,
    calibration: Calibration,
    counts: Whole,
    cell: Whole,
    number: int,
    rng: np.random.Generator,
) -> Whole:
    """Return the employees of each establishment, at least one, and in all what was published."""
    scale = number / calibration.total_units
    parts = np.arange(len(calibration.parts))
    member = calibration.part_of[:, None] == parts
    # Employees of a division that got no establishment go to the others of its part, those
    # of a part that got none to the district's other parts.
    held = np.where(counts > 0, calibration.employees, 0.0)
    by_part = calibration.employees @ member
    kept = held @ member
    held = held * divided(by_part, kept)[:, calibration.part_of]
    by_part = np.where(kept > 0, by_part, 0.0)
    rows = divided(calibration.employees.sum(axis=1), by_part.sum(axis=1))[:, None]
    held, by_part = held * rows, by_part * rows
    wanted = controlled_rounding(by_part, round(float(by_part.sum()) * scale))
    totals = np.zeros(counts.shape, np.int64)
    for part in parts:
        columns = np.nonzero(calibration.part_of == part)[0]
        for district in range(counts.shape[0]):
            units = counts[district, columns]
            spare = int(wanted[district, part] - units.sum())
            beyond = np.maximum(held[district, columns] * scale - units, 0.0)
            beyond = np.where(units > 0, np.maximum(beyond, 1e-6), 0.0)
            extra = largest_remainder(beyond, spare) if spare > 0 else np.zeros_like(units)
            totals[district, columns] = units + extra
    sizes = quantiles(design.size_sigma)[rng.integers(0, LEVELS, cell.size)]
    ends = np.cumsum(counts.ravel())
    starts = ends - counts.ravel()
    return 1 + shared_out(sizes, starts, ends, (totals - counts).ravel(), cell)


def drawn_revenue(
    calibration: Calibration,
    counts: Whole,
    employees: Whole,
    number: int,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Return the revenue of each establishment in CNY, thousands of them, where it is known."""
    scale = number / calibration.total_units
    flat = calibration.revenue.ravel()
    totals = np.floor(np.where(np.isnan(flat), 0.0, flat) * scale / 1000.0).astype(np.int64)
    ends = np.cumsum(counts.ravel())
    starts = ends - counts.ravel()
    cell = np.repeat(np.arange(flat.size), counts.ravel())
    noise = quantiles(REVENUE_SIGMA)[rng.integers(0, LEVELS, employees.size)]
    shared = shared_out(employees * noise, starts, ends, totals, cell)
    found: NDArray[np.float64] = np.where(np.isnan(flat)[cell], np.nan, shared * 1000.0)
    return found
