"""A folder in, a frozen `Pack` out: the one way a pack becomes values."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from saidao.errors import PackError
from saidao.packs import pack as values
from saidao.packs import schema
from saidao.packs.boundaries import read_boundaries
from saidao.packs.files import PackFiles, read_files
from saidao.packs.problems import Problem, problem_of
from saidao.packs.references import check_references
from saidao.packs.synthetic import Leaning, Margin, SyntheticRegister
from saidao.packs.synthetic_checks import check_margins
from saidao.terms.name import Name

__all__ = ["check", "load"]


def load(path: Path | str) -> values.Pack:
    """Read a city pack.

    Parameters
    ----------
    path : Path or str
        The pack's folder.

    Returns
    -------
    Pack
        All of it, every reference resolved.

    Raises
    ------
    PackError
        The first of the pack's errors; `check` lists them all.
    """
    files, boundaries = _read(Path(path))
    for problem in files.problems:
        if problem.severity == "error":
            raise problem.as_error()
    return _assemble(files, boundaries)


def check(path: Path | str) -> tuple[Problem, ...]:
    """Find everything that is wrong with a pack, errors first, in the order of the files.

    Parameters
    ----------
    path : Path or str
        The pack's folder.

    Returns
    -------
    tuple of Problem
        Empty for a pack without errors and warnings.
    """
    try:
        files, _ = _read(Path(path))
    except PackError as error:
        return (problem_of(error),)
    unique = dict.fromkeys(files.problems)
    return tuple(
        sorted(unique, key=lambda one: (one.severity, one.file, one.row or 0, one.key, one.got))
    )


def _read(root: Path) -> tuple[PackFiles, dict[str, dict[str, object]]]:
    """Read the files and run all checks."""
    files = read_files(root)
    boundaries = read_boundaries(files)
    check_references(files)
    check_margins(files)
    return files, boundaries


def _name(row: schema.NameRow | None) -> Any:
    """Return the text in both languages, or None."""
    return None if row is None else Name(row.zh, row.en)


def _mutual(industries: Iterable[schema.IndustryRow]) -> dict[str, tuple[str, ...]]:
    """Return each industry's overlaps; one side is enough for both."""
    overlaps: dict[str, set[str]] = {row.id: set(row.overlaps) for row in industries}
    for id, others in list(overlaps.items()):
        for other in list(others):
            overlaps[other].add(id)
    return {id: tuple(sorted(others - {id})) for id, others in overlaps.items()}


def _clause(row: schema.ClauseRow | None) -> values.Clause | None:
    """Return the clause of a row."""
    return None if row is None else values.Clause(row.document, row.quote, row.occurrence)


def _plain(row: Any, **changed: Any) -> dict[str, Any]:
    """Return a row's fields with every name converted and `changed` put in."""
    result = {}
    for key in type(row).model_fields:
        value = getattr(row, key)
        result[key] = _name(value) if isinstance(value, schema.NameRow) else value
    result.update(changed)
    return result


def _assemble(files: PackFiles, boundaries: dict[str, dict[str, object]]) -> values.Pack:
    """Turn checked rows into the frozen pack."""
    assert files.pack is not None
    own = files.pack.row
    overlaps = _mutual(placed.row for placed in files.industries)
    return values.Pack(
        id=own.id,
        name=_name(own.name),
        region_code=own.region_code,
        root=files.root,
        licence=own.licence,
        as_of=own.as_of,
        boundary_licence=own.boundary_licence,
        election=own.election,
        plans=tuple(values.Plan(**_plain(placed.row)) for placed in files.plans),
        sources=tuple(values.Source(**_plain(placed.row)) for placed in files.sources),
        industries=tuple(
            values.Industry(
                **_plain(
                    placed.row,
                    codes=tuple((code.code, code.share) for code in placed.row.codes),
                    overlaps=overlaps[placed.row.id],
                )
            )
            for placed in files.industries
        ),
        systems=tuple(
            values.IndustrySystem(
                **_plain(
                    placed.row,
                    groups=tuple(
                        (_name(group.name), group.industries) for group in placed.row.groups
                    ),
                )
            )
            for placed in files.systems
        ),
        targets=tuple(_target(placed.row) for placed in files.targets),
        parks=tuple(
            values.Park(**_plain(placed.row, place=values.Place(**_plain(placed.row.place))))
            for placed in files.parks
        ),
        districts=tuple(
            values.District(**_plain(placed.row), geometry=boundaries[placed.row.code])
            for placed in files.districts
        ),
        place_names=tuple(values.PlaceName(**_plain(placed.row)) for placed in files.place_names),
        tasks=tuple(
            values.Task(
                **_plain(
                    placed.row,
                    technologies=tuple(_name(one) for one in placed.row.technologies),
                    clause=_clause(placed.row.clause),
                )
            )
            for placed in files.tasks
        ),
        observations=tuple(
            values.Observation(**_plain(placed.row, scope=placed.row.scope or ""))
            for placed in files.observations
        ),
        linkages=tuple(
            values.Linkage(
                **_plain(placed.row, observation_scope=placed.row.observation_scope or "")
            )
            for placed in files.linkages
        ),
        lexicon=_lexicon(files),
        briefs=tuple(
            values.Brief(
                id=brief.id,
                path=brief.path,
                title=Name(placed.row.title, placed.row.title_en),
                sources=placed.row.sources,
                issued=placed.row.date,
            )
            for placed, brief in files.briefs
        ),
        not_published=tuple(
            (placed.row.indicator, placed.row.industry, _name(placed.row.searched))
            for placed in files.not_published
        ),
        regions=tuple(values.Region(**_plain(row)) for row in own.regions),
        batches=tuple(values.ParkBatch(**_plain(placed.row)) for placed in files.batches),
        gaps=tuple(values.Gap(**_plain(row)) for row in own.gaps),
        bounds=(own.bounds.west, own.bounds.south, own.bounds.east, own.bounds.north),
        synthetic_register=_synthetic_register(files),
    )


def _synthetic_register(files: PackFiles) -> SyntheticRegister | None:
    """Return how the pack's synthetic register is drawn, None where it has none."""
    if files.register is None:
        return None
    row = files.register.row
    leanings = tuple(Leaning(**_plain(leaning)) for leaning in row.leanings)
    margins = tuple(
        Margin(**_plain(placed.row, code=placed.row.code or ""), row=placed.line)
        for placed in files.margins
    )
    return SyntheticRegister(**_plain(row, leanings=leanings), margins=margins)


def _target(row: schema.TargetRow) -> values.Target:
    """Return one target; what the quantity asks is its comparator unless a row says more."""
    plain = _plain(row, scope=row.scope or "", op=row.op or row.cmp, clause=_clause(row.clause))
    return values.Target(**plain)


def _lexicon(files: PackFiles) -> values.Lexicon:
    """Return the spellings, longest first, so that the first match is the fullest."""

    def longest_first(words: Iterable[tuple[str, str, int]]) -> dict[str, str]:
        pairs = ((word, id) for id, word, _ in words)
        return dict(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))

    return values.Lexicon(
        industries=longest_first(files.industry_words),
        indicators=tuple(values.Indicator(**_plain(placed.row)) for placed in files.indicators),
        regions=longest_first(files.region_words),
        bodies={word: _name(name) for word, name, _ in files.bodies},
        glossary={word: english for word, english, _ in files.glossary},
    )
