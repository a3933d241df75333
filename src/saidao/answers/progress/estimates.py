"""How likely a commitment is to be met: the kernels' model, asked about one commitment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from saidao.answers.progress.evidence import Linked, aim_of, deciding, linked_observations
from saidao.answers.progress.families import FAMILY_NAMES, family_of
from saidao.answers.progress.judging import DOWN, Aim, Fact, judge
from saidao.answers.progress.paths import at
from saidao.answers.shapes.progress import EstimateView
from saidao.kernels.attainment import Attainment, Comparator, Kind, Target, attainment
from saidao.ledger.forecasts import Forecast, ForecastInput
from saidao.ledger.records import Assertion, Commitment, Subject
from saidao.store import Snapshot
from saidao.terms.name import Name
from saidao.terms.wording import quantity

__all__ = ["Outlook", "estimate_view", "forecasts_on", "outlook"]

DECIDED = frozenset({"not_reached", "no_deadline_figure"})


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the model says of a commitment on a day, and what it was told."""

    aim: Aim
    family: str
    inputs: tuple[ForecastInput, ...]
    answer: Attainment


def outlook(
    snapshot: Snapshot,
    commitment: Commitment,
    elected: Assertion,
    linked: Sequence[Linked],
    today: date,
) -> Outlook | None:
    """Return what the model says, None where nothing is left to be estimated.

    That is where the deadline has passed or its own figure is known, and where no value is
    asked for by a year.
    """
    aim = aim_of(snapshot, commitment, elected)
    if aim is None or aim.due is None or str(today.year) > aim.due:
        return None
    facts = deciding(snapshot, linked)
    if any(one.year == aim.due and one.closes_year for one in facts):
        return None
    subject = commitment.subject
    family = family_of(subject, snapshot.indicators.get(subject.indicator))
    inputs = yearly(facts) if kind_of(subject) in {"level", "share"} else ()
    set_year = min(int(aim.since[:4]), today.year) if aim.since else today.year
    answer = attainment(
        Target(
            value=aim.value,
            deadline=int(aim.due),
            set_year=set_year,
            family=family,
            comparator=comparator_of(elected),
            direction="down" if aim.cmp in DOWN else "up",
            high=elected.value_high,
            kind=kind_of(subject),
        ),
        [one.year for one in inputs],
        [one.value for one in inputs],
        as_of=today.year,
    )
    return Outlook(aim, family, inputs, answer)


def yearly(facts: Sequence[Fact]) -> tuple[ForecastInput, ...]:
    """Return the figures that tell how a year ended, one a year; the newest of a year."""
    closing = {
        int(one.year): ForecastInput(one.id, int(one.year), one.value)
        for one in sorted(facts, key=lambda one: (at(one.end), one.id))
        if one.closes_year
    }
    return tuple(closing[year] for year in sorted(closing))


def kind_of(subject: Subject) -> Kind:
    """Return how a subject's quantity moves, in the words of the model."""
    if subject.measure == "growth":
        return "growth_rate"
    if subject.measure == "decrease":
        return "reduction"
    if subject.change == "increment":
        return "cumulative"
    return "share" if subject.unit in {"percent", "permille"} else "level"


def comparator_of(elected: Assertion) -> Comparator:
    """Return the comparator of a reading in the words of the model."""
    known: Mapping[str, Comparator] = {
        ">": ">",
        ">=": ">=",
        "~": "~",
        "<": "<",
        "<=": "<=",
        "range": "range",
    }
    return known.get(elected.cmp, "=")


def estimate_view(snapshot: Snapshot, found: Outlook) -> EstimateView:
    """Return what the model says as it is shown."""
    answer = found.answer
    reason = answer.reason if found.family else "unknown_kind"
    low, high = answer.probability_interval or (None, None)
    outcome_low, outcome_high = answer.outcome_interval or (None, None)
    return EstimateView(
        probability=answer.probability,
        probability_low=low,
        probability_high=high,
        median=answer.median,
        outcome_low=outcome_low,
        outcome_high=outcome_high,
        method=answer.method,
        reason=reason,
        family=FAMILY_NAMES.get(found.family),
        outcomes=answer.outcomes,
        programmes=answer.programmes,
        model=answer.model,
        sentence=told(snapshot, found, reason),
    )


def told(snapshot: Snapshot, found: Outlook, reason: str) -> Name:
    """Return the outlook in a sentence."""
    answer, unit = found.answer, found.aim.unit
    family = FAMILY_NAMES.get(found.family, Name("", ""))
    count = answer.outcomes
    if answer.probability is not None and answer.probability_interval is not None:
        of_ten = round(10 * answer.probability)
        low, high = (round(100 * p) for p in answer.probability_interval)
        percent = round(100 * answer.probability)
        basis_zh = f"依据{count}个结果已知的同类目标（{family.zh}）"
        basis_en = f"from {count} past targets of this kind ({family.en}) whose outcome is known"
        if answer.method == "trend":
            basis_zh += "和本指标的走势"
            basis_en += " and the figure's own trend"
        else:
            basis_zh += "，本指标的数据太少，没有计入"
            basis_en += "; its own figures are too few to count"
        zh = f"按期达到的可能性约为十分之{of_ten}（{percent}%，区间{low}—{high}%），{basis_zh}"
        en = f"About {of_ten} in 10 to be met in time ({percent}%, {low}-{high}%), {basis_en}"
    elif reason == "unknown_kind":
        zh, en = (
            "不给出可能性：没有这类指标的历史目标及其结果",
            "No probability: no past targets of this kind of indicator are known",
        )
    else:
        zh = f"不给出可能性：同类目标（{family.zh}）中结果已知的只有{count}个，不足以推断"
        en = (
            f"No probability: of past targets of this kind ({family.en}) only {count} have a "
            "known outcome, too few to tell from"
        )
    if answer.median is not None and answer.outcome_interval is not None:
        numbers = (answer.median, *answer.outcome_interval)
        mid, low_name, high_name = (shown(value, unit, snapshot) for value in numbers)
        between = f"八成把握在{low_name.zh}至{high_name.zh}之间"
        zh += f"。按已有数据外推，{found.aim.due}年约{mid.zh}（{between}）"
        en += (
            f". The figures so far point to {mid.en} in {found.aim.due} "
            f"(80% interval {low_name.en} to {high_name.en})"
        )
    return Name(zh, en)


def shown(value: float, unit: str, snapshot: Snapshot) -> Name:
    """Return an estimated value in words, to three figures: more would pretend to be known."""
    words = quantity("=", float(f"{value:.3g}"), None, unit, glossary=snapshot.glossary)
    return Name(words.zh.removeprefix("达到"), words.en)


def forecasts_on(snapshot: Snapshot, today: date) -> tuple[Forecast, ...]:
    """Return the forecasts of all commitments on a day, as they are to be stored.

    A commitment of which the model says nothing at all has none.
    """
    elected = {one.commitment: snapshot.assertions[one.assertion] for one in snapshot.election}
    found: list[Forecast] = []
    for commitment in snapshot.commitment:
        reading = elected[commitment.id]
        linked = linked_observations(snapshot, commitment, today)
        seen = outlook(snapshot, commitment, reading, linked, today)
        if seen is None or seen.aim.due is None:
            continue
        answer = seen.answer
        if answer.probability is None and answer.median is None:
            continue
        low, high = answer.probability_interval or (None, None)
        outcome_low, outcome_high = answer.outcome_interval or (None, None)
        found.append(
            Forecast(
                id=f"{commitment.id}@{today.isoformat()}",
                commitment=commitment.id,
                made_on=today.isoformat(),
                assertion=reading.id,
                cmp=seen.aim.cmp,
                value=seen.aim.value,
                unit=seen.aim.unit,
                due=seen.aim.due,
                family=seen.family,
                probability=answer.probability,
                probability_low=low,
                probability_high=high,
                median=answer.median,
                outcome_low=outcome_low,
                outcome_high=outcome_high,
                method=answer.method,
                reason=answer.reason,
                outcomes=answer.outcomes,
                model=answer.model,
                inputs=seen.inputs,
            )
        )
    return tuple(found)


def outcome_of(forecast: Forecast, facts: Sequence[Fact], today: date) -> Fact | None:
    """Return the figure that tells what came of a forecast, None where none does yet."""
    closing = [
        one
        for one in facts
        if one.year == forecast.due and one.closes_year and at(one.end) <= at(today.isoformat())
    ]
    return closing[-1] if closing else None


def was_met(forecast: Forecast, fact: Fact) -> bool | None:
    """Return whether a figure meets the target as it was when the forecast was made."""
    aim = Aim(forecast.cmp, forecast.value, forecast.unit, forecast.due)
    state = judge(aim, [fact], f"{int(forecast.due) + 1}-12-31").state
    return {"reached": True, "not_reached": False}.get(state)
