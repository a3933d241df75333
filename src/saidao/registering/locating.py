"""Where the establishments of a slice are: their coordinates, districts and cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from saidao.register.establishment import Flag
from saidao.registering.survey import Survey, place_keys

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

    @property
    def places_addresses(self) -> bool:
        """Whether rows can be placed by their addresses."""
        return self.survey.addresses is not None and self.survey.gazetteer is not None

    def locate(self, x: Numbers, y: Numbers, stated: Numbers) -> Located:
        """Return where rows are by their coordinates.

        Parameters
        ----------
        x, y : ndarray of float
            As stated, NaN for none; infinite where what is stated is no number.
        stated : ndarray of int
            The district that a row names, -1 for none.
        """
        rows = len(x)
        flags = np.zeros(rows, np.uint32)
        lon, lat = np.full(rows, np.nan), np.full(rows, np.nan)
        given = ~(np.isnan(x) & np.isnan(y))
        if self.survey.system and given.any():
            lon, lat = self._converted(x, y, flags)
        elif not self.survey.system:
            # Nothing in the columns is a number: what stands there is no place.
            flags[np.isinf(x) | np.isinf(y)] |= int(Flag.IMPOSSIBLE_PLACE)
        placed = ~np.isnan(lon)
        district = np.full(rows, -1, np.int32)
        if self.index is not None and placed.any():
            district = self.index.locate(lon, lat, threads=1)
            flags[placed & (district < 0)] |= int(Flag.OUT_OF_AREA)
            differ = placed & (district >= 0) & (stated >= 0) & (district != stated)
            flags[differ] |= int(Flag.WRONG_DISTRICT)
        basis = np.where(district >= 0, 1, np.where(stated >= 0, 2, 0)).astype(np.int8)
        district = np.where(district >= 0, district, stated).astype(np.int32)
        # A place outside all districts says more than a district that is stated.
        outside = flags & int(Flag.OUT_OF_AREA) > 0
        district[outside & (stated < 0)] = -1
        cell = np.zeros(rows, np.uint64)
        level, uncertainty = placed.astype(np.int8), np.zeros(rows, np.float32)
        if placed.any():
            from saidao.register.placing.cells import h3_cells

            cell = h3_cells(lon, lat, 9, threads=1)
            radius = self.survey.towns.radius(place_keys(*self._in_order(x, y)))
            of_town = placed & ~np.isnan(radius)
            level[of_town] = LEVELS.index("town")
            uncertainty[of_town] = radius[of_town]
        return Located(
            lon,
            lat,
            level,
            uncertainty,
            district,
            basis,
            cell,
            flags,
        )

    def _in_order(self, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
        """Return coordinates with those of the longitude first."""
        return (y, x) if self.survey.swapped else (x, y)

    def _converted(
        self, x: Numbers, y: Numbers, flags: NDArray[np.uint32]
    ) -> tuple[Numbers, Numbers]:
        """Return longitudes and latitudes, NaN where there is no place, and set flags."""
        from saidao.register.placing.conversion import impossible, to_wgs84

        survey = self.survey
        x, y = self._in_order(x, y)
        finite = np.isfinite(x) & np.isfinite(y)
        lon, lat = to_wgs84(
            np.where(finite, x, np.nan), np.where(finite, y, np.nan), survey.system, threads=1
        )
        wrong = impossible(x, y, survey.system, converted=(lon, lat))
        default = np.zeros(len(x), np.bool_)
        if self.index is not None:
            from saidao.register.placing.defaults import default_places

            default = (
                default_places(
                    np.where(finite, x, np.nan),
                    np.where(finite, y, np.nan),
                    lon,
                    lat,
                    self.index,
                    precision=survey.precision,
                    projected=survey.system.startswith("EPSG:"),
                )
                > 0
            )
        if len(survey.crowded):
            keys = place_keys(x, y)
            at = np.minimum(np.searchsorted(survey.crowded, keys), len(survey.crowded) - 1)
            default |= finite & (survey.crowded[at] == keys)
        flags[wrong & ~default] |= int(Flag.IMPOSSIBLE_PLACE)
        flags[default] |= int(Flag.DEFAULT_PLACE)
        none = wrong | default | ~finite | np.isnan(lon) | np.isnan(lat)
        return np.where(none, np.nan, lon), np.where(none, np.nan, lat)

    def by_address(
        self, located: Located, rows: Numbers, addresses: Sequence[str | None]
    ) -> list[str | None]:
        """Place rows by their addresses, in the arrays of `located`; return their towns.

        Parameters
        ----------
        located : Located
        rows : ndarray of int
            Rows without a place.
        addresses : sequence of str or None
        """
        survey = self.survey
        if survey.addresses is None or survey.gazetteer is None or not len(rows):
            return [None] * len(rows)
        parsed = survey.addresses.parse(addresses)
        found = survey.gazetteer.place(parsed).of_rows(parsed.head)
        placed = rows[found.level > 0]
        here = found.level > 0
        located.lon[placed], located.lat[placed] = found.lon[here], found.lat[here]
        located.level[placed] = found.level[here]
        located.uncertainty[placed] = found.uncertainty_m[here]
        named = (found.district >= 0) & (located.district[rows] < 0)
        located.district[rows[named]] = found.district[named]
        located.basis[rows[named]] = BASES.index("address")
        from saidao.register.placing.cells import h3_cells

        located.cell[placed] = h3_cells(found.lon[here], found.lat[here], 9, threads=1)
        return [None if head < 0 else parsed.addresses[head].town for head in parsed.head.tolist()]

    def by_district(self, located: Located, rows: Numbers) -> None:
        """Place rows by the district that they state, in the arrays of `located`.

        Parameters
        ----------
        located : Located
        rows : ndarray of bool
            Rows that may be placed; those with a place or without a district stay as they are.
        """
        index = self.index
        if index is None:
            return
        placed = np.flatnonzero(rows & (located.level == 0) & (located.district >= 0))
        if not len(placed):
            return
        district = located.district[placed]
        located.lon[placed] = index.centre_lon[district]
        located.lat[placed] = index.centre_lat[district]
        located.level[placed] = LEVELS.index("district")
        located.uncertainty[placed] = index.radius_m[district]
        from saidao.register.placing.cells import h3_cells

        located.cell[placed] = h3_cells(located.lon[placed], located.lat[placed], 9, threads=1)
