"""Forecasts as they were made: stored with their day and inputs, never rewritten."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Forecast", "ForecastInput"]


@dataclass(frozen=True, slots=True)
class ForecastInput:
    """A yearly figure that a forecast was made from."""

    observation: str
    year: int
    value: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """How likely a commitment was to be met, as seen on one day.

    The target is kept as it was read then, because another reading may be elected later.
    A forecast has no probability where past outcomes of its kind are too few; it then says
    only where the commitment's own figures pointed. `model` names the fitted table.

    Parameters
    ----------
    id : str
        The commitment and the day: there is one forecast a day.
    commitment : str
    made_on : str
        ISO day.
    assertion : str
        The reading that was elected.
    cmp, value, unit, due
        The target.
    probability, probability_low, probability_high : float, optional
        With the 10 and 90 per cent quantiles of what the past does not settle.
    median, outcome_low, outcome_high : float, optional
        Where the figure was expected, with an 80 per cent interval, in the target's unit.
    method, reason : str
        As `saidao.kernels.attainment.Attainment` has them.
    outcomes : int
        Past targets of the kind whose outcome was known.
    inputs : tuple of ForecastInput
        The commitment's own figures that went in.
    recorded_at : str
        ISO time of the storing, which shows a forecast that was made for a day gone by.
    """

    id: str
    commitment: str
    made_on: str
    assertion: str
    cmp: str
    value: float
    unit: str
    due: str
    family: str
    probability: float | None
    probability_low: float | None
    probability_high: float | None
    median: float | None
    outcome_low: float | None
    outcome_high: float | None
    method: str
    reason: str
    outcomes: int
    model: str
    inputs: tuple[ForecastInput, ...] = ()
    recorded_at: str = ""
