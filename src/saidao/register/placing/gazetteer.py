"""Where towns, zones and roads are: from the districts, from rows that have a place, from a file.

No network and no city is built in. A register in which some rows have coordinates teaches
where its roads and towns are: the median of the places that name one, with the radius that
holds nine tenths of them. What lies too far apart to be one place is not learned.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from saidao.register.placing.addresses import Address, ParsedAddresses
from saidao.register.placing.districts import AreaIndex, great_circle_m
from saidao.register.placing.grouping import Spot, majorities, spots

__all__ = ["LEVELS", "Entry", "Gazetteer", "Key", "Placed"]

Level = Literal["road", "town", "district"]
Kind = Literal["road", "zone", "town", "district"]
LEARNED: tuple[tuple[Kind, bool], ...] = (
    ("road", True),
    ("road", False),
    ("zone", False),
    ("town", False),
)
"""What rows teach, and whether by town: a district may have a 人民路 in each of its towns."""
LEVELS = ("", "point", "road", "town", "district")
"""How exact a place is; a result holds positions in it."""

FARTHEST_M = {"road": 5_000.0, "town": 10_000.0}
"""A name whose places reach farther from their middle is no one place."""
AT_LEAST_M = {"road": 200.0, "town": 500.0}
"""A road is longer than the few places on it that are known."""
SUPPORT = 3
"""Fewer distinct places teach nothing of where a name is."""
VOTES, MAJORITY = 5, 0.95
"""Rows, and the share of them, that a road's district needs."""


@dataclass(frozen=True, slots=True)
class Key:
    """What an entry is found by: a name, within a town, within a district, where known."""

    kind: Kind
    name: str
    district: str | None = None
    town: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the gazetteer.

    Parameters
    ----------
    level : {'road', 'town', 'district'}
        A zone or park is of the level of a town.
    lon, lat : float
        WGS-84 degrees.
    uncertainty_m : float
        Radius that holds the place: all of a district, nine tenths of the places that
        were seen of a road or town, or what the file says.
    support : int
        Distinct places that it was learned from; 0 where it was not learned.
    district : str or None
        Code of the district that it is in, where that is one.
    source : str
        ``districts``, ``register`` or what the file says.
    """

    level: Level
    lon: float
    lat: float
    uncertainty_m: float
    support: int
    district: str | None
    source: str


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Where addresses are, one by one.

    Parameters
    ----------
    lon, lat : ndarray of shape (n,)
        WGS-84 degrees; NaN where an address could not be placed.
    level : ndarray of int8, shape (n,)
        Position in `LEVELS`; 0 where it could not be placed.
    uncertainty_m : ndarray of float32, shape (n,)
        NaN where it could not be placed.
    district : ndarray of int32, shape (n,)
        Position among the codes of the districts; -1 where it is not known. An address
        may have a district that is known from its town or road alone.
    """

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    level: NDArray[np.int8]
    uncertainty_m: NDArray[np.float32]
    district: NDArray[np.int32]

    def of_rows(self, head: NDArray[np.int32]) -> Placed:
        """Return the same for rows, by the head that each has; -1 is not placed."""
        last = len(self.lon)
        rows = np.where(head < 0, last, head)

        return Placed(
            np.append(self.lon, np.nan)[rows],
            np.append(self.lat, np.nan)[rows],
            np.append(self.level, np.int8(0))[rows],
            np.append(self.uncertainty_m, np.float32(np.nan))[rows],
            np.append(self.district, np.int32(-1))[rows],
        )


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Places by name; make one with `Gazetteer.of_districts` and add to it.

    Parameters
    ----------
    districts : AreaIndex
    entries : mapping of Key to Entry
    districts_of_roads : mapping
        Code of the district of roads and zones that are in one district only.
    """

    districts: AreaIndex
    entries: Mapping[Key, Entry] = field(repr=False)
    districts_of_roads: Mapping[Key, str] = field(default_factory=dict, repr=False)

    @staticmethod
    def of_districts(districts: AreaIndex) -> Gazetteer:
        """Return a gazetteer that knows the districts alone."""
        entries = {
            Key("district", code): Entry("district", lon, lat, radius, 0, code, "districts")
            for code, lon, lat, radius in zip(
                districts.codes,
                districts.centre_lon.tolist(),
                districts.centre_lat.tolist(),
                districts.radius_m.tolist(),
                strict=True,
            )
        }
        return Gazetteer(districts, entries)

    def learned(self, parsed: ParsedAddresses, lon: ArrayLike, lat: ArrayLike) -> Gazetteer:
        """Return this gazetteer with what rows of a register teach.

        Entries that are there already stay.

        Parameters
        ----------
        parsed : ParsedAddresses
        lon, lat : array_like of shape (n,)
            WGS-84 degrees of each row; NaN where a row has no place, or one that stands
            for none. Rows without a place still teach which district a road is in.
        """
        lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
        position = {code: number for number, code in enumerate(self.districts.codes)}
        named = np.array(
            [-1]
            + [
                position.get(one.district, -1) if one.district is not None else -1
                for one in parsed.addresses
            ],
            np.int64,
        )[parsed.head + 1]
        found = self.districts.locate(lon, lat).astype(np.int64)
        # A row whose place and address disagree teaches nothing.
        agrees = (parsed.head >= 0) & ((named < 0) | (found < 0) | (named == found))
        district = np.where(found >= 0, found, named)
        voters = np.flatnonzero(agrees & (district >= 0))
        places = voters[found[voters] >= 0]
        entries: dict[Key, Entry] = {}
        roads: dict[Key, str] = {}
        for kind, within_town in LEARNED:
            names, of_head = _numbered(parsed.addresses, kind, within_town=within_town)
            if not names:
                continue
            name = np.append(of_head, -1)[parsed.head]
            rows = places[name[places] >= 0]
            learned = spots(name[rows], district[rows], lon[rows], lat[rows], len(position))
            entries.update(self._entries(kind, names, learned))
            if not within_town:
                voting = voters[name[voters] >= 0]
                winners = majorities(name[voting], district[voting], VOTES, MAJORITY)
                roads.update(
                    (Key(kind, names[number][0]), self.districts.codes[winner])
                    for number, winner in winners.items()
                )
        return replace(
            self,
            entries={**entries, **self.entries},
            districts_of_roads={**roads, **self.districts_of_roads},
        )

    def extended(self, entries: Mapping[Key, Entry]) -> Gazetteer:
        """Return this gazetteer with entries that stand before its own, as from a file."""
        roads = {
            Key(key.kind, key.name): entry.district
            for key, entry in entries.items()
            if entry.district is not None and key.kind in ("road", "zone", "town")
        }
        return replace(
            self,
            entries={**self.entries, **entries},
            districts_of_roads={**self.districts_of_roads, **roads},
        )

    def place(self, parsed: ParsedAddresses) -> Placed:
        """Place addresses as exactly as is known.

        Parameters
        ----------
        parsed : ParsedAddresses

        Returns
        -------
        Placed
            One result for each of ``parsed.addresses``; `Placed.of_rows` gives the rows'.
        """
        size = len(parsed.addresses)
        placed = Placed(
            np.full(size, np.nan),
            np.full(size, np.nan),
            np.zeros(size, np.int8),
            np.full(size, np.nan, np.float32),
            np.full(size, -1, np.int32),
        )
        position = {code: number for number, code in enumerate(self.districts.codes)}
        for number, address in enumerate(parsed.addresses):
            if address.elsewhere:
                continue
            code = address.district or self._district(address)
            entry = self._entry(address, code)
            if code is None and entry is not None:
                code = entry.district
            placed.district[number] = position.get(code, -1) if code is not None else -1
            if entry is not None:
                placed.lon[number], placed.lat[number] = entry.lon, entry.lat
                placed.level[number] = LEVELS.index(entry.level)
                placed.uncertainty_m[number] = entry.uncertainty_m
        return placed

    def _entries(
        self,
        kind: Kind,
        names: list[tuple[str, str | None]],
        learned: Iterator[Spot],
    ) -> Iterator[tuple[Key, Entry]]:
        """Yield what was learned and is one place."""
        level: Level = "road" if kind == "road" else "town"
        for spot in learned:
            if spot.places < SUPPORT or spot.radius_m > FARTHEST_M[level]:
                continue
            name, town = names[spot.name]
            scope = self.districts.codes[spot.district] if spot.district >= 0 else None
            only = self.districts.codes[spot.only_district] if spot.only_district >= 0 else None
            radius = max(spot.radius_m, AT_LEAST_M[level])
            yield (
                Key(kind, name, scope, town),
                Entry(level, spot.lon, spot.lat, radius, spot.places, scope or only, "register"),
            )

    def _district(self, address: Address) -> str | None:
        """Return the district of the road, zone or town that an address names."""
        find = self.districts_of_roads.get
        return (
            (find(Key("town", address.town)) if address.town else None)
            or (find(Key("zone", address.zone)) if address.zone else None)
            or (find(Key("road", address.street)) if address.street else None)
        )

    def _entry(self, address: Address, code: str | None) -> Entry | None:
        """Return the most exact place that is known of an address."""
        town = self._find("town", address.town, code)
        if address.town and address.street:
            road = self.entries.get(Key("road", address.street, code, address.town))
            if road is not None:
                return road
        road = self._find("road", address.street, code)
        if road is not None and (town is None or _near(road, town)):
            return road
        zone = self._find("zone", address.zone, code)
        if zone is not None or town is not None:
            return zone or town
        return self.entries.get(Key("district", code)) if code is not None else None

    def _find(self, kind: Kind, name: str | None, code: str | None) -> Entry | None:
        """Return the entry of a name in a district, or anywhere where that is the same."""
        if name is None:
            return None
        entry = self.entries.get(Key(kind, name, code))
        if entry is None and code is not None:
            anywhere = self.entries.get(Key(kind, name))
            stated = anywhere is not None and anywhere.district is None and not anywhere.support
            if anywhere is not None and (anywhere.district == code or stated):
                return anywhere
        return entry


def _near(road: Entry, town: Entry) -> bool:
    """Say whether a road can be the one of that name in a town."""
    away = float(great_circle_m(road.lon, road.lat, town.lon, town.lat))
    return away <= road.uncertainty_m + town.uncertainty_m


def _numbered(
    addresses: tuple[Address, ...], kind: str, *, within_town: bool
) -> tuple[list[tuple[str, str | None]], NDArray[np.int64]]:
    """Return the distinct names of a kind, with their town, and the one of each address."""
    names: dict[tuple[str, str | None], int] = {}
    numbers = np.full(len(addresses), -1, np.int64)
    for number, address in enumerate(addresses):
        if address.elsewhere or (within_town and address.town is None):
            continue
        name = {"road": address.street, "zone": address.zone, "town": address.town}[kind]
        if name is not None:
            key = (name, address.town if within_town else None)
            numbers[number] = names.setdefault(key, len(names))
    return list(names), numbers
