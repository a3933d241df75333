"""Realised figures from tables that users bring: read, checked, and kept.

`sheets` reads the cells of a CSV or Excel file, `columns` says which column is what,
`cells` reads one cell, and `importing` makes the figures, or says what is wrong where.
"""

from saidao.ledger.figures.records import Imported

__all__ = ["Imported"]
