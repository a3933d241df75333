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
    counting,
    exclusions,
    indicators,
    inheritance,
    instruments,
    kinds,
    links,
    multiples,
    operations,
    periods,
    quantities,
    ranks,
    tenses,
)
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.inheritance import Memory
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.times import Clock, Time, clock, fiscal_year
from saidao.statements.english.wordlists import word_set
from saidao.statements.periods import last_year
from saidao.statements.statement import Context, Op, Reading, Review, Statement

_WANTED = re.compile(
    r"[½⅓⅔¼¾]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen"
    r"|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty"
    r"|seventy|eighty|ninety|hundred|thousand|million|billion|trillion|lakh|crore|dozen|half"
    r"|hal(?:v|ving)|third|quarter|fifth|tenth|doubl|tripl|trebl|quadrupl|quintupl|twice|zero"
    r"|fold\b|rank|largest)",
    re.IGNORECASE,
)
"""What a sentence without digits must hold to be read at all."""


LONG_LINE, SHORT_LINE = 160, 60
"""Characters: a longer paragraph ends a list, a shorter line may head one."""

MOST_QUANTITIES = 40
"""A sentence with more numbers is a flattened table: a right answer cannot be read off it."""


@dataclass(slots=True)
class _State:
    """What goes on from one sentence to the next."""

    clock: Clock | None
    context: Context
    title: list[str]
    memory: Memory = field(default_factory=Memory)
    goal: Memory = field(default_factory=Memory)
    lead: instruments.Tense | None = None
    deadline: str | None = None
    is_budget: bool = False
    span: str | None = None
    plan: str | None = None
    budget: str | None = None
    heading: str = ""
    foreign: int = 0
    numbered: int = 0
    statements: list[Statement] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)


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
    state = _State(
        clock=clock(context.date, context.region),
        context=context,
        title=lowered.split(),
        is_budget="budget" in lowered or "budget" in text[:400].lower(),
    )
    if state.is_budget and state.clock is not None:
        state.budget = fiscal_year(f"{context.title}\n{text[:150]}", state.clock)
    for paragraph in clauses.paragraphs(text, blocks or clauses.lines(text)):
        if state.memory.base_year is not None or state.memory.target is not None:
            state.goal = state.memory
        state.memory = Memory()
        _section(paragraph, state)
        for sentence in clauses.sentences(paragraph, _WANTED):
            _read_sentence(sentence, state)
        _lead(paragraph, state)
    if state.foreign and exclusions.foreign_document(text, state.foreign, state.numbered):
        return Reading()
    return Reading(tuple(_repeated(state.statements)), reviews=tuple(state.reviews))


def _repeated(statements: list[Statement]) -> list[Statement]:
    """Give a target without a date the date that the document gives it elsewhere."""
    dated = {
        (one.value, one.value_high, one.unit): one.period
        for one in reversed(statements)
        if one.kind == "target" and one.period is not None and one.unit != "percent"
    }
    return [
        replace(one, period=dated.get((one.value, one.value_high, one.unit)))
        if one.kind == "target" and one.period is None
        else one
        for one in statements
    ]


def _section(paragraph: clauses.Paragraph, state: _State) -> None:
    """Keep what a heading, or a short line like *By 2030*, says of the lines after it."""
    size = len(paragraph.text)
    if paragraph.heading:
        state.heading = " ".join(paragraph.text.strip(" #").split())
        state.lead = state.deadline = None
    elif size > LONG_LINE and paragraph.text.rstrip().endswith("."):
        state.lead = state.deadline = None
    if state.clock is None or size > LONG_LINE or not (paragraph.heading or size < SHORT_LINE):
        return
    sentence = clauses.split(paragraph.text, 0, size, paragraph.start)
    times = periods.scan(sentence, state.clock)
    ahead = [time for time in times if time.role != "base" and time.end > state.clock.year]
    if ahead and not quantities.scan(sentence, times, state.context.region):
        state.deadline = ahead[-1].period


def _lead(paragraph: clauses.Paragraph, state: _State) -> None:
    """Keep the tense and the deadline of a line that introduces a list: *By 2030 we will:*."""
    stripped = paragraph.text.rstrip(" *_\"'")
    if not stripped.endswith(":"):
        return
    begin = max(0, len(stripped) - clauses.LONGEST_SENTENCE // 3)
    sentence = clauses.split(stripped, begin, len(stripped), paragraph.start)
    state.lead = tenses.lead_tense(sentence)
    times = periods.scan(sentence, state.clock)
    now = state.clock
    ahead = [t for t in times if now is not None and t.role != "base" and t.end > now.year]
    if ahead:
        state.deadline = ahead[-1].period
        state.lead = "future"


def _read_sentence(sentence: Sentence, state: _State) -> None:
    """Add the statements of a sentence."""
    if not sentence.words:
        return
    times = periods.scan(sentence, state.clock)
    _span(sentence, times, state)
    found = quantities.scan(sentence, times, state.context.region)
    if len(found) > MOST_QUANTITIES:
        return
    found += multiples.multiples(sentence, found)
    found += ranks.ranks(sentence)
    if not found or len(found) > MOST_QUANTITIES:
        _date(times, state)
        return
    counting.borrow_noun(sentence, found)
    wanted = [q for q in found if not exclusions.unwanted(sentence, q)]
    wanted = _apart(wanted)
    state.numbered += 1
    if exclusions.foreign(sentence.words, state.title):
        state.foreign += 1
        return
    if not wanted:
        _date(times, state)
        return
    marks = tenses.markers(sentence)
    lead = state.lead or ("future" if state.deadline else None)
    parts = [links.part_of(sentence, wanted, position) for position in range(len(wanted))]
    ops: list[Op | None] = []
    verdicts: list[kinds.Verdict] = []
    for position, quantity in enumerate(wanted):
        op = operations.operation(sentence, quantity)
        if op is None:
            op = _coordinated(sentence, wanted, ops, times)
        if op is None:
            op = _carried(sentence, quantity, state.memory)
        total = parts[position]
        if total is not None and not _marked(marks, quantity.begin - 3, quantity.begin):
            verdict = verdicts[total]
        else:
            verdict = kinds.judge(
                sentence, quantity, op, marks, wanted, verdicts, lead, state.is_budget
            )
        verdicts.append(verdict)
        ops.append(op)
    _share_ops(wanted, ops, verdicts)
    bases = [
        inheritance.base(sentence, quantity, op, times, wanted, state.clock)
        for quantity, op in zip(wanted, ops, strict=True)
    ]
    clause = _Clause(sentence, wanted, ops, verdicts, times, bases, parts, {})
    for position, quantity in enumerate(wanted):
        statement = _statement(clause, position, state)
        if quantity.unit in ("$", "¥") or quantity.doubtful:
            _review(statement, quantity, state)
        else:
            clause.places[position] = len(state.statements)
            state.statements.append(statement)


def _span(sentence: Sentence, times: list[Time], state: _State) -> None:
    """Keep the years of a plan or forecast, and read *the forecast period* as them."""
    words = sentence.words
    if state.clock is None:
        return
    for time in times:
        first, _, last = time.period.partition("/")
        years = int(last[:4]) - int(first[:4]) if last else 0
        if 2 <= years <= 30 and time.end > state.clock.year:
            state.span = time.period
            if time.role == "at" and _PLANS.intersection(words):
                state.plan = time.period
    if "period" in words and state.span is not None:
        place = words.index("period")
        if place and words[place - 1] in _PLANS:
            times.append(Time(place - 1, place + 1, state.span, "ahead"))


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


def _coordinated(
    sentence: Sentence, wanted: list[Quantity], ops: list[Op | None], times: list[Time]
) -> Op | None:
    """Return the type of the number before, where this one only goes on: and 80% by 2050."""
    if not ops or ops[-1] not in ("increase_by", "decrease_by", "share", "growth_rate_per_year"):
        return None
    quantity, before = wanted[len(ops)], wanted[len(ops) - 1]
    if quantity.unit != before.unit or before.op is not None or quantity.noun is not None:
        return None
    named = {index for time in times for index in range(time.first, time.last)}
    gap = [sentence.words[i] for i in range(before.last, quantity.begin) if i not in named]
    return ops[-1] if gap and all(word in _GOING_ON for word in gap) else None


_GOING_ON = word_set(", and ; then by in a further ( ) respectively or")


def _carried(sentence: Sentence, quantity: Quantity, memory: Memory) -> Op | None:
    """Return the type of the paragraph's last percentage, where this one leaves it out."""
    if quantity.unit != "percent" or memory.unit != "percent" or memory.op is None:
        return None
    near = sentence.words[max(0, quantity.begin - 14) : quantity.begin]
    return memory.op if (tenses.GOALS | _FIGURES).intersection(near) else None


_PLANS = word_set("plan plans strategy programme program roadmap framework forecast planning")
_FIGURES = word_set("projection projections forecast forecasts estimate estimates figure outlook")


def _date(times: list[Time], state: _State) -> None:
    """Keep the time of a sentence that has no statement, for those after it."""
    for time in times:
        if (time.role == "at" and state.clock is not None and time.period) and (
            time.end <= state.clock.year and time.first <= 3
        ):
            state.memory.actual = time.period


def _marked(marks: list[tenses.Marker], first: int, last: int) -> bool:
    """Tell whether a tense is set between two words."""
    return any(first <= mark.index < last for mark in marks)


def _share_ops(wanted: list[Quantity], ops: list[Op | None], verdicts: list[kinds.Verdict]) -> None:
    """Let a starting value be a share where the value it leads to is one, and the reverse.

    A rate of growth compared with another one (*grow 3% next year from 2% this year*) is
    one too.
    """
    for position, verdict in enumerate(verdicts):
        if verdict.kind != "baseline":
            continue
        growth = position and ops[position] is None and ops[position - 1] == "increase_by"
        if growth and wanted[position - 1].unit == "percent" == wanted[position].unit:
            ops[position] = "increase_by"
        if (
            ops[position] == "share" and position + 1 < len(ops) and ops[position + 1] is None
        ) and (wanted[position + 1].unit == "percent"):
            ops[position + 1] = "share"
        if ops[position] is not None:
            continue
        for other in (position + 1, position - 1):
            if (0 <= other < len(ops) and ops[other] == "share") and (
                wanted[other].unit == wanted[position].unit
            ):
                ops[position] = "share"


@dataclass(frozen=True, slots=True)
class _Clause:
    """A sentence with its quantities and what was found of each; `places` are those stated."""

    sentence: Sentence
    quantities: list[Quantity]
    ops: list[Op | None]
    verdicts: list[kinds.Verdict]
    times: list[Time]
    bases: list[Time | None]
    parts: list[int | None]
    places: dict[int, int]


def _statement(clause: _Clause, position: int, state: _State) -> Statement:
    """Put together one statement."""
    sentence, wanted = clause.sentence, clause.quantities
    quantity, op, verdict = wanted[position], clause.ops[position], clause.verdicts[position]
    words = sentence.words
    floor = wanted[position - 1].last if position else 0
    ceiling = wanted[position + 1].begin if position + 1 < len(wanted) else len(words)
    free = [t for t in clause.times if t.role == "since" or t not in clause.bases]
    candidates, told = inheritance.assign(sentence, quantity, wanted, free)
    if verdict.kind == "target":
        told = [t for t in told if state.clock is not None and t.end > state.clock.year]
    candidates = candidates + told
    if verdict.kind in ("measure", "actual"):
        candidates = [t for t in candidates if not inheritance.is_bound(quantity, wanted, t)]
    base_time = clause.bases[position]
    base = inheritance.base_year(base_time) if base_time is not None else None
    kind, modality, firmness = verdict.kind, verdict.modality, verdict.firmness
    if kind == "actual" and inheritance.is_future(candidates, state.clock):
        kind, modality, firmness = "target", "commitment", "commits"
    near = words[max(0, quantity.begin - 10) : quantity.begin]
    revised = kind == "baseline" and bool(tenses.GOALS.intersection(near))
    if kind == "target" and state.memory.target is None:
        state.memory.target = state.deadline
    when = inheritance.period(
        kind,
        candidates,
        quantity.last,
        state.memory,
        state.clock,
        revised,
        _in_force(verdict, words, quantity),
        verdict.cited,
        verdict.perfect,
    )
    label = next((t for t in candidates if words[t.first - 1] in ("for", "budget")), None)
    if kind == "baseline" and label is not None and 0 < label.first < quantity.begin:
        when = label.period
    if kind == "measure" and not candidates and not state.budget and _whole_scheme(words, quantity):
        when = None
        state.memory.measure = ""
    if revised and when is not None and state.clock and int(when[:4]) <= state.clock.year:
        future = [t.period for t in clause.times if t.end > state.clock.year]
        when = future[0] if future else state.memory.target or when
    if kind == "target" and op in _CHANGES and quantity.unit == "percent":
        same = state.memory.op == op or (
            state.goal.op == op and _names_goal(words, quantity, state.goal)
        )
        goal = state.memory if state.memory.op == op else state.goal
        if same and quantity.op is None:
            base = base or goal.base_year
            when = when or goal.target
    elif kind == "baseline" and op == state.memory.op and op in _CHANGES:
        base = base or state.memory.base_year
    if kind == "target" and when is None and not candidates:
        when = state.plan
    if (state.budget and not candidates and not verdict.cited) and (
        (kind == "measure" and state.memory.measure is None)
        or (kind == "target" and state.memory.target is None)
    ):
        when = state.budget
    state.memory.standing = state.memory.standing or any(
        words[max(0, t.first - 2) : t.first] in _STANDING or t.role == "now" for t in candidates
    )
    explicit = any(time.role != "span" for time in candidates)
    inheritance.remember(state.memory, kind, op, quantity.unit, when, base, explicit)
    name = indicators.indicator(sentence, quantity, op, floor, ceiling)
    if kind == "target" and op in _CHANGES:
        state.memory.indicator = frozenset(name.lower().split())
    if base_time is not None and base_time.relative and when is not None:
        base = str(last_year(when) - 1)
    first, last = indicators.quote(sentence, quantity, floor, ceiling, clause.times)
    noun = quantity.noun
    part = clause.parts[position]
    counts = quantity.unit.startswith("count") and noun is not None
    increment = op in _CHANGES
    return Statement(
        start=sentence.starts[first],
        end=sentence.ends[last - 1],
        value_start=sentence.starts[quantity.first],
        value_end=sentence.ends[quantity.last - 1],
        kind=kind,
        op=op if op is not None else quantity.cmp,
        cmp=quantity.cmp,
        value=quantity.value,
        unit=quantity.unit,
        value_high=quantity.high,
        modality=modality if kind == "target" else None,
        indicator=name,
        scope=state.heading if len(state.heading) <= 80 else "",
        region=indicators.region(sentence, quantity, state.context.region),
        counted=indicators.text(sentence, noun.first, noun.last) if counts and noun else None,
        period=when,
        base_year=base,
        firmness=firmness if kind == "target" else None,
        change="increment" if increment else "stock" if kind != "measure" else None,
        driven_by=links.driver(sentence, quantity),
        part_of=clause.places.get(part) if part is not None else None,
    )


_STANDING = (["as", "of"], ["as", "on"], ["as", "at"])
_CHANGES = ("increase_by", "decrease_by")


def _names_goal(words: list[str], quantity: Quantity, goal: Memory) -> bool:
    """Tell whether a goal for the indicator of an earlier one is named near a quantity."""
    near = words[max(0, quantity.begin - 10) : quantity.last + 3]
    return bool(tenses.GOALS.intersection(near) and goal.indicator.intersection(near))


def _whole_scheme(words: list[str], quantity: Quantity) -> bool:
    """Tell whether an amount is the total of a scheme, spread over years that are not told."""
    near = words[max(0, quantity.begin - 4) : quantity.begin]
    if not quantity.money or near[-1:] != ["of"]:
        return False
    return "outlay" in near or ("total" in near and bool({"budget", "cost", "size"} & set(near)))


def _in_force(verdict: kinds.Verdict, words: list[str], quantity: Quantity) -> bool:
    """Tell whether a measure without a time holds from publication: told, or decided by us."""
    settled = "may" not in words and "could" not in words
    if not verdict.ahead or (quantity.noun is None and settled):
        return True
    return bool({"we", "i", "our", "we'll", "i'll"} & set(words))


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
