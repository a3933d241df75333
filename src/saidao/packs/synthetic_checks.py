"""What the margins of a synthetic register must hold, so that establishments can be drawn."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from saidao.packs.files import PackFiles, Placed
from saidao.packs.problems import shown
from saidao.packs.synthetic_schema import MarginRow, SyntheticRegisterRow

__all__ = ["check_margins"]

FILE = "register.yaml"
SLACK = 0.001
"""Share by which districts may differ from the city, for totals that were rounded."""

Key = tuple[str, str, str]
"""Area, code and measure."""


def check_margins(files: PackFiles) -> None:
    """Report margins that clash, that nothing uses, or that leave something undrawable."""
    if files.register is None:
        for name in sorted({placed.file for placed in files.margins}):
            if FILE not in files.unread:
                files.report(name, None, "file", f"margins without a {FILE}", f"a {FILE} beside it")
        return
    if files.pack is None or "districts.csv" in files.unread:
        return
    register = files.register.row
    city = files.pack.row.region_code
    districts = [placed.row.code for placed in files.districts]
    rows = _unique(files)
    _areas(files, city, districts)
    if not rows and not _faulty(files):
        files.report(FILE, 1, "file", "no margins", "rows in register/*.csv")
    # A row that was left out would show up again as something that is missing.
    if not rows or _faulty(files):
        return
    _codes(files, register)
    current: dict[Key, Placed[MarginRow]] = {
        (placed.row.area, placed.row.code or "", placed.row.measure): placed
        for placed in files.margins
        if placed.row.year == register.as_of[:4]
    }
    _complete(files, register, city, districts, current)
    _sums(files, city, districts, current)


def _faulty(files: PackFiles) -> bool:
    """Return whether a row of the margins is wrong in itself."""
    return any(
        problem.file.startswith("register/") and problem.severity == "error"
        for problem in files.problems
    )


def _unique(files: PackFiles) -> dict[tuple[str, ...], Placed[MarginRow]]:
    """Report a margin that stands twice."""
    seen: dict[tuple[str, ...], Placed[MarginRow]] = {}
    for placed in files.margins:
        row = placed.row
        key = (row.area, row.code or "", row.year, row.measure)
        first = seen.setdefault(key, placed)
        if first is not placed:
            got = f"{row.measure} of {row.area} {row.code or 'in all'} {row.year} a second time"
            expected = f"once; it also stands in {first.file}:{first.line}"
            files.report(placed.file, placed.line, "measure", got, expected)
    return seen


def _areas(files: PackFiles, city: str, districts: list[str]) -> None:
    """Report areas that are no district, not the city and no country."""
    known = {city, *districts}
    for placed in files.margins:
        area = placed.row.area
        if len(area) > 2 and area not in known and area not in files.faulty:
            expected = f"{city} or a code of districts.csv"
            files.report(placed.file, placed.line, "area", shown(area), expected)


def _codes(files: PackFiles, register: SyntheticRegisterRow) -> None:
    """Report parts that no margin counts: a misspelt code."""
    assert files.register is not None
    counted = {placed.row.code for placed in files.margins}
    for number, part in enumerate(register.parts):
        if part not in counted:
            line = files.register.line_of("parts", number)
            files.report(FILE, line, f"parts.{number}", shown(part), "a part that a margin is of")


def _complete(
    files: PackFiles,
    register: SyntheticRegisterRow,
    city: str,
    districts: list[str],
    current: dict[Key, Placed[MarginRow]],
) -> None:
    """Report what has no employees, or neither units nor persons a unit."""
    assert files.register is not None
    year = register.as_of[:4]
    for area in (city, *districts):
        if (area, "", "employees") not in current:
            got = f"no employees of {area} in all in {year}"
            files.report(FILE, 1, "file", got, f"a row in register/*.csv with the year {year}")
    for number, part in enumerate(register.parts):
        line = files.register.line_of("parts", number)
        if (city, part, "employees") not in current:
            got = f"{part} without employees of {city} in {year}"
            files.report(FILE, line, f"parts.{number}", got, "a row in register/*.csv")
        sized = (city, part, "units") in current or any(
            area == city and measure == "persons_per_unit" and part.startswith(code)
            for area, code, measure in current
        )
        if not sized and not _section_sized(part, city, current):
            got = f"{part} with neither units nor persons_per_unit of {city} in {year}"
            files.report(FILE, line, f"parts.{number}", got, "a row in register/*.csv")


def _section_sized(part: str, city: str, current: dict[Key, Any]) -> bool:
    """Return whether a part in digits may take its size from a section: the scheme knows."""
    return part.isdigit() and any(
        area == city and measure == "persons_per_unit" and code.isalpha()
        for area, code, measure in current
    )


def _sums(
    files: PackFiles, city: str, districts: list[str], current: dict[Key, Placed[MarginRow]]
) -> None:
    """Report districts that do not add up to their city, or exceed it."""
    totals: dict[tuple[str, str], list[Placed[MarginRow]]] = defaultdict(list)
    for (area, code, measure), placed in current.items():
        if area in districts and measure in ("units", "employees"):
            totals[code, measure].append(placed)
    for (code, measure), rows in totals.items():
        whole = current.get((city, code, measure))
        if whole is None:
            continue
        total, parts = whole.row.value, sum(placed.row.value for placed in rows)
        over = parts > total * (1 + SLACK)
        short = len(rows) == len(districts) and parts < total * (1 - SLACK)
        if over or short:
            what = f"{measure} of {code}" if code else f"{measure} in all"
            got = f"{total:,.0f} {what}, while the districts have {parts:,.0f}"
            files.report(whole.file, whole.line, "value", got, "what the districts add up to")
