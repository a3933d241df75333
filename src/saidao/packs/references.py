"""What rows say of each other: ids that must be unique, references that must resolve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from saidao.errors import InvalidInput
from saidao.packs.files import PackFiles, Placed
from saidao.packs.problems import shown
from saidao.packs.vocabulary import SOURCE_MARK
from saidao.terms.industry_codes import split

__all__ = ["check_references"]

RATE_OPS = frozenset({"growth_rate_per_year", "increase_by", "decrease_by", "share", "rank"})
"""Operations whose unit is not the indicator's own."""

FILES_OF = {
    "source": {"sources.yaml"},
    "plan": {"plans.yaml"},
    "industry": {"industries.yaml"},
    "system": {"industries.yaml"},
    "batch": {"parks.yaml"},
    "park": {"parks.yaml"},
    "indicator": {"lexicon.yaml"},
    "district": {"districts.csv"},
    "region": {"pack.yaml", "districts.csv", "parks.yaml"},
}
"""Kind of thing to the files that name them."""


def check_references(files: PackFiles) -> None:
    """Report rows that clash with, or point past, the other rows of the pack."""
    _unique_ids(files)
    _unique_spellings(files)
    known = _Known(files)
    for kind, placed, path, value in _references(files):
        known.require(kind, placed, path, value)
    _lexicon_targets(files, known)
    _clauses(files)
    _source_marks(files)
    _units(files)
    _coordinates(files)
    _codes(files)
    _warnings(files)


class _Known:
    """The ids that exist, by kind of thing."""

    def __init__(self, files: PackFiles) -> None:
        self.files = files
        self.ids: dict[str, set[str]] = {
            "source": {placed.row.id for placed in files.sources},
            "plan": {placed.row.id for placed in files.plans},
            "industry": {placed.row.id for placed in files.industries},
            "system": {placed.row.id for placed in files.systems},
            "batch": {placed.row.id for placed in files.batches},
            "park": {placed.row.id for placed in files.parks},
            "indicator": {placed.row.id for placed in files.indicators},
            "district": {placed.row.code for placed in files.districts},
            "document": {brief.id for _, brief in files.briefs},
        }
        own = files.pack.row if files.pack is not None else None
        regions = {region.id for region in own.regions} if own else set()
        codes = {own.region_code} if own else set()
        self.ids["region"] = regions | codes | self.ids["district"] | self.ids["park"]

    def require(self, kind: str, placed: Placed[Any], path: tuple[str | int, ...], id: str) -> None:
        """Report a reference to an id that does not exist."""
        if id not in self.ids[kind] and not self.excused(kind, id):
            line = placed.line_of(*path)
            key = ".".join(str(step) for step in path)
            self.files.report(placed.file, line, key, shown(id), self.expectation(kind, id))

    def excused(self, kind: str, id: str) -> bool:
        """Return whether the id may be missing because its own row was left out."""
        return id in self.files.faulty or not self.files.unread.isdisjoint(FILES_OF[kind])

    def expectation(self, kind: str, id: str) -> str:
        """Say what was expected, with the nearest id there is."""
        near = get_close_matches(id, self.ids[kind], n=1)
        return f"the id of a known {kind}" + (f"; did you mean {near[0]}?" if near else "")


def _references(
    files: PackFiles,
) -> Iterator[tuple[str, Placed[Any], tuple[str | int, ...], str]]:
    """Yield ``(kind, row, path of the key, id)`` for each reference in the pack."""
    lists: Iterable[list[Placed[Any]]] = (
        files.plans,
        files.industries,
        files.systems,
        files.batches,
        files.parks,
        files.tasks,
        files.districts,
        files.place_names,
        [placed for placed, _ in files.briefs],
    )
    for rows in lists:
        for placed in rows:
            for number, id in enumerate(placed.row.sources):
                yield "source", placed, ("sources", number), id
    if files.pack is not None:
        for group in ("regions", "gaps"):
            for number, row in enumerate(getattr(files.pack.row, group)):
                for at, id in enumerate(row.sources):
                    yield "source", files.pack, (group, number, "sources", at), id
        for number, limit in enumerate(files.pack.row.limits):
            yield "indicator", files.pack, ("limits", number, "indicator"), limit.indicator
    if files.register is not None:
        for number, id in enumerate(files.register.row.sources):
            yield "source", files.register, ("sources", number), id
        for at, leaning in enumerate(files.register.row.leanings):
            yield "district", files.register, ("leanings", at, "district"), leaning.district
            for number, id in enumerate(leaning.sources):
                yield "source", files.register, ("leanings", at, "sources", number), id
    fields: tuple[tuple[list[Any], dict[str, str]], ...] = (
        (files.margins, {"source": "source"}),
        (
            files.targets,
            {
                "plan": "plan",
                "industry": "industry",
                "indicator": "indicator",
                "region": "region",
                "driven_by": "industry",
                "source": "source",
            },
        ),
        (
            files.observations,
            {
                "indicator": "indicator",
                "industry": "industry",
                "region": "region",
                "source": "source",
            },
        ),
        (files.systems, {"supersedes": "system"}),
        (files.parks, {"batch": "batch"}),
        (files.place_names, {"district": "district"}),
        (files.tasks, {"industry": "industry"}),
        (
            files.linkages,
            {
                "indicator": "indicator",
                "industry": "industry",
                "observation_indicator": "indicator",
                "observation_industry": "industry",
                "observation_region": "region",
            },
        ),
        (files.not_published, {"indicator": "indicator", "industry": "industry"}),
    )
    for rows, kinds in fields:
        for placed in rows:
            for key, kind in kinds.items():
                id = getattr(placed.row, key)
                if id is not None:
                    yield kind, placed, (key,), id
    for rows, key, kind in (
        (files.industries, "overlaps", "industry"),
        (files.industries, "parts", "industry"),
        (files.parks, "industries", "industry"),
        (files.parks, "districts", "district"),
        (files.tasks, "parks", "park"),
        (files.targets, "members", "industry"),
    ):
        for placed in rows:
            for number, id in enumerate(getattr(placed.row, key)):
                yield kind, placed, (key, number), id
    for check in files.checks:
        for at, expected in enumerate(check.row.means):
            for key, id in (("industry", expected.industry), ("region", expected.region)):
                if id is not None:
                    yield key, check, ("means", at, key), id
            yield "indicator", check, ("means", at, "indicator"), expected.indicator
    for system in files.systems:
        for at, members in enumerate(system.row.groups):
            for number, id in enumerate(members.industries):
                yield "industry", system, ("groups", at, "industries", number), id


def _unique_ids(files: PackFiles) -> None:
    """Report ids that two rows of a kind share."""
    lists: Iterable[tuple[str, list[Any]]] = (
        ("id", files.sources),
        ("id", files.plans),
        ("id", files.industries),
        ("id", files.systems),
        ("id", files.targets),
        ("id", files.batches),
        ("id", files.parks),
        ("id", files.tasks),
        ("id", files.indicators),
        ("id", files.observations),
        ("code", files.districts),
        ("name", files.place_names),
    )
    for key, rows in lists:
        seen: dict[str, Placed[Any]] = {}
        for placed in rows:
            id = getattr(placed.row, key)
            first = seen.setdefault(id, placed)
            if first is not placed:
                got = f"{shown(id)}, which also stands in {first.file}:{first.line}"
                files.report(placed.file, placed.line_of(key), key, got, "an id of its own")


def _unique_spellings(files: PackFiles) -> None:
    """Report spellings that name two things."""
    lists = (
        ("industries", files.industry_words),
        ("regions", files.region_words),
        (
            "indicators",
            [
                # 规模 of land and 规模 of an industry are told apart by the unit
                (placed.row.id, f"{word} in {placed.row.unit}", placed.line_of("words", number))
                for placed in files.indicators
                for number, word in enumerate(placed.row.words)
            ],
        ),
    )
    for key, words in lists:
        seen: dict[str, str] = {}
        for id, word, line in words:
            first = seen.setdefault(word, id)
            if first != id:
                got = f"{shown(word)}, which also names {first}"
                files.report("lexicon.yaml", line, f"{key}.{id}", got, "a spelling of one thing")


def _lexicon_targets(files: PackFiles, known: _Known) -> None:
    """Report spellings of industries and regions that do not exist."""
    for kind, key, words in (
        ("industry", "industries", files.industry_words),
        ("region", "regions", files.region_words),
    ):
        for id in {id for id, _, _ in words} - known.ids[kind]:
            if known.excused(kind, id):
                continue
            line = min(line for other, _, line in words if other == id)
            expected = known.expectation(kind, id)
            files.report("lexicon.yaml", line, f"{key}.{id}", shown(id), expected)


def _clauses(files: PackFiles) -> None:
    """Report clauses whose document is missing or does not say the quote often enough."""
    briefs = {brief.id: brief for _, brief in files.briefs}
    rows: list[Placed[Any]] = [*files.targets, *files.tasks]
    for placed in rows:
        clause = placed.row.clause
        if clause is None:
            continue
        brief = briefs.get(clause.document)
        if brief is None and f"documents/{clause.document}.md" in files.faulty:
            continue
        if brief is None:
            line = placed.line_of("clause", "document")
            expected = "the name of a file in documents/"
            files.report(placed.file, line, "clause.document", shown(clause.document), expected)
            continue
        found = brief.text.count(clause.quote)
        if found < clause.occurrence:
            line = placed.line_of("clause", "quote")
            times = f"{found} times" if found else "nowhere"
            got = f"{shown(clause.quote)}, found {times}"
            expected = f"an exact quote of documents/{brief.path.name}"
            files.report(placed.file, line, "clause.quote", got, expected)


def _source_marks(files: PackFiles) -> None:
    """Report citations in briefs that their front matter does not declare."""
    for placed, brief in files.briefs:
        declared = set(placed.row.sources)
        cited: set[str] = set()
        for match in SOURCE_MARK.finditer(brief.text):
            cited.add(match[1])
            if match[1] not in declared:
                line = brief.first_line + brief.text.count("\n", 0, match.start())
                expected = "a source that the front matter lists"
                files.report(placed.file, line, "citation", match[0], expected)
        for number, id in enumerate(placed.row.sources):
            if id not in cited:
                line = placed.line_of("sources", number)
                expected = f"a citation [{id}] in the text"
                files.report(placed.file, line, "sources", id, expected, warn=True)


def _units(files: PackFiles) -> None:
    """Report values in a unit that is not their indicator's."""
    units = {placed.row.id: placed.row.unit for placed in files.indicators}
    rows: list[Placed[Any]] = [*files.targets, *files.observations]
    for placed in rows:
        row = placed.row
        unit = units.get(row.indicator)
        if unit is None or row.unit == unit or getattr(row, "op", None) in RATE_OPS:
            continue
        expected = f"{unit}, the unit of {row.indicator}"
        files.report(placed.file, placed.line_of("unit"), "unit", shown(row.unit), expected)


def _coordinates(files: PackFiles) -> None:
    """Report parks outside the pack's bounds."""
    if files.pack is None:
        return
    box = files.pack.row.bounds
    for placed in files.parks:
        place = placed.row.place
        if place.lon is None or place.lat is None:
            continue
        for key, value, low, high in (
            ("lon", place.lon, box.west, box.east),
            ("lat", place.lat, box.south, box.north),
        ):
            if not low <= value <= high:
                line = placed.line_of("place", key)
                expected = f"between {low} and {high}, the bounds of pack.yaml"
                files.report(placed.file, line, f"place.{key}", shown(value), expected)


def _codes(files: PackFiles) -> None:
    """Report codes that their classification does not have; warn of unknown classifications."""
    for placed in files.industries:
        given: set[str] = set()
        for number, row in enumerate(placed.row.codes):
            line = placed.line_of("codes", number, "code")
            key = f"codes.{number}.code"
            try:
                scheme, code = split(row.code)
            except InvalidInput as problem:
                unknown = problem.name == "scheme"
                files.report(placed.file, line, key, row.code, problem.expected, warn=unknown)
                continue
            qualified = f"{scheme.id}:{code}"
            if qualified in given:
                files.report(placed.file, line, key, row.code, "each code once")
            given.add(qualified)


def _warnings(files: PackFiles) -> None:
    """Warn of sources that nothing cites and of values outside the pack's limits."""
    cited = Counter(id for kind, _, _, id in _references(files) if kind == "source")
    for source in files.sources:
        if source.row.id not in cited:
            got, expected = f"{source.row.id} cited by nothing", "a row that cites it"
            files.report(source.file, source.line, "id", got, expected, warn=True)
    limits = {limit.indicator: limit for limit in files.pack.row.limits} if files.pack else {}
    rows: list[Placed[Any]] = [*files.targets, *files.observations]
    for placed in rows:
        row = placed.row
        limit = limits.get(row.indicator)
        if limit is None or getattr(row, "op", None) in RATE_OPS:
            continue
        for key in ("value", "value_high"):
            value = getattr(row, key, None)
            if value is not None and not limit.min <= value <= limit.max:
                if getattr(row, "quality", None) == "unusable":
                    continue
                expected = f"{limit.min:g} to {limit.max:g}"
                line = placed.line_of(key)
                files.report(placed.file, line, key, shown(value), expected, warn=True)
