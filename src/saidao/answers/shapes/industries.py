"""The industry system."""

from __future__ import annotations

from dataclasses import dataclass

from saidao.answers.shapes.readings import SourceView
from saidao.terms.name import Name


@dataclass(frozen=True, slots=True)
class IndustryView:
    """An industry or track with the promises and parks that name it."""

    id: str
    name: Name
    is_track: bool
    status: str | None
    overlaps: tuple[str, ...]
    codes: tuple[tuple[str, float], ...]
    codes_basis: str | None
    commitment_count: int
    park_count: int
    task_count: int
    sources: tuple[SourceView, ...]
    note: Name | None


@dataclass(frozen=True, slots=True)
class SystemView:
    """One version of the industry system."""

    id: str
    name: Name
    valid_from: str | None
    valid_to: str | None
    supersedes: str | None
    complete: bool
    groups: tuple[tuple[Name, tuple[IndustryView, ...]], ...]
    sources: tuple[SourceView, ...]
    note: Name | None
