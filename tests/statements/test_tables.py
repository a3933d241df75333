"""A figure in a cell is read with the unit and year that stand elsewhere in its table."""

from __future__ import annotations

from saidao.documents.document import Block, CellPlace
from saidao.statements import tables
from saidao.statements.statement import Context, Statement

HEADS = ("序号", "指标", "单位", "2020年", "2025年目标", "属性")
ROWS = (
    ("1", "海洋产业增加值", "亿元", "120", "≥200", "预期性"),
    ("2", "涉海企业数", "家", "850", "1200左右", "预期性"),
    ("3", "单位产值能耗下降（%）", "", "—", "[13.5]", "约束性"),
)


def grid(
    heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...], caption: str = ""
) -> tuple[str, list[Block]]:
    """Text and blocks of a table with one row of headings."""
    text, blocks = "", []
    for number, row in enumerate((heads, *rows)):
        for column, cell in enumerate(row):
            if not cell:
                continue
            place = CellPlace(
                0, number, column, is_header=number == 0, caption=caption,
                column_header=(heads[column],) if number else (), row_header=row[:column],
            )  # fmt: skip
            blocks.append(Block(len(text), len(text) + len(cell), "cell", cell=place))
            text += cell + "\n"
    return text, blocks


def said(
    heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...], caption: str = "", **context: str
) -> dict[str, Statement]:
    """Statements of a table by the cell's text."""
    text, blocks = grid(heads, rows, caption)
    known = Context(**{"date": "2021", "language": "zh-Hans", **context})
    return {text[one.start : one.end]: one for one in tables.read(text, blocks, known)}


def test_unit_column_and_year_in_heading() -> None:
    read = said(HEADS, ROWS)
    assert set(read) == {"120", "≥200", "850", "1200左右", "[13.5]"}
    goal = read["≥200"]
    assert (goal.indicator, goal.value, goal.unit) == ("海洋产业增加值", 2e10, "CNY")
    assert (goal.cmp, goal.period, goal.kind, goal.firmness) == (">=", "2025", "target", "expects")
    past = read["120"]
    assert (past.kind, past.period, past.value) == ("actual", "2020", 1.2e10)
    assert (read["1200左右"].cmp, read["1200左右"].unit) == ("~", "count")


def test_change_in_the_name_and_binding_indicator() -> None:
    fall = said(HEADS, ROWS)["[13.5]"]
    assert (fall.op, fall.value, fall.unit) == ("decrease_by", 13.5, "percent")
    assert fall.firmness == "commits"


def test_unit_in_caption_and_in_heading() -> None:
    rows = (("渔业产值", "45"), ("船舶制造产值", "80"))
    by_caption = said(("指标", "2024年"), rows, "表2 主要指标（单位：亿元）", date="2025")
    assert by_caption["80"].value == 8e9
    by_heading = said(("指标", "2024年（亿元）"), rows, date="2025")
    assert by_heading["45"].value == 4.5e9


def test_years_in_rows() -> None:
    read = said(
        ("年份", "港口吞吐量（万吨）"), (("2023年", "8000"), ("2024年", "8600")), date="2025"
    )
    assert read["8600"].period == "2024"
    assert read["8600"].value == 8.6e7
    assert read["8600"].indicator == "港口吞吐量"


def test_english_table() -> None:
    read = said(
        ("Indicator", "Unit", "2023", "2030 target"),
        (("Offshore wind capacity", "GW", "2.5", "12"),),
        date="2024",
        language="en",
    )
    assert (read["12"].value, read["12"].unit, read["12"].period) == (1.2e7, "kW", "2030")
    assert read["2.5"].kind == "actual"


def test_cells_without_a_unit_say_nothing() -> None:
    assert said(("序号", "名称", "备注"), (("1", "滨江片区", "12"),)) == {}
