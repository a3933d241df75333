"""What documents name: bodies, instruments, technology tasks, zones, firms."""

from __future__ import annotations

from dataclasses import dataclass

from saidao.answers.shapes.readings import ClauseView
from saidao.terms.name import Name


@dataclass(frozen=True, slots=True)
class MentionPartView:
    """A part of a mention: `kind` is ``body``, ``task``, ``technology`` or ``milestone``.

    `role` of a body is ``lead``, ``co``, ``contact``, ``owner`` or ``unspecified``.
    """

    kind: str
    role: str | None
    name: Name
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MentionView:
    """Something that a document names, at one place of its reading text.

    `kind` is ``responsible``, ``technology_task``, ``zone``, ``firm`` or ``instrument``;
    of an instrument `role` is the class. `commitment_ids` are those it belongs to.
    """

    id: str
    kind: str
    role: str | None
    name: Name
    start: int
    end: int
    parts: tuple[MentionPartView, ...]
    commitment_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BodyView:
    """A body that answers for a commitment, and the place that says so.

    `role` is ``lead``, ``co``, ``contact`` or ``unspecified``.
    """

    name: Name
    role: str
    clause: ClauseView


@dataclass(frozen=True, slots=True)
class InstrumentView:
    """A means by which a commitment shall come about, as its sentence names it.

    `kind` is the class of instrument (``subsidy``, ``fund``, ``land``, ...).
    """

    name: Name
    kind: str
    clause: ClauseView
