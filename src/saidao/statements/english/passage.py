"""What reading keeps in mind: of the document so far, and of the sentence at hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from saidao.statements.english.case import Tense
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.inheritance import Memory
from saidao.statements.english.kinds import Verdict
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.times import Clock, Time
from saidao.statements.statement import Context, Op, Review, Statement


@dataclass(slots=True)
class State:
    """What goes on from one sentence to the next.

    `memory` is of the paragraph, `goal` of the last one with a target; `lead` and
    `deadline` come from a heading or the line that introduces a list; `budget` is the
    fiscal year of a document about a budget, `plan` and `span` the years that a plan or
    forecast names, `told` a part of a year that the title tells of (*in the first quarter of
    2022*), `named` the year to come that was named last; `adjacent` tells that no blank line
    stands before the paragraph and `elliptic` that the sentence has no verb but an infinitive
    (*output to reach 5 GW*), so that it goes on with the time of the paragraph before;
    `foreign` counts the sentences of another domain among `numbered`; `officials` are the
    names of persons in office.
    """

    clock: Clock | None
    context: Context
    title: list[str]
    memory: Memory = field(default_factory=Memory)
    goal: Memory = field(default_factory=Memory)
    lead: Tense | None = None
    deadline: str | None = None
    is_budget: bool = False
    span: str | None = None
    plan: str | None = None
    budget: str | None = None
    adjacent: bool = False
    elliptic: bool = False
    told: str | None = None
    named: str | None = None
    heading: str = ""
    officials: frozenset[str] = frozenset()
    foreign: int = 0
    numbered: int = 0
    statements: list[Statement] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence with its quantities and what was found of each; `places` are those stated."""

    sentence: Sentence
    quantities: list[Quantity]
    ops: list[Op | None]
    verdicts: list[Verdict]
    times: list[Time]
    bases: list[Time | None]
    parts: list[int | None]
    places: dict[int, int]
