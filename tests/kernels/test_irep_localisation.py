"""Localised industries of IREP: found where planted, written the same way every time."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from bench import irep_localisation, irep_notebook
from bench.irep_localisation import Findings, analyse, main, parted, read
from bench.irep_page import page
from bench.irep_pictures import pictures, runs

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "methods" / "irep-localisation.md"
IREP = ROOT.parent / "shared" / "data" / "fr_irep_establishments.csv"


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up register: textiles within 15 km, three other divisions anywhere."""
    rng = np.random.default_rng(7)
    file = tmp_path_factory.mktemp("irep") / "register.csv"
    with file.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines)
        table.writerow(["x", "y", "Code_APE", "Departement", "metropolitan"])
        for code, count in (("1310Z", 30), ("2511Z", 60), ("3811Z", 60), ("0146Z", 60)):
            for place in rng.random((count, 2)):
                near = code == "1310Z"
                x, y = place * 15_000 + 300_000 if near else place * 600_000
                table.writerow([round(x, -2), round(y, -2), code, f"D{int(x // 2e5)}", "True"])
        for _ in range(4):
            table.writerow([100_000, 100_000, "3600Z", "D0", "True"])
        table.writerow([9e6, 9e6, "1310Z", "overseas", "False"])
    return file


@pytest.fixture(scope="module")
def findings(register: Path) -> Findings:
    """What is found in it, by small steps."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(irep_localisation, "KD_DISTANCES", np.arange(0.0, 200_001.0, 10_000.0))
        patched.setattr(irep_localisation, "M_DISTANCES", np.array([1, 10, 50, 100, 200]) * 1_000.0)
        return analyse(read(register))


def test_what_was_planted_is_found(findings: Findings) -> None:
    found = findings.divisions
    assert found.labels.tolist() == ["01", "13", "25", "38"]
    assert found.verdict[1] == "localised"
    assert found.q[1] <= 0.001
    assert runs(found.r, found.above()[1])[0][0] == 0
    assert findings.m.verdict[1] == "localised"
    assert findings.indices.gamma[1] == findings.indices.gamma.max()
    assert findings.clusters[1].count >= 1
    assert findings.clusters[1].plants >= 20


def test_overseas_rows_are_left_out_and_small_divisions_are_control(findings: Findings) -> None:
    assert len(findings.plants.x) == 214
    assert "36" not in findings.divisions.labels


def test_one_plant_of_a_division_is_kept_at_a_point(findings: Findings) -> None:
    kept = parted(findings.plants)
    assert (kept.division == "36").sum() == 1


def test_plants_are_moved_within_half_the_way_to_the_next_place(findings: Findings) -> None:
    plants = findings.plants
    moved = irep_localisation.jittered(plants)
    away = np.hypot(moved.x - plants.x, moved.y - plants.y)
    apart = np.hypot(plants.x[:, None] - plants.x, plants.y[:, None] - plants.y)
    apart[plants.places()[:, None] == plants.places()] = np.inf
    assert (away > 0).all()
    assert (away <= apart.min(axis=1) / 2).all()


def test_the_page_tells_all_and_the_pictures_are_sound(findings: Findings) -> None:
    text = page(findings)
    assert "| 13 | Manufacture of textiles | 30 | localised | 0 to" in text
    assert "nan" not in text
    drawn = pictures(findings)
    for name, picture in drawn.items():
        assert f"(irep-localisation-{name}.svg)" in text
        root = ET.fromstring(picture)
        assert root.get("aria-label")
        assert float(root.get("width", "999")) <= 390
    assert drawn == pictures(findings)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    file = tmp_path / "other.csv"
    file.write_text("x,y\n1,2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="Code_APE, Departement, metropolitan"):
        read(file)


def test_cells_of_the_notebook_run_in_order(register: Path) -> None:
    notebook = json.loads(irep_notebook.written(register))
    assert notebook["nbformat"] == 4
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert cells[0]["outputs"][0]["text"][0].startswith("214 plants")
    assert any(line.startswith("13 ") and "localised" in line for line in told(cells[2]))
    assert "image/svg+xml" in cells[3]["outputs"][0]["data"]


def told(cell: dict[str, list[dict[str, list[str]]]]) -> list[str]:
    """Return what a cell printed."""
    return cell["outputs"][0]["text"]


def test_the_notebook_that_is_kept_has_the_cells_and_no_path_of_a_machine() -> None:
    text = PAGE.with_suffix(".ipynb").read_text("utf-8")
    kept = json.loads(text)
    sources = tuple((cell["cell_type"], "".join(cell["source"])) for cell in kept["cells"])
    assert sources == irep_notebook.CELLS
    assert len({cell["id"] for cell in kept["cells"]}) == len(kept["cells"])
    assert all(cell["outputs"] for cell in kept["cells"] if cell["cell_type"] == "code")
    assert "/work" not in text
    assert "/home" not in text


def test_the_command_writes_page_pictures_and_notebook(
    register: Path, findings: Findings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(irep_localisation, "analyse", {register: findings}.get)
    monkeypatch.setattr(irep_localisation, "read", lambda file: file)
    assert main([str(register), "--write", str(tmp_path / "page.md")]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "page-curves.svg",
        "page-distances.svg",
        "page-share.svg",
        "page.ipynb",
        "page.md",
    ]


@pytest.mark.slow
@pytest.mark.skipif(not IREP.exists(), reason="the register lies beside the checkout only")
def test_the_notebook_of_the_real_register_is_as_kept() -> None:
    def verdicts(text: str) -> list[list[str]]:
        cells = [c for c in json.loads(text)["cells"] if c["cell_type"] == "code"]
        return [told(cells[0]), told(cells[1]), sorted(line[:22] for line in told(cells[2]))]

    kept = PAGE.with_suffix(".ipynb").read_text("utf-8")
    assert verdicts(irep_notebook.written(IREP)) == verdicts(kept)
