"""Sentences are linked into commitments as a careful reader would: scores with a floor."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from bench.score_linking import EXAMPLES, Pair, cases, pairs_of, scored
from saidao import packs, pipeline
from saidao.ledger import Resolver, document_intake
from saidao.ledger.intake import city_of, known_subjects, locate_clause, pack_intake
from saidao.ledger.linking import link

SHANGHAI = Path(__file__).resolve().parents[2] / "packs" / "shanghai"

FLOORS = {
    "linking-chinese": 0.97,
    "linking-english": 0.85,
    "linking-held-out": 0.88,
    "linking-shanghai": 0.9,
}
"""The reader of English does not read 'the number of X will exceed 3,000', which is most of
what is missed there. The held-out pairs scored 0.74 when they were met first."""


def pairs(stem: str) -> list[Pair]:
    """Return the pairs of a file with what the ledger makes of them."""
    return [pair for case in cases(EXAMPLES / f"{stem}.yaml") for pair in pairs_of(case)]


@pytest.mark.parametrize("stem", list(FLOORS))
def test_pairs_of_sentences_are_linked_as_labelled(stem: str) -> None:
    found = pairs(stem)
    score = scored(found)
    wrong = [
        f"{'missed' if pair.labelled else 'false'}: {pair.one} | {pair.other}"
        for pair in found
        if pair.linked != pair.labelled
    ]
    print(f"{stem}: {score.pairs} pairs, F1 {score.f1:.3f}")
    assert score.f1 >= FLOORS[stem], "\n".join(wrong)


def test_there_are_enough_pairs_and_all_reach_the_goal() -> None:
    every = [pair for stem in FLOORS for pair in pairs(stem)]
    score = scored(every)
    assert score.pairs >= 250
    assert score.f1 >= 0.9
    assert score.precision >= 0.95


def test_the_packs_own_commitments_follow_from_the_text_of_its_briefs() -> None:
    """Every two targets of the Shanghai pack, read again from its briefs without its rows.

    The labels are the commitments of the rows. What is missed are sentences that name
    neither industry nor place, and that inherit those of the sentence before; an atlas
    does not miss them, because its rows name their clauses.
    """
    pack = packs.load(SHANGHAI)
    briefs = {
        brief.id: pipeline.brief_document(pack, brief, pipeline.silent, 0, 1)
        for brief in pack.briefs
    }
    rows = pack_intake(pack, [])
    labels = {
        member.id: commitment.id
        for commitment, members in link(rows.assertions).items()
        for member in members
    }
    resolver = Resolver(pack.lexicon, city_of(pack), known_subjects(rows.assertions))
    read = {id: document_intake(brief, resolver).assertions for id, brief in briefs.items()}
    commitment_of = {
        member.id: commitment.id
        for commitment, members in link(one for found in read.values() for one in found).items()
        for member in members
    }
    predicted: dict[str, str] = {}
    for target in pack.targets:
        assert target.clause is not None
        passage = locate_clause(target.clause, briefs[target.clause.document].document)
        assert passage is not None
        for one in read[target.clause.document]:
            inside = (
                one.passage and one.passage.start < passage.end > passage.start < one.passage.end
            )
            if (
                inside
                and one.kind == "target"
                and one.value == target.value
                and one.tier == target.tier
            ):
                predicted.setdefault(target.id, commitment_of[one.id])
    true = found = labelled = 0
    for one, other in combinations(sorted(labels), 2):
        linked = predicted.get(one, one) == predicted.get(other, other)
        same = labels[one] == labels[other]
        true, found, labelled = true + (linked and same), found + linked, labelled + same
    print(f"Shanghai: {labelled} pairs, {found} linked, {true} of them right")
    assert labelled >= 15
    assert 2 * true / (found + labelled) >= 0.78
    # Not only in pairs: most are the very commitment that their row is.
    assert sum(predicted[id] == labels[id] for id in predicted) >= 0.65 * len(labels)
