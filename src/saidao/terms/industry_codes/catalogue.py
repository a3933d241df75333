"""The classifications of industries that the wheel carries, found by name."""

from __future__ import annotations

import csv
import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from saidao.errors import InvalidInput
from saidao.terms.industry_codes.classification import Entry, Scheme, cleaned_code
from saidao.terms.name import Name

__all__ = ["KNOWN", "SCHEMES", "Known", "rows", "scheme", "split"]


@dataclass(frozen=True, slots=True)
class Known:
    """A classification that the wheel carries."""

    file: str
    publisher: str
    width: int


KNOWN: dict[str, Known] = {
    "GB/T 4754-2017": Known(
        "gb_t_4754_2017",
        "Standardization Administration of China and National Bureau of Statistics of China",
        4,
    ),
    "ISIC Rev. 4": Known("isic_4", "United Nations Statistics Division", 4),
    "NACE Rev. 2": Known("nace_2", "Eurostat", 4),
    "NAF Rev. 2": Known("naf_2", "INSEE", 5),
    "UK SIC 2007": Known("uk_sic_2007", "Office for National Statistics; Companies House", 5),
    "NAICS 2017": Known("naics_2017", "United States Census Bureau", 6),
    "NAICS 2022": Known("naics_2022", "United States Census Bureau", 6),
}

SCHEMES: tuple[str, ...] = tuple(KNOWN)
"""The classifications by name, as `Register.scheme` holds them."""


def scheme(name: str) -> Scheme:
    """Return a classification by its name, however it is spaced and dotted.

    Parameters
    ----------
    name : str
        ``GB/T 4754-2017``, ``nace rev.2``, ``UK SIC 2007`` and so on, see `SCHEMES`.

    Raises
    ------
    InvalidInput
        If we have no such classification.
    """
    wanted = key(name)
    for known in KNOWN:
        if key(known) == wanted:
            return loaded(known)
    near = difflib.get_close_matches(name, SCHEMES, n=2)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise InvalidInput("scheme", repr(name), f"one of {', '.join(SCHEMES)}{hint}")


def key(name: str) -> str:
    """Return what two spellings of a classification's name share."""
    return re.sub(r"[\W_]|rev", "", name.casefold())


@cache
def loaded(name: str) -> Scheme:
    """Return a classification, read once."""
    known = KNOWN[name]
    return Scheme(name, known.publisher, known.width, entries(rows(f"{known.file}.csv")))


def rows(file: str) -> Iterator[dict[str, str]]:
    """Yield the rows of one of our tables."""
    lines = resources.files("saidao.terms.industry_codes").joinpath(file)
    yield from csv.DictReader(lines.read_text(encoding="utf-8").splitlines())


def entries(table: Iterable[dict[str, str]]) -> dict[str, Entry]:
    """Return the rows of a classification by code."""
    return {
        row["code"]: Entry(
            row["code"],
            int(row["level"]),
            row["parent"] or None,
            row["section"],
            Name(row["name_zh"], row["name_en"]),
        )
        for row in table
    }


def split(qualified: str, default: str | None = None) -> tuple[Scheme, str]:
    """Return the classification and the code of a qualified code.

    Parameters
    ----------
    qualified : str
        ``GB/T 4754-2017:3912``, as industries are composed in a pack.
    default : str, optional
        The classification of a code that names none.

    Raises
    ------
    InvalidInput
        If the classification or the code is unknown.

    Examples
    --------
    >>> found, code = split("GB/T 4754-2017:3912")
    >>> found.id, found.name(code).en
    ('GB/T 4754-2017', 'Manufacture of computer parts')
    """
    name, colon, code = qualified.rpartition(":")
    if not colon and default is None:
        raise InvalidInput(
            "code", repr(qualified), "a classification and a code: GB/T 4754-2017:3912"
        )
    found = scheme(name if colon else str(default))
    return found, found.entry(code if found.has(code) else cleaned_code(code)).code
