"""The files of a pack as checked rows, each with the place it stands in.

Reading collects every problem instead of stopping at the first; a row that is wrong is
left out, so that later checks speak only of rows that are right in themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from saidao.errors import PackError
from saidao.packs import schema, synthetic_schema
from saidao.packs.problems import Problem, problem_of, shown
from saidao.packs.strict_csv import read_csv
from saidao.packs.strict_yaml import Node, parse_yaml, read_yaml
from saidao.packs.text_file import read_text
from saidao.packs.vocabulary import ID

__all__ = ["BriefFile", "PackFiles", "Placed", "read_files"]

Model = TypeVar("Model", bound=BaseModel)
Result = TypeVar("Result")

LISTS: dict[str, dict[str, tuple[str, type[BaseModel]]]] = {
    "sources.yaml": {"": ("sources", schema.SourceRow)},
    "plans.yaml": {"": ("plans", schema.PlanRow)},
    "industries.yaml": {
        "industries": ("industries", schema.IndustryRow),
        "systems": ("systems", schema.SystemRow),
    },
    "targets.yaml": {"": ("targets", schema.TargetRow)},
    "parks.yaml": {
        "batches": ("batches", schema.BatchRow),
        "parks": ("parks", schema.ParkRow),
    },
    "tasks.yaml": {"": ("tasks", schema.TaskRow)},
    "linkages.yaml": {
        "linkages": ("linkages", schema.LinkageRow),
        "not_published": ("not_published", schema.NotPublishedRow),
    },
}
"""YAML file to its lists: key in the file (empty: the file is the list) to rows and model."""

LEXICON_KEYS = ("indicators", "industries", "regions", "bodies", "glossary")
OTHER_FILES = {
    "pack.yaml",
    "lexicon.yaml",
    "register.yaml",
    "districts.csv",
    "districts.geojson",
    "place_names.csv",
    "README.md",
}
FOLDERS = {"observations", "documents", "checks", "tables", "register"}


@dataclass(frozen=True, slots=True)
class Placed(Generic[Model]):
    """A row with its file and line; `line_of` finds the line of one of its keys."""

    row: Model
    file: str
    line: int
    node: Node | None = None

    def line_of(self, *path: str | int) -> int:
        """Return the line of a key of the row, the row's own line in a CSV file."""
        return self.line if self.node is None else self.node.line_of(path)


@dataclass(frozen=True, slots=True)
class BriefFile:
    """A brief with its text; `first_line` is the line the text starts on."""

    id: str
    path: Path
    text: str
    first_line: int


@dataclass(slots=True)
class PackFiles:
    """All rows of a pack's files, and the problems found in reading them."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    pack: Placed[schema.PackRow] | None = None
    sources: list[Placed[schema.SourceRow]] = field(default_factory=list)
    plans: list[Placed[schema.PlanRow]] = field(default_factory=list)
    industries: list[Placed[schema.IndustryRow]] = field(default_factory=list)
    systems: list[Placed[schema.SystemRow]] = field(default_factory=list)
    targets: list[Placed[schema.TargetRow]] = field(default_factory=list)
    batches: list[Placed[schema.BatchRow]] = field(default_factory=list)
    parks: list[Placed[schema.ParkRow]] = field(default_factory=list)
    tasks: list[Placed[schema.TaskRow]] = field(default_factory=list)
    linkages: list[Placed[schema.LinkageRow]] = field(default_factory=list)
    not_published: list[Placed[schema.NotPublishedRow]] = field(default_factory=list)
    indicators: list[Placed[schema.IndicatorRow]] = field(default_factory=list)
    districts: list[Placed[schema.DistrictRow]] = field(default_factory=list)
    place_names: list[Placed[schema.PlaceNameRow]] = field(default_factory=list)
    observations: list[Placed[schema.ObservationRow]] = field(default_factory=list)
    checks: list[Placed[schema.CheckRow]] = field(default_factory=list)
    register: Placed[synthetic_schema.SyntheticRegisterRow] | None = None
    margins: list[Placed[synthetic_schema.MarginRow]] = field(default_factory=list)
    briefs: list[tuple[Placed[schema.BriefRow], BriefFile]] = field(default_factory=list)
    industry_words: list[tuple[str, str, int]] = field(default_factory=list)
    """``(industry id, spelling, line)`` of ``lexicon.yaml``."""
    region_words: list[tuple[str, str, int]] = field(default_factory=list)
    """``(region id, spelling, line)`` of ``lexicon.yaml``."""
    bodies: list[tuple[str, schema.NameRow, int]] = field(default_factory=list)
    glossary: list[tuple[str, str, int]] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)
    """Ids of rows and names of documents left out: what refers to them is not to blame."""
    unread: set[str] = field(default_factory=set)
    """Files that gave no rows at all; the same holds for what refers to these."""

    def report(
        self,
        file: str,
        row: int | None,
        key: str,
        got: object,
        expected: str,
        *,
        warn: bool = False,
    ) -> None:
        """Add a problem; a text value is shown in quotes."""
        text = got if isinstance(got, str) else shown(got)
        severity: Any = "warning" if warn else "error"
        self.problems.append(Problem(file, row, key, text, expected, severity))

    def attempt(self, read: Callable[[], Result]) -> Result | None:
        """Run a reader and turn its exception into a problem."""
        try:
            return read()
        except PackError as error:
            self.problems.append(problem_of(error))
            self.unread.add(error.file)
            return None


def read_files(root: Path) -> PackFiles:
    """Read and check every row of a pack, each on its own; see `references` for the rest.

    Raises
    ------
    PackError
        If `root` is not a folder with a ``pack.yaml``.
    """
    if not root.is_dir():
        got = "a file" if root.exists() else "nothing"
        raise PackError(str(root), None, "pack", got, "the folder of a pack")
    if not (root / "pack.yaml").is_file():
        raise PackError(str(root), None, "pack.yaml", "nothing", "the file that makes it a pack")
    files = PackFiles(root)
    _refuse_strangers(files)
    files.pack = _read_single(files, "pack.yaml", schema.PackRow)
    for name, lists in LISTS.items():
        _read_lists(files, name, lists)
    _read_lexicon(files)
    if (root / "districts.csv").exists():
        _read_rows(files, "districts.csv", schema.DistrictRow, files.districts)
    if (root / "place_names.csv").exists():
        _read_rows(files, "place_names.csv", schema.PlaceNameRow, files.place_names)
    for path in sorted((root / "observations").glob("*.csv")):
        _read_rows(files, f"observations/{path.name}", schema.ObservationRow, files.observations)
    if (root / "register.yaml").exists():
        model = synthetic_schema.SyntheticRegisterRow
        files.register = _read_single(files, "register.yaml", model, may_be_empty=True)
    for path in sorted((root / "register").glob("*.csv")):
        _read_rows(files, f"register/{path.name}", synthetic_schema.MarginRow, files.margins)
    for path in sorted((root / "documents").glob("*.md")):
        _read_brief(files, path)
    for path in sorted((root / "checks").glob("*.yaml")):
        _read_lists(files, f"checks/{path.name}", {"": ("checks", schema.CheckRow)})
    return files


def _refuse_strangers(files: PackFiles) -> None:
    """Report files that nothing reads: a misspelt name would lose its rows in silence."""
    known = {*LISTS, *OTHER_FILES, *FOLDERS}
    endings = {"observations": ".csv", "documents": ".md", "checks": ".yaml", "register": ".csv"}
    for path in sorted(files.root.iterdir()):
        if path.name not in known and not path.name.startswith("."):
            near = get_close_matches(path.name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            files.report(path.name, None, "file", "an unknown name", f"a file of a pack{hint}")
        if path.name in FOLDERS and not path.is_dir():
            files.report(path.name, None, "file", "a file", "a folder of this name")
        elif path.name in endings:
            ending = endings[path.name]
            for inner in sorted(path.iterdir()):
                if inner.suffix != ending and not inner.name.startswith("."):
                    name = f"{path.name}/{inner.name}"
                    files.report(name, None, "file", "an unknown kind", f"files ending in {ending}")


def _read_single(
    files: PackFiles, name: str, model: type[Model], *, may_be_empty: bool = False
) -> Placed[Model] | None:
    """Read a YAML file that is one row."""
    node = files.attempt(lambda: read_yaml(files.root / name, name))
    if node is None or (may_be_empty and node.kind == "scalar" and node.scalar is None):
        return None
    row = _validate(files, model, node.plain(), name, 1, node)
    if row is None:
        files.unread.add(name)
        return None
    return Placed(row, name, 1, node)


def _read_lists(files: PackFiles, name: str, lists: dict[str, tuple[str, type[Any]]]) -> None:
    """Read one YAML file of rows; all but the sources may be missing."""
    path = files.root / name
    if not path.exists() and name != "sources.yaml":
        return
    node = files.attempt(lambda: read_yaml(path, name))
    if node is None:
        return
    if "" in lists:
        _read_items(files, name, "list", node, *lists[""])
        return
    if node.kind != "mapping":
        files.report(name, node.line, "file", _kind(node), f"the keys {', '.join(lists)}")
        return
    for key, member in node.members.items():
        if key in lists:
            _read_items(files, name, key, member, *lists[key])
        else:
            line = node.key_lines[key]
            files.report(name, line, key, "an unknown key", f"one of {', '.join(lists)}")


def _read_items(
    files: PackFiles, name: str, key: str, node: Node, attribute: str, model: type[Any]
) -> None:
    """Read the rows of one list."""
    if node.kind == "scalar" and node.scalar is None:
        return
    if node.kind != "sequence":
        files.report(name, node.line, key, _kind(node), "a list of rows")
        return
    rows: list[Placed[Any]] = getattr(files, attribute)
    for item in node.items:
        row = _validate(files, model, item.plain(), name, item.line, item)
        if row is not None:
            rows.append(Placed(row, name, item.line, item))


def _read_lexicon(files: PackFiles) -> None:
    """Read ``lexicon.yaml``: indicators, spellings, bodies, glossary."""
    name = "lexicon.yaml"
    if not (files.root / name).exists():
        return
    node = files.attempt(lambda: read_yaml(files.root / name, name))
    if node is None:
        return
    if node.kind != "mapping":
        files.report(name, node.line, "file", _kind(node), f"the keys {', '.join(LEXICON_KEYS)}")
        return
    for key, member in node.members.items():
        line = node.key_lines[key]
        if key not in LEXICON_KEYS:
            files.report(name, line, key, "an unknown key", f"one of {', '.join(LEXICON_KEYS)}")
        elif key == "indicators":
            _read_items(files, name, key, member, "indicators", schema.IndicatorRow)
        elif member.kind == "scalar" and member.scalar is None:
            continue
        elif member.kind != "mapping":
            files.report(name, line, key, _kind(member), "a mapping")
        elif key in ("industries", "regions"):
            words = files.industry_words if key == "industries" else files.region_words
            words.extend(_spellings(files, name, key, member))
        elif key == "bodies":
            for word, value in member.members.items():
                row = _validate(files, schema.NameRow, value.plain(), name, value.line, value)
                if row is not None:
                    files.bodies.append((word, row, member.key_lines[word]))
        else:
            for word, value in member.members.items():
                if isinstance(value.scalar, str) and value.scalar.strip():
                    files.glossary.append((word, value.scalar, member.key_lines[word]))
                else:
                    files.report(name, value.line, f"glossary.{word}", _kind(value), "a text")


def _spellings(files: PackFiles, name: str, key: str, node: Node) -> Iterable[tuple[str, str, int]]:
    """Yield ``(id, spelling, line)`` of a mapping from ids to lists of spellings."""
    for id, value in node.members.items():
        for item in value.items:
            if isinstance(item.scalar, str) and item.scalar.strip():
                yield id, item.scalar, item.line
            else:
                files.report(name, item.line, f"{key}.{id}", _kind(item), "a spelling")
        if value.kind != "sequence":
            files.report(name, value.line, f"{key}.{id}", _kind(value), "a list of spellings")


def _read_rows(files: PackFiles, name: str, model: type[Any], rows: list[Placed[Any]]) -> None:
    """Read the rows of a CSV file; columns ``x_zh`` and ``x_en`` make the name ``x``."""
    records = files.attempt(lambda: read_csv(files.root / name, name))
    for record in records or ():
        values: dict[str, Any] = {}
        for column, cell in record.cells.items():
            stem, _, language = column.rpartition("_")
            if language in ("zh", "en") and stem:
                values.setdefault(stem, {})[language] = cell
            else:
                values[column] = cell
        for column, value in values.items():
            if isinstance(value, dict):
                filled = {language: cell for language, cell in value.items() if cell}
                values[column] = filled or None
        row = _validate(files, model, values, name, record.number, None)
        if row is not None:
            rows.append(Placed(row, name, record.number))


def _read_brief(files: PackFiles, path: Path) -> None:
    """Read a brief: YAML front matter between two lines of hyphens, then the text."""
    name = f"documents/{path.name}"
    files.faulty.add(name)
    text = files.attempt(lambda: read_text(path, name))
    if text is None:
        return
    lines = text.splitlines(keepends=True)
    ends = [number for number, line in enumerate(lines) if number and line.rstrip() == "---"]
    if not lines or lines[0].rstrip() != "---" or not ends:
        files.report(name, 1, "front matter", "none", "title, date, language, sources between ---")
        return
    front = "".join(lines[1 : ends[0]])
    node = files.attempt(lambda: parse_yaml(front, name, first_line=2))
    if node is None:
        return
    row = _validate(files, schema.BriefRow, node.plain(), name, 2, node)
    if not ID.fullmatch(path.stem):
        files.report(name, None, "file", shown(path.stem), "a file name in kebab-case")
    elif row is not None:
        body = "".join(lines[ends[0] + 1 :])
        brief = BriefFile(path.stem, path, body, ends[0] + 2)
        files.faulty.discard(name)
        files.briefs.append((Placed(row, name, 2, node), brief))


def _validate(
    files: PackFiles, model: type[Model], value: object, name: str, line: int, node: Node | None
) -> Model | None:
    """Return the row, or report what is wrong with it."""
    if not isinstance(value, dict):
        files.report(name, line, "row", shown(value), f"the keys {', '.join(model.model_fields)}")
        return None
    try:
        return model.model_validate(value)
    except ValidationError as problems:
        files.faulty.update(id for key in ("id", "code") if isinstance(id := value.get(key), str))
        found = problems.errors(include_url=False, include_context=True)
        misspelt = {
            (*problem["loc"][:-1], meant)
            for problem in found
            if problem["type"] == "extra_forbidden"
            for meant in get_close_matches(str(problem["loc"][-1]), model.model_fields, n=1)
        }
        for problem in found:
            path = problem["loc"]
            # A misspelt key is one mistake, not an unknown key and a missing one.
            if problem["type"] == "missing" and path in misspelt:
                continue
            row = line if node is None else node.line_of(path)
            key = ".".join(str(step) for step in path) or "row"
            got, expected = _explain(model, problem)
            files.report(name, row, key, got, expected)
        return None


def _explain(model: type[BaseModel], problem: Any) -> tuple[str, str]:
    """Say in words what pydantic found: what was got, what was expected."""
    kind, message = problem["type"], problem["msg"]
    if kind == "missing":
        return "nothing", "this key (write null where the value is unknown)"
    if kind == "extra_forbidden":
        key = str(problem["loc"][-1])
        near = get_close_matches(key, model.model_fields, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        return "an unknown key", f"a key of this file{hint}"
    got = "these values" if isinstance(problem["input"], dict) else shown(problem["input"])
    if kind == "expected":
        return got, str(problem["ctx"]["text"])
    text = message[0].lower() + message[1:]
    for opening in ("input should be ", "value should "):
        text = text.removeprefix(opening)
    return got, text


def _kind(node: Node) -> str:
    """Name what a node is, for an error message."""
    if node.kind == "mapping":
        return "a mapping"
    if node.kind == "sequence":
        return "a list"
    return "nothing" if node.scalar is None else shown(node.scalar)
