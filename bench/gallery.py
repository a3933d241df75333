"""The gallery of the docs, run from its page: ``python -m bench.gallery --write docs/gallery``.

The page is the source: its Python blocks are run one after the other in one namespace. After
each block stands what it printed and, where it made a picture, the picture and what it shows in
words; those are written anew. Without ``--write`` the page is printed.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.gallery_pictures import PICTURES

__all__ = ["blocks", "main", "rewritten", "run"]

PAGE = Path(__file__).resolve().parents[1] / "docs" / "gallery" / "index.md"
BLOCK = re.compile(r"^```python\n(?P<code>.*?)^```\n(?:\n```text\n.*?^```\n)?", re.M | re.S)
PICTURE = re.compile(r"!\[[^\]]*\]\((?P<name>[a-z-]+)\.svg\)")


def blocks(page: str) -> list[str]:
    """Return the Python blocks of the page."""
    return [found["code"] for found in BLOCK.finditer(page)]


def run(codes: list[str]) -> tuple[dict[str, Any], list[str]]:
    """Run blocks one after the other; return their names, and what each printed."""
    names: dict[str, Any] = {"__name__": "gallery"}
    printed: list[str] = []
    for number, code in enumerate(codes):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(code, f"block {number + 1} of the gallery", "exec"), names)
        printed.append("\n".join(row.rstrip() for row in said.getvalue().splitlines()))
    return names, printed


def rewritten(page: str, printed: list[str], words: dict[str, str]) -> str:
    """Return the page with what its blocks printed and what its pictures show."""
    rest = iter(printed)

    def block(found: re.Match[str]) -> str:
        said = next(rest)
        shown = f"\n```text\n{said}\n```\n" if said else ""
        return f"```python\n{found['code']}```\n{shown}"

    def picture(found: re.Match[str]) -> str:
        return f"![{words[found['name']]}]({found['name']}.svg)"

    return PICTURE.sub(picture, BLOCK.sub(block, page))


def main(arguments: list[str]) -> int:
    """Write the page and its pictures; without ``--write`` print the page."""
    parser = argparse.ArgumentParser(prog="python -m bench.gallery", description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="folder of page and pictures")
    asked = parser.parse_args(arguments)
    page = PAGE.read_text("utf-8")
    names, printed = run(blocks(page))
    makers: dict[str, Callable[[dict[str, Any]], tuple[str, str]]] = PICTURES
    made = {name: make(names) for name, make in makers.items()}
    text = rewritten(page, printed, {name: words for name, (_, words) in made.items()})
    if asked.write is None:
        print(text, end="")
        return 0
    asked.write.mkdir(parents=True, exist_ok=True)
    (asked.write / "index.md").write_text(text, "utf-8")
    for name, (drawn, _) in made.items():
        (asked.write / f"{name}.svg").write_text(drawn, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
