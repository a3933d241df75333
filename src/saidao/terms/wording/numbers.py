"""Numbers and size classes in words: 1.5万亿, 1.5 tn; 千亿级, 100-billion class."""

from __future__ import annotations

from saidao.terms.name import Name

__all__ = ["grouped", "number_en", "number_zh", "plain_number", "tier_name"]


def plain_number(value: float, digits: int = 12) -> str:
    """Return a number without exponent and without trailing zeros."""
    text = f"{float(f'{value:.{digits}g}'):.6f}"
    return text.rstrip("0").rstrip(".")


def decimals(value: float) -> int:
    """Return how many decimals a number needs."""
    text = plain_number(value)
    return len(text.partition(".")[2])


def number_zh(value: float) -> str:
    """Return a number with 万, 亿 or 万亿, the largest that keeps it short.

    Examples
    --------
    >>> number_zh(5e11), number_zh(1.5e12), number_zh(1.064119e12), number_zh(26000)
    ('5000亿', '1.5万亿', '10641.19亿', '2.6万')
    """
    size = abs(value)
    if size >= 1e12 and decimals(value / 1e12) <= 3:
        return plain_number(value / 1e12) + "万亿"
    if size >= 1e8:
        return plain_number(value / 1e8) + "亿"
    if size >= 1e4:
        return plain_number(value / 1e4) + "万"
    return plain_number(value)


def number_en(value: float, *, counts: bool = False) -> str:
    """Return a number with mn, bn or tn; counts stay whole below ten million.

    Examples
    --------
    >>> number_en(5e11), number_en(1.5e12), number_en(26000, counts=True)
    ('500 bn', '1.5 tn', '26,000')
    """
    size = abs(value)
    if size >= 1e12 and decimals(value / 1e12) <= 3:
        return plain_number(value / 1e12) + " tn"
    if size >= 1e9:
        return grouped(value / 1e9) + " bn"
    if size >= (1e7 if counts else 1e6):
        return grouped(value / 1e6) + " mn"
    return grouped(value)


def grouped(value: float) -> str:
    """Return a number with commas between thousands."""
    whole, point, rest = plain_number(value).partition(".")
    return f"{int(whole):,}{point}{rest}" if whole not in {"-0", "0"} else whole + point + rest


TIER_DIGITS = {1: "", 2: "两", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七", 8: "八", 9: "九"}


def tier_name(tier: float) -> Name:
    """Return the name of a size class.

    Examples
    --------
    >>> tier_name(1e11)
    Name(zh='千亿级', en='100-billion class')
    """
    for size, zh in ((1e12, "万亿"), (1e11, "千亿"), (1e10, "百亿"), (1e9, "十亿"), (1e8, "亿")):
        if tier >= size and tier % size == 0 and tier // size < 10:
            many = TIER_DIGITS[int(tier // size)]
            return Name(f"{many}{zh}级", f"{english_class(tier)} class")
    return Name(f"{number_zh(tier)}级", f"{english_class(tier)} class")


def english_class(tier: float) -> str:
    """Return ``100-billion``, ``trillion`` and so on."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if tier >= size:
            many = plain_number(tier / size)
            return word if many == "1" else f"{many}-{word}"
    return grouped(tier)
