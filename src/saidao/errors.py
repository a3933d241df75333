"""Every exception that Saidao raises on purpose.

::

    SaidaoError                      all we raise on purpose, outside kernels
    ├── PackError                    a pack is wrong: .file, .row, .key, .got, .expected
    ├── DocumentError                a file cannot be read as a document: .file, .page
    ├── RegisterError                a register cannot be imported: .file, .row, .column
    ├── TableError                   a table cannot be imported: .file, .row, .column, .got
    ├── StoreError
    │   ├── SchemaMismatch           a table is not as declared
    │   └── MigrationNeeded          the store is older than the code
    ├── NotFound (LookupError)       .kind, .id, .near
    ├── InvalidInput (ValueError)    .name, .got, .expected
    └── MissingExtra (ImportError)   says the exact install command

A message is three facts: where, what was got, what was expected; then what to do,
where we know it. The command line prints the message without a traceback and leaves
with `exit_code`: 1 when the data is wrong, 2 when the command is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "DocumentError",
    "InvalidInput",
    "MigrationNeeded",
    "MissingExtra",
    "NotFound",
    "PackError",
    "RegisterError",
    "SaidaoError",
    "SchemaMismatch",
    "StoreError",
    "TableError",
]


class SaidaoError(Exception):
    """Base of all errors that Saidao raises on purpose."""

    exit_code = 1


class PackError(SaidaoError):
    """A pack is wrong.

    Parameters
    ----------
    file : str
        Path inside the pack.
    row : int or None
        Line of a YAML file, or row of a CSV file (the header is row 1).
    key : str
        The key or column, dotted where nested.
    got, expected : str
        What stands there, and what should.
    """

    def __init__(self, file: str, row: int | None, key: str, got: str, expected: str) -> None:
        self.file, self.row, self.key, self.got, self.expected = file, row, key, got, expected
        place = f"{file}:{row}" if row is not None else file
        super().__init__(f"{place}: {key}: got {got}, expected {expected}")


class DocumentError(SaidaoError):
    """A file cannot be read as a document."""

    def __init__(self, file: str, problem: str, *, page: int | None = None) -> None:
        self.file, self.problem, self.page = file, problem, page
        place = f"{file}, page {page}" if page is not None else file
        super().__init__(f"{place}: {problem}")


class RegisterError(SaidaoError):
    """A register of establishments cannot be imported."""

    def __init__(
        self, file: str, problem: str, *, row: int | None = None, column: str | None = None
    ) -> None:
        self.file, self.row, self.column = file, row, column
        place = ", ".join(
            part
            for part in (
                file,
                f"row {row}" if row is not None else "",
                f"column {column}" if column is not None else "",
            )
            if part
        )
        super().__init__(f"{place}: {problem}")


class TableError(SaidaoError):
    """A table of figures cannot be imported.

    Parameters
    ----------
    file : str
    got, expected : str
        What stands there, and what should or what to do.
    row : int, optional
        As people count them, the first row being 1.
    column : str, optional
        Its header.
    sheet : str
        Empty where the file has but one.
    """

    def __init__(
        self,
        file: str,
        got: str,
        expected: str,
        *,
        row: int | None = None,
        column: str | None = None,
        sheet: str = "",
    ) -> None:
        self.file, self.got, self.expected = file, got, expected
        self.row, self.column, self.sheet = row, column, sheet
        place = ", ".join(
            part
            for part in (
                file,
                f"sheet {sheet}" if sheet else "",
                f"row {row}" if row is not None else "",
                f"column {column}" if column is not None else "",
            )
            if part
        )
        super().__init__(f"{place}: got {got}, expected {expected}")


class StoreError(SaidaoError):
    """An atlas cannot be opened, read or written."""


class SchemaMismatch(StoreError):
    """A table is not as declared."""


class MigrationNeeded(StoreError):
    """The store is older than the code."""


class NotFound(SaidaoError, LookupError):
    """Nothing has that id; `near` holds the ids that look like it."""

    exit_code = 2

    def __init__(self, kind: str, id: str, near: Sequence[str] = ()) -> None:
        self.kind, self.id, self.near = kind, id, tuple(near)
        hint = f"; did you mean {', '.join(self.near)}?" if self.near else ""
        super().__init__(f"no {kind} {id!r}{hint}")


class InvalidInput(SaidaoError, ValueError):
    """An argument or option has a value that cannot be used."""

    exit_code = 2

    def __init__(self, name: str, got: str, expected: str) -> None:
        self.name, self.got, self.expected = name, got, expected
        super().__init__(f"{name}: got {got}, expected {expected}")


class MissingExtra(SaidaoError, ImportError):
    """A feature needs packages that are not installed."""

    exit_code = 2

    def __init__(self, feature: str, extra: str) -> None:
        self.feature, self.extra = feature, extra
        super().__init__(f"{feature} needs more packages: run  uv sync --extra {extra}")
