"""What registers say of areas, parks and industries, checked by hand on a small city."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import beta
from tests.cities import build
from tests.indicators.registers import add_register, harbour_rows

from saidao.answers import map_data
from saidao.answers.areas import areas
from saidao.answers.industry_state import industry_state, key_industries
from saidao.answers.park_facts import park_facts
from saidao.answers.registers import cubes_of, establishment, quality, registers
from saidao.answers.specialisation import area_profile, specialisation
from saidao.atlas import Atlas
from saidao.errors import InvalidInput, NotFound
from saidao.indicators.grid import cell_id, level
from saidao.packs.pack import Gap
from saidao.register.establishment import Flag
from saidao.register.manifest import Quality
from saidao.store import Snapshot
from saidao.terms.name import Name

TODAY = date(2031, 2, 1)
GBT = "GB/T 4754-2017"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented city with its register: 27 builders of ships' parts and 32 of software.

    Lighthouse has 23 and 7 (one of them placed nowhere), Reeds 4 and 25; one establishment
    of Lighthouse has no code.
    """
    atlas = tmp_path_factory.mktemp("city") / "out"
    build(atlas)
    add_register(atlas, harbour_rows(), quality=(Quality(int(Flag.NO_CODE), 1, (61,)),))
    return atlas


@pytest.fixture(scope="module")
def snapshot(folder: Path) -> Snapshot:
    """The same city with codes: ocean is ships' parts and half of software, drones half of it."""
    with Atlas.open(folder) as atlas:
        codes: dict[str, Any] = {
            "ocean": ((f"{GBT}:373", 1.0), (f"{GBT}:65", 0.5)),
            "drones": ((f"{GBT}:6513", 0.75),),
        }
        industries = tuple(
            replace(
                row,
                codes=codes.get(row.id, ()),
                codes_basis="estimate" if row.id in codes else None,
                parts=("ocean", "drones") if row.id == "both-tracks" else (),
            )
            for row in atlas.snapshot.industry
        )
        return replace(atlas.snapshot, industry=industries, answered={})


def test_districts_by_a_code(snapshot: Snapshot, folder: Path) -> None:
    found = areas(snapshot, folder, TODAY, code="3734", measure="lq")
    assert found.city.figures is not None
    assert (found.city.figures.count, found.city.figures.total) == (27, 59)
    lighthouse, reeds = found.areas
    assert (lighthouse.id, reeds.id) == ("990101", "990102")
    figures = lighthouse.figures
    assert figures is not None
    assert (figures.count, figures.total, figures.weighed_total) == (23, 30, 30)
    assert figures.share == pytest.approx(23 / 30)
    assert figures.share_of_city == pytest.approx(23 / 27)
    assert figures.lq == pytest.approx((23 / 30) / (27 / 59))
    # Clopper-Pearson of 23 in 27, over the district's share of 30 in 59.
    low, high = beta.ppf(0.025, 23, 5), beta.ppf(0.975, 24, 4)
    assert figures.lq_low == pytest.approx(low / (30 / 59))
    assert figures.lq_high == pytest.approx(high / (30 / 59))
    assert figures.warnings == ()
    # Opened in 2022 are every fourth: 4, 8, ..., 24. Number 5, which has closed, was open.
    assert (figures.dated, figures.before) == (23, 18)
    assert figures.growth == pytest.approx(23 / 18 - 1)
    assert figures.employees == 230
    for part in ("23 establishments here of 30", "27 of 59", f"{(23 / 30) / (27 / 59):.4g}"):
        assert part in figures.how.en
    assert reeds.figures is not None
    assert reeds.figures.warnings == ("few", "few_before")


def test_quotients_average_to_one_by_size(snapshot: Snapshot, folder: Path) -> None:
    for weight in ("establishments", "employees", "value"):
        found = areas(snapshot, folder, TODAY, industry="ocean", weight=weight, level="district")
        rows = [one.figures for one in found.areas if one.figures]
        weights = np.array([row.weighed_total for row in rows], float)
        quotients = np.array([row.lq if row.lq is not None else 0 for row in rows])
        assert (weights * quotients).sum() / weights.sum() == pytest.approx(1.0)


def test_an_industry_counts_by_the_shares_of_its_codes(snapshot: Snapshot, folder: Path) -> None:
    found = areas(snapshot, folder, TODAY, industry="ocean", measure="count")
    assert found.selection.classes == (("3734", 1.0), ("6513", 0.5))
    city = found.city.figures
    assert city is not None
    assert (city.count, city.n) == (59, 27 + 32 / 2)
    assert city.employees == 27 * 10 + 31 * 5 / 2
    assert {one.id: one.shown for one in found.areas} == {"990101": 26.5, "990102": 16.5}


def test_employees_weigh_shares(snapshot: Snapshot, folder: Path) -> None:
    found = areas(snapshot, folder, TODAY, code="3734", weight="employees", measure="lq")
    lighthouse = found.areas[0].figures
    assert lighthouse is not None
    assert (lighthouse.weighed, lighthouse.weighed_total) == (230, 230 + 30)
    assert lighthouse.lq == pytest.approx((230 / 260) / (270 / (270 + 155)))
    assert lighthouse.lq_low is None


def test_all_industries_count_those_without_a_code_too(snapshot: Snapshot, folder: Path) -> None:
    found = areas(snapshot, folder, TODAY)
    assert found.city.figures is not None
    assert found.city.figures.count == 60
    assert sum(one.figures.count for one in found.areas if one.figures) == 60
    assert found.city.figures.lq is None


def test_towns_and_parks(snapshot: Snapshot, folder: Path) -> None:
    towns = areas(snapshot, folder, TODAY, level="town", code="3734")
    counts = {one.id: one.figures.count for one in towns.areas if one.figures}
    assert counts["990101/北镇"] + counts["990101/南镇"] == 23
    assert towns.areas[0].name.zh == "灯塔区南镇"
    parks = areas(snapshot, folder, TODAY, level="park", code="3734")
    quay = next(one for one in parks.areas if one.id == "pilot-quay")
    assert quay.figures is not None
    assert "approximate" in quay.figures.warnings
    # A thousandth of a degree of longitude is 70.9 m here: 21 of them in 1,500 m, but for
    # number 5, which has closed.
    assert quay.figures.count == 20
    assert next(one for one in parks.areas if one.id == "kite-field").figures is None


def test_planned_stands_beside_today(snapshot: Snapshot, folder: Path) -> None:
    found = areas(snapshot, folder, TODAY, industry="ocean", level="district")
    lighthouse = next(one for one in found.areas if one.id == "990101")
    assert ("park", "pilot-quay") in {(item.kind, item.id) for item in lighthouse.planned}
    kinds = {item.kind for item in found.city.planned}
    assert {"park", "commitment", "task"} <= kinds
    promise = next(item for item in found.city.planned if item.kind == "commitment")
    assert promise.deadline
    assert promise.sources
    parks = areas(snapshot, folder, TODAY, industry="ocean", level="park")
    quay = next(one for one in parks.areas if one.id == "pilot-quay")
    assert [item.kind for item in quay.planned if item.kind == "park"] == ["park"]
    drones = areas(snapshot, folder, TODAY, industry="drones", level="district")
    assert all(item.id != "pilot-quay" for one in drones.areas for item in one.planned)


def test_an_industry_without_codes_is_planned_and_not_counted(
    snapshot: Snapshot, folder: Path
) -> None:
    found = areas(snapshot, folder, TODAY, industry="shipping-services")
    assert found.selection.missing is not None
    assert all(one.figures is None for one in found.areas)
    header, arrays = map_data.values(snapshot, folder, 6, industry="shipping-services")
    assert header["missing"]["en"]
    assert all(len(values) == 0 for values in arrays.values())


def test_a_code_that_nobody_has_is_nowhere(snapshot: Snapshot, folder: Path) -> None:
    found = areas(snapshot, folder, TODAY, code="0411", measure="lq")
    assert found.city.figures is not None
    assert (found.city.figures.count, found.city.figures.lq) == (0, None)
    assert all(one.shown is None for one in found.areas)
    for measure in ("count", "lq", "share", "growth", "employees", "value"):
        _, arrays = map_data.values(snapshot, folder, 8, code="0411", measure=measure)
        assert len(arrays["value"]) == 0
    header, _ = map_data.points(snapshot, folder, 12, 2166, 1381, code="0411")
    assert header["of"] == 0


def test_a_profile_by_hand(snapshot: Snapshot, folder: Path) -> None:
    found = area_profile(snapshot, folder, TODAY, "district", "990101", depth="section")
    assert [(one.code, one.figures.count) for one in found.codes] == [("C", 23), ("I", 7)]
    shares = (23 / 30, 7 / 30)
    assert found.concentration.hhi == pytest.approx(sum(s * s for s in shares))
    assert found.concentration.effective == pytest.approx(1 / sum(s * s for s in shares))
    city = (27 / 59, 32 / 59)
    assert found.concentration.krugman == pytest.approx(
        abs(shares[0] - city[0]) + abs(shares[1] - city[1])
    )


def test_shift_share_by_hand(snapshot: Snapshot, folder: Path) -> None:
    shift = area_profile(snapshot, folder, TODAY, "district", "990101", depth="section").shift_share
    assert shift is not None
    assert (shift.since, shift.until) == ("2019-12-31", "2024-12-31")
    # Of parts 18 were open in Lighthouse and 21 in the city, of software 5 and 25; now there
    # are 23 and 27, 6 and 31 with a known day of opening.
    before, after = np.array([18, 5]), np.array([23, 6])
    city_before, city_after = np.array([21, 25]), np.array([27, 31])
    whole = city_after.sum() / city_before.sum() - 1
    rates = city_after / city_before - 1
    assert shift.change == (after - before).sum() == 6
    assert shift.national == pytest.approx(before.sum() * whole)
    assert shift.mix == pytest.approx((before * (rates - whole)).sum())
    assert shift.regional == pytest.approx((after - before * (1 + rates)).sum())
    assert shift.national + shift.mix + shift.regional == pytest.approx(6)
    assert shift.homothetic is not None
    assert shift.allocation is not None
    assert shift.homothetic + shift.allocation == pytest.approx(shift.regional)


@pytest.mark.parametrize("kind", ["district", "park"])
def test_indices_of_all_areas_are_those_of_each(
    snapshot: Snapshot, folder: Path, kind: str
) -> None:
    found = specialisation(snapshot, folder, level=kind, depth="section")
    assert found.areas
    for row in found.areas:
        one = area_profile(snapshot, folder, TODAY, kind, row.id, depth="section")
        assert row.hhi == pytest.approx(one.concentration.hhi)
        assert row.krugman == pytest.approx(one.concentration.krugman)
        assert one.shift_share is not None
        assert row.regional == pytest.approx(one.shift_share.regional)
        assert row.national is not None
        assert row.mix is not None
        assert row.regional is not None
        assert row.national + row.mix + row.regional == pytest.approx(
            one.shift_share.after - one.shift_share.before
        )
    assert ("approximate" in found.areas[0].warnings) == (kind == "park")


@pytest.mark.parametrize("res", [5, 7, 9])
def test_hexagons_have_profiles_as_districts_have(
    snapshot: Snapshot, folder: Path, res: int
) -> None:
    grid = level(cubes_of(snapshot, folder), res)
    counted = 0
    for cell in grid.cells.tolist():
        one = area_profile(snapshot, folder, TODAY, "hex", cell_id(cell), depth="section")
        assert one.area.figures is not None
        counted += one.area.figures.count
        # All but the one without a code are in an industry.
        assert one.area.figures.count - sum(row.figures.count for row in one.codes) in (0, 1)
        if one.codes:
            shares = [row.figures.share or 0 for row in one.codes]
            assert one.concentration.hhi == pytest.approx(sum(share**2 for share in shares))
    assert counted == 59


def test_a_register_without_closures_says_that_survivors_are_counted(tmp_path: Path) -> None:
    build(tmp_path / "out")
    rows = [{**row, "closed": None} for row in harbour_rows()]
    add_register(tmp_path / "out", rows)
    with Atlas.open(tmp_path / "out") as atlas:
        found = areas(atlas.snapshot, tmp_path / "out", TODAY, code="3734")
    assert found.city.figures is not None
    assert "survivors" in found.city.figures.warnings


def test_a_park_against_who_is_there(snapshot: Snapshot, folder: Path) -> None:
    found = park_facts(snapshot, folder, "pilot-quay")
    assert (found.basis, found.in_circle, found.by_address) == ("circle", 21, 0)
    assert found.circle_km2 == pytest.approx(np.pi * 1.5**2)
    (focus,) = found.focus
    assert (focus.id, focus.figures.count if focus.figures else None) == ("ocean", 20)
    # 20 of 43 ocean establishments and 20 of 59 in all: (20/20) / (43/59).
    assert focus.figures is not None
    assert focus.figures.lq == pytest.approx(59 / 43)
    assert focus.verdict == ("agrees" if (focus.figures.lq_low or 0) > 1 else "weak")
    assert [one.code for one in found.specialised] == ["37"]
    nowhere = park_facts(snapshot, folder, "kite-field")
    assert (nowhere.basis, nowhere.focus[0].verdict) == ("none", "unknown")


def test_the_state_of_an_industry(snapshot: Snapshot, folder: Path) -> None:
    found = industry_state(snapshot, folder, TODAY, "ocean")
    assert found.city is not None
    assert found.city.figures is not None
    assert found.city.figures.n == 43
    assert [one.id for one in found.districts] == ["990101", "990102"]
    assert [(one.code, one.figures.n) for one in found.classes] == [("3734", 27), ("6513", 16)]
    (drones, both) = sorted(found.overlaps, key=lambda one: one.id, reverse=True)
    # Half and three quarters of one class: at least a quarter of it is common, at most half.
    assert (drones.id, drones.least, drones.most) == ("drones", 32 * 0.25, 32 * 0.5)
    assert drones.share_most == pytest.approx(16 / 43)
    assert both.id == "both-tracks"
    assert [one.id for one in found.named_by] == ["pilot-quay"]
    assert found.promises
    assert found.tasks
    assert all(one.figures.count >= 10 for one in found.hexes)


def test_the_growth_of_an_industry_over_districts_by_hand(snapshot: Snapshot, folder: Path) -> None:
    shift = industry_state(snapshot, folder, TODAY, "ocean").shift_share
    assert shift is not None
    # Ocean is ships' parts (18 and 3 open before, 23 and 4 now) and half of software (5 and 20
    # before, 6 and 25 now, of those with a known day of opening).
    before, after = {"990101": 20.5, "990102": 13.0}, {"990101": 26.0, "990102": 16.5}
    whole = (27 + 31) / (21 + 25) - 1
    own = 42.5 / 33.5 - 1
    rows = {row[0]: row for row in shift.industries}
    assert set(rows) == set(before)
    for id, (_, name, was, now, national, mix, regional) in rows.items():
        assert name.zh in ("灯塔区", "芦苇区")
        assert (was, now) == (before[id], after[id])
        assert national == pytest.approx(was * whole)
        assert mix == pytest.approx(was * (own - whole))
        assert regional == pytest.approx(now - was * (1 + own))
    assert shift.change == 9
    assert shift.national + shift.mix == pytest.approx(9)
    assert shift.regional == pytest.approx(0, abs=1e-9)


def test_a_total_is_the_union_of_its_parts(snapshot: Snapshot, folder: Path) -> None:
    found = industry_state(snapshot, folder, TODAY, "both-tracks")
    assert found.parts is not None
    assert (found.parts.sum, found.parts.union_least) == (43 + 24, 27 + 24)
    assert found.parts.union_most == 27 + 32
    assert found.parts.counted_twice_least == 67 - 59
    assert found.city is not None
    assert found.city.figures is not None
    assert found.city.figures.n == found.parts.union_least
    assert found.selection is not None
    assert found.selection.codes_basis == "derived"


def test_key_industries_say_how_many_are_not_recovered(snapshot: Snapshot, folder: Path) -> None:
    gap = Gap("key-industries-of-the-map", Name("重点", "Key"), 2, 35, Name("", ""), ("S001",))
    found = key_industries(replace(snapshot, gap=(gap,), answered={}), folder)
    assert (found.total, found.not_recovered) == (35, 33)
    assert {one.industry.id for one in found.industries} == {"ocean", "drones"}
    assert found.account is not None
    assert found.account.counted_twice_least == 8


@pytest.mark.parametrize("res", [6, 7, 8, 9])
def test_hexagons_tell_what_districts_tell(snapshot: Snapshot, folder: Path, res: int) -> None:
    header, arrays = map_data.values(snapshot, folder, res, industry="ocean", measure="count")
    # All but the establishment that is placed nowhere, which counts by half.
    assert header["city"] == 43
    assert arrays["value"].sum() == pytest.approx(42.5)
    assert arrays["count"].sum() == 58
    assert (np.diff(arrays["position"].astype(int)) > 0).all()
    assert ((arrays["flag"] & 1) == (arrays["count"] < 10)).all()


@pytest.mark.parametrize("res", [6, 8])
def test_quotients_of_hexagons(snapshot: Snapshot, folder: Path, res: int) -> None:
    _, arrays = map_data.values(snapshot, folder, res, code="3734", measure="lq")
    cubes = cubes_of(snapshot, folder)
    grid = level(cubes, res)
    totals = grid.totals["classified"][arrays["position"]]
    expected = (arrays["count"] / totals) / (27 / 59)
    assert arrays["value"] == pytest.approx(expected, rel=1e-6)
    unsure = (arrays["flag"] & 2) > 0
    for count, total, flag in zip(arrays["count"], totals, unsure, strict=True):
        low = beta.ppf(0.025, count, 27 - count + 1) / (total / 59)
        high = 1.0 if count == 27 else beta.ppf(0.975, count + 1, 27 - count)
        assert flag == (low <= 1 <= high / (total / 59))


def test_tiles_are_parts_of_the_grid(snapshot: Snapshot, folder: Path) -> None:
    view = map_data.grid(snapshot, folder)
    for one in view.levels:
        whole = map_data.values(snapshot, folder, one.res, code="3734", measure="count")[1]
        _, shapes = map_data.hexes(snapshot, folder, one.res, register=None, tile=None)
        pieces, start = [], 0
        for tile in one.tiles:
            _, part = map_data.values(
                snapshot, folder, one.res, code="3734", measure="count", tile=tile.id
            )
            _, hexes = map_data.hexes(snapshot, folder, one.res, register=None, tile=tile.id)
            west, south, east, north = tile.bounds
            lon, lat = hexes["corners"][..., 0], hexes["corners"][..., 1]
            assert west <= lon.min() <= lon.max() <= east
            assert south <= lat.min() <= lat.max() <= north
            assert (hexes["cell"] == shapes["cell"][start : start + tile.cells]).all()
            pieces.append(part["position"] + start)
            start += tile.cells
        assert start == one.cells == len(shapes["cell"])
        assert np.concatenate(pieces).tolist() == whole["position"].tolist()
        assert one.shown + one.left_out == 60


def test_points_lead_to_their_establishments(snapshot: Snapshot, folder: Path) -> None:
    header, arrays = map_data.points(snapshot, folder, 12, 2166, 1381, industry="ocean")
    found = {}
    for x in range(2160, 2175):
        for y in range(1370, 1390):
            header, arrays = map_data.points(snapshot, folder, 12, x, y, industry="ocean")
            for i, row in enumerate(arrays["row"].tolist()):
                found[row] = (header["codes"][arrays["code"][i]]["code"], arrays["share"][i])
    assert len(found) == 58
    row, (code, share) = next(iter(sorted(found.items())))
    one = establishment(snapshot, folder, row)
    assert (one.code, share) == (code, 1.0)
    assert {id: share for id, _, share in one.industries} == {"ocean": 1.0, "both-tracks": 1.0}
    assert one.name == "示例企业 1"
    limited, arrays = map_data.points(snapshot, folder, 12, 2166, 1381, limit=3)
    assert limited["count"] == len(arrays["row"]) <= 3
    assert limited["of"] >= limited["count"]


def test_an_establishment_tells_its_flags_and_nothing_beside_the_contract(
    snapshot: Snapshot, folder: Path
) -> None:
    one = establishment(snapshot, folder, 61)
    assert [flag for flag, _ in one.flags] == ["no-code"]
    assert (one.code, one.code_name, one.industries) == (None, None, ())
    with pytest.raises(NotFound):
        establishment(snapshot, folder, 10_000)


def test_registers_and_their_quality(snapshot: Snapshot, folder: Path) -> None:
    listed = registers(snapshot, folder)
    assert listed.default == "tiny"
    (view,) = listed.registers
    assert (view.rows, view.usable, view.open) == (64, 63, 60)
    report = quality(snapshot, "tiny")
    (line,) = report.lines
    assert (line.flag, line.rows, line.share, line.examples) == ("no-code", 1, 1 / 64, (61,))


def test_the_default_register_is_the_newest_that_is_real(tmp_path: Path) -> None:
    atlas = tmp_path / "out"
    build(atlas)
    add_register(atlas, harbour_rows(), id="made-up", synthetic=True, as_of="2030-01-01")
    with Atlas.open(atlas) as opened:
        assert registers(opened.snapshot, atlas).default == "made-up"
    add_register(atlas, harbour_rows(), id="old", as_of="2001-01-01")
    add_register(atlas, harbour_rows(), id="new", as_of="2020-01-01")
    with Atlas.open(atlas) as opened:
        listed = registers(opened.snapshot, atlas)
        assert listed.default == "new"
        assert [one.mark.id for one in listed.registers] == ["new", "old", "made-up"]
        assert areas(opened.snapshot, atlas, TODAY, register="made-up").synthetic
        with pytest.raises(NotFound, match="made-up"):
            areas(opened.snapshot, atlas, TODAY, register="made-upp")


def test_an_atlas_without_a_register_says_so(tmp_path: Path) -> None:
    build(tmp_path / "out")
    with Atlas.open(tmp_path / "out") as atlas:
        assert registers(atlas.snapshot, tmp_path).registers == ()
        found = industry_state(atlas.snapshot, tmp_path, TODAY, "ocean")
        assert (found.register, found.city) == (None, None)
        assert found.promises
        with pytest.raises(NotFound, match="register"):
            areas(atlas.snapshot, tmp_path, TODAY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "street"},
        {"measure": "beauty"},
        {"weight": "kilos"},
        {"code": "99999"},
        {"code": "3734", "industry": "ocean"},
    ],
)
def test_wrong_parameters_are_told(snapshot: Snapshot, folder: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        areas(snapshot, folder, TODAY, **wrong)


def test_wrong_tiles_and_areas_are_told(snapshot: Snapshot, folder: Path) -> None:
    for zoom, x, y in ((11, 0, 0), (12, 4096, 0), (17, 0, 0)):
        with pytest.raises(InvalidInput):
            map_data.points(snapshot, folder, zoom, x, y)
    with pytest.raises(InvalidInput):
        map_data.values(snapshot, folder, 10)
    with pytest.raises(NotFound):
        map_data.values(snapshot, folder, 6, tile="'; DROP")
    with pytest.raises(NotFound, match="990101"):
        area_profile(snapshot, folder, TODAY, "district", "99010")


def test_cells_are_named_as_h3_names_them(snapshot: Snapshot, folder: Path) -> None:
    import h3

    grid = level(cubes_of(snapshot, folder), 7)
    for cell, (lon, lat) in zip(grid.cells.tolist(), grid.centres.tolist(), strict=True):
        assert h3.latlng_to_cell(lat, lon, 7) == cell_id(cell)
