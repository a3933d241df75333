"""``saidao measure``: indices and distance-based tests of a table, or of an atlas's register."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter
from rich.console import Console

from saidao.cli.measured_tables import Format, format_of, write_table
from saidao.cli.progress import shown
from saidao.errors import InvalidInput
from saidao.indicators.measured_columns import (
    columns_of_file,
    columns_of_register,
    complete_rows,
)

Measure = Literal[
    "location-quotient",
    "specialisation",
    "concentration",
    "ellison-glaeser",
    "coagglomeration",
    "shift-share",
    "kd",
    "m",
    "m-density",
]
BY_POINTS: tuple[Measure, ...] = ("kd", "m", "m-density")
FLAG = Parameter(negative=())


def measure(
    source: Path,
    /,
    *,
    of: Measure | None = None,
    industry: str | None = None,
    region: str | None = None,
    x: str | None = None,
    y: str | None = None,
    size: str | None = None,
    start: str | None = None,
    end: str | None = None,
    metric: Literal["planar", "great-circle"] | None = None,
    r: str | None = None,
    bandwidth: float | None = None,
    level: float = 0.05,
    joint: Annotated[bool, FLAG] = False,
    curves: Annotated[bool, FLAG] = False,
    skip_incomplete: Annotated[bool, FLAG] = False,
    register: str | None = None,
    code_level: int = 2,
    system: Annotated[bool, FLAG] = False,
    coarse: float = 0.0,
    format: Format | None = None,
    out: Path | None = None,
) -> int:
    """Measure specialisation, concentration and clustering of industries.

    Parameters
    ----------
    source
        A CSV or Parquet file with a row for each establishment (or region and industry), or
        the folder of an atlas, whose register is measured.
    of
        What to measure; by default kd where there are --x and --y, else concentration. m is
        Marcon and Puech's M, within each distance; m-density their m, at each distance.
    industry
        Column with each row's industry.
    region
        Column with each row's region; for an atlas district or town.
    x
        Column of coordinates: in one unit, or longitude with --metric great-circle.
    y
        Column of coordinates: in one unit, or latitude.
    size
        Column of sizes (persons, money), each row counting as 1 without; for an atlas
        employees or value. It weighs places in kd, m and m-density.
    start
        Column of sizes at the first date, for shift-share.
    end
        Column of sizes at the second date, for shift-share.
    metric
        How kd, m and m-density measure distance; great-circle for an atlas.
    r
        Distances of kd, m and m-density: FROM:TO:STEP or a list with commas; kilometres along
        great circles.
    bandwidth
        How wide "at a distance" is in m-density, in the unit of the distances.
    level
        Of the bands of kd, m and m-density, a side.
    joint
        Both sides share the level.
    curves
        The curves of kd, m and m-density with their bands, rather than a row for each
        industry.
    skip_incomplete
        Leave out rows of a file with an empty cell in a column that is used, and say how many.
    register
        Id of the register to measure, of several in an atlas; by default the newest that is
        not synthetic.
    code_level
        Level of the classification that industries of a register are taken at: 1 for
        sections, 2 for divisions.
    system
        The industries of the city's own system, rather than a level; a class may belong to
        several, so that they cannot be added up.
    coarse
        Kilometres up to which a register's places may be uncertain (a town's middle for all
        in it); by default only exact points are measured.
    format
        A table for people, or records; by default what the name of --out says.
    out
        File to write instead of the terminal.
    """
    chosen: Measure = of or ("kd" if x or y else "concentration")
    shape = format or format_of(out)
    distances = _distances(r)
    if skip_incomplete and source.is_dir():
        raise InvalidInput("--skip-incomplete", str(source), "a file: of a register it is done")
    note = ""
    if source.is_dir():
        if chosen == "shift-share":
            raise InvalidInput("--of", chosen, "a file: a register has one date")
        columns, note = _register(
            source, chosen, region, size, register, code_level, system, 1000.0 * coarse
        )
        named = {"industry": "industry", "region": "region" if chosen not in BY_POINTS else None}
        weight = "activity" if "activity" in columns else "size" if size else None
        x, y, metric = "lon", "lat", "great-circle"
    else:
        needs = _needs(chosen, industry, region, x, y, start, end)
        labels = [name for name in (industry, region) if name and chosen not in BY_POINTS]
        labels = labels or [str(industry)]
        columns = columns_of_file(source, labels, [*needs, *([size] if size else [])])
        if skip_incomplete:
            columns, left_out = complete_rows(columns)
            used = len(next(iter(columns.values())))
            note = f"{source.name}: {used:,} rows measured, {left_out:,} incomplete ones left out"
        named, weight = {"industry": industry, "region": region}, size
    if chosen in BY_POINTS:
        table = _tested(
            chosen, columns, str(named["industry"]), str(x), str(y), weight, metric, distances,
            bandwidth, level, joint, curves,
        )  # fmt: skip
    else:
        table = _indices(chosen, columns, named, weight, start, end)
    write_table(table, shape, out)
    if note:
        Console(stderr=True, highlight=False, soft_wrap=True, markup=False).print(note)
    return 0


def _needs(
    of: Measure,
    industry: str | None,
    region: str | None,
    x: str | None,
    y: str | None,
    start: str | None,
    end: str | None,
) -> list[str]:
    """Return the columns of numbers that a measure needs of a file."""
    if industry is None:
        raise InvalidInput("--industry", "nothing", "the column with each row's industry")
    wanted: dict[str, str | None] = {"--region": region}
    if of in BY_POINTS:
        wanted = {"--x": x, "--y": y}
    if of == "shift-share":
        wanted |= {"--start": start, "--end": end}
    for option, name in wanted.items():
        if name is None:
            raise InvalidInput(option, "nothing", f"a column, for {of}")
    return [str(name) for option, name in wanted.items() if option != "--region"]


def _register(
    folder: Path,
    of: Measure,
    region: str | None,
    size: str | None,
    register: str | None,
    code_level: int,
    system: bool,
    coarse_m: float,
) -> tuple[dict[str, Any], str]:
    """Return the columns of a register, and what they leave out."""
    from saidao.answers.register_marks import chosen
    from saidao.atlas import Atlas

    if region not in (None, "district", "town"):
        raise InvalidInput("--region", repr(region), "district or town")
    if size not in (None, "employees", "value"):
        raise InvalidInput("--size", repr(size), "employees or value")
    if not 1 <= code_level <= 4:
        raise InvalidInput("--code-level", str(code_level), "1 to 4")
    if coarse_m < 0:
        raise InvalidInput("--coarse", f"{coarse_m / 1000:g}", "kilometres, 0 or more")
    points = of in BY_POINTS
    if system and (points or of in ("ellison-glaeser", "coagglomeration")):
        raise InvalidInput(
            "--system", of, "a measure of sums: an establishment may belong to several industries"
        )
    with Atlas.open(folder) as atlas:
        one = chosen(atlas.snapshot, register)
        found = columns_of_register(
            folder, one, place=None if points else region or "district",  # type: ignore[arg-type]
            points=points, coarse_m=coarse_m,
            size=size, level=code_level,  # type: ignore[arg-type]
            industries=atlas.snapshot.industry if system else (),
        )  # fmt: skip
    used = len(found.columns["industry"])
    note = f"{one.id}: {used:,} rows measured, {found.left_out:,} establishments left out"
    if system:
        note += "; '-' is what belongs to no industry of the system"
    if one.synthetic:
        note += "; synthetic data, no real establishments"
    return found.columns, note


def _distances(r: str | None) -> list[float] | None:
    """Return the distances that an option says."""
    if r is None:
        return None
    try:
        if ":" in r:
            first, last, step = (float(part) for part in r.split(":"))
            if not (step > 0 and last >= first and (last - first) / step < 10_000):
                raise ValueError
            return [first + k * step for k in range(math.floor((last - first) / step + 1e-9) + 1)]
        return [float(part) for part in r.split(",")]
    except ValueError:
        raise InvalidInput("--r", repr(r), "FROM:TO:STEP, or numbers with commas") from None


def _indices(
    of: Measure,
    columns: dict[str, Any],
    named: dict[str, str | None],
    size: str | None,
    start: str | None,
    end: str | None,
) -> dict[str, Sequence[Any]]:
    """Return a table of indices."""
    from saidao import measures

    region, industry = str(named["region"]), str(named["industry"])
    if of == "shift-share":
        found = measures.shift_share(
            columns, region=region, industry=industry, start=str(start), end=str(end)
        )
    elif of == "ellison-glaeser":
        found = measures.ellison_glaeser(columns, region=region, industry=industry, size=size)
    elif of == "coagglomeration":
        found = measures.coagglomeration(columns, region=region, industry=industry, size=size)
    elif of == "specialisation":
        found = measures.specialisation(columns, region=region, industry=industry, activity=size)
    elif of == "location-quotient":
        found = measures.location_quotient(columns, region=region, industry=industry, activity=size)
    else:
        found = measures.concentration(columns, region=region, industry=industry, activity=size)
    return dict(found)


def _tested(
    of: Measure,
    columns: dict[str, Any],
    industry: str,
    x: str,
    y: str,
    weight: str | None,
    metric: Literal["planar", "great-circle"] | None,
    r: list[float] | None,
    bandwidth: float | None,
    level: float,
    joint: bool,
    curves: bool,
) -> dict[str, Sequence[Any]]:
    """Return the summary or the curves of a distance-based test."""
    from saidao import measures

    tests: dict[Measure, Callable[..., measures.Localisation]] = {
        "kd": measures.duranton_overman,
        "m": measures.marcon_puech,
        "m-density": partial(measures.marcon_puech_density, bandwidth=bandwidth),
    }
    if bandwidth is not None and of != "m-density":
        raise InvalidInput("--bandwidth", str(bandwidth), "none: it is for --of m-density")
    test = tests[of]
    with shown("Measuring") as progress:
        found = test(
            columns, industry=industry, x=x, y=y, r=r, weight=weight, level=level, joint=joint,
            metric="great_circle" if metric == "great-circle" else "planar", progress=progress,
        )  # fmt: skip
    return dict(found.curves if curves else found.summary)
