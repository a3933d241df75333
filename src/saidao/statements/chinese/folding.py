"""One spelling for the rules: simplified, half-width, without spaces inside Chinese.

Rules are written once, for simplified Chinese. Folding keeps a way back: OpenCC's
``t2s`` and the width table change characters one for one, and removed spaces are
remembered, so that every place in the folded text has its place in the original.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Final

import opencc

_ALPHANUMERIC: Final = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
_WIDTH: Final[dict[int, str]] = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in _ALPHANUMERIC}
    | {"％": "%", "．": ".", "＋": "+", "－": "-", "／": "/", "＄": "$", "　": " ", "\u00a0": " "}
    | {
        "﹪": "%",
        "〜": "～",
        "﹣": "-",
        "−": "-",
        "‒": "-",
        "―": "—",
        "─": "—",
        "﹐": ",",
        "﹒": ".",
    }
    | {
        "｢": "“",
        "「": "“",
        "」": "”",
        "『": "“",
        "』": "”",
        "\u2009": " ",
        "\u202f": " ",
        "\t": " ",
    }
    | {"∶": ":"}
)
_WIDE: Final = re.compile("[" + "".join(map(chr, _WIDTH)) + "]")
# Latin punctuation between Chinese is a pause; between figures it is part of them.
_PAUSES: Final = {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "?": "？", "!": "！"}
_PAUSE: Final = re.compile(r",(?![0-9])|,(?<![0-9],)|;|:(?![0-9/])|:(?<![0-9a-z]:)|\(|\)|\?|!")
_STRAIGHT: Final = re.compile(r'"([^"\n“”]{0,80})"|“([^"\n“”]{0,80})"|"([^"\n“”]{0,80})”')
_GAP: Final = re.compile(r"[ \n]+")
_THOUSANDS: Final = re.compile(r"[0-9]{3}(?![0-9])")
_MEASURES: Final = frozenset("个家项条座万亿%年月元吨")


def _curled(match: re.Match[str]) -> str:
    """Return quoted words with curled marks where one or both stand straight."""
    return f"“{match.group()[1:-1]}”"


@cache
def _converter() -> opencc.OpenCC:
    """Return the converter; loading its dictionaries takes a moment, once."""
    return opencc.OpenCC("t2s")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back.

    Parameters
    ----------
    text : str
        What rules read.
    wording : str
        The same characters as they are written.
    starts : list of int
        Folded position at which each run without removed spaces begins.
    shifts : list of int
        Characters removed before that run.
    """

    text: str
    wording: str
    starts: list[int]
    shifts: list[int]

    def source(self, position: int) -> int:
        """Return where the folded character at `position` stands in the original."""
        return position + self.shifts[bisect_right(self.starts, position) - 1]

    def folded(self, position: int) -> int:
        """Return the folded position of the original `position` (or the next kept one)."""
        low, high = 0, len(self.starts)
        while low < high:
            middle = (low + high) // 2
            if self.starts[middle] + self.shifts[middle] <= position:
                low = middle + 1
            else:
                high = middle
        index = max(low - 1, 0)
        place = position - self.shifts[index]
        if index + 1 < len(self.starts):
            place = min(place, self.starts[index + 1])
        return max(place, 0)


def _is_noise(text: str, start: int, end: int) -> bool:
    """Return whether the gap ``text[start:end]`` only parts what belongs together.

    A space is noise unless it keeps two Latin words or figures apart (but 6 850 is one
    figure); a line break is noise where it parts a figure from its measure word, as
    hard-wrapped text does.
    """
    before, after = text[start - 1 : start], text[end : end + 1]
    if "\n" in text[start:end]:
        return before.isdigit() and before.isascii() and after in _MEASURES and bool(after)
    if (
        before == "\n"
        or not before
        or not (before.isascii() and (before.isalnum() or before in ".,%"))
    ):
        return True
    if not (after.isascii() and (after.isalnum() or after == "$")):
        return True
    if end - start > 1 or not before.isdigit() or _THOUSANDS.match(text, end) is None:
        return False
    run = 1
    while run < 4 and text[start - run - 1 : start - run].isdigit():
        run += 1
    return run < 4 and "\u4e00" <= text[end + 3 : end + 4] <= "\u9fff"


def fold(text: str) -> Folded:
    """Return `text` as the rules read it.

    Examples
    --------
    >>> fold("規模突破 ５０００ 億元").text
    '规模突破5000亿元'
    """
    simplified = _converter().convert(text)
    if len(simplified) != len(text):  # never seen; then read the text as it stands
        simplified = text
    flat = _WIDE.sub(lambda match: _WIDTH[ord(match.group())], simplified)
    flat = _PAUSE.sub(lambda match: _PAUSES[match.group()], flat)
    if '"' in flat:
        flat = _STRAIGHT.sub(_curled, flat)
    pieces: list[str] = []
    written: list[str] = []
    lengths: list[int] = []
    removed: list[int] = []
    kept = 0
    for match in _GAP.finditer(flat):
        start, end = match.span()
        if not _is_noise(flat, start, end):
            continue
        pieces.append(flat[kept:start])
        written.append(text[kept:start])
        lengths.append(start - kept)
        removed.append(end - start)
        kept = end
    if not removed:
        return Folded(flat, text, [0], [0])
    pieces.append(flat[kept:])
    written.append(text[kept:])
    return Folded(
        "".join(pieces), "".join(written), [0, *accumulate(lengths)], [0, *accumulate(removed)]
    )
