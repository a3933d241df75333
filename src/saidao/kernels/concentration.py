r"""Where an industry is: indices of its spread over regions.

All take the table of `saidao.kernels.specialisation`: a row for each region, a column for
each industry. Each says how far an industry's regions are from where all industries are;
none knows how large plants are, which is what `saidao.kernels.agglomeration` adds.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from saidao.kernels.inequality import Theil, gini, hoover, theil
from saidao.kernels.specialisation import Against, krugman_specialisation
from saidao.kernels.validation import Array, non_negative

__all__ = [
    "gini_concentration",
    "hoover_concentration",
    "krugman_concentration",
    "theil_concentration",
]


def gini_concentration(
    activity: ArrayLike,
    region_total: ArrayLike | None = None,
    *,
    weighting: Literal["equal", "size"] = "equal",
) -> Array:
    r"""Measure how unequal an industry's location quotients are: the locational Gini.

    Parameters
    ----------
    activity : array_like of shape (n_regions, n_industries)
        Non-negative.
    region_total : array_like of shape (n_regions,), optional
        Activity of all industries in each region; the rows' sums by default.
    weighting : {"equal", "size"}
        Each region counts once [1]_, or by its size: twice the area under the Lorenz
        curve of the industry against all industries [2]_.

    Returns
    -------
    ndarray of shape (n_industries,)
        0 (spread as all industries are) to below 1. NaN for an industry without activity.
        Regions without any activity are left out.

    Raises
    ------
    ValueError
        If a value is negative or not finite, shapes disagree, or `weighting` is another.

    References
    ----------
    .. [1] Farhauer, O. and Kröll, A. (2013). Standorttheorien. Wiesbaden: Springer.
    .. [2] Krugman, P. (1991). Geography and Trade. Cambridge: MIT Press.

    Examples
    --------
    >>> industry = [[500], [500], [1000], [7000], [1000]]
    >>> total = [20000, 15000, 20000, 40000, 5000]
    >>> round(float(gini_concentration(industry, total)[0]), 7)
    0.4068966
    """
    if weighting not in ("equal", "size"):
        raise ValueError(f"weighting: got {weighting!r}, expected 'equal' or 'size'")
    columns, reference = _columns(activity, region_total)
    return np.array(
        [
            np.nan
            if column.sum() == 0
            else gini(column / reference)
            if weighting == "equal"
            else gini(column, reference)
            for column in columns
        ]
    )


def hoover_concentration(activity: ArrayLike, region_total: ArrayLike | None = None) -> Array:
    r"""Measure the share of an industry that would have to move to lie as all industries do.

    .. math:: H_i = \tfrac12 \sum_r |s_{ri} - s_r|

    Parameters
    ----------
    activity : array_like of shape (n_regions, n_industries)
        Non-negative.
    region_total : array_like of shape (n_regions,), optional
        Activity of all industries in each region; the rows' sums by default.

    Returns
    -------
    ndarray of shape (n_industries,)
        0 to below 1; NaN for an industry without activity.

    Raises
    ------
    ValueError
        If a value is negative or not finite, or shapes disagree.

    References
    ----------
    .. [1] Hoover, E. M. (1936). The measurement of industrial localization. Review of
       Economics and Statistics 18(4), 162-171.

    Examples
    --------
    >>> hoover_concentration([[3, 1], [1, 3]]).tolist()
    [0.25, 0.25]
    """
    columns, reference = _columns(activity, region_total)
    return np.array([hoover(one, reference) if one.sum() > 0 else np.nan for one in columns])


def krugman_concentration(activity: ArrayLike, *, against: Against = "others") -> Array:
    r"""Measure how unlike an industry's regions are to those of the other industries.

    .. math:: K_i = \sum_r |s_{ri} - \bar s_r|

    Parameters
    ----------
    activity : array_like of shape (n_regions, n_industries)
        Non-negative.
    against : {"others", "whole", "mean_of_others"}
        What :math:`\bar s` is: shares of the sum of the other industries, of the sum of
        all, or the unweighted mean of the other industries' shares [1]_.

    Returns
    -------
    ndarray of shape (n_industries,)
        0 (the same regions) to 2 (none in common). NaN for an industry without activity.

    Raises
    ------
    ValueError
        If a value is negative or not finite, there are not two dimensions, or `against` is
        another.

    References
    ----------
    .. [1] Farhauer, O. and Kröll, A. (2013). Standorttheorien. Wiesbaden: Springer.

    Examples
    --------
    >>> krugman_concentration([[1, 0], [0, 1]]).tolist()
    [2.0, 2.0]
    """
    return krugman_specialisation(np.asarray(activity, dtype=np.float64).T, against=against)


def theil_concentration(
    activity: ArrayLike,
    region_total: ArrayLike | None = None,
    *,
    groups: ArrayLike | None = None,
) -> list[Theil]:
    r"""Measure an industry's spread by Theil's T, split between and within groups of regions.

    .. math:: T_i = \sum_r s_{ri} \ln\frac{s_{ri}}{s_r}

    Parameters
    ----------
    activity : array_like of shape (n_regions, n_industries)
        Non-negative.
    region_total : array_like of shape (n_regions,), optional
        Activity of all industries in each region; the rows' sums by default.
    groups : array_like of shape (n_regions,), optional
        The group (province, river bank) that each region belongs to.

    Returns
    -------
    list of Theil, one an industry
        Each part 0 or more; NaN for an industry without activity.

    Raises
    ------
    ValueError
        If a value is negative or not finite, or shapes disagree.

    References
    ----------
    .. [1] Brülhart, M. and Traeger, R. (2005). An account of geographic concentration
       patterns in Europe. Regional Science and Urban Economics 35(6), 597-624.

    Examples
    --------
    >>> round(theil_concentration([[3, 1], [1, 3]])[0].total, 6)
    0.130812
    """
    columns, reference = _columns(activity, region_total)
    labels = None
    if groups is not None:
        labels = np.asarray(groups)
        rows = np.asarray(activity).shape[0]
        if labels.shape != (rows,):
            raise ValueError(f"groups: got shape {labels.shape}, expected {(rows,)}")
        labels = labels[_totals(activity, region_total) > 0]
    nothing = Theil(float("nan"), float("nan"), float("nan"))
    return [theil(one, reference, groups=labels) if one.sum() > 0 else nothing for one in columns]


def _totals(activity: ArrayLike, region_total: ArrayLike | None) -> Array:
    """Return the activity of all industries in each region."""
    table = non_negative("activity", activity, dimensions=2)
    if region_total is None:
        return np.asarray(table.sum(axis=1))
    total = non_negative("region_total", region_total, dimensions=1)
    if total.shape != table.shape[:1]:
        raise ValueError(f"region_total: got shape {total.shape}, expected {table.shape[:1]}")
    return total


def _columns(activity: ArrayLike, region_total: ArrayLike | None) -> tuple[Array, Array]:
    """Return each industry as a row, and the reference; regions without activity left out."""
    total = _totals(activity, region_total)
    table = np.asarray(activity, dtype=np.float64)
    some = total > 0
    if (table[~some] > 0).any():
        raise ValueError("region_total: got a zero, expected no less than its industries have")
    return np.ascontiguousarray(table[some].T), total[some]
