"""Records to rows and back, for every table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidao.errors import SchemaMismatch, StoreError
from saidao.ledger import Assertion, Passage, Subject
from saidao.packs.pack import District, IndustrySystem, Park, Place
from saidao.store import TABLES, content_hash
from saidao.store.codec import codec
from saidao.terms.name import Name

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)
NAME = st.builds(Name, TEXT, TEXT)
SUBJECTS = st.builds(
    Subject,
    TEXT,
    TEXT,
    TEXT,
    TEXT,
    st.just("level"),
    st.just("stock"),
    TEXT,
    TEXT,
    st.none() | NUMBER,
)
ASSERTIONS = st.builds(
    Assertion,
    id=TEXT,
    origin=st.sampled_from(["pack", "document"]),
    kind=st.sampled_from(["target", "actual"]),
    subject=SUBJECTS,
    value=st.none() | NUMBER,
    passage=st.none() | st.builds(Passage, TEXT, st.just(0), st.integers(0, 10**9), TEXT),
    confirmed=st.none() | st.booleans(),
    note=st.none() | NAME,
)


@given(ASSERTIONS)
def test_an_assertion_survives_the_round_trip(assertion: Assertion) -> None:
    codec_ = codec(Assertion)
    assert codec_.decode(codec_.encode(assertion)) == assertion


NESTED: Sequence[Any] = (
    IndustrySystem(
        "s", Name("甲"), None, "2030", None,
        ((Name("组", "group"), ("a", "b")), (Name("空"), ())), True, (),
    ),
    District(
        "1", Name("区"), 1.5, None, 10, "2020", Name("定位"), None, ("S1",),
        {"type": "Polygon", "coordinates": [[[1.0, 2.0]]]},
    ),
    Park(
        "p", Name("园"), "k", ("i",), None, (), None, None, None, None,
        Place(None, None, None, None, None), None, None, None, ("别名",), (), None,
    ),
)  # fmt: skip


@pytest.mark.parametrize("record", NESTED, ids=lambda record: type(record).__name__)
def test_nested_records_survive_the_round_trip(record: Any) -> None:
    codec_ = codec(type(record))
    assert codec_.decode(codec_.encode(record)) == record


def test_every_table_can_be_declared() -> None:
    for table in TABLES:
        columns = [column.name for column in codec(table.record).columns]
        assert len(columns) == len(set(columns)), table.name
        assert not {"row_key", "revision", "removed"} & set(columns), table.name


def test_a_name_is_two_columns_that_sql_can_ask_for() -> None:
    assert {"name_zh", "name_en"} <= {column.name for column in codec(Park).columns}


def test_a_value_that_was_never_declared_is_refused() -> None:
    codec_ = codec(Park)
    row = list(codec_.encode(NESTED[2]))
    row[[column.name for column in codec_.columns].index("place_lon")] = "east"
    with pytest.raises(SchemaMismatch, match=r"Park: place.lon"):
        codec_.decode(row)


def test_the_hash_does_not_depend_on_the_order_of_rows() -> None:
    parks = [replace(NESTED[2], id=id) for id in ("a", "b", "c")]
    assert content_hash({"park": parks}) == content_hash({"park": parks[::-1]})
    assert content_hash({"park": parks}) != content_hash({"park": parks[:2]})


def test_two_rows_with_one_key_are_refused() -> None:
    with pytest.raises(StoreError, match="two rows of park have the key 'p'"):
        content_hash({"park": [NESTED[2], NESTED[2]]})
