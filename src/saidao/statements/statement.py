"""The values that reading produces: statements, mentions, reviews.

Offsets here index `Document.text`; `records` maps them to the source file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from saidao.terms.statements import Comparator, Firmness, Op

__all__ = [
    "Comparator",
    "Context",
    "Firmness",
    "Kind",
    "Mention",
    "Modality",
    "Op",
    "Reading",
    "Review",
    "Statement",
]

Kind = Literal["target", "actual", "baseline", "measure"]
Modality = Literal["commitment", "forecast"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One quantified thing that a document says.

    Parameters
    ----------
    start, end : int
        Half-open span in `Document.text`: the smallest clause that shows value, unit
        and the indicator next to it.
    value_start, value_end : int
        Span of the number with its unit, inside ``start:end``.
    kind : {'target', 'actual', 'baseline', 'measure'}
    modality : {'commitment', 'forecast'}, optional
        Targets only.
    indicator, scope, region : str
        As worded; empty where nothing is said or inherited.
    op : str
        What the number asks: the type of quantity wins over the comparator.
    cmp : str
        The pure comparator.
    value, value_high : float, optional
        In the canonical unit; `value_high` only for ranges; `value` is None only for an
        indefinite count of a size tier.
    unit : str
        Canonical unit (``CNY``, ``percent``, ``count``, ``km2``, ...).
    counted : str, optional
        The noun counted, as written, when `unit` is ``count``.
    tier : float, optional
        Size class of the things counted, in the tier's own unit.
    period : str, optional
        ISO year, month, day, or ``start/end``.
    base_year : str, optional
        Only when the text names a base.
    firmness : {'commits', 'strives', 'expects', 'hopes'}, optional
        How firmly a target is said; never part of the comparator.
    change : {'stock', 'increment'}, optional
        A level reached, or an amount added.
    driven_by : str, optional
        What is said to drive this quantity (带动), as worded; None for its own size.
    part_of : int, optional
        Index, in the same reading, of the named total that this is a part of.
    """

    start: int
    end: int
    value_start: int
    value_end: int
    kind: Kind
    op: Op
    cmp: Comparator
    value: float | None
    unit: str
    value_high: float | None = None
    modality: Modality | None = None
    indicator: str = ""
    scope: str = ""
    region: str = ""
    counted: str | None = None
    tier: float | None = None
    period: str | None = None
    base_year: str | None = None
    firmness: Firmness | None = None
    change: Literal["stock", "increment"] | None = None
    driven_by: str | None = None
    part_of: int | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A named thing in the text: a body, technology task, zone or firm.

    `parts` holds nested mentions (the bodies of a responsibility, the technologies and
    owner of a task); `role` is their part in it (``lead``, ``co``, ``contact``,
    ``unspecified``, ``task``, ``technology``, ``owner``, ``milestone``); of an instrument
    it is the class (``subsidy``, ``fund``, ``pilot``, ...).
    """

    kind: Literal[
        "responsible",
        "technology_task",
        "zone",
        "firm",
        "body",
        "task",
        "technology",
        "milestone",
        "instrument",
    ]
    start: int
    end: int
    name: str
    role: str | None = None
    parts: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """A passage that can be read in more than one way; it never enters the ledger unseen.

    `candidates` are whole readings to choose from; `reason` says what is ambiguous.
    """

    start: int
    end: int
    reason: str
    candidates: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What the reader is told beside the text; from the document or from the user.

    `date` is ISO at any granularity (year, month or day) and is the day of publication.
    """

    title: str = ""
    date: str = ""
    region: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one document says, in the order of the text."""

    statements: tuple[Statement, ...] = ()
    mentions: tuple[Mention, ...] = ()
    reviews: tuple[Review, ...] = ()
