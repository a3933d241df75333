"""Read the quantified statements of English text: the steps, in order.

A paragraph is cut into sentences (`clauses`); of each sentence the times (`periods`) and
the quantities (`quantities`, `operations`) are found, those that say nothing of policy
are dropped (`exclusions`), and the others are judged one by one (`kinds`), dated
(`inheritance`) and named (`indicators`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from saidao.documents.document import Block
from saidao.statements.english import (
    clauses,
    exclusions,
    indicators,
    inheritance,
    kinds,
    links,
    operations,
    periods,
    quantities,
)
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.inheritance import Memory
from saidao.statements.english.periods import Clock, Time
from saidao.statements.english.quantities import Quantity
from saidao.statements.english.units import DOLLARS
from saidao.statements.statement import Context, Reading, Review, Statement

_WANTED = re.compile(
    r"\d|[½⅓⅔¼¾]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|lakh|crore|dozen|half"
    r"|hal(?:v|ving)|third|quarter|fifth|tenth|doubl|tripl|trebl|quadrupl|quintupl|twice|zero"
    r"|\w+fold\b|rank|largest)",
    re.IGNORECASE,
)
"""What a sentence must hold to be read at all."""


@dataclass(slots=True)
class _State:
    """What goes on from one sentence to the next."""

    clock: Clock | None
    context: Context
    dollar: str
    yen: str
    memory: Memory = field(default_factory=Memory)
    lead: kinds.Tense | None = None
    heading: str = ""
    foreign: int = 0
    statements: list[Statement] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)


def read(text: str, blocks: Sequence[Block], context: Context) -> Reading:
    """Return the quantified statements of English text.

    Parameters
    ----------
    text : str
        The reading text of a document; all spans index it.
    blocks : sequence of Block
        The headings, paragraphs and list items to read, in order.
    context : Context
        Region (for a bare ``$``) and day of publication (for times without a year).

    Returns
    -------
    Reading
        Statements in the order of the text, and passages that need a person's eye.
    """
    region = context.region.lower()
    state = _State(
        clock=periods.clock(context.date, context.region),
        context=context,
        dollar=next((code for name, code in DOLLARS.items() if _names(region, name)), ""),
        yen="JPY" if "japan" in region else "CNY" if "china" in region else "",
    )
    for paragraph in clauses.paragraphs(text, blocks):
        state.memory = Memory()
        if paragraph.heading:
            state.heading = " ".join(paragraph.text.strip(" #").split())
            state.lead = None
        for sentence in clauses.sentences(paragraph, _WANTED):
            _read_sentence(sentence, state)
        _lead(paragraph, state)
    return Reading(
        statements=tuple(sorted(state.statements, key=lambda s: (s.start, s.value_start))),
        reviews=tuple(state.reviews),
    )


def _names(region: str, name: str) -> bool:
    """Tell whether a region is, or lies in, a place."""
    return region == name or (len(name) > 3 and name in region)


def _lead(paragraph: clauses.Paragraph, state: _State) -> None:
    """Keep the tense of a line that introduces a list."""
    stripped = paragraph.text.rstrip(" *_\"'")
    if not stripped.endswith(":"):
        return
    begin = max(0, len(stripped) - clauses.LONGEST_SENTENCE // 3)
    words = clauses.split(stripped, begin, len(stripped), paragraph.start)
    state.lead = kinds.lead_tense(words)


def _read_sentence(sentence: Sentence, state: _State) -> None:
    """Add the statements of a sentence."""
    if not sentence.words:
        return
    times = periods.scan(sentence, state.clock)
    found = quantities.scan(sentence, times, state.dollar, state.yen)
    found += operations.multiples(sentence, found)
    found += operations.ranks(sentence)
    if not found:
        _date(sentence, times, state)
        return
    quantities.borrow_noun(sentence, found)
    wanted = [q for q in found if not exclusions.unwanted(sentence, q)]
    wanted = _apart(wanted)
    if not wanted or exclusions.foreign(sentence.words):
        _date(sentence, times, state)
        return
    marks = kinds.markers(sentence)
    verdict: kinds.Verdict | None = None
    first_index = len(state.statements)
    for position, quantity in enumerate(wanted):
        floor = wanted[position - 1].last if position else 0
        op = operations.operation(sentence, quantity, floor)
        if op is None:
            op = _carried(sentence, quantity, state.memory)
        verdict = kinds.judge(sentence, quantity, op, marks, wanted, verdict, state.lead)
        statement = _statement(sentence, wanted, position, op, verdict, times, state, first_index)
        if quantity.unit in ("$", "¥") or quantity.doubtful:
            _review(statement, quantity, state)
        else:
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


def _carried(sentence: Sentence, quantity: Quantity, memory: Memory) -> operations.Op | None:
    """Return the type of the paragraph's last percentage, where this one leaves it out."""
    if quantity.unit != "percent" or memory.unit != "percent" or memory.op is None:
        return None
    near = sentence.words[max(0, quantity.begin - 14) : quantity.begin]
    return memory.op if kinds.GOALS.intersection(near) else None


def _date(sentence: Sentence, times: list[Time], state: _State) -> None:
    """Keep the time of a sentence that has no statement, for those after it."""
    for time in times:
        if time.role == "at" and state.clock is not None and time.period:
            if time.end <= state.clock.year and time.first <= 3:
                state.memory.actual = time.period


def _statement(
    sentence: Sentence,
    wanted: list[Quantity],
    position: int,
    op: operations.Op | None,
    verdict: kinds.Verdict,
    times: list[Time],
    state: _State,
    first_index: int,
) -> Statement:
    """Put together one statement."""
    quantity = wanted[position]
    floor = wanted[position - 1].last if position else 0
    ceiling = wanted[position + 1].begin if position + 1 < len(wanted) else len(sentence.words)
    candidates = inheritance.assign(sentence, quantity, wanted, times)
    base = inheritance.base_year(sentence, quantity, op, times, wanted)
    if base is not None and op in ("increase_by", "decrease_by") and quantity.op is not None:
        kept = [t for t in candidates if not (t.first >= quantity.last and t.role == "at")]
        candidates = kept if verdict.kind == "actual" else candidates
    kind, modality, firmness = verdict.kind, verdict.modality, verdict.firmness
    if kind == "actual" and inheritance.is_future(candidates, state.clock):
        kind, modality, firmness = "target", "commitment", "commits"
    revised = kind == "baseline" and bool(
        kinds.GOALS.intersection(sentence.words[max(0, quantity.begin - 10) : quantity.begin])
    )
    when = inheritance.period(kind, candidates, state.memory, state.clock, revised)
    if revised and when is not None and state.clock and int(when[:4]) <= state.clock.year:
        future = [t.period for t in times if t.end > state.clock.year]
        when = future[0] if future else state.memory.target or when
    if base is None and op == state.memory.op and kind in ("target", "baseline"):
        if op in ("increase_by", "decrease_by") and quantity.op is None:
            base = state.memory.base_year
    explicit = any(t.role not in ("now",) for t in candidates)
    inheritance.remember(state.memory, kind, op, quantity.unit, when, base, explicit)
    first, last = indicators.quote(sentence, quantity, floor, ceiling, times)
    noun = quantity.noun
    start, end = sentence.starts[first], sentence.ends[last - 1]
    part = links.part_of(sentence, wanted, position)
    counts = quantity.unit.startswith("count") and noun is not None
    increment = op in ("increase_by", "decrease_by")
    return Statement(
        start=start,
        end=end,
        value_start=sentence.starts[quantity.first],
        value_end=sentence.ends[quantity.last - 1],
        kind=kind,
        op=op if op is not None else quantity.cmp,
        cmp=quantity.cmp,
        value=quantity.value,
        unit=quantity.unit,
        value_high=quantity.high,
        modality=modality if kind == "target" else None,
        indicator=indicators.indicator(sentence, quantity, op, floor, ceiling),
        scope=state.heading if len(state.heading) <= 80 else "",
        region=indicators.region(sentence, quantity, state.context.region),
        counted=indicators.text(sentence, noun.first, noun.last) if counts and noun else None,
        period=when,
        base_year=base,
        firmness=firmness if kind == "target" else None,
        change="increment" if increment else "stock" if kind != "measure" else None,
        driven_by=links.driver(sentence, quantity, floor),
        part_of=first_index + part if part is not None else None,
    )


def _review(statement: Statement, quantity: Quantity, state: _State) -> None:
    """Keep an ambiguous reading for a person to choose."""
    if quantity.unit in ("$", "¥"):
        codes = ("USD", "SGD", "HKD", "AUD", "CAD") if quantity.unit == "$" else ("CNY", "JPY")
        tail = statement.unit[1:]
        candidates = tuple(replace(statement, unit=code + tail) for code in codes)
        reason = f"the place does not tell whose {quantity.unit} this is"
    else:
        others = tuple(replace(statement, value=v, unit=u) for v, u in quantity.doubtful)
        candidates = (statement, *others)
        reason = "the number can be read in two ways"
    state.reviews.append(Review(statement.start, statement.end, reason, candidates))
