"""``saidao check PATH...``: does what was promised and reported add up?"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.console import Console

from saidao import answers
from saidao.answers.checks import report_of
from saidao.atlas import Atlas
from saidao.cli.printing import print_json
from saidao.documents import discover
from saidao.documents.fetching import is_address
from saidao.errors import InvalidInput
from saidao.ledger.checks import RULES
from saidao.report.check_tables import check_csv, print_findings
from saidao.report.loose_documents import Laid, lay_out, lay_out_beside

POINTER = "atlas.json"
"""What only the folder of an atlas holds."""


def check(
    paths: Annotated[list[str], Parameter(negative=())],
    /,
    *,
    atlas: Path | None = None,
    rule: list[str] | None = None,
    strict: Annotated[bool, Parameter(negative=())] = False,
    format: Literal["text", "json", "csv"] = "text",
    lang: Literal["zh", "en"] = "zh",
) -> int:
    """Check whether parts add up to totals, rates lead to levels, shares fit, and more.

    Parameters
    ----------
    paths
        The folder of an atlas, or files, folders and addresses of documents.
    atlas
        With documents: an atlas whose figures they are held against as well.
    rule
        Only findings of this rule; may be given several times.
    strict
        Leave with 1 where figures contradict each other, for use in scripts. What holds
        as a bound is no contradiction.
    format
        For people, or for programs.
    lang
        Language of the text.
    """
    for one in rule or ():
        if one not in RULES:
            raise InvalidInput("--rule", one, "one of " + ", ".join(RULES))
    unread = 0
    if len(paths) == 1 and (Path(paths[0]) / POINTER).is_file():
        with Atlas.open(paths[0]) as opened:
            found = answers.check_report(
                opened.snapshot, lambda id: opened.text(id).text, rule or ()
            )
    else:
        laid = laid_out(paths, atlas)
        error = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
        for failed in laid.unread:
            error.print(f"saidao: {failed.name}: {failed.problem}")
        unread = len(laid.unread)
        documents = {id for ids in laid.ids.values() for id in ids}
        found = report_of(laid.snapshot, laid.text, documents, rule or ())
    if format == "json":
        print_json(dataclasses.asdict(found))
    elif format == "csv":
        check_csv(found)
    else:
        print_findings(found, lang)
    contradicts = found.counts["certain"] + found.counts["likely"]
    return 1 if unread or (strict and contradicts) else 0


def laid_out(paths: list[str], atlas: Path | None) -> Laid:
    """Return documents laid out, among the figures of an atlas where one is given."""
    sources = [
        source
        for given in paths
        for source in ([given] if is_address(given) else map(str, discover([given])))
    ]
    if atlas is None:
        return lay_out(sources)
    with Atlas.open(atlas) as opened:
        return lay_out_beside(opened, sources)
