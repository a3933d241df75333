"""Margins in: how many establishments and employees each district has in each division."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from saidao.errors import PackError
from saidao.kernels.proportional_fitting import proportional_fit
from saidao.packs.synthetic import Margin, SyntheticRegister
from saidao.terms.industry_codes import Scheme

__all__ = ["Calibration", "calibrate"]

Array = NDArray[np.float64]
FILE = "register/*.csv"
MOST_OFF = 0.01
"""Share by which published totals may disagree, through rounding, before it is an error."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the establishments are drawn to meet.

    Parameters
    ----------
    districts : tuple of str
    leaves : tuple of str
        Divisions, or groups where their employees are known, in the order of the scheme.
    parts : tuple of str
    part_of : ndarray of int of shape (n_leaves,)
        Position of each leaf's part in `parts`.
    units, employees : ndarray of shape (n_districts, n_leaves)
        Of the whole city.
    revenue : ndarray of shape (n_districts, n_leaves)
        CNY; NaN where none was published.
    entries : tuple of (int, float)
        Year, and how many of those that exist were founded in it, in any unit.
    """

    districts: tuple[str, ...]
    leaves: tuple[str, ...]
    parts: tuple[str, ...]
    part_of: NDArray[np.int64]
    units: Array
    employees: Array
    revenue: Array
    entries: tuple[tuple[int, float], ...]

    @property
    def total_units(self) -> int:
        """Establishments of the whole city."""
        return round(math.fsum(self.units.ravel().tolist()))


@dataclass(slots=True)
class Book:
    """The margins of the year that the register describes, to be asked by area and code."""

    city: str
    values: dict[tuple[str, str, str], Margin] = field(default_factory=dict)

    def of(self, area: str, code: str, measure: str) -> float | None:
        """Return a margin, None where there is none."""
        margin = self.values.get((area, code, measure))
        return None if margin is None else margin.value

    def city_of(self, code: str, measure: str) -> float | None:
        """Return a margin of the city."""
        return self.of(self.city, code, measure)

    def column(self, areas: Sequence[str], code: str, measure: str) -> Array:
        """Return a margin of each area, NaN where there is none."""
        found = (self.of(area, code, measure) for area in areas)
        return np.array([_or_nan(value) for value in found], dtype=np.float64)

    def refuse(self, code: str, measure: str, got: str, expected: str) -> PackError:
        """Return the error that a margin of the city is to blame for."""
        margin = self.values.get((self.city, code, measure))
        row = None if margin is None else margin.row
        return PackError(FILE, row, f"{measure} of {code or 'all'}", got, expected)


def calibrate(
    design: SyntheticRegister,
    city: str,
    districts: Sequence[str],
    scheme: Scheme,
    leanings: Mapping[str, Sequence[str]] | None = None,
) -> Calibration:
    """Fit establishments and employees of each district and division to the margins.

    Employees first: what is published by district and part is held, the other parts of a
    district share what remains of its total, in the proportions that the city's totals and
    the weights give (`proportional_fit`). Inside a part the divisions are fitted to the
    city's in the same way, more where a district leads in one. Units follow the employees,
    fitted to the city's.

    Parameters
    ----------
    design : SyntheticRegister
    city : str
        Its area code.
    districts : sequence of str
    scheme : Scheme
        Of the design's codes.
    leanings : mapping of str to sequence of str, optional
        District to codes that it leads in, besides those of the design.

    Raises
    ------
    PackError
        If a code is not in the scheme, or the margins contradict each other.
    """
    book = Book(city)
    year = design.as_of[:4]
    for margin in design.margins:
        if margin.code and not scheme.has(margin.code):
            raise PackError(FILE, margin.row, "code", repr(margin.code), f"a code of {scheme.id}")
        if margin.year == year or margin.measure == "employee_share":
            book.values[margin.area, margin.code, margin.measure] = margin
    for part in (*design.parts, *design.left_out):
        if not scheme.has(part):
            raise PackError("register.yaml", None, "parts", repr(part), f"a code of {scheme.id}")
    leaves = {part: leaves_of(part, design, book, scheme) for part in design.parts}
    tilt = Tilt(design, districts, leanings or {})
    by_part = employees_by_part(design, book, districts)
    employees, units, revenue = [], [], []
    for number, part in enumerate(design.parts):
        codes = leaves[part]
        boosts = np.array([[tilt(district, code) for code in codes] for district in districts])
        shared = employees_of_part(book, part, codes, districts, by_part[:, number], boosts, scheme)
        employees.append(shared)
        units.append(units_of_part(book, part, codes, districts, shared, scheme))
        revenue.append(revenue_of_part(book, part, codes, shared))
    positions = [[number] * len(leaves[part]) for number, part in enumerate(design.parts)]
    return Calibration(
        districts=tuple(districts),
        leaves=tuple(code for part in design.parts for code in leaves[part]),
        parts=design.parts,
        part_of=np.array([one for all_ in positions for one in all_], dtype=np.int64),
        units=np.hstack(units),
        employees=np.hstack(employees),
        revenue=np.hstack(revenue),
        entries=tuple(
            sorted(
                (int(margin.year), margin.value)
                for margin in design.margins
                if margin.measure == "entries" and margin.year <= year
            )
        ),
    )


def leaves_of(part: str, design: SyntheticRegister, book: Book, scheme: Scheme) -> tuple[str, ...]:
    """Return the divisions of a part; the groups of one where their employees are known."""
    divisions = scheme.children(part) if scheme.level(part) == 1 else (part,)
    found: list[str] = []
    for division in divisions:
        groups = scheme.children(division)
        if groups and all(book.city_of(group, "employees") is not None for group in groups):
            found += groups
        else:
            found.append(division)
    kept = tuple(code for code in found if not code.startswith(design.left_out or ("-",)))
    if not kept:
        got = f"nothing left of {part}"
        raise PackError("register.yaml", None, "left_out", got, "a division of each part")
    return kept


class Tilt:
    """How much more a district has of an industry than its size alone would give."""

    def __init__(
        self,
        design: SyntheticRegister,
        districts: Sequence[str],
        more: Mapping[str, Sequence[str]],
    ) -> None:
        self.factor = design.leaning_factor
        codes: dict[str, set[str]] = {district: set() for district in districts}
        for leaning in design.leanings:
            codes.setdefault(leaning.district, set()).update(leaning.codes)
        for district, others in more.items():
            codes.setdefault(district, set()).update(others)
        self.led = {district: tuple(sorted(found)) for district, found in codes.items()}
        self.above = {
            district: {code[:length] for code in found for length in range(1, len(code))}
            for district, found in codes.items()
        }

    def __call__(self, district: str, code: str) -> float:
        """Return the factor; half of it for a division of which only a part is led in."""
        if code.startswith(self.led[district] or ("-",)):
            return self.factor
        return (1.0 + self.factor) / 2.0 if code in self.above[district] else 1.0


def employees_by_part(design: SyntheticRegister, book: Book, districts: Sequence[str]) -> Array:
    """Return the employees of each district in each part."""
    totals = [book.city_of(part, "employees") for part in design.parts]
    rows = book.column(districts, "", "employees")
    fixed = np.column_stack([book.column(districts, part, "employees") for part in design.parts])
    weights = np.column_stack([book.column(districts, part, "weight") for part in design.parts])
    columns = np.array([_or_nan(total) for total in totals], dtype=np.float64)
    if np.isnan(columns).any() or np.isnan(rows).any():
        raise book.refuse("", "employees", "a gap", "employees of every district and part")
    rows_sum, columns_sum = math.fsum(rows), math.fsum(columns)
    if abs(columns_sum - rows_sum) > MOST_OFF * rows_sum:
        got = f"{rows_sum:,.0f} in the districts and {columns_sum:,.0f} in the parts"
        raise book.refuse("", "employees", got, "totals that agree")
    free = np.isnan(fixed).any(axis=0)
    known = math.fsum(columns[~free])
    # What rounding left between the two is shared by the parts that are not known everywhere.
    columns[free] *= (rows_sum - known) / math.fsum(columns[free]) if free.any() else 1.0
    seed = np.where(np.isnan(weights), 1.0, weights) * columns[None, :]
    left = rows - np.nansum(fixed, axis=1)
    try:
        return proportional_fit(seed * np.maximum(left, 0.0)[:, None], rows, columns, fixed=fixed)
    except ValueError as problem:
        raise book.refuse("", "employees", str(problem), "margins that can be met") from None


def employees_of_part(
    book: Book,
    part: str,
    codes: Sequence[str],
    districts: Sequence[str],
    rows: Array,
    boosts: Array,
    scheme: Scheme,
) -> Array:
    """Return the employees of each district in each division of a part."""
    known = city_column(book, codes, "employees")
    shares = city_column(book, codes, "employee_share")
    total = math.fsum(rows)
    if np.isnan(known).all():
        classes = np.array([float(len(scheme.below(code)) or 1) for code in codes])
        columns = np.where(np.isnan(shares), classes / classes.sum(), shares)
    elif np.isnan(known).any():
        missing = ", ".join(np.array(codes)[np.isnan(known)])
        raise book.refuse(part, "employees", f"no employees of {missing}", "all divisions or none")
    else:
        columns = known
    columns = columns * (total / math.fsum(columns))
    fixed = np.column_stack([book.column(districts, code, "employees") for code in codes])
    if len(codes) == 1:
        return rows[:, None].copy()
    try:
        return proportional_fit(boosts * rows[:, None] * columns, rows, columns, fixed=fixed)
    except ValueError as problem:
        raise book.refuse(part, "employees", str(problem), "margins that can be met") from None


def units_of_part(
    book: Book,
    part: str,
    codes: Sequence[str],
    districts: Sequence[str],
    employees: Array,
    scheme: Scheme,
) -> Array:
    """Return the establishments of each district in each division of a part."""
    totals = employees.sum(axis=0)
    columns = np.array(
        [
            units_of_leaf(book, part, code, total, scheme)
            for code, total in zip(codes, totals.tolist(), strict=True)
        ],
        dtype=np.float64,
    )
    whole = book.city_of(part, "units")
    if whole is not None:
        columns *= whole / math.fsum(columns)
    sizes = np.divide(totals, columns, out=np.ones_like(totals), where=columns > 0)
    rows = book.column(districts, part, "units")
    fixed = np.column_stack([book.column(districts, code, "units") for code in codes])
    if len(codes) == 1:
        fixed = np.where(np.isnan(fixed), rows[:, None], fixed)
    try:
        return proportional_fit(employees / sizes, rows, columns, fixed=fixed)
    except ValueError as problem:
        raise book.refuse(part, "units", str(problem), "margins that can be met") from None


def units_of_leaf(book: Book, part: str, code: str, employees: float, scheme: Scheme) -> float:
    """Return the city's establishments of a division: published, or from persons a unit."""
    units = book.city_of(code, "units")
    if units is not None:
        return units
    for above in (code, *scheme.ancestors(code)):
        persons = book.city_of(above, "persons_per_unit")
        if persons:
            return employees / persons
        of_above, units_above = book.city_of(above, "employees"), book.city_of(above, "units")
        if of_above and units_above:
            return employees * units_above / of_above
    raise book.refuse(part, "units", f"no size of {code}", "units, or persons_per_unit")


def revenue_of_part(book: Book, part: str, codes: Sequence[str], employees: Array) -> Array:
    """Return the revenue of each district in each division, in proportion to its employees.

    Divisions have their own; what they leave of the part's is shared by those without.
    """
    totals = employees.sum(axis=0)
    city = city_column(book, codes, "revenue")
    open_ = np.isnan(city)
    left = _or_nan(book.city_of(part, "revenue")) - math.fsum(city[~open_])
    if open_.any() and left > 0:
        city[open_] = left * totals[open_] / math.fsum(totals[open_])
    revenue: Array = np.divide(employees, totals, out=np.zeros_like(employees), where=totals > 0)
    return revenue * city


def city_column(book: Book, codes: Sequence[str], measure: str) -> Array:
    """Return a margin of the city for each code, NaN where there is none."""
    return np.array([_or_nan(book.city_of(code, measure)) for code in codes], dtype=np.float64)


def _or_nan(value: float | None) -> float:
    """Return a number that may be missing as one that may be NaN."""
    return math.nan if value is None else value
