"""Addresses of establishments taken apart: district, town, park or zone, street.

Millions of addresses share some hundred thousand *heads*, the part before the house
number, and only heads are read. `HEAD_SQL` cuts the same head in a database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

__all__ = ["HEAD_SQL", "Address", "AddressReader", "Country", "ParsedAddresses", "Town"]

Country = Literal["cn", "fr", "gb"]

HEAD_SQL = "^[0-9０-９]*[^0-9０-９]*"
"""What comes before the house number of a Chinese address, as a regular expression."""
_HEAD = re.compile(HEAD_SQL)


@dataclass(frozen=True, slots=True)
class Town:
    """A town, subdistrict or other place that addresses name, and the district it is in."""

    name: str
    district: str


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says, before its house number.

    Parameters
    ----------
    district : str or None
        Code of the district.
    basis : {'named', 'town'} or None
        Whether the district is named, or known from the town.
    town : str or None
        Town, township or subdistrict.
    zone : str or None
        Development zone, industrial area or park.
    street : str or None
        Road, or village or estate where no road is named.
    postcode : str or None
        French and British addresses.
    elsewhere : bool
        Whether another province or city is named than the one that is asked about.
    """

    district: str | None = None
    basis: Literal["named", "town"] | None = None
    town: str | None = None
    zone: str | None = None
    street: str | None = None
    postcode: str | None = None
    elsewhere: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ParsedAddresses:
    """Addresses by their distinct heads.

    Parameters
    ----------
    head : ndarray of int32, shape (n,)
        For each row the position of its address in `addresses`; -1 where it has none.
    addresses : tuple of Address
        One for each distinct head.
    """

    head: NDArray[np.int32]
    addresses: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class AddressReader:
    """Reads the addresses of one city; make one with `AddressReader.of`."""

    country: Country
    _read: Callable[[str], Address] = field(repr=False)
    _head: Callable[[str], str] = field(repr=False)

    @staticmethod
    def of(
        districts: Mapping[str, Iterable[str]],
        *,
        city: Iterable[str] = (),
        towns: Iterable[Town] = (),
        country: Country = "cn",
    ) -> AddressReader:
        """Make a reader.

        Parameters
        ----------
        districts : mapping
            For each district's code the names that addresses have for it, former ones too.
        city : iterable of str
            Names of the city and its province: ``上海市``, ``上海``.
        towns : iterable of Town
            Towns whose district is known. A name in two districts is known of neither.
        country : {'cn', 'fr', 'gb'}
            How addresses are written.
        """
        if country == "cn":
            from saidao.register.placing.chinese_addresses import ChineseReader

            chinese = ChineseReader(districts, city, towns)
            return AddressReader(country, chinese.read, _chinese_head)
        from saidao.register.placing.western_addresses import WesternReader

        western = WesternReader(districts, towns, country)
        return AddressReader(country, western.read, western.head)

    def heads(self, addresses: Sequence[str | None]) -> tuple[NDArray[np.int32], list[str]]:
        """Return the distinct heads of addresses, and which each row has.

        Parameters
        ----------
        addresses : sequence of str or None
            As they stand.

        Returns
        -------
        head : ndarray of int32, shape (n,)
            Position in `heads`; -1 where there is no address.
        heads : list of str
            In the order of their first row.
        """
        cut = self._head
        known: dict[str, int] = {"": -1}
        setdefault = known.setdefault
        numbers = np.fromiter(
            (setdefault(cut(address) if address else "", len(known) - 1) for address in addresses),
            np.int32,
            len(addresses),
        )
        return numbers, list(known)[1:]

    def parse(self, addresses: Sequence[str | None]) -> ParsedAddresses:
        """Take addresses apart.

        Parameters
        ----------
        addresses : sequence of str or None
            As they stand, or heads.
        """
        numbers, heads = self.heads(addresses)
        read = self._read
        return ParsedAddresses(numbers, tuple(read(head) for head in heads))


def _chinese_head(address: str) -> str:
    """Return what comes before the house number."""
    match = _HEAD.match(address)
    return match.group() if match else ""
