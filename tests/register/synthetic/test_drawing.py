"""Where, how large and since when: properties of what is drawn."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from saidao.errors import InvalidInput, PackError
from saidao.register.synthetic import (
    Park,
    calibrate,
    calibration_of,
    design_of,
    draw,
    draw_register,
    fingerprint,
    grid_of,
)
from saidao.terms.industry_codes import scheme

GBT = scheme("GB/T 4754-2017")


def digest(drawn) -> str:
    """Return a hash of all values that were drawn."""
    found = hashlib.sha256()
    for name in ("district", "code", "lon", "lat", "employees", "revenue", "opened"):
        found.update(np.ascontiguousarray(getattr(drawn, name)).tobytes())
    return found.hexdigest()[:16]


def test_the_same_seed_gives_the_same_bytes(shanghai, sample) -> None:
    assert digest(draw_register(shanghai)) == digest(sample)
    other = dataclasses.replace(design_of(shanghai), seed=1)
    changed = draw_register(dataclasses.replace(shanghai, synthetic_register=other))
    assert digest(changed) != digest(sample)


def test_a_fixed_draw_of_a_small_city() -> None:
    """Holds the values themselves, which must be the same on every machine."""
    drawn = small_city(size=500)
    assert digest(drawn) == "9514d531bc8b250c"


def test_all_stand_in_their_district(shanghai, whole) -> None:
    assert np.isfinite(whole.lon).all()
    picked = np.random.default_rng(1).choice(len(whole), 20_000, replace=False)
    for number, district in enumerate(shanghai.districts):
        of_it = picked[whole.district[picked] == number]
        outline = shape(district.geometry)
        shapely.prepare(outline)
        assert shapely.contains_xy(outline, whole.lon[of_it], whole.lat[of_it]).all()


def test_they_cluster_more_than_chance_would(whole) -> None:
    software = whole.code == whole.classes.index("6513")
    pudong = whole.district == whole.districts.index("310115")
    there = software & pudong
    assert there.sum() > 1000

    def crowding(lon, lat) -> float:
        squares, counts = np.unique(
            np.floor(lon * 200) * 100_000 + np.floor(lat * 200), return_counts=True
        )
        assert squares.size
        return float((counts.astype(float) ** 2).sum() / counts.sum() ** 2)

    anyone = np.nonzero(pudong)[0]
    same = np.random.default_rng(2).choice(anyone, int(there.sum()), replace=False)
    assert crowding(whole.lon[there], whole.lat[there]) > 1.5 * crowding(
        whole.lon[same], whole.lat[same]
    )


def test_sizes_are_skewed_and_days_are_on_time(whole) -> None:
    industry = np.isin(whole.code, [whole.classes.index(code) for code in GBT.below("34")])
    sizes = np.sort(whole.employees[industry])
    assert np.median(sizes) < sizes.mean() / 2
    assert sizes[-1] > 50 * sizes.mean()
    last = (dt.date(2023, 12, 31) - dt.date(1970, 1, 1)).days
    assert whole.opened.max() <= last
    years = whole.opened.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970
    counts = np.bincount(years - 1990)
    assert counts.size == 34
    assert counts[29] < counts[30], "more were founded in 2020 than in 2019"


SQUARE = {
    "type": "Polygon",
    "coordinates": [[[0.0, 0.0], [0.1, 0.0], [0.1, 0.1], [0.0, 0.1], [0.0, 0.0]]],
}
NEXT = {
    "type": "Polygon",
    "coordinates": [[[0.1, 0.0], [0.2, 0.0], [0.2, 0.1], [0.1, 0.1], [0.1, 0.0]]],
}


def small_design(**changed):
    """Return a design of a city of two districts, two divisions and a section."""
    from saidao.packs.synthetic import MEASURES, Leaning, Margin, SyntheticRegister
    from saidao.terms.name import Name

    def margin(area, code, measure, value):
        return Margin(
            "t", area, code, "2020", measure, value, MEASURES[measure], "published", "S001", None
        )

    margins = (
        margin("990001", "", "employees", 3000),
        margin("990002", "", "employees", 1000),
        margin("990000", "", "employees", 4000),
        margin("990000", "39", "employees", 1500),
        margin("990000", "39", "units", 60),
        margin("990000", "39", "revenue", 3e9),
        margin("990000", "I", "employees", 2500),
        margin("990002", "I", "employees", 900),
        margin("990000", "I", "persons_per_unit", 10),
        margin("990000", "", "entries", 5),
    )
    values = {
        "id": "small",
        "name": Name("小城", "Small"),
        "licence": "CC0",
        "scheme": "GB/T 4754-2017",
        "as_of": "2020-06-30",
        "seed": 7,
        "establishments": 310,
        "parts": ("39", "I"),
        "left_out": (),
        "size_sigma": 1.0,
        "clustering": 0.4,
        "cluster_radius_m": 500.0,
        "park_share": 1.0,
        "leaning_factor": 4.0,
        "leanings": (Leaning("990001", ("3973",), ("S001",)),),
        "sources": ("S001",),
        "note": Name("", ""),
        "not_for": Name("", ""),
        "margins": margins,
    }
    return SyntheticRegister(**{**values, **changed})


DISTRICTS = ("990001", "990002")


def small_city(size: int, parks=(), **changed):
    """Draw the small city."""
    design = small_design(**changed)
    calibration = calibrate(design, "990000", DISTRICTS, GBT)
    grid = grid_of([SQUARE, NEXT], DISTRICTS)
    return draw(design, calibration, grid, GBT, establishments=size, parks=parks)


def test_a_small_city_by_hand() -> None:
    calibration = calibrate(small_design(), "990000", DISTRICTS, GBT)
    assert calibration.total_units == 60 + 250
    # 990002 has 900 of I, so 100 of its 1,000 are in 39; the rest follows.
    chips = calibration.employees[:, calibration.leaves.index("39")]
    assert chips == pytest.approx([1400, 100], abs=1e-3)
    drawn = small_city(310)
    chips = np.isin(drawn.code, [drawn.classes.index(code) for code in GBT.below("39")])
    assert chips.sum() == 60
    assert drawn.employees[chips].sum() == 1500
    assert drawn.employees[chips & (drawn.district == 1)].sum() == 100
    assert drawn.revenue[chips].sum() == pytest.approx(3e9, abs=2000)
    assert drawn.opened.max() <= (dt.date(2020, 6, 30) - dt.date(1970, 1, 1)).days
    # The led class is drawn four times as often as its equals there, elsewhere as often.
    led = small_city(310_000)
    for district, expected in ((0, 4.0), (1, 1.0)):
        codes = led.code[led.district == district]
        count = {code: (codes == led.classes.index(code)).sum() for code in ("3973", "3972")}
        assert count["3973"] / count["3972"] == pytest.approx(expected, rel=0.25)


def test_a_park_takes_its_industry() -> None:
    park = Park(0.05, 0.05, 1500.0, ("990001",), ("3973",))
    drawn = small_city(20_000, parks=[park])
    mine = (drawn.code == drawn.classes.index("3973")) & (drawn.district == 0)
    metres = np.hypot(drawn.lon - 0.05, drawn.lat - 0.05) * 111_320
    assert mine.sum() > 100
    assert (metres[mine] < 1500 + 250).all(), "park_share is 1"
    others = ~mine & (drawn.district == 0)
    assert (metres[others] < 1500).mean() < 0.5


@pytest.mark.parametrize("size", [1, 2, 17, 1000])
def test_any_number_can_be_drawn(size) -> None:
    drawn = small_city(size)
    assert len(drawn) == size
    assert (drawn.employees >= 1).all()


def test_contradictions_are_said() -> None:
    design = small_design()
    wrong = [
        dataclasses.replace(m, value=9000.0) if m.code == "39" and m.measure == "employees" else m
        for m in design.margins
    ]
    with pytest.raises(PackError, match="totals that agree"):
        calibrate(dataclasses.replace(design, margins=tuple(wrong)), "990000", DISTRICTS, GBT)
    unknown = [
        dataclasses.replace(m, code="3999", row=4) if m.measure == "revenue" else m
        for m in design.margins
    ]
    with pytest.raises(PackError, match=r"3999.*a code of GB/T 4754-2017"):
        calibrate(dataclasses.replace(design, margins=tuple(unknown)), "990000", DISTRICTS, GBT)
    over = [
        dataclasses.replace(m, value=1900.0) if m.area == "990002" and m.code == "I" else m
        for m in design.margins
    ]
    with pytest.raises(PackError, match="exceed a margin"):
        calibrate(dataclasses.replace(design, margins=tuple(over)), "990000", DISTRICTS, GBT)
    with pytest.raises(PackError, match="nothing left of 39"):
        calibrate(dataclasses.replace(design, left_out=("39",)), "990000", DISTRICTS, GBT)


def test_a_district_too_small_for_a_square_gets_finer_ones() -> None:
    tiny = {
        "type": "Polygon",
        "coordinates": [[[0.2, 0.0], [0.2008, 0.0], [0.2008, 0.0008], [0.2, 0.0008], [0.2, 0.0]]],
    }
    grid = grid_of([SQUARE, tiny], DISTRICTS)
    assert grid.step_m < 100
    assert all(squares.size for squares in grid.squares)
    line = {
        "type": "Polygon",
        "coordinates": [[[0.2, 0.0], [0.20001, 0.0], [0.20001, 0.05], [0.2, 0.05], [0.2, 0.0]]],
    }
    with pytest.raises(PackError, match="no room in 990002"):
        grid_of([SQUARE, line], DISTRICTS)


def test_a_pack_without_one_says_so(shanghai) -> None:
    plain = dataclasses.replace(shanghai, synthetic_register=None)
    with pytest.raises(InvalidInput, match=r"register\.yaml"):
        draw_register(plain)
    with pytest.raises(InvalidInput):
        calibration_of(plain)


def test_the_fingerprint_changes_with_what_is_drawn_from(shanghai) -> None:
    first = fingerprint(shanghai)
    assert fingerprint(shanghai) == first
    design = design_of(shanghai)
    other = dataclasses.replace(design, margins=design.margins[1:])
    assert fingerprint(dataclasses.replace(shanghai, synthetic_register=other)) != first
    assert fingerprint(dataclasses.replace(shanghai, parks=())) != first
