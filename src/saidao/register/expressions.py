"""The SQL that makes the register's values of a source's cells.

Text work is DuckDB's, over many threads; what is built here is only text. Columns come under
names of our own (``c0``, ``c1`` ...), words of a mapping file as quoted literals.
"""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass

from saidao.register.establishment import Flag
from saidao.register.layouts import NOTHING
from saidao.register.mapping import Mapping

__all__ = ["CELL_END", "STAGED", "Cells", "literal", "select"]

CELL_END = 0x1F
"""What ends a cell in records made plain: ASCII's unit separator."""

STAGED = (
    "establishment", "name", "code_raw", "scope", "address", "district_raw", "town", "x", "y",
    "employees", "value", "opened", "closed", "band", "flags",
)  # fmt: skip
"""The columns that `select` makes, in their order."""

CURRENCIES = (
    ("USD", "美元|美金|USD|US\\$"),
    ("HKD", "港元|港币|HKD|HK\\$"),
    ("EUR", "欧元|EUR|€"),
    ("JPY", "日元|JPY"),
    ("GBP", "英镑|GBP|£"),
    ("TWD", "新台币|台币|TWD"),
    ("SGD", "新加坡元|SGD"),
    ("AUD", "澳元|澳大利亚元|AUD"),
    ("CAD", "加元|加拿大元|CAD"),
    ("KRW", "韩元|KRW"),
    ("CHF", "瑞士法郎|CHF"),
    ("CNY", "人民币|元|CNY|RMB|¥|￥"),
)
"""Currencies by the words for them; the first that stands in a text is meant."""


@dataclass(frozen=True, slots=True)
class Cells:
    """What the source's cells are called in SQL.

    Parameters
    ----------
    columns : dict
        Field to the SQL of its cells as text, empty cells NULL; several for an address.
    today : str
        The day of the import, ISO; later days are none that anything opened on.
    as_of : str
        The day that the register describes, where it is known, else `today`.
    """

    columns: Map[str, tuple[str, ...]]
    today: str
    as_of: str


def literal(text: str) -> str:
    """Return a text as an SQL literal.

    Examples
    --------
    >>> literal("O'Hara")
    "'O''Hara'"
    """
    return "'" + text.replace("'", "''") + "'"


def listed(texts: tuple[str, ...]) -> str:
    """Return texts as a list of literals."""
    return ", ".join(map(literal, texts))


def text_of(cell: str, unknown: tuple[str, ...]) -> str:
    """Return a cell without the words that stand for nothing."""
    words = tuple(dict.fromkeys((*NOTHING, *(word.lower() for word in unknown))))
    longest = max(len(word.encode()) for word in words)
    # Long cells, which most are, are told apart by their length alone.
    return (
        f"CASE WHEN strlen({cell}) > {longest} THEN {cell} "
        f"WHEN lower({cell}) IN ({listed(words)}) THEN NULL ELSE {cell} END"
    )


def number_of(cell: str, decimal: str) -> str:
    """Return a cell as a number, NULL where it is none."""
    if decimal == ",":
        return f"TRY_CAST(replace(replace({cell}, ' ', ''), ',', '.') AS DOUBLE)"
    mended = f"regexp_replace({cell}, '[,，\\s人名家]', '', 'g')"
    return f"coalesce(TRY_CAST({cell} AS DOUBLE), TRY_CAST({mended} AS DOUBLE))"


def date_of(cell: str, order: str) -> str:
    """Return a cell as a day; a year alone is its first day, and so is a month."""
    ymd = "'^(\\d{4})(?:[-/.年](\\d{1,2}))?(?:[-/.月](\\d{1,2}))?[日号]?(?:[T ].*)?$'"
    parts = f"regexp_extract({cell}, {ymd}, ['y', 'm', 'd'])"
    by_year = (
        f"TRY_CAST(CASE WHEN {cell} SIMILAR TO '\\d{{4}}(\\.0)?' THEN {cell}[:4] || '-01-01' "
        f"WHEN {cell} SIMILAR TO '\\d{{8}}' "
        f"THEN {cell}[:4] || '-' || {cell}[5:6] || '-' || {cell}[7:8] "
        f"ELSE {parts}.y || '-' || coalesce(nullif({parts}.m, ''), '1') || '-' || "
        f"coalesce(nullif({parts}.d, ''), '1') END AS DATE)"
    )
    if order == "ymd":
        return f"coalesce(TRY_CAST({cell} AS DATE), {by_year})"
    shape = "'^(\\d{1,2})[-/.](\\d{1,2})[-/.](\\d{4})(?:[T ].*)?$'"
    names = "['d', 'm', 'y']" if order == "dmy" else "['m', 'd', 'y']"
    other = f"regexp_extract({cell}, {shape}, {names})"
    turned = f"TRY_CAST({other}.y || '-' || {other}.m || '-' || {other}.d AS DATE)"
    return f"coalesce({turned}, {by_year})"


def band_of(cell: str, mapping: Mapping) -> str:
    """Return the middle of a size band: one the mapping names, or ends in words (20-49)."""
    named = " ".join(
        f"WHEN {literal(text)} THEN {middle(least, most)!r}"
        for text, (least, most) in mapping.bands.items()
    )
    ends = f"regexp_extract({cell}, '^(\\d+) *(?:人)?(?:-|–|~|～|至|到|to|à) *(\\d+)', ['a', 'b'])"
    spoken = f"(TRY_CAST({ends}.a AS DOUBLE) + TRY_CAST({ends}.b AS DOUBLE)) / 2"
    return f"CASE {cell} {named} ELSE {spoken} END" if named else spoken


def middle(least: float, most: float | None) -> float:
    """Return what a band is taken for: its middle, or its least where it is open above."""
    return float(least) if most is None else (least + most) / 2


def currency_of(cell: str, unit: str) -> str:
    """Return the currency that an amount names."""
    cases = " ".join(
        f"WHEN regexp_matches({cell}, {literal(words)}) THEN {literal(code)}"
        for code, words in CURRENCIES
    )
    return f"CASE {cases} ELSE {literal(unit)} END"


def amount_of(cell: str, mapping: Mapping) -> str:
    """Return an amount in words as a number: 858(万元人民币), 1,000万."""
    digits = f"regexp_extract({cell}, '-?[0-9][0-9,，.]*')"
    number = f"TRY_CAST(replace(replace({digits}, ',', ''), '，', '') AS DOUBLE)"
    scale = (
        f"CASE WHEN contains({cell}, '亿') THEN 1e8 WHEN contains({cell}, '百万') THEN 1e6 "
        f"WHEN contains({cell}, '万') THEN 1e4 WHEN contains({cell}, '千') THEN 1e3 "
        f"WHEN contains({cell}, '元') THEN 1 ELSE {mapping.value_factor!r} END"
    )
    return f"({number}) * ({scale})"


def select(mapping: Mapping, cells: Cells) -> str:
    """Return the select list that makes `STAGED` of the source's cells."""
    one = {
        name: f"({text_of(found[0], mapping.unknown)})"
        for name, found in cells.columns.items()
        if len(found) == 1
    }
    for name, value in mapping.constants.items():
        one[name] = literal(value)
    many = cells.columns.get("address", ())
    if len(many) > 1:
        one["address"] = f"nullif(concat_ws(' ', {', '.join(many)}), '')"
    null = "NULL::VARCHAR"
    text = {name: one.get(name, null) for name in ("establishment", "name", "address", "town")}
    scope = one.get("scope") or one.get("industry") or null
    code = one.get("code", null)
    employees, value, band, size_bad, other_unit = sizes(mapping, one)
    opened, closed, date_bad = dates(mapping, one, cells)
    x = number_of(one["lon"], mapping.decimal) if "lon" in one else "NULL::DOUBLE"
    y = number_of(one["lat"], mapping.decimal) if "lat" in one else "NULL::DOUBLE"
    impossible = "FALSE"
    if "lon" in one and "lat" in one:
        impossible = (
            f"(({one['lon']} IS NOT NULL AND {x} IS NULL) OR "
            f"({one['lat']} IS NOT NULL AND {y} IS NULL))"
        )
    flags = " | ".join(
        f"CASE WHEN {when} THEN {int(flag)} ELSE 0 END"
        for flag, when in (
            (Flag.NO_ID, f"{text['establishment']} IS NULL"),
            (Flag.NO_NAME, f"{text['name']} IS NULL"),
            (Flag.NO_CODE, f"{code} IS NULL"),
            (Flag.IMPOSSIBLE_PLACE, impossible),
            (Flag.BAD_DATE, date_bad),
            (Flag.BAD_SIZE, size_bad),
            (Flag.OTHER_UNIT, other_unit),
        )
        if when != "FALSE"
    )
    made = (
        text["establishment"],
        text["name"],
        code,
        scope,
        text["address"],
        one.get("district", null),
        text["town"],
        x,
        y,
        employees,
        value,
        opened,
        closed,
        band,
        f"({flags})::UINTEGER",
    )
    return ", ".join(f"{sql} AS {name}" for sql, name in zip(made, STAGED, strict=True))


def sizes(mapping: Mapping, one: Map[str, str]) -> tuple[str, str, str, str, str]:
    """Return the SQL of employees, value and band, and of when a size or its unit is wrong."""
    employees, value, band = "NULL::DOUBLE", "NULL::DOUBLE", "NULL::VARCHAR"
    bad: list[str] = []
    other = "FALSE"
    if "employees" in one:
        cell = one["employees"]
        plain = "NULL::DOUBLE" if mapping.bands else number_of(cell, mapping.decimal)
        banded = band_of(cell, mapping)
        if mapping.bands:
            banded = f"coalesce({banded}, {number_of(cell, mapping.decimal)})"
        found = f"coalesce({plain}, {banded})"
        employees = f"CASE WHEN {found} >= 0 AND {found} < 1e9 THEN {found} END"
        band = f"CASE WHEN {plain} IS NULL THEN {cell} END"
        bad.append(f"({cell} IS NOT NULL AND NOT coalesce({found} >= 0 AND {found} < 1e9, FALSE))")
    if "value" in one:
        cell = one["value"]
        plain = f"{number_of(cell, mapping.decimal)} * {mapping.value_factor!r}"
        worded = amount_of(cell, mapping)
        same = "TRUE"
        if mapping.value_unit and mapping.value_unit.isalpha() and len(mapping.value_unit) == 3:
            currency = currency_of(cell, mapping.value_unit)
            same = f"({plain} IS NOT NULL OR {currency} = {literal(mapping.value_unit)})"
            other = f"({cell} IS NOT NULL AND NOT {same})"
        found = f"coalesce({plain}, {worded})"
        right = f"{found} >= 0 AND {found} < 1e18"
        value = f"CASE WHEN {right} AND {same} THEN {found} END"
        bad.append(f"({cell} IS NOT NULL AND NOT coalesce({right}, FALSE))")
    return employees, value, band, " OR ".join(bad) or "FALSE", other


def dates(mapping: Mapping, one: Map[str, str], cells: Cells) -> tuple[str, str, str]:
    """Return the SQL of both days, and of when one of them cannot be."""
    null = "NULL::DATE"
    opened = date_of(one["opened"], mapping.dates) if "opened" in one else null
    closed = date_of(one["closed"], mapping.dates) if "closed" in one else null
    bad: list[str] = []
    last = f"DATE {literal(cells.today)}"
    for name, day in (("opened", opened), ("closed", closed)):
        if name in one:
            bad.append(f"({one[name]} IS NOT NULL AND {day} IS NULL)")
    if "opened" in one:
        bad.append(f"coalesce({opened} > {last}, FALSE)")
        first = f"CASE WHEN {opened} <= {last} THEN {opened} END"
    else:
        first = null
    ended = closed
    if "status" in one and mapping.open:
        status = f"lower({one['status']})"
        is_open = " OR ".join(
            f"starts_with({status}, {literal(word.lower())})" for word in mapping.open
        )
        # Closed without a day: closed by the day that the register describes.
        by_then = f"DATE {literal(cells.as_of)}"
        ended = (
            f"CASE WHEN {one['status']} IS NULL THEN {closed} WHEN {is_open} THEN {null} "
            f"ELSE coalesce({closed}, {by_then}) END"
        )
    if "opened" in one and ("closed" in one or ended != closed):
        bad.append(f"coalesce({ended} < {opened}, FALSE)")
    return first, ended, " OR ".join(bad) or "FALSE"
