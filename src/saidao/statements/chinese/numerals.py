"""Chinese and Arabic numerals: how figures are written, and what they come to.

Covers 1.5万亿, 15,000亿, 二百余亿, 三千五百, 一点五, 二〇二五, 千亿 (a bare power), 570多,
3.5万余 and the misread ``l2万`` of scanned text. To add a way of writing figures, add it
to `FIGURE` and to `value_of`.
"""

from __future__ import annotations

import re
from typing import Final

from saidao.statements.units import resolved

DIGIT: Final = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6,
    "七": 7, "八": 8, "九": 9, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7,
    "捌": 8, "玖": 9,
}  # fmt: skip
POWER: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
MYRIAD: Final = {"万": 10**4, "亿": 10**8, "兆": 10**12}

# 兆 is 10^12 before money and people, but mega before watts, bytes, pascals and hertz.
_TIMES: Final = r"(?:[十百万亿]|千(?![瓦克米伏焦帕卡])|兆(?![瓦字帕比赫焦伏]))"
_DIGITS: Final = r"(?:\d{1,3}(?:,\d{3}){1,5}(?!\d)|\d{1,15}(?!\d))(?:\.\d{1,12}(?!\d))?"
_WORDS: Final = r"[零〇一二两三四五六七八九十百万亿]"

FIGURE: Final = re.compile(
    rf"(?P<digits>{_DIGITS})(?P<more>[多余几])?(?P<times>{_TIMES}{{0,3}})"
    rf"(?:(?<=[万亿兆])(?:(?P<lower>{_DIGITS})(?P<lower_times>[千百万亿]{{1,2}})|(?<=万)(?P<rest>(?:\d,\d{{3}}|\d{{3,4}})(?![\d年.]))))?(?P<more_after>[多余])?"
    rf"|(?P<words>(?:{_WORDS}|千(?![瓦克米伏焦帕卡]))(?:{_WORDS}|千(?![瓦克米伏焦帕卡])|兆(?![瓦字帕比赫焦伏])){{0,20}}(?:点[零〇一二两三四五六七八九]{{1,8}})?)"
    rf"(?P<words_more>[多余几])?(?P<words_times>[万亿]{{0,2}})(?P<words_more_after>[多余])?"
)
"""One figure with its powers of ten and 多/余, which say that it is more than that."""


def powers(text: str) -> float:
    """Return the product of a run of powers: 万亿 is 10^12, 千万 10^7.

    Examples
    --------
    >>> powers("万亿"), powers("")
    (1000000000000.0, 1.0)
    """
    product = 1.0
    for character in text:
        product *= POWER.get(character) or MYRIAD[character]
    return product


def value_of(match: re.Match[str]) -> tuple[float, bool]:
    """Return the value of a `FIGURE` match, and whether 多/余 says that it is more."""
    digits = match["digits"]
    if digits is not None:
        value = float(digits.replace(",", ""))
        times = match["times"]
        if times:
            value = resolved(value * powers(times))
            if match["lower"]:  # 3兆1,325亿
                value += float(match["lower"].replace(",", "")) * powers(match["lower_times"])
            elif match["rest"]:  # 1万5051
                value += float(match["rest"].replace(",", ""))
        return value, bool(match["more"] or match["more_after"])
    value = spelled(match["words"])
    if match["words_times"]:
        value = resolved(value * powers(match["words_times"]))
    return value, bool(match["words_more"] or match["words_more_after"])


def spelled(text: str) -> float:
    """Return the value of a figure in Chinese characters.

    Runs without powers are read digit by digit (二〇二五), runs that begin with a power
    have an implied one (千亿 is a hundred billion).

    Examples
    --------
    >>> spelled("三千五百"), spelled("二〇二五"), spelled("千亿"), spelled("一点五万")
    (3500.0, 2025.0, 100000000000.0, 15000.0)
    """
    whole, point, fraction = text.partition("点")
    if point:
        tail = fraction.rstrip("十百千万亿兆")
        number = _whole(whole) + float("0." + "".join(str(DIGIT[digit]) for digit in tail))
        return resolved(number * powers(fraction[len(tail) :]))
    return _whole(whole)


def _whole(text: str) -> float:
    """Value of a whole figure in characters."""
    if len(text) > 1 and all(character in DIGIT for character in text):
        return float("".join(str(DIGIT[character]) for character in text))
    for myriad in ("兆", "亿", "万"):
        head, found, tail = text.rpartition(myriad)
        if found:
            return (_whole(head) if head else 1.0) * MYRIAD[myriad] + (_whole(tail) if tail else 0)
    total = digit = 0
    for character in text:
        if character in DIGIT:
            digit = DIGIT[character]
        else:
            total += (digit or 1) * POWER[character]
            digit = 0
    return float(total + digit)
