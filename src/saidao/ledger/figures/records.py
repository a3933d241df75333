"""Figures that a user brought in a table, as they are kept."""

from __future__ import annotations

from dataclasses import dataclass

from saidao.ledger.records import ObservedValue
from saidao.packs.pack import Source

__all__ = ["Imported"]


@dataclass(frozen=True, slots=True)
class Imported:
    """A row of a user's table, with where it stood and who brought it.

    Parameters
    ----------
    id : str
        Digest of what the row says: the same figure of the same source comes once.
    value : ObservedValue
    source : Source
        Who published it, as the table says; the table itself where it does not.
    file, name, sheet, row
        Digest and name of the table, its sheet, and the row as people count them.
    by, at : str
        Who brought it, and when (ISO).
    """

    id: str
    value: ObservedValue
    source: Source
    file: str
    name: str
    sheet: str
    row: int
    by: str
    at: str
