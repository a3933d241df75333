"""Coordinates as registers word them: in degrees and minutes, or both in one cell.

Cells that are plain numbers do not come here.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["read_angle", "read_pair"]

SIGNS: Final = str.maketrans(
    {"″": '"', "“": '"', "”": '"', "′": "'", "’": "'", "‘": "'", "º": "°", "˚": "°", "−": "-"}
)
"""Signs of degrees, minutes and seconds as they are typed; NFKC would tear ″ in two."""

ANGLE: Final = re.compile(
    r"""^(?P<before>[NSEW]|北纬|南纬|东经|西经|北緯|南緯|東経|西経|東經|西經)?\s*:?\s*
    (?P<sign>[-+])?(?P<degrees>\d+(?:[.,]\d+)?)\s*
    (?:[°度d:\s]\s*
       (?:(?P<minutes>\d+(?:[.,]\d+)?)\s*
          (?:['分m:\s]\s*
             (?:(?P<seconds>\d+(?:[.,]\d+)?)\s*(?:"|''|秒|s)?)?)?)?)?
    \s*(?P<behind>[NSEW])?$""",
    re.VERBOSE | re.IGNORECASE,
)
NEGATIVE: Final = ("S", "W", "南", "西")
NORTHING: Final = ("N", "S", "北", "南")
POINT: Final = re.compile(r"^(?:SRID=\d+;)?\s*POINT\s*\(([^()]*)\)$", re.IGNORECASE)
NAMED: Final = re.compile(
    r"""^\{?\s*["']?(?P<one>lat|lon|lng)\w*["']?\s*[:=]\s*(?P<first>[-+\d.]+)\s*[,;]\s*
    ["']?(?P<other>lat|lon|lng)\w*["']?\s*[:=]\s*(?P<second>[-+\d.]+)\s*\}?$""",
    re.VERBOSE | re.IGNORECASE,
)


def read_angle(text: str) -> float | None:
    """Return degrees that stand with minutes and seconds or a letter; None for anything else.

    Examples
    --------
    >>> read_angle("121°30'36\\"E"), read_angle("33° 52.5' S"), read_angle("北纬31度12分")
    (121.51, -33.875, 31.2)
    >>> read_angle("121°75'"), read_angle("far away")
    (None, None)
    """
    found = angle(text)
    return None if found is None else found[0]


def angle(text: str) -> tuple[float, bool | None] | None:
    """Return degrees, and whether they are a latitude where a letter says so."""
    plain = unicodedata.normalize("NFKC", text.translate(SIGNS)).strip()
    match = ANGLE.match(plain)
    if match is None:
        return None
    parts = [float((match[name] or "0").replace(",", ".")) for name in PARTS]
    if parts[1] >= 60 or parts[2] >= 60:
        return None
    value = parts[0] + parts[1] / 60 + parts[2] / 3600
    letter = (match["before"] or match["behind"] or "").upper()
    if match["sign"] == "-" or letter.startswith(NEGATIVE):
        value = -value
    return value, letter.startswith(NORTHING) if letter else None


PARTS: Final = ("degrees", "minutes", "seconds")


def read_pair(text: str, *, latitude_first: bool = False) -> tuple[float, float] | None:
    """Return longitude and latitude, or easting and northing, that stand in one cell.

    Which of them is which is told by letters or names beside them, else by a number that no
    latitude can be, else by `latitude_first`.

    Examples
    --------
    >>> read_pair("121.47,31.23"), read_pair("31.23, 121.47"), read_pair("POINT(121.47 31.23)")
    ((121.47, 31.23), (121.47, 31.23), (121.47, 31.23))
    >>> read_pair("48.85, 2.35", latitude_first=True), read_pair("48°51'N 2°21'E")
    ((2.35, 48.85), (2.35, 48.85))
    >>> read_pair("121.47")
    """
    plain = text.strip().strip("[]()")
    if match := NAMED.match(text.strip()):
        named = {match["one"].lower(): match["first"], match["other"].lower(): match["second"]}
        lon, lat = angle(named.get("lon", named.get("lng", ""))), angle(named.get("lat", ""))
        return None if lon is None or lat is None else (lon[0], lat[0])
    if match := POINT.match(text.strip()):
        plain, latitude_first = match[1], False
    # A comma parts the two only where nothing else does: it may stand before decimals.
    for sign in (r"\s*[;|/、]\s*", r"\s*[,，]\s*", r"(?<=[NSEWnsew])\s+", r"\s+"):
        parts = re.split(sign, plain.strip())
        if len(parts) == 2:
            break
    else:
        return None
    one, other = angle(parts[0]), angle(parts[1])
    if one is None or other is None:
        return None
    if one[1] is not None or other[1] is not None:
        is_swapped = one[1] is True or other[1] is False
    elif (abs(one[0]) > 90) != (abs(other[0]) > 90) and max(abs(one[0]), abs(other[0])) <= 180:
        is_swapped = abs(other[0]) > 90
    else:
        is_swapped = latitude_first
    return (other[0], one[0]) if is_swapped else (one[0], other[0])
