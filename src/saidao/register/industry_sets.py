"""Industries as fractional sets of classes, and what they have in common.

An industry of a city's own system is a set of codes with shares: ``39`` with 0.5 says that
half of every class of division 39 belongs to it. Industries overlap, so their sizes are never
added blindly: `overlap` shows what two of them share and `account` what a sum counts twice.

Of a class that belongs by halves to two industries nobody knows whether it is the same half.
All that is shared is therefore given as a range: at least what cannot be otherwise, at most
what the smaller share allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saidao.errors import InvalidInput
from saidao.terms.industry_codes import parts_of, scheme, split

__all__ = ["Account", "Membership", "SharedClass", "account", "membership", "overlap"]


@dataclass(frozen=True, slots=True)
class Membership:
    """What belongs to an industry, class by class of one classification.

    Parameters
    ----------
    scheme : str
        The classification.
    codes : tuple of str
        Full classes, sorted; those that do not belong at all are left out.
    shares : tuple of float
        Of each, in (0, 1].
    translated : bool
        Whether codes of another classification were translated: the shares are then
        expected ones.
    missing : tuple of str
        Codes of another classification without any counterpart in this one.
    """

    scheme: str
    codes: tuple[str, ...]
    shares: tuple[float, ...]
    translated: bool = False
    missing: tuple[str, ...] = ()

    def of(self, code: str) -> float:
        """Return the share of a class that belongs to the industry, 0 for one that does not."""
        return self.as_dict().get(code, 0.0)

    def as_dict(self) -> dict[str, float]:
        """Return the share of each class."""
        return dict(zip(self.codes, self.shares, strict=True))


def membership(codes: Sequence[tuple[str, float]], register_scheme: str) -> Membership:
    """Return which classes of a register's classification belong to an industry.

    The longest code that covers a class decides its share, so that ``39`` at 0.5 and
    ``3973`` at 1 mean half of the division and all of its integrated circuits. Codes of
    another classification are translated: the share of a class is then what of it falls,
    by the crosswalk, into classes that belong.

    Parameters
    ----------
    codes : sequence of (str, float)
        Qualified codes with shares in (0, 1], as in `Industry.codes` of a pack.
    register_scheme : str
        Name of the register's classification.

    Raises
    ------
    InvalidInput
        If a classification or code is unknown, a share is outside (0, 1], or a code is
        given twice.

    Examples
    --------
    >>> chips = [("GB/T 4754-2017:397", 0.5), ("GB/T 4754-2017:3973", 1.0)]
    >>> made = membership(chips, "GB/T 4754-2017")
    >>> made.of("3973"), made.of("3974"), made.of("3981")
    (1.0, 0.5, 0.0)
    """
    target = scheme(register_scheme)
    by_scheme = decided(codes)
    shares: dict[str, float] = {}
    missing: list[str] = []
    for name, own in by_scheme.items():
        if name == target.id:
            merge(shares, own)
            continue
        merge(shares, translated(own, name, target.id))
        missing += [f"{name}:{code}" for code in own if not parts_of(code, name, target.id)]
    order = sorted(code for code, share in shares.items() if share > 0)
    return Membership(
        target.id,
        tuple(order),
        tuple(shares[code] for code in order),
        any(name != target.id for name in by_scheme),
        tuple(sorted(missing)),
    )


def decided(codes: Sequence[tuple[str, float]]) -> dict[str, dict[str, float]]:
    """Return for each classification the share of each full class, the longest code deciding."""
    given: dict[str, dict[str, float]] = {}
    for qualified, share in codes:
        found, code = split(qualified)
        if not 0 < share <= 1:
            raise InvalidInput("share", f"{share} of {qualified}", "more than 0, at most 1")
        own = given.setdefault(found.id, {})
        if code in own:
            raise InvalidInput("codes", f"{qualified} twice", "each code once")
        own[code] = share
    made: dict[str, dict[str, float]] = {}
    for name, own in given.items():
        known = scheme(name)
        made[name] = {}
        # From sections to classes, so that the nearer code overwrites the farther one.
        for code in sorted(own, key=known.level):
            made[name].update(dict.fromkeys(known.below(code), own[code]))
    return made


def translated(own: Mapping[str, float], source: str, target: str) -> dict[str, float]:
    """Return the share of each class of `target` that falls into classes that belong."""
    reached = {part.code for code in own for part in parts_of(code, source, target)}
    return {
        code: min(1.0, sum(part.share * own.get(part.code, 0.0) for part in back))
        for code in reached
        if (back := parts_of(code, target, source))
    }


def merge(shares: dict[str, float], more: Mapping[str, float]) -> None:
    """Take the larger share where an industry is given in two classifications."""
    for code, share in more.items():
        shares[code] = max(shares.get(code, 0.0), share)


@dataclass(frozen=True, slots=True)
class SharedClass:
    """A class that belongs to two industries, with what of it is shared.

    `least` and `most` are shares of the class: what both must have in common, and what
    they can have in common at most.
    """

    code: str
    share_a: float
    share_b: float
    least: float
    most: float


def overlap(a: Membership, b: Membership) -> tuple[SharedClass, ...]:
    """Return the classes that belong to both of two industries.

    Raises
    ------
    InvalidInput
        If they are memberships of different classifications.

    Examples
    --------
    >>> one = membership([("GB/T 4754-2017:392", 0.75)], "GB/T 4754-2017")
    >>> other = membership([("GB/T 4754-2017:3922", 0.5)], "GB/T 4754-2017")
    >>> overlap(one, other)
    (SharedClass(code='3922', share_a=0.75, share_b=0.5, least=0.25, most=0.5),)
    """
    one_scheme((a, b))
    own, other = a.as_dict(), b.as_dict()
    return tuple(
        SharedClass(
            code,
            own[code],
            other[code],
            max(0.0, own[code] + other[code] - 1),
            min(own[code], other[code]),
        )
        for code in a.codes
        if code in other
    )


@dataclass(frozen=True, slots=True)
class Account:
    """What several industries come to together, and what their sum counts twice.

    Parameters
    ----------
    each : dict
        Size of each industry by itself.
    total : float
        Their plain sum, which counts shared classes more than once.
    union_least, union_most : float
        What they come to without double counting: with the largest and with the smallest
        possible overlap of shares.
    """

    each: dict[str, float]
    total: float
    union_least: float
    union_most: float

    @property
    def counted_twice_least(self) -> float:
        """What the sum counts too much, however the shares lie."""
        return self.total - self.union_most

    @property
    def counted_twice_most(self) -> float:
        """What the sum counts too much where shares lie within each other."""
        return self.total - self.union_least


def account(parts: Mapping[str, Membership], sizes: Mapping[str, float]) -> Account:
    """Return what industries come to together, with double counting shown.

    Parameters
    ----------
    parts : mapping
        Membership of each industry by its id.
    sizes : mapping
        Size of each class in one place and time: establishments, jobs or value. A class that
        is not named has none.

    Raises
    ------
    InvalidInput
        If they are memberships of different classifications.

    Examples
    --------
    >>> gbt = "GB/T 4754-2017"
    >>> parts = {
    ...     "phones": membership([(f"{gbt}:3922", 1.0)], gbt),
    ...     "communication": membership([(f"{gbt}:392", 1.0)], gbt),
    ... }
    >>> made = account(parts, {"3921": 10, "3922": 30})
    >>> made.total, made.union_least, made.counted_twice_least
    (70.0, 40.0, 30.0)
    """
    one_scheme(tuple(parts.values()))
    shares = {id: part.as_dict() for id, part in parts.items()}
    each = {
        id: float(sum(sizes.get(code, 0.0) * share for code, share in own.items()))
        for id, own in shares.items()
    }
    least = most = 0.0
    for code in sorted({code for own in shares.values() for code in own}):
        of_class = [own[code] for own in shares.values() if code in own]
        least += sizes.get(code, 0.0) * max(of_class)
        most += sizes.get(code, 0.0) * min(1.0, sum(of_class))
    return Account(each, float(sum(each.values())), least, most)


def one_scheme(parts: Sequence[Membership]) -> None:
    """Refuse memberships of different classifications."""
    names = sorted({part.scheme for part in parts})
    if len(names) > 1:
        raise InvalidInput("parts", " and ".join(names), "memberships of one classification")
