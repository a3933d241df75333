"""Distance-based tests of a frame of places: Duranton and Overman's Kd, Marcon and Puech's M, m."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from saidao.errors import InvalidInput
from saidao.measures.frames import Frame, Labels
from saidao.measures.places import Metric, Place, distances, places, weights

if TYPE_CHECKING:
    from saidao.kernels.distance import DurantonOverman
    from saidao.kernels.marcon_puech import MarconPuech

__all__ = ["Localisation", "duranton_overman", "marcon_puech", "marcon_puech_density"]

Array = NDArray[np.float64]
BANDS = ("observed", "mean", "local_low", "local_high", "global_low", "global_high")
SUMMARY = (
    "n", "verdict", "localised_from", "localised_to", "dispersed_from", "dispersed_to",
    "p_localised", "p_dispersed", "z_high", "z_low", "method",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Localisation:
    """What a distance-based test found; both tables are of the kind that was given.

    Attributes
    ----------
    summary : data frame
        A row for each industry, sorted: the column as named, ``n``, ``verdict``
        (localised, dispersed, neither, or untested for fewer than two places),
        ``localised_from`` and ``localised_to`` (first and last distance at which the curve
        is above the upper global band), ``dispersed_from`` and ``dispersed_to`` likewise
        below the lower one, ``p_localised``, ``p_dispersed``, ``z_high``, ``z_low`` and
        ``method`` (simulated, pearson or hybrid). Kd has ``gamma`` and ``psi`` too.
    curves : data frame
        A row for each industry with two places or more and each distance: the column as
        named, ``r``, ``observed``, ``mean``, ``local_low``, ``local_high``,
        ``global_low``, ``global_high``.
    unit : str
        Unit of `r`.
    metric : str
        ``planar`` or ``great_circle``.
    level : float
        Of the bands.
    joint : bool
        Whether both sides share the level.
    """

    summary: Any
    curves: Any
    unit: str
    metric: str
    level: float
    joint: bool


def duranton_overman(
    points: Any,
    *,
    industry: str,
    x: str | None = None,
    y: str | None = None,
    r: Sequence[float] | None = None,
    weight: str | None = None,
    metric: Metric | None = None,
    level: float = 0.05,
    joint: bool = False,
    rng: np.random.Generator | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Localisation:
    """Test every industry by the density of distances between its places.

    Parameters
    ----------
    points : data frame
        A row for each place of every industry; all together are where an industry could
        have settled. pandas, polars, Arrow, or a GeoDataFrame of points.
    industry : str
        Column that says in what.
    x, y : str, optional
        Columns of coordinates: in one unit, or longitude and latitude in degrees. A
        GeoDataFrame has them in its geometry.
    r : sequence of float, optional
        Distances, ascending, none negative: kilometres along great circles, else in the
        unit of the coordinates. By default 40 even steps to a quarter of the longest side.
    weight : str, optional
        Column of weights (persons); each place counts as 1 by default.
    metric : {"planar", "great_circle"}, optional
        How distance is measured. A GeoDataFrame's reference system says it: great circle
        where that is geographic; else planar by default.
    level : float
        Of the bands, a side.
    joint : bool
        Whether both sides share the level.
    rng : numpy.random.Generator, optional
        Without it a generator of fixed seed: the same input gives the same answer.
    progress : callable, optional
        Called as ``progress(part, done, total)``.

    Returns
    -------
    Localisation
        A summary and the curves, of the kind that was given (pandas for GeoPandas).

    Raises
    ------
    InvalidInput
        If a column is not there, has gaps or a number out of range, a geometry is no
        point, its reference system is not known, or there are fewer than 4 places.

    References
    ----------
    .. [1] Duranton, G. and Overman, H. G. (2005). Testing for localization using
       micro-geographic data. Review of Economic Studies 72(4), 1077-1106.

    See Also
    --------
    saidao.kernels.distance.duranton_overman : The same on arrays, with more choices.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> side = np.arange(0.0, 40.0)
    >>> x, y = (part.ravel() for part in np.meshgrid(side, side))
    >>> plants = pd.DataFrame({"x": x, "y": y, "trade": np.where(x + y < 6, "mill", "shop")})
    >>> from saidao import measures
    >>> found = measures.duranton_overman(
    ...     plants, industry="trade", x="x", y="y", r=[1, 2, 3, 4, 8, 16]
    ... )
    >>> found.summary[["trade", "n", "verdict"]].values.tolist()[0]
    ['mill', 21, 'localised']
    """
    from saidao.kernels.distance import duranton_overman as test

    asked = _Asked(points, industry, x, y, r, weight, metric, level, joint, rng, progress)
    return _tested(test, asked, extra=("gamma", "psi"))


def marcon_puech(
    points: Any,
    *,
    industry: str,
    x: str | None = None,
    y: str | None = None,
    r: Sequence[float] | None = None,
    weight: str | None = None,
    metric: Metric | None = None,
    level: float = 0.05,
    joint: bool = False,
    rng: np.random.Generator | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Localisation:
    """Test every industry by its share of what is around its places.

    Parameters
    ----------
    points : data frame
        As for `duranton_overman`.
    industry : str
        Column that says in what.
    x, y : str, optional
        Columns of coordinates; a GeoDataFrame has them in its geometry.
    r : sequence of float, optional
        Distances, ascending, none negative; by default as for `duranton_overman`.
    weight : str, optional
        Column of weights (persons), positive; each place counts as 1 by default.
    metric : {"planar", "great_circle"}, optional
        As for `duranton_overman`.
    level : float
        Of the bands, a side.
    joint : bool
        Whether both sides share the level.
    rng : numpy.random.Generator, optional
        Without it a generator of fixed seed: the same input gives the same answer.
    progress : callable, optional
        Called as ``progress(part, done, total)``.

    Returns
    -------
    Localisation
        A summary and the curves of M, which is 1 where an industry is as frequent around
        its places as everywhere.

    Raises
    ------
    InvalidInput
        As `duranton_overman`, or if a weight is zero.

    References
    ----------
    .. [1] Marcon, E. and Puech, F. (2010). Measures of the geographic concentration of
       industries: improving distance-based methods. Journal of Economic Geography 10(5),
       745-762.

    See Also
    --------
    saidao.kernels.marcon_puech.marcon_puech : The same on arrays, with more choices.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> side = np.arange(0.0, 40.0)
    >>> x, y = (part.ravel() for part in np.meshgrid(side, side))
    >>> plants = pd.DataFrame({"x": x, "y": y, "trade": np.where(x + y < 6, "mill", "shop")})
    >>> from saidao import measures
    >>> found = measures.marcon_puech(plants, industry="trade", x="x", y="y", r=[1, 2, 4, 8])
    >>> found.summary[["trade", "n", "verdict"]].values.tolist()[0]
    ['mill', 21, 'localised']
    """
    from saidao.kernels.marcon_puech import marcon_puech as test

    asked = _Asked(points, industry, x, y, r, weight, metric, level, joint, rng, progress)
    return _tested(test, asked, positive=True)


def marcon_puech_density(
    points: Any,
    *,
    industry: str,
    x: str | None = None,
    y: str | None = None,
    r: Sequence[float] | None = None,
    weight: str | None = None,
    metric: Metric | None = None,
    bandwidth: float | None = None,
    level: float = 0.05,
    joint: bool = False,
    rng: np.random.Generator | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Localisation:
    """Test every industry by its share of what is at a distance from its places.

    Parameters
    ----------
    points : data frame
        As for `duranton_overman`.
    industry : str
        Column that says in what.
    x, y : str, optional
        Columns of coordinates; a GeoDataFrame has them in its geometry.
    r : sequence of float, optional
        Distances, ascending, none negative; by default as for `duranton_overman`.
    weight : str, optional
        Column of weights (persons), positive; each place counts as 1 by default.
    metric : {"planar", "great_circle"}, optional
        As for `duranton_overman`.
    bandwidth : float, optional
        How wide "at a distance" is: the deviation of a Gaussian kernel, in the unit of `r`,
        the same for all industries. By default Silverman's rule on the distances between
        all places, for as many as the median industry has.
    level : float
        Of the bands, a side.
    joint : bool
        Whether both sides share the level.
    rng : numpy.random.Generator, optional
        Without it a generator of fixed seed: the same input gives the same answer.
    progress : callable, optional
        Called as ``progress(part, done, total)``.

    Returns
    -------
    Localisation
        A summary and the curves of m, the density of M: 1 at a distance at which an
        industry is as frequent as everywhere. Every null is simulated, so that an industry
        of more than 1,500 places is left untested.

    Raises
    ------
    InvalidInput
        As `marcon_puech`, or if the bandwidth is no number above 0.

    References
    ----------
    .. [1] Lang, G., Marcon, E. and Puech, F. (2020). Distance-based measures of spatial
       concentration: introducing a relative density function. Annals of Regional Science
       64, 243-265.

    See Also
    --------
    saidao.kernels.marcon_puech.marcon_puech_density : The same on arrays.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> side = np.arange(0.0, 40.0)
    >>> x, y = (part.ravel() for part in np.meshgrid(side, side))
    >>> plants = pd.DataFrame({"x": x, "y": y, "trade": np.where(x + y < 6, "mill", "shop")})
    >>> from saidao import measures
    >>> found = measures.marcon_puech_density(
    ...     plants, industry="trade", x="x", y="y", r=[1, 2, 4, 8], bandwidth=1
    ... )
    >>> found.summary[["trade", "n", "verdict"]].values.tolist()[0]
    ['mill', 21, 'localised']
    """
    from saidao.kernels.marcon_puech import marcon_puech_density as test

    if bandwidth is not None:
        number = isinstance(bandwidth, int | float) and not isinstance(bandwidth, bool)
        if not number or not 0 < bandwidth < np.inf:
            raise InvalidInput("bandwidth", repr(bandwidth), "a number above 0")
    asked = _Asked(points, industry, x, y, r, weight, metric, level, joint, rng, progress)
    return _tested(partial(test, bandwidth=bandwidth), asked, positive=True)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What all of these tests are asked with."""

    points: Any
    industry: str
    x: str | None
    y: str | None
    r: Sequence[float] | None
    weight: str | None
    metric: Metric | None
    level: float
    joint: bool
    rng: np.random.Generator | None
    progress: Callable[[str, int, int], None] | None


def _tested(
    test: Callable[..., Any],
    asked: _Asked,
    *,
    positive: bool = False,
    extra: tuple[str, ...] = (),
) -> Localisation:
    """Run a test; what only it can know to be wrong is an error of the user's input.

    Weights are `positive` where none may be zero; `extra` names what only this test finds.
    """
    level = asked.level
    given, labels, place = places(asked.points, asked.industry, asked.x, asked.y, asked.metric)
    given.refuse_names(*SUMMARY, "gamma", "psi", "r", *BANDS)
    r, weight = distances(asked.r, place), weights(given, asked.weight, positive=positive)
    if isinstance(level, bool) or not isinstance(level, int | float) or not 0 < level < 0.5:
        raise InvalidInput("level", repr(level), "a number above 0 and below 0.5")
    try:
        result = test(
            place.x, place.y, labels.code, r, weight, metric=place.metric, level=level,
            joint=asked.joint, rng=asked.rng, progress=asked.progress,
        )  # fmt: skip
    except ValueError as problem:
        name = "weight" if weight is not None else "points"
        raise InvalidInput(name, str(problem), "input that can be measured") from problem
    found = {name: getattr(result, name) for name in extra}
    return _answer(given, asked.industry, labels, result, place, found)


def _answer(
    given: Frame,
    industry: str,
    labels: Labels,
    result: DurantonOverman | MarconPuech,
    place: Place,
    extra: dict[str, Array],
) -> Localisation:
    """Return both tables."""
    names = [labels.values[int(k)] for k in result.industries]
    seen = np.nan_to_num(result.observed, nan=1.0)
    tested = result.verdict != "untested"
    # As its verdict is found: Kd is small where distances are in metres, M has single precision.
    room = np.zeros_like(seen) if extra else 1e-6 * np.maximum(seen, 1.0)
    above = np.nan_to_num(seen - result.global_high, nan=-1.0) > room
    below = np.nan_to_num(result.global_low - seen, nan=-1.0) > room
    above[result.verdict != "localised"] = False
    below[result.verdict != "dispersed"] = False
    summary: dict[str, Any] = {industry: names, "n": result.n, "verdict": result.verdict.tolist()}
    for name, outside in (("localised", above), ("dispersed", below)):
        some = outside.any(axis=1)
        first, last = outside.argmax(axis=1), outside.shape[1] - 1 - outside[:, ::-1].argmax(axis=1)
        summary[f"{name}_from"] = np.where(some, result.r[first], np.nan)
        summary[f"{name}_to"] = np.where(some, result.r[last], np.nan)
    summary |= extra
    for name in ("p_localised", "p_dispersed", "z_high", "z_low"):
        summary[name] = getattr(result, name)
    summary["method"] = result.method.tolist()
    rows, columns = np.flatnonzero(tested), len(result.r)
    curves: dict[str, Any] = {
        industry: [names[k] for k in np.repeat(rows, columns)],
        "r": np.tile(result.r, len(rows)),
    }
    curves |= {name: getattr(result, name)[rows].ravel() for name in BANDS}
    return Localisation(
        given.made(summary), given.made(curves), place.unit, place.metric, result.level,
        result.joint,
    )  # fmt: skip
