"""From the rows of a table to figures of the ledger, or to what is wrong with them."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from saidao.errors import TableError
from saidao.ledger.figures.cells import (
    Measured,
    When,
    is_missing,
    plain,
    read_amount,
    read_period,
    read_unit,
)
from saidao.ledger.figures.columns import HEADERS, Layout, measured_at
from saidao.ledger.figures.records import Imported
from saidao.ledger.figures.sheets import Cell, Sheet, present
from saidao.ledger.records import ObservedValue
from saidao.ledger.resolve import Resolver, fold
from saidao.packs.pack import Authority, Source
from saidao.statements.units import CURRENCIES, resolved
from saidao.terms.name import Name

__all__ = ["Places", "Taken", "import_figures"]

PRICES: Mapping[str, Literal["current", "constant"]] = {
    **dict.fromkeys(("现价", "当年价", "当年价格", "名义", "current", "nominal"), "current"),
    **dict.fromkeys(
        ("不变价", "可比价", "不变价格", "可比价格", "实际", "constant", "real"), "constant"
    ),
}  # fmt: skip
CONSTANT_OF = re.compile(
    r"(\d{4})\s*(?:年)?\s*(?:不变|可比)?价(?:格)?|(?:prices of|constant)\s*(\d{4})"
)
QUALITIES = {
    **dict.fromkeys(("published", "公布", "已公布", "正式"), "published"),
    **dict.fromkeys(("low", "低", "存疑", "估计", "estimate"), "low"),
    **dict.fromkeys(("derived", "推算", "计算", "computed"), "derived"),
    **dict.fromkeys(("unusable", "不可用", "错误"), "unusable"),
}
COMPARATORS = {
    **dict.fromkeys(("=", "达到", "等于"), "="),
    **dict.fromkeys(("~", "≈", "约", "左右"), "~"),
    **dict.fromkeys((">", "超过", "突破"), ">"),
    **dict.fromkeys((">=", "≥", "不少于", "以上"), ">="),
    **dict.fromkeys(("<", "低于"), "<"),
    **dict.fromkeys(("<=", "≤", "不超过"), "<="),
}
TYPES = {
    **dict.fromkeys(("year", "annual", "年", "年度", "全年"), "year"),
    **dict.fromkeys(("half", "半年", "上半年", "下半年", "half-year"), "half"),
    **dict.fromkeys(("quarter", "quarterly", "季", "季度"), "quarter"),
    **dict.fromkeys(("year_to_date", "year to date", "ytd", "累计", "年内累计"), "year_to_date"),
    **dict.fromkeys(("point", "时点", "期末", "年末", "月末"), "point"),
}


@dataclass(frozen=True, slots=True)
class Places:
    """What the words of a table are looked up in: an atlas's catalogue and sources.

    `industries` and `regions` hold ids, names and spellings, folded, to ids.
    """

    resolver: Resolver
    industries: Mapping[str, str]
    regions: Mapping[str, str]
    sources: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a table brings: its figures, those known before, and what is wrong with others."""

    figures: tuple[Imported, ...]
    known: int
    problems: tuple[TableError, ...]


@dataclass(slots=True)
class Reader:
    """Reads the rows of one sheet; `problems` collects what is wrong."""

    sheet: Sheet
    layout: Layout
    name: str
    places: Places
    base: Imported
    problems: list[TableError] = field(default_factory=list)

    def header(self, name: str) -> str:
        """Return the header of a field's column."""
        at = self.layout.columns.get(name)
        return self.layout.headers[at] if at is not None else name

    def wrong(self, row: int, column: str, got: str, expected: str) -> None:
        """Collect a problem."""
        self.problems.append(
            TableError(self.name, got, expected, row=row, column=column, sheet=self.sheet.name)
        )

    def cell(self, cells: Sequence[Cell], name: str) -> Cell:
        """Return the cell of a field, or what holds for all rows."""
        at = self.layout.columns.get(name)
        if at is None:
            return self.layout.constants.get(name)
        return cells[at] if at < len(cells) else None

    def text(self, cells: Sequence[Cell], name: str) -> str:
        """Return the text of a field, empty where there is none."""
        cell = self.cell(cells, name)
        if is_missing(cell):
            return ""
        return plain(f"{cell:.12g}" if isinstance(cell, int | float) else str(cell))

    def choice(self, row: int, cells: Sequence[Cell], name: str, known: Mapping[str, Any]) -> Any:
        """Return the value of a field with a closed vocabulary, None where it is empty."""
        text = self.text(cells, name)
        if not text:
            return None
        if text.lower() not in known:
            self.wrong(row, self.header(name), repr(text), "one of " + ", ".join(known))
        return known.get(text.lower())

    def figures(self) -> Iterator[Imported]:
        """Yield the figures of all rows that are right."""
        for number, cells in enumerate(self.sheet.rows, start=1):
            if number <= self.layout.header_row or not any(map(present, cells)):
                continue
            count = len(self.problems)
            subject = self.subject(number, cells)
            if subject is None or len(self.problems) > count:
                continue
            for at, when in self.values(number, cells):
                count = len(self.problems)
                found = self.figure(number, cells, subject, at, when)
                if found is not None and len(self.problems) == count:
                    yield found

    def values(self, row: int, cells: Sequence[Cell]) -> Iterator[tuple[int, When]]:
        """Yield the place of each value of a row with its period."""
        if self.layout.periods:
            for at, when in self.layout.periods:
                # A gap in a wide table is a figure that it does not have.
                if at < len(cells) and not is_missing(cells[at]):
                    yield at, when
            return
        when_read = read_period(self.cell(cells, "period"))
        if when_read is None:
            got = repr(self.text(cells, "period")) if self.text(cells, "period") else "no period"
            expected = "2024, 2024年1—9月, 2024年末, 2024Q3 or the like"
            self.wrong(row, self.header("period"), got, expected)
            return
        yield self.layout.columns["value"], when_read

    def subject(self, row: int, cells: Sequence[Cell]) -> tuple[str, str | None, str] | None:
        """Return the indicator, industry and region of a row."""
        industry = self.named(row, cells, "industry", self.places.industries)
        region = self.named(row, cells, "region", self.places.regions)
        text = self.text(cells, "indicator")
        indicator, also = self.indicator(text)
        if indicator is None:
            near = difflib.get_close_matches(text, self.known_indicators(), n=3, cutoff=0.3)
            hint = f"such as {', '.join(near)}" if near else "by its id, name or one of its words"
            got = repr(text) if text else "nothing"
            self.wrong(row, self.header("indicator"), got, f"an indicator of the atlas, {hint}")
            return None
        return indicator, industry or also, region or self.places.resolver.city

    def known_indicators(self) -> list[str]:
        """Return the words and ids of all indicators."""
        known = self.places.resolver.indicators.values()
        return [word for one in known for word in (*one.words, one.name.zh, one.id) if word]

    def indicator(self, text: str) -> tuple[str | None, str | None]:
        """Return the indicator that a text names, and the industry where it names that too."""
        resolver, folded = self.places.resolver, fold(text)
        for one in resolver.indicators.values():
            if folded and folded in {fold(word) for word in (one.id, one.name.zh, one.name.en)}:
                return one.id, None
        exact = resolver.indicator_words.get(folded, ())
        if exact:
            return exact[0].id, None
        for length in range(1, len(folded)):
            # 三大先导产业规模: the longest industry in front, and the measure behind it.
            head, tail = folded[: len(folded) - length], folded[len(folded) - length :]
            if head in self.places.industries and tail in resolver.indicator_words:
                return resolver.indicator_words[tail][0].id, self.places.industries[head]
        return None, None

    def named(
        self, row: int, cells: Sequence[Cell], name: str, known: Mapping[str, str]
    ) -> str | None:
        """Return the id of an industry or region that a cell names, None where it is empty."""
        text = self.text(cells, name)
        if not text:
            return None
        found = known.get(fold(text))
        if found is None:
            near = difflib.get_close_matches(fold(text), known, n=3, cutoff=0.3)
            hint = f" such as {', '.join(near)}" if near else ""
            self.wrong(row, self.header(name), repr(text), f"a known {name}{hint}, or nothing")
        return found

    def figure(
        self,
        row: int,
        cells: Sequence[Cell],
        subject: tuple[str, str | None, str],
        at: int,
        when: When,
    ) -> Imported | None:
        """Return one figure of a row, None where something is wrong with it."""
        indicator, industry, region = subject
        column = self.layout.headers[at]
        cell = cells[at] if at < len(cells) else None
        amount = read_amount(cell)
        if amount is None:
            got = "no value" if is_missing(cell) else repr(cell)
            self.wrong(row, column, got, "a number such as 1234.5, 约1.2万亿元 or 43.6%")
            return None
        measured = self.unit(row, cells, at, amount.measured)
        if measured is None:
            return None
        if amount.scaled and measured.factor != 1:
            unit = self.unit_text(cells, at)
            self.wrong(row, column, f"{cell!r} in {unit}", "the power of ten once")
            return None
        wanted = self.places.resolver.indicators[indicator].unit
        if not fits(measured.unit, wanted):
            got, expected = f"{self.unit_text(cells, at) or cell!r} ({measured.unit})", wanted
            self.wrong(row, self.header("unit"), got, f"a unit of {indicator}: {expected}")
            return None
        if indicator == "" or (when := self.timed(row, cells, when)).type == "":
            return None
        prices, price_year = self.prices(row, cells)
        if prices == "constant" and measured.unit.split("/")[0] not in CURRENCIES:
            self.wrong(row, self.header("prices"), "constant prices", "them of money alone")
        vintage = self.vintage(row, cells)
        source = self.source(cells, vintage)
        note, definition = self.text(cells, "note"), self.text(cells, "definition")
        value = ObservedValue(
            id="",
            origin="import",
            indicator=indicator,
            industry=industry,
            scope=self.text(cells, "scope"),
            region=region,
            period=when.period,
            period_type=when.type,
            cmp=self.choice(row, cells, "cmp", COMPARATORS) or amount.cmp,
            value=resolved(amount.value * measured.factor),
            unit=measured.unit,
            definition=Name(definition) if definition else None,
            vintage=vintage,
            source=source.id,
            quality=self.choice(row, cells, "quality", QUALITIES) or "published",
            note=Name(note) if note else None,
            prices=prices,
            price_year=price_year,
        )
        id = f"figure-{digest(value)}"
        return replace(self.base, id=id, value=replace(value, id=id), source=source, row=row)

    def unit_text(self, cells: Sequence[Cell], at: int) -> str:
        """Return the unit of a value as it is written beside or above it."""
        return self.layout.units.get(at, "") or self.text(cells, "unit")

    def unit(
        self, row: int, cells: Sequence[Cell], at: int, own: Measured | None
    ) -> Measured | None:
        """Return the unit of a value: its own, that of its header, or of the unit column."""
        text = self.unit_text(cells, at)
        beside = measured_at(self.layout, at) or (read_unit(text) if text else None)
        if own is not None:
            if beside is not None and beside.unit != own.unit:
                got = f"{own.unit} in the cell and {beside.unit} beside it"
                self.wrong(row, self.layout.headers[at], got, "one unit")
                return None
            return own
        if beside is None:
            got = repr(text) if text else "no unit"
            self.wrong(row, self.header("unit"), got, "a unit such as 亿元, 万辆, %, 家, km2")
        return beside

    def timed(self, row: int, cells: Sequence[Cell], when: When) -> When:
        """Return a period with the type that the table gives; its type is empty where wrong."""
        said = self.choice(row, cells, "period_type", TYPES)
        if said is None:
            if when.type != "month":
                return When(when.period, when.type)
            got = f"the month {when.period}"
            year, month = when.period.split("-")
            expected = (
                f"how it is meant: {year}年{int(month)}月末 (a point in time) or "
                f"{year}年1—{int(month)}月 (from January on), or a period type"
            )
            self.wrong(row, self.header("period"), got, expected)
            return When(when.period, "")
        if said == "year_to_date" and when.type == "month":
            year, month = when.period.split("-")
            if month == "12":
                return When(year, "year")
            return When(f"{year}-01/{when.period}", "year_to_date")
        if said == "point" and "/" not in when.period:
            # A stock of the year is that of its end.
            period = f"{when.period}-12" if len(when.period) == 4 else when.period
            return When(period, "point")
        if said != when.type and not (when.type == "quarter" and said == "year_to_date"):
            self.wrong(row, self.header("period_type"), said, f"{when.type} for {when.period}")
            return When(when.period, "")
        return When(when.period, said)

    def prices(
        self, row: int, cells: Sequence[Cell]
    ) -> tuple[Literal["current", "constant"] | None, str | None]:
        """Return the price basis of a row with the year of constant prices."""
        text, year = self.text(cells, "prices"), self.text(cells, "price_year")[:4] or None
        match = CONSTANT_OF.search(text)
        if match is not None:
            return "constant", match[1] or match[2]
        found = self.choice(row, cells, "prices", PRICES)
        if year is not None and re.fullmatch(r"\d{4}", year) is None:
            self.wrong(row, self.header("price_year"), repr(year), "a year")
        return found, year if found == "constant" else None

    def vintage(self, row: int, cells: Sequence[Cell]) -> str | None:
        """Return the ISO date on which a figure was made public."""
        if not self.text(cells, "vintage"):
            return None
        when = read_period(self.cell(cells, "vintage"))
        if when is None or "/" in when.period:
            got = repr(self.text(cells, "vintage"))
            self.wrong(row, self.header("vintage"), got, "a date such as 2025-01-21")
            return None
        return when.period

    def source(self, cells: Sequence[Cell], vintage: str | None) -> Source:
        """Return who published a figure: a source of the atlas, or one of its own."""
        title = self.text(cells, "source")
        known = self.places.sources.get(title)
        if known is not None:
            return known
        publisher, url = self.text(cells, "publisher"), self.text(cells, "url") or None
        base = self.base.source
        if not (title or publisher or url):
            return base
        for one in self.places.sources.values():
            if (url and one.url == url) or (title and not url and fold(one.title) == fold(title)):
                return one
        title = title or publisher or base.title
        mark = "\x1f".join((title, publisher, url or ""))
        return replace(
            base,
            id=f"table-{hashlib.blake2b(mark.encode(), digest_size=6).hexdigest()}",
            title=title,
            publisher=publisher,
            issued=None,
            url=url,
            sha256=None,
        )


def fits(unit: str, wanted: str) -> bool:
    """Return whether figures in a unit can be figures of an indicator."""
    if unit == wanted:
        return True
    top, _, below = unit.partition("/")
    money, _, per = wanted.partition("/")
    return top in CURRENCIES and money in CURRENCIES and below == per


def digest(value: ObservedValue) -> str:
    """Return the digest of all that a figure says."""
    parts = (*figure_key(value), value.cmp, f"{value.value:.12g}")
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


def figure_key(value: ObservedValue) -> tuple[str, ...]:
    """Return what makes a figure that figure, whatever its value."""
    definition = fold(value.definition.zh) if value.definition is not None else ""
    parts = (
        value.indicator,
        value.industry,
        fold(value.scope),
        value.region,
        value.period,
        value.period_type,
        value.unit,
        definition,
        value.vintage,
        value.prices,
        value.price_year,
        value.source,
    )
    return tuple(part or "" for part in parts)


def import_figures(
    sheet: Sheet,
    layout: Layout,
    places: Places,
    *,
    name: str,
    file: str,
    by: str,
    at: str,
    held: Iterable[Imported] = (),
    title: str = "",
    publisher: str = "",
    url: str | None = None,
    authority: Authority = "unstated",
) -> Taken:
    """Return the figures of a sheet.

    Parameters
    ----------
    sheet, layout : Sheet, Layout
    places : Places
        What words are looked up in.
    name, file : str
        Name and digest of the file.
    by, at : str
        Who imports, and when (ISO).
    held : iterable of Imported
        What the atlas holds already: a figure that is there comes in once.
    title, publisher, url, authority
        Of the source, for rows that do not name theirs.

    Raises
    ------
    TableError
        If the layout lacks a column that no constant stands for.
    """
    missing = layout.missing()
    if missing:
        raise TableError(
            name,
            f"no column for {', '.join(missing)} among {', '.join(filter(None, layout.headers))}",
            "for each a header that is known, such as "
            f"{', '.join(HEADERS[field][0] for field in missing)}, or an entry in --mapping FILE",
            row=layout.header_row,
            sheet=sheet.name,
        )
    source = Source(
        id=f"table-{file[:12]}",
        title=title or name,
        publisher=publisher,
        authority=authority,
        issued=None,
        url=url,
        retrieved=None,
        sha256=file,
    )
    nothing = ObservedValue(
        "", "import", "", None, "", "", None, "", "", 0.0, "", None, None, source.id, ""
    )
    base = Imported("", nothing, source, file, name, sheet.name, 0, by, at)
    reader = Reader(sheet, layout, name, places, base)
    by_id = {one.id: one for one in held}
    by_key = {figure_key(one.value): one for one in by_id.values()}
    figures: dict[str, Imported] = {}
    known = 0
    for one in reader.figures():
        if one.id in by_id or one.id in figures:
            known += one.id in by_id
            continue
        other = by_key.get(figure_key(one.value))
        if other is not None:
            where = "in the atlas" if other.id in by_id else f"in row {other.row}"
            reader.wrong(
                one.row,
                reader.header("value"),
                f"{one.value.value:.12g} {one.value.unit}",
                f"{other.value.value:.12g} as {where}; a revision needs a later publication date",
            )
            continue
        figures[one.id] = by_key[figure_key(one.value)] = one
    return Taken(tuple(figures.values()), known, tuple(reader.problems))
