"""A quantity as it stands in a sentence, and the comparator glued to its end (以上)."""

from __future__ import annotations

import re
from typing import Final, Literal

from saidao.statements.chinese.units import Unit

Form = Literal["plain", "fraction", "doubling", "rank", "tier"]

SUFFIX: Final = re.compile(
    r"(?P<least>（含）以上|\(含\)以上|及其以上|及以上|或以上|以上|（含）(?!以)|\(含\)(?!以)|起(?=，|。|；|$))"
    r"|(?P<most>（含）以[下内]|\(含\)以[下内]|及以下|以内|以下|之内|内(?=[，。；、完办予组基实审]|$)|封顶)|(?P<cap>为(?:上)?限)"
    r"|(?P<about>左右|上下(?![游下级联限班]))|(?P<more>\+|开外|之多)"
)


class Quantity:
    """One quantity of a sentence; offsets count in the sentence.

    Parameters
    ----------
    start, end : int
        From the first character of the figure (or its currency mark) to the last of the
        unit and the comparator glued to it (以上, 左右).
    unit_end : int
        End of the figure with its unit.
    value, high : float or None
        In the canonical unit; `high` for ranges.
    unit : Unit
    word : str
        The unit as written.
    more : bool
        The figure itself says that it is more (570多家).
    suffix : str
        The group of `SUFFIX` that follows, or empty.
    spelled : bool
        Written in Chinese characters.
    form : str
    tier, tier_end : float or None, int
        Size class that follows a count, in the tier's own unit, and where it ends.
    per : str
        What stands under the slash.
    joined : bool
        A range.
    """

    __slots__ = (
        "currency_end", "end", "form", "high", "joined", "more", "per", "spelled", "start",
        "suffix", "tier", "tier_end", "unit", "unit_end", "value", "word",
    )  # fmt: skip

    def __init__(
        self,
        start: int,
        end: int,
        value: float | None,
        unit: Unit,
        word: str,
        *,
        high: float | None = None,
        more: bool = False,
        suffix: str = "",
        spelled: bool = False,
        form: Form = "plain",
        tier: float | None = None,
        per: str = "",
    ) -> None:
        self.start, self.end, self.unit_end = start, end, end
        self.value, self.high, self.unit, self.word = value, high, unit, word
        self.more, self.suffix, self.spelled, self.form = more, suffix, spelled, form
        self.tier, self.per, self.joined = tier, per, high is not None
        self.tier_end = 0


def read_suffix(sentence: str, quantity: Quantity) -> None:
    """Read the comparator glued to the quantity's end."""
    match = SUFFIX.match(sentence, quantity.end)
    if match is not None and match.lastgroup:
        quantity.suffix = match.lastgroup
        quantity.end = match.end()
    elif sentence.startswith("（不含）", quantity.end):
        quantity.end += 4
