"""Areas over all industries: what they are specialised in, how concentrated, how grown."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import get_args

import numpy as np

from saidao.answers.areas import APPROXIMATE, LEVELS, area_view, checked
from saidao.answers.figures import area_name, figures_view, percent, plain
from saidao.answers.planned import planned
from saidao.answers.register_marks import mark_of
from saidao.answers.registers import code_name, cubes_of
from saidao.answers.shapes.establishments import (
    AreaIndicesView,
    AreaProfile,
    CodeFigures,
    ConcentrationView,
    ShiftShareView,
    SpecialisationView,
)
from saidao.errors import NotFound
from saidao.indicators.areas import FEW, Figures, Weight, area_figures, has_closures, number
from saidao.indicators.cube_rows import years_before
from saidao.indicators.cubes import Cubes
from saidao.indicators.hexes import hex_figures
from saidao.indicators.selection import ALL
from saidao.indicators.specialisation import Profile, Shift, area_indices, profile
from saidao.store import Snapshot
from saidao.terms.name import Name

__all__ = ["area_profile", "code_figures", "shift_view", "specialisation"]

DEPTHS = {"section": 1, "division": 2, "group": 3, "class": 4}
"""Levels of a classification; a scheme with fewer has no more than its own."""


def area_profile(
    snapshot: Snapshot,
    atlas: Path,
    today: date,
    level: str,
    id: str,
    *,
    register: str | None = None,
    depth: str = "division",
    weight: Weight = "establishments",
) -> AreaProfile:
    """Return what an area is specialised in and what its growth is made of.

    Parameters
    ----------
    level, id : str
        ``city`` and anything, ``district`` and its code, ``town`` and ``code/name``,
        ``park`` and its id, ``hex`` and an H3 cell of the grid.
    depth : str
        Level of the classification: ``section``, ``division``, ``group`` or ``class``.

    Raises
    ------
    NotFound
        If there is no such area.
    InvalidInput
        If a parameter has another value.
    """
    checked("level", level, ("city", "hex", *LEVELS))
    checked("depth", depth, tuple(DEPTHS))
    checked("weight", weight, get_args(Weight))
    cubes = cubes_of(snapshot, atlas, register)
    area = "" if level == "city" else id
    figures = everyone(snapshot, cubes, level, area, weight)
    made = profile(cubes, level, area, DEPTHS[depth], weight)
    mark = cubes.register
    return AreaProfile(
        register=mark_of(mark),
        synthetic=mark.synthetic,
        area=area_view(
            snapshot,
            mark,
            level,
            area,
            figures,
            "count",
            weight,
            planned(snapshot, today, None),
        ),
        level=depth,
        codes=code_figures(cubes, made, weight),
        concentration=concentration(made, depth),
        shift_share=(
            shift_view(made.shift, lambda code: code_name(mark, code) or Name(code, code))
            if made.shift
            else None
        ),
    )


def everyone(
    snapshot: Snapshot, cubes: Cubes, level: str, area: str, weight: Weight
) -> Figures | None:
    """Return the figures of all establishments of an area, None where none are known.

    Raises
    ------
    NotFound
        If there is no such area.
    """
    if level == "hex":
        return hex_figures(cubes, area, weight)
    extra = APPROXIMATE if level == "park" else ()
    whole, found = area_figures(cubes, level, ALL, weight, extra)
    if level == "city":
        return whole
    pack = {
        "district": [row.code for row in snapshot.district],
        "park": [row.id for row in snapshot.park],
    }.get(level, [])
    if area not in found and area not in pack:
        raise NotFound(level, area, difflib.get_close_matches(area, [*found, *pack], n=3))
    return found.get(area)


def specialisation(
    snapshot: Snapshot,
    atlas: Path,
    *,
    register: str | None = None,
    level: str = "district",
    depth: str = "division",
    weight: Weight = "establishments",
) -> SpecialisationView:
    """Return how specialised all areas of a level are, the most concentrated first.

    Raises
    ------
    NotFound
        If there is no such register.
    InvalidInput
        If a parameter has another value.
    """
    checked("level", level, LEVELS)
    checked("depth", depth, tuple(DEPTHS))
    checked("weight", weight, get_args(Weight))
    cubes = cubes_of(snapshot, atlas, register)
    made = area_indices(cubes, level, DEPTHS[depth], weight)
    as_of = cubes.register.as_of
    dated = bool(as_of) and bool(np.isfinite(made.national).any())
    common = ("approximate",) if level == "park" else ()
    if dated and not has_closures(cubes):
        common = (*common, "survivors")
    rows = []
    for i, id in enumerate(made.areas):
        hhi = number(made.hhi[i])
        rows.append(
            AreaIndicesView(
                id=id,
                name=area_name(snapshot, level, id),
                count=int(made.count[i]),
                industries=int(made.industries[i]),
                hhi=hhi,
                effective=1 / hhi if hhi else None,
                krugman=number(made.krugman[i]),
                before=float(made.before[i]) if dated else None,
                after=float(made.after[i]) if dated else None,
                national=number(made.national[i]),
                mix=number(made.mix[i]),
                regional=number(made.regional[i]),
                warnings=(*common, "few") if made.count[i] < FEW else common,
            )
        )
    rows.sort(key=lambda row: (row.hhi is None, "few" in row.warnings, -(row.hhi or 0.0), row.id))
    return SpecialisationView(
        register=mark_of(cubes.register),
        synthetic=cubes.register.synthetic,
        level=level,
        depth=depth,
        weight=weight,
        since=years_before(as_of) if dated and as_of else None,
        until=as_of if dated else None,
        areas=tuple(rows),
        how=Name(
            "HHI 为各行业占比的平方和；克鲁格曼指数为与全市占比之差的绝对值之和；"
            "偏离份额分解以成立日期已知的企业数计。",
            "HHI is the sum of the squared shares of industries; the Krugman index sums the "
            "absolute differences from the city's shares; shift-share counts establishments "
            "with a known day of opening.",
        ),
    )


def code_figures(cubes: Cubes, made: Profile, weight: Weight) -> tuple[CodeFigures, ...]:
    """Return the industries of a profile, the largest first."""
    views = [
        CodeFigures(
            code=code,
            name=code_name(cubes.register, code) or Name(code, code),
            figures=figures_view(figures, cubes.register, weight),
        )
        for code, figures in zip(made.codes, made.figures, strict=True)
    ]
    return tuple(sorted(views, key=lambda view: (-view.figures.n, view.code)))


def concentration(made: Profile, depth: str) -> ConcentrationView:
    """Return how evenly an area's industries are spread."""
    industries = sum(figures.weighed > 0 for figures in made.figures)
    if made.hhi is None:
        how = Name("本地没有可计入的企业。", "Nothing can be counted here.")
    else:
        how = Name(
            f"{industries}个行业占比的平方和，占比分母为{plain(made.total)}；"
            f"其倒数{made.effective:.3g}为同样大小的行业数。",
            f"Sum of the squared shares of {industries} industries in {plain(made.total)}; "
            f"its inverse, {made.effective:.3g}, is as many industries of one size.",
        )
    return ConcentrationView(
        level=depth,
        industries=industries,
        hhi=made.hhi,
        effective=made.effective,
        krugman=made.krugman,
        how=how,
    )


def shift_view(shift: Shift, names: Callable[[str], Name]) -> ShiftShareView:
    """Return a shift-share as it is shown; `names` are those of its rows."""
    total, parts = shift.classic.total(), shift.classic
    before, after = float(shift.before.sum()), float(shift.after.sum())
    national, mix, regional = (
        float(value) for value in (total.national_share, total.industry_mix, total.regional_shift)
    )
    growth = percent((after - before) / before) if before > 0 else "–"
    rows = [
        (
            code,
            names(code),
            float(shift.before[i]),
            float(shift.after[i]),
            float(parts.national_share[i]),
            float(parts.industry_mix[i]),
            float(parts.regional_shift[i]),
        )
        for i, code in enumerate(shift.codes)
        if shift.before[i] > 0 or shift.after[i] > 0
    ]
    return ShiftShareView(
        since=shift.since,
        until=shift.until,
        before=before,
        after=after,
        change=float(total.growth),
        national=national,
        mix=mix,
        regional=regional,
        homothetic=shift.homothetic,
        allocation=shift.allocation,
        industries=tuple(sorted(rows, key=lambda row: (-abs(row[3] - row[2]), row[0]))),
        warnings=shift.warnings,
        how=Name(
            f"{shift.since}至{shift.until}，成立日期已知的企业由{plain(before)}家变为"
            f"{plain(after)}家（{growth}）：全市总体增长{national:+.1f}，行业结构{mix:+.1f}，"
            f"本地自身{regional:+.1f}。",
            f"From {shift.since} to {shift.until} establishments with a known day of opening "
            f"went from {plain(before)} to {plain(after)} ({growth}): growth of the whole city "
            f"{national:+.1f}, mix of industries {mix:+.1f}, the area itself {regional:+.1f}.",
        ),
    )
