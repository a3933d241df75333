"""Where the rows of a frame are, how distance is measured between them, and at which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from saidao.errors import InvalidInput
from saidao.measures.frames import Frame, Labels

__all__ = ["Metric", "Place", "distances", "places", "weights"]

Array = NDArray[np.float64]
Metric = Literal["planar", "great_circle"]

STEPS = 40
"""Distances by default: so many even steps to a quarter of the longest side."""


@dataclass(frozen=True, slots=True)
class Place:
    """Coordinates with how distance is measured between them."""

    x: Array
    y: Array
    metric: Metric
    unit: str


def places(
    points: Any, industry: str, x: str | None, y: str | None, metric: Metric | None
) -> tuple[Frame, Labels, Place]:
    """Return the frame, its industries and its places."""
    given = Frame(points, "points")
    labels = given.labels("industry", industry)
    if metric not in (None, "planar", "great_circle"):
        raise InvalidInput("metric", repr(metric), "'planar' or 'great_circle'")
    if x is None and y is None:
        if not given.spatial:
            raise InvalidInput("x", "nothing", "the columns x and y, or a GeoDataFrame of points")
        place = _geometry(given, metric)
    elif x is None or y is None:
        name = "x" if x is None else "y"
        raise InvalidInput(name, "nothing", "both columns, x and y")
    else:
        if given.spatial and given.native.crs is not None:
            raise InvalidInput(
                "x",
                f"{x!r} beside a geometry in {given.native.crs.name}",
                "no x and y: a GeoDataFrame says where its points are and how distance is "
                "measured; without its geometry it is a frame of columns",
            )
        a, b = given.numbers("x", x, negative=True), given.numbers("y", y, negative=True)
        chosen: Metric = metric or "planar"
        unit = "km" if chosen == "great_circle" else f"unit of {x!r} and {y!r}"
        place = Place(a, b, chosen, unit)
    if place.metric == "great_circle":
        for name, values, limit in (("x", place.x, 360), ("y", place.y, 90)):
            if np.abs(values).max() > limit:
                raise InvalidInput(
                    name,
                    f"{values[np.argmax(np.abs(values))]:g}",
                    f"degrees of {'longitude' if name == 'x' else 'latitude'}, within ±{limit}",
                )
    if len(place.x) < 4:
        raise InvalidInput("points", f"{len(place.x)} places", "at least 4")
    return given, labels, place


def _geometry(given: Frame, metric: Metric | None) -> Place:
    """Return the places of a GeoDataFrame."""
    crs = given.native.crs
    if crs is None:
        raise InvalidInput(
            "points",
            "a GeoDataFrame without a reference system",
            "one with: say which by .set_crs(...)",
        )
    if metric is not None and (metric == "great_circle") != crs.is_geographic:
        raise InvalidInput(
            "metric", repr(metric), f"none: {crs.name} says it; .to_crs(...) changes it"
        )
    x, y = given.points()
    if crs.is_geographic:
        return Place(x, y, "great_circle", "km")
    return Place(x, y, "planar", str(crs.axis_info[0].unit_name))


def distances(r: Sequence[float] | None, place: Place) -> Array:
    """Return checked distances, or those by default."""
    if r is None:
        span_x, span_y = float(np.ptp(place.x)), float(np.ptp(place.y))
        if place.metric == "great_circle":
            degree = np.pi / 180 * 6371.0088
            span_y *= degree
            span_x *= degree * float(np.cos(np.radians(np.abs(place.y).min())))
        longest = max(span_x, span_y)
        if not longest > 0:
            raise InvalidInput("points", "all at one place", "places apart from each other")
        return np.linspace(0, longest / 4, STEPS + 1)
    try:
        found = np.asarray(r, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidInput("r", repr(r), "distances") from None
    good = (
        found.ndim == 1
        and len(found) > 0
        and bool(np.isfinite(found).all())
        and bool((found >= 0).all())
        and bool((np.diff(found) > 0).all())
        and found[-1] > 0
    )
    if not good:
        shown = str(np.atleast_1d(found)[:6].tolist())
        raise InvalidInput("r", shown, "ascending distances, none negative, the last above 0")
    return found


def weights(given: Frame, weight: str | None, *, positive: bool = False) -> Array | None:
    """Return weights, if a column has them."""
    if weight is None:
        return None
    found = given.numbers("weight", weight)
    if positive and not found.all():
        at = int(np.argmin(found != 0)) + 1
        raise InvalidInput("weight", f"0 in row {at} of {weight!r}", "positive weights")
    if not found.any():
        raise InvalidInput("weight", f"only zeros in {weight!r}", "a weight above 0")
    return found
