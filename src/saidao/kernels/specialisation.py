r"""What a region is specialised in: quotients and indices over a table of activity.

The table has a row for each region and a column for each industry, in one unit throughout
(establishments, persons, CNY). Symbols: :math:`e_{ri}` activity of industry i in region r,
a dot for a sum, :math:`s` for a share.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from saidao.kernels.inequality import gini
from saidao.kernels.validation import Array, non_negative, quotient

__all__ = [
    "Against",
    "gini_specialisation",
    "herfindahl_hirschman",
    "industry_shares",
    "krugman_specialisation",
    "location_quotient",
    "location_quotient_interval",
    "region_shares",
]

Against = Literal["whole", "others", "mean_of_others"]
"""With what one row is compared: the sum of all rows, the sum of the other rows, or the
mean of the other rows' shares."""


def industry_shares(activity: ArrayLike) -> Array:
    """Return the share of each industry in its region: rows sum to one.

    Parameters
    ----------
    activity : array_like of shape (n_regions, n_industries)
        Non-negative.

    Returns
    -------
    ndarray of shape (n_regions, n_industries)
        Shares, 0 to 1; NaN in a region without activity.

    Raises
    ------
    ValueError
        If a value is negative or not finite, or there are not two dimensions.

    Examples
    --------
    >>> industry_shares([[1, 3], [0, 2]]).tolist()
    [[0.25, 0.75], [0.0, 1.0]]
    """
    table = non_negative("activity", activity, dimensions=2)
    return quotient(table, table.sum(axis=1, keepdims=True))


def region_shares(activity: ArrayLike) -> Array:
    """Return the share of each region in its industry: columns sum to one.

    Parameters
    ----------
    activity : array_like of shape (n_regions, n_industries)
        Non-negative.

    Returns
    -------
    ndarray of shape (n_regions, n_industries)
        Shares, 0 to 1; NaN in an industry without activity.

    Raises
    ------
    ValueError
        If a value is negative or not finite, or there are not two dimensions.

    Examples
    --------
    >>> region_shares([[1, 3], [3, 0]]).tolist()
    [[0.25, 1.0], [0.75, 0.0]]
    """
    return industry_shares(np.asarray(activity, dtype=np.float64).T).T


def location_quotient(
    activity: ArrayLike,
    region_total: ArrayLike | None = None,
    industry_total: ArrayLike | None = None,
    grand_total: float | None = None,
) -> Array:
    r"""Measure how many times its expected share an industry has in a region.

    .. math:: LQ_{ri} = \frac{e_{ri} / e_{r\cdot}}{e_{\cdot i} / e_{\cdot\cdot}}

    Parameters
    ----------
    activity : array_like of shape (n_regions, n_industries)
        Activity of each industry in each region. Non-negative. Also any other shape, where
        all three totals are given and broadcast to it.
    region_total : array_like, optional
        Activity of all industries in each region; the rows' sums by default.
    industry_total : array_like, optional
        Activity of each industry in the area of reference; the columns' sums by default.
        Give it where the regions are not all of that area, or the columns not all
        industries.
    grand_total : float, optional
        Activity of all industries in the area of reference; the sum of `region_total` by
        default.

    Returns
    -------
    ndarray of the shape of `activity`
        Zero or more; 1 where the industry has the share that it has everywhere. NaN where
        the region or the industry has no activity at all.

    Raises
    ------
    ValueError
        If a value is negative or not finite, shapes disagree, or a part is larger than its
        total.

    References
    ----------
    .. [1] Florence, P. S. (1939). Report of the location of industry. London: PEP.
    .. [2] Farhauer, O. and Kröll, A. (2013). Standorttheorien. Wiesbaden: Springer.

    Examples
    --------
    A district with 1,714 of its 79,006 employees in an industry [2]_:

    >>> round(float(location_quotient(1714, 79006, 879213, 15593224)), 7)
    0.3847623

    >>> location_quotient([[3, 1], [1, 3]]).tolist()
    [[1.5, 0.5], [0.5, 1.5]]
    """
    part, regions, industries, grand = _totals(activity, region_total, industry_total, grand_total)
    return quotient(quotient(part, regions), quotient(industries, grand))


def location_quotient_interval(
    count: ArrayLike,
    region_total: ArrayLike | None = None,
    industry_total: ArrayLike | None = None,
    grand_total: float | None = None,
    *,
    level: float = 0.95,
) -> tuple[Array, Array]:
    r"""Return the exact interval of a location quotient of counted establishments.

    Given that the industry has :math:`n_i` establishments in all, the number of them in a
    region is binomial with some probability :math:`\pi`. The Clopper-Pearson interval of
    :math:`\pi`, divided by the region's share of all establishments, is the quotient's. It
    says what a small count leaves open: 2 establishments where 1 is expected do not make
    a quotient of 2 certain.

    Parameters
    ----------
    count : array_like of shape (n_regions, n_industries)
        Establishments, not persons: persons of one establishment do not choose their place
        independently. Fractional counts are accepted and interpolate.
    region_total, industry_total, grand_total
        As for `location_quotient`, in establishments.
    level : float
        Confidence, between 0 and 1.

    Returns
    -------
    lower, upper : ndarray of the shape of `count`
        Each side errs with at most half of 1 - `level`. NaN where the quotient is NaN.

    Raises
    ------
    ValueError
        As `location_quotient`, or if `level` is not between 0 and 1.

    References
    ----------
    .. [1] Clopper, C. and Pearson, E. S. (1934). The use of confidence or fiducial limits
       illustrated in the case of the binomial. Biometrika 26(4), 404-413.

    Examples
    --------
    >>> lower, upper = location_quotient_interval([[2, 98], [18, 1882]])
    >>> round(float(lower[0, 0]), 2), round(float(upper[0, 0]), 2)
    (0.25, 6.34)
    """
    if not 0 < level < 1:
        raise ValueError(f"level: got {level}, expected a number between 0 and 1")
    part, regions, industries, grand = _totals(count, region_total, industry_total, grand_total)
    part, whole, share = np.broadcast_arrays(part, industries, quotient(regions, grand))
    tail = (1 - level) / 2
    rest = whole - part
    with np.errstate(invalid="ignore"):
        low = np.where(part > 0, betaincinv(np.maximum(part, 1e-300), rest + 1, tail), 0.0)
        high = np.where(rest > 0, betaincinv(part + 1, np.maximum(rest, 1e-300), 1 - tail), 1.0)
    known = (whole > 0) & (share > 0)
    return (
        quotient(np.where(known, low, np.nan), np.where(known, share, 1.0)),
        quotient(np.where(known, high, np.nan), np.where(known, share, 1.0)),
    )


def herfindahl_hirschman(
    activity: ArrayLike, *, axis: int = -1, normalised: bool = False
) -> Array | float:
    r"""Measure concentration as the sum of squared shares.

    .. math:: HHI = \sum_k s_k^2, \qquad HHI^* = \frac{HHI - 1/n}{1 - 1/n}

    Parameters
    ----------
    activity : array_like
        Non-negative. Of a table of regions by industries, the last axis says how
        specialised regions are and the first how concentrated industries are.
    axis : int
        The axis that shares are taken along.
    normalised : bool
        Return :math:`HHI^*`, 0 to 1 whatever the number n of parts is.

    Returns
    -------
    float or ndarray
        Between 1/n and 1, without `axis`. NaN where there is no activity, or one part and
        `normalised`.

    Raises
    ------
    ValueError
        If a value is negative or not finite.

    References
    ----------
    .. [1] Hirschman, A. O. (1964). The paternity of an index. American Economic Review
       54(5), 761-762.
    .. [2] Dörsam, P. (2004). Wirtschaftsstatistik anschaulich dargestellt. Heidenau: PD.

    Examples
    --------
    Turnover of four car makers [2]_:

    >>> round(herfindahl_hirschman([20, 50, 20, 10]), 12)
    0.34
    >>> round(herfindahl_hirschman([20, 50, 20, 10], normalised=True), 12)
    0.12
    """
    values = np.atleast_1d(non_negative("activity", activity))
    share = quotient(values, values.sum(axis=axis, keepdims=True))
    index = np.asarray((share**2).sum(axis=axis))
    if normalised:
        n = values.shape[axis]
        index = quotient(index - 1 / n, 1 - 1 / n) if n else index
    return float(index) if index.ndim == 0 else index


def krugman_specialisation(activity: ArrayLike, *, against: Against = "others") -> Array:
    r"""Measure how unlike a region's mix of industries is to that of the other regions.

    .. math:: K_r = \sum_i |s_{ri} - \bar s_{i}|

    Parameters
    ----------
    activity : array_like of shape (n_regions, n_industries)
        Non-negative.
    against : {"others", "whole", "mean_of_others"}
        What :math:`\bar s` is: shares of the sum of the other regions [1]_, of the sum of
        all regions, or the unweighted mean of the other regions' shares [2]_.

    Returns
    -------
    ndarray of shape (n_regions,)
        0 (the same mix) to 2 (no industry in common). NaN for a region without activity,
        or nothing to compare with.

    Raises
    ------
    ValueError
        If a value is negative or not finite, there are not two dimensions, or `against` is
        another.

    References
    ----------
    .. [1] Krugman, P. (1991). Geography and Trade. Cambridge: MIT Press.
    .. [2] Farhauer, O. and Kröll, A. (2013). Standorttheorien. Wiesbaden: Springer.

    Examples
    --------
    >>> krugman_specialisation([[20, 10, 70, 0, 0], [0, 0, 0, 60, 40]]).tolist()
    [2.0, 2.0]
    """
    table = non_negative("activity", activity, dimensions=2)
    own = quotient(table, table.sum(axis=1, keepdims=True))
    if against == "whole":
        total = table.sum(axis=0, keepdims=True)
        other = np.broadcast_to(quotient(total, total.sum()), table.shape)
    elif against == "others":
        rest = table.sum(axis=0, keepdims=True) - table
        rest[rest < 0] = 0.0  # rounding of a region that has all of an industry
        other = quotient(rest, rest.sum(axis=1, keepdims=True))
    elif against == "mean_of_others":
        some = np.asarray(table.sum(axis=1) > 0)
        counted = np.where(some[:, None], own, 0.0)
        other = quotient(counted.sum(axis=0) - counted, (some.sum() - some)[:, None])
    else:
        raise ValueError(
            f"against: got {against!r}, expected 'whole', 'others' or 'mean_of_others'"
        )
    return np.asarray(np.abs(own - other).sum(axis=1))


def gini_specialisation(
    activity: ArrayLike,
    industry_total: ArrayLike | None = None,
    *,
    weighting: Literal["equal", "size"] = "equal",
) -> Array:
    r"""Measure how unequal a region's location quotients are.

    Parameters
    ----------
    activity : array_like of shape (n_regions, n_industries)
        Non-negative.
    industry_total : array_like of shape (n_industries,), optional
        Activity of each industry in the area of reference; the columns' sums by default.
    weighting : {"equal", "size"}
        Each industry counts once [1]_, or by its size in the area of reference, which is
        the area under the Lorenz curve of the region against that area.

    Returns
    -------
    ndarray of shape (n_regions,)
        0 (the mix of the reference) to below 1. NaN for a region without activity.
        Industries without any activity are left out.

    Raises
    ------
    ValueError
        If a value is negative or not finite, shapes disagree, or `weighting` is another.

    References
    ----------
    .. [1] Farhauer, O. and Kröll, A. (2013). Standorttheorien. Wiesbaden: Springer.

    Examples
    --------
    >>> region = [[700, 600, 500, 10000, 40000]]
    >>> nation = [30000, 15000, 10000, 60000, 50000]
    >>> round(float(gini_specialisation(region, nation)[0]), 7)
    0.6222222
    """
    if weighting not in ("equal", "size"):
        raise ValueError(f"weighting: got {weighting!r}, expected 'equal' or 'size'")
    table = non_negative("activity", activity, dimensions=2)
    whole = (
        table.sum(axis=0)
        if industry_total is None
        else non_negative("industry_total", industry_total, dimensions=1)
    )
    if whole.shape != table.shape[1:]:
        raise ValueError(f"industry_total: got shape {whole.shape}, expected {table.shape[1:]}")
    some = np.asarray(whole > 0)
    if (table[:, ~some] > 0).any():
        raise ValueError("industry_total: got a zero, expected no less than the regions have")
    result = np.full(len(table), np.nan)
    for row, own in enumerate(table[:, some]):
        if own.sum() > 0:
            # Quotients of one region are in proportion to own / whole; Gini has no scale.
            result[row] = (
                gini(own / whole[some]) if weighting == "equal" else gini(own, whole[some])
            )
    return result


def _totals(
    activity: ArrayLike,
    region_total: ArrayLike | None,
    industry_total: ArrayLike | None,
    grand_total: float | None,
) -> tuple[Array, Array, Array, Array]:
    """Return activity and its totals, checked and shaped to broadcast."""
    part = non_negative("activity", activity)
    if part.ndim != 2 and (region_total is None or industry_total is None or grand_total is None):
        raise ValueError(
            f"activity: got {part.ndim} dimensions, expected a table of regions by industries, "
            "or all three totals"
        )
    regions = part.sum(axis=1) if region_total is None else region_total
    rows = non_negative("region_total", regions)
    columns = non_negative(
        "industry_total", part.sum(axis=0) if industry_total is None else industry_total
    )
    grand = non_negative("grand_total", rows.sum() if grand_total is None else grand_total)
    if part.ndim == 2:
        if rows.ndim == 1 and rows.shape != part.shape[:1]:
            raise ValueError(f"region_total: got shape {rows.shape}, expected {part.shape[:1]}")
        if columns.ndim == 1 and columns.shape != part.shape[1:]:
            raise ValueError(
                f"industry_total: got shape {columns.shape}, expected {part.shape[1:]}"
            )
        rows = rows[:, None] if rows.ndim == 1 else rows
    slack = 1 + 1e-9  # sums taken in another order differ in their last digits
    for name, total in (("region_total", rows), ("industry_total", columns)):
        if np.broadcast_shapes(total.shape, part.shape) != part.shape:
            raise ValueError(f"{name}: got shape {total.shape}, expected to fit {part.shape}")
        if (part > total * slack).any():
            raise ValueError(f"{name}: got less than a part of it, expected at least that")
        if (total > grand * slack).any():
            raise ValueError(f"grand_total: got less than {name}, expected at least that")
    return part, rows, columns, grand
