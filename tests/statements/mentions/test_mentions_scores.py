"""The figures on annotated plans do not fall."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LINKS = ROOT.parent / "shared" / "plans" / "links"
FLOORS = {"responsible": 0.98, "zone": 0.85, "firm": 0.92, "technology_task": 0.75}


@pytest.mark.skipif(not LINKS.is_dir(), reason="the annotated plans are not beside the checkout")
def test_scores_stay_above_their_floors() -> None:
    spec = importlib.util.spec_from_file_location("score", ROOT / "bench" / "score_mentions.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    totals = module.score(LINKS, LINKS.parent / "docs")
    reached = {type_: module.f1(totals[type_]) for type_ in FLOORS}
    assert {type_ for type_, floor in FLOORS.items() if reached[type_] < floor} == set(), reached
