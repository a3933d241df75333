"""Pictures of what is localised, as SVG that reads on light and on dark ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bench.svg_marks import BLUE, GREY, ORANGE, area, frame, label, line, svg
from saidao.terms.industry_codes import scheme

if TYPE_CHECKING:
    from bench.irep_localisation import Findings, Tested

__all__ = ["chosen", "name_of", "pictures", "runs", "short_name"]

LONGEST = 27

Vector = NDArray[np.float64]


def name_of(code: str) -> str:
    """Return the English name of a NAF code; the code where there is none."""
    naf = scheme("NAF Rev. 2")
    return naf.name(code).en.strip() if naf.has(code) else code


def short_name(code: str) -> str:
    """Return a name that fits beside a bar."""
    name = name_of(code).removeprefix("Manufacture of ")
    name = name[:1].upper() + name[1:]
    if len(name) > LONGEST:
        words = name[: LONGEST - 1].split(" ")[:-1]
        while words[-1:] in (["and"], ["of"], ["except"]):
            words.pop()
        name = " ".join(words).rstrip(",;") + "…"
    return f"{code} {name}"


def runs(r: Vector, where: NDArray[np.bool_]) -> list[tuple[float, float]]:
    """Return first and last distance of each unbroken stretch."""
    edges = np.flatnonzero(np.diff(np.r_[False, where, False].astype(np.int8)))
    return [(float(r[a]), float(r[b - 1])) for a, b in edges.reshape(-1, 2)]


def chosen(found: Tested) -> list[int]:
    """Return six rows to show: four localised, the most dispersed, the largest of neither."""
    rows = list(np.argsort(np.where(found.verdict == "localised", -found.gamma, np.inf))[:4])
    dispersed = np.flatnonzero(found.verdict == "dispersed")
    neither = np.flatnonzero(found.verdict == "neither")
    if len(dispersed):
        rows.append(dispersed[np.argmax(found.psi[dispersed])])
    if len(neither):
        rows.append(neither[np.argmax(found.n[neither])])
    return [int(row) for row in rows]


def _shares(findings: Findings) -> str:
    """Draw the share of industries outside the bands at each distance."""
    panels: tuple[tuple[str, tuple[tuple[Tested, str], ...]], ...] = (
        ("Kd, global bands", ((findings.classes, ""), (findings.divisions, "5 4"))),
        ("M, global bands", ((findings.m, "5 4"),)),
    )
    left, width, height = 46.0, 320.0, 170.0
    end = float(findings.divisions.r[-1])
    marks = []
    for number, (title, lines) in enumerate(panels):
        top = 24.0 + number * 226
        marks += [label(left, top - 8, title, "start"), frame(left, top, width, height)]
        for tick in range(0, 101, 25):
            y = top + height * (1 - tick / 100)
            marks.append(label(left - 6, y + 4, f"{tick} %", "end"))
        for tick in np.linspace(0, end, 5):
            marks.append(label(left + width * tick / end, top + height + 16, f"{tick:.0f}"))
        for found, dash in lines:
            for outside, colour in ((found.above(), BLUE), (found.below(), ORANGE)):
                share = outside.mean(axis=0)
                marks.append(
                    line(left + width * found.r / end, top + height * (1 - share), colour, dash)
                )
    marks.append(label(left + width / 2, 450, "kilometres"))
    for x, colour, words in ((left, BLUE, "localised"), (left + 80, ORANGE, "dispersed")):
        marks.append(label(x, 470, words, "start", f' style="fill:{colour}"'))
    marks.append(label(left + 160, 470, "solid: classes; dashed: divisions", "start"))
    return svg(480, "Share of industries localised and dispersed by distance", marks)


def _distances(findings: Findings) -> str:
    """Draw for each division the distances at which it leaves the global bands."""
    found = findings.divisions
    left, width, top, step = 186.0, 184.0, 34.0, 15.0
    above, below = found.above(), found.below()
    outside = [i for i in range(len(found.n)) if above[i].any() or below[i].any()]
    end = float(found.r[-1])
    marks = []
    bottom = top + step * len(outside)
    for tick in np.linspace(0, end, 5):
        x = left + width * tick / end
        marks.append(label(x, top - 8, f"{tick:.0f}"))
        marks.append(
            f'<line x1="{x:.1f}" y1="{top:.1f}" x2="{x:.1f}" y2="{bottom:.1f}" '
            f'stroke="{GREY}" stroke-opacity="0.3"/>'
        )
    marks.append(label(left, 12, "kilometres", "start"))
    unit = end / (len(found.r) - 1)
    for place, i in enumerate(outside):
        y = top + step * (place + 0.5)
        name = short_name(str(found.labels[i]))
        marks.append(label(left - 6, y + 4, name, "end", ' font-size="11"'))
        for where, colour in ((above[i], BLUE), (below[i], ORANGE)):
            for first, last in runs(found.r, where):
                x = left + width * max(first - unit / 2, 0) / end
                long = width * (min(last + unit / 2, end) - max(first - unit / 2, 0)) / end
                marks.append(
                    f'<rect x="{x:.1f}" y="{y - 4:.1f}" width="{max(long, 1):.1f}" height="8" '
                    f'fill="{colour}"><title>{first:.0f} to {last:.0f} km</title></rect>'
                )
    marks.append(label(left, bottom + 18, "localised", "start", f' style="fill:{BLUE}"'))
    marks.append(label(left + 70, bottom + 18, "dispersed", "start", f' style="fill:{ORANGE}"'))
    return svg(int(bottom + 28), "Distances at which each division leaves the bands", marks)


def _curves(findings: Findings) -> str:
    """Draw Kd of some divisions with its global bands."""
    found = findings.divisions
    rows = chosen(found)
    width, height, end = 170.0, 110.0, float(found.r[-1])
    marks = []
    for place, i in enumerate(rows):
        left, top = 8 + 194.0 * (place % 2), 24 + 152.0 * (place // 2)
        tall = max(found.observed[i].max(), found.high[i].max()) * 1.05
        x = left + width * found.r / end
        low, high, seen = (
            top + height * (1 - curve[i] / tall)
            for curve in (found.low, found.high, found.observed)
        )
        marks += [
            label(left, top - 8, short_name(str(found.labels[i])), "start", ' font-size="11"'),
            area(x, low, high),
            line(x, seen, ORANGE if found.verdict[i] == "dispersed" else BLUE),
            frame(left, top, width, height),
        ]
        for tick in (0.0, end / 2, end):
            anchor = {0.0: "start", end: "end"}.get(tick, "middle")
            marks.append(label(left + width * tick / end, top + height + 14, f"{tick:.0f}", anchor))
    bottom = 24 + 152 * -(-len(rows) // 2)
    marks.append(label(8, bottom, "Kd (line), global bands (grey); distances in km", "start"))
    return svg(bottom + 10, "Kd of six divisions with global bands", marks)


def pictures(findings: Findings) -> dict[str, str]:
    """Return the pictures of the page by name."""
    return {
        "share": _shares(findings),
        "distances": _distances(findings),
        "curves": _curves(findings),
    }
