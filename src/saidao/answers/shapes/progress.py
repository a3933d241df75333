"""How far a commitment got: the state, the path, the outlook, and what would change it."""

from __future__ import annotations

from dataclasses import dataclass

from saidao.answers.shapes.readings import ObservationView
from saidao.terms.name import Name


@dataclass(frozen=True, slots=True)
class ProgressView:
    """What is known of how far a commitment got.

    `verdict` is ``met``, ``on_path``, ``behind``, ``not_met``, ``lost`` (met and lost again)
    or ``cannot_be_judged``. `state` says more: ``reached``, ``lost``, ``not_reached`` (the
    deadline's own figure falls short), ``on_path`` and ``behind`` (the newest comparable
    figure beside the path from the baseline), ``below`` (it falls short and there is no path
    to hold it against), ``no_deadline_figure`` (the deadline has passed without a figure; the
    newest one before it falls short), ``undecided``, ``partial_only`` or ``proxy_only`` (the
    best figures are comparable ones that decide nothing, partial ones, proxies),
    ``no_published_figure`` (searched, nothing published) or ``not_searched``.
    `evidence` is ``direct``, ``partial``, ``proxy`` or ``none``; `sentence` says it in words,
    with the figures.
    """

    state: str
    evidence: str
    sentence: Name
    observations: tuple[ObservationView, ...]
    verdict: str = "cannot_be_judged"


@dataclass(frozen=True, slots=True)
class PathPoint:
    """The end of a year on the path, with what the path asks for then."""

    year: int
    value: float
    reading: Name


@dataclass(frozen=True, slots=True)
class PathView:
    """The path from the baseline to the target.

    `form` is ``linear`` (equal steps) or ``geometric`` (an equal rate). `baseline_id` is the
    observation that it begins at. `sentence` says so.
    """

    form: str
    baseline_id: str
    points: tuple[PathPoint, ...]
    sentence: Name


@dataclass(frozen=True, slots=True)
class RequiredView:
    """What is needed each year from the newest comparable figure on.

    `rate` is per cent a year where `form` is ``geometric``, else the amount a year.
    """

    form: str
    rate: float
    years: float
    from_id: str
    sentence: Name


@dataclass(frozen=True, slots=True)
class EstimateView:
    """How likely the target is attained, as past targets of its kind tell.

    `probability` and its 10-90 per cent interval are None where too few outcomes of that
    kind are known; `reason` says why: ``no_past_outcomes``, ``too_few_past_outcomes``,
    ``unknown_kind`` or ``not_a_level``. `median` with `outcome_low` and `outcome_high` is
    where the target's own figures point, as an 80 per cent interval, where there are enough.
    `outcomes` counts the past targets of the kind whose outcome is known.
    """

    probability: float | None
    probability_low: float | None
    probability_high: float | None
    median: float | None
    outcome_low: float | None
    outcome_high: float | None
    method: str
    reason: str
    family: Name | None
    outcomes: int
    programmes: int
    model: str
    sentence: Name


@dataclass(frozen=True, slots=True)
class AlternativeView:
    """The verdict as it would be under another reading.

    `kind` is ``comparator``, ``definition``, ``prices`` or ``base_year``; `label` names what
    is taken; `chosen` marks what counts now.
    """

    kind: str
    label: Name
    verdict: str
    state: str
    sentence: Name
    chosen: bool


@dataclass(frozen=True, slots=True)
class ForecastInputView:
    """A figure that a forecast was made from."""

    observation_id: str
    year: int
    value: float


@dataclass(frozen=True, slots=True)
class ForecastView:
    """A forecast as it was stored on its day, with what came of it.

    `outcome` is ``met`` or ``not_met`` where the deadline's own figure is known by now, of
    the target as it was then; `brier` is the squared distance of the probability from it, and
    `inside` says whether the figure lies in the 80 per cent interval.
    """

    id: str
    made_on: str
    reading: Name
    probability: float | None
    probability_low: float | None
    probability_high: float | None
    median: float | None
    outcome_low: float | None
    outcome_high: float | None
    method: str
    reason: str
    model: str
    inputs: tuple[ForecastInputView, ...]
    outcome: str | None
    outcome_value: float | None
    brier: float | None
    inside: bool | None


@dataclass(frozen=True, slots=True)
class ForecastRecord:
    """All stored forecasts, and how good those were whose outcome is known.

    `brier` is the mean squared distance of the `scored` probabilities from what came, 0.25
    for one who always says half; `covered` is the share of the `intervals` (of 80 per cent)
    that held the figure.
    """

    stored: int
    scored: int
    brier: float | None
    intervals: int
    covered: float | None
    forecasts: tuple[ForecastView, ...]


@dataclass(frozen=True, slots=True)
class CourseView:
    """What lies behind a verdict, and what lies ahead of the commitment.

    `today` is the day of the verdict, `set_on` the one on which the commitment was made,
    where that is known. `deciding` are the observations that may decide, in the order of
    time.
    """

    today: str
    set_on: str | None
    deciding: tuple[str, ...]
    path: PathView | None
    required: RequiredView | None
    estimate: EstimateView | None
    alternatives: tuple[AlternativeView, ...]
    forecasts: tuple[ForecastView, ...]
