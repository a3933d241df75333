"""Realised figures from tables that users bring: read, checked, and kept.

`sheets` reads the cells of a CSV or Excel file, `columns` says which column is what,
`cells` reads one cell, and `importing` makes the figures, or says what is wrong where.
"""

from saidao.ledger.figures.columns import FIELDS, Layout, Wanted, guess, read_mapping
from saidao.ledger.figures.importing import Places, Taken, import_figures
from saidao.ledger.figures.records import Imported
from saidao.ledger.figures.sheets import Sheet, read_sheets

__all__ = [
    "FIELDS",
    "Imported",
    "Layout",
    "Places",
    "Sheet",
    "Taken",
    "Wanted",
    "guess",
    "import_figures",
    "read_mapping",
    "read_sheets",
]
