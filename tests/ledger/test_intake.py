"""What packs and documents bring."""

from __future__ import annotations

from array import array
from dataclasses import replace

import pytest
from tests.ledger.builders import LEXICON, assertion, source, statement

from saidao.documents.document import Block, Document, Metadata, TextAnchor
from saidao.ledger import Passage, ReadDocument, Resolver, document_intake
from saidao.ledger.confirming import confirm, merge
from saidao.ledger.documents import period_type_of
from saidao.statements.statement import Reading, Review, Statement

RESOLVER = Resolver(LEXICON, "990000")
TEXT = "到2030年，海洋产业规模达到3000亿元[S001]。另有报道称突破3000亿元[S002]。"


def read(*statements: Statement, brief: bool = True, **changes: object) -> ReadDocument:
    """Return a document in which some statements were read."""
    document = Document(
        id="ocean",
        sha256="0" * 64,
        name="ocean.md",
        media_type="text/markdown",
        text=TEXT,
        blocks=(Block(0, len(TEXT)),),
        anchor=TextAnchor(TEXT, array("I", range(len(TEXT))), array("I", range(1, len(TEXT) + 1))),
        metadata=Metadata(issued="2026-06"),
    )
    return ReadDocument(document, Reading(statements=statements), brief=brief, **changes)  # type: ignore[arg-type]


def at(quote: str, **changes: object) -> Statement:
    """Return a statement at a quote of the text."""
    start = TEXT.index(quote)
    value = TEXT.index("3000亿元", start)
    values = {"start": start, "end": start + len(quote), "value_start": value}
    return statement(**values, value_end=value + 6, **changes)


FIRST = at("到2030年，海洋产业规模达到3000亿元")
SECOND = at("突破3000亿元", cmp=">", period=None)


def test_a_figure_of_a_brief_belongs_to_the_source_it_cites() -> None:
    found = document_intake(read(FIRST, SECOND), RESOLVER)
    assert [a.source for a in found.assertions] == ["S001", "S002"]


def test_a_document_of_its_own_speaks_for_itself() -> None:
    paper = source("paper", issued="2026-06-30")
    found = document_intake(read(FIRST, brief=False, source=paper), RESOLVER)
    assert (found.assertions[0].source, found.assertions[0].issued) == ("paper", "2026-06-30")


def test_an_actual_is_an_observation_as_well() -> None:
    actual = replace(FIRST, kind="actual", period="2029-01/2029-09")
    found = document_intake(read(actual), RESOLVER)
    assert [o.period_type for o in found.observations] == ["year_to_date"]
    assert found.observations[0].id == found.assertions[0].id
    assert found.observations[0].definition is None


def test_statements_at_one_place_keep_apart() -> None:
    found = document_intake(read(FIRST, replace(FIRST, indicator="无人机规模")), RESOLVER)
    assert len({a.id for a in found.assertions}) == 2


def test_reviews_keep_their_passage() -> None:
    review = Review(SECOND.start, SECOND.end, "two dates", (SECOND,))
    document = replace(read(), reading=Reading(reviews=(review,)))
    found = document_intake(document, RESOLVER).reviews
    assert [(r.kind, r.passage.quote) for r in found] == [("ambiguous", "突破3000亿元")]
    assert [(c.cmp, c.value, c.source) for c in found[0].candidates] == [(">", 3e11, "S002")]


PASSAGE = Passage("ocean", FIRST.start, FIRST.end, TEXT[FIRST.start : FIRST.end])


def test_the_reader_confirms_a_row_of_the_pack() -> None:
    confirmed, claimed, review = confirm(assertion("row"), PASSAGE, read(FIRST, SECOND), RESOLVER)
    assert (confirmed.confirmed, list(claimed), review) == (True, [FIRST], None)


@pytest.mark.parametrize("changes", [{"cmp": ">"}, {"value": 2e11}, {"period": "2035"}])
def test_a_row_that_the_reader_reads_otherwise_goes_to_review(changes: dict[str, object]) -> None:
    row = assertion("row", **changes)
    confirmed, claimed, review = confirm(row, PASSAGE, read(FIRST), RESOLVER)
    assert confirmed.confirmed is False
    assert confirmed.value == row.value
    assert list(claimed) == [FIRST]
    assert review is not None
    assert review.candidates[0] == confirmed
    other = review.candidates[-1]
    assert (other.id, other.source, other.value) == ("row", row.source, FIRST.value)


def test_a_clause_in_which_nothing_is_read_stays_open() -> None:
    confirmed, claimed, review = confirm(assertion("row"), PASSAGE, read(), RESOLVER)
    assert (confirmed.confirmed, list(claimed), review) == (None, [], None)
    assert confirmed.passage == PASSAGE


def test_a_brief_repeating_a_row_gives_it_its_passage() -> None:
    found = document_intake(read(FIRST), RESOLVER)
    assertions, _ = merge([assertion("row")], [], found)
    assert [(a.id, a.passage) for a in assertions] == [("row", PASSAGE)]


def test_a_brief_repeating_a_row_of_another_brief_says_it_again() -> None:
    """It is shown where it stands, and is the row's own reading, by the same voice."""
    elsewhere = Passage("other-brief", 0, 5, "港口3千亿")
    row = assertion("row", passage=elsewhere)
    assertions, _ = merge([row], [], document_intake(read(FIRST), RESOLVER))
    first, again = assertions
    assert first == row
    assert (again.passage, again.origin) == (PASSAGE, "document")
    assert (again.subject, again.source) == (row.subject, row.source)
    assert first.id < again.id


def test_what_could_be_either_of_two_rows_is_neither() -> None:
    elsewhere = Passage("other-brief", 0, 5, "港口3千亿")
    rows = [assertion("one", passage=elsewhere), assertion("two", passage=elsewhere)]
    assertions, _ = merge(rows, [], document_intake(read(FIRST), RESOLVER))
    assert assertions == rows


def test_a_brief_citing_another_source_is_a_statement_more() -> None:
    found = document_intake(read(FIRST), RESOLVER)
    assertions, _ = merge([assertion("row", source="S009")], [], found)
    assert len(assertions) == 2


def test_kinds_of_period() -> None:
    kinds = {
        None: "unknown",
        "2029": "year",
        "2029-06": "point",
        "2029-01/2029-12": "year",
        "2029-01/2029-06": "half",
        "2029-04/2029-06": "quarter",
        "2029-01/2029-10": "year_to_date",
        "2026/2030": "unknown",
        "2029-02/2029-10": "unknown",
    }
    assert {period: period_type_of(period) for period in kinds} == kinds
