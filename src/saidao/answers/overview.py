"""The first page: where the city stands, in one sentence and three lists."""

from __future__ import annotations

from datetime import date

from saidao.answers.commitments import industries_of, summaries
from saidao.answers.reviews import open_reviews
from saidao.answers.shapes import CommitmentSummary, Overview
from saidao.answers.views import all_tracks
from saidao.store import Snapshot
from saidao.terms.name import Name

__all__ = ["overview"]

JUDGED = {"reached", "not_reached", "lost"}

MISSED = {
    "past_not_reached": Name(
        "、没有达到的{past_not_reached}项", ", {past_not_reached} as not reached"
    ),
    "past_lost": Name("、达到后又失去的{past_lost}项", ", {past_lost} as met and lost again"),
}
"""What the sentence says of promises that were missed, where there are any."""


def overview(snapshot: Snapshot, today: date) -> Overview:
    """Return where the city stands on a day."""
    rows = sorted(summaries(snapshot, today).values(), key=lambda r: (r.deadline or "9999", r.id))
    year = str(today.year)
    due = [row for row in rows if row.deadline == year]
    past = [row for row in rows if row.deadline is not None and row.deadline < year]
    unjudged = [row for row in past if row.progress.state not in JUDGED]
    years = tuple(sorted({row.deadline for row in past if row.deadline is not None}))
    conflicts = [row for row in rows if row.conflicts]
    counts = {
        "commitments": len(rows),
        "assertions": len(snapshot.assertion),
        "documents": len(snapshot.document),
        "observations": len(snapshot.observation),
        "sources": len(snapshot.source),
        "parks": len(snapshot.park),
        "districts": len(snapshot.district),
        "industries": len(snapshot.industry),
        "tasks": len(snapshot.technology_task),
        "reviews": open_reviews(snapshot),
        "registers": len(snapshot.register),
        "due_this_year": len(due),
        "past": len(past),
        "past_reached": sum(row.progress.state == "reached" for row in past),
        "past_not_reached": sum(row.progress.state == "not_reached" for row in past),
        "past_lost": sum(row.progress.state == "lost" for row in past),
        "past_unjudged": len(unjudged),
        "conflicts": len(conflicts),
        "no_published_figure": sum(r.progress.state == "no_published_figure" for r in rows),
    }
    sentence, figures = told(rows, counts, year, flagship(snapshot, rows))
    return Overview(
        today=today.isoformat(),
        city=snapshot.city.name,
        sentence=Name(snapshot.city.name.zh + sentence.zh, snapshot.city.name.en + sentence.en),
        figures=figures,
        due_this_year=tuple(due),
        overdue_unjudged=tuple(unjudged),
        conflicts=tuple(conflicts),
        counts=counts,
        lists={
            "commitments": {},
            "conflicts": {"agreement": ("conflict",)},
            "due_this_year": {"deadline": (year,)},
            "past": {"deadline": years},
            "past_reached": {"deadline": years, "state": ("reached",)},
            "past_not_reached": {"deadline": years, "state": ("not_reached",)},
            "past_lost": {"deadline": years, "state": ("lost",)},
            "past_unjudged": {
                "deadline": years,
                "state": tuple(sorted({row.progress.state for row in unjudged})),
            },
            "no_published_figure": {"state": ("no_published_figure",)},
        },
    )


def flagship(snapshot: Snapshot, rows: list[CommitmentSummary]) -> CommitmentSummary | None:
    """Return the largest sum promised for the tracks together, or else for one of them."""
    tracks = {industry.id for industry in snapshot.industry if industry.is_track}
    for chosen in (all_tracks(snapshot), tracks):
        candidates = [
            row
            for row in rows
            if row.elected.unit == "CNY"
            and row.elected.value is not None
            and row.change == "stock"
            and industries_of(row)
            and set(industries_of(row)) <= chosen
        ]
        if candidates:
            return max(candidates, key=lambda row: (row.elected.value or 0, row.id))
    return None


def told(
    rows: list[CommitmentSummary],
    counts: dict[str, int],
    year: str,
    first: CommitmentSummary | None,
) -> tuple[Name, dict[str, tuple[Name, str | None]]]:
    """Return the sentence behind the city's name, and the figures that it marks."""
    figures: dict[str, tuple[Name, str | None]] = {
        key: (Name(str(counts[key]), str(counts[key])), None)
        for key in ("commitments", "conflicts", "past", "past_reached", "past_unjudged")
    }
    if not rows:
        return Name("的图谱中还没有承诺。", " has no commitments in this atlas yet."), {}
    zh, en = "有{commitments}项量化承诺", " has made {commitments} quantified commitments"
    if first is not None and first.industry is not None:
        figures["flagship"] = (first.reading, first.id)
        by_zh = f"到{first.deadline}年" if first.deadline else ""
        by_en = f" by {first.deadline}" if first.deadline else ""
        name = first.industry.en or first.industry.zh
        name = name[:1].lower() + name[1:] if name[1:2].islower() else name
        zh += f"，其中{first.industry.zh}{by_zh}{{flagship}}"
        en += f", among them {{flagship}} for {name}{by_en}"
    zh += "。期限已过的{past}项中，有数据证明达到的{past_reached}项"
    en += ". Of {past} whose deadline has passed, figures show {past_reached} as met"
    for key, words in MISSED.items():
        if counts[key]:
            figures[key] = (Name(*(2 * [str(counts[key])])), None)
            zh, en = zh + words.zh, en + words.en
    zh += "，无法判断的{past_unjudged}项"
    en += "; {past_unjudged} cannot be judged"
    if counts["due_this_year"]:
        figures["due_this_year"] = (Name(*(2 * [str(counts["due_this_year"])])), None)
        zh += f"；{year}年到期{{due_this_year}}项"
        en += f"; due in {year}: {{due_this_year}}"
    zh += "；各来源说法不一的{conflicts}项。"
    en += ". Sources contradict each other on {conflicts}."
    return Name(zh, en), figures
