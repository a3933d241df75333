"""What is made of each column of a table: text for the engine, numbers, days, wordings."""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from saidao.errors import RegisterError
from saidao.register.mapping import Mapping

__all__ = [
    "ADDRESS", "CELL_END", "CODE", "DAY", "ID", "NAME", "NUMBER", "POSITION", "TEXT", "WORD",
    "Roles", "literal", "roles_of",
]  # fmt: skip

TEXT, NUMBER, DAY, WORD = 1, 2, 4, 8
"""What is made of a column's cells; text and one of the others may go together."""

ID, NAME, CODE, ADDRESS, POSITION = 16, 32, 64, 128, 256
"""What a column's cells are of the keys by which duplicates are known."""

CELL_END: Final = 0x1F
"""What ends a cell of text for the engine: ASCII's unit separator."""

OF_FIELD: Final = {
    "establishment": TEXT | ID,
    "name": TEXT | NAME,
    "code": WORD | CODE,
    "industry": TEXT | WORD,
    "scope": TEXT,
    "address": TEXT | ADDRESS,
    "district": WORD,
    "town": TEXT,
    "lon": NUMBER | POSITION,
    "lat": NUMBER | POSITION,
    "employees": NUMBER,
    "value": NUMBER,
    "opened": DAY,
    "closed": DAY,
    "status": WORD,
}
"""What is made of a field's cells."""


@dataclass(frozen=True, slots=True)
class Roles:
    """What is made of a table's columns.

    Parameters
    ----------
    columns : tuple of int
        For each column; 0 for nothing.
    looked_up : dict
        Field to its column, of fields that are numbers, days or wordings.
    text : dict
        Column of the register to the SQL of its text, the columns of text being ``c0`` ...
    """

    columns: tuple[int, ...]
    looked_up: Map[str, int]
    text: Map[str, str]


def literal(text: str) -> str:
    """Return a text as an SQL literal.

    Examples
    --------
    >>> literal("O'Hara")
    "'O''Hara'"
    """
    return "'" + text.replace("'", "''") + "'"


def roles_of(headers: Sequence[str], mapping: Mapping, file: str) -> Roles:
    """Return what is made of the columns of a table.

    Raises
    ------
    RegisterError
        If one column is to be read in two ways that exclude one another.
    """
    columns = [0] * len(headers)
    looked_up: dict[str, int] = {}
    for field, found in mapping.columns.items():
        if field not in OF_FIELD or field in mapping.constants:
            continue
        role = OF_FIELD[field]
        if field == "employees" and mapping.bands:
            role = WORD
        if field in ("lon", "lat") and mapping.has_both_in_one:
            role = WORD | POSITION
        for header in found:
            at = list(headers).index(header)
            columns[at] |= role
            if role & (NUMBER | DAY | WORD):
                looked_up[field] = at
                read = columns[at] & (NUMBER | DAY | WORD)
                if read not in (NUMBER, DAY, WORD):
                    raise RegisterError(
                        file, f"is read as {field} and as something else", column=header
                    )
    if not any(role & TEXT for role in columns):
        first = next((at for at, role in enumerate(columns) if role), 0)
        columns[first] |= TEXT
    places = [at for at, role in enumerate(columns) if role & TEXT]
    cells = {headers[at]: f"c{number}" for number, at in enumerate(places)}
    return Roles(tuple(columns), looked_up, text_of(mapping, cells))


def text_of(mapping: Mapping, cells: Map[str, str]) -> dict[str, str]:
    """Return the SQL of the register's columns of text."""
    found: dict[str, str] = {}
    for field in ("establishment", "name", "address", "town", "scope", "industry"):
        if field in mapping.constants:
            found[field] = literal(mapping.constants[field])
            continue
        there = [cells[header] for header in mapping.columns.get(field, ())]
        if len(there) == 1:
            found[field] = there[0]
        elif there:
            found[field] = f"nullif(concat_ws(' ', {', '.join(there)}), '')"
    industry = found.pop("industry", None)
    if industry is not None:
        # Words for the industry are what is known of the activity where nothing else is.
        found["scope"] = f"coalesce({found['scope']}, {industry})" if "scope" in found else industry
    return found
