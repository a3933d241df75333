"""The SQL that turns the parts of a register into its cubes.

Counted are usable establishments of the area that are open on the day that the register
describes. A code that is missing, not in the scheme or too uncertain is the empty code: its
establishments are in the totals and in no industry. Sizes that are impossible or far out of
line are left out of sums. Who has no district, or no place exact enough for a hexagon, is
counted under the empty district and the cell 0, so that parts always sum to the city.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from saidao.indicators.ancestors import COARSER, coarser_cells
from saidao.indicators.circles import BUCKETS_A_DEGREE, EARTH_RADIUS_M, Circle
from saidao.register.establishment import UNUSABLE, Flag
from saidao.store.cubes import Derived, copied, literal, scanned

__all__ = [
    "COARSEST_POINTS",
    "FINEST",
    "QUAD_ZOOM",
    "RESOLUTIONS",
    "points_as_cells",
    "statements",
    "years_before",
]

RESOLUTIONS = (4, 5, 6, 7, 8, 9)
FINEST = RESOLUTIONS[-1]
"""The resolution of the column `cell` of a register."""

QUAD_ZOOM = 16
"""Zoom whose tiles order the points: all points of a coarser tile are one range."""

COARSEST_POINTS = 8
"""From this resolution on hexagons are summed from points: tiles of them are small."""

CELL_COLUMNS = {8: "cell_8", 9: "cell"}
"""Column of the points that holds a hexagon, by its resolution."""

POINT_COLUMNS = (
    "row::UINTEGER AS row",
    "lon::FLOAT AS lon",
    "lat::FLOAT AS lat",
    "quad",
    "cell",
    "cell_8",
    "code",
    "employees",
    "value",
    "open",
    "dated",
    "before",
    "finest",
)

YEARS_COMPARED = 5
"""Growth is against this many years before the register's day."""

UNCOUNTED = UNUSABLE | Flag.OUT_OF_AREA
UNCLASSIFIED = Flag.NO_CODE | Flag.UNKNOWN_CODE | Flag.UNCERTAIN_CODE
UNSIZED = Flag.BAD_SIZE | Flag.SIZE_OUTLIER
UNPLACED = Flag.NO_PLACE | Flag.IMPOSSIBLE_PLACE | Flag.DEFAULT_PLACE

SUMS = """
    count(*) FILTER (open)::INTEGER AS n,
    coalesce(sum(employees) FILTER (open), 0)::DOUBLE AS employees,
    count(employees) FILTER (open)::INTEGER AS employees_known,
    coalesce(sum(value) FILTER (open), 0)::DOUBLE AS value,
    count(value) FILTER (open)::INTEGER AS value_known,
    count(*) FILTER (open AND opened IS NOT NULL)::INTEGER AS dated,
    count(*) FILTER (before)::INTEGER AS before
"""
"""What every cube says of a group of establishments."""

RESUMMED = ", ".join(
    f"sum({name})::{kind} AS {name}"
    for name, kind in (
        ("n", "INTEGER"),
        ("employees", "DOUBLE"),
        ("employees_known", "INTEGER"),
        ("value", "DOUBLE"),
        ("value_known", "INTEGER"),
        ("dated", "INTEGER"),
        ("before", "INTEGER"),
    )
)


def years_before(as_of: str) -> str:
    """Return the day that growth is against, ISO 8601.

    Examples
    --------
    >>> years_before("2024-02-29")
    '2019-02-28'
    """
    day = date.fromisoformat(as_of)
    try:
        return day.replace(year=day.year - YEARS_COMPARED).isoformat()
    except ValueError:  # 29 February
        return day.replace(year=day.year - YEARS_COMPARED, day=28).isoformat()


def with_quad(rows: str) -> str:
    """Return the query of rows with `quad`, their tile's Morton code at `QUAD_ZOOM`.

    A tile's number along each axis is spread to every other bit, in four steps that each
    need the last one's result.
    """
    side = 1 << QUAD_ZOOM
    x = "(lon + 180) / 360"
    y = "0.5 - asinh(tan(radians(greatest(least(lat, 85.05), -85.05)))) / (2 * pi())"
    query = f"SELECT *, {clipped(x, side)} AS quad_x, {clipped(y, side)} AS quad_y FROM ({rows})"
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        spread = ", ".join(
            f"((quad_{axis} | (quad_{axis} << {shift})) & {mask}) AS quad_{axis}" for axis in "xy"
        )
        query = f"SELECT * EXCLUDE (quad_x, quad_y), {spread} FROM ({query})"
    return (
        "SELECT * EXCLUDE (quad_x, quad_y), (quad_x | (quad_y << 1))::UINTEGER AS quad "
        f"FROM ({query})"
    )


def clipped(share: str, side: int) -> str:
    """Return the SQL of a tile's number along one axis."""
    return f"greatest(least(floor(({share}) * {side}), {side - 1}), 0)::BIGINT"


def has(flags: Flag) -> str:
    """Return the condition that a row has one of these flags."""
    return f"(flags & {int(flags)}) <> 0"


def used(parts: Sequence[Path], as_of: str | None, edges: dict[int, float]) -> Iterator[str]:
    """Yield the table of the rows that are counted, as the cubes need them.

    Codes, districts and towns become enumerations, whose groups and orders are those of
    small numbers: half the time of the same with texts.
    """
    opened = f"CASE WHEN {has(Flag.BAD_DATE)} THEN NULL ELSE opened END"
    closed = f"CASE WHEN {has(Flag.BAD_DATE)} THEN NULL ELSE closed END"
    if as_of is None:
        is_open, before = "closed IS NULL", "false"
    else:
        today, then = (f"DATE {literal(day)}" for day in (as_of, years_before(as_of)))
        is_open = f"(closed IS NULL OR closed > {today}) AND (opened IS NULL OR opened <= {today})"
        before = f"opened IS NOT NULL AND opened <= {then} AND (closed IS NULL OR closed > {then})"
    steps = " ".join(
        f"WHEN coalesce(place_uncertainty_m, 1e9) <= {edges[res]!r} THEN {res}"
        for res in reversed(RESOLUTIONS)
    )
    yield f"""
    CREATE VIEW counted AS SELECT *, ({is_open}) AS open, ({before}) AS before FROM (
        SELECT row, lon, lat, cell, address, place_uncertainty_m,
            CASE WHEN code IS NULL OR {has(UNCLASSIFIED)} THEN '' ELSE code END AS code,
            coalesce(district, '') AS district, coalesce(town, '') AS town,
            CASE WHEN {has(UNSIZED)} THEN NULL ELSE employees END AS employees,
            CASE WHEN {has(UNSIZED)} THEN NULL ELSE value END AS value,
            {opened} AS opened, {closed} AS closed,
            CASE WHEN cell IS NULL OR lon IS NULL OR lat IS NULL OR {has(UNPLACED)} THEN 0
                {steps} ELSE 0 END::TINYINT AS finest
        FROM {scanned(*parts)} WHERE NOT {has(UNCOUNTED)}
    )
    """
    for name in ("code", "district", "town"):
        yield (
            f"CREATE TYPE {name}_type AS ENUM (SELECT {name} FROM "
            f"(SELECT {name} FROM counted UNION SELECT '') ORDER BY {name})"
        )
    yield """
    CREATE TABLE used AS SELECT row, lon, lat, cell, place_uncertainty_m, code::code_type AS code,
        district::district_type AS district, town::town_type AS town, employees, value,
        year(opened)::SMALLINT AS opened, year(closed)::SMALLINT AS closed, open, before, finest
    FROM counted
    """


def in_parks(circles: Sequence[Circle]) -> str:
    """Return the table of the rows that are in or near a park, and by what."""
    nobody = "SELECT NULL::VARCHAR AS park, NULL::BIGINT AS row, false AS circle, false AS address"
    pieces = [f"{nobody} WHERE false"]
    if any(circle.radius_m > 0 for circle in circles):
        half = "sin(radians(lat - p_lat) / 2)"
        across = "sin(radians(lon - p_lon) / 2)"
        chord = f"{half} * {half} + cos(radians(lat)) * cos(radians(p_lat)) * {across} * {across}"
        pieces.append(f"""
        SELECT park, row, true AS circle, false AS address FROM used JOIN circle_cover
        ON bucket_y = floor(lat * {BUCKETS_A_DEGREE})::INTEGER
            AND bucket_x = floor(lon * {BUCKETS_A_DEGREE})::INTEGER
        WHERE finest > 0 AND coalesce(place_uncertainty_m, 1e9) <= radius_m
            AND 2 * {EARTH_RADIUS_M} * asin(least(1.0, sqrt({chord}))) <= radius_m
        """)
    if names := sorted(
        ((name, circle.park) for circle in circles for name in circle.names),
        key=lambda pair: (-len(pair[0]), pair),
    ):
        pattern = literal("|".join(escaped(name) for name, _ in names))
        listed = ", ".join(f"({literal(name)}, {literal(park)})" for name, park in names)
        pieces.append(f"""
        SELECT named.park, row, false AS circle, true AS address
        FROM (SELECT row, regexp_extract(address, {pattern}) AS hit FROM counted
              WHERE address IS NOT NULL)
        JOIN (VALUES {listed}) AS named(name, park) ON named.name = hit
        """)
    return (
        "CREATE TABLE in_park AS SELECT park, row, bool_or(circle) AS circle, "
        f"bool_or(address) AS address FROM ({' UNION ALL '.join(pieces)}) GROUP BY park, row"
    )


def escaped(text: str) -> str:
    """Return a regular expression (RE2) that matches a text as it stands."""
    return "".join(char if char.isalnum() else f"\\x{{{ord(char):x}}}" for char in text)


def statements(
    parts: Sequence[Path],
    out: Path,
    *,
    as_of: str | None,
    circles: Sequence[Circle],
    edges: dict[int, float],
) -> Iterator[str | Derived]:
    """Yield the statements that write all cubes of a register into a folder.

    Parameters
    ----------
    parts : sequence of Path
        Parquet files with the columns of `saidao.register.establishment.COLUMNS`.
    out : Path
    as_of : str or None
        The day that the register describes.
    circles : sequence of Circle
        Parks. The statements read the table ``circle_cover`` made of them.
    edges : dict of int to float
        Mean edge of a hexagon in metres by resolution.
    """
    yield from used(parts, as_of, edges)
    yield in_parks(circles)
    yield f"""
    CREATE TABLE area AS
    SELECT CASE grouping(district, town) WHEN 3 THEN 'city' WHEN 1 THEN 'district'
            ELSE 'town' END AS level,
        CASE grouping(district, town) WHEN 3 THEN '' WHEN 1 THEN district
            ELSE district || '/' || town END AS area,
        code, {SUMS}
    FROM used GROUP BY GROUPING SETS ((code), (code, district), (code, district, town))
    HAVING grouping(district, town) <> 0 OR town <> ''
    UNION ALL
    SELECT 'park', park, code, {SUMS} FROM used JOIN in_park USING (row) GROUP BY park, code
    """
    yield copied(
        "SELECT * FROM area WHERE n > 0 OR before > 0 ORDER BY level, area, code",
        out / "areas.parquet",
        row_group=20_480,
    )
    yield copied(
        "SELECT park, count(*) FILTER (in_park.circle AND open) AS in_circle, "
        "count(*) FILTER (in_park.address AND open) AS by_address "
        "FROM used JOIN in_park USING (row) GROUP BY park ORDER BY park",
        out / "parks.parquet",
    )
    yield copied(years(), out / "years.parquet")
    yield from hexagons(out)
    columns = ", ".join(POINT_COLUMNS)
    placed = f"SELECT *, opened IS NOT NULL AS dated FROM placed WHERE finest >= {COARSEST_POINTS}"
    yield copied(
        f"SELECT {columns} FROM ({with_quad(placed)}) WHERE open OR before ORDER BY quad, code",
        out / "points.parquet",
        row_group=20_480,
        compression="snappy",
    )


def hexagons(out: Path) -> Iterator[str | Derived]:
    """Yield the statements that write the sums of hexagons.

    The finest hexagons have hardly more than one establishment of a class: of these only the
    totals are written, and `points_as_cells` reads the rest from the points.
    """
    cells = [f"cell_{res}" for res in COARSER]
    yield Derived("coarser", "SELECT row, lon, lat FROM used WHERE finest > 0", coarser_cells)
    yield f"""
    CREATE TABLE placed AS SELECT row, lon, lat, cell, {", ".join(cells)}, code, employees, value,
        opened, open, before, finest FROM used JOIN coarser USING (row) WHERE finest > 0
    """
    yield "DROP TABLE used"
    summed = [name for res, name in zip(COARSER, cells, strict=True) if res < COARSEST_POINTS]
    keys = ", ".join([*summed, "finest", "code"])
    yield f"""
    CREATE TABLE fine AS SELECT {keys}, {SUMS} FROM placed GROUP BY {keys}
    HAVING n > 0 OR before > 0
    """
    names = "n, employees, employees_known, value, value_known, dated, before"
    rest = ", ".join(f"a.{name} - coalesce(s.{name}, 0)" for name in names.split(", "))
    for res in RESOLUTIONS:
        if res >= COARSEST_POINTS:
            yield copied(
                f"SELECT {CELL_COLUMNS[res]} AS cell, count(*) FILTER (open)::INTEGER AS n, "
                "count(*) FILTER (open AND code <> '')::INTEGER AS classified, "
                "sum(employees) FILTER (open AND code <> '') AS employees, "
                "sum(value) FILTER (open AND code <> '') AS value FROM placed "
                f"WHERE finest >= {res} AND (open OR before) GROUP BY 1 ORDER BY 1",
                out / f"totals-{res}.parquet",
            )
            continue
        yield f"""
        CREATE OR REPLACE TABLE coarse AS SELECT cell_{res} AS cell, code, {RESUMMED} FROM fine
        WHERE finest >= {res} GROUP BY 1, code
        """
        yield copied(
            f"SELECT cell, code, {names} FROM coarse UNION ALL "
            f"SELECT 0::UBIGINT, a.code, {rest} FROM area a "
            f"LEFT JOIN (SELECT code, {RESUMMED} FROM coarse GROUP BY code) s USING (code) "
            "WHERE a.level = 'city' AND (a.n > coalesce(s.n, 0) OR a.before > "
            "coalesce(s.before, 0)) ORDER BY code, cell",
            out / f"cells-{res}.parquet",
            row_group=20_480,
        )
        yield copied(
            "SELECT cell, sum(n)::INTEGER AS n, "
            "sum(n) FILTER (code <> '')::INTEGER AS classified, "
            "sum(employees) FILTER (code <> '') AS employees, "
            "sum(value) FILTER (code <> '') AS value FROM coarse GROUP BY cell ORDER BY cell",
            out / f"totals-{res}.parquet",
        )


def points_as_cells(points: str, res: int) -> str:
    """Return the query that gives points as the rows of a cube of fine hexagons."""
    return f"""
    SELECT {CELL_COLUMNS[res]} AS cell, code, lon, lat, open::INTEGER AS n,
        CASE WHEN open THEN coalesce(employees, 0) ELSE 0 END AS employees,
        (open AND employees IS NOT NULL)::INTEGER AS employees_known,
        CASE WHEN open THEN coalesce(value, 0) ELSE 0 END AS value,
        (open AND value IS NOT NULL)::INTEGER AS value_known,
        (open AND dated)::INTEGER AS dated, before::INTEGER AS before
    FROM {points} WHERE finest >= {res}
    """


def years() -> str:
    """Return the query of openings and closings by year, with the stock at its end."""
    events = " UNION ALL ".join(
        f"SELECT {level} AS level, {area} AS area, code, {day} AS year, "
        f"{int(day == 'opened')} AS opened, {int(day == 'closed')} AS closed "
        f"FROM used WHERE opened IS NOT NULL AND {day} IS NOT NULL"
        for level, area in (("'city'", "''::district_type"), ("'district'", "district"))
        for day in ("opened", "closed")
    )
    return f"""
    SELECT level, area, code, year,
        sum(opened - closed) OVER (PARTITION BY level, area, code ORDER BY year)::INTEGER AS stock,
        opened, closed
    FROM (SELECT level, area, code, year, sum(opened)::INTEGER AS opened,
              sum(closed)::INTEGER AS closed FROM ({events}) GROUP BY ALL)
    ORDER BY level, area, code, year
    """
