"""The front matter at the head of a Markdown file: keys with the place of their values.

Only what is needed is read, line by line: scalars at the top level, quoted or not,
and folded texts. A YAML parser would lose the offsets and bring aliases and tags that
no document needs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from saidao.documents.draft import Run

__all__ = ["FrontMatter", "Value", "read_front_matter"]

OPENING = re.compile("[\\s\ufeff]{0,100}(---|\\+\\+\\+)[ \t]*(?:\r\n|\r|\n)")
KEY = re.compile("""(["']?)([A-Za-z_][\\w.:-]{0,60})\\1[ \t]*[:=][ \t]*""")
LINE = re.compile("[^\r\n]*(?:\r\n|\r|\n|$)")
DOUBLED = re.compile("''")
ESCAPE = re.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))")

LONGEST = 20_000
"""A front matter longer than this is none."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value: its text, and the runs of the source that it is made of."""

    text: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values by lower-case key, and where the body begins."""

    values: dict[str, Value]
    end: int


def read_front_matter(source: str) -> FrontMatter | None:
    """Return the front matter at the head of `source`, None if there is none."""
    opening = OPENING.match(source)
    if opening is None:
        return None
    fences = ("---", "...") if opening[1] == "---" else ("+++",)
    values: dict[str, Value] = {}
    at = opening.end()
    key = ""
    runs: list[Run] = []
    while at < len(source) and at < opening.end() + LONGEST:
        line = LINE.match(source, at)
        assert line is not None  # the pattern matches the empty string
        text = line[0].rstrip("\r\n \t")
        after = line.end()
        if text in fences:
            _store(values, key, runs, source)
            return FrontMatter(values, after)
        match = KEY.match(text)
        if match:
            _store(values, key, runs, source)
            key = match[2].lower()
            runs = _scalar(source, at + match.end(), at + len(text))
        elif key and text[:1] in (" ", "\t") and not text.lstrip().startswith("- "):
            margin = len(text) - len(text.lstrip())
            runs.extend([Run(at, at + margin, " "), *_scalar(source, at + margin, at + len(text))])
        at = after
    return None


def _store(values: dict[str, Value], key: str, runs: list[Run], source: str) -> None:
    """Keep a value that has any text."""
    text = "".join(r.text if r.text is not None else source[r.start : r.end] for r in runs)
    if key and text.strip():
        values.setdefault(key, Value(" ".join(text.split()), tuple(runs)))


def _scalar(source: str, start: int, end: int) -> list[Run]:
    """Return the runs of a value: quotes taken off, escapes resolved, comments cut."""
    quote = source[start : start + 1]
    if quote in ("'", '"') and end - start >= 2 and source[end - 1] == quote:
        inner = (start + 1, end - 1)
        return _unescaped(source, *inner, quote)
    comment = source.find(" #", start, end)
    if comment >= 0:
        end = comment
    value = source[start:end].strip()
    if value in ("", "|", ">", "|-", ">-", "|+", ">+") or value[0] in "[{&*":
        return []
    return [Run(start, end)]


def _unescaped(source: str, start: int, end: int, quote: str) -> list[Run]:
    """Return the runs of a quoted value."""
    marks = DOUBLED if quote == "'" else ESCAPE
    runs: list[Run] = []
    at = start
    for match in marks.finditer(source, start, end):
        runs.append(Run(at, match.start()))
        if quote == "'":
            stands_for = "'"
        elif match[1]:
            code = int(match[1], 16)
            stands_for = "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)
        else:
            stands_for = {"n": " ", "t": " ", "r": " "}.get(match[2], match[2])
        runs.append(Run(match.start(), match.end(), stands_for))
        at = match.end()
    runs.append(Run(at, end))
    return [run for run in runs if run.start < run.end]
