"""Real plants through the same commands: the French register of polluting emissions, IREP.

The atlas is made on the fly by `saidao init`: its districts are the regions of 2015, drawn
from every second plant (what lies nearest to a plant lies in its region), so that the other
half can be held against them.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
from collections import Counter
from pathlib import Path

import duckdb
import numpy as np
import pytest
import shapely
from shapely.geometry import mapping

from saidao import registering, store
from saidao.answers.areas import areas
from saidao.atlas import Atlas
from saidao.cli import main
from saidao.register.establishment import UNUSABLE, Flag

TABLE = Path(__file__).parents[2].parent / "shared" / "data" / "fr_irep_establishments.csv"
HEADER = (
    "code,name_zh,name_en,area_km2,area_note_zh,area_note_en,population,population_year,"
    "positioning_zh,positioning_en,positioning_period,sources\n"
)
BOX = (-5.5, 41.2, 9.8, 51.3)


@pytest.fixture(scope="module")
def plants() -> list[dict[str, str]]:
    """The rows as they stand in the file."""
    if not TABLE.is_file():
        pytest.skip("the table of French plants is not beside this checkout")
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def atlas(plants, tmp_path_factory) -> Path:
    """An atlas of metropolitan France with the plants in it."""
    folder = tmp_path_factory.mktemp("irep")
    pack, out = folder / "pack", folder / "atlas"
    assert main(["init", str(pack), "--city", "France", "--code", "250000"]) == 0
    draw_regions(pack, [row for row in plants if row["metropolitan"] == "True"][::2])
    assert main(["pack", "check", str(pack)]) == 0
    assert main(["build", str(pack), "-o", str(out)]) == 0
    command = ["register", "import", str(out), str(TABLE), "--layout", "irep", "--yes"]
    assert main([*command, "--id", "irep"]) == 0
    return out


def draw_regions(pack: Path, rows: list[dict[str, str]]) -> None:
    """Write outlines of the regions into a pack: the ground nearest to each one's plants."""
    region_of = {
        (round(float(row["lon"]), 4), round(float(row["lat"]), 4)): row["Region"]
        for row in reversed(rows)
    }
    cells = shapely.get_parts(
        shapely.voronoi_polygons(
            shapely.multipoints(np.array(list(region_of))),
            extend_to=shapely.box(*BOX),
            ordered=True,
        )
    )
    regions = np.array(list(region_of.values()))
    features, lines = [], [HEADER]
    for number, region in enumerate(sorted(set(regions)), start=1):
        ground = shapely.union_all(shapely.set_precision(cells[regions == region], 1e-6))
        code = f"25{number:02d}00"
        outline = mapping(shapely.intersection(ground, shapely.box(*BOX)))
        features.append({"type": "Feature", "id": code, "properties": {}, "geometry": outline})
        lines.append(f"{code},{region},{region},,,,,,,,,S001\n")
    collection = {"type": "FeatureCollection", "features": features}
    (pack / "districts.geojson").write_text(json.dumps(collection), "utf-8")
    (pack / "districts.csv").write_text("".join(lines), "utf-8")
    (pack / "sources.yaml").write_text(
        "- {id: S001, title: IREP, publisher: Géorisques, authority: official, issued: null, "
        "url: null, retrieved: null}\n",
        "utf-8",
    )
    own = (pack / "pack.yaml").read_text("utf-8")
    box = "bounds: {west: -6, south: 41, east: 10, north: 52}"
    (pack / "pack.yaml").write_text(re.sub(r"bounds: .*", box, own), "utf-8")


def rows_of(atlas: Path, sql: str) -> list[tuple]:
    """Ask the parts of the imported register."""
    parts = store.parts_of(atlas, registering.register_in(atlas, "irep"))
    return duckdb.execute(
        sql.replace("PARTS", f"read_parquet({[str(p) for p in parts]})")
    ).fetchall()


def test_every_row_is_there_with_what_is_wrong_with_it(atlas, plants) -> None:
    register = registering.register_in(atlas, "irep")
    found = {Flag(line.flag): line.rows for line in register.quality}
    assert register.rows == len(plants) == 10_167
    assert not register.synthetic
    assert register.scheme == "NAF Rev. 2"
    assert register.coordinate_system == "EPSG:27572"
    # 114 overseas, and a farm of Bourgogne whose coordinates lie in Kazakhstan.
    assert found[Flag.IMPOSSIBLE_PLACE] == 115
    assert Flag.OUT_OF_AREA not in found
    assert Flag.UNKNOWN_CODE not in found
    assert Flag.NO_CODE not in found
    same = Counter((p["Nom_Etablissement"], p["Code_APE"], p["x"], p["y"]) for p in plants)
    assert found[Flag.DUPLICATE_RECORD] <= sum(count - 1 for count in same.values())
    assert register.usable == register.rows - found[Flag.DUPLICATE_RECORD]


def test_places_are_where_the_file_says(atlas, plants) -> None:
    places = rows_of(atlas, "SELECT row, lon, lat FROM PARTS")
    placed = {row: (lon, lat) for row, lon, lat in places}
    metropolitan = [n for n, row in enumerate(plants, start=1) if row["metropolitan"] == "True"]
    stated = np.array([[float(plants[n - 1][k]) for k in ("lon", "lat")] for n in metropolitan])
    metres = (np.array([placed[n] for n in metropolitan]) - stated) * [76_000, 111_000]
    assert np.hypot(*metres.T).max() < 5.0


def test_places_are_towns_because_all_plants_of_a_town_share_one(atlas, plants) -> None:
    points: dict[tuple[str, str], set[tuple[str, str]]] = {}
    ids: dict[tuple[str, str], set[str]] = {}
    for row in plants:
        town = (row["Code_Postal"], row["Commune"])
        points.setdefault(town, set()).add((row["x"], row["y"]))
        ids.setdefault(town, set()).add(row["Identifiant"])
    several = [town for town in ids if len(ids[town]) > 1]
    assert all(len(points[town]) == 1 for town in several)
    told = dict(registering.register_in(atlas, "irep").mapping)
    assert told["places are towns'"].startswith(f"of {len(several):,} towns with several")
    sql = "SELECT place_level, count(*), count(DISTINCT (lon, lat)), min(place_uncertainty_m), max("
    ((level, rows, places, least, most),) = rows_of(
        atlas, sql + "place_uncertainty_m) FROM PARTS WHERE place_level = 'town' GROUP BY 1"
    )
    assert (level, rows - places) == ("town", 5_035)
    assert 500 < least < most < 20_000


def test_the_half_that_drew_no_outline_lies_in_its_region(atlas, plants) -> None:
    names = dict(region_codes(atlas))
    found = dict(rows_of(atlas, "SELECT row, district FROM PARTS"))
    metropolitan = [n for n, row in enumerate(plants, start=1) if row["metropolitan"] == "True"]
    held_out = metropolitan[1::2]
    right = [names.get(found[n]) == plants[n - 1]["Region"] for n in held_out]
    assert np.mean(right) > 0.97


def region_codes(atlas: Path) -> list[tuple[str, str]]:
    """Return code and name of each district."""
    with Atlas.open(atlas) as opened:
        return [(one.code, one.name.zh) for one in opened.snapshot.district]


@pytest.mark.parametrize(
    ("region", "code", "least", "most"),
    [
        ("BRETAGNE", "0146Z", 6.0, 7.0),  # pig farms
        ("AQUITAINE", "16", 5.0, 6.5),  # wood: the Landes forest
        ("NORD-PAS-DE-CALAIS", "24", 1.5, 2.5),  # steel
        ("RHONE-ALPES", "20", 1.0, 1.4),  # chemicals
    ],
)
def test_location_quotients_are_what_the_rows_give(atlas, region, code, least, most) -> None:
    number = {name: district for district, name in region_codes(atlas)}[region]
    uncounted = int(UNUSABLE | Flag.OUT_OF_AREA)
    ((of_both, of_region, of_code, of_all),) = rows_of(
        atlas,
        f"SELECT count(*) FILTER (district = '{number}' AND starts_with(code, '{code}')), "
        f"count(*) FILTER (district = '{number}'), "
        f"count(*) FILTER (starts_with(code, '{code}')), count(*) "
        f"FROM PARTS WHERE flags & {uncounted} = 0",
    )
    expected = (of_both / of_region) / (of_code / of_all)
    with Atlas.open(atlas) as opened:
        view = areas(
            opened.snapshot,
            atlas,
            dt.date(2026, 1, 1),
            level="district",
            code=code,
            measure="lq",
        )
    (figures,) = [one.figures for one in view.areas if one.id == number]
    assert figures is not None
    assert figures.lq == pytest.approx(expected, rel=1e-9)
    assert figures.count == of_both
    assert least < figures.lq < most
    assert figures.lq_low < figures.lq < figures.lq_high
    assert not view.synthetic


def test_coarse_places_are_measured_only_where_that_is_asked_for(atlas, capsys) -> None:
    command = ["measure", str(atlas), "--of", "m", "--r", "20,50", "--register", "irep"]
    assert main(command) == 2
    assert "--coarse KM takes places" in capsys.readouterr().err
    assert main([*command, "--coarse", "10"]) == 0
    assert "localised" in capsys.readouterr().out
