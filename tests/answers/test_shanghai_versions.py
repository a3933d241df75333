"""Pairs of plans of the Shanghai pack: what became of the promises that are known to have moved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from saidao import answers, pipeline
from saidao.answers.shapes import PairingView
from saidao.atlas import Atlas
from saidao.errors import NotFound
from saidao.ledger.version_changes import MIRRORED


@pytest.fixture(scope="module")
def atlas(shanghai: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    """The Shanghai atlas."""
    out = tmp_path_factory.mktemp("shanghai") / "out"
    pipeline.build(shanghai, out, recorded_at="2026")
    with Atlas.open(out) as opened:
        yield opened


def pairing(atlas: Atlas, before: str, after: str, promise: str) -> PairingView:
    """Return what became of one promise."""
    found = answers.diff(atlas.snapshot, before, after)
    return next(one for one in found.items if one.before and one.before.id == promise)


@pytest.mark.parametrize(
    ("row", "before", "after", "promise", "becomes", "classes"),
    [
        (
            "C06",
            "smart-terminals-2022",
            "connected-vehicles-2022",
            "connected-vehicles-output-2025-terminals",
            "connected-vehicles-size-2025",
            {"softened", "redefined"},
        ),
        (
            "C06",
            "smart-terminals-2022",
            "connected-vehicles-2022",
            "connected-vehicles-share-2025-terminals",
            "connected-vehicles-l2-l3-share-2025",
            {"raised", "redefined"},
        ),
        (
            "C07",
            "smart-terminals-2022",
            "intelligent-robots-2023",
            "intelligent-robots-size-class-2025",
            "robot-related-size-2025",
            {"raised", "hardened", "rescoped"},
        ),
        (
            "C08",
            "advanced-manufacturing-14fyp",
            "manufacturing-quality-2023",
            "manufacturing-clusters-1tn-2025-14fyp",
            "manufacturing-clusters-1tn-2025",
            {"raised"},
        ),
        (
            "C08",
            "advanced-manufacturing-14fyp",
            "manufacturing-quality-2023",
            "manufacturing-clusters-500bn-2025-14fyp",
            "manufacturing-clusters-500bn-2025",
            {"lowered"},
        ),
        (
            "C11",
            "manufacturing-brand-2021",
            "advanced-manufacturing-14fyp",
            "manufacturing-clusters-1tn-2023",
            "manufacturing-clusters-1tn-2025-14fyp",
            {"hardened", "put_off"},
        ),
        (
            "C12",
            "fuel-cell-vehicles-2020",
            "hydrogen-2022",
            "hydrogen-stations-2023-official",
            "hydrogen-stations-2025",
            {"lowered", "softened", "put_off"},
        ),
        (
            "C13",
            "fuel-cell-vehicles-2020",
            "hydrogen-2022",
            "hydrogen-output-2023",
            "hydrogen-size-2025",
            {"hardened", "put_off"},
        ),
        (
            "C13",
            "fuel-cell-vehicles-2020",
            "hydrogen-2022",
            "fuel-cell-vehicles-2023",
            "fuel-cell-vehicles-2025",
            {"hardened", "put_off"},
        ),
        (
            "C14",
            "new-energy-vehicles-2021",
            "hydrogen-2022",
            "hydrogen-stations-2025-nev-plan",
            "hydrogen-stations-2025",
            {"softened"},
        ),
        (
            "C15",
            "carbon-peak-mayor-2021",
            "carbon-peak-2022",
            "carbon-peak-before-2025-mayor",
            "carbon-peak-before-2030",
            {"put_off"},
        ),
        (
            "C17",
            "electronic-information-14fyp",
            "metaverse-2022",
            "software-revenue-2025",
            "metaverse-driven-software-size-2025",
            {"redefined"},
        ),
    ],
)
def test_known_moves_are_told(
    atlas: Atlas,
    row: str,
    before: str,
    after: str,
    promise: str,
    becomes: str,
    classes: set[str],
) -> None:
    one = pairing(atlas, before, after, promise)
    assert one.after is not None, row
    assert (one.after.id, set(one.classes)) == (becomes, classes), row


def test_both_clauses_stand_side_by_side(atlas: Atlas) -> None:
    one = pairing(
        atlas, "fuel-cell-vehicles-2020", "hydrogen-2022", "hydrogen-stations-2023-official"
    )
    assert one.before is not None
    assert one.after is not None
    for side in (one.before, one.after):
        assert side.clause is not None
        text = atlas.text(side.clause.document_id).text
        assert text[side.clause.start : side.clause.end] == side.clause.quote
    assert one.changed.zh == "数量：100座加氢站 → 70座左右加氢站；期限：2023 → 2025"
    assert "2023 → 2025" in one.changed.en


def test_every_pair_is_the_mirror_of_its_reverse(atlas: Atlas) -> None:
    plans = [one.id for one in answers.versions(atlas.snapshot).versions][:12]
    for before in plans:
        for after in plans:
            there = answers.diff(atlas.snapshot, before, after)
            back = answers.diff(atlas.snapshot, after, before)
            mirrored = {MIRRORED[name]: many for name, many in there.counts.items()}  # type: ignore[index]
            assert mirrored == back.counts, (before, after)


def test_a_plan_against_itself_is_unchanged(atlas: Atlas) -> None:
    for one in answers.versions(atlas.snapshot).versions:
        found = answers.diff(atlas.snapshot, one.id, one.id)
        assert found.counts == {"unchanged": one.promises}


def test_hydrogen_over_time(atlas: Atlas) -> None:
    found = answers.history(atlas.snapshot, "hydrogen")
    stations = next(
        thread
        for thread in found.threads
        if any(step.assertion.id == "hydrogen-stations-2025" for step in thread.steps)
    )
    assert [step.version.id for step in stations.steps] == [
        "fuel-cell-vehicles-2020",
        "new-energy-vehicles-2021",
        "hydrogen-2022",
    ]
    assert set(stations.steps[1].classes) >= {"lowered", "put_off"}
    assert stations.steps[2].classes == ("softened",)
    dates = [one.issued for one in found.versions if one.issued]
    assert dates == sorted(dates)


def test_the_page_opens_on_two_plans_that_have_much_in_common(atlas: Atlas) -> None:
    known = answers.versions(atlas.snapshot)
    assert known.before
    assert known.after
    found = answers.diff(atlas.snapshot, known.before, known.after)
    assert any(one.before and one.after for one in found.items)
    assert (found.before.issued or "") <= (found.after.issued or "")


def test_what_is_not_there_is_said_with_what_is_near(atlas: Atlas) -> None:
    with pytest.raises(NotFound, match="hydrogen-2022"):
        answers.diff(atlas.snapshot, "hydrogen-2023", "hydrogen-2022")
    with pytest.raises(NotFound, match="hydrogen"):
        answers.history(atlas.snapshot, "hydrogn")
