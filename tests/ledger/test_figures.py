"""Cells, headers and rows of tables that users bring."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from saidao import packs
from saidao.errors import TableError
from saidao.ledger.figures.cells import Measured, read_amount, read_period, read_unit
from saidao.ledger.figures.columns import Wanted, guess, read_mapping
from saidao.ledger.figures.importing import Places, Taken, import_figures
from saidao.ledger.figures.records import Imported
from saidao.ledger.figures.sheets import read_sheets
from saidao.ledger.resolve import Resolver, fold
from saidao.ledger.revisions import superseded
from saidao.packs.pack import Source

LEXICON = packs.load(Path(__file__).parents[1] / "fixtures" / "harbour").lexicon
SOURCES = {"S003": Source("S003", "统计公报", "统计局", "official", "2031-01-20", None, None, None)}
PLACES = Places(
    Resolver(LEXICON, "990000"),
    {fold(word): id for word, id in LEXICON.industries.items()} | {"drones": "drones"},
    {fold(word): id for word, id in LEXICON.regions.items()},
    SOURCES,
)


def take(
    text: str | bytes,
    name: str = "t.csv",
    wanted: Wanted | None = None,
    held: tuple[Imported, ...] = (),
) -> Taken:
    """Import a table as 林."""
    data = text.encode() if isinstance(text, str) else text
    sheets = read_sheets(data, name)
    layout = guess(sheets, name, wanted)
    sheet = next(one for one in sheets if one.name == layout.sheet)
    return import_figures(
        sheet, layout, PLACES, name=name, file="f" * 64, by="林", at="2031", held=held
    )


def told(taken: Taken) -> list[tuple[object, ...]]:
    """Return the figures in a few columns."""
    return [
        (v.indicator, v.industry, v.period, v.period_type, v.cmp, v.value, v.unit)
        for v in (one.value for one in taken.figures)
    ]


@pytest.mark.parametrize(
    ("text", "unit", "factor"),
    [
        ("亿元", "CNY", 1e8),
        ("万亿元", "CNY", 1e12),
        ("bn CNY", "CNY", 1e9),
        ("CNY 100 million", "CNY", 1e8),
        ("亿美元", "USD", 1e8),
        ("万辆", "vehicle", 1e4),
        ("10,000 vehicles", "vehicle", 1e4),
        ("%", "percent", 1),
        ("个百分点", "percentage_point", 1),
        ("家", "count", 1),
        ("万千瓦", "kW", 1e4),
        ("MW", "kW", 1e3),
        ("万吨标准煤", "tce", 1e4),
        ("亿元/平方公里", "CNY/km2", 1e8),
        ("台/万人", "count/person", 1e-4),
        ("吨标准煤/万元", "tce/CNY", 1e-4),
        ("千克标准煤/万元", "tce/CNY", 1e-7),
        ("万吨标煤", "tce", 1e4),
        ("百分点", "percentage_point", 1),
        ("km²", "km2", 1),
        ("percent", "percent", 1),
    ],
)
def test_units_are_converted(text: str, unit: str, factor: float) -> None:
    assert read_unit(text) == Measured(unit, pytest.approx(factor))


@pytest.mark.parametrize("text", ["万", "", "很多", "元元", "亿/亿"])
def test_what_is_no_unit(text: str) -> None:
    assert read_unit(text) is None


@pytest.mark.parametrize(
    ("text", "period", "kind"),
    [
        ("2030年", "2030", "year"),
        ("2030", "2030", "year"),
        ("FY2030", "2030", "year"),
        ("2030年全年", "2030", "year"),
        ("2030年末", "2030-12", "point"),
        ("截至2030年底", "2030-12", "point"),
        ("end of 2030", "2030-12", "point"),
        ("2030年上半年", "2030-01/2030-06", "half"),
        ("H2 2030", "2030-07/2030-12", "half"),
        ("2030年前三季度", "2030-01/2030-09", "year_to_date"),
        ("2030年1-9月", "2030-01/2030-09", "year_to_date"),
        ("Jan–Sep 2030", "2030-01/2030-09", "year_to_date"),
        ("2030年第三季度", "2030-07/2030-09", "quarter"),
        ("2030Q3", "2030-07/2030-09", "quarter"),
        ("2030-06-30", "2030-06-30", "point"),
        ("2030年6月末", "2030-06", "point"),
        ("2030年6月", "2030-06", "month"),
    ],
)
def test_periods(text: str, period: str, kind: str) -> None:
    found = read_period(text)
    assert found is not None
    assert (found.period, found.type) == (period, kind)


@pytest.mark.parametrize("text", ["", "去年", "2030年计划", "十五五", "30年"])
def test_what_is_no_period(text: str) -> None:
    assert read_period(text) is None


@given(st.floats(min_value=-1e12, max_value=1e12, allow_nan=False))
def test_a_number_is_read_as_it_is_written(value: float) -> None:
    for text in (f"{value:.6f}", f"{value:,.6f}", f"{value:.6f}%"):
        found = read_amount(text)
        assert found is not None
        assert found.value == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.2e3", 1200),
        ("12 345", 12345),
        ("-3.2", -3.2),
        ("１２.５", 12.5),
        ("2,345,678.9", 2345678.9),
    ],
)
def test_ways_to_write_a_number(text: str, value: float) -> None:
    found = read_amount(text)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize("text", ["(12)", "1:2", "12-15", "1,23", "一些", "2024年"])
def test_what_is_no_number(text: str) -> None:
    found = read_amount(text)
    assert found is None or found.measured is not None


@given(st.text(max_size=20))
def test_no_cell_brings_the_reader_down(text: str) -> None:
    read_amount(text)
    read_period(text)
    read_unit(text)


LONG = """指标,产业,时期,数值,单位,口径,发布日期,来源
深水泊位,海洋产业,2030年,41,个,统计公报,2031-01-20,S003
产业规模,海洋产业,2030年1—9月,约2100,亿元,,,港口年鉴
"""


def test_a_long_table() -> None:
    taken = take(LONG)
    assert taken.problems == ()
    assert told(taken) == [
        ("berths", "ocean", "2030", "year", "=", 41.0, "count"),
        ("size", "ocean", "2030-01/2030-09", "year_to_date", "~", 2.1e11, "CNY"),
    ]
    first, second = taken.figures
    assert (first.source.id, first.value.vintage, first.row) == ("S003", "2031-01-20", 2)
    assert (second.source.title, second.source.authority) == ("港口年鉴", "unstated")
    assert (first.by, first.at, first.value.origin) == ("林", "2031", "import")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_table_in_another_encoding(encoding: str) -> None:
    text = LONG + "产业规模,无人机产业,2029年,500,亿元,,,港口年鉴\n" * 3
    taken = take(text.encode(encoding))
    assert {one.id for one in taken.figures} == {one.id for one in take(text).figures}


def test_english_headers_and_another_separator() -> None:
    taken = take(
        "Indicator;Sector;Year;Value;Unit;Price basis\n"
        "Industry size;drones;2030;1.5;bn CNY;prices of 2025\n"
    )
    (one,) = taken.figures
    assert (one.value.value, one.value.prices, one.value.price_year) == (1.5e9, "constant", "2025")


def test_a_wide_table_with_a_title_and_the_unit_above_it() -> None:
    taken = take(
        "海港市主要指标,,,单位：亿元\n指标,2028年,2029年,2030年1-9月\n海洋产业规模,1800,—,2100\n"
    )
    assert told(taken) == [
        ("size", "ocean", "2028", "year", "=", 1.8e11, "CNY"),
        ("size", "ocean", "2030-01/2030-09", "year_to_date", "=", 2.1e11, "CNY"),
    ]


def test_units_in_headers() -> None:
    taken = take("指标,产业,年份,完成值（亿元）\n产业规模,海洋产业,2030,2500\n")
    assert told(taken) == [("size", "ocean", "2030", "year", "=", 2.5e11, "CNY")]


def workbook(rows: list[list[object]], formats: dict[tuple[int, int], str]) -> bytes:
    """Return an .xlsx of rows with number formats at some cells."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet("说明").hide()
        sheet = book.add_worksheet("数据")
        sheet.activate()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                shape = formats.get((row, column))
                sheet.write(
                    row, column, cell, book.add_format({"num_format": shape}) if shape else None
                )
    return stream.getvalue()


def test_a_workbook_shows_percentages_and_dates_as_people_see_them() -> None:
    data = workbook(
        [
            ["指标", "产业", "时期", "数值", "单位", "发布日期"],
            ["深水泊位", "海洋", 2030, 41, "个", 47868],
            ["深水泊位", "海洋", 47484, 40, "座", None],
        ],
        {(1, 5): "yyyy-mm-dd", (2, 2): 'yyyy"年"'},
    )
    taken = take(data, "t.xlsx")
    assert taken.problems == ()
    first, second = taken.figures
    assert (first.sheet, first.value.vintage) == ("数据", "2031-01-20")
    assert (second.value.period, second.value.period_type) == ("2030", "year")


def test_a_percentage_keeps_its_hundred() -> None:
    data = workbook([["a"], [0.436]], {(1, 0): "0.0%"})
    assert read_sheets(data, "t.xlsx")[0].rows[1] == ("43.6%",)


def test_a_text_of_merged_cells_stands_in_all_their_rows_and_a_number_in_one() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet("封面").write(0, 0, "说明")
        sheet = book.add_worksheet("数")
        sheet.merge_range("A1:C1", "主要指标")
        for column, text in enumerate(("指标", "时期", "数值（个）")):
            sheet.write(1, column, text)
        sheet.merge_range("A3:A4", "深水泊位")
        sheet.merge_range("C3:C4", 41)
        sheet.write(2, 1, "2029年")
        sheet.write(3, 1, "2030年")
    rows = read_sheets(stream.getvalue(), "t.xlsx")[1].rows
    assert rows[0] == ("主要指标", None, None)
    assert rows[2:] == (("深水泊位", "2029年", 41), ("深水泊位", "2030年", None))


@pytest.mark.parametrize(
    ("line", "column", "got", "expected"),
    [
        ("深水泊位,海洋产业,2030年,41,亿元", "单位", "亿元", "count"),
        ("深水泊位,海洋产业,2030年,41,", "单位", "no unit", "亿元"),
        ("深水泊位,海洋产业,2030年,很多,个", "数值", "很多", "a number"),
        ("深水泊位,海洋产业,2030年,,个", "数值", "no value", "a number"),
        ('深水泊位,海洋产业,2030年,"1,23",个', "数值", "1,23", "a number"),
        ("深水泊位,海洋产业,某年,41,个", "时期", "某年", "2024"),
        ("深水泊位,海洋产业,2030年6月,41,个", "时期", "the month", "2030年6月末"),
        ("深水泊,海洋产业,2030年,41,个", "指标", "深水泊", "深水泊位"),
        ("深水泊位,海洋业,2030年,41,个", "产业", "海洋业", "海洋"),
        ("产业规模,海洋产业,2030年,1.2万,亿元", "数值", "1.2万", "once"),
    ],
)
def test_a_wrong_row_says_where_what_and_what_instead(
    line: str, column: str, got: str, expected: str
) -> None:
    head, good = "指标,产业,时期,数值,单位", "深水泊位,海洋产业,2029年,40,个"
    taken = take(f"{head}\n{good}\n{line}\n")
    (problem,) = taken.problems
    assert (problem.file, problem.row, problem.column) == ("t.csv", 3, column)
    assert got in problem.got
    assert expected in problem.expected
    assert str(problem).startswith(f"t.csv, row 3, column {column}: got ")
    assert len(taken.figures) == 1


def test_a_table_without_a_column_says_which() -> None:
    with pytest.raises(TableError, match=r"no column for unit among 指标, 时期, 数值, .*单位"):
        take("指标,时期,数值\n深水泊位,2030,41\n")
    with pytest.raises(TableError, match="no header"):
        take("甲,乙\n1,2\n")
    with pytest.raises(TableError, match="an empty table"):
        take("\n\n")
    with pytest.raises(TableError, match="Excel 97"):
        take(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "old.xls")
    with pytest.raises(TableError, match="cannot be read"):
        take(b"PK\x03\x04 broken", "t.xlsx")


def test_a_mapping_goes_before_the_guess() -> None:
    wanted = read_mapping(
        "columns: {value: 甲, indicator: 名目}\nconstants: {unit: 个, industry: 海洋产业}\n",
        "m.yaml",
    )
    taken = take("名目,年份,甲,数值\n深水泊位,2030,41,999\n", wanted=wanted)
    assert told(taken) == [("berths", "ocean", "2030", "year", "=", 41.0, "count")]
    for text in ("columns: {size: 甲}", "- a", "colums: {}", "header_row: x", "a: [b"):
        with pytest.raises(TableError):
            read_mapping(text, "m.yaml")
    with pytest.raises(TableError, match="no sheet"):
        take(LONG, wanted=Wanted(sheet="二"))
    with pytest.raises(TableError, match="no column"):
        take(LONG, wanted=Wanted(header_row=1, columns={"value": "丙"}))


def test_a_figure_comes_once_and_another_value_needs_a_later_vintage() -> None:
    first = take(LONG)
    again = take(LONG, held=first.figures)
    assert (again.figures, again.known, again.problems) == ((), 2, ())
    changed = take(LONG.replace(",41,", ",42,"), held=first.figures)
    (problem,) = changed.problems
    assert "later publication date" in problem.expected
    revised = take(
        LONG.replace(",41,", ",42,").replace("2031-01-20", "2032-01-20"), held=first.figures
    )
    assert [one.value.value for one in revised.figures] == [42.0]
    values = [one.value for one in (*first.figures, *revised.figures)]
    assert superseded(values, SOURCES) == {first.figures[0].id: revised.figures[0].id}


def test_the_order_of_columns_and_rows_makes_no_other_figures() -> None:
    head, *rows = (line.split(",") for line in LONG.strip().splitlines())
    turned = [list(reversed(line)) for line in (head, *reversed(rows))]
    text = "\n".join(",".join(line) for line in turned)
    assert {one.id for one in take(text).figures} == {one.id for one in take(LONG).figures}
