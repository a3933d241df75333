"""What is looked at together: a sentence, a quantity's clause, a statement just told."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from saidao.statements.chinese import periods
from saidao.statements.chinese.amounts import Quantity
from saidao.statements.chinese.folding import Folded
from saidao.statements.chinese.inheritance import places_in, sectors_in
from saidao.statements.statement import Comparator, Kind, Op

_ONE_STORY: Final = re.compile(
    r"(?:种植户|养殖户|农户|商户|店主|摊主|老板|村民|牧民|渔民|果农|茶农)[\u4e00-\u9fff]{2,4}?(?:家的|家今|家里|的店|告诉|介绍|说)"
    r"|[她他](?:的|家)(?:订单|店铺|小店|果园|大棚|收入|网店)|每斤(?:能|可)?卖|老[\u4e00-\u9fff]家|自家(?:的)?(?:果园|大棚|地)|我家(?!电|庭|居|具)"
)


class Line:
    """A sentence with what is found in it once for all its quantities.

    Parameters
    ----------
    base : int
        Where the sentence begins in the folded text.
    text : str
    mentions : list of periods.Mention
    """

    __slots__ = ("_places", "_sectors", "_story", "base", "mentions", "text")

    def __init__(self, base: int, text: str, mentions: list[periods.Mention]) -> None:
        self.base, self.text, self.mentions = base, text, mentions
        self._places: list[tuple[int, str]] | None = None
        self._sectors: list[tuple[int, str]] | None = None
        self._story: bool | None = None

    def is_story(self) -> bool:
        """Return whether the sentence tells the story of one household or shop."""
        if self._story is None:
            self._story = _ONE_STORY.search(self.text) is not None
        return self._story

    def places(self, folded: Folded) -> list[tuple[int, str]]:
        """Return the places that the sentence names."""
        if self._places is None:
            written = folded.wording[self.base : self.base + len(self.text)]
            self._places = places_in(self.text, written)
        return self._places

    def sectors(self, folded: Folded) -> list[tuple[int, str]]:
        """Return the sectors that the sentence names."""
        if self._sectors is None:
            written = folded.wording[self.base : self.base + len(self.text)]
            self._sectors = sectors_in(self.text, written)
        return self._sectors


class Passage(NamedTuple):
    """A quantity's clause in its sentence.

    Parameters
    ----------
    line : Line
    start : int
        Where the clause begins in the sentence.
    left, right : str
        The clause before the figure, and what belongs to it behind the quantity.
    listed : bool
        It continues the list of the statement before it.
    bare : bool
        It does so without words of its own (90%、70%).
    """

    line: Line
    start: int
    left: str
    right: str
    listed: bool
    bare: bool

    @property
    def sentence(self) -> str:
        """The sentence."""
        return self.line.text

    @property
    def before(self) -> str:
        """The sentence before the clause."""
        return self.sentence[: self.start]


class Told(NamedTuple):
    """A statement of the sentence, with what later figures may share."""

    quantity: Quantity
    left: str
    op: Op | None
    cmp: Comparator
    kind: Kind
    subject: str
    written: str
    period: str | None
    base_year: str | None
    verb: str
    place: int
    counted: str | None
    bare: bool
