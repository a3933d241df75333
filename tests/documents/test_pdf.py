"""PDF: reading order, running heads, tables, pictures of pages, places on the page."""

from __future__ import annotations

import zlib
from collections.abc import Callable

import pytest

from saidao.documents import read_bytes
from saidao.documents.document import Document, PageAddress
from saidao.errors import DocumentError
from saidao.statements.reader import read_document

MakePdf = Callable[..., bytes]

BODY = (
    "到二〇二八年全市港口吞吐量达到九亿吨集装箱吞吐量突破三千万标",
    "箱，新建深水泊位12个，改造老旧泊位8个，新增国际航线5条以上。",
)


def read(data: bytes) -> Document:
    return read_bytes(data, "a.pdf")


def texts(document: Document) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks]


def test_lines_join_to_paragraphs_and_larger_type_is_the_title(make_pdf: MakePdf) -> None:
    pdf = make_pdf(
        [
            [
                (120, 90, 22, "河口市港口行动计划"),
                (90, 150, 12, "一、主要目标"),
                (114, 180, 12, BODY[0]),
                (90, 200, 12, BODY[1]),
                (114, 220, 12, "完善集疏运体系。"),
            ]
        ]
    )
    document = read(pdf)
    assert texts(document) == [
        "河口市港口行动计划",
        "一、主要目标",
        BODY[0] + BODY[1],
        "完善集疏运体系。",
    ]
    assert [b.kind for b in document.blocks][:2] == ["title", "heading"]
    assert document.metadata.title == "河口市港口行动计划"


def test_a_span_over_two_lines_has_a_box_on_each(make_pdf: MakePdf) -> None:
    document = read(make_pdf([[(114, 180, 12, BODY[0]), (90, 200, 12, BODY[1])]]))
    start = document.text.index("突破")
    address = document.locate(start, start + 8)
    assert isinstance(address, PageAddress)
    assert address.quote == "突破三千万标箱，"
    assert address.page == 1
    (_, top, right, _), (left, below, _, _) = address.boxes
    assert left == pytest.approx(90)
    assert right == pytest.approx(114 + 12 * len(BODY[0]), abs=1)
    assert 165 < top < 180 < below < 200


def test_two_columns_are_read_one_after_the_other(make_pdf: MakePdf) -> None:
    left = [f"左栏第{number}行写的是港口的发展目标和任务" for number in "一二三四五"]
    right = [f"右栏第{number}行写的是产业的发展目标和任务" for number in "一二三四五"]
    placed = []
    for number, (one, other) in enumerate(zip(left, right, strict=True)):
        placed += [(40, 100 + 20 * number, 11, one), (320, 100 + 20 * number, 11, other)]
    text = read(make_pdf([placed])).text
    assert text.index("左栏第五") < text.index("右栏第一")


def test_running_heads_and_page_numbers_are_left_out(make_pdf: MakePdf) -> None:
    pages = [
        [
            (90, 40, 9, "河口市港口行动计划文本"),
            (90, 200, 12, f"第{name}页的正文说明新增泊位情况。"),
            (290, 820, 9, f"— {number} —"),
        ]
        for number, name in enumerate("甲乙丙丁", 1)
    ]
    assert texts(read(make_pdf(pages))) == [f"第{n}页的正文说明新增泊位情况。" for n in "甲乙丙丁"]


def test_sentences_that_differ_in_a_figure_are_no_running_heads(make_pdf: MakePdf) -> None:
    pages = [
        [(90, 300, 12, f"第{year - 2025}年新增泊位{year - 2020}个。")] for year in range(2026, 2032)
    ]
    assert len(texts(read(make_pdf(pages)))) == 6
    stamped = [[(90, 300, 12, "内部资料"), (90, 400, 12, f"正文第{n}段。")] for n in "甲乙丙丁"]
    assert "内部" not in read(make_pdf(stamped)).text


def test_a_signature_set_to_the_right_is_two_lines(make_pdf: MakePdf) -> None:
    document = read(
        make_pdf(
            [
                [
                    (114, 100, 12, BODY[0]),
                    (90, 120, 12, BODY[1]),
                    (390, 150, 12, "河口市人民政府"),
                    (390, 170, 12, "二〇二六年五月"),
                ]
            ]
        )
    )
    assert texts(document)[1:] == ["河口市人民政府", "二〇二六年五月"]
    assert document.metadata.issuer == "河口市人民政府"
    assert document.metadata.issued == "2026-05"


def test_a_letterhead_names_the_body_and_is_no_title(make_pdf: MakePdf) -> None:
    document = read(
        make_pdf(
            [
                [
                    (100, 90, 36, "河口市人民政府办公厅文件"),
                    (230, 130, 12, "河府办发〔2026〕3号"),
                    (120, 180, 20, "关于印发港口行动计划的通知"),
                    (90, 240, 12, BODY[1]),
                ]
            ]
        )
    )
    says = document.metadata
    assert says.title == "关于印发港口行动计划的通知"
    assert says.issuer == "河口市人民政府办公厅"
    assert says.number == "河府办发〔2026〕3号"


def test_the_title_that_the_file_gives_itself(make_pdf: MakePdf) -> None:
    page = [(120, 90, 22, "河口市港口行动计划"), (90, 150, 12, BODY[0])]
    for given, found in (
        ("河口市港口行动计划", "河口市港口行动计划"),
        ("Microsoft Word - 1.docx", "河口市港口行动计划"),
        ("别的文件", "河口市港口行动计划"),
    ):
        assert read(make_pdf([page], title=given)).metadata.title == found
    assert read(make_pdf([[(90, 150, 12, BODY[1])]], title="港口行动计划")).metadata.title == (
        "港口行动计划"
    )


def test_a_watermark_across_the_page_is_left_out(make_pdf: MakePdf) -> None:
    lines = [(90.0, 100.0 + 20 * number, 12.0, BODY[number % 2]) for number in range(20)]
    assert "样稿" not in read(make_pdf([lines], watermark="内部样稿请勿外传")).text
    assert read(make_pdf([lines], watermark="样稿")).text == read(make_pdf([lines])).text


def test_a_paragraph_goes_on_over_the_page(make_pdf: MakePdf) -> None:
    document = read(make_pdf([[(90, 780, 12, BODY[0])], [(90, 90, 12, BODY[1])]]))
    assert texts(document) == [BODY[0] + BODY[1]]
    start = document.text.index("12个")
    address = document.locate(start, start + 3)
    assert isinstance(address, PageAddress)
    assert address.page == 2


def test_a_ruled_table_becomes_cells(make_pdf: MakePdf) -> None:
    xs, ys = (80, 220, 320, 420), (140, 170, 200, 230)
    rules = [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]
    rows = (("指标", "2026年", "2028年"), ("吞吐量", "8.2", "9"), ("泊位数", "60", "72"))
    placed = [(90, 120, 12, "表1 港口指标（单位：亿吨）")]
    for row, y in zip(rows, ys, strict=False):
        placed += [(x + 8, y + 20, 12, text) for text, x in zip(row, xs, strict=False)]
    document = read(make_pdf([placed], rules=rules))
    cells = {document.text[b.start : b.end]: b.cell for b in document.blocks if b.cell}
    last = cells["72"]
    assert last is not None
    assert (last.row, last.column) == (2, 2)
    assert last.column_header == ("2028年",)
    assert last.row_header == ("泊位数",)
    assert last.caption == "表1港口指标（单位：亿吨）"


def test_a_picture_of_a_page_is_noted_and_not_guessed(make_pdf: MakePdf) -> None:
    document = read(make_pdf([[(90, 90, 12, BODY[1])], []], picture_pages=[1]))
    assert document.notes == ("page 2 is a picture without text; it was not read",)
    with pytest.raises(DocumentError, match="pictures of pages only"):
        read(make_pdf([[]], picture_pages=[0]))


def test_a_stream_that_unfolds_to_a_gigabyte_is_refused() -> None:
    packer = zlib.compressobj(9)
    zeros = b" " * 10_000_000
    packed = b"".join(packer.compress(zeros) for _ in range(14)) + packer.flush()
    bomb = b"%PDF-1.5\n1 0 obj\n<</Length 1/Filter/FlateDecode>>stream\n" + packed + b"\nendstream"
    with pytest.raises(DocumentError, match="unfolds"):
        read(bomb)


def test_a_cut_file_is_damaged_or_read(make_pdf: MakePdf) -> None:
    whole = make_pdf([[(90, 90, 12, BODY[1])]])
    for cut in range(50, len(whole), 199):
        try:
            document = read(whole[:cut])
        except DocumentError as problem:
            said = str(problem)
        else:
            said = "a.pdf" if document.text else ""
        assert said.startswith("a.pdf")


def test_the_head_of_a_single_page_is_no_title(make_pdf: MakePdf) -> None:
    page = [
        (200, 30, 9, "海州市海洋产业发展报告（征求意见稿）"),
        (200, 90, 24, "主要指标"),
        (60, 140, 14, "到2028年，海州市海洋产业规模突破600亿元，年均增长8%左右，培育企业"),
        (60, 165, 14, "120家以上，新建深水泊位12个，各项任务落到实处，港口吞吐量达到九亿吨。"),
    ]
    document = read(make_pdf([page]))
    assert document.metadata.title == "主要指标"


def test_text_that_reaches_the_edge_of_a_page_is_no_running_head(make_pdf: MakePdf) -> None:
    def page(number: int) -> list[tuple[float, float, float, str]]:
        said = f"第{number}部分提出，到203{number}年港口吞吐量达到{number}00万吨，各部门抓好落实"
        return [(60, 780 if number % 2 else 300, 14, said), (60, 400, 14, f"说明第{number}部分。")]

    document = read(make_pdf([page(1), page(2), page(3), page(4)]))
    assert [f"{number}00万吨" in document.text for number in (1, 2, 3, 4)] == [True] * 4


def test_the_heading_of_a_column_broken_over_lines_has_no_space(make_pdf: MakePdf) -> None:
    edges = [60.0, 120.0, 420.0, 480.0]
    rows = [60.0, 110.0, 150.0, 190.0]
    rules = [(edges[0], y, edges[-1], y) for y in rows] + [(x, rows[0], x, rows[-1]) for x in edges]
    texts_ = [
        (65, 85, 12, "序号"), (125, 85, 12, "重点任务"), (425, 80, 12, "完成时"), (425, 98, 12, "限"),
        (65, 135, 12, "1"), (125, 135, 12, "新增规上企业30家以上"), (425, 135, 12, "2027年底"),
        (65, 175, 12, "2"), (125, 175, 12, "改造老旧码头8座"), (425, 175, 12, "2028年底"),
    ]  # fmt: skip
    document = read(make_pdf([texts_], rules=rules))
    heads = {block.cell.column_header for block in document.blocks if block.cell is not None}
    assert ("完成时限",) in heads
    reading = read_document(document)
    said = {document.text[one.start : one.end]: one.period for one in reading.statements}
    assert said == {"新增规上企业30家以上": "2027", "改造老旧码头8座": "2028"}


def test_the_cover_of_a_report_names_its_body(make_pdf: MakePdf) -> None:
    cover = [
        (120, 200, 26, "海州市海洋产业发展报告"),
        (150, 700, 14, "海州市发展和改革委员会"),
        (330, 700, 14, "2026年3月"),
    ]
    body = [(60, 100, 14, "海洋产业规模稳步扩大，港口能力不断增强，企业数量持续增长。")]
    found = read(make_pdf([cover, body])).metadata
    assert (found.issuer, found.issued) == ("海州市发展和改革委员会", "2026-03")
