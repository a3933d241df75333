"""Styles and list numbering of a DOCX: which paragraph is a heading, which number it bears."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

__all__ = ["Numbering", "Style", "Styles", "attribute", "name_of", "qualified"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
HEADING_NAME = re.compile("(?:heading|标题|標題)\\s*([1-9])$", re.IGNORECASE)
TITLE_NAMES = frozenset({"title", "标题", "標題", "文档标题"})
DEEPEST_STYLE = 20

CHINESE_DIGITS = "〇一二三四五六七八九"
CHINESE_FORMATS = frozenset(
    {"chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting"}
    | {"taiwaneseCounting", "taiwaneseCountingThousand", "koreanDigital2"}
)
STEMS = "甲乙丙丁戊己庚辛壬癸"


def qualified(name: str) -> str:
    """Return the qualified name of an element of the main namespace."""
    return W + name


def name_of(element: etree._Element) -> str:
    """Return an element's name without its namespace, empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """Return an attribute of the main namespace."""
    return element.get(W + name) if element is not None else None


@dataclass(slots=True)
class Style:
    """What a paragraph's style says of it; `outline_level` counts from 1, 0 for text."""

    outline_level: int = 0
    is_title: bool = False
    list_id: str = ""
    list_level: int = 0


class Styles:
    """The styles of a document, resolved when asked for."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._known: dict[str, Style] = {}
        if root is not None:
            for element in root.iterfind(qualified("style")):
                self._elements[attribute(element, "styleId") or ""] = element

    def of_paragraph(self, paragraph: etree._Element) -> Style:
        """Return the style of a paragraph with what it sets itself."""
        properties = paragraph.find(qualified("pPr"))
        if properties is None:
            return Style()
        found = self._named(attribute(properties.find(qualified("pStyle")), "val") or "")
        level = attribute(properties.find(qualified("outlineLvl")), "val")
        if level is None:
            return found
        own = int(level) + 1 if level in "012345678" and level else 0
        return Style(own, found.is_title, found.list_id, found.list_level)

    def _named(self, id: str) -> Style:
        """Return a style by its id, with what it takes from those it is based on."""
        if id in self._known:
            return self._known[id]
        style = Style()
        seen: set[str] = set()
        at = id
        while at in self._elements and at not in seen and len(seen) < DEEPEST_STYLE:
            seen.add(at)
            element = self._elements[at]
            label = (attribute(element.find(qualified("name")), "val") or "").strip().lower()
            heading = HEADING_NAME.match(label)
            if heading and not style.outline_level:
                style.outline_level = int(heading[1])
            style.is_title = style.is_title or label in TITLE_NAMES
            properties = element.find(qualified("pPr"))
            if properties is not None:
                level = attribute(properties.find(qualified("outlineLvl")), "val")
                if level and level in "012345678" and not style.outline_level:
                    style.outline_level = int(level) + 1
                numbered = properties.find(qualified("numPr"))
                if numbered is not None and not style.list_id:
                    style.list_id = attribute(numbered.find(qualified("numId")), "val") or ""
                    depth = attribute(numbered.find(qualified("ilvl")), "val") or "0"
                    style.list_level = int(depth) if depth in "012345678" else 0
            at = attribute(element.find(qualified("basedOn")), "val") or ""
        self._known[id] = style
        return style


@dataclass(slots=True)
class _Level:
    """One level of a list: how its number looks and where it starts."""

    format: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """Counts the numbered paragraphs of a document as Word would show them."""

    root: etree._Element | None
    _levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    _abstract_of: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * 9))

    def __post_init__(self) -> None:
        if self.root is None:
            return
        for abstract in self.root.iterfind(qualified("abstractNum")):
            levels: dict[int, _Level] = {}
            for element in abstract.iterfind(qualified("lvl")):
                depth = attribute(element, "ilvl") or ""
                if depth not in "012345678" or not depth:
                    continue
                start = attribute(element.find(qualified("start")), "val") or "1"
                levels[int(depth)] = _Level(
                    attribute(element.find(qualified("numFmt")), "val") or "decimal",
                    (attribute(element.find(qualified("lvlText")), "val") or "")[:40],
                    int(start) if start.isdecimal() and len(start) < 6 else 1,
                )
            self._levels[attribute(abstract, "abstractNumId") or ""] = levels
        for number in self.root.iterfind(qualified("num")):
            link = attribute(number.find(qualified("abstractNumId")), "val") or ""
            self._abstract_of[attribute(number, "numId") or ""] = link

    def next_number(self, paragraph: etree._Element, style: Style) -> tuple[str, int]:
        """Return the number that stands before a paragraph, and its depth in a list.

        The number is empty for a bullet, the depth 0 outside of lists.
        """
        own = paragraph.find(f"{qualified('pPr')}/{qualified('numPr')}")
        list_id, depth = style.list_id, style.list_level
        if own is not None:
            list_id = attribute(own.find(qualified("numId")), "val") or list_id
            stated = attribute(own.find(qualified("ilvl")), "val")
            depth = int(stated) if stated and stated in "012345678" else depth
        if not list_id or list_id == "0":
            return "", 0
        abstract = self._abstract_of.get(list_id, "")
        level = self._levels.get(abstract, {}).get(depth)
        if level is None:
            return "", depth + 1
        counts = self._counts[abstract]
        counts[depth] = counts[depth] + 1 if counts[depth] else level.start
        counts[depth + 1 :] = [0] * (8 - depth)
        if level.format in ("bullet", "none"):
            return "", depth + 1
        text = level.text
        for above in range(depth + 1):
            of = self._levels[abstract].get(above, level)
            text = text.replace(f"%{above + 1}", _shown(counts[above] or of.start, of.format))
        return text, depth + 1


def _shown(number: int, format: str) -> str:
    """Return a number as a list shows it."""
    if format in CHINESE_FORMATS:
        return _chinese(number)
    if format in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 % 9 + 1)
        return letter if format == "upperLetter" else letter.lower()
    if format in ("upperRoman", "lowerRoman"):
        roman = _roman(number)
        return roman if format == "upperRoman" else roman.lower()
    if format.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if format == "decimalZero":
        return f"{number:02d}"
    if format == "ideographTraditional":
        return STEMS[(number - 1) % 10]
    return str(number)


def _chinese(number: int) -> str:
    """Return a number up to 99 in Chinese characters, larger ones digit by digit."""
    if number < 10:
        return CHINESE_DIGITS[number]
    if number < 100:
        tens, units = divmod(number, 10)
        return (
            ("" if tens == 1 else CHINESE_DIGITS[tens])
            + "十"
            + (CHINESE_DIGITS[units] if units else "")
        )
    return "".join(CHINESE_DIGITS[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    """Return a number in Roman numerals, in digits where it is too large for them."""
    if not 0 < number < 4000:
        return str(number)
    text = ""
    for value, sign in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        text += sign * (number // value)
        number %= value
    return text
