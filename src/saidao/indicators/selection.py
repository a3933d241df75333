"""Which establishments a question is about: all, those of an industry, or those of a code.

An industry is a fractional set of codes: an establishment counts by the share of its class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from saidao.errors import InvalidInput
from saidao.indicators.cubes import Cubes
from saidao.packs.pack import Industry
from saidao.store.cubes import columns
from saidao.terms.industry_codes import Scheme, scheme

__all__ = ["ALL", "Selection", "codes_of", "of_code", "of_industry", "rolled_up", "scheme_of"]


@dataclass(frozen=True, slots=True)
class Selection:
    """Codes of a register with the share by which their establishments count.

    Parameters
    ----------
    kind : str
        ``all``, ``industry`` or ``code``.
    id : str
        Of the industry, or the code; empty for all.
    codes : tuple of str
        Codes as they stand in the register, sorted; empty for all.
    shares : tuple of float
        In (0, 1], one a code.
    translated : bool
        Whether a crosswalk lies between the industry's codes and the register's.
    """

    kind: str
    id: str
    codes: tuple[str, ...]
    shares: tuple[float, ...]
    translated: bool = False

    @property
    def weights(self) -> Mapping[str, float]:
        """Share by code."""
        return dict(zip(self.codes, self.shares, strict=True))


ALL = Selection("all", "", (), ())
"""Every establishment, also those without a known code."""


def scheme_of(cubes: Cubes) -> Scheme | None:
    """Return the classification of a register, None where it is none that we have."""
    try:
        return scheme(cubes.register.scheme)
    except InvalidInput:
        return None


@lru_cache(maxsize=32)
def codes_of(cubes: Cubes) -> tuple[str, ...]:
    """Return the codes that establishments have, without the empty one, sorted."""
    sql = f"SELECT code FROM {cubes.table('areas')} WHERE level = 'city' AND code <> ''"
    return tuple(sorted(columns(sql)["code"].tolist()))


def of_industry(cubes: Cubes, industry: Industry) -> Selection:
    """Return an industry's codes among those of a register.

    A register that holds a group where the industry names only some of its classes counts
    it by their mean share.

    Raises
    ------
    InvalidInput
        If the register's classification, or one of the industry's codes, is unknown.
    """
    from saidao.register.industry_sets import membership

    known = scheme(cubes.register.scheme)
    members = membership(industry.codes, known.id)
    by_class = members.as_dict()
    found = {code: by_class[code] for code in codes_of(cubes) if code in by_class}
    for code, below in coarse_codes(cubes).items():
        share = sum(by_class.get(each, 0.0) for each in below) / len(below)
        if share > 0:
            found[code] = share
    found = dict(sorted(found.items()))
    return Selection(
        "industry", industry.id, tuple(found), tuple(found.values()), members.translated
    )


@lru_cache(maxsize=32)
def coarse_codes(cubes: Cubes) -> dict[str, tuple[str, ...]]:
    """Return the codes of a register that are no full classes, with the classes below."""
    known = scheme(cubes.register.scheme)
    return {
        code: known.below(code)
        for code in codes_of(cubes)
        if known.has(code) and not known.is_class(code)
    }


def of_code(cubes: Cubes, code: str) -> Selection:
    """Return what stands at and below a code of the register's classification.

    Raises
    ------
    InvalidInput
        If it is no such code.
    """
    known, present = scheme_of(cubes), codes_of(cubes)
    if known is None:
        found = tuple(each for each in present if each.startswith(code)) if code else ()
        if not found:
            raise InvalidInput("code", repr(code), "the beginning of a code of the register")
        return Selection("code", code, found, (1.0,) * len(found))
    code = known.entry(code).code
    under = {code, *known.below(code)}
    found = tuple(
        each
        for each in present
        if each in under or (known.has(each) and code in known.ancestors(each))
    )
    return Selection("code", code, found, (1.0,) * len(found))


@lru_cache(maxsize=64)
def rolled_up(cubes: Cubes, level: int) -> dict[str, str]:
    """Return the code of a level, 1 for sections, that holds each code of a register.

    A code that is coarser than the level stands for itself. Not to be changed.
    """
    known = scheme_of(cubes)
    found = {}
    for code in codes_of(cubes):
        if known is None or not known.has(code):
            found[code] = code
            continue
        line = (code, *known.ancestors(code))
        found[code] = next((each for each in line if known.level(each) <= level), code)
    return found
