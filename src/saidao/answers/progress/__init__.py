"""What is known of how far a commitment got, and how well it is known.

`progress` gives the state with the figures beside it; `course` what lies behind it: the
path, what is needed a year, how likely it is, and what another reading would say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from saidao.answers.progress.alternatives import alternatives
from saidao.answers.progress.estimates import (
    estimate_view,
    forecasts_on,
    outcome_of,
    outlook,
    was_met,
)
from saidao.answers.progress.evidence import (
    CLASSES,
    aim_of,
    deciding,
    linked_observations,
    revised,
)
from saidao.answers.progress.judging import Aim, Fact, baseline, judge, path_of
from saidao.answers.progress.paths import Path, at, required
from saidao.answers.progress.telling import (
    VERDICTS,
    amount,
    observation_view,
    of_judgement,
    of_part_of_year,
    of_path,
    of_required,
    of_undecided,
    unobserved,
)
from saidao.answers.shapes import ProgressView
from saidao.answers.shapes.progress import (
    CourseView,
    ForecastInputView,
    ForecastView,
    PathPoint,
    PathView,
    RequiredView,
)
from saidao.ledger.forecasts import Forecast
from saidao.ledger.records import Assertion, Commitment
from saidao.store import Snapshot
from saidao.terms.name import Name
from saidao.terms.wording import quantity

__all__ = ["course", "forecasts_on", "progress"]

UNDECIDED = {"direct": "undecided", "partial": "partial_only", "proxy": "proxy_only"}
"""The state of a commitment that has figures and none that decides, by the best of them."""

TOLD = frozenset({"no_deadline_figure", "below", "on_path", "behind", "undecided"})
"""States beside which figures for part of a year are worth telling."""


def progress(
    snapshot: Snapshot, commitment: Commitment, elected: Assertion, today: date
) -> ProgressView:
    """Return how far a commitment got, as far as figures show it."""
    found = linked_observations(snapshot, commitment, today)
    old = revised(snapshot)
    views = tuple(observation_view(snapshot, one, old.get(one.value.id)) for one in found)
    evidence = next((c for c in CLASSES if any(one.evidence == c for one in found)), "none")
    aim = aim_of(snapshot, commitment, elected)
    facts = deciding(snapshot, found)
    state, sentence = "", Name("", "")
    if aim is not None and facts:
        base = base_of(aim, facts, elected)
        judged = judge(aim, facts, today.isoformat(), base)
        if judged.fact is not None:
            state = judged.state
            sentence = of_judgement(snapshot, elected, aim, judged, path_of(aim, facts, base))
    if not state and found:
        state = UNDECIDED[evidence]
        sentence = of_undecided(snapshot, found, commitment.deadline)
    elif not state:
        state, sentence = unobserved(snapshot, commitment)
    if state in TOLD:
        tail = of_part_of_year(snapshot, aim, found)
        sentence = Name(sentence.zh + tail.zh, sentence.en + tail.en)
    return ProgressView(state, evidence, sentence, views, VERDICTS.get(state, "cannot_be_judged"))


def base_of(aim: Aim, facts: Sequence[Fact], elected: Assertion) -> Fact | None:
    """Return where the path begins: at the base year that the target names, if it is known."""
    if elected.base_year is not None:
        named = [one for one in facts if one.year == elected.base_year[:4] and one.closes_year]
        if named:
            return named[-1]
    return baseline(aim, facts)


def course(
    snapshot: Snapshot, commitment: Commitment, elected: Assertion, today: date
) -> CourseView:
    """Return what lies behind the verdict on a commitment, and what lies ahead of it."""
    found = linked_observations(snapshot, commitment, today)
    aim = aim_of(snapshot, commitment, elected)
    facts = sorted(deciding(snapshot, found), key=lambda one: (at(one.end), one.id))
    seen = outlook(snapshot, commitment, elected, found, today)
    made = forecast_views(snapshot, commitment, facts, today)
    if aim is None:
        ids = tuple(one.id for one in facts)
        return CourseView(today.isoformat(), None, ids, None, None, None, (), made)
    base = base_of(aim, facts, elected)
    path = path_of(aim, facts, base)
    return CourseView(
        today=today.isoformat(),
        set_on=aim.since,
        deciding=tuple(one.id for one in facts),
        path=path_view(snapshot, aim, path, base) if path is not None and base else None,
        required=required_view(snapshot, aim, facts, today),
        estimate=estimate_view(snapshot, seen) if seen is not None else None,
        alternatives=alternatives(snapshot, aim, commitment.subject, found, today, base),
        forecasts=made,
    )


def path_view(snapshot: Snapshot, aim: Aim, path: Path, base: Fact) -> PathView:
    """Return a path as it is shown, with its value at the end of each year."""
    return PathView(
        form=path.form,
        baseline_id=base.id,
        points=tuple(
            PathPoint(year, value, amount(snapshot, float(f"{value:.4g}"), aim.unit))
            for year, value in path.years()
        ),
        sentence=of_path(snapshot, path, base, aim.unit),
    )


def required_view(
    snapshot: Snapshot, aim: Aim, facts: Sequence[Fact], today: date
) -> RequiredView | None:
    """Return what is needed a year, None where the target is met or its time is over."""
    day = today.isoformat()
    known = [one for one in facts if at(one.end) <= at(day)]
    if aim.due is None or not aim.standing or day[:4] > aim.due or not known:
        return None
    newest = known[-1]
    if judge(aim, facts, day).state == "reached":
        return None
    needed = required(at(newest.end), newest.value, at(aim.due), aim.value, aim.unit)
    if needed is None:
        return None
    sentence = of_required(snapshot, needed, newest, aim.unit)
    return RequiredView(needed.form, needed.rate, needed.years, newest.id, sentence)


def forecast_views(
    snapshot: Snapshot, commitment: Commitment, facts: Sequence[Fact], today: date
) -> tuple[ForecastView, ...]:
    """Return the forecasts stored of a commitment until a day, with what came of them."""
    made = forecasts_by_commitment(snapshot).get(commitment.id, ())
    return tuple(
        forecast_view(snapshot, one, outcome_of(one, facts, today))
        for one in made
        if one.made_on <= today.isoformat()
    )


def forecasts_by_commitment(snapshot: Snapshot) -> Mapping[str, Sequence[Forecast]]:
    """Return the stored forecasts of each commitment, the oldest first."""
    made = snapshot.answered.get("forecasts")
    if made is None:
        made = {}
        for one in sorted(snapshot.forecast, key=lambda one: one.made_on):
            made.setdefault(one.commitment, []).append(one)
        snapshot.answered["forecasts"] = made
    found: Mapping[str, Sequence[Forecast]] = made
    return found


def forecast_view(snapshot: Snapshot, one: Forecast, fact: Fact | None) -> ForecastView:
    """Return a stored forecast as it is shown, scored where its outcome is known."""
    met = was_met(one, fact) if fact is not None else None
    brier = None
    if met is not None and one.probability is not None:
        brier = (one.probability - float(met)) ** 2
    inside = None
    if fact is not None and one.outcome_low is not None and one.outcome_high is not None:
        inside = one.outcome_low <= fact.value <= one.outcome_high
    return ForecastView(
        id=one.id,
        made_on=one.made_on,
        reading=quantity(one.cmp, one.value, None, one.unit, glossary=snapshot.glossary),
        probability=one.probability,
        probability_low=one.probability_low,
        probability_high=one.probability_high,
        median=one.median,
        outcome_low=one.outcome_low,
        outcome_high=one.outcome_high,
        method=one.method,
        reason=one.reason,
        model=one.model,
        inputs=tuple(ForecastInputView(i.observation, i.year, i.value) for i in one.inputs),
        outcome=None if met is None else ("met" if met else "not_met"),
        outcome_value=fact.value if fact is not None and met is not None else None,
        brier=brier,
        inside=inside,
    )
