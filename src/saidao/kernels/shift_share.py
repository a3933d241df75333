r"""What a region's growth is made of: the whole, its industries, and itself.

Symbols: :math:`e_{ri}` activity at the start, :math:`g_{ri}` growth of industry i in region
r, :math:`G_i` its growth in the area of reference, :math:`G` that of everything there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from saidao.kernels.validation import Array, non_negative, quotient

__all__ = ["ShiftShare", "dynamic_shift_share", "growth_rate", "shift_share"]


@dataclass(frozen=True, slots=True)
class ShiftShare:
    """Growth and its parts, in the unit of activity; all arrays have the same shape.

    Attributes
    ----------
    growth : ndarray of shape (..., n_industries)
        Activity at the end less that at the start.
    national_share : ndarray
        What growth at the rate of everything in the area of reference gives.
    industry_mix : ndarray
        What comes of each industry growing faster or slower there than everything.
    regional_shift : ndarray
        What comes of the region growing faster or slower than the same industry there.
    allocation : ndarray
        Esteban-Marquillas: whether the region is specialised in what it is good at. Zero
        in the classic analysis.
    """

    growth: Array
    national_share: Array
    industry_mix: Array
    regional_shift: Array
    allocation: Array

    @property
    def net_total_shift(self) -> Array:
        """Growth beyond the national share."""
        return np.asarray(self.growth - self.national_share)

    def total(self) -> ShiftShare:
        """Sum over industries.

        Returns
        -------
        ShiftShare
            With arrays of shape (...).
        """
        return ShiftShare(
            *(
                np.asarray(part.sum(axis=-1))
                for part in (
                    self.growth,
                    self.national_share,
                    self.industry_mix,
                    self.regional_shift,
                    self.allocation,
                )
            )
        )


def growth_rate(start: ArrayLike, end: ArrayLike, *, periods: float = 1) -> Array:
    r"""Return the growth from start to end, per period where there are several.

    .. math:: (e_1 / e_0)^{1/n} - 1

    Parameters
    ----------
    start, end : array_like
        Shapes that broadcast. Non-negative.
    periods : float
        Number n of periods between the two, positive; growth is compounded.

    Returns
    -------
    ndarray
        -1 or more (0.05 is 5 %); NaN where nothing was there at the start.

    Raises
    ------
    ValueError
        If a value is negative or not finite, or `periods` is not positive.

    Examples
    --------
    >>> round(float(growth_rate(13004, 12121)), 8)
    -0.06790218
    """
    if not periods > 0:
        raise ValueError(f"periods: got {periods}, expected a positive number")
    ratio = quotient(non_negative("end", end), non_negative("start", start))
    return np.asarray(ratio ** (1 / periods) - 1)


def shift_share(
    region_start: ArrayLike,
    region_end: ArrayLike,
    reference_start: ArrayLike,
    reference_end: ArrayLike,
    *,
    method: Literal["classic", "esteban_marquillas"] = "classic",
) -> ShiftShare:
    r"""Split growth between two dates into national share, industry mix and regional shift.

    .. math:: \Delta e_{ri} = e_{ri} G + e_{ri}(G_i - G) + e_{ri}(g_{ri} - G_i)

    Esteban-Marquillas takes the regional shift of a region with the mix of the reference,
    :math:`\tilde e_{ri} = e_{r\cdot} E_i / E`, and calls the rest allocation,
    :math:`(e_{ri} - \tilde e_{ri})(g_{ri} - G_i)`.

    Parameters
    ----------
    region_start, region_end : array_like of shape (..., n_industries)
        Activity in one region or several, at both dates. Non-negative.
    reference_start, reference_end : array_like of shape (n_industries,)
        Activity of the same industries in the area of reference. Non-negative.
    method : {"classic", "esteban_marquillas"}
        Dunn's three parts, or four.

    Returns
    -------
    ShiftShare
        The parts sum to the growth of each industry. In the four-part split, regional
        shift and allocation are NaN where the region had none of an industry at the start:
        it has no growth rate. The classic split counts all of it as regional shift.

    Raises
    ------
    ValueError
        If shapes disagree, a value is negative or not finite, the reference is empty at
        the start, or a region has an industry at the start that the reference has not.

    References
    ----------
    .. [1] Dunn, E. S. (1960). A statistical and analytical technique for regional
       analysis. Papers of the Regional Science Association 6, 97-112.
    .. [2] Esteban-Marquillas, J. M. (1972). A reinterpretation of shift-share analysis.
       Regional and Urban Economics 2(3), 249-255.
    .. [3] Farhauer, O. and Kröll, A. (2013). Standorttheorien. Wiesbaden: Springer.

    Examples
    --------
    Region A of [3]_:

    >>> parts = shift_share(
    ...     [90, 20, 10, 60], [100, 40, 10, 55], [400, 150, 150, 400], [440, 210, 135, 480]
    ... ).total()
    >>> parts.growth.item(), round(parts.national_share.item(), 4)
    (25.0, 27.0)
    >>> round(parts.industry_mix.item(), 4), round(parts.regional_shift.item(), 4)
    (1.0, -3.0)
    """
    if method not in ("classic", "esteban_marquillas"):
        raise ValueError(f"method: got {method!r}, expected 'classic' or 'esteban_marquillas'")
    start, end = non_negative("region_start", region_start), non_negative("region_end", region_end)
    before = non_negative("reference_start", reference_start, dimensions=1)
    after = non_negative("reference_end", reference_end, dimensions=1)
    if start.ndim == 0 or start.shape != end.shape:
        raise ValueError(f"region_end: got shape {end.shape}, expected {start.shape or (1,)}")
    for name, reference in (("reference_start", before), ("reference_end", after)):
        if reference.shape != start.shape[-1:]:
            raise ValueError(f"{name}: got shape {reference.shape}, expected {start.shape[-1:]}")
    if not before.sum() > 0:
        raise ValueError("reference_start: got only zeros, expected activity")
    if (start[..., before == 0] > 0).any():
        raise ValueError("reference_start: got a zero, expected the industries of the regions")
    everything = after.sum() / before.sum() - 1
    # An industry that the reference had none of has no growth; nothing is multiplied by it.
    industry = np.where(before > 0, quotient(after, before) - 1, 0.0)
    shift = end - start * (1 + industry)
    allocation = np.zeros_like(shift)
    if method == "esteban_marquillas":
        homothetic = start.sum(axis=-1, keepdims=True) * before / before.sum()
        faster = quotient(end, start) - 1 - industry
        shift, allocation = homothetic * faster, (start - homothetic) * faster
    return ShiftShare(
        growth=end - start,
        national_share=start * everything,
        industry_mix=start * (industry - everything),
        regional_shift=shift,
        allocation=allocation,
    )


def dynamic_shift_share(
    region: ArrayLike,
    reference: ArrayLike,
    *,
    method: Literal["classic", "esteban_marquillas"] = "classic",
) -> list[ShiftShare]:
    r"""Split growth year by year, so that the mix and the rates are those of each year.

    Parameters
    ----------
    region : array_like of shape (n_years, ..., n_industries)
        Activity in one region or several, two years or more in their order.
    reference : array_like of shape (n_years, n_industries)
        Activity in the area of reference in the same years.
    method : {"classic", "esteban_marquillas"}
        As for `shift_share`.

    Returns
    -------
    list of ShiftShare, one a step from year to year
        Sum them for the whole time: the parts then sum to the growth from the first year
        to the last.

    Raises
    ------
    ValueError
        If there are fewer than two years, or as `shift_share`.

    References
    ----------
    .. [1] Barff, R. A. and Knight, P. L. (1988). Dynamic shift-share analysis. Growth and
       Change 19(2), 1-10.

    Examples
    --------
    >>> steps = dynamic_shift_share([[1, 1], [2, 1], [2, 2]], [[4, 4], [5, 5], [5, 6]])
    >>> sum(step.total().growth.item() for step in steps)
    2.0
    """
    regions, whole = np.asarray(region, dtype=np.float64), np.asarray(reference, dtype=np.float64)
    if len(regions) < 2 or len(regions) != len(whole):
        raise ValueError(
            f"reference: got {len(whole)} years for {len(regions)} of the region, "
            "expected two or more of both"
        )
    return [
        shift_share(regions[year], regions[year + 1], whole[year], whole[year + 1], method=method)
        for year in range(len(regions) - 1)
    ]
