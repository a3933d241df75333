r"""Whether an industry's plants sit together more than their sizes alone would give.

An industry of two large plants is concentrated whatever its plants think of each other.
Ellison and Glaeser, and Maurel and Sédillot, take the plants' sizes out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from saidao.kernels.validation import Array, non_negative, quotient

__all__ = [
    "EllisonGlaeser",
    "coagglomeration",
    "ellison_glaeser",
    "ellison_glaeser_group",
    "ellison_glaeser_plants",
    "geographic_concentration",
    "maurel_sedillot",
]


@dataclass(frozen=True, slots=True)
class EllisonGlaeser:
    r"""What `ellison_glaeser_plants` finds; all arrays have shape (n_industries,).

    Attributes
    ----------
    gamma : ndarray
        Ellison and Glaeser's index.
    maurel_sedillot : ndarray
        Maurel and Sédillot's index.
    concentration : ndarray
        Raw geographic concentration G.
    plant_herfindahl : ndarray
        Sum of squared plant shares.
    plants : ndarray of int
        Plants with any activity.
    z : ndarray
        G less its mean where plants choose independently, over its standard deviation
        then; near normal with many plants. NaN where `gamma` is.
    """

    gamma: Array
    maurel_sedillot: Array
    concentration: Array
    plant_herfindahl: Array
    plants: np.ndarray
    z: Array


def geographic_concentration(activity: ArrayLike, total: ArrayLike) -> Array:
    r"""Measure raw geographic concentration.

    .. math:: G_i = \sum_r (s_{ri} - x_r)^2

    Parameters
    ----------
    activity : array_like of shape (n_regions, n_industries)
        Non-negative.
    total : array_like of shape (n_regions,)
        Activity of all industries in each region; its shares are :math:`x_r`.

    Returns
    -------
    ndarray of shape (n_industries,)
        0 or more; NaN for an industry without activity.

    Raises
    ------
    ValueError
        If shapes disagree, a value is negative or not finite, or `total` is all zero.

    References
    ----------
    .. [1] Ellison, G. and Glaeser, E. L. (1997). Geographic concentration in U.S.
       manufacturing industries: a dartboard approach. Journal of Political Economy
       105(5), 889-927.

    Examples
    --------
    >>> geographic_concentration([[4], [0]], [50, 50]).tolist()
    [0.5]
    """
    share, reference = _shares(activity, total)
    return np.asarray(((share - reference[:, None]) ** 2).sum(axis=0))


def ellison_glaeser(activity: ArrayLike, total: ArrayLike, plant_herfindahl: ArrayLike) -> Array:
    r"""Measure how far industries cluster beyond what plant sizes alone would give.

    The index is zero in expectation when plants choose regions independently in
    proportion to `total`, positive where they cluster and negative where they spread.

    .. math:: \gamma_i = \frac{G_i / (1 - \sum_r x_r^2) - H_i}{1 - H_i}

    Parameters
    ----------
    activity : array_like of shape (n_regions, n_industries)
        Activity of each industry in each region, in one unit throughout (persons,
        CNY). Non-negative.
    total : array_like of shape (n_regions,)
        Activity of all industries in each region, in the same unit.
    plant_herfindahl : array_like of shape (n_industries,)
        Sum over the industry's plants of the squared share of its activity, in (0, 1].

    Returns
    -------
    ndarray of shape (n_industries,)
        The index, dimensionless. NaN for an industry with no activity or one plant,
        where clustering has no meaning, and everywhere if one region has all activity.

    Raises
    ------
    ValueError
        If the shapes disagree, a value is negative or not finite, `total` is all zero, or
        a plant Herfindahl is above 1.

    References
    ----------
    .. [1] Ellison, G. and Glaeser, E. L. (1997). Geographic concentration in U.S.
       manufacturing industries: a dartboard approach. Journal of Political Economy
       105(5), 889-927.

    Examples
    --------
    Two plants of one size, always together:

    >>> ellison_glaeser([[4], [0]], [50, 50], [0.5]).tolist()
    [1.0]
    """
    concentration = geographic_concentration(activity, total)
    herfindahl = _herfindahl(plant_herfindahl, concentration)
    free = 1 - float((_shares(activity, total)[1] ** 2).sum())
    return quotient(quotient(concentration, free) - herfindahl, _room(herfindahl))


def maurel_sedillot(activity: ArrayLike, total: ArrayLike, plant_herfindahl: ArrayLike) -> Array:
    r"""Measure clustering as the chance that two plants share a region, size taken out.

    .. math:: \hat\gamma_i = \frac{\dfrac{\sum_r s_{ri}^2 - \sum_r x_r^2}
              {1 - \sum_r x_r^2} - H_i}{1 - H_i}

    It has the expectation of `ellison_glaeser` and gives more weight to industries that
    sit in large regions.

    Parameters
    ----------
    activity : array_like of shape (n_regions, n_industries)
        Non-negative.
    total : array_like of shape (n_regions,)
        Activity of all industries in each region, in the same unit.
    plant_herfindahl : array_like of shape (n_industries,)
        Sum over the industry's plants of the squared share of its activity, in (0, 1].

    Returns
    -------
    ndarray of shape (n_industries,)
        The index, dimensionless; NaN as for `ellison_glaeser`.

    Raises
    ------
    ValueError
        As `ellison_glaeser`.

    References
    ----------
    .. [1] Maurel, F. and Sédillot, B. (1999). A measure of the geographic concentration in
       French manufacturing industries. Regional Science and Urban Economics 29(5),
       575-604.

    Examples
    --------
    >>> maurel_sedillot([[4], [0]], [50, 50], [0.5]).tolist()
    [1.0]
    """
    share, reference = _shares(activity, total)
    herfindahl = _herfindahl(plant_herfindahl, share.sum(axis=0))
    chance = float((reference**2).sum())
    raw = quotient((share**2).sum(axis=0) - chance, 1 - chance)
    return quotient(raw - herfindahl, _room(herfindahl))


def ellison_glaeser_plants(
    size: ArrayLike,
    industry: ArrayLike,
    region: ArrayLike,
    total: ArrayLike | None = None,
    *,
    n_industries: int | None = None,
) -> EllisonGlaeser:
    r"""Measure clustering from a list of plants.

    Parameters
    ----------
    size : array_like of shape (n_plants,)
        Activity of each plant (persons, CNY). Non-negative.
    industry, region : array_like of int of shape (n_plants,)
        Number of the plant's industry and region, from 0.
    total : array_like of shape (n_regions,), optional
        Activity of all industries in each region; the sum of the plants by default.
    n_industries : int, optional
        By default one more than the highest number in `industry`.

    Returns
    -------
    EllisonGlaeser
        The indices with what they are made of. `z` uses the variance of G under
        independent choice,

        .. math:: 2\Bigl\{H^2\bigl[\textstyle\sum x^2 - 2\sum x^3 + (\sum x^2)^2\bigr]
                  - \sum_k z_k^4 \bigl[\sum x^2 - 4\sum x^3 + 3(\sum x^2)^2\bigr]\Bigr\}.

    Raises
    ------
    ValueError
        If shapes disagree, a size is negative or not finite, a number is negative or not
        an integer, or there is no activity.

    References
    ----------
    .. [1] Ellison, G. and Glaeser, E. L. (1997). Geographic concentration in U.S.
       manufacturing industries: a dartboard approach. Journal of Political Economy
       105(5), 889-927.
    .. [2] Farhauer, O. and Kröll, A. (2014). Standorttheorien. Wiesbaden: Springer.

    Examples
    --------
    Ten plants in three cities [2]_:

    >>> size = [200, 650, 12000, 100, 50, 16000, 13000, 1500, 1500, 25000]
    >>> city = [0, 0, 0, 0, 0, 1, 1, 1, 1, 2]
    >>> found = ellison_glaeser_plants(size, [0] * 10, city, [500000, 400000, 100000])
    >>> round(float(found.gamma[0]), 8)
    0.05990628
    """
    plant = non_negative("size", size, dimensions=1)
    kinds, places = _numbers("industry", industry, plant), _numbers("region", region, plant)
    columns = int(kinds.max(initial=-1)) + 1 if n_industries is None else n_industries
    if kinds.max(initial=-1) >= columns:
        raise ValueError(f"industry: got {kinds.max()}, expected less than {columns}")
    rows = int(places.max(initial=-1)) + 1 if total is None else len(np.asarray(total))
    if places.max(initial=-1) >= rows:
        raise ValueError(f"region: got {places.max()}, expected less than {rows}")
    activity = np.bincount(places * columns + kinds, plant, rows * columns).reshape(rows, columns)
    reference = np.bincount(places, plant, rows) if total is None else total
    sums = activity.sum(axis=0)
    share = quotient(plant, sums[kinds])
    share[~np.isfinite(share)] = 0.0
    herfindahl = quotient(np.bincount(kinds, share**2, columns), (sums > 0).astype(float))
    known = np.where(np.isfinite(herfindahl), np.minimum(herfindahl, 1.0), 1.0)
    concentration = geographic_concentration(activity, reference)
    x = _shares(activity, reference)[1]
    two, three = float((x**2).sum()), float((x**3).sum())
    fourth = np.bincount(kinds, share**4, columns)
    variance = 2 * (known**2 * (two - 2 * three + two**2) - fourth * (two - 4 * three + 3 * two**2))
    gamma = ellison_glaeser(activity, reference, known)
    deviation = np.where(np.isfinite(gamma), np.sqrt(np.maximum(variance, 0.0)), np.nan)
    return EllisonGlaeser(
        gamma=gamma,
        maurel_sedillot=maurel_sedillot(activity, reference, known),
        concentration=concentration,
        plant_herfindahl=herfindahl,
        plants=np.bincount(kinds[plant > 0], minlength=columns),
        z=quotient(concentration - (1 - two) * known, deviation),
    )


def coagglomeration(activity: ArrayLike, total: ArrayLike) -> Array:
    r"""Measure for each pair of industries whether they sit together.

    .. math:: \gamma^c_{ij} = \frac{\sum_r (s_{ri} - x_r)(s_{rj} - x_r)}{1 - \sum_r x_r^2}

    Parameters
    ----------
    activity : array_like of shape (n_regions, n_industries)
        Non-negative.
    total : array_like of shape (n_regions,)
        Activity of all industries in each region, in the same unit.

    Returns
    -------
    ndarray of shape (n_industries, n_industries)
        Symmetric: positive where two industries seek the same regions. NaN on the
        diagonal, where plant sizes matter: see `ellison_glaeser`.

    Raises
    ------
    ValueError
        If shapes disagree, a value is negative or not finite, or `total` is all zero.

    References
    ----------
    .. [1] Ellison, G., Glaeser, E. L. and Kerr, W. R. (2010). What causes industry
       agglomeration? Evidence from coagglomeration patterns. American Economic Review
       100(3), 1195-1213.

    Examples
    --------
    >>> coagglomeration([[4, 1], [0, 0]], [50, 50])[0, 1].item()
    1.0
    """
    share, reference = _shares(activity, total)
    away = share - reference[:, None]
    pairs = quotient(away.T @ away, 1 - float((reference**2).sum()))
    np.fill_diagonal(pairs, np.nan)
    return pairs


def ellison_glaeser_group(activity: ArrayLike, total: ArrayLike) -> float:
    r"""Measure how far a group of industries sit together, beyond each one's own clustering.

    It is Ellison and Glaeser's coagglomeration index, in which the plants' Herfindahls and
    the industries' own indices cancel: the mean of `coagglomeration` over the pairs of the
    group, weighted by the product of their sizes,

    .. math:: \gamma^c = \frac{\sum_{i \ne j} w_i w_j \gamma^c_{ij}}{1 - \sum_i w_i^2}.

    Parameters
    ----------
    activity : array_like of shape (n_regions, n_industries)
        The industries of the group only. Non-negative.
    total : array_like of shape (n_regions,)
        Activity of all industries in each region, in the same unit.

    Returns
    -------
    float
        Zero in expectation where industries choose independently. NaN for fewer than two
        industries with activity.

    Raises
    ------
    ValueError
        If shapes disagree, a value is negative or not finite, or `total` is all zero.

    References
    ----------
    .. [1] Ellison, G. and Glaeser, E. L. (1997). Geographic concentration in U.S.
       manufacturing industries: a dartboard approach. Journal of Political Economy
       105(5), 889-927, equation 8.

    Examples
    --------
    >>> ellison_glaeser_group([[4, 1], [0, 0]], [50, 50])
    1.0
    """
    table = non_negative("activity", activity, dimensions=2)
    size = table.sum(axis=0)
    some = size > 0
    pairs = coagglomeration(table[:, some], total)
    if some.sum() < 2:
        return float("nan")
    weight = np.outer(size[some], size[some])
    np.fill_diagonal(weight, 0.0)
    return float(np.nansum(pairs * weight) / weight.sum()) if np.isfinite(pairs).any() else np.nan


def _shares(activity: ArrayLike, total: ArrayLike) -> tuple[Array, Array]:
    """Return each industry's shares over regions, and those of all activity."""
    table = non_negative("activity", activity, dimensions=2)
    reference = non_negative("total", total, dimensions=1)
    if reference.shape != table.shape[:1]:
        raise ValueError(f"total: got shape {reference.shape}, expected {table.shape[:1]}")
    if not reference.sum() > 0:
        raise ValueError("total: got only zeros, expected activity somewhere")
    return quotient(table, table.sum(axis=0, keepdims=True)), reference / reference.sum()


def _herfindahl(plant_herfindahl: ArrayLike, like: Array) -> Array:
    """Return checked plant Herfindahls."""
    herfindahl = non_negative("plant_herfindahl", plant_herfindahl, dimensions=1)
    if herfindahl.shape != like.shape:
        raise ValueError(f"plant_herfindahl: got shape {herfindahl.shape}, expected {like.shape}")
    if (herfindahl > 1 + 1e-12).any():
        raise ValueError("plant_herfindahl: got a value above 1, expected 0 to 1")
    return herfindahl


def _room(herfindahl: Array) -> Array:
    """Return 1 - H, zero for one plant in spite of rounding."""
    room = 1 - herfindahl
    return np.where(room < 1e-12, 0.0, room)


def _numbers(name: str, values: ArrayLike, like: Array) -> np.ndarray:
    """Return checked numbers of groups."""
    array = np.asarray(values)
    if array.shape != like.shape:
        raise ValueError(f"{name}: got shape {array.shape}, expected {like.shape}")
    if array.size and array.dtype.kind not in "iu":
        raise ValueError(f"{name}: got {array.dtype}, expected integers from 0")
    if (array < 0).any():
        raise ValueError(f"{name}: got a negative number, expected integers from 0")
    return array.astype(np.int64)
