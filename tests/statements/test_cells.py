"""Sentences inside table cells, dated by their row."""

from __future__ import annotations

import pytest

from saidao.documents import read_bytes
from saidao.statements.reader import read_document
from saidao.statements.statement import Context, Statement


def read(rows: list[list[str]], title: str = "", date: str = "2026-03") -> dict[str, Statement]:
    """Return the statements of a table by their quote; the first row is its head."""
    cells = "".join(
        "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>"
        for tag, row in zip(["th", *["td"] * (len(rows) - 1)], rows, strict=True)
    )
    page = f"<html><body><h1>{title}</h1><table>{cells}</table></body></html>"
    document = read_bytes(page.encode(), "a.html")
    reading = read_document(document, Context(date=date, title=title))
    for one in reading.statements:
        address = document.locate(one.start, one.end)
        assert document.text[one.start : one.end] == address.quote
    return {document.text[one.start : one.end]: one for one in reading.statements}


def test_a_cell_that_says_a_sentence_is_read_like_one() -> None:
    said = read(
        [
            ["任务", "内容", "责任单位"],
            ["建设港口", "到2028年新建泊位12个，产业规模突破600亿元", "市交通局"],
        ]
    )
    assert {quote: (one.value, one.unit, one.period) for quote, one in said.items()} == {
        "到2028年新建泊位12个": (12, "count", "2028"),
        "产业规模突破600亿元": (6e10, "CNY", "2028"),
    }


def test_the_deadline_of_the_row_dates_what_it_says() -> None:
    said = read(
        [
            ["序号", "重点任务", "完成时限"],
            ["1", "新增规上企业30家以上", "2027年底"],
            ["2", "改造老旧码头8座；到2029年新建绿道60公里", "2028年6月"],
            ["3", "引进龙头企业5家", "长期坚持"],
        ],
        title="海州市港口建设行动方案",
    )
    found = {quote: (one.kind, one.period) for quote, one in said.items()}
    assert found["新增规上企业30家以上"] == ("target", "2027")
    assert found["到2029年新建绿道60公里"] == ("target", "2029")
    assert any("引进龙头企业5家" in quote for quote in found)


def test_a_column_of_targets_holds_targets() -> None:
    said = read([["方面", "2030年目标"], ["港口", "集装箱吞吐量超过900万标箱"]])
    (one,) = said.values()
    assert (one.kind, one.modality, one.value, one.period) == (
        "target",
        "commitment",
        9e6,
        "2030",
    )


def test_english_cells_are_read_by_the_rules_of_english() -> None:
    said = read(
        [
            ["Milestone", "Measure", "Target Date"],
            ["Stewards", "The council will train 300 stewards", "Dec. 31, 2027"],
            ["Inventory", "Each agency publishes at least 12 datasets by 2028", "2029"],
        ],
        title="Harbour data plan",
    )
    found = {one.value: (one.kind, one.period) for one in said.values()}
    assert found == {300: ("target", "2027"), 12: ("target", "2028")}


def test_numbers_names_and_telephones_are_no_sentences() -> None:
    said = read(
        [
            ["序号", "联系电话", "责任单位", "时间"],
            ["12", "电话8233 5566转8001", "市发展改革委5处", "2026年3月1日上午9时"],
            ["13", "电话8233 5577转8002", "市交通局7科", "2026年3月2日下午3时"],
        ],
        title="联系表",
    )
    assert said == {}


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("Freight lifted (million tonnes)", 86e6, "t"),
        ("Port jobs (thousand people)", 86e3, "person"),
        ("Investment (£ million)", 86e6, "GBP"),
        ("Exports (US$ bn)", 86e9, "USD"),
        ("Output (£m)", 86e6, "GBP"),
        ("Roads (kilometres)", 86, "km"),
        ("Housing starts (dwellings)", 86, "count"),
    ],
)
def test_a_scale_or_currency_in_the_name_of_an_english_row(
    name: str, value: float, unit: str
) -> None:
    said = read([["Measure", "2025", "2030"], [name, "86", "90"]], title="Harbour plan")
    assert (said["86"].value, said["86"].unit, said["86"].period) == (value, unit, "2025")
    assert (said["90"].kind, said["90"].period) == ("target", "2030")


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [
        ("海洋产业规模（亿元）", 86e8, "CNY"),
        ("港口吞吐量（万吨）", 86e4, "t"),
        ("新增就业（万人）", 86e4, "person"),
        ("森林覆盖率（%）", 86, "percent"),
    ],
)
def test_a_unit_in_the_name_of_a_chinese_row(name: str, value: float, unit: str) -> None:
    said = read([["指标", "2025年", "2030年"], [name, "86", "90"]], title="海州市规划")
    assert (said["86"].value, said["86"].unit, said["86"].period) == (value, unit, "2025")
    assert (said["90"].kind, said["90"].period) == ("target", "2030")


def test_a_column_of_growth_holds_rates_a_year_and_sums_in_brackets() -> None:
    said = read(
        [
            ["指标", "2025年", "2030年", "年均增速〔累计〕"],
            ["海洋产业规模（亿元）", "600", "1000", "8左右"],
            ["新增就业（万人）", "—", "—", "〔20〕"],
        ],
        title="海州市规划",
    )
    rate, total = said["8左右"], said["〔20〕"]
    assert (rate.op, rate.cmp, rate.value, rate.unit, rate.kind, rate.period) == (
        "growth_rate_per_year",
        "~",
        8,
        "percent",
        "target",
        "2026/2030",
    )
    assert (total.value, total.unit, total.kind, total.period) == (
        2e5,
        "person",
        "target",
        "2026/2030",
    )


def test_a_figure_in_a_row_with_years_of_building_is_still_to_come() -> None:
    said = read(
        [
            ["项目", "总投资", "建设内容", "建设年限"],
            ["东港码头", "12.5亿元", "新建5万吨级泊位3个", "2026—2029年"],
            ["西港码头", "3亿元", "疏浚航道30公里", "2027—2028年"],
        ],
        title="重点项目表",
    )
    assert (said["12.5亿元"].kind, said["12.5亿元"].period) == ("target", "2026/2029")
    assert said["疏浚航道30公里"].period == "2027/2028"
    assert "2026—2029年" not in said


def test_a_column_of_sums_of_the_year_is_no_column_of_growth() -> None:
    said = read([["指标（亿元）", "2025年1-9月累计"], ["进出口", "320"]], title="海州市统计")
    assert (said["320"].unit, said["320"].kind) == ("CNY", "actual")
