"""What does not add up in the Shanghai pack, each finding judged by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from saidao import answers, pipeline
from saidao.answers.shapes import CheckReport
from saidao.atlas import Atlas

JUDGED = Path(__file__).resolve().parents[1] / "known" / "shanghai-findings.yaml"

MOST_FALSE = 0.1
"""Share of false alarms that a planner can bear."""


@pytest.fixture(scope="module")
def atlas(shanghai: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    """The Shanghai atlas."""
    out = tmp_path_factory.mktemp("shanghai") / "out"
    pipeline.build(shanghai, out, recorded_at="2026")
    with Atlas.open(out) as opened:
        yield opened


@pytest.fixture(scope="module")
def report(atlas: Atlas) -> CheckReport:
    """All findings."""
    return answers.check_report(atlas.snapshot, lambda id: atlas.text(id).text)


@pytest.fixture(scope="module")
def judged() -> list[dict[str, Any]]:
    """The findings that a person judged."""
    found: list[dict[str, Any]] = yaml.safe_load(JUDGED.read_text(encoding="utf-8"))
    return found


def key_of(one: dict[str, Any]) -> tuple[str, str, tuple[str, ...]]:
    """Return what names a finding."""
    return one["rule"], one["certainty"], tuple(one["figures"])


def test_every_finding_was_judged(report: CheckReport, judged: list[dict[str, Any]]) -> None:
    found = {(f.rule, f.certainty, tuple(one.id for one in f.figures)) for f in report.findings}
    assert found == {key_of(one) for one in judged}


def test_false_alarms_are_rare(judged: list[dict[str, Any]]) -> None:
    false = sum(not one["verdict"] for one in judged)
    assert all(one["reason"] for one in judged)
    assert false <= MOST_FALSE * len(judged)


@pytest.mark.parametrize(
    ("row", "rule", "figure"),
    [
        ("C05", "parts-total", "new-tracks-size-2025-press"),
        ("C10", "tier-members", "high-end-equipment-size-2025"),
        ("C12", "later-less", "hydrogen-stations-2025"),
        ("C13", "later-same", "hydrogen-size-2025"),
        ("C13", "later-same", "fuel-cell-vehicles-2025"),
        ("C16", "already-reached", "metaverse-driven-electronics-size-2025"),
        ("C19", "already-reached", "robot-density-2025"),
    ],
)
def test_known_conflicts_of_sums_are_found(
    report: CheckReport, row: str, rule: str, figure: str
) -> None:
    assert any(
        one.rule == rule and figure in {each.id for each in one.figures} for one in report.findings
    ), row


def test_overlapping_tracks_are_said_to_overlap(report: CheckReport) -> None:
    (tracks,) = (one for one in report.findings if one.rule == "parts-total")
    assert tracks.certainty == "bound"
    assert "1.55万亿元" in tracks.computed.zh
    assert "不能相加" in tracks.computed.zh
    assert "must not be added" in tracks.computed.en
    assert [one.role for one in tracks.figures] == ["total", "part", "part", "part"]


def test_figures_lead_to_their_clause_and_promise(report: CheckReport) -> None:
    for finding in report.findings:
        for one in finding.figures:
            assert one.title.zh
            assert one.reading.en
            assert one.source.title
            if one.assertion is not None:
                assert one.commitment_id
    quotes = [one.clause.quote for f in report.findings for one in f.figures if one.clause]
    assert any("70座左右" in quote for quote in quotes)


def test_findings_can_be_chosen(atlas: Atlas, report: CheckReport) -> None:
    def text(id: str) -> str:
        return atlas.text(id).text

    some = answers.check_report(atlas.snapshot, text, ["parts-total"])
    assert {one.rule for one in some.findings} == {"parts-total"}
    sure = answers.check_report(atlas.snapshot, text, (), ["certain"])
    assert {one.certainty for one in sure.findings} == {"certain"}
    assert sum(report.counts.values()) == len(report.findings)
    with pytest.raises(ValueError, match="parts-total"):
        answers.check_report(atlas.snapshot, text, ["no-such-rule"])
