"""Chinese addresses: 省, 市, 区县, 街道镇乡, 园区, 村, 路, in this order and any of them missing.

Nothing is known of the city but what it is given: names of its districts, and towns where
there is a list. Everything else goes by the words that such names end in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from saidao.register.placing.addresses import Address, Town

__all__ = ["ChineseReader"]

_PLAIN = str.maketrans(
    {chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
    | dict.fromkeys(" \t\u3000\xa0,、，。;；", None)
    | {"【": "(", "】": ")", "〔": "(", "〕": ")", "（": "(", "）": ")"}
)
_ROAD_END = "大道|公路|国道|省道|县道|大街|支路|路|街(?![道坊])|巷|弄|胡同|西道|东道|环道"
_NOT_A_ROAD = (
    "(?![东西南北中]?[一二三四五六七八九十]?(?:支?路|街(?!道)|大道|公路|大街|支?弄|巷)"
    "|[东西南北]?(?:桥|苑|大厦|广场))"
)
"""Behind a name: it is not the beginning of 浦东南路 or 镇北路."""
_HAN = "[\u3400-\u9fff]"
_PROVINCE = re.compile(f"({_HAN}{{2,6}}?(?:省|自治区|特别行政区))")
_CITY = re.compile(
    f"({_HAN}{{2,7}}?(?:市|自治州|地区|盟))(?!场|区|郊|民|政|北|中|南|东|西|口|镇|路|街|大|公|花|广|商|村|河|桥)"
)
_ANY_DISTRICT = re.compile(f"({_HAN}{{1,6}}?(?:新区|[区县旗]))(?!域|间|政府|府|城|大|属)")
_FREE_TRADE = re.compile(
    r"(?:中国)?\(?(?P<city>\S{2,5}?)\)?自由贸易试验区(?P<part>\S{1,6}?(?:新片区|片区))?"
)
_TOWN = re.compile(
    f"({_HAN}{{1,6}}?(?:街道(?!办)|镇(?:街道)?|乡(?!镇)))(?:办事处|政府|镇政府)?{_NOT_A_ROAD}"
)
_ZONE = re.compile(
    "([\u3400-\u9fffA-Za-z]{0,14}?(?:工业园区|工业综合开发区|综合开发区|开发区|工业园|工业区|工业小区|"
    "科技园区|科技园|产业园区|产业园|经济园区|经济小区|经济园|经济城|经济区|商务区|保税区|园区|物流园|度假区))"
)
_ROAD = re.compile(f"(.{{1,12}}?(?:{_ROAD_END}))(?!村)(?![\u3400-\u9fff]*(?:支路|支弄))")
_BRANCH = re.compile(f"(.{{1,12}}?(?:{_ROAD_END}){_HAN}?支[路弄])")
_VILLAGE = re.compile(
    f"({_HAN}{{1,7}}?(?:新村|[一二三四五六七八九十]村|村|社区|居委会|小区|花园|新城|苑))"
)
_BRACKET = re.compile(r"\(")
_BESIDE = re.compile(r"\(|靠近")


class ChineseReader:
    """Reads the heads of the addresses of one city.

    Parameters
    ----------
    districts : mapping
        Names of each district's code, with or without 区, 县 and 市.
    city : iterable of str
        Names of the city and its province.
    towns : iterable of Town
    """

    def __init__(
        self,
        districts: Mapping[str, Iterable[str]],
        city: Iterable[str],
        towns: Iterable[Town],
    ) -> None:
        self._full: dict[str, str] = {}
        self._short: dict[str, str] = {}
        for code, names in districts.items():
            for name in names:
                if re.fullmatch(f"{_HAN}+(?:区|县|市|旗)", name):
                    self._full.setdefault(name, code)
                    short = re.sub("(?:新区|[区县市旗])$", "", name)
                    if len(short) > 1:
                        self._short.setdefault(short, code)
                elif re.fullmatch(f"{_HAN}{{2,}}", name):
                    self._short.setdefault(name, code)
        cities = sorted({name for name in city if name}, key=len, reverse=True)
        self._own = {re.sub("[省市]$", "", name) for name in cities}
        self._city = _any_of(cities, _NOT_A_ROAD)
        self._named = _any_of(self._full, "")
        self._shortly = _any_of(self._short, _NOT_A_ROAD + "(?!街道|新村|寺|大桥|体育|公园|古镇)")
        self._towns: dict[str, set[str]] = {}
        for town in towns:
            self._towns.setdefault(town.name, set()).add(town.district)
            # 漕河泾街道 is also written without its last word, but never as a single character.
            short = town.name.removesuffix("街道")
            if short != town.name and short.endswith("镇") and len(short) > 2:
                self._towns.setdefault(short, set()).add(town.district)
        self._known_town = _any_of(self._towns, _NOT_A_ROAD)

    def read(self, head: str) -> Address:
        """Take a head apart.

        Parameters
        ----------
        head : str
            What stands before the house number.
        """
        text = head.translate(_PLAIN)
        text, zone, district, elsewhere = self._region(text)
        town, text = self._town(text, district)
        if town is None and zone is None:
            zone, text = _first(_ZONE, text)
            if zone is not None:
                zone = self._city.sub("", zone) if self._city.match(zone) else zone
                town, text = self._town(text, district)
        elif zone is None:
            zone, text = _first(_ZONE, text)
        basis: Literal["named", "town"] = "named" if district else "town"
        if district is None and town is not None and not elsewhere:
            district = self._owner(town)
        if district is None and zone is not None and not elsewhere:
            district = self._owner(zone)
        if district is None and not elsewhere:
            # A business park elsewhere in the line: 某某经济城（崇明县富民支路58号）.
            for pattern, codes in ((self._named, self._full), (self._shortly, self._short)):
                found = next((pattern.match(text, m.end()) for m in _BRACKET.finditer(text)), None)
                if found:
                    district, basis = codes[found.group()], "named"
                    text = text[: found.start()] + text[found.end() :]
                    break
        return Address(
            district=district,
            basis=basis if district else None,
            town=town,
            zone=zone,
            street=_street(text),
            elsewhere=elsewhere,
        )

    def _region(self, text: str) -> tuple[str, str | None, str | None, bool]:
        """Read province, city and district; return the rest, a zone, the code, elsewhere."""
        zone: str | None = None
        district: str | None = None
        other_province = other_city = False
        text = text.removeprefix("中国") if not _FREE_TRADE.match(text) else text
        for _ in range(8):
            # A registry writes the free trade zone in the place of the city and the district.
            if match := _FREE_TRADE.match(text):
                other_city = other_city or not self._is_own(match["city"])
                part = match["part"] or ""
                zone, text = f"自由贸易试验区{part}", text[match.end() :].lstrip("()")
            elif match := self._city.match(text):
                # The city's own name behind a province: then that is its province.
                other_province = False
                text = text[match.end() :]
            elif match := self._named.match(text):
                district = self._full[match.group()]
                text = text[match.end() :]
            elif district is None and (match := self._shortly.match(text)):
                district = self._short[match.group()]
                text = text[match.end() :].removeprefix("(").removeprefix("区)")
            elif district is None and (match := _PROVINCE.match(text)):
                other_province = not self._is_own(match[1])
                text = text[match.end() :]
            elif district is None and (match := _CITY.match(text)):
                other_city = other_city or not self._is_own(match[1])
                text = text[match.end() :]
            else:
                break
            text = text.lstrip(")-－")
        elsewhere = other_province or other_city
        if district is None and (match := _ANY_DISTRICT.match(text)) and elsewhere:
            text = text[match.end() :]
        return text, zone, None if elsewhere else district, elsewhere

    def _owner(self, place: str) -> str | None:
        """Return the one district that a town or zone is known to be in."""
        owners = self._towns.get(place, set())
        return next(iter(owners)) if len(owners) == 1 else None

    def _is_own(self, name: str) -> bool:
        """Say whether a province or city is the one that is asked about."""
        return not self._own or re.sub("(?:省|市)$", "", name) in self._own

    def _town(self, text: str, district: str | None) -> tuple[str | None, str]:
        """Read a town; return it and the rest."""
        if (match := self._known_town.match(text)) and (
            district is None or district in self._towns[match.group()]
        ):
            return match.group(), text[match.end() :]
        return _first(_TOWN, text)


def _street(text: str) -> str | None:
    """Return the road of what is left, or the village or estate."""
    text = text.strip("()-－—.#·")
    for pattern in (_BRANCH, _ROAD):
        if match := pattern.match(text):
            road = match[1]
            village = _VILLAGE.match(road)
            if village and len(road) > len(village[1]) + 2:
                # 金云村明珠路: the road alone, wherever the village is named or not.
                road = road[len(village[1]) :]
            road = _BESIDE.split(road)[-1]
            return road or None
    village = _VILLAGE.match(text)
    return village[1] if village else None


def _first(pattern: re.Pattern[str], text: str) -> tuple[str | None, str]:
    """Return what a pattern finds at the beginning, and the rest."""
    match = pattern.match(text)
    return (match[1], text[match.end() :]) if match else (None, text)


def _any_of(names: Iterable[str], unless: str) -> re.Pattern[str]:
    """Return a pattern for any of the names, the longest first."""
    ordered = sorted(names, key=lambda name: (-len(name), name))
    if not ordered:
        return re.compile("(?!)")
    return re.compile(f"(?:{'|'.join(map(re.escape, ordered))}){unless}")
