"""The SQL that turns the sums of a register into the tables that are read of it.

Who has no district, or no place exact enough for a hexagon, is counted under the empty district
and the cell 0, so that parts always sum to the city.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from saidao.indicators.cube_rows import RESOLUTIONS
from saidao.indicators.points import COARSEST_POINTS
from saidao.store.cubes import copied

__all__ = ["statements"]

NAMES = ("n", "employees", "employees_known", "value", "value_known", "dated", "before")

RESUMMED = ", ".join(
    f"sum({name})::{'DOUBLE' if name in ('employees', 'value') else 'INTEGER'} AS {name}"
    for name in NAMES
)


def statements(out: Path) -> Iterator[str]:
    """Yield the statements that write the tables of the cubes into a folder.

    They read tables of sums, as `saidao.indicators.cube_sums` makes them: ``area_sum``,
    ``yearly``, ``coarse_4`` to ``coarse_7``, ``park_sum`` and ``in_park``; the totals of the
    finest hexagons, ``total_8`` and ``total_9``; and what the numbers in them stand for,
    ``code_word``, ``district_word``, ``town_word`` and ``park_word`` (``id``, ``word``).
    Words are sorted, so that the order of their numbers is theirs.

    Parameters
    ----------
    out : Path
    """
    yield f"""
    CREATE TABLE area AS
    SELECT CASE grouping(district, town) WHEN 3 THEN 'city' WHEN 1 THEN 'district'
            ELSE 'town' END AS level, district, town, code, {RESUMMED}
    FROM area_sum GROUP BY GROUPING SETS ((code), (code, district), (code, district, town))
    HAVING grouping(district, town) <> 0 OR town <> 0
    """
    names = ", ".join(NAMES)
    yield copied(
        f"""
        SELECT level, area, code, {names} FROM (
            SELECT level, CASE level WHEN 'city' THEN '' WHEN 'district' THEN d.word
                ELSE d.word || '/' || t.word END AS area, c.word AS code, {names}
            FROM area JOIN code_word c ON c.id = code LEFT JOIN district_word d ON d.id = district
                LEFT JOIN town_word t ON t.id = town
            UNION ALL
            SELECT 'park', p.word, c.word, {names} FROM park_sum JOIN code_word c ON c.id = code
                JOIN park_word p ON p.id = park)
        WHERE n > 0 OR before > 0 ORDER BY level, area, code
        """,
        out / "areas.parquet",
        row_group=20_480,
        compression="snappy",
    )
    yield copied(
        "SELECT word AS park, in_circle, by_address FROM in_park JOIN park_word ON id = park "
        "ORDER BY word",
        out / "parks.parquet",
    )
    yield copied(
        "SELECT CASE WHEN district < 0 THEN 'city' ELSE 'district' END AS level, "
        "coalesce(d.word, '') AS area, c.word AS code, year, stock::INTEGER AS stock, "
        "opened::INTEGER AS opened, closed::INTEGER AS closed FROM yearly "
        "JOIN code_word c ON c.id = code LEFT JOIN district_word d ON d.id = district "
        "ORDER BY district, c.id, year",
        out / "years.parquet",
        compression="snappy",
    )
    for res in RESOLUTIONS:
        if res >= COARSEST_POINTS:
            yield copied(f"SELECT * FROM total_{res} ORDER BY cell", out / f"totals-{res}.parquet")
        else:
            yield from hexagons(res, out)


def hexagons(res: int, out: Path) -> Iterator[str]:
    """Yield the statements that write the sums of the hexagons of one resolution."""
    rest = ", ".join(f"a.{name} - coalesce(s.{name}, 0) AS {name}" for name in NAMES)
    names = ", ".join(NAMES)
    yield copied(
        f"""
        SELECT cell, word AS code, {names} FROM (
            SELECT cell, code, {names} FROM coarse_{res} WHERE n > 0 OR before > 0 UNION ALL
            SELECT 0::UBIGINT AS cell, a.code, {rest} FROM area a
            LEFT JOIN (SELECT code, {RESUMMED} FROM coarse_{res} GROUP BY code) s USING (code)
            WHERE a.level = 'city'
                AND (a.n > coalesce(s.n, 0) OR a.before > coalesce(s.before, 0)))
        JOIN code_word ON id = code ORDER BY id, cell
        """,
        out / f"cells-{res}.parquet",
        row_group=20_480,
        compression="snappy",
    )
    classified = "FILTER (code <> 0)"
    yield copied(
        "SELECT cell, sum(n)::INTEGER AS n, "
        f"coalesce(sum(n) {classified}, 0)::INTEGER AS classified, "
        f"coalesce(sum(employees) {classified}, 0) AS employees, "
        f"coalesce(sum(value) {classified}, 0) AS value FROM coarse_{res} "
        "WHERE n > 0 OR before > 0 GROUP BY cell ORDER BY cell",
        out / f"totals-{res}.parquet",
    )
