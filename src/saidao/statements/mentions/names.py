"""Proper names and common nouns told apart, word by word.

A zone or firm is recognised by its last word (开发区, 公司), which common nouns share
(各类开发区, 上市公司). What decides is whether a *proper* word stands before it: a place, a
person's or a brand's name, or letters such as G60. The words come from rjieba, whose
dictionary knows the places of China; a short list here overrules it where it is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import rjieba

from saidao.statements.mentions.vocabulary import COMMON, LONG_PLACES, PLACES, STOPS, TERMS

_PROPER_TAGS = frozenset({"ns", "nr", "nrt", "nrfg", "nz", "nt", "eng"})

_PRODUCE = re.compile(
    r".(?:[瓜鱼虾蟹桃梨枣橘柑橙柚薯豆椒蒜姜菇茶菜鸡鸭鹅羊]|苗木|花卉|药材|木耳|杂粮|食品|水果|果蔬)$"
)
# Stretches of country that nobody manages as a zone.
_COUNTRY = re.compile(
    r"(?:河西走廊|高原区?|山脉|平原|盆地|丘陵|草原|沙漠|流域|防沙带|生态带|黑土区|岩溶区|风沙区"
    r"|林区|山区|湖区|城区|郊区|社区|街区|校区|景区|小区|地区|辖区|库区|灾区|牧区)$"
)

# A name never reaches back across one of these.
_STOP_TAGS = frozenset({"p", "c", "uj", "ul", "u", "uz", "ud", "uv", "ug", "y", "x", "r"})


@cache
def _segmenter() -> rjieba.Jieba:
    """Return our own copy of the dictionary; the package's shared one stays as it is."""
    segmenter = rjieba.Jieba()
    for term in TERMS:
        segmenter.add_word(term, None, "n")
    for place in LONG_PLACES:
        segmenter.add_word(place, None, "ns")
    return segmenter


class Word(NamedTuple):
    """A word of a text, with its part of speech and span."""

    text: str
    tag: str
    start: int
    end: int

    @property
    def proper(self) -> bool:
        """Whether the word is a name of its own."""
        if self.text in PLACES:
            return True
        if self.text in COMMON:
            return False
        if self.tag == "eng":
            return any(character.isalpha() for character in self.text)
        if self.tag != "ns" and self.text.endswith(("化", "型", "性", "级", "式")):
            return False  # 智能化, 创新型: no name is formed so
        if self.tag != "ns" and _PRODUCE.search(self.text):
            return False  # 哈密瓜, 小龙虾: the dictionary takes them for people
        return self.tag in _PROPER_TAGS and len(self.text) >= 2

    @property
    def stops(self) -> bool:
        """Whether a name cannot reach back across the word."""
        return self.text in STOPS or (self.tag in _STOP_TAGS and self.text not in _JOINING)

    @property
    def known(self) -> bool:
        """Whether the dictionary holds the word."""
        return _segmenter().has_word(self.text)


_GRAMMAR = frozenset("由与和及向对在为将让给把被从")
_JOINING = frozenset("·-—+“”")


def words(folded: str, start: int, end: int) -> list[Word]:
    """Cut ``folded[start:end]`` into words.

    Examples
    --------
    >>> [word.text for word in words("推进苏州工业园区", 0, 8)]
    ['推进', '苏州', '工业园区']
    """
    found: list[Word] = []
    segmenter = _segmenter()
    at = start
    for piece, tag in segmenter.tag(folded[start:end]):
        if piece[0] in _GRAMMAR and len(piece) >= 3 and not segmenter.has_word(piece):
            # A coined name drags a grammar word along: 由佛陶, 与万创.
            found.append(Word(piece[0], "p", at, at + 1))
            at, piece = at + 1, piece[1:]
        found.append(Word(piece, tag, at, at + len(piece)))
        at += len(piece)
    return found


def reach_back(row: Sequence[Word]) -> list[Word]:
    """Return the last words of `row` that can be one name: back to the first that stops it.

    A place in brackets inside a name does not stop it, nor does （集团）.
    """
    low = len(row)
    while low > 0:
        word = row[low - 1]
        inside = row[low - 2] if low >= 4 and row[low - 3].text in "（(" else None
        if word.text in "）)" and inside and (inside.proper or inside.text in _IN_BRACKETS):
            low -= 3
        elif word.stops:
            break
        else:
            low -= 1
    kept = list(row[low:])
    while kept and (kept[0].tag in _NO_START and not kept[0].proper):
        if len(kept) > 1 and len(kept[0].text) == len(kept[1].text) == 1:
            break  # 中 and 芯 are a coined name that the dictionary cuts
        kept.pop(0)
    return kept


_IN_BRACKETS = frozenset({"集团", "控股", "集团控股"})
_NO_START = frozenset({"d", "f", "m", "q", "t", "zg"})
_BOUND = frozenset("，。；：！？、\n（）()〔〕[]【】《》,;!?|\"'")
_INSIDE = re.compile(r"[（(][\u4e00-\u9fff]{2,4}[)）]$")


def left_edge(folded: str, end: int, low: int) -> int:
    """Return the furthest a name that ends at `end` can begin, not before `low`.

    A place in brackets may stand inside: 宝山（上海）产业园, 某某（中国）有限公司.
    """
    position = end - 1
    while position >= low:
        if folded[position] in _BOUND:
            inside = _INSIDE.search(folded, low, position + 1)
            if inside is None or position == end - 1 or inside.start() == low:
                return position + 1
            position = inside.start()
        position -= 1
    return max(low, 0)


def is_country(name: str) -> bool:
    """Say whether `name` is a stretch of country or a quarter, not a managed zone."""
    return _COUNTRY.search(name) is not None


def from_first_proper(row: Sequence[Word]) -> list[Word]:
    """Return `row` from its first proper word on; empty where there is none.

    What the dictionary takes for a person counts only as the first word: in 智能化蔬果基地
    it is the fruit, and a zone or firm named after someone begins with the name.
    """
    for index, word in enumerate(row):
        if word.proper and (index == 0 or word.tag != "nr" or not word.known):
            return list(row[index:])
    return []
