"""Realised figures from tables that users bring: read, checked, and kept.

`sheets` reads the cells of a CSV or Excel file, `columns` says which column is what,
`cells` reads one cell, `importing` makes the figures, or says what is wrong where, and
`records` is what is kept of them. Import from these modules: every start loads `records`,
and only an import needs the others, which load the readers of dates and units.
"""
