"""Kd of R's dbmss on its own reference patterns."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from saidao.kernels.distance import kd

SHARED = Path(__file__).resolve().parents[3].parent / "shared" / "data"
REFERENCE = SHARED / "dbmss_reference"
needs_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the outputs of R dbmss are not beside this checkout"
)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@needs_reference
@pytest.mark.parametrize("species", ["Q. Rosea", "V. Americana"])
@pytest.mark.parametrize("weighted", ["FALSE", "TRUE"])
def test_kd_of_paracou_is_dbmss(species: str, weighted: str) -> None:
    trees = [t for t in rows_of(SHARED / "dbmss_paracou16.csv") if t["PointType"] == species]
    wanted = [
        row
        for row in rows_of(REFERENCE / "paracou16.csv")
        if row["measure"] == "Kd"
        and row["reference"] == row["neighbour"] == species
        and row["weighted"] == weighted
    ]
    x, y, w = (np.array([float(t[c]) for t in trees]) for c in ("x", "y", "PointWeight"))
    value = np.array([float(row["value"]) for row in wanted])
    r = np.array([float(row["r"]) for row in wanted])
    got = kd(x, y, r, weights=w if weighted == "TRUE" else None)
    assert np.abs(got.kd - value).max() < 2e-3 * value.max()


@needs_reference
def test_kd_of_irep_is_dbmss() -> None:
    plants = [
        p for p in rows_of(SHARED / "fr_irep_establishments.csv") if p["metropolitan"] == "True"
    ]
    x, y = (np.array([float(p[c]) / 1_000 for p in plants]) for c in ("x", "y"))
    code = np.array([p["Code_APE"][:2] for p in plants])
    wanted = [row for row in rows_of(REFERENCE / "irep.csv") if row["measure"] == "Kd"]
    industries = sorted({row["industry"] for row in wanted})
    assert len(industries) == 10
    for industry in industries:
        mine = [row for row in wanted if row["industry"] == industry]
        value = np.array([float(row["value"]) for row in mine])
        got = kd(
            x[code == industry], y[code == industry], np.array([float(m["r_km"]) for m in mine])
        )
        assert got.n == int(mine[0]["n"])
        assert got.bandwidth == pytest.approx(float(mine[0]["bandwidth_km"]), rel=1e-5)
        assert np.abs(got.kd - value).max() < 1.1e-3 * value.max(), industry


@needs_reference
def test_kd_of_toulouse_is_dbmss() -> None:
    calls = rows_of(SHARED / "dbmss_toulouse_emergencies.csv")
    wanted = rows_of(REFERENCE / "toulouse.csv")
    x, y, m = (np.array([float(c[k]) for c in calls]) for k in ("X", "Y", "M"))
    r = np.array([float(row["r"]) for row in wanted])
    serious = m >= float(wanted[0]["threshold"])
    for name, mine in (("serious", serious), ("all", np.ones(len(x), bool))):
        value = np.array([float(row[name]) for row in wanted])
        assert np.abs(kd(x[mine], y[mine], r).kd - value).max() < 2e-3 * value.max(), name
