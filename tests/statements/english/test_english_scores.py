"""The figures on annotated English texts do not fall."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from saidao.documents import read_file
from saidao.statements.reader import read_document
from saidao.statements.records import record
from saidao.statements.statement import Context

SHARED = Path(__file__).parents[3].parent / "shared"
FLOORS = {"corpus": (0.98, 0.95), "plans": (0.97, 0.95)}
"""F1 of detection, and of all fields where a period may be named by its month or last year."""


def scorer() -> ModuleType:
    """Load the scorer that lies beside the annotated texts."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "corpus" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(
    not (SHARED / "corpus" / "score.py").is_file(),
    reason="the annotated texts are not beside the checkout",
)
@pytest.mark.parametrize("folder", ["corpus", "plans"])
def test_scores_stay_above_their_floors(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    score = scorer()
    monkeypatch.setattr(score, "LENIENT", True)
    root = SHARED / folder
    meta = {one["id"]: one for one in score.load(str(root / "meta.jsonl"))}
    ids = [id for id, one in meta.items() if one["lang"] == "en"]
    for id in ids:
        one = meta[id]
        document = read_file(root / "docs" / f"{id}.txt")
        known = Context(one["title"], str(one.get("date") or one["year"]), one["region"], "en")
        records = [record(document, said) for said in read_document(document, known).statements]
        lines = "".join(json.dumps(line, default=str) + "\n" for line in records)
        (tmp_path / f"{id}.jsonl").write_text(lines, encoding="utf-8")
    total, _, (_, false_alarms) = score.score(ids, str(root / "gold"), str(tmp_path), meta)
    row = total.row()
    assert false_alarms == 0
    assert row["detection"][2] >= FLOORS[folder][0], row
    assert row["full"][2] >= FLOORS[folder][1], row
