"""The synthetic register of a pack as frozen values: what its establishments are drawn from.

`saidao.register.synthetic` draws them. Nothing here is about a real firm: the margins are
published totals, and what was not found is marked as assumed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from saidao.terms.name import Name

__all__ = ["MEASURES", "Leaning", "Margin", "MarginBasis", "Measure", "SyntheticRegister"]

Measure = Literal[
    "units", "employees", "revenue", "persons_per_unit", "employee_share", "weight", "entries"
]
"""What a margin counts; see `MEASURES`."""

MEASURES: dict[Measure, str] = {
    "units": "count",
    "employees": "person",
    "revenue": "CNY",
    "persons_per_unit": "person/count",
    "employee_share": "ratio",
    "weight": "ratio",
    "entries": "count",
}
"""Each measure with its unit."""

MarginBasis = Literal["published", "derived", "assumed"]
"""``derived`` is computed from published rows, ``assumed`` is our own where none was found."""


@dataclass(frozen=True, slots=True)
class Margin:
    """One total that the establishments are drawn to meet, or an assumption in its place.

    Parameters
    ----------
    table : str
        Rows of one published table, or of one assumption, share a name.
    area : str
        Code of a district or of the city; two letters of a country (``CN``) for rows that
        are only there to derive others from.
    code : str
        Section, division or group of the register's scheme; empty for all of them.
    year : str
    measure : str
        ``employee_share`` is a division's share of its part's employees, ``weight`` how much
        more of a part a district has than its employees alone would give, ``entries`` the
        enterprises founded in the year.
    row : int
        Where it stands in the file.
    """

    table: str
    area: str
    code: str
    year: str
    measure: Measure
    value: float
    unit: str
    basis: MarginBasis
    source: str | None
    note: Name | None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Leaning:
    """Industries that a district is said to lead in, as codes of the register's scheme."""

    district: str
    codes: tuple[str, ...]
    sources: tuple[str, ...]
    note: Name | None = None


@dataclass(frozen=True, slots=True)
class SyntheticRegister:
    """How the establishments of a pack's synthetic register are drawn.

    Parameters
    ----------
    as_of : str
        The day that the margins describe; no establishment opens after it.
    establishments : int
        How many the atlas gets. Their employees and revenue are the city's, in the
        proportion of this number to all.
    parts : tuple of str
        Codes that together cover what is drawn, none inside another.
    left_out : tuple of str
        Divisions of the parts that are not drawn, such as those whose figures are masked.
    size_sigma : float
        Standard deviation of the logarithm of the number of employees.
    clustering : float
        Share of the establishments that sit in a cluster of their division.
    cluster_radius_m : float
    park_share : float
        Share of a park's industries in its districts that sits inside the park.
    leaning_factor : float
        How much more a district has of the industries that it or its parks lead in.
    not_for : Name
        What the register may not be used for.
    """

    id: str
    name: Name
    licence: str
    scheme: str
    as_of: str
    seed: int
    establishments: int
    parts: tuple[str, ...]
    left_out: tuple[str, ...]
    size_sigma: float
    clustering: float
    cluster_radius_m: float
    park_share: float
    leaning_factor: float
    leanings: tuple[Leaning, ...]
    sources: tuple[str, ...]
    note: Name
    not_for: Name
    margins: tuple[Margin, ...] = ()
