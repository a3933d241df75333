"""Pictures of the gallery, each from the names that its block of Python leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from bench.svg_marks import BLUE, GREY, ORANGE, WIDTH, area, frame, label, line, svg

__all__ = ["PICTURES"]

Drawn = tuple[str, str]
"""A picture, and what it shows in words."""

COLOURS = {"localised": BLUE, "dispersed": ORANGE}
DOTTED = "2 3"


def _bar(x: float, y: float, width: float, height: float, colour: str) -> str:
    """Draw a bar to either side of x."""
    left = min(x, x + width)
    return (
        f'<rect x="{left:.1f}" y="{y:.1f}" width="{abs(width):.1f}" height="{height:.1f}" '
        f'fill="{colour}"/>'
    )


def _upright(x: float, top: float, bottom: float, dash: str = "") -> str:
    """Draw an upright grey line."""
    return line(np.array([x, x]), np.array([top, bottom]), GREY, dash, 1.0)


def _dot(x: float, y: float, size: float, colour: str, opacity: float = 1.0) -> str:
    """Draw a dot."""
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" fill="{colour}" fill-opacity="{opacity}"/>'
    )


def _quotients(names: dict[str, Any]) -> Drawn:
    """Draw the quotients of one trade with their intervals."""
    chips = names["chips"].sort_values("location_quotient", ascending=False)
    left, width, top, step = 64.0, 300.0, 34.0, 26.0
    end = float(np.ceil(chips["upper"].max()))
    bottom = top + step * len(chips)
    marks = [frame(left, top, width, bottom - top)]
    for tick in range(0, int(end) + 1, 2):
        marks.append(label(left + width * tick / end, bottom + 16, str(tick)))
    marks.append(_upright(left + width / end, top, bottom, DOTTED))
    marks.append(label(left + width / end + 3, top - 6, "1: as everywhere", "start"))
    beyond = []
    for place, row in enumerate(chips.itertuples()):
        y = top + step * (place + 0.5)
        low, value, high = (
            left + width * float(one) / end for one in (row.lower, row.location_quotient, row.upper)
        )
        colour = BLUE if row.lower > 1 else ORANGE if row.upper < 1 else GREY
        if row.lower > 1:
            beyond.append(f"{row.town} {row.location_quotient:.1f}")
        marks.append(label(left - 6, y + 4, str(row.town), "end"))
        marks.append(line(np.array([low, high]), np.array([y, y]), colour))
        marks.append(_dot(value, y, 4, colour))
    marks.append(label(left, bottom + 34, "location quotient of chips, 95 % interval", "start"))
    words = (
        f"Location quotients of chips in {len(chips)} towns with 95 % intervals; "
        f"surely above 1: {', '.join(beyond) or 'none'}"
    )
    return svg(int(bottom + 44), words, marks), words


def _ranking(names: dict[str, Any]) -> Drawn:
    """Draw Ellison and Glaeser's index of each trade, with z."""
    index = names["index"]
    left, width, top, step = 72.0, 220.0, 28.0, 26.0
    least, most = min(float(index["gamma"].min()), 0.0), float(index["gamma"].max())
    unit = width / (most - least)
    zero = left - least * unit
    bottom = top + step * len(index)
    marks = [_upright(zero, top, bottom)]
    for place, row in enumerate(index.itertuples()):
        y = top + step * place
        colour = GREY if abs(row.z) < 1.96 else BLUE if row.z > 0 else ORANGE
        marks.append(label(left - 6, y + 17, str(row.trade), "end"))
        marks.append(_bar(zero, y + 5, float(row.gamma) * unit, step - 10, colour))
        words = f"{row.gamma:.3f} (z {row.z:+.1f})"
        # Beside the bar; inside it where there is no room.
        end = zero + max(float(row.gamma), 0) * unit
        if end + 96 > WIDTH:
            marks.append(label(end - 5, y + 17, words, "end", ' style="fill:#fff"'))
        else:
            marks.append(label(end + 5, y + 17, words, "start"))
    marks.append(label(left, 14, "gamma; grey where |z| is below 1.96", "start"))
    first = index.iloc[0]
    words = (
        f"Ellison-Glaeser index of {len(index)} trades, the most concentrated first: "
        + ", ".join(f"{row.trade} {row.gamma:.3f}" for row in index.itertuples())
        + f"; z of {first.trade} is {first.z:.1f}"
    )
    return svg(int(bottom + 10), words, marks), words


def _curves(result: Any, name: str, *, even: bool) -> Drawn:
    """Draw a localised and a dispersed trade with local and global bands, one above the other."""
    verdicts = dict(result.summary[["trade", "verdict"]].values.tolist())
    shown = [one for one in ("mill", "brewery") if one in verdicts]
    left, width, height, step = 44.0, 326.0, 150.0, 206.0
    marks = []
    for place, trade in enumerate(shown):
        rows = result.curves[result.curves["trade"] == trade]
        r, seen = rows["r"].to_numpy(float), rows["observed"].to_numpy(float)
        bands = [
            rows[column].to_numpy(float)
            for column in ("global_low", "global_high", "local_low", "local_high")
        ]
        tall = float(np.nanmax([seen, bands[1]])) * 1.05
        top, end = 26.0 + step * place, float(r[-1])
        x = left + width * r / end
        y = [top + height * (1 - np.nan_to_num(one) / tall) for one in (seen, *bands)]
        verdict = verdicts[trade]
        marks += [
            label(left, top - 8, f"{name} of {trade}: {verdict}", "start"),
            area(x, y[1], y[2], 0.25),
            area(x, y[3], y[4], 0.4),
            line(x, y[0], COLOURS.get(verdict, GREY)),
            frame(left, top, width, height),
        ]
        if even:
            marks.append(_level(left, width, top + height * (1 - 1 / tall)))
        for share in (0.0, 0.5, 1.0):
            value = label(
                left - 6, top + height * (1 - share / 1.05) + 4, _short(tall * share / 1.05), "end"
            )
            marks.append(value)
        for tick in np.linspace(0, end, 4):
            marks.append(label(left + width * tick / end, top + height + 16, f"{tick:.0f}"))
    bottom = 26 + step * len(shown) - 20
    marks.append(label(left, bottom, "distance in km; pale: global bands, dark: local", "start"))
    told = " and ".join(f"{trade} ({verdicts[trade]})" for trade in shown)
    words = f"{name} by distance of {told}, each with local and global bands"
    return svg(int(bottom + 10), words, marks), words


def _level(left: float, width: float, y: float) -> str:
    """Draw a dotted level line."""
    return line(np.array([left, left + width]), np.array([y, y]), GREY, DOTTED, 1.0)


def _short(value: float) -> str:
    """Return a number that fits beside an axis."""
    return "0" if value == 0 else f"{value:.1f}" if value >= 1 else f"{value:.2g}".lstrip("0")


def _map(names: dict[str, Any]) -> Drawn:
    """Draw all plants, the river, and the clusters of each trade."""
    plants = names["plants"]
    left, top, unit = 6.0, 24.0, (WIDTH - 12) / 100
    height = 64 * unit
    x = left + plants["x"].to_numpy(float) * unit
    y = top + height - (plants["y"].to_numpy(float) + 2) * unit
    along = np.linspace(0, 100, 101)
    middle = 30 + 6 * np.sin(along / 16)
    river = [top + height - (middle + side + 2) * unit for side in (-1.5, 1.5)]
    marks = [
        area(left + along * unit, river[0], river[1], 0.35, "#74c0fc"),
        frame(left, top, 100 * unit, height),
    ]
    marks += [_dot(a, b, 1, GREY, 0.45) for a, b in zip(x, y, strict=True)]
    told = []
    for (trade, one), colour in zip(names["found"].items(), (BLUE, ORANGE, GREY), strict=True):
        count = len(one.summary)
        told.append(f"{trade} {count}")
        inside = one.label > 0
        marks += [_dot(a, b, 2.2, colour) for a, b in zip(x[inside], y[inside], strict=True)]
    for name, a, b in zip(names["towns"], names["town_x"], names["town_y"], strict=True):
        marks.append(
            label(
                min(max(left + a * unit, 24), WIDTH - 24),
                top + height - (b + 8) * unit,
                str(name),
                "middle",
                ' font-weight="bold"',
            )
        )
    marks.append(label(left, 14, "all plants, grey; clusters of chips and mills", "start"))
    foot = top + height + 18
    for place, (trade, colour) in enumerate((("chips", BLUE), ("mill", ORANGE))):
        marks.append(_dot(left + 6 + 70 * place, foot - 4, 4, colour))
        marks.append(label(left + 14 + 70 * place, foot, trade, "start"))
    words = (
        "Map of all plants on both sides of a river with the clusters found, by trade: "
        + ", ".join(told)
    )
    return svg(int(foot + 10), words, marks), words


def _parts(names: dict[str, Any]) -> Drawn:
    """Draw industry mix and regional shift of each town as shares of its jobs at the start."""
    rows = names["parts"].to_dicts()
    parts = (("industry_mix", "industry mix", ORANGE), ("regional_shift", "regional shift", BLUE))
    percent = {
        part: [100 * float(row[part]) / float(row["start"]) for row in rows] for part, _, _ in parts
    }
    left, width, top, step = 64.0, 304.0, 30.0, 34.0
    most = 5 * np.ceil(max(abs(one) for values in percent.values() for one in values) / 5)
    zero, unit = left + width / 2, width / 2 / most
    bottom = top + step * len(rows)
    marks = [frame(left, top, width, bottom - top)]
    for tick in (-most, -most / 2, 0.0, most / 2, most):
        words = f"{tick:+g} %" if tick else "0"
        marks.append(label(min(zero + tick * unit, WIDTH - 20), bottom + 16, words))
    marks.append(_upright(zero, top, bottom))
    for place, row in enumerate(rows):
        y = top + step * place
        marks.append(label(left - 6, y + 21, str(row["town"]), "end"))
        for lower, (part, _, colour) in enumerate(parts):
            marks.append(_bar(zero, y + 5 + 12 * lower, percent[part][place] * unit, 11, colour))
    for x, (_, words, colour) in zip((left, left + 100), parts, strict=True):
        marks.append(label(x, 16, words, "start", f' style="fill:{colour}"'))
    marks.append(label(left, bottom + 34, "of the jobs at the start", "start"))
    order = np.argsort(percent["regional_shift"])
    low, high = int(order[0]), int(order[-1])
    words = (
        f"Industry mix and regional shift of {len(rows)} towns in percent of jobs; regional shift "
        f"from {percent['regional_shift'][low]:+.0f} % in {rows[low]['town']} to "
        f"{percent['regional_shift'][high]:+.0f} % in {rows[high]['town']}"
    )
    return svg(int(bottom + 44), words, marks), words


PICTURES: dict[str, Callable[[dict[str, Any]], Drawn]] = {
    "location-quotients": _quotients,
    "ellison-glaeser": _ranking,
    "kd": lambda names: _curves(names["kd"], "Kd", even=False),
    "m": lambda names: _curves(names["m"], "M", even=True),
    "clusters": _map,
    "shift-share": _parts,
}
