"""French and British addresses: house number, street, postcode and town, in their usual order.

Read in the simple way: what has no postcode and no known town says only its street.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Literal

from saidao.register.placing.addresses import Address, Town

__all__ = ["WesternReader"]

_NUMBER = re.compile(
    r"^(?:(?:FLAT|UNIT|SUITE|APT|APPT|BAT|LOT)\s+\w+\s*,?\s*)?"
    r"\d{1,4}(?!\d)\s*[A-Z]?(?:\s*[-/ ]\s*\d+\s*[A-Z]?)*(?:\s+(?:BIS|TER|QUATER))?[\s,]+(?=\D)"
)
_POSTCODES = {
    "fr": re.compile(r"\b(\d{5})\b"),
    # The forms that Royal Mail lists: A9 9AA, A99 9AA, AA9 9AA, AA99 9AA, A9A 9AA, AA9A 9AA.
    "gb": re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2})\b"),
}
_STREET = re.compile(
    r"\b(?:RUE|AVENUE|AV|BOULEVARD|BD|PLACE|PL|CHEMIN|CHE|ROUTE|RTE|ALLEE|QUAI|IMPASSE|IMP|"
    r"COURS|SQUARE|ZONE|ZI|ZA|ZAC|LIEU DIT|STREET|ROAD|RD|LANE|DRIVE|WAY|CLOSE|COURT|CRESCENT|"
    r"GARDENS|TERRACE|HILL|ROW|GROVE|MEWS|WALK|PARADE|GREEN|WHARF|ESTATE|PARK)\b"
)
_COUNTRIES = {"FRANCE", "UNITED KINGDOM", "UK", "ENGLAND", "SCOTLAND", "WALES", "GREAT BRITAIN"}


class WesternReader:
    """Reads the addresses of one country.

    Parameters
    ----------
    districts : mapping
        Names of each district's code.
    towns : iterable of Town
    country : {'fr', 'gb'}
    """

    def __init__(
        self,
        districts: Mapping[str, Iterable[str]],
        towns: Iterable[Town],
        country: Literal["fr", "gb"],
    ) -> None:
        self._postcode = _POSTCODES[country]
        self._districts = {
            _plain(name): code for code, names in districts.items() for name in names
        }
        owners: dict[str, set[str]] = {}
        for town in towns:
            owners.setdefault(_plain(town.name), set()).add(town.district)
        self._towns = {name: codes for name, codes in owners.items() if len(codes) == 1}

    def head(self, address: str) -> str:
        """Return an address without its house number, in capitals without accents."""
        return _NUMBER.sub("", _plain(address))

    def read(self, head: str) -> Address:
        """Take apart what `head` returns."""
        found = list(self._postcode.finditer(head))
        before, after, postcode = head, "", None
        if found:
            last = found[-1]
            postcode = re.sub(r"\s+", "", last[1])
            before, after = head[: last.start()], head[last.end() :]
        parts = [part.strip(" -") for part in before.split(",")]
        parts = [part for part in parts if part and part not in _COUNTRIES]
        tail = re.sub(r"\s*\bCEDEX\b.*$", "", after.split(",")[0].strip(" -"))
        places = [tail] if tail and tail not in _COUNTRIES else []
        # Behind the street stand the town and, in Britain, the county.
        behind = [part for part in parts[1:] if not _STREET.search(part)]
        places += behind
        known = [name for name in places if name in self._districts or name in self._towns]
        town = known[0] if known else (places[0] if places else None)
        street = next((part for part in parts if _STREET.search(part)), None)
        if street is None and parts and parts[0] != town:
            street = parts[0]
        district, basis = self._district(town)
        return Address(district, basis, town, None, street, postcode)

    def _district(self, town: str | None) -> tuple[str | None, Literal["named", "town"] | None]:
        """Return the district that a place is or lies in."""
        if town is None:
            return None, None
        if town in self._districts:
            return self._districts[town], "named"
        if town in self._towns:
            return next(iter(self._towns[town])), "town"
        return None, None


def _plain(text: str) -> str:
    """Return a text in capitals, without accents, hyphens and apostrophes."""
    letters = unicodedata.normalize("NFKD", text)
    letters = "".join(one for one in letters if not unicodedata.combining(one)).upper()
    letters = re.sub(r"[-’'.]", " ", letters)
    return re.sub(r"\s+", " ", letters).strip()
