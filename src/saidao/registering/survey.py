"""What holds for a whole register and is found out before its parts are made.

A register of up to `WHOLE_BYTES` is looked over entirely. Of a larger one it is a sample:
stretches of equal length at equal distances; of one that is packed or in another encoding
than UTF-8, its beginning, because the rest cannot be reached without reading all.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from saidao.register.establishment import Flag
from saidao.registering.shared_places import NO_TOWNS, TownPlaces, place_keys

if TYPE_CHECKING:
    from saidao.register.placing.addresses import AddressReader
    from saidao.register.placing.gazetteer import Gazetteer

__all__ = ["FEWEST", "Limits", "Survey", "place_keys", "size_limits"]

WHOLE_BYTES = 64 * 2**20
STRETCHES = 32
"""How many stretches of a larger file are looked at, each of `WHOLE_BYTES` / `STRETCHES`."""

FEWEST = 30
"""Rows of an industry with a size that are needed to say what is usual in it."""

SPREADS, TIMES = 6.0, 100.0
"""A size is far outside its industry beyond so many robust standard deviations of its
logarithm above the median, and so many times the median."""

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest usual size by industry: the first two signs of its code, or all together."""

    by_industry: Mapping[str, float]
    all: float

    def of(self, code: str) -> float:
        """Return the largest usual size of a code's industry."""
        return self.by_industry.get(code[:2], self.all)


NO_LIMITS = Limits({}, math.inf)


@dataclass(frozen=True, slots=True)
class Survey:
    """What a look over the register gave.

    Parameters
    ----------
    system : str
        Coordinate system of the source; empty where it has no coordinates.
    basis : str
        ``stated`` or ``detected``; empty where there is none.
    swapped : bool
        Whether longitude and latitude stand in one another's column.
    precision : float
        Step in which the coordinates are written.
    crowded : ndarray of uint64
        Keys of places that more streets share than a place can have, sorted.
    employees, value : Limits
    addresses : AddressReader or None
    gazetteer : Gazetteer or None
        What places addresses; None where none needs to be placed.
    towns : TownPlaces
        Places that stand for a town.
    zero_days : tuple of int
        Days since 1970-01-01 that stand for none.
    told : tuple of (str, str)
        What was found, in words.
    """

    system: str = ""
    basis: str = ""
    swapped: bool = False
    precision: float = 1e-7
    crowded: NDArray[np.uint64] = field(default_factory=lambda: np.zeros(0, np.uint64), repr=False)
    employees: Limits = NO_LIMITS
    value: Limits = NO_LIMITS
    addresses: AddressReader | None = field(default=None, repr=False)
    gazetteer: Gazetteer | None = field(default=None, repr=False)
    towns: TownPlaces = NO_TOWNS
    zero_days: tuple[int, ...] = ()
    told: tuple[tuple[str, str], ...] = ()


def stretches(size: int) -> Iterator[tuple[int, int]]:
    """Yield begin and length of the stretches of a source that are looked at."""
    if size <= WHOLE_BYTES:
        yield 0, WHOLE_BYTES
        return
    length = WHOLE_BYTES // STRETCHES
    for number in range(STRETCHES):
        yield (size - length) * number // (STRETCHES - 1), length


def size_limits(sizes: Numbers, codes: NDArray[np.int32], words: tuple[str, ...]) -> Limits:
    """Return the largest usual sizes by industry.

    The logarithms of sizes are compared with their median; their spread is the median
    distance from it, times 1.4826, and no less than that of a factor of two.

    Parameters
    ----------
    sizes : ndarray of float
        Zero and NaN say nothing.
    codes : ndarray of int
        Numbers of the industries' codes, -1 for none.
    words : tuple of str
        The codes.
    """
    known = np.isfinite(sizes) & (sizes > 0)
    if known.sum() < FEWEST:
        return NO_LIMITS
    logs, code = np.log(sizes[known]), codes[known]
    divisions = [word[:2] for word in words]
    names = sorted(set(divisions))
    of_code = np.array([*map(names.index, divisions), len(names)])
    division = of_code[code]
    found = {}
    for number, name in enumerate(names):
        here = logs[division == number]
        if len(here) >= FEWEST:
            found[name] = limit(here)
    return Limits(found, limit(logs))


def limit(logs: Numbers) -> float:
    """Return the largest usual size among logarithms of sizes."""
    middle = float(np.median(logs))
    spread = max(1.4826 * float(np.median(np.abs(logs - middle))), math.log(2.0))
    return math.exp(middle + max(SPREADS * spread, math.log(TIMES)))


def outliers(survey: Survey, employees: Numbers, value: Numbers, code: Numbers,
             words: tuple[str, ...]) -> NDArray[np.uint32]:  # fmt: skip
    """Return the flag of rows whose size is far outside what their industry has."""
    flags = np.zeros(len(code), np.uint32)
    for sizes, limits in ((employees, survey.employees), (value, survey.value)):
        if limits.all < math.inf:
            most = np.array([*map(limits.of, words), limits.all])
            flags[sizes > most[code]] |= int(Flag.SIZE_OUTLIER)
    return flags
