"""The values of the ledger: what is stored, and what every answer is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from saidao.terms.name import Name

ConflictClass = Literal[
    "comparator",
    "value",
    "firmness",
    "change",
    "deadline",
    "scope",
    "definition",
    "members",
    "precision",
    "revision",
    "series",
]
Measure = Literal["level", "growth", "increase", "decrease"]
Change = Literal["stock", "increment"]
Relation = Literal["own", "copy", "story"]
Origin = Literal["pack", "document", "review", "import"]
Action = Literal["accept", "correct", "reject", "reopen"]
ReviewKind = Literal["ambiguous", "differs", "questioned"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of the reading text of a document in the atlas."""

    document: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is about, apart from when: figures with one subject are comparable.

    Parameters
    ----------
    indicator : str
        Id in the indicator catalogue, or ``?`` and the folded wording where the
        catalogue has none.
    industry : str
        Industry id; several joined by ``+``; empty for the whole economy; ``?`` and the
        wording where no industry of the lexicon is named.
    scope : str
        Words that narrow the figure, folded; empty where it covers all.
    region : str
        Region id.
    measure : {'level', 'growth', 'increase', 'decrease'}
        A level, a rate a year, or a relative change. An added amount is a level with
        the change ``increment``.
    change : {'stock', 'increment'}
    unit : str
        Canonical unit.
    noun : str
        The noun counted, folded; empty where the indicator says it already.
    tier : float, optional
        Size class of the things counted. A class that stands for the figure itself
        (百亿级的基金) is part of what is said, not of what it is about.
    driver : str
        The industry that drives the figure, only where the figure would otherwise be
        taken for the driver's own size.
    """

    indicator: str
    industry: str
    scope: str
    region: str
    measure: Measure
    change: Change
    unit: str
    noun: str = ""
    tier: float | None = None
    driver: str = ""


@dataclass(frozen=True, slots=True)
class Assertion:
    """One quantified statement as one source makes it.

    `indicator_words`, `scope_words` and `region_words` are the document's own words, empty
    for rows of a pack. `origin` is ``review`` where a person decided what is said, by the
    `Decision` with the id `decision`. `part_of` is the id of the assertion whose figure the
    text names this one a part of. `passage` is where it stands; `confirmed` says
    whether the reader, reading that passage, finds the same as the pack's row (None: no
    passage, or nothing read there). `members` are the things counted where they are named.
    """

    id: str
    origin: Origin
    kind: Literal["target", "actual", "baseline", "measure"]
    subject: Subject
    op: str
    cmp: str
    value: float | None
    value_high: float | None
    period: str | None
    base_year: str | None
    firmness: str | None
    modality: str | None
    qualifier: str | None
    counted: str | None
    tier: float | None
    driven_by: str | None
    source: str
    issued: str | None
    plan: str | None = None
    indicator_words: str = ""
    scope_words: str = ""
    region_words: str = ""
    passage: Passage | None = None
    confirmed: bool | None = None
    decision: str | None = None
    part_of: str | None = None
    note: Name | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObservedValue:
    """A realised value, from a pack, read in a document, or imported from a user's table.

    `vintage` is the ISO date on which it was made public. `prices` is ``current`` or
    ``constant`` for an amount of money, with the year whose prices are held constant; None
    where nobody says.
    """

    id: str
    origin: Origin
    indicator: str
    industry: str | None
    scope: str
    region: str
    period: str | None
    period_type: str
    cmp: str
    value: float
    unit: str
    definition: Name | None
    vintage: str | None
    source: str
    quality: str
    passage: Passage | None = None
    note: Name | None = None
    prices: Literal["current", "constant"] | None = None
    price_year: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A passage that a person decides on, with the whole readings to choose from.

    Parameters
    ----------
    id : str
    kind : {'ambiguous', 'differs', 'questioned'}
        The reader cannot tell; a row of the pack (the first candidate) and the reader
        differ; a person questions the only reading.
    passage : Passage
    sha256 : str
        Of the document that the passage stands in.
    reason : str
        What is ambiguous; empty where a person questions a reading.
    candidates : tuple of Assertion
        As each would enter the ledger.
    decision : str, optional
        Id of the decision that stands; None where the review is open.
    """

    id: str
    kind: ReviewKind
    passage: Passage
    sha256: str
    reason: str
    candidates: tuple[Assertion, ...]
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of a passage, kept for good; the last one of a key stands.

    Parameters
    ----------
    id : str
        The key and the number.
    key : str
        Digest of the document's bytes, the span, the quote and the candidates: what was
        decided on. A decision stands wherever these are met again, and nowhere else.
    number : int
        Counts the decisions of the key from 1.
    action : {'accept', 'correct', 'reject', 'reopen'}
    candidate : int
        Which reading was accepted or corrected, from 1; 0 with the other actions.
    fields : tuple of (str, str)
        What was corrected, each value as text.
    by, at, note : str
        Who decided, when (ISO), and why.
    passage : Passage
        What was decided on, to be found where the document has changed since.
    sha256 : str
        Of that document.
    """

    id: str
    key: str
    number: int
    action: Action
    candidate: int
    fields: tuple[tuple[str, str], ...]
    by: str
    at: str
    note: str
    passage: Passage
    sha256: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """A set of assertions about one subject and one deadline.

    `deadline` is a year, None where no assertion names one.
    """

    id: str
    subject: Subject
    deadline: str | None


@dataclass(frozen=True, slots=True)
class Membership:
    """An assertion's place in a commitment.

    Copies of one text and versions of one story share a `voice`. `relation` is how the
    source stands to the one that leads the voice: ``own`` (it is that source), ``copy``
    or ``story``.
    """

    commitment: str
    assertion: str
    voice: int
    relation: Relation = "own"


@dataclass(frozen=True, slots=True)
class Election:
    """Which reading of a commitment counts, and the rule that chose it.

    `decided_by` is the first criterion on which the elected reading and the best other
    differ: ``authority``, ``plan``, ``date``, ``specificity``, ``order`` (they tie in all),
    or ``only`` where there is no other. `rule` says it in words.
    """

    commitment: str
    assertion: str
    decided_by: str
    rule: Name


@dataclass(frozen=True, slots=True)
class Conflict:
    """Readings that cannot all hold; `commitments` are those it shows on.

    `observations` are realised values: two that contradict one another, or one that shows
    that a target counts something else.
    """

    id: str
    class_: ConflictClass
    commitments: tuple[str, ...]
    assertions: tuple[str, ...]
    observations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """What a pack or a document brings to the ledger."""

    assertions: tuple[Assertion, ...] = ()
    observations: tuple[ObservedValue, ...] = ()
    reviews: tuple[ReviewItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """Everything reconciled, each tuple sorted by id."""

    assertions: tuple[Assertion, ...]
    observations: tuple[ObservedValue, ...]
    reviews: tuple[ReviewItem, ...]
    commitments: tuple[Commitment, ...]
    memberships: tuple[Membership, ...]
    elections: tuple[Election, ...]
    conflicts: tuple[Conflict, ...]
