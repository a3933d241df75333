"""YAML as packs use it: a strict subset that keeps the line of every value.

Refused, because nobody needs them to write facts and each has bitten someone: anchors and
aliases (which also make bombs), tags, duplicate keys, several documents, deep nesting.
Plain scalars follow YAML 1.2: only ``true`` and ``false`` are booleans, only ``null`` and
``~`` are null, and a date stays the text that was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from saidao.errors import PackError
from saidao.packs.problems import shown
from saidao.packs.text_file import read_text

__all__ = ["Node", "parse_yaml", "read_yaml"]

MAX_DEPTH = 12
# libyaml's parser where the wheel has it: 20 times faster and the same events
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*(_[0-9]+)*)")
NUMBER = re.compile(r"[-+]?[0-9]+(_[0-9]+)*(\.[0-9]+)?([eE][-+]?[0-9]+)?")

Scalar = str | int | float | bool | None


@dataclass(slots=True)
class Node:
    """A YAML value with the line it starts on.

    Exactly one of `items` (sequence), `members` (mapping) or `scalar` has a meaning, as
    `kind` says.
    """

    line: int
    kind: str
    scalar: Scalar = None
    items: list[Node] = field(default_factory=list)
    members: dict[str, Node] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)

    def plain(self) -> object:
        """Return the value as lists, dicts and scalars."""
        if self.kind == "mapping":
            return {key: member.plain() for key, member in self.members.items()}
        if self.kind == "sequence":
            return [item.plain() for item in self.items]
        return self.scalar

    def line_of(self, path: tuple[str | int, ...]) -> int:
        """Return the line of the deepest node on `path` that exists."""
        node, line = self, self.line
        for step in path:
            if isinstance(step, str) and node.kind == "mapping" and step in node.members:
                line, node = node.key_lines[step], node.members[step]
            elif isinstance(step, int) and node.kind == "sequence" and step < len(node.items):
                node = node.items[step]
                line = node.line
            else:
                break
        return line


def read_yaml(path: Path, file: str) -> Node:
    """Read a YAML file of a pack.

    Raises
    ------
    PackError
        If the file cannot be read or is not the YAML that packs use.
    """
    return parse_yaml(read_text(path, file), file)


def parse_yaml(text: str, file: str, first_line: int = 1) -> Node:
    """Parse YAML text; `first_line` is the line of the file that the text starts on.

    Raises
    ------
    PackError
        If the text is not the YAML that packs use.
    """
    try:
        return _build(yaml.parse(text, Loader=LOADER), file, first_line)
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        row = mark.line + first_line if mark is not None else None
        got = problem.problem or problem.context or "something else"
        raise PackError(file, row, "yaml", got, "valid YAML") from None
    except yaml.YAMLError as problem:
        got = str(problem).splitlines()[0]
        raise PackError(file, None, "yaml", got, "valid YAML") from None


def _build(events: Iterator[yaml.Event], file: str, first_line: int) -> Node:
    """Build the tree without recursion, so that no document can exhaust the stack."""
    root: Node | None = None
    stack: list[Node] = []
    keys: list[tuple[str, int] | None] = []
    documents = 0
    for event in events:
        mark = event.start_mark
        line = (mark.line if mark is not None else 0) + first_line

        def refuse(got: str, expected: str, key: str = "yaml", line: int = line) -> PackError:
            return PackError(file, line, key, got, expected)

        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise refuse("a second document", "one document in a file")
            continue
        if isinstance(event, yaml.AliasEvent):
            raise refuse(f"the alias *{event.anchor}", "no anchors and aliases: write it out")
        if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            stack.pop()
            keys.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        if event.anchor is not None:
            raise refuse(f"the anchor &{event.anchor}", "no anchors and aliases: write it out")
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise refuse(f"the tag {tag}", "a plain value")
        if stack and stack[-1].kind == "mapping" and keys[-1] is None:
            if not isinstance(event, yaml.ScalarEvent):
                raise refuse("a list or mapping as a key", "a word as a key")
            if event.value in stack[-1].members:
                raise refuse("the key a second time", "each key once", key=shown(event.value, 40))
            keys[-1] = (event.value, line)
            continue
        if isinstance(event, yaml.ScalarEvent):
            value = event.value if event.style else _plain_scalar(event.value)
            node = Node(line, "scalar", scalar=value)
        else:
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            node = Node(line, "mapping" if is_mapping else "sequence")
        if not stack:
            root = node
        elif stack[-1].kind == "mapping":
            key = keys[-1]
            assert key is not None
            stack[-1].members[key[0]], stack[-1].key_lines[key[0]] = node, key[1]
            keys[-1] = None
        else:
            stack[-1].items.append(node)
        if node.kind != "scalar":
            if len(stack) >= MAX_DEPTH:
                raise refuse("deeper nesting", f"at most {MAX_DEPTH} levels")
            stack.append(node)
            keys.append(None)
    return root if root is not None else Node(first_line, "scalar")


def _plain_scalar(text: str) -> Scalar:
    """Return the value of an unquoted scalar."""
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if INTEGER.fullmatch(text) and len(text) <= 30:
        return int(text.replace("_", ""))
    if NUMBER.fullmatch(text) and len(text) <= 30 and not re.match(r"[-+]?0[0-9]", text):
        return float(text.replace("_", ""))
    return text
