"""The YAML of packs: what it gives, and what it refuses."""

from __future__ import annotations

import contextlib
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from saidao.errors import PackError
from saidao.packs.strict_yaml import parse_yaml


def test_scalars_are_what_they_look_like() -> None:
    text = "[1, 1_000, 0.5, 1e3, true, false, null, ~, no, 2025-03-01, 010, '5', 0x1f, 12:30]"
    assert parse_yaml(text, "f").plain() == [
        *(1, 1000, 0.5, 1000.0, True, False, None, None),
        *("no", "2025-03-01", "010", "5", "0x1f", "12:30"),
    ]


def test_lines_lead_to_keys_and_items() -> None:
    node = parse_yaml("a: 1\nb:\n  - x: 1\n    y: 2\n  - x: 3\n", "f")
    assert node.line_of(("b", 0, "y")) == 4
    assert node.line_of(("b", 1, "x")) == 5
    assert node.line_of(("b", 1, "missing")) == 5
    assert node.line_of(("a",)) == 1


def test_empty_text_is_nothing() -> None:
    assert parse_yaml("# only a comment\n", "f").plain() is None


BOMB = "a: &a [x]\n" + "".join(
    f"{name}: &{name} [*{before}, *{before}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "row", "got"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "second time"),
        ("a: &x 1\nb: *x\n", 1, "anchor &x"),
        (BOMB, 1, "anchor &a"),
        ("a: !!python/object:os.system 1\n", 1, "tag"),
        ("a: !private 1\n", 1, "tag"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: [1, 2\nb: 3\n", 2, "expected ',' or ']'"),
        ("? [a, b]\n: 1\n", 1, "as a key"),
        ("[" * 40 + "]" * 40, 1, "deeper nesting"),
        ("a: 'open\n", None, ""),
        ("a: \x01\n", None, ""),
    ],
)
def test_refused(text: str, row: int | None, got: str) -> None:
    with pytest.raises(PackError) as caught:
        parse_yaml(text, "f.yaml")
    assert caught.value.file == "f.yaml"
    assert got in caught.value.got
    if row is not None:
        assert caught.value.row == row


def test_deep_nesting_costs_nothing() -> None:
    with pytest.raises(PackError, match="levels"):
        parse_yaml("- " * 100_000, "f.yaml")


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
def test_what_others_write_is_read_back(value: object) -> None:
    """All that another writer of YAML quotes or leaves plain means the same here."""
    text = yaml.safe_dump(value, default_style='"', allow_unicode=True)
    # With every scalar in quotes the writer marks those that are no texts with a tag.
    text = re.sub(r"!!(?:int|bool|null) \"([^\"]*)\"", r"\1", text)
    assert parse_yaml(text, "f").plain() == value


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    with contextlib.suppress(PackError):
        assert parse_yaml(text, "f").kind in ("scalar", "sequence", "mapping")
