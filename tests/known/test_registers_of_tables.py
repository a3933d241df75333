"""Published indices, reached the long way: rows of a register, cubes, then the indicators.

The kernels are held against the same numbers in tests/kernels; here it is the way there.

References
----------
.. [1] Farhauer, O. and Kröll, A. (2013). Standorttheorien. Wiesbaden: Springer.
.. [2] Dörsam, P. (2004). Wirtschaftsstatistik anschaulich dargestellt. Heidenau: PD-Verlag.
.. [3] Statistisches Bundesamt: firms and jobs by state and section, 2015, as in the data set
   G.regions.industries of Wieland, T. (2019). REAT: A Regional Economic Analysis Toolbox for R.
   Region 6(3).
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from tests.indicators.registers import write_register

from saidao.indicators import cubes
from saidao.indicators.areas import area_figures
from saidao.indicators.selection import of_code
from saidao.indicators.specialisation import profile

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"

NACE = "NACE Rev. 2"


def jobs(area: str, code: str, persons: float) -> dict[str, Any]:
    """Return an establishment that stands for all jobs of a cell of a table."""
    return {"code": code, "district": area, "employees": persons}


def test_the_quotient_of_farhauer_and_kroell(tmp_path: Path) -> None:
    rows = [
        jobs("region", "C", 1714),
        jobs("region", "F", 79006 - 1714),
        jobs("rest", "C", 879213 - 1714),
        jobs("rest", "F", 15593224 - 79006 - (879213 - 1714)),
    ]
    made = cubes.build(tmp_path, write_register(tmp_path, rows, scheme=NACE), [])
    _, found = area_figures(made, "district", of_code(made, "C"), "employees")
    assert found["region"].lq == pytest.approx(0.3847623, abs=5e-8)


def test_the_herfindahl_of_doersam(tmp_path: Path) -> None:
    rows = [jobs("d", code, n) for code, n in zip("BCDE", (20, 50, 20, 10), strict=True)]
    made = cubes.build(tmp_path, write_register(tmp_path, rows, scheme=NACE), [])
    found = profile(made, "district", "d", 1, "employees")
    assert found.hhi == pytest.approx(0.34)
    assert found.effective == pytest.approx(1 / 0.34)


def test_the_shift_share_of_farhauer_and_kroell(tmp_path: Path) -> None:
    region = [(90, 100), (20, 40), (10, 10), (60, 55)]
    whole = [(400, 440), (150, 210), (150, 135), (400, 480)]
    rows: list[dict[str, Any]] = []
    for code, (own, every) in zip("BCDE", zip(region, whole, strict=True), strict=True):
        rest = (every[0] - own[0], every[1] - own[1])
        for area, (before, after) in (("a", own), ("rest", rest)):
            kept = min(before, after)
            old, new = {"opened": "2000-01-01"}, {"opened": "2022-01-01"}
            one = {"code": code, "district": area}
            rows += [one | old] * kept
            rows += [one | old | {"closed": "2021-06-30"}] * (before - kept)
            rows += [one | new] * (after - kept)
    made = cubes.build(tmp_path, write_register(tmp_path, rows, scheme=NACE), [])
    shift = profile(made, "district", "a", 1).shift
    assert shift is not None
    total = shift.classic.total()
    assert (shift.before.sum(), shift.after.sum()) == (180, 205)
    assert total.growth == 25
    assert total.national_share == pytest.approx(27)
    assert total.industry_mix == pytest.approx(1)
    assert total.regional_shift == pytest.approx(-3)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the reference data are not here")
def test_the_german_states(tmp_path: Path) -> None:
    with (SHARED / "reat_G.regions.industries.csv").open(encoding="utf-8") as file:
        table = [
            (row["region_code"], row["ind_code"][-1], float(row["emp_all"]))
            for row in csv.DictReader(file)
        ]
    states: dict[str, float] = defaultdict(float)
    industries: dict[str, float] = defaultdict(float)
    for state, industry, persons in table:
        states[state] += persons
        industries[industry] += persons
    every = sum(states.values())
    assert (len(states), len(industries), every) == (16, 17, 39_055_000)
    rows = [jobs(state, industry, persons) for state, industry, persons in table]
    made = cubes.build(tmp_path, write_register(tmp_path, rows, scheme=NACE), [])
    for industry in industries:
        city, found = area_figures(made, "district", of_code(made, industry), "employees")
        assert city.weighed == industries[industry]
        for state, one, persons in table:
            if one == industry:
                quotient = (persons / states[state]) / (industries[industry] / every)
                assert found[state].lq == pytest.approx(quotient, rel=1e-12)
    for state, total in states.items():
        shares = [persons / total for one, _, persons in table if one == state]
        hhi = profile(made, "district", state, 1, "employees").hhi
        assert hhi == pytest.approx(sum(share**2 for share in shares), rel=1e-12)
