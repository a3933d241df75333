"""What became of the forecasts that were stored: how good they were."""

from __future__ import annotations

from datetime import date

from saidao.answers.progress import forecast_views
from saidao.answers.progress.evidence import deciding, linked_observations
from saidao.answers.progress.judging import Fact
from saidao.answers.progress.paths import at
from saidao.answers.shapes.progress import ForecastRecord, ForecastView
from saidao.store import Snapshot

__all__ = ["forecast_record"]


def forecast_record(snapshot: Snapshot, today: date) -> ForecastRecord:
    """Return all stored forecasts with their scores, the latest first.

    Forecasts stored after the day that they were made for are listed and not counted: they
    could have known what came.
    """
    found: list[ForecastView] = []
    for commitment in snapshot.commitment:
        linked = linked_observations(snapshot, commitment, today)
        facts: list[Fact] = sorted(
            deciding(snapshot, linked), key=lambda one: (at(one.end), one.id)
        )
        found += forecast_views(snapshot, commitment, facts, today)
    stored = {one.id: one.recorded_at[:10] for one in snapshot.forecast}
    fair = [one for one in found if stored[one.id] <= one.made_on]
    scores = [one.brier for one in fair if one.brier is not None]
    inside = [one.inside for one in fair if one.inside is not None]
    return ForecastRecord(
        stored=len(found),
        scored=len(scores),
        brier=sum(scores) / len(scores) if scores else None,
        intervals=len(inside),
        covered=sum(inside) / len(inside) if inside else None,
        forecasts=tuple(sorted(found, key=lambda one: (one.made_on, one.id), reverse=True)),
    )
