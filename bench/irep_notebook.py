"""The notebook of localised industries: written, and its cells run, without Jupyter."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
from pathlib import Path
from typing import Any

__all__ = ["CELLS", "FILE", "built", "ran", "written"]

FILE = "IREP_FILE"
"""The variable of the environment that says where the register lies."""

CELLS: tuple[tuple[str, str], ...] = (
    (
        "markdown",
        """# Which French industries are localised

Duranton and Overman's Kd on the French register of polluting emissions (IREP; Géorisques, Licence
Ouverte Etalab). Set `IREP_FILE` to the table of its establishments; columns `x`, `y` (metres,
EPSG:27572), `Code_APE` and `metropolitan` are read. What the figures mean and what they do not
stands on the page *Which French industries are localised*.""",
    ),
    (
        "code",
        """import csv
import os

import numpy as np

with open(os.environ.get("IREP_FILE", "fr_irep_establishments.csv"), encoding="utf-8") as lines:
    rows = [row for row in csv.DictReader(lines) if row["metropolitan"] == "True"]
x = np.array([float(row["x"]) for row in rows]) / 1000
y = np.array([float(row["y"]) for row in rows]) / 1000
division = np.array([row["Code_APE"][:2] for row in rows])
print(f"{len(rows):,} plants at {len(set(zip(x, y))):,} places")""",
    ),
    (
        "markdown",
        """Every division of at least ten plants is tested against all plants of the register.
Plants of smaller ones stay in the control, each under a label of its own.""",
    ),
    (
        "code",
        """from saidao.kernels.distance import duranton_overman

names, which, counts = np.unique(division, return_inverse=True, return_counts=True)
alone = np.char.add("~", np.arange(len(rows)).astype(str))
label = np.where(counts[which] < 10, alone, division)
found = duranton_overman(x, y, label, np.arange(0.0, 201.0))
tested = np.flatnonzero(found.n >= 10)
for verdict in ("localised", "dispersed", "neither"):
    print(verdict, (found.verdict[tested] == verdict).sum(), "of", len(tested))""",
    ),
    (
        "code",
        """print("NAF     n  verdict      km          Gamma      p")
for i in tested[np.argsort(-found.gamma[tested], kind="stable")]:
    outside = found.observed[i] > found.global_high[i]
    p = found.p_localised[i]
    if found.verdict[i] == "dispersed":
        outside, p = found.observed[i] < found.global_low[i], found.p_dispersed[i]
    at = found.r[outside]
    span = f"{at[0]:.0f} to {at[-1]:.0f}" if len(at) else ""
    print(
        f"{found.industries[i]}  {found.n[i]:6,}  {found.verdict[i]:<11}  {span:<10}  "
        f"{found.gamma[i]:.4f}  {max(p, 0.0001):.4f}"
    )""",
    ),
    (
        "markdown",
        """The share of divisions that are localised (blue) and dispersed (orange), by distance
from 0 to 200 km.""",
    ),
    (
        "code",
        """class Picture(str):
    def _repr_svg_(self):
        return str(self)


def line(share, colour):
    points = " ".join(f"{20 + 1.7 * r:.1f},{170 - 150 * s:.1f}" for r, s in zip(found.r, share))
    return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>'


above = (found.observed > found.global_high)[tested].mean(axis=0)
below = (found.observed < found.global_low)[tested].mean(axis=0)
Picture(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 380 190" width="380" height="190">'
    '<rect x="20" y="20" width="340" height="150" fill="none" stroke="#868e96"/>'
    f'{line(above, "#1c7ed6")}{line(below, "#e8590c")}</svg>'
)""",
    ),
)


def ran(source: str, names: dict[str, Any]) -> list[dict[str, Any]]:
    """Run a cell and return its outputs as a notebook keeps them."""
    tree = ast.parse(source)
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = ast.Expression(tree.body.pop().value)  # type: ignore[attr-defined]
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(tree, "<cell>", "exec"), names)
        value = eval(compile(last, "<cell>", "eval"), names) if last is not None else None
    outputs: list[dict[str, Any]] = []
    if said.getvalue():
        text = said.getvalue().splitlines(keepends=True)
        outputs.append({"output_type": "stream", "name": "stdout", "text": text})
    drawn = getattr(value, "_repr_svg_", None)
    if drawn is not None:
        data = {"image/svg+xml": drawn()}
        outputs.append({"output_type": "display_data", "data": data, "metadata": {}})
    return outputs


def built(outputs: list[list[dict[str, Any]]]) -> str:
    """Return the notebook with the outputs of its code cells, in nbformat 4.5."""
    cells: list[dict[str, Any]] = []
    kept = iter(outputs)
    number = 0
    for place, (kind, source) in enumerate(CELLS):
        cell: dict[str, Any] = {"cell_type": kind, "id": f"cell-{place}", "metadata": {}}
        if kind == "code":
            number += 1
            cell |= {"execution_count": number, "outputs": next(kept)}
        cells.append(cell | {"source": source.splitlines(keepends=True)})
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def written(file: Path) -> str:
    """Run all cells in order on a register and return the notebook."""
    before = os.environ.get(FILE)
    os.environ[FILE] = str(file)
    try:
        names: dict[str, Any] = {}
        return built([ran(source, names) for kind, source in CELLS if kind == "code"])
    finally:
        if before is None:
            del os.environ[FILE]
        else:
            os.environ[FILE] = before
