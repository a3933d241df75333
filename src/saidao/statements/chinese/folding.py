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

_WIDTH: Final = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF10, 0xFF5B)}
    | {"％": "%", "．": ".", "＋": "+", "－": "-", "／": "/", "＄": "$", "　": " ", "\u00a0": " "}
    | {"﹪": "%", "〜": "～", "﹣": "-", "−": "-", "‒": "-", "―": "—", "─": "—", "﹐": ","}
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
)
# A space is noise unless it keeps two Latin words or figures apart; a line break is noise
# where it parts a figure from its measure word, as hard-wrapped text does.
_NOISE: Final = re.compile(
    r"(?:(?<=[^0-9.,][0-9])|(?<=[^0-9.,][0-9]{2})|(?<=[^0-9.,][0-9]{3})) (?=[0-9]{3}[\u4e00-\u9fff])|"
    r"(?<![0-9A-Za-z.,%]) +| +(?![0-9A-Za-z$ ])|(?<=[0-9]) *\n[ \n]*(?=[个家项条座万亿%])"
)


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
    flat = simplified.translate(_WIDTH)
    if " " not in flat and "\n" not in flat:
        return Folded(flat, text, [0], [0])
    pieces: list[str] = []
    written: list[str] = []
    lengths: list[int] = []
    removed: list[int] = []
    kept = 0
    for match in _NOISE.finditer(flat):
        pieces.append(flat[kept : match.start()])
        written.append(text[kept : match.start()])
        lengths.append(match.start() - kept)
        removed.append(match.end() - match.start())
        kept = match.end()
    pieces.append(flat[kept:])
    written.append(text[kept:])
    return Folded(
        "".join(pieces), "".join(written), [0, *accumulate(lengths)], [0, *accumulate(removed)]
    )
