"""``saidao diff A B``: what became of promises from one plan to another, or over time."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from saidao import answers
from saidao.answers.shapes import VersionDiff
from saidao.atlas import Atlas
from saidao.cli.printing import print_json
from saidao.documents.fetching import is_address
from saidao.errors import DocumentError, InvalidInput
from saidao.report.loose_documents import Laid, lay_out, lay_out_beside
from saidao.report.version_tables import diff_csv, print_diff, print_history

Format = Literal["text", "json", "csv"]


def diff(
    before: str | None = None,
    after: str | None = None,
    /,
    *,
    industry: str | None = None,
    atlas: Path | None = None,
    all: Annotated[bool, Parameter(negative=())] = False,
    format: Format = "text",
    lang: Literal["zh", "en"] = "zh",
) -> int:
    """Say what was raised, lowered, softened, put off, dropped and so on between two plans.

    Parameters
    ----------
    before
        A file or address, or the id of a plan or document of the atlas.
    after
        What to hold against it.
    industry
        Instead of two plans: everything that was promised of one industry, over time.
    atlas
        Folder of the atlas; its lexicon also reads the files.
    all
        Also what did not change.
    format
        For people, or for programs.
    lang
        Language of the text.
    """
    if industry is not None:
        if before is not None or atlas is None:
            raise InvalidInput("--industry", industry, "--atlas FOLDER, and no plans beside it")
        return over_time(atlas, industry, format, lang)
    if before is None or after is None:
        raise InvalidInput("plans", "too few", "two: files, or plans of the atlas with --atlas")
    found = compared(before, after, atlas)
    if format == "json":
        print_json(dataclasses.asdict(found))
    elif format == "csv":
        diff_csv(found)
    else:
        print_diff(found, lang, unchanged=all)
    return 0


def compared(before: str, after: str, atlas: Path | None) -> VersionDiff:
    """Return the two versions, each a file or something in the atlas."""
    files = list(dict.fromkeys(one for one in (before, after) if is_file(one)))
    if atlas is None:
        for one in (before, after):
            if one not in files:
                raise InvalidInput("plan", repr(one), "a file that is there, or --atlas FOLDER")
        return between(lay_out(files, apart=False), before, after)
    with Atlas.open(atlas) as opened:
        if not files:
            return answers.diff(opened.snapshot, before, after)
        return between(lay_out_beside(opened, files), before, after)


def between(laid: Laid, before: str, after: str) -> VersionDiff:
    """Return the differences of two versions, of which files are laid out."""
    for failed in laid.unread:
        raise DocumentError(failed.name, failed.problem)
    ids: list[str] = []
    for one in (before, after):
        documents = laid.ids.get(one, (one,))
        if len(documents) != 1:
            raise InvalidInput("plan", f"{one} with {len(documents)} documents", "one document")
        ids.append(documents[0])
    return answers.diff(laid.snapshot, *ids)


def is_file(given: str) -> bool:
    """Return whether an argument is a file or an address and no id."""
    return is_address(given) or Path(given).is_file()


def over_time(atlas: Path, industry: str, format: Format, lang: Literal["zh", "en"]) -> int:
    """Show the promises of one industry through the versions of an atlas."""
    with Atlas.open(atlas) as opened:
        found = answers.history(opened.snapshot, industry)
    if format == "json":
        print_json(dataclasses.asdict(found))
    elif format == "csv":
        raise InvalidInput("--format", "csv", "text or json with --industry")
    else:
        print_history(found, lang)
    return 0
