"""Read the past targets of ``bench/outcomes`` as the model of attainment takes them."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from saidao.kernels.attainment import Comparator, Direction, Kind, Target
from saidao.kernels.attainment_fit import Past

FOLDER = Path(__file__).parent / "outcomes"


def rows(name: str) -> list[dict[str, str]]:
    """Rows of one of the tables."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def series() -> dict[str, dict[int, float]]:
    """Return value by year for each series."""
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for row in rows("series"):
        found[row["series"]][int(row["year"])] = float(row["value"])
    return found


def past_targets(later: int = 0) -> list[Past]:
    """Return every past target with its outcome and what was published when it was set.

    Parameters
    ----------
    later : int
        Take what was published so many years after the setting instead, and leave out
        targets that were due within twice that time.
    """
    known = series()
    found = [past_target(row, known, later) for row in rows("targets")]
    return [one for one in found if one.target.deadline - one.target.set_year >= later]


def past_target(
    row: Mapping[str, str], known: Mapping[str, Mapping[int, float]], later: int = 0
) -> Past:
    """Return one past target.

    Only a strict attainment counts: a target that was met "partly", within a tenth of an
    approximate number, was not met.
    """
    target = Target(
        value=number(row["value"]),
        deadline=int(row["deadline"]),
        set_year=int(row["set_on"][:4]) + later,
        family=row["family"],
        comparator=cast(Comparator, row["comparator"]),
        direction=cast(Direction, row["direction"]),
        high=number(row["value_high"]),
        kind=cast(Kind, row["kind"]),
        programme=row["programme"],
        binding=row["binding"] == "yes",
        base=number(row["base_value"]) if row["kind"] == "reduction" else None,
    )
    last = target.set_year - 1 - int(row["lag"])
    points = sorted(
        (year, value) for year, value in known.get(row["series"], {}).items() if year <= last
    )
    outcome = number(row["outcome"])
    if target.kind == "reduction" and target.base is not None and outcome is not None:
        outcome = target.base * (1 - outcome / 100)
    return Past(
        id=row["id"],
        place=row["place"],
        target=target,
        years=tuple(year for year, _ in points),
        values=tuple(value for _, value in points),
        attained=row["attained"] == "yes",
        outcome=outcome,
    )


def number(text: str) -> Any:
    """Return a number, or None for an empty cell."""
    return float(text) if text else None
