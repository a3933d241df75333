"""The ledger of technology tasks: from packs and documents, linked, with what came since.

A task that several documents name is one entry with all its places. What later documents
say of its technologies is shown beside it as evidence, and is no verdict: a technology
that is named again may be finished, begun, or promised once more.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from saidao.ledger.mentions import Mentioned, PlacedText
from saidao.ledger.records import Assertion, Passage
from saidao.ledger.resolve import Resolver, deadline_of, fold
from saidao.packs.pack import Plan, Source, Task
from saidao.terms.name import Name

__all__ = ["DocumentFacts", "TaskEvidence", "TaskNaming", "TechnologyTask", "technology_tasks"]

SENTENCE = re.compile(r"[^。！？；;\n]*[。！？；;\n]?")
FRAME = re.compile(
    r"^(?:(?:加快|加强|大力|积极|重点|深入|持续|着力|全面|稳步|推进|推动|开展|实施|突破|攻克|研制|研发|"
    r"研究|支持|发展|布局|建设|打造|实现|领跑方向|并跑方向|跟跑方向)[：:]?)+"
)
SHARE = 0.5
FEWEST_LETTERS = 3
"""A technology named with fewer Chinese characters is taken for a field, not a technology."""

MOST_PASSAGES = 3
"""Passages shown of one document as evidence for one task."""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What of a document matters here; `issued` is empty where nobody knows."""

    id: str
    issued: str
    source: str | None
    is_brief: bool


@dataclass(frozen=True, slots=True)
class TaskNaming:
    """One place that names a task: `id` is that of the mention or the pack's row."""

    id: str
    origin: Literal["pack", "document"]
    name: str
    issued: str | None
    source: str | None
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class TaskEvidence:
    """A later passage that names technologies of a task.

    `kind` is ``actual`` where a realised figure stands in it (`assertion`), ``task`` where it
    sets another task, else ``named``.
    """

    kind: Literal["actual", "task", "named"]
    document: str
    issued: str
    technologies: tuple[str, ...]
    passage: Passage
    assertion: str | None = None


@dataclass(frozen=True, slots=True)
class TechnologyTask:
    """What shall be broken through, by whom, by when, where, and what was heard of it since.

    Parameters
    ----------
    id : str
        That of the pack's row, else of the first place that names it.
    area : str
        The field as the source calls it; empty where it does not.
    industries : tuple of str
    task : Name
    technologies : tuple of Name
    owners : tuple of str
    milestone : Name, optional
    deadline : str, optional
        Year.
    parks : tuple of str
    sources : tuple of str
    note : Name, optional
    namings : tuple of TaskNaming
        The oldest first; those without a date last.
    evidence : tuple of TaskEvidence
        The newest first.
    """

    id: str
    area: str
    industries: tuple[str, ...]
    task: Name
    technologies: tuple[Name, ...]
    owners: tuple[str, ...]
    milestone: Name | None
    deadline: str | None
    parks: tuple[str, ...]
    sources: tuple[str, ...]
    note: Name | None
    namings: tuple[TaskNaming, ...]
    evidence: tuple[TaskEvidence, ...] = ()


def technology_tasks(
    tasks: Sequence[Task],
    clauses: Mapping[str, Passage],
    mentions: Sequence[Mentioned],
    documents: Sequence[DocumentFacts],
    texts: Sequence[PlacedText],
    assertions: Sequence[Assertion],
    resolver: Resolver,
    sources: Mapping[str, Source],
    plans: Sequence[Plan] = (),
) -> tuple[TechnologyTask, ...]:
    """Return the ledger of tasks, sorted by id.

    Parameters
    ----------
    tasks : sequence of Task
        Of the pack.
    clauses : mapping
        Id of a pack's task to where it stands in a brief.
    mentions : sequence of Mentioned
        What documents name; only technology tasks are taken.
    documents, texts, assertions
        Of the whole atlas.
    resolver : Resolver
        For industries and parks.
    sources : mapping
        By id, for dates.
    plans : sequence of Plan
        For the dates of sources that only repeat a plan.
    """
    facts = {one.id: one for one in documents}
    read = {one.document: one.text for one in texts}
    dated = {id: source.issued for id, source in sources.items() if source.issued}
    for plan in plans:
        if plan.issued:
            for id in plan.sources:
                dated.setdefault(id, plan.issued)
    found = [of_pack(task, clauses.get(task.id), dated) for task in tasks]
    named = sorted(
        (one for one in mentions if one.kind == "technology_task"),
        key=lambda one: (facts[one.passage.document].issued or "9999", one.id),
    )
    cited = {(one.document, one.start) for one in clauses.values()}
    for mention in named:
        if any(
            mention.passage.document == document
            and mention.passage.start <= start < mention.passage.end
            for document, start in cited
        ):
            continue  # The pack's row speaks for that place already.
        fresh = of_mention(mention, facts[mention.passage.document], read, resolver)
        at = same(found, fresh, resolver)
        if at is None:
            found.append(fresh)
        else:
            found[at] = together(found[at], fresh)
    stated = Stated.of(assertions, named)
    later = [
        (one, read[one.id])
        for one in sorted(documents, key=lambda one: (one.issued, one.id))
        if one.issued and not one.is_brief and one.id in read
    ]
    return tuple(
        replace(task, evidence=evidence_of(task, later, stated, resolver))
        for task in sorted(found, key=lambda one: one.id)
    )


def of_pack(task: Task, clause: Passage | None, dated: Mapping[str, str]) -> TechnologyTask:
    """Return the entry of a pack's row; `dated` holds the days of sources."""
    issued = min((day for id in task.sources if (day := dated.get(id))), default=None)
    naming = TaskNaming(
        task.id, "pack", task.task.zh, issued, next(iter(task.sources), None), clause
    )
    return TechnologyTask(
        id=task.id,
        area=task.area,
        industries=(task.industry,) if task.industry else (),
        task=task.task,
        technologies=task.technologies,
        owners=(task.owner,) if task.owner else (),
        milestone=task.milestone,
        deadline=task.deadline,
        parks=task.parks,
        sources=task.sources,
        note=task.note,
        namings=(naming,),
    )


def of_mention(
    mention: Mentioned, facts: DocumentFacts, read: Mapping[str, str], resolver: Resolver
) -> TechnologyTask:
    """Return the entry of a task that a document names."""
    parts: dict[str, list[str]] = {}
    for part in mention.parts:
        parts.setdefault(part.kind, []).append(part.name)
    technologies = tuple(dict.fromkeys(parts.get("technology", ())))
    milestone = next(iter(parts.get("milestone", ())), None)
    if milestone:
        from saidao.ledger.figures.cells import read_period  # loads the readers of dates

        when = read_period(milestone)
    else:
        when = None
    sentence = sentence_at(read[mention.passage.document], mention.passage.start)
    groups = [resolver.named(text) for text in (mention.name, *technologies, sentence)]
    industries = dict.fromkeys(
        one for group in groups for joined in group for one in joined.split("+")
    )
    parks = dict.fromkeys(id for _, _, id in resolver.regions.find(sentence) if not id.isdigit())
    # A brief tells of plans; the day on which it was written is none of theirs.
    issued = None if facts.is_brief else facts.issued or None
    naming = TaskNaming(mention.id, "document", mention.name, issued, facts.source, mention.passage)
    return TechnologyTask(
        id=mention.id,
        area="",
        industries=tuple(industries),
        task=Name(mention.name),
        technologies=tuple(Name(one) for one in technologies),
        owners=tuple(dict.fromkeys(parts.get("body", ()))),
        milestone=Name(milestone) if milestone else None,
        deadline=deadline_of(when.period) if when is not None else None,
        parks=tuple(parks),
        sources=(facts.source,) if facts.source else (),
        note=None,
        namings=(naming,),
    )


def sentence_at(text: str, start: int) -> str:
    """Return the sentence around a place."""
    begin = max(text.rfind(mark, 0, start) for mark in "。！？；;\n") + 1
    match = SENTENCE.match(text, begin)
    return match[0].strip() if match else ""


def specific(task: TechnologyTask, resolver: Resolver) -> frozenset[str]:
    """Return the technologies of a task that are no whole industry, folded."""
    folded = (fold(one.zh) for one in task.technologies)
    return frozenset(
        one
        for one in folded
        if one not in resolver.industries.ids
        and (len(one) >= FEWEST_LETTERS or (one.isascii() and len(one) > 1))
    )


def same(found: Sequence[TechnologyTask], task: TechnologyTask, resolver: Resolver) -> int | None:
    """Return the place of the entry that a task is, None where it is a new one.

    The same words, or half of its technologies and at least two, or its only one; and no
    two industries that differ.
    """
    words, mine = framed(task.task.zh), specific(task, resolver)
    best: tuple[float, int] | None = None
    for at, other in enumerate(found):
        apart = set(task.industries) and set(other.industries)
        if apart and not set(task.industries) & set(other.industries):
            continue
        theirs = specific(other, resolver)
        shared = len(mine & theirs)
        least = min(len(mine), len(theirs)) or 1
        only = shared == 1 and len(mine) == len(theirs) == 1
        alike = 2.0 if words and words == framed(other.task.zh) else shared / least
        if alike >= 2 or only or (shared >= 2 and alike >= SHARE):
            best = max(best or (0.0, -1), (alike, at), key=lambda one: (one[0], -one[1]))
    return best[1] if best is not None else None


def framed(text: str) -> str:
    """Return a task's words without the verbs in front."""
    return FRAME.sub("", fold(text))


def together(one: TechnologyTask, other: TechnologyTask) -> TechnologyTask:
    """Return an entry with another place that names it; what the first says goes before."""
    known = {fold(technology.zh) for technology in one.technologies}
    more = tuple(t for t in other.technologies if fold(t.zh) not in known)
    namings = sorted(
        (*one.namings, *other.namings), key=lambda naming: (naming.issued or "9999", naming.id)
    )
    return replace(
        one,
        industries=tuple(dict.fromkeys((*one.industries, *other.industries))),
        technologies=(*one.technologies, *more),
        owners=tuple(dict.fromkeys((*one.owners, *other.owners))),
        milestone=one.milestone or other.milestone,
        deadline=one.deadline or other.deadline,
        parks=tuple(dict.fromkeys((*one.parks, *other.parks))),
        sources=tuple(dict.fromkeys((*one.sources, *other.sources))),
        namings=tuple(namings),
    )


@dataclass(frozen=True, slots=True)
class Stated:
    """Where documents state realised figures and set tasks, by document."""

    actual: Mapping[str, Sequence[tuple[int, int, str]]]
    tasks: Mapping[str, Sequence[tuple[int, int, str]]]

    @classmethod
    def of(cls, assertions: Iterable[Assertion], mentions: Iterable[Mentioned]) -> Stated:
        actual: dict[str, list[tuple[int, int, str]]] = {}
        for one in assertions:
            if one.kind == "actual" and one.passage is not None:
                place = (one.passage.start, one.passage.end, one.id)
                actual.setdefault(one.passage.document, []).append(place)
        tasks: dict[str, list[tuple[int, int, str]]] = {}
        for mention in mentions:
            place = (mention.passage.start, mention.passage.end, mention.id)
            tasks.setdefault(mention.passage.document, []).append(place)
        return cls(actual, tasks)


def evidence_of(
    task: TechnologyTask,
    later: Sequence[tuple[DocumentFacts, str]],
    stated: Stated,
    resolver: Resolver,
) -> tuple[TaskEvidence, ...]:
    """Return what later documents say of a task's technologies, the newest first."""
    since = min((one.issued for one in task.namings if one.issued), default=None)
    wanted = {fold(t.zh): t.zh for t in task.technologies if fold(t.zh) in specific(task, resolver)}
    if since is None or not wanted:
        return ()
    longest_first = sorted(wanted.values(), key=lambda word: (-len(word), word))
    pattern = re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE)
    own = {naming.id for naming in task.namings}
    found: list[TaskEvidence] = []
    for document, text in later:
        if document.issued <= since:
            continue
        here = itertools.islice(
            passages(document, text, pattern, wanted, stated, own), MOST_PASSAGES
        )
        found += here
    return tuple(sorted(found, key=lambda one: (one.issued, one.document), reverse=True))


def passages(
    document: DocumentFacts,
    text: str,
    pattern: re.Pattern[str],
    wanted: Mapping[str, str],
    stated: Stated,
    own: set[str],
) -> Iterable[TaskEvidence]:
    """Yield the sentences of a document that name technologies of a task."""
    last = -1
    for match in pattern.finditer(text):
        if match.start() < last:
            continue
        begin = max(text.rfind(mark, 0, match.start()) for mark in "。！？；;\n") + 1
        sentence = SENTENCE.match(text, begin)
        assert sentence is not None
        last = end = sentence.end() if sentence.end() > match.end() else match.end()
        quote = text[begin:end]
        start, stop = begin + len(quote) - len(quote.lstrip()), begin + len(quote.rstrip())
        tasks = overlapping(stated.tasks.get(document.id, ()), start, stop)
        if tasks & own:
            continue  # It is one of the places that name the task itself.
        actual = sorted(overlapping(stated.actual.get(document.id, ()), start, stop))
        names = dict.fromkeys(wanted.get(fold(one[0]), one[0]) for one in pattern.finditer(quote))
        yield TaskEvidence(
            kind="actual" if actual else "task" if tasks else "named",
            document=document.id,
            issued=document.issued,
            technologies=tuple(names),
            passage=Passage(document.id, start, stop, text[start:stop]),
            assertion=actual[0] if actual else None,
        )


def overlapping(places: Iterable[tuple[int, int, str]], start: int, end: int) -> set[str]:
    """Return the ids of places that overlap a span."""
    return {id for begin, stop, id in places if begin < end and start < stop}
