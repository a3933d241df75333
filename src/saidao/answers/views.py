"""Stored rows as the API shows them: with names, wording, source and clause."""

from __future__ import annotations

import re
from collections.abc import Iterable

from saidao.answers.shapes import (
    AssertionView,
    ClauseView,
    DecisionView,
    SourceView,
    SubjectView,
)
from saidao.ledger.catalogue import entry_of
from saidao.ledger.records import Assertion, Decision, Passage, Subject
from saidao.store import Snapshot
from saidao.terms.name import Name
from saidao.terms.wording import noun_en, quantity, tier_name

__all__ = [
    "all_tracks",
    "assertion_view",
    "clause_view",
    "decision_view",
    "english",
    "indicator_name",
    "industry_name",
    "joined",
    "named",
    "reading",
    "region_name",
    "source_view",
    "source_views",
    "subject_title",
]


MEASURES = {
    "growth": Name("年均增速", ", growth a year"),
    "increase": Name("增幅", ", increase"),
    "decrease": Name("降幅", ", decrease"),
}
"""What is added to a title when the figure is a change and no level."""


def source_view(snapshot: Snapshot, id: str) -> SourceView:
    """Return a source as it is shown."""
    source = snapshot.sources.get(id)
    if source is None:
        # A brief may cite a mark that the pack does not list; it is shown as it stands.
        return SourceView(id, id, "", "unstated", None, None)
    return SourceView(
        source.id, source.title, source.publisher, source.authority, source.issued, source.url
    )


def source_views(snapshot: Snapshot, ids: Iterable[str]) -> tuple[SourceView, ...]:
    """Return several sources as they are shown."""
    return tuple(source_view(snapshot, id) for id in ids)


def clause_view(snapshot: Snapshot, passage: Passage | None) -> ClauseView | None:
    """Return a passage with the title of its document."""
    if passage is None:
        return None
    document = snapshot.documents.get(passage.document)
    title = document.title.zh if document else passage.document
    return ClauseView(passage.document, title, passage.start, passage.end, passage.quote)


def joined(names: Iterable[Name]) -> Name:
    """Return several names as one enumeration."""
    names = tuple(names)
    return Name("、".join(n.zh for n in names), ", ".join(n.en or n.zh for n in names))


def industry_name(snapshot: Snapshot, key: str) -> Name | None:
    """Return the name of an industry, of several joined by ``+``, or the bare wording."""
    if not key:
        return None
    if key.startswith("?"):
        return Name(key[1:])
    parts = [snapshot.industries.get(part) for part in key.split("+")]
    return joined(part.name for part in parts if part is not None) if any(parts) else Name(key)


def all_tracks(snapshot: Snapshot) -> frozenset[str]:
    """Return the industry that is nothing but the tracks taken together, if there is one.

    It shares members with tracks alone and with more of them than any other industry,
    some of which lie across two tracks.
    """
    tracks = {industry.id for industry in snapshot.industry if industry.is_track}
    shared = {
        industry.id: len(industry.overlaps)
        for industry in snapshot.industry
        if not industry.is_track and len(industry.overlaps) > 1 and set(industry.overlaps) <= tracks
    }
    most = max(shared.values(), default=0)
    together = [id for id, count in shared.items() if count == most]
    return frozenset(together if len(together) == 1 else ())


def indicator_name(snapshot: Snapshot, id: str, words: str = "") -> Name:
    """Return the name of an indicator, or the wording where the catalogue has none."""
    indicator = snapshot.indicators.get(id) or entry_of(id)
    return indicator.name if indicator else Name(words or id.removeprefix("?"))


def region_name(snapshot: Snapshot, id: str) -> Name:
    """Return the name of a region, district or park."""
    named = snapshot.answered.get("regions")
    if named is None:
        named = {park.id: park.name for park in snapshot.park}
        named |= {district.code: district.name for district in snapshot.district}
        named |= {region.id: region.name for region in snapshot.region}
        named.setdefault(snapshot.city.region, snapshot.city.name)
        named.setdefault(snapshot.city.region_code, snapshot.city.name)
        snapshot.answered["regions"] = named
    name: Name = named.get(id, Name(id))
    return name


def reading(snapshot: Snapshot, assertion: Assertion) -> Name:
    """Return an assertion's quantity as people write it."""
    return quantity(
        assertion.cmp,
        assertion.value,
        assertion.value_high,
        assertion.subject.unit,
        op=assertion.op,
        counted=chinese(snapshot, assertion.counted),
        tier=assertion.tier,
        change=assertion.subject.change,
        glossary=snapshot.glossary,
    )


def chinese(snapshot: Snapshot, noun: str | None) -> str | None:
    """Return a noun of an English text in Chinese where the glossary has it."""
    if noun is None or not noun.isascii():
        return noun
    made = snapshot.answered.get("chinese")
    if made is None:
        # Of several Chinese words for one thing the first of the glossary is shown.
        made = {english: word for word, english in reversed(list(snapshot.glossary.items()))}
        snapshot.answered["chinese"] = made
    word: str = made.get(noun, noun)
    return word


def lower_initial(text: str) -> str:
    """Return an English name as it stands inside a sentence; R&D keeps its capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def subject_title(snapshot: Snapshot, subject: Subject, words: str = "") -> Name:
    """Return what a commitment is about, in a few words.

    `words` is the document's own wording, for what the catalogue does not know.
    """
    industry = industry_name(snapshot, subject.industry) or Name("")
    indicator = indicator_name(snapshot, subject.indicator, words)
    noun = Name(subject.noun, english(snapshot, subject.noun))
    tier = tier_name(subject.tier) if subject.tier is not None else None
    zh, en = indicator.zh, indicator.en or indicator.zh
    if subject.noun:
        zh, en = noun.zh, noun.en
    if tier is not None:
        zh = zh if "级" in zh else tier.zh + zh
        en = f"{en}, {tier.en}"
    if industry.zh and industry.zh not in zh:
        # 三大先导产业 and 产业规模 share a word; it is said once.
        zh = industry.zh + (zh.removeprefix("产业") if industry.zh.endswith("产业") else zh)
        en = f"{industry.en or industry.zh}: {lower_initial(en)}"
    if subject.measure in MEASURES:
        zh, en = zh + MEASURES[subject.measure].zh, en + MEASURES[subject.measure].en
    if subject.scope:
        zh, en = f"{zh}（{subject.scope}）", f"{en} ({english(snapshot, subject.scope)})"
    if subject.region != snapshot.city.region:
        region = region_name(snapshot, subject.region)
        zh, en = f"{region.zh}{zh}", f"{region.en or region.zh}, {en}"
    if subject.change == "increment":
        zh, en = f"新增{zh.removeprefix('新增')}", f"{en}, added"
    return Name(zh, en)


def english(snapshot: Snapshot, word: str) -> str:
    """Return the English of a Chinese word, or the word in quotes."""
    return noun_en(word, snapshot.glossary)


HEDGE = re.compile("力争|争取|确保|努力|预计|预期|有望|希望|计划|将")
"""Words that say how firmly a figure is promised; comparators are no part of them."""


def hedge(qualifier: str | None) -> str | None:
    """Return the word of a qualifier that says how firmly: 力争突破 is 力争."""
    found = HEDGE.search(qualifier or "")
    return found[0] if found else None


def named(snapshot: Snapshot, word: str | None) -> Name | None:
    """Return a word of the pack with its English, where the glossary has it."""
    return None if word is None else Name(word, snapshot.glossary.get(word, ""))


def assertion_view(
    snapshot: Snapshot,
    assertion: Assertion,
    *,
    elected: bool,
    voice: int,
    relation: str = "own",
) -> AssertionView:
    """Return an assertion as it is shown."""
    subject = assertion.subject
    industry = industry_name(snapshot, subject.industry)
    decision = snapshot.decisions.get(assertion.decision or "")
    return AssertionView(
        id=assertion.id,
        reading=reading(snapshot, assertion),
        kind=assertion.kind,
        op=assertion.op,
        cmp=assertion.cmp,
        value=assertion.value,
        value_high=assertion.value_high,
        unit=assertion.subject.unit,
        counted=assertion.counted,
        tier=assertion.tier,
        period=assertion.period,
        base_year=assertion.base_year,
        firmness=assertion.firmness,
        modality=assertion.modality,
        qualifier=hedge(assertion.qualifier),
        indicator=assertion.indicator_words
        or indicator_name(snapshot, assertion.subject.indicator).zh,
        scope=assertion.scope_words or assertion.subject.scope or (industry.zh if industry else ""),
        origin=assertion.origin,
        elected=elected,
        voice=voice,
        relation=relation,
        source=source_view(snapshot, assertion.source),
        clause=clause_view(snapshot, assertion.passage),
        note=assertion.note,
        subject=SubjectView(
            indicator=subject.indicator,
            industry=subject.industry,
            scope=subject.scope,
            region=subject.region,
            change=subject.change,
            driven_by=assertion.driven_by or "",
        ),
        decision=decision_view(decision) if decision else None,
    )


def decision_view(decision: Decision) -> DecisionView:
    """Return a decision as it is shown."""
    return DecisionView(
        id=decision.id,
        action=decision.action,
        candidate=decision.candidate,
        fields=decision.fields,
        by=decision.by,
        at=decision.at,
        note=decision.note,
    )
