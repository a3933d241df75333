"""How a register's columns are read: what a mapping file says, checked.

::

    layout: sirene              # start from a known layout; what stands below goes before it
    sheet: 企业名录              # of a workbook; the first visible one where it is not given
    header_row: 1               # found where it is not given; 0 where there is none
    encoding: gb18030           # found where it is not given
    separator: ";"              # found where it is not given
    columns: {establishment: 统一社会信用代码, name: 企业名称, address: [路, 号]}
    constants: {district: "310115"}
    coordinates: GCJ-02         # or WGS-84, BD-09, EPSG:27572
    scheme: GB/T 4754-2017
    dates: dmy                  # order in 02/03/2020; found where the column tells it
    decimal: ","                # before the decimals; found where the column tells it
    value: {kind: revenue, unit: CNY, factor: 10000}
    bands: {employees: {"11": [10, 19], "53": [10000, null]}}
    open: [存续, 在业]           # statuses of establishments that are open
    unknown: ["1900-01-01"]     # cells that stand for nothing
    about: {name: ..., publisher: ..., licence: ..., url: ..., as_of: "2026-01-31"}
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Final, Self

import yaml

from saidao.errors import RegisterError
from saidao.register.fields import FIELDS
from saidao.register.wordings import Band

__all__ = ["ABOUT", "KEYS", "ORDERS", "Mapping", "read_mapping"]

NAMES: Final = tuple(one.name for one in FIELDS)
MANY: Final = frozenset(one.name for one in FIELDS if one.many)
CONSTANTS: Final = ("code", "district", "town", "scope", "opened")
"""Fields that may be one value for all rows."""

ABOUT: Final = ("name", "name_en", "publisher", "licence", "url", "as_of", "note", "synthetic")
ORDERS: Final = ("ymd", "dmy", "mdy", "excel")
DATES_SAID: Final = {
    "ymd": "year first",
    "dmy": "day first: 02/03/2001 is 2 March",
    "mdy": "month first: 02/03/2001 is 3 February",
    "excel": "days since 1899-12-30, as a spreadsheet counts them: 36956 is 2001-03-06",
}


@dataclass(frozen=True, slots=True)
class Mapping:
    """What of a register's file is what.

    Parameters
    ----------
    layout : str
        Of `saidao.register.layouts`; empty where the columns were guessed or said.
    columns : dict
        Field to the headers of its columns; one but for an address.
    constants : dict
        Field to a value that holds for all rows.
    sheet, encoding, separator : str
        Empty where they are to be found.
    header_row : int or None
        As people count rows; 0 where there is none, and columns are named by their number.
    coordinates : str
        System of `lon` and `lat`; empty where it is to be detected.
    scheme : str
        Classification of `code`.
    dates : {'', 'ymd', 'dmy', 'mdy', 'excel'}
        Empty where nobody says what 02/03/2001 is.
    decimal : {'', '.', ','}
        Empty where nobody says what 1,234 is; it is then 1234.
    value_kind, value_unit : str
    value_factor : float
        What a bare number of `value` is multiplied by.
    bands : dict
        Text of a size band to least and most persons.
    open : tuple of str
        Statuses of establishments that are open; empty where the status says nothing.
    unknown : tuple of str
        Cells that stand for nothing.
    about : dict
        Of the register as a whole, `ABOUT`.
    """

    layout: str = ""
    columns: Map[str, tuple[str, ...]] = field(default_factory=dict)
    constants: Map[str, str] = field(default_factory=dict)
    sheet: str = ""
    header_row: int | None = None
    encoding: str = ""
    separator: str = ""
    coordinates: str = ""
    scheme: str = ""
    dates: str = ""
    decimal: str = ""
    value_kind: str = ""
    value_unit: str = ""
    value_factor: float = 1.0
    bands: Map[str, Band] = field(default_factory=dict)
    open: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    about: Map[str, str] = field(default_factory=dict)

    @property
    def has_both_in_one(self) -> bool:
        """Whether one column holds longitude and latitude."""
        return "lon" in self.columns and self.columns["lon"] == self.columns.get("lat")

    def told(self) -> tuple[tuple[str, str], ...]:
        """Return what is read from where, a line for each field and setting."""
        lines = [
            (name, "column " + " + ".join(map(repr, self.columns[name])))
            for name in NAMES
            if name in self.columns
        ]
        lines += [(name, f"{value!r} for all rows") for name, value in self.constants.items()]
        if self.scheme:
            lines.append(("scheme", self.scheme))
        if self.coordinates:
            lines.append(("coordinates", self.coordinates))
        if self.dates:
            lines.append(("dates", DATES_SAID[self.dates]))
        if self.decimal == ",":
            lines.append(("decimals", f"behind {self.decimal!r}"))
        if self.value_kind or self.value_unit:
            factor = f" × {self.value_factor:g}" if self.value_factor != 1 else ""
            kind = self.value_kind or "size"
            lines.append(("value is", f"{kind} in {self.value_unit or 'no unit'}{factor}"))
        if self.bands:
            lines.append(("employees", f"{len(self.bands)} size bands, each taken as its middle"))
        if self.open:
            lines.append(("status", "open where it is " + ", ".join(map(repr, self.open))))
        return tuple(lines)

    def over(self, other: Mapping) -> Mapping:
        """Return this mapping with what it leaves unsaid taken from another."""
        columns = {**other.columns, **self.columns}
        for name in self.constants:
            columns.pop(name, None)
        merged: dict[str, Any] = {
            "columns": columns,
            "constants": {
                name: value
                for name, value in {**other.constants, **self.constants}.items()
                if name in self.constants or name not in self.columns
            },
            "about": {**other.about, **self.about},
            "bands": self.bands or other.bands,
        }
        for one in fields(self):
            if one.name in merged:
                continue
            mine = getattr(self, one.name)
            if mine == one.default:
                merged[one.name] = getattr(other, one.name)
        return replace(self, **merged)

    @classmethod
    def of(cls, values: Map[str, Any], name: str) -> Self:
        """Return the mapping of a file's values, checked.

        Raises
        ------
        RegisterError
            If a key or value cannot be.
        """
        check = Checked(name, values)
        columns = {
            one: check.headers(one, texts)
            for one, texts in check.part("columns", NAMES).items()
            if texts is not None
        }
        value = check.part("value", ("kind", "unit", "factor"))
        factor = value.get("factor", 1)
        if isinstance(factor, bool) or not isinstance(factor, int | float) or not factor > 0:
            raise RegisterError(name, f"value: factor: got {factor!r}, expected a number above 0")
        row = values.get("header_row")
        if row is not None and (isinstance(row, bool) or not isinstance(row, int) or row < 0):
            raise RegisterError(name, f"header_row: got {row!r}, expected the number of a row")
        about = {key: str(text) for key, text in check.part("about", ABOUT).items()}
        if "as_of" in about:
            check.day("about: as_of", about["as_of"])
        return cls(
            layout=check.text("layout"),
            columns=columns,
            constants={k: str(v) for k, v in check.part("constants", CONSTANTS).items()},
            sheet=check.text("sheet"),
            header_row=row,
            encoding=check.text("encoding"),
            separator=check.separator(),
            coordinates=check.text("coordinates"),
            scheme=check.text("scheme"),
            dates=check.one_of("dates", ORDERS),
            decimal=check.one_of("decimal", (".", ",")),
            value_kind=str(value.get("kind", "")),
            value_unit=str(value.get("unit", "")),
            value_factor=float(factor),
            bands=check.bands(),
            open=check.texts("open"),
            unknown=check.texts("unknown"),
            about=about,
        )


KEYS: Final = (
    "layout", "sheet", "header_row", "encoding", "separator", "columns", "constants",
    "coordinates", "scheme", "dates", "decimal", "value", "bands", "open", "unknown", "about",
)  # fmt: skip
"""What a mapping file may say."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The values of a mapping file, each asked for with what it should be."""

    name: str
    values: Map[str, Any]

    def __post_init__(self) -> None:
        for key in self.values:
            if key not in KEYS:
                raise self.wrong("key", repr(key), "one of " + ", ".join(KEYS))

    def wrong(self, where: str, got: str, expected: str) -> RegisterError:
        """Return the error of a value."""
        return RegisterError(self.name, f"{where}: got {got}, expected {expected}")

    def part(self, key: str, known: tuple[str, ...]) -> dict[str, Any]:
        """Return a part with keys of its own."""
        part = self.values.get(key) or {}
        if not isinstance(part, dict):
            raise self.wrong(key, repr(part), "a part with keys below it")
        for one in part:
            if one not in known:
                raise self.wrong(key, repr(one), "one of " + ", ".join(known))
        return part

    def headers(self, name: str, texts: Any) -> tuple[str, ...]:
        """Return the headers of a field."""
        found = tuple(map(str, texts)) if isinstance(texts, list) else (str(texts),)
        if not found or (len(found) > 1 and name not in MANY):
            raise self.wrong(f"columns: {name}", repr(texts), "one header")
        return found

    def text(self, key: str) -> str:
        """Return a text, empty where there is none."""
        value = self.values.get(key)
        if isinstance(value, dict | list | bool):
            raise self.wrong(key, repr(value), "a text")
        return "" if value is None else str(value)

    def separator(self) -> str:
        """Return the separator of a text table."""
        text = {"tab": "\t", "\\t": "\t"}.get(self.text("separator"), self.text("separator"))
        if text and (len(text) > 1 or not text.isascii() or text.isalnum() or text in '"\n\r'):
            raise self.wrong("separator", repr(text), "one sign such as , ; | or tab")
        return text

    def one_of(self, key: str, known: tuple[str, ...]) -> str:
        """Return one of a few words, empty where there is none."""
        text = self.text(key)
        if text and text not in known:
            raise self.wrong(key, repr(text), "one of " + ", ".join(known))
        return text

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self.values.get(key) or []
        if not isinstance(value, list):
            raise self.wrong(key, repr(value), "a list of texts")
        return tuple(map(str, value))

    def day(self, where: str, text: str) -> None:
        """Check a day."""
        try:
            date.fromisoformat(text)
        except ValueError:
            raise self.wrong(where, repr(text), "a day such as 2026-01-31") from None

    def bands(self) -> dict[str, Band]:
        """Return the size bands."""
        part = self.part("bands", ("employees",)).get("employees") or {}
        if not isinstance(part, dict):
            raise self.wrong("bands: employees", repr(part), "TEXT: [least, most] below it")
        found: dict[str, Band] = {}
        for text, ends in part.items():
            where = f"bands: employees: {text}"
            if not isinstance(ends, list) or len(ends) != 2:
                raise self.wrong(where, repr(ends), "[least, most]")
            least, most = ends
            plain = all(
                one is None or (isinstance(one, int | float) and not isinstance(one, bool))
                for one in ends
            )
            if not plain or least is None or least < 0 or (most is not None and most < least):
                raise self.wrong(where, repr(ends), "[least, most], most null where it is open")
            found[str(text)] = (float(least), None if most is None else float(most))
        return found


def read_mapping(text: str, name: str) -> Mapping:
    """Return what a mapping file says.

    Raises
    ------
    RegisterError
        If it is no mapping.
    """
    try:
        values = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as problem:
        said = re.sub(r"\s+", " ", str(problem))[:200]
        raise RegisterError(name, f"got broken YAML ({said}), expected a mapping") from problem
    if not isinstance(values, dict) or not values:
        raise RegisterError(name, "got no mapping, expected keys such as columns and scheme")
    return Mapping.of(values, name)
