"""Areas under a selection of establishments: today beside what is planned."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

from saidao.answers.figures import area_name, figures_view, shown
from saidao.answers.planned import Planned, planned
from saidao.answers.register_marks import mark_of
from saidao.answers.registers import cubes_of
from saidao.answers.selections import industries_of_code, selection_of, selection_view
from saidao.answers.shapes.establishments import AreasView, AreaView
from saidao.errors import InvalidInput
from saidao.indicators.areas import Figures, Weight, area_figures
from saidao.indicators.cubes import Cubes
from saidao.indicators.map_values import MEASURES, Measure
from saidao.indicators.selection import Selection
from saidao.register.manifest import Register
from saidao.store import Snapshot

__all__ = ["LEVELS", "area_views", "areas", "planned_industries"]

LEVELS = ("district", "town", "park")

APPROXIMATE = ("approximate",)


def checked(name: str, value: str, allowed: tuple[str, ...]) -> None:
    """Refuse a value that is none of those allowed.

    Raises
    ------
    InvalidInput
    """
    if value not in allowed:
        raise InvalidInput(name, repr(value), "one of " + ", ".join(allowed))


def areas(
    snapshot: Snapshot,
    atlas: Path,
    today: date,
    *,
    register: str | None = None,
    level: str = "district",
    industry: str | None = None,
    code: str | None = None,
    measure: Measure = "lq",
    weight: Weight = "establishments",
) -> AreasView:
    """Return a selection over all areas of a level, those with the most first.

    Parameters
    ----------
    snapshot : Snapshot
    atlas : Path
        The atlas's folder.
    today : date
        The day that promises are told for.
    register : str, optional
        Its id; the default register where none is named.
    level : str
        ``district``, ``town`` or ``park``.
    industry, code : str, optional
        One of them, or neither for all industries.
    measure : str
        What areas are ordered by and `shown` holds.
    weight : str
        What shares and location quotients are of.

    Raises
    ------
    NotFound
        If there is no such register or industry.
    InvalidInput
        If a parameter has another value.
    """
    checked("level", level, LEVELS)
    checked("measure", measure, MEASURES)
    checked("weight", weight, get_args(Weight))
    cubes = cubes_of(snapshot, atlas, register)
    selection = selection_of(snapshot, cubes, industry, code)
    plan = planned(snapshot, today, planned_industries(snapshot, cubes, industry, code))
    city, rows = area_views(snapshot, cubes, level, selection, measure, weight, plan)
    return AreasView(
        register=mark_of(cubes.register),
        synthetic=cubes.register.synthetic,
        selection=selection_view(snapshot, cubes, selection, industry),
        level=level,
        measure=measure,
        weight=weight,
        city=city,
        areas=rows,
        sources=(cubes.register.source,),
    )


def planned_industries(
    snapshot: Snapshot, cubes: Cubes, industry: str | None, code: str | None
) -> frozenset[str] | None:
    """Return the industries whose plans belong to a selection, None for all."""
    if industry:
        return frozenset({industry})
    if code:
        return frozenset(id for id, _, _ in industries_of_code(snapshot, cubes, code))
    return None


def area_views(
    snapshot: Snapshot,
    cubes: Cubes,
    level: str,
    selection: Selection | None,
    measure: Measure,
    weight: Weight,
    plan: Planned,
) -> tuple[AreaView, tuple[AreaView, ...]]:
    """Return the city and the areas of a level, the highest measure first.

    Areas without an establishment stand in the list where anything is planned for them, or
    the pack names them. A ratio of few establishments stands behind those of more.
    """
    whole: Figures | None = None
    found: dict[str, Figures] = {}
    if selection is not None:
        extra = APPROXIMATE if level == "park" else ()
        whole, found = area_figures(cubes, level, selection, weight, extra)
    known = {
        "district": [row.code for row in snapshot.district],
        "park": [row.id for row in snapshot.park],
    }.get(level, [])
    views = [
        area_view(snapshot, cubes.register, level, id, found.get(id), measure, weight, plan)
        for id in dict.fromkeys((*found, *known))
    ]
    ratio = measure in ("lq", "share", "growth")
    views.sort(
        key=lambda view: (
            view.shown is None,
            ratio and view.figures is not None and "few" in view.figures.warnings,
            -(view.shown or 0.0),
            view.id,
        )
    )
    city = area_view(snapshot, cubes.register, "city", "", whole, measure, weight, plan)
    return city, tuple(views)


def area_view(
    snapshot: Snapshot,
    register: Register,
    level: str,
    id: str,
    figures: Figures | None,
    measure: str,
    weight: Weight,
    plan: Planned,
) -> AreaView:
    """Return one area as it is shown."""
    return AreaView(
        level=level,
        id=id,
        name=area_name(snapshot, level, id),
        shown=shown(figures, measure) if figures else None,
        figures=figures_view(figures, register, weight) if figures else None,
        planned=plan.of(level, id),
    )
