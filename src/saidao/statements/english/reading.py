"""Read the quantified statements of English text: the steps, in order.

A paragraph is cut into sentences (`clauses`); of each sentence the times (`periods`) and
the quantities (`quantities`, `operations`) are found, those that say nothing of policy
are dropped (`exclusions`), and the others are judged one by one (`kinds`), dated
(`dating`) and named (`indicators`). `passage` holds what is kept in mind meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from saidao.documents.document import Block
from saidao.statements.english import (
    actors,
    amounts,
    carrying,
    clauses,
    counting,
    dating,
    durations,
    exclusions,
    indicators,
    inheritance,
    kinds,
    links,
    multiples,
    operations,
    periods,
    quantities,
    ranks,
    sections,
    tenses,
)
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.currencies import SHARED_SIGNS
from saidao.statements.english.dating import CHANGES
from saidao.statements.english.inheritance import Memory
from saidao.statements.english.passage import Clause, State
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.times import clock, fiscal_year
from saidao.statements.statement import Context, Op, Reading, Review, Statement

_WANTED = re.compile(
    r"[½⅓⅔¼¾]|\b(?:one|t(?:wo|hree|en|welve|h(?:irt|ousand|ird)|w(?:ent|ice)|ri(?:llion|pl)|rebl"
    r"|enth)|f(?:our|ive|ift|ort|old\b)|six|seven|e(?:ight|leven)|nine|hundred|million|billion"
    r"|lakh|crore|dozen|hal[fv]|qu(?:arter|adrupl|intupl)|doubl|zero|rank|largest)",
    re.IGNORECASE,
)
"""What a sentence without digits must hold to be read at all."""

OPENING = 300
"""Characters at the beginning of a document that tell which budget it is about."""

MOST_QUANTITIES = 40
"""A sentence with more numbers is a flattened table: a right answer cannot be read off it."""


def read(text: str, blocks: Sequence[Block], context: Context) -> Reading:
    """Return the quantified statements of English text.

    Parameters
    ----------
    text : str
        The reading text of a document; all spans index it.
    blocks : sequence of Block
        The headings, paragraphs and list items to read, in order; without any, every
        line is one.
    context : Context
        Region (for a bare ``$``) and day of publication (for times without a year).

    Returns
    -------
    Reading
        Statements in the order of the text, and passages that need a person's eye.
    """
    lowered = context.title.lower()
    state = State(
        clock=clock(context.date, context.region),
        context=context,
        title=lowered.split(),
        is_budget="budget" in lowered or "budget" in text[:400].lower(),
        officials=actors.officials(text),
    )
    if state.is_budget and state.clock is not None:
        state.budget = fiscal_year(f"{context.title}\n{text[:OPENING]}", state.clock)
    state.told = dating.told_in_title(context.title, state.clock) or dating.year_of_review(
        context.title, text[: 2 * OPENING], state.clock
    )
    state.memory.actual = state.told
    ended = -1
    for paragraph in clauses.paragraphs(text, blocks or clauses.lines(text)):
        state.adjacent = (
            paragraph.start - ended <= 2 and "\n\n" not in text[ended : paragraph.start]
        )
        ended = paragraph.start + len(paragraph.text)
        if state.memory.base_year is not None or state.memory.target is not None:
            state.goal = state.memory
        if not sections.goes_on(paragraph):
            state.memory = Memory(actual=state.told)
        sections.open_section(paragraph, state)
        for sentence in clauses.sentences(paragraph, _WANTED):
            _read_sentence(sentence, state)
        sections.open_list(paragraph, state)
    if state.foreign and exclusions.foreign_document(text, state.foreign, state.numbered):
        return Reading()
    return Reading(tuple(dating.repeated(state.statements)), reviews=tuple(state.reviews))


def _read_sentence(sentence: Sentence, state: State) -> None:
    """Add the statements of a sentence."""
    if not sentence.words:
        return
    sentence.officials = state.officials
    times = periods.scan(sentence, state.clock)
    dating.keep_span(sentence.words, times, state)
    dating.take_up(sentence.words, times, state)
    found = quantities.scan(sentence, times, state.context.region)
    if len(found) > MOST_QUANTITIES:
        return
    found += multiples.multiples(sentence, found)
    found += ranks.ranks(sentence)
    found = found or durations.spans(sentence, times)
    if not found or len(found) > MOST_QUANTITIES:
        dating.keep_date(times, state)
        return
    counting.borrow_noun(sentence, found)
    wanted = [q for q in found if not exclusions.unwanted(sentence, q)]
    wanted = _apart(wanted)
    state.numbered += 1
    if exclusions.foreign(sentence, state.title):
        state.foreign += 1
        return
    if not wanted:
        dating.keep_date(times, state)
        return
    marks = tenses.markers(sentence)
    verb = next((mark for mark in marks if not mark.word.endswith("ed")), None)
    state.elliptic = verb is not None and tenses.is_elliptic(sentence, verb)
    lead = state.lead or ("future" if state.deadline else None)
    if not marks and lead is None and dating.is_deadline_ahead(times, state):
        lead = "future"
    parts = [links.part_of(sentence, wanted, position) for position in range(len(wanted))]
    ops: list[Op | None] = []
    verdicts: list[kinds.Verdict] = []
    for position, quantity in enumerate(wanted):
        op = operations.operation(sentence, quantity)
        if op is None:
            op = carrying.coordinated(sentence, wanted, ops, times)
        if op is None:
            op = carrying.below_base(sentence, quantity, wanted[position + 1 :], times)
        if op is None:
            op = carrying.carried(sentence, quantity, state.memory)
        total = parts[position]
        told = _marked(marks, quantity.begin - 3, quantity.begin)
        if total is not None and not told and not amounts.paid_out(sentence.words, quantity):
            verdict = verdicts[total]
        else:
            verdict = kinds.judge(
                sentence, quantity, op, marks, wanted, verdicts, lead, state.is_budget
            )
        verdicts.append(verdict)
        ops.append(op)
    carrying.share_ops(wanted, ops, verdicts)
    bases = [
        inheritance.base(sentence, quantity, op, times, wanted, state.clock)
        for quantity, op in zip(wanted, ops, strict=True)
    ]
    clause = Clause(sentence, wanted, ops, verdicts, times, bases, parts, {})
    for position, quantity in enumerate(wanted):
        statement = _statement(clause, position, state)
        if quantity.unit in SHARED_SIGNS or quantity.doubtful:
            _review(statement, quantity, state)
        else:
            clause.places[position] = len(state.statements)
            state.statements.append(statement)


def _apart(found: list[Quantity]) -> list[Quantity]:
    """Return quantities in order without those inside another."""
    ordered = sorted(found, key=lambda q: (q.first, -q.last))
    kept: list[Quantity] = []
    for quantity in ordered:
        if kept and quantity.first < kept[-1].last:
            if quantity.op is not None and kept[-1].op is None:
                kept[-1] = quantity
            continue
        kept.append(quantity)
    return kept


def _marked(marks: list[tenses.Marker], first: int, last: int) -> bool:
    """Tell whether a tense is set between two words."""
    return any(first <= mark.index < last for mark in marks)


def _statement(clause: Clause, position: int, state: State) -> Statement:
    """Put together one statement."""
    sentence, wanted = clause.sentence, clause.quantities
    quantity, op = wanted[position], clause.ops[position]
    words = sentence.words
    floor = wanted[position - 1].last if position else 0
    ceiling = wanted[position + 1].begin if position + 1 < len(wanted) else len(words)
    dated = dating.date(clause, position, state)
    name = indicators.indicator(sentence, quantity, op, floor, ceiling)
    if dated.kind == "target" and op in CHANGES:
        state.memory.indicator = frozenset(name.lower().split())
    first, last = indicators.quote(sentence, quantity, floor, ceiling, clause.times)
    noun = quantity.noun
    part = clause.parts[position]
    counts = quantity.unit.startswith("count") and noun is not None
    increment = op in CHANGES
    return Statement(
        start=sentence.starts[first],
        end=sentence.ends[last - 1],
        value_start=sentence.starts[quantity.first],
        value_end=sentence.ends[quantity.last - 1],
        kind=dated.kind,
        op=op if op is not None else quantity.cmp,
        cmp=quantity.cmp,
        value=quantity.value,
        unit=quantity.unit,
        value_high=quantity.high,
        modality=dated.modality,
        indicator=name,
        scope=state.heading if len(state.heading) <= 80 else "",
        region=indicators.region(sentence, quantity, state.context.region),
        counted=indicators.text(sentence, noun.first, noun.last) if counts and noun else None,
        period=dated.period,
        base_year=dated.base_year,
        firmness=dated.firmness,
        change="increment" if increment else "stock" if dated.kind != "measure" else None,
        driven_by=links.driver(sentence, quantity),
        part_of=clause.places.get(part) if part is not None else None,
    )


def _review(statement: Statement, quantity: Quantity, state: State) -> None:
    """Keep an ambiguous reading for a person to choose."""
    if quantity.unit in SHARED_SIGNS:
        codes = SHARED_SIGNS[quantity.unit]
        candidates = tuple(replace(statement, unit=code) for code in codes)
        reason = f"the place does not tell whose {quantity.unit} this is"
    else:
        others = tuple(replace(statement, value=v, unit=u) for v, u in quantity.doubtful)
        candidates = (statement, *others)
        reason = "the number can be read in two ways"
    state.reviews.append(Review(statement.start, statement.end, reason, candidates))
