"""``saidao watch FEED``: the items of a feed that were not read before."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from saidao.cli.progress import shown
from saidao.documents import read_feed, read_feed_url
from saidao.documents.document import Document
from saidao.documents.fetching import is_address
from saidao.errors import DocumentError, InvalidInput
from saidao.report.statement_runs import write_document
from saidao.report.statement_tables import new_file, shown_text

STATE_VERSION = 1
SECONDS_BETWEEN = 1.0
"""Time after which what was read is written down, so that a killed run repeats little."""


def watch(
    feed: str,
    /,
    *,
    state: Path,
    out_dir: Path,
    mentions: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """Read the new items of a feed, each into a file of its own.

    Run it as often as you like, from cron or by hand: an item is read again only when its
    text has changed, and a run that was stopped goes on where it was.

    Parameters
    ----------
    feed
        RSS or Atom: a file, or a web address.
    state
        File that remembers what was read; made at the first run.
    out_dir
        Folder to write one <item>.jsonl an item into.
    mentions
        Also bodies, technology tasks, zones and firms, in <item>.links.jsonl.
    """
    known = _known(state)
    items = read_feed_url(feed) if is_address(feed) else read_feed(feed)
    try:
        out_dir.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise InvalidInput(
            "--out-dir", str(out_dir), f"a folder to write into ({problem.strerror})"
        ) from None
    fresh = [item for item in items if known.get(item.id) != item.sha256]
    total = 0
    read: list[Document] = []
    failed: list[tuple[Document, str]] = []
    remembered = time.monotonic()
    try:
        with shown("Reading") as progress:
            for done, item in enumerate(fresh, 1):
                try:
                    total += write_document(item, out_dir / f"{item.id}.jsonl", mentions=mentions)
                except DocumentError as problem:
                    failed.append((item, problem.problem))  # and tried again the next time
                else:
                    known[item.id] = item.sha256
                    read.append(item)
                if time.monotonic() - remembered > SECONDS_BETWEEN:
                    _remember(state, known)
                    remembered = time.monotonic()
                progress(item.metadata.title[:30], done, len(fresh))
    finally:
        # Also where the run is stopped: what was read is not read again.
        _remember(state, known)
    _say(read, total, len(items), out_dir)
    error = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    for item, said in failed:
        error.print(shown_text(f"saidao: {item.id}: {said}"))
    return 1 if failed else 0


def _known(state: Path) -> dict[str, str]:
    """Return the sha-256 of each item that was read, by its id."""
    if not state.exists():
        return {}
    try:
        held = json.loads(state.read_text(encoding="utf-8"))
        items = held["items"]
        if held["version"] != STATE_VERSION or not isinstance(items, dict):
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise InvalidInput(
            "--state", str(state), "a file that saidao watch wrote; remove it to begin anew"
        ) from None
    return {str(id): str(sha256) for id, sha256 in items.items()}


def _remember(state: Path, known: dict[str, str]) -> None:
    """Write what was read."""
    with new_file(state, "--state") as draft:
        draft.write_text(
            json.dumps({"version": STATE_VERSION, "items": known}, ensure_ascii=False, indent=1),
            encoding="utf-8",
        )


def _say(fresh: list[Document], total: int, all_items: int, out_dir: Path) -> None:
    """Say what is new."""
    console = Console(highlight=False, soft_wrap=True, markup=False)
    for item in fresh:
        title = item.metadata.title or item.id
        console.print(shown_text(f"{item.id}  {item.metadata.issued or '-'}  {title}"))
    console.print(
        f"{len(fresh)} new of {all_items} items, {total} statements written to {out_dir}"
        if fresh
        else f"nothing new in {all_items} items"
    )
