"""Where the establishments of a slice are: their coordinates, districts and cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from saidao.register.establishment import Flag
from saidao.registering.survey import Survey

if TYPE_CHECKING:
    from saidao.register.placing.districts import AreaIndex

__all__ = ["BASES", "LEVELS", "Located", "Locator"]

LEVELS = ("", "point", "road", "town", "district")
BASES = ("", "point", "stated", "address")
"""What the numbers of levels and of the bases of districts stand for."""

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Located:
    """The places of a slice's rows, and the flags that they earn."""

    lon: Numbers
    lat: Numbers
    level: Numbers
    uncertainty: Numbers
    district: Numbers
    basis: Numbers
    cell: Numbers
    flags: Numbers


@dataclass(frozen=True, slots=True)
class Locator:
    """Places rows with what the survey found.

    Parameters
    ----------
    survey : Survey
    index : AreaIndex or None
        The atlas's districts; None where it has none with an outline.
    """

    survey: Survey
    index: AreaIndex | None = field(repr=False)

    def locate(self, x: Numbers, y: Numbers, stated: Numbers) -> Located:
        """Return where rows are.

        Parameters
        ----------
        x, y : ndarray of float
            As stated, NaN for none.
        stated : ndarray of int
            The district that a row names, -1 for none.
        """
        rows = len(x)
        flags = np.zeros(rows, np.uint32)
        lon, lat = np.full(rows, np.nan), np.full(rows, np.nan)
        if self.survey.system and not np.isnan(x).all():
            from saidao.register.placing.conversion import impossible, to_wgs84

            if self.survey.swapped:
                x, y = y, x
            wrong = impossible(x, y, self.survey.system)
            flags[wrong] |= int(Flag.IMPOSSIBLE_PLACE)
            lon, lat = to_wgs84(x, y, self.survey.system, threads=1)
            lon, lat = np.where(wrong, np.nan, lon), np.where(wrong, np.nan, lat)
        placed = ~np.isnan(lon) & ~np.isnan(lat)
        district = np.full(rows, -1, np.int32)
        if self.index is not None and placed.any():
            district = self.index.locate(lon, lat, threads=1)
            flags[placed & (district < 0)] |= int(Flag.OUT_OF_AREA)
            differ = placed & (district >= 0) & (stated >= 0) & (district != stated)
            flags[differ] |= int(Flag.WRONG_DISTRICT)
        basis = np.where(district >= 0, 1, np.where(stated >= 0, 2, 0)).astype(np.int8)
        district = np.where(district >= 0, district, stated).astype(np.int32)
        flags[~placed] |= int(Flag.NO_PLACE)
        cell = np.zeros(rows, np.uint64)
        if placed.any():
            from saidao.register.placing.cells import h3_cells

            cell = h3_cells(lon, lat, 9, threads=1)
        return Located(
            lon,
            lat,
            placed.astype(np.int8),
            np.zeros(rows, np.float32),
            district,
            basis,
            cell,
            flags,
        )
